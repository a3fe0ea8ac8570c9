//! The publish pass: it writes only files that differ and removes only files of its own.

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

/// Publishes into a folder without waiting: no other process uses it.
fn try_publish(files: &Files, folder: &Path, force: bool) -> Result<Plan, Diagnostic> {
    let output = Output::open(folder, force, || panic!("the folder is locked"))?;
    output.publish(files)
}

/// Publishes; returns how many files were written and removed.
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
fn publish_fills_a_missing_and_an_empty_folder() {
    let folder = TempDir::new().unwrap();
    let site = files(&[("index.html", "a"), ("x/y.html", "b")]);
    assert_eq!(publish(&site, folder.path()), (2, 0));
    assert_eq!(publish(&site, &folder.path().join("new/folder")), (2, 0));
    assert_eq!(fs::read_to_string(folder.path().join("x/y.html")).unwrap(), "b");
}

#[test]
fn publish_keeps_unchanged_files_and_removes_old_ones() {
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
fn publish_keeps_foreign_files() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("a.html", "a"), ("x/b.html", "b")]), folder.path());
    fs::write(folder.path().join("CNAME"), "example.org").unwrap();
    fs::write(folder.path().join("x/mine.txt"), "mine").unwrap();
    publish(&files(&[("a.html", "a")]), folder.path());
    assert_eq!(fs::read_to_string(folder.path().join("CNAME")).unwrap(), "example.org");
    assert_eq!(fs::read_to_string(folder.path().join("x/mine.txt")).unwrap(), "mine");
}

#[test]
fn publish_refuses_a_foreign_folder_without_force() {
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
fn publish_refuses_to_replace_a_foreign_file_without_force() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("index.html", "a")]), folder.path());
    fs::write(folder.path().join("about.html"), "mine").unwrap();
    let site = files(&[("index.html", "a"), ("about.html", "theirs")]);
    assert_eq!(plan(&site, folder.path(), false).unwrap_err().code, "foreign-file");
    assert!(plan(&site, folder.path(), true).is_ok());
}

#[test]
fn publish_completes_an_interrupted_one() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("a.html", "1"), ("b.html", "1")]), folder.path());
    // A killed publish: it has extended the manifest to all files it touches, and moved one of them.
    fs::write(
        folder.path().join(".glossator-manifest.json"),
        "{\"made_by\":\"glossator\",\"files\":[\"a.html\",\"b.html\",\"c.html\",\"d/e.html\"]}",
    )
    .unwrap();
    fs::write(folder.path().join("c.html"), "2").unwrap();
    // The next publish has other content: it owns what the killed one wrote or would have written, and removes the rest.
    let next = files(&[("a.html", "3"), ("c.html", "3")]);
    assert_eq!(publish(&next, folder.path()), (2, 2));
    assert_eq!(names(folder.path()), [".glossator-manifest.json", "a.html", "c.html"]);
}

#[test]
fn publish_does_not_take_staged_files_for_foreign() {
    let folder = TempDir::new().unwrap();
    let waiting = folder.path().join(".glossator-new");
    fs::create_dir(&waiting).unwrap();
    fs::write(waiting.join("0"), "half a page").unwrap();
    let site = files(&[("a.html", "1")]);
    // Planning touches nothing: another build may be running.
    assert_eq!(plan(&site, folder.path(), false).unwrap().write.len(), 1);
    assert!(waiting.exists());
    assert_eq!(publish(&site, folder.path()), (1, 0));
    assert!(!waiting.exists());
    assert!(!folder.path().join("0").exists(), "what waited is no part of the site");
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "1");
}

#[test]
fn publish_refuses_a_manifest_that_leads_out_of_the_folder() {
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
fn publish_turns_a_file_into_a_folder_and_back() {
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
fn publish_refuses_a_folder_that_is_a_link() {
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
fn publish_refuses_to_replace_a_folder_with_foreign_files() {
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
fn publish_removes_leftovers_even_if_nothing_changed() {
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
fn clean_removes_leftovers_of_a_killed_first_publish() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join(".glossator-new")).unwrap();
    fs::write(folder.path().join(".glossator-new/0"), "half a page").unwrap();
    clean(folder.path(), || ()).unwrap();
    assert!(!folder.path().exists());
}

#[test]
fn publish_ignores_a_gitignore_in_the_folder() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(".gitignore"), "*\n!.gitignore\n").unwrap();
    publish(&files(&[("a.html", "1")]), folder.path());
    let manifest = fs::read_to_string(folder.path().join(".glossator-manifest.json")).unwrap();
    assert!(!manifest.contains("gitignore"), "{manifest}");
    clean(folder.path(), || ()).unwrap();
    assert_eq!(names(folder.path()), [".gitignore"]);
}

#[test]
fn publish_waits_for_another_one() {
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
    // It has reported the wait, and continues only after the first one.
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
fn publish_without_changes_touches_nothing_and_leaves_no_lock() {
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
fn publish_says_why_the_output_is_no_folder() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("public");
    fs::write(&path, "a file").unwrap();
    let message = |path: &Path| Output::open(path, true, || ()).unwrap_err().message;
    assert!(message(&path).ends_with("is no folder"), "{}", message(&path));
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).unwrap();
        assert!(
            message(&link).ends_with("is a link that leads nowhere"),
            "{}",
            message(&link)
        );
    }
}

#[test]
fn publish_that_cannot_create_a_folder_changes_nothing() {
    let folder = TempDir::new().unwrap();
    publish(&files(&[("a.html", "1"), ("b.html", "1")]), folder.path());
    // A foreign file where a folder must be created.
    fs::write(folder.path().join("d"), "in the way").unwrap();
    let wanted = files(&[("a.html", "2"), ("c.html", "2"), ("d/e.html", "2")]);
    assert!(try_publish(&wanted, folder.path(), false).is_err());
    assert_eq!(
        names(folder.path()),
        [".glossator-manifest.json", "a.html", "b.html", "d"]
    );
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "1");
}
