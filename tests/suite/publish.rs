//! The publish pass: only what differs is written, only what is ours is removed.

use std::fs;
use std::path::Path;

use glossator::diagnostic::Diagnostic;
use glossator::publish::{Output, Plan, clean, plan};
use glossator::site::Files;
use glossator::site::SitePath;
use tempfile::TempDir;

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs
        .iter()
        .map(|(path, text)| (SitePath::new(*path).unwrap(), text.as_bytes().into()))
        .collect()
}

/// Publishes into a folder that nobody else uses.
fn try_publish(files: &Files, folder: &Path, force: bool) -> Result<Plan, Diagnostic> {
    let output = Output::open(folder, force, || panic!("the folder is locked"))?;
    output.publish(files)
}

/// Publishes and says how many files were written and removed.
fn publish(files: &Files, folder: &Path) -> (usize, usize) {
    let plan = try_publish(files, folder, false).unwrap();
    (plan.write.len(), plan.remove.len())
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_missing_and_an_empty_folder_are_filled() {
    let folder = TempDir::new().unwrap();
    let site = files(&[("index.html", "a"), ("x/y.html", "b")]);
    assert_eq!(publish(&site, folder.path()), (2, 0));
    assert_eq!(publish(&site, &folder.path().join("new/folder")), (2, 0));
    assert_eq!(fs::read_to_string(folder.path().join("x/y.html")).unwrap(), "b");
}

#[test]
fn what_is_the_same_keeps_its_time_and_what_is_gone_is_removed() {
    let folder = TempDir::new().unwrap();
    publish(
        &files(&[("index.html", "a"), ("x/y.html", "b"), ("x/z.html", "c")]),
        folder.path(),
    );
    let time = |path: &str| fs::metadata(folder.path().join(path)).unwrap().modified().unwrap();
    let before = time("index.html");
    assert_eq!(
        publish(&files(&[("index.html", "a"), ("v.html", "d")]), folder.path()),
        (1, 2)
    );
    assert_eq!(time("index.html"), before);
    assert!(!folder.path().join("x").exists(), "the empty folder is gone too");
}

#[test]
fn files_of_others_stay() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("a.html", "a"), ("x/b.html", "b")]), folder.path());
    fs::write(folder.path().join("CNAME"), "example.org").unwrap();
    fs::write(folder.path().join("x/mine.txt"), "mine").unwrap();
    publish(&files(&[("a.html", "a")]), folder.path());
    assert_eq!(fs::read_to_string(folder.path().join("CNAME")).unwrap(), "example.org");
    assert_eq!(fs::read_to_string(folder.path().join("x/mine.txt")).unwrap(), "mine");
}

#[test]
fn a_folder_of_somebody_else_is_refused_without_force() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    let site = files(&[("index.html", "a")]);
    assert_eq!(plan(&site, folder.path(), false).unwrap_err().code, "foreign-folder");
    try_publish(&site, folder.path(), true).unwrap();
    assert_eq!(
        fs::read_to_string(folder.path().join("thesis.txt")).unwrap(),
        "years of work"
    );
}

#[test]
fn a_file_of_somebody_else_is_not_replaced_without_force() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("index.html", "a")]), folder.path());
    fs::write(folder.path().join("about.html"), "mine").unwrap();
    let site = files(&[("index.html", "a"), ("about.html", "theirs")]);
    assert_eq!(plan(&site, folder.path(), false).unwrap_err().code, "foreign-file");
    assert!(plan(&site, folder.path(), true).is_ok());
}

#[test]
fn a_publish_that_was_interrupted_is_completed_by_the_next() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("a.html", "1"), ("b.html", "1")]), folder.path());
    // A publish that was killed has widened the manifest to all that it touches, and moved one file.
    fs::write(
        folder.path().join(".glossator-manifest.json"),
        "{\"made_by\":\"glossator\",\"files\":[\"a.html\",\"b.html\",\"c.html\",\"d/e.html\"]}",
    )
    .unwrap();
    fs::write(folder.path().join("c.html"), "2").unwrap();
    // The next publish has other content: it owns what the broken one wrote or would have written, and
    // clears what of that is left.
    let next = files(&[("a.html", "3"), ("c.html", "3")]);
    assert_eq!(publish(&next, folder.path()), (2, 2));
    assert_eq!(names(folder.path()), [".glossator-manifest.json", "a.html", "c.html"]);
}

#[test]
fn files_left_waiting_by_an_interrupted_publish_are_no_strangers() {
    let folder = TempDir::new().unwrap();
    let waiting = folder.path().join(".glossator-new");
    fs::create_dir(&waiting).unwrap();
    fs::write(waiting.join("0"), "half a page").unwrap();
    let site = files(&[("a.html", "1")]);
    // Looking at the folder touches nothing: another build may be at work there.
    assert_eq!(plan(&site, folder.path(), false).unwrap().write.len(), 1);
    assert!(waiting.exists());
    assert_eq!(publish(&site, folder.path()), (1, 0));
    assert!(!waiting.exists());
    assert!(!folder.path().join("0").exists(), "what waited is no part of the site");
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "1");
}

#[test]
fn a_manifest_that_leads_out_of_the_folder_removes_nothing() {
    let folder = TempDir::new().unwrap();
    let site = folder.path().join("site");
    publish(&files(&[("a.html", "1")]), &site);
    fs::write(folder.path().join("secret.txt"), "s").unwrap();
    fs::write(
        site.join(".glossator-manifest.json"),
        "{\"made_by\":\"x\",\"files\":[\"../secret.txt\"]}",
    )
    .unwrap();
    assert_eq!(
        plan(&files(&[("a.html", "1")]), &site, false).unwrap_err().code,
        "broken-manifest"
    );
    assert!(folder.path().join("secret.txt").exists());
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let folder = TempDir::new().unwrap();
    publish(
        &files(&[("x", "a"), ("y/z.html", "b"), ("y/v/w.html", "c")]),
        folder.path(),
    );
    assert_eq!(publish(&files(&[("x/a.html", "d"), ("y", "e")]), folder.path()), (2, 3));
    assert_eq!(fs::read_to_string(folder.path().join("x/a.html")).unwrap(), "d");
    assert_eq!(fs::read_to_string(folder.path().join("y")).unwrap(), "e");
    publish(&files(&[("x", "a"), ("y/z.html", "b")]), folder.path());
    assert_eq!(fs::read_to_string(folder.path().join("y/z.html")).unwrap(), "b");
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_refused() {
    let folder = TempDir::new().unwrap();
    let other = TempDir::new().unwrap();
    fs::write(other.path().join("a.html"), "theirs").unwrap();
    let site = files(&[("index.html", "a"), ("x/a.html", "b")]);
    publish(&site, folder.path());
    fs::remove_dir_all(folder.path().join("x")).unwrap();
    std::os::unix::fs::symlink(other.path(), folder.path().join("x")).unwrap();
    assert_eq!(plan(&site, folder.path(), true).unwrap_err().code, "foreign-folder");
    assert_eq!(clean(folder.path(), || ()).unwrap_err().code, "foreign-folder");
    assert_eq!(fs::read_to_string(other.path().join("a.html")).unwrap(), "theirs");
}

#[test]
fn a_folder_with_files_of_others_is_no_place_for_a_file() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("y/z.html", "b")]), folder.path());
    fs::write(folder.path().join("y/mine.txt"), "mine").unwrap();
    let failed = plan(&files(&[("y", "e")]), folder.path(), false).unwrap_err();
    assert_eq!(failed.code, "foreign-file");
    assert!(failed.message.contains("`y/mine.txt`"), "{}", failed.message);
    assert!(folder.path().join("y/z.html").exists(), "nothing was removed");
    assert_eq!(fs::read_to_string(folder.path().join("y/mine.txt")).unwrap(), "mine");
}

#[test]
fn leftovers_of_a_killed_publish_go_though_nothing_is_to_be_written() {
    let folder = TempDir::new().unwrap();
    let site = files(&[("a.html", "1")]);
    publish(&site, folder.path());
    let leave = || {
        fs::create_dir(folder.path().join(".glossator-new")).unwrap();
        fs::write(folder.path().join(".glossator-new/0"), "a secret draft").unwrap();
        fs::write(folder.path().join(".glossator-lock"), "").unwrap();
    };
    leave();
    assert_eq!(publish(&site, folder.path()), (0, 0));
    assert_eq!(names(folder.path()), [".glossator-manifest.json", "a.html"]);
    leave();
    assert_eq!(clean(folder.path(), || ()).unwrap().len(), 1);
    assert!(!folder.path().exists());
}

#[test]
fn leftovers_of_a_killed_first_publish_are_cleaned() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join(".glossator-new")).unwrap();
    fs::write(folder.path().join(".glossator-new/0"), "half a page").unwrap();
    clean(folder.path(), || ()).unwrap();
    assert!(!folder.path().exists());
}

#[test]
fn gitignore_keeps_a_folder_in_a_repository_and_does_not_count() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(".gitignore"), "*\n!.gitignore\n").unwrap();
    publish(&files(&[("a.html", "1")]), folder.path());
    let manifest = fs::read_to_string(folder.path().join(".glossator-manifest.json")).unwrap();
    assert!(!manifest.contains("gitignore"), "{manifest}");
    clean(folder.path(), || ()).unwrap();
    assert_eq!(names(folder.path()), [".gitignore"]);
}

#[test]
fn second_publish_waits_for_the_first() {
    let folder = TempDir::new().unwrap();
    let first = Output::open(folder.path(), false, || panic!("nobody has it")).unwrap();
    let (waits, waited) = std::sync::mpsc::channel();
    let path = folder.path().to_owned();
    let second = std::thread::spawn(move || {
        let output = Output::open(&path, false, || waits.send(()).unwrap()).unwrap();
        output
            .publish(&files(&[("a.html", "second"), ("b.html", "second")]))
            .unwrap()
    });
    // It has told that it waits, and goes on only when the first is done.
    waited.recv().unwrap();
    first
        .publish(&files(&[("a.html", "first"), ("c.html", "first")]))
        .unwrap();
    let plan = second.join().unwrap();
    assert_eq!((plan.write.len(), plan.remove.len()), (2, 1));
    assert_eq!(names(folder.path()), [".glossator-manifest.json", "a.html", "b.html"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "second");
}

#[test]
fn publishing_nothing_new_touches_nothing_and_leaves_no_lock() {
    let folder = TempDir::new().unwrap();
    let site = files(&[("a.html", "1")]);
    publish(&site, folder.path());
    let modified = |name: &str| fs::metadata(folder.path().join(name)).unwrap().modified().unwrap();
    let before = (modified("a.html"), modified(".glossator-manifest.json"));
    assert_eq!(publish(&site, folder.path()), (0, 0));
    assert_eq!((modified("a.html"), modified(".glossator-manifest.json")), before);
    assert_eq!(names(folder.path()), [".glossator-manifest.json", "a.html"]);
}

#[test]
fn output_that_is_no_folder_is_named_as_what_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("public");
    fs::write(&path, "a file").unwrap();
    let told = |path: &Path| Output::open(path, true, || ()).unwrap_err().message;
    assert!(told(&path).ends_with("is no folder"), "{}", told(&path));
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).unwrap();
        assert!(told(&link).ends_with("is a link that leads nowhere"), "{}", told(&link));
    }
}

#[test]
fn publish_that_lacks_a_folder_changes_nothing() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("a.html", "1"), ("b.html", "1")]), folder.path());
    // A file of somebody else where a folder must be made.
    fs::write(folder.path().join("d"), "in the way").unwrap();
    let wanted = files(&[("a.html", "2"), ("c.html", "2"), ("d/e.html", "2")]);
    assert!(try_publish(&wanted, folder.path(), false).is_err());
    assert_eq!(
        names(folder.path()),
        [".glossator-manifest.json", "a.html", "b.html", "d"]
    );
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "1");
}
