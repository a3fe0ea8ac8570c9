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
    assert!(
        stderr(&output).starts_with("14 pages: 4 divisions, 4 paragraphs, 2 entries, 5 mentions\n"),
        "{}",
        stderr(&output)
    );
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
    let value: serde_json::Value = serde_json::from_str(stderr(&output).trim()).unwrap();
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
