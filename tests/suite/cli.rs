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
fn build_publishes_to_public_and_reports_on_standard_error() {
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
fn exit_code_distinguishes_input_usage_and_configuration_errors() {
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
fn build_that_fails_leaves_the_published_site() {
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
fn check_writes_nothing_and_counts_the_differences() {
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
fn format_json_prints_one_object_a_line() {
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
fn configuration_is_found_from_a_folder_inside_the_site() {
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
fn build_gives_the_same_bytes_anywhere() {
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
fn exit_code_is_the_same_in_every_format() {
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
fn format_sarif_is_one_document_even_without_diagnostics() {
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
fn messages_have_paths_relative_to_the_working_folder() {
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
fn explain_knows_every_code() {
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
fn timings_name_every_pass_and_jobs_limits_threads() {
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
fn verbose_lists_written_files_and_quiet_prints_nothing() {
    let site = Site::small();
    assert!(stderr(&glossator(&site, &["build", "-v"])).contains("wrote bodies/river-forum.html\n"));
    let output = glossator(&site, &["check", "-q"]);
    assert_eq!((code(&output), stderr(&output)), (0, String::new()));
}

#[test]
fn completions_and_manual_have_every_command() {
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
fn build_refuses_an_input_folder_as_output() {
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
fn accept_of_over_budget_is_not_reported_as_unused() {
    let accept = "budget: {page: 1}\naccept: [{code: over-budget, about: the first view of, reason: a test}, {code: unregistered-name, about: Old River Fund, reason: closed}]\nkinds:\n";
    let site = Site::small().edit("glossator.yaml", "kinds:\n", accept);
    assert_eq!(code(&glossator(&site, &["check", "--strict"])), 0);
    assert_eq!(code(&glossator(&site, &["check", "--strict", "--budget"])), 0);
    let site = site.edit("glossator.yaml", "page: 1", "page: 1000");
    assert_eq!(code(&glossator(&site, &["check", "--strict", "--budget"])), 1);
}

#[test]
fn drafts_are_built_only_with_the_option() {
    let draft = "---\nname: Boat\ndraft: true\ndefinition: {editorial: A boat.}\naliases: [boat]\n---\n";
    let site = Site::small().write("content/bodies/boat.md", draft);
    glossator(&site, &["build"]);
    assert!(!site.path("public/bodies/boat.html").exists());
    glossator(&site, &["build", "--drafts"]);
    assert!(site.path("public/bodies/boat.html").exists());
}

#[test]
fn suggest_writes_drafts_that_build() {
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
    // Drafts are not suggested again, and they build.
    assert_eq!(
        stdout(&glossator(&site, &["suggest"])),
        "Acronyms, of no kind that can be told\n    1×  BMW  [line 21]\n"
    );
    assert_eq!(code(&glossator(&site, &["build", "--drafts", "--strict"])), 0);
    assert!(site.path("public/bodies/world-boat-fund.html").exists());
}
