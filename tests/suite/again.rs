//! Building again: what has not changed is not made again, and the result is the same as if it had been.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use glossator::check::{Depth, judge};
use glossator::compile::{Compilation, InMemory, Memory, Nobody, compile, compile_again};
use glossator::diagnostic::{Format, report, tidy};
use glossator::outline::outline;
use glossator::read::{CONFIG_FILE, Overrides, Shelf, read_again};
use glossator::register::{Fronts, Register, register};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::site::Site;

type Bytes = std::sync::Arc<[u8]>;

/// A site that is built again and again with the memory of the build before.
struct Kept {
    site: Site,
    memory: Memory<Bytes>,
}

impl Kept {
    fn new(site: Site) -> Self {
        let mut kept = Self {
            site,
            memory: Memory::default(),
        };
        kept.build();
        kept
    }

    fn build(&mut self) -> Compilation {
        let memory = std::mem::take(&mut self.memory);
        let (compilation, memory) = compile_again(&self.site.inputs(), &Nobody, &InMemory, || memory);
        self.memory = memory;
        self.memory.sound = !judged(&self.site, &compilation).contains("error");
        compilation
    }

    /// The pages that are made again after an edit.
    fn made_after(&mut self, path: &str, from: &str, to: &str) -> Vec<String> {
        self.site.change(path, from, to);
        let compilation = self.build();
        assert_eq!(compilation.all_files(), compile(&self.site.inputs()).all_files());
        compilation.made.iter().map(ToString::to_string).collect()
    }
}

#[test]
fn nothing_is_made_again_where_nothing_changed() {
    let mut kept = Kept::new(Site::small());
    assert_eq!(kept.build().made, []);
}

#[test]
fn words_of_a_paragraph_change_the_pages_that_show_them() {
    let mut kept = Kept::new(Site::small());
    assert_eq!(
        kept.made_after(
            "seeds/paper.txt",
            "The Old River Fund closed.",
            "The Old River Fund closed early."
        ),
        // The data page tells how long the text is, the first picture how long its bars are.
        [
            "about.html",
            "bodies/river-fund.html",
            "data/index.html",
            "glance.html",
            "paper/index.html",
            "parts/water/banks.html",
        ]
    );
}

#[test]
fn pages_that_only_link_to_a_paragraph_do_not_depend_on_its_words() {
    let mut kept = Kept::new(Site::small());
    // The first sentence is the forum's definition, quoted in the glossary and in the list of its kind.
    let made = kept.made_after("seeds/paper.txt", "The Forum was large.", "The Forum was very large.");
    for path in [
        "glossary/index.html",
        "bodies/index.html",
        "index-a-z.html",
        "matrix.html",
    ] {
        assert!(!made.contains(&path.to_owned()), "{path} is made again");
    }
    assert!(made.contains(&"bodies/river-forum.html".to_owned()));
}

#[test]
fn a_file_is_read_again_unless_its_size_and_an_older_time_say_that_it_was_not_written() {
    let site = Site::small();
    let mut shelf = Shelf::lasting();
    // The text is always as long, and the file of the same time.
    let mut read_after = |from: &str, to: &str, time: SystemTime| {
        site.change("seeds/paper.txt", from, to);
        let file = fs::File::options().write(true).open(site.path("seeds/paper.txt"));
        file.unwrap().set_modified(time).unwrap();
        let inputs = read_again(&site.path(CONFIG_FILE), &Overrides::default(), &mut shelf);
        inputs.expect("the inputs can be read").sources.remove(0)
    };
    // Two writes of one moment cannot be told apart by their time.
    let just_now = SystemTime::now() + Duration::from_secs(60);
    let before = read_after("closed", "opened", just_now);
    let after = read_after("opened", "closed", just_now);
    assert!(after.file.text.contains("closed") && after.sha256 != before.sha256);
    let long_ago = SystemTime::now() - Duration::from_secs(60);
    let before = read_after("closed", "opened", long_ago);
    let after = read_after("opened", "closed", long_ago);
    assert!(after.file.text.contains("opened") && after.sha256 == before.sha256);
}

#[test]
fn a_definition_changes_the_pages_that_show_it() {
    let mut kept = Kept::new(Site::small());
    assert_eq!(
        kept.made_after(
            "content/bodies/river-fund.md",
            "editorial: A fund.",
            "editorial: A fund for rivers."
        ),
        ["bodies/index.html", "bodies/river-fund.html", "glossary/index.html",]
    );
}

#[test]
fn a_template_changes_the_pages_that_are_made_with_it() {
    let entry = "{% extends \"theme/entry.html\" %}\n{% block aside %}<aside>A</aside>{% endblock aside %}\n";
    let mut kept = Kept::new(Site::small().write("templates/entry.html", entry));
    assert_eq!(
        kept.made_after("templates/entry.html", ">A<", ">B<"),
        ["bodies/river-forum.html", "bodies/river-fund.html"]
    );
}

#[test]
fn a_link_that_breaks_is_told_on_pages_that_are_not_made_again() {
    let mut kept = Kept::new(Site::small());
    let template = include_str!("../../themes/default/templates/entry.html");
    let bare = template.replace(" id=\"{{ division.anchor }}\"", "");
    kept.site = kept.site.write("templates/entry.html", &bare);
    for _ in 0..2 {
        let broken = kept.build();
        let told = judged(&kept.site, &broken);
        assert!(
            told.contains("error[broken-link]: `matrix.html` links to `bodies/river-forum.html#in-Opening`"),
            "{told}"
        );
        assert!(!broken.made.iter().any(|path| path.as_str() == "matrix.html"));
    }
    kept.site = kept.site.write("templates/entry.html", template);
    let mended = kept.build();
    assert_eq!(judged(&kept.site, &mended), "");
}

#[test]
fn front_matter_that_is_known_is_not_parsed_again() {
    let site = Site::small();
    let registered = |known: &Fronts| {
        let inputs = site.inputs();
        register(&inputs, &outline(&inputs).value, known).value
    };
    let (_, fronts) = registered(&Fronts::default());
    site.change("content/bodies/river-fund.md", "A fund.", "A bond.");
    let (register, of_bond) = registered(&fronts);
    let definition = |register: &Register| format!("{:?}", register.entries[1].definition);
    assert!(definition(&register).contains("A bond."));
    // The front matter of now is told to say what that of before said.
    let is_new = |yaml: u64| fronts.iter().all(|(known, _)| known != yaml);
    let old = fronts
        .iter()
        .find(|(yaml, _)| of_bond.iter().all(|(now, _)| now != *yaml));
    let (_, old) = old.unwrap();
    let codes = of_bond
        .iter()
        .map(|(yaml, code)| (yaml, if is_new(yaml) { old } else { code }.into()));
    assert!(definition(&registered(&codes.collect()).0).contains("A fund."));
}

#[test]
fn a_fault_in_a_file_that_did_not_change_is_told_at_its_place() {
    let mut kept = Kept::new(Site::small());
    kept.site
        .change("content/bodies/river-forum.md", "name: River Forum", "name: Lake Forum");
    let again = kept.build();
    let told = judged(&kept.site, &again);
    assert!(told.contains("content/bodies/river-fund.md:6:12"), "{told}");
    assert_eq!(told, judged(&kept.site, &compile(&kept.site.inputs())));
}

#[test]
fn a_line_moved_in_a_file_changes_nothing() {
    let mut kept = Kept::new(Site::small());
    assert_eq!(
        kept.made_after("content/bodies/river-fund.md", "name: River Fund", "\nname: River Fund"),
        [] as [&str; 0]
    );
}

/// A second paper, and what else a site can have.
fn rich() -> Site {
    let second = "  - {id: lakes, source: seeds/lakes.txt, path: lakes, short_title: Lakes, front: [title], outline: [{kind: opening, name: Opening, heading: [Opening], cite: Lake, page: 'o.html', text: whole}]}\nkinds:\n";
    Site::small()
        .edit(CONFIG_FILE, "kinds:\n", second)
        .edit(CONFIG_FILE, "  title: Rivers\n", "  title: Rivers\n  languages: [es]\n")
        .write(
            "seeds/lakes.txt",
            "A Paper on Lakes\n\nOpening\n\nThe River Fund pays for lakes in 2008. So does the Lake Plan.\n\nThe end.\n",
        )
        .write("content/bodies/lake-plan.md", "---\nname: Lake Plan\ndefinition: {editorial: A plan.}\n---\n")
        .write("content/divisions/rivers/Opening.md", "How the [[River Fund]] began.\n")
        .write("content/pages/about.md", "About the [[River Forum]].\n")
        .write("content/index.yaml", "- heading: money\n  see_also: [River Fund]\n  at: ['I.1']\n")
        .write("templates/about.html", "{% extends \"theme/about.html\" %}\n{% block aside %}A{% endblock aside %}\n")
}

/// Texts that stand in the files of the rich site, and what can stand there instead; both ways round.
const EDITS: [(&str, &str, &str); 33] = [
    ("content/bodies/river-fund.md", "name: River Fund", "name: River  Fund"),
    (
        "content/bodies/river-fund.md",
        "name: River Fund",
        "name: Old River Fund",
    ),
    ("content/bodies/river-fund.md", "acronym: RF\n", ""),
    (
        "content/bodies/river-fund.md",
        "editorial: A fund.",
        "editorial: A fund for rivers.",
    ),
    (
        "content/bodies/river-fund.md",
        "see_also: [River Forum]",
        "part_of: [River Forum]",
    ),
    (
        "content/bodies/river-fund.md",
        "see_also: [River Forum]\n",
        "see_also: [River Forum]\naliases: [pays]\n",
    ),
    (
        "content/bodies/river-forum.md",
        "aliases:\n  - {text: Forum, in: [Opening]}\n",
        "",
    ),
    ("content/bodies/river-forum.md", "type: forum\n", ""),
    ("content/bodies/river-forum.md", "It thanks the", "It is glad of the"),
    (
        "content/bodies/lake-plan.md",
        "name: Lake Plan",
        "name: Plan of Lakes\naliases: [Lake Plan, lakes]",
    ),
    (
        "content/bodies/lake-plan.md",
        "A plan.",
        "A plan.}\nnames: {es: Plan de Lagos",
    ),
    ("seeds/paper.txt", "The Old River Fund closed.\n\n", ""),
    (
        "seeds/paper.txt",
        "1. Banks\n\nThe River Fund (RF) pays.",
        "1. Banks\n\nThe Old River Fund opened.\n\nThe River Fund (RF) pays.",
    ),
    ("seeds/paper.txt", "The RF's members agree", "In 1999 the members agree"),
    ("seeds/paper.txt", "2. Boats\n", "2. Ships\n"),
    ("seeds/paper.txt", "in spring. The", "in spring.\n\nThe"),
    ("seeds/lakes.txt", "The end.", "The Lake Plan's end."),
    ("seeds/lakes.txt", "A Paper on Lakes", "Another Paper on Lakes"),
    ("content/divisions/rivers/Opening.md", "began", "grew"),
    ("content/index.yaml", "heading: money", "heading: means"),
    ("content/index.yaml", "see_also: [River Fund]", "see_also: [Nothing]"),
    ("content/index.yaml", "at: ['I.1']", "at: ['I.2']"),
    (
        "content/index.yaml",
        "- heading",
        "# A line moves the others.\n- heading",
    ),
    (
        "content/bodies/river-fund.md",
        "acronym: RF\n",
        "acronym: RF\nindex: [{heading: money, sub: funds}]\n",
    ),
    (
        "content/bodies/river-fund.md",
        "name: River Fund",
        "any_case: true\nname: river fund",
    ),
    (
        "content/bodies/river-forum.md",
        "{text: Forum, in: [Opening]}",
        "{text: Forum, deny: [River Forum]}",
    ),
    (
        "glossator.yaml",
        "matrix: true, types",
        "matrix: true, link: first-in-section, types",
    ),
    ("glossator.yaml", "matrix: true, types", "pervasive: true, types"),
    ("glossator.yaml", "cite: '{number}'", "cite: 'Part {number}'"),
    ("templates/about.html", "%}A{%", "%}B{%"),
    (
        "templates/about.html",
        "%}A{%",
        "%}<a href=\"matrix.html#caption\" id=\"a\">A</a>{%",
    ),
    ("glossator.yaml", "title: Rivers\n", "title: Streams\n"),
    ("glossator.yaml", "folder: bodies", "folder: things"),
];

/// Files that may go and come back.
const FILES: [&str; 5] = [
    "content/bodies/lake-plan.md",
    "content/bodies/river-forum.md",
    "content/divisions/rivers/Opening.md",
    "content/index.yaml",
    "templates/about.html",
];

/// The first file that two builds do not have alike, in the words of both.
fn differing(again: &Compilation, clean: &Compilation) -> Option<String> {
    let (again, clean) = (again.all_files(), clean.all_files());
    let text = |bytes: Option<&Bytes>| bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut paths = again.keys().chain(clean.keys());
    let path = paths.find(|path| again.get(*path) != clean.get(*path))?;
    let (again, clean) = (text(again.get(path)), text(clean.get(path)));
    let lines = |text: &Option<String>| {
        text.clone()
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let pairs = lines(&again).into_iter().zip(lines(&clean));
    let differ = pairs.into_iter().find(|(again, clean)| again != clean);
    Some(format!("{path}: {differ:?}"))
}

/// What there is to say of a site.
fn judged(site: &Site, compilation: &Compilation) -> String {
    let mut diagnostics = judge(&site.inputs(), compilation, Depth::Build);
    tidy(&mut diagnostics);
    let format = Format::Human {
        color: false,
        width: 100,
    };
    report(&diagnostics, format, "")
}

#[test]
fn whatever_is_edited_the_site_is_that_of_a_clean_build() {
    let edit = prop_oneof![
        4 => (0..EDITS.len()).prop_map(Ok),
        1 => (0..FILES.len()).prop_map(Err),
    ];
    let mut runner = TestRunner::new(Config {
        cases: 12,
        max_shrink_iters: 60,
        failure_persistence: None,
        ..Config::default()
    });
    let edits = proptest::collection::vec(edit, 1..50);
    let outcome = runner.run(&edits, |edits| {
        let mut kept = Kept::new(rich());
        let mut gone: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for edit in edits {
            match edit {
                Ok(number) => kept.site.swap(EDITS[number]),
                Err(number) => kept.site.take_or_put_back(FILES[number], &mut gone),
            }
            let again = kept.build();
            let clean = compile(&kept.site.inputs());
            prop_assert_eq!(differing(&again, &clean), None);
            prop_assert_eq!(judged(&kept.site, &again), judged(&kept.site, &clean));
            let documents =
                |site: &Compilation| site.pages.iter().map(|page| page.document.clone()).collect::<Vec<_>>();
            prop_assert_eq!(documents(&again), documents(&clean));
        }
        Ok(())
    });
    outcome.unwrap();
}

/// Runs `build` and gives what it says at its end.
fn build(site: &Site) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glossator"));
    let output = command.args(["build", "--root"]).arg(site.path("")).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    told
}

/// The files of a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        (
            entry.path().strip_prefix(folder).unwrap().to_owned(),
            fs::read(entry.path()).unwrap(),
        )
    };
    files.map(read).collect()
}

/// What a build without a cache publishes.
fn clean_build(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = tempfile::TempDir::new().unwrap();
    let public = folder.path().join("public");
    glossator::publish::publish(&compile(&site.inputs()).all_files(), &public, false).unwrap();
    files(&public)
}

/// The files of the cache, its list of what version control leaves out aside: what the passes derived, the head, the
/// memory.
fn caches(site: &Site) -> [PathBuf; 3] {
    let entries = fs::read_dir(site.path(glossator::cache::FOLDER)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut caches: Vec<PathBuf> = paths.filter(|path| !path.ends_with(".gitignore")).collect();
    caches.sort();
    caches.try_into().unwrap()
}

/// Makes a file of the cache that of another version of the format, sound otherwise.
fn of_another_program(cache: &Path) {
    let mut bytes = fs::read(cache).unwrap();
    // The first text, which names the format.
    let mark = 8 + "glossator cache ".len();
    assert_eq!(bytes[mark], b'1');
    bytes[mark] = b'0';
    let end = bytes.len() - 8;
    let sum = xxhash_rust::xxh3::xxh3_64(&bytes[..end]);
    bytes[end..].copy_from_slice(&sum.to_le_bytes());
    fs::write(cache, bytes).unwrap();
}

/// Time in which a file may be written twice without the system telling.
fn wait() {
    std::thread::sleep(Duration::from_millis(100));
}

/// Puts something into an entry's file that is no YAML, without changing its size and its time.
fn spoil_unnoticed(site: &Site) {
    let entry = site.path("content/bodies/river-fund.md");
    let metadata = fs::metadata(&entry).unwrap();
    fs::write(&entry, vec![b'{'; metadata.len() as usize]).unwrap();
    let file = fs::File::options().write(true).open(&entry).unwrap();
    file.set_modified(metadata.modified().unwrap()).unwrap();
}

/// Whether a command finds a fault in a site.
fn finds_fault(site: &Site, command: &str) -> bool {
    let mut glossator = Command::new(env!("CARGO_BIN_EXE_glossator"));
    let output = glossator.args([command, "--root"]).arg(site.path("")).output().unwrap();
    !output.status.success()
}

#[test]
fn a_build_after_which_nothing_changed_reads_nothing() {
    let site = Site::small();
    wait();
    build(&site);
    spoil_unnoticed(&site);
    assert!(build(&site).contains(": 0 written, "));
    assert!(finds_fault(&site, "check"), "`check` reads");
}

#[test]
fn a_cache_of_another_program_is_no_cache() {
    let site = Site::small();
    wait();
    build(&site);
    spoil_unnoticed(&site);
    caches(&site).iter().for_each(|cache| of_another_program(cache));
    assert!(finds_fault(&site, "build"), "the files are read");
}

#[test]
fn what_is_missing_or_changed_in_the_output_is_put_right() {
    let site = Site::small();
    wait();
    build(&site);
    fs::remove_file(site.path("public/about.html")).unwrap();
    fs::write(site.path("public/matrix.html"), "theirs").unwrap();
    assert!(build(&site).contains(": 2 written, "));
    assert_eq!(files(&site.path("public")), clean_build(&site));
}

#[test]
fn what_was_derived_for_another_register_is_not_used() {
    let site = rich();
    build(&site);
    let [derived, ..] = caches(&site);
    let of_before = fs::read(&derived).unwrap();
    site.change("content/bodies/river-fund.md", "acronym: RF\n", "");
    build(&site);
    assert_ne!(fs::read(&derived).unwrap(), of_before);
    fs::write(&derived, of_before).unwrap();
    site.change("content/bodies/river-fund.md", "A fund.", "A fund still.");
    build(&site);
    assert_eq!(files(&site.path("public")), clean_build(&site));
}

#[test]
fn a_cache_with_a_byte_amiss_is_no_cache() {
    let site = rich();
    build(&site);
    for cache in caches(&site) {
        let sound = fs::read(&cache).unwrap();
        let lengths = [0, 7, 8, sound.len() / 2, sound.len() - 1];
        let cut = lengths.map(|length| sound[..length].to_vec());
        let flipped = [0, 20, 40, sound.len() / 3, sound.len() - 1].map(|at| {
            let mut bytes = sound.clone();
            bytes[at] ^= 1;
            bytes
        });
        for bytes in cut.into_iter().chain(flipped).chain([b"something else".to_vec()]) {
            fs::write(&cache, bytes).unwrap();
            site.change("content/bodies/river-fund.md", "definition", "definition ");
            build(&site);
            assert_eq!(files(&site.path("public")), clean_build(&site));
            site.change("content/bodies/river-fund.md", "definition ", "definition");
        }
        // It was written again.
        build(&site);
        assert!(fs::read(&cache).unwrap().len() > 20);
    }
}

#[test]
fn options_have_their_own_results() {
    let site = Site::small();
    wait();
    build(&site);
    let mut command = Command::new(env!("CARGO_BIN_EXE_glossator"));
    let options = ["build", "--base-url", "https://example.org/x/", "--root"];
    assert!(
        command
            .args(options)
            .arg(site.path(""))
            .output()
            .unwrap()
            .status
            .success()
    );
    assert!(site.path("public/sitemap.xml").exists());
    build(&site);
    assert!(!site.path("public/sitemap.xml").exists());
    assert_eq!(files(&site.path("public")), clean_build(&site));
}

#[test]
fn edited_again_and_again_the_output_is_that_of_a_clean_build() {
    let site = rich();
    let mut gone = BTreeMap::new();
    for round in 0..2 * EDITS.len() {
        site.swap(EDITS[(round * 7 + round / EDITS.len()) % EDITS.len()]);
        if round % 5 == 4 {
            site.take_or_put_back(FILES[round % FILES.len()], &mut gone);
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_glossator"));
        if command
            .args(["build", "-q", "--root"])
            .arg(site.path(""))
            .output()
            .unwrap()
            .status
            .success()
        {
            assert_eq!(files(&site.path("public")), clean_build(&site), "round {round}");
        }
    }
}
