//! The command line: exit codes, streams, and that a failing build changes nothing.

use std::fs;
use std::process::{Command, Output};

use crate::site::Site;

fn glossator(site: &Site, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_glossator"))
        .args(arguments)
        .current_dir(site.path(""))
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_build_publishes_to_public_and_says_so_on_standard_error() {
    let site = Site::small();
    let output = glossator(&site, &["build"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    let pages = site.compile().pages.len();
    let counts = format!("{pages} pages: 4 divisions, 4 paragraphs, 2 entries, 5 mentions\n");
    assert!(stderr(&output).starts_with(&counts), "{}", stderr(&output));
    assert!(site.path("public/index.html").exists());
    assert!(stderr(&glossator(&site, &["build"])).contains(" 0 written, "));
}

#[test]
fn exit_codes_tell_what_is_at_fault() {
    let broken = || Site::small().edit("content/bodies/river-fund.md", "River Forum", "River Form");
    assert_eq!(code(&glossator(&broken(), &["build"])), 1);
    assert_eq!(code(&glossator(&broken(), &["build", "--format", "json"])), 1);
    assert_eq!(code(&glossator(&Site::small(), &["bild"])), 2);
    assert_eq!(code(&glossator(&Site::empty(), &["build", "--root", "."])), 3);
    assert_eq!(
        code(&glossator(
            &Site::small().write("glossator.yaml", "site: {titel: X}"),
            &["build"]
        )),
        3
    );
    // `Old River Fund` looks like an entry: a warning, an error when strict.
    assert_eq!(code(&glossator(&Site::small(), &["check"])), 0);
    assert_eq!(code(&glossator(&Site::small(), &["check", "--strict"])), 1);
}

#[test]
fn a_failing_build_leaves_the_last_good_site() {
    let site = Site::small();
    assert_eq!(code(&glossator(&site, &["build"])), 0);
    let before = fs::read(site.path("public/index.html")).unwrap();
    let site = site.edit("glossator.yaml", "title: Rivers\n", "title: Lakes\n").edit(
        "content/bodies/river-fund.md",
        "River Forum",
        "Nobody",
    );
    assert_eq!(code(&glossator(&site, &["build"])), 1);
    assert_eq!(fs::read(site.path("public/index.html")).unwrap(), before);
}

#[test]
fn check_writes_nothing_and_tells_the_difference() {
    let site = Site::small();
    let output = glossator(&site, &["check"]);
    assert!(
        stderr(&output).contains("differs from this site"),
        "{}",
        stderr(&output)
    );
    assert!(!site.path("public").exists());
    glossator(&site, &["build"]);
    assert!(stderr(&glossator(&site, &["check"])).contains("is this site"));
}

#[test]
fn diagnostics_can_be_read_by_programs() {
    let site = Site::small().edit("content/bodies/river-fund.md", "River Forum", "River Form");
    let output = glossator(&site, &["build", "--format", "json"]);
    assert!(output.stderr.is_empty());
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["code"], "dangling-relation");
    assert_eq!(value["place"]["file"], "content/bodies/river-fund.md");
    assert_eq!(
        (&value["place"]["line"], &value["place"]["column"]),
        (&6.into(), &12.into())
    );
}

#[test]
fn the_configuration_is_found_from_a_folder_inside_the_site() {
    let site = Site::small();
    let output = Command::new(env!("CARGO_BIN_EXE_glossator"))
        .arg("inspect")
        .current_dir(site.path("content/bodies"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.ends_with("5 units (1 front line, 1 opening, 1 part, 2 section, 0 introduction); 4 paragraphs\n"),
        "{text}"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let one = Site::small();
    let other = Site::small();
    assert_eq!(code(&glossator(&one, &["build"])), 0);
    let output = Command::new(env!("CARGO_BIN_EXE_glossator"))
        .args(["build", "--root"])
        .arg(other.path(""))
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert_eq!(code(&output), 0);
    let read = |site: &Site| -> Vec<(String, Vec<u8>)> {
        let folder = site.path("public");
        let walk = walkdir::WalkDir::new(&folder).sort_by_file_name();
        let files = walk
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                let path = entry.path().strip_prefix(&folder).unwrap().display().to_string();
                (path, fs::read(entry.path()).unwrap())
            })
            .collect()
    };
    assert!(read(&one).len() > 10);
    assert_eq!(read(&one), read(&other));
}

/// The standard output of a command that must succeed.
fn stdout(output: &Output) -> String {
    assert_eq!(code(output), 0, "{}", stderr(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    for format in ["human", "json", "github", "sarif"] {
        let broken = Site::small().edit("content/bodies/river-fund.md", "River Forum", "River Form");
        let unreadable = Site::small().write("glossator.yaml", "site: {titel: X}");
        for command in ["build", "check"] {
            let run = |site: &Site| code(&glossator(site, &[command, "--format", format]));
            assert_eq!(run(&Site::small()), 0, "{command} {format}");
            assert_eq!(run(&broken), 1, "{command} {format}");
            assert_eq!(run(&unreadable), 3, "{command} {format}");
        }
    }
}

#[test]
fn a_sarif_log_is_one_document_even_with_nothing_to_say() {
    let site = Site::small();
    let output = glossator(&site, &["build", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    // A failure after the report is in the same document.
    fs::create_dir(site.path("other")).unwrap();
    fs::write(site.path("other/mine"), "x").unwrap();
    let output = glossator(&site, &["build", "--format", "sarif", "--output-dir", "other"]);
    assert_eq!(code(&output), 3);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "foreign-folder");
}

#[test]
fn paths_in_messages_lead_there_from_the_working_folder() {
    let site = Site::small().edit("content/bodies/river-fund.md", "River Forum", "River Form");
    let output = Command::new(env!("CARGO_BIN_EXE_glossator"))
        .args(["build", "--format", "github", "--root"])
        .arg(site.path(""))
        .current_dir(site.path("").parent().unwrap())
        .output()
        .unwrap();
    let name = site.path("");
    let name = name.file_name().unwrap().to_str().unwrap().to_owned();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with(&format!("::error file={name}/content/bodies/river-fund.md,line=6,")),
        "{text}"
    );
}

#[test]
fn every_code_can_be_explained() {
    let site = Site::empty();
    let list = stdout(&glossator(&site, &["explain"]));
    assert!(list.lines().count() > 70);
    for line in list.lines() {
        let name = line.split_whitespace().next().unwrap();
        let text = stdout(&glossator(&site, &["explain", name]));
        assert!(text.starts_with(&format!("{name}\n\n")), "{text}");
    }
    let output = glossator(&site, &["explain", "bad-yam"]);
    assert_eq!(code(&output), 3);
    assert!(
        stderr(&output).contains("did you mean `bad-yaml`?"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn clean_removes_what_was_published_and_nothing_else() {
    let site = Site::small();
    glossator(&site, &["build"]);
    fs::write(site.path("public/mine.txt"), "mine").unwrap();
    assert!(stderr(&glossator(&site, &["clean"])).contains(" files removed from "));
    let left: Vec<_> = fs::read_dir(site.path("public"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["mine.txt"]);
    assert!(stderr(&glossator(&site, &["clean"])).contains("0 files removed from "));
    assert!(site.path("public/mine.txt").exists());
}

#[test]
fn timings_name_every_pass_and_the_threads_can_be_limited() {
    let output = glossator(&Site::small(), &["build", "--timings", "--jobs", "1"]);
    assert_eq!(code(&output), 0);
    for pass in [
        "input",
        "outline",
        "register",
        "mention",
        "apparatus",
        "site",
        "render",
        "verify",
        "publish",
        "all",
    ] {
        let mut lines = stderr(&output);
        lines.insert(0, '\n');
        assert!(lines.contains(&format!("\n{pass} ")), "{pass}: {lines}");
    }
}

#[test]
fn verbose_says_what_is_written_and_quiet_says_nothing() {
    let site = Site::small();
    assert!(stderr(&glossator(&site, &["build", "-v"])).contains("wrote bodies/river-forum.html\n"));
    let output = glossator(&site, &["check", "-q"]);
    assert_eq!((code(&output), stderr(&output)), (0, String::new()));
}

#[test]
fn completions_and_manual_know_every_command() {
    let site = Site::empty();
    let commands = [
        "build",
        "serve",
        "check",
        "init",
        "inspect",
        "suggest",
        "clean",
        "explain",
        "completions",
        "man",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = stdout(&glossator(&site, &["completions", shell]));
        commands
            .iter()
            .for_each(|command| assert!(text.contains(command), "{shell}: {command}"));
    }
    let manual = stdout(&glossator(&site, &["man"]));
    for command in commands {
        assert!(manual.contains(&format!("glossator {command}")), "{command}");
    }
}

#[test]
fn nothing_is_published_into_a_folder_that_is_read() {
    let site = Site::small().write("static/x.txt", "x");
    for folder in ["static", "content/out", "themes/../static/out", "seeds/out"] {
        let output = glossator(&site, &["build", "--output-dir", folder]);
        assert_eq!(code(&output), 3, "{folder}");
        assert!(
            stderr(&output).contains("from which the site is made"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn an_accepted_weight_is_no_superfluous_acceptance() {
    let accept = "budget: {page: 1}\naccept: [{code: over-budget, about: the first view of, reason: a test}, {code: unregistered-name, about: Old River Fund, reason: closed}]\nkinds:\n";
    let site = Site::small().edit("glossator.yaml", "kinds:\n", accept);
    assert_eq!(code(&glossator(&site, &["check", "--strict"])), 0);
    assert_eq!(code(&glossator(&site, &["check", "--strict", "--budget"])), 0);
    let site = site.edit("glossator.yaml", "page: 1", "page: 1000");
    assert_eq!(code(&glossator(&site, &["check", "--strict", "--budget"])), 1);
}

#[test]
fn drafts_count_only_when_asked_for() {
    let draft = "---\nname: Boat\ndraft: true\ndefinition: {editorial: A boat.}\naliases: [boat]\n---\n";
    let site = Site::small().write("content/bodies/boat.md", draft);
    glossator(&site, &["build"]);
    assert!(!site.path("public/bodies/boat.html").exists());
    glossator(&site, &["build", "--drafts"]);
    assert!(site.path("public/bodies/boat.html").exists());
}

#[test]
fn suggestions_are_written_as_drafts_that_build() {
    let paper = format!(
        "{}\nThe World Boat Fund (WBF) and the BMW met the Night Forum. The WBF left.\n",
        crate::site::PAPER
    );
    let site = Site::small().write("seeds/paper.txt", paper);
    insta::assert_snapshot!(stdout(&glossator(&site, &["suggest"])));
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&glossator(&site, &["suggest", "--format", "json"]))).unwrap();
    assert_eq!(json[3]["name"], "World Boat Fund");
    assert_eq!(json[3]["lines"], serde_json::json!([21]));
    let output = glossator(&site, &["suggest", "--write"]);
    assert!(
        stderr(&output).contains("3 drafts written to content/\n"),
        "{}",
        stderr(&output)
    );
    insta::assert_snapshot!(fs::read_to_string(site.path("content/bodies/world-boat-fund.md")).unwrap());
    // What is a draft is not suggested again, and builds.
    assert_eq!(
        stdout(&glossator(&site, &["suggest"])),
        "Acronyms, of no kind that can be told\n    1×  BMW  [line 21]\n"
    );
    assert_eq!(code(&glossator(&site, &["build", "--drafts", "--strict"])), 0);
    assert!(site.path("public/bodies/world-boat-fund.html").exists());
}
