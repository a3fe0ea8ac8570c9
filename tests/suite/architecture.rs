//! Rules of the code that must never be broken.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// The modules in the order of ARCHITECTURE.md: each may use only those before it.
const ORDER: [&str; 13] = [
    "diagnostic",
    "text",
    "read",
    "outline",
    "register",
    "mention",
    "apparatus",
    "view",
    "render",
    "publish",
    "compile",
    "check",
    "cli",
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn imports_go_down_the_list_of_passes() {
    for (path, text) in sources() {
        let module = path.split(['/', '.']).next().unwrap();
        let Some(own) = ORDER.iter().position(|name| *name == module) else {
            continue;
        };
        for used in text.split("crate::").skip(1) {
            let name: String = used
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            if let Some(other) = ORDER.iter().position(|known| *known == name) {
                // `text` and `diagnostic` are helpers of each other's level.
                assert!(
                    other <= own.max(1),
                    "{path} uses crate::{name}, which comes after {module}"
                );
            }
        }
    }
}

#[test]
fn only_the_ends_touch_the_disk_and_the_terminal() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        let may_read = path.starts_with("read/") || path.starts_with("publish/");
        assert!(
            may_read || !code.contains("std::fs") && !code.contains("fs::"),
            "{path} touches the disk"
        );
        let may_print = path.starts_with("cli/");
        for word in ["println!", "eprintln!", "stdout()", "stderr()"] {
            assert!(may_print || !code.contains(word), "{path} prints");
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for (path, text) in sources() {
        if path.ends_with("mod.rs") || ["lib.rs", "main.rs", "compile.rs"].contains(&path.as_str()) {
            assert!(text.starts_with("//!"), "{path} does not begin with a module comment");
        }
    }
}

#[test]
fn the_code_knows_nothing_of_the_paper() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for word in ["China", "CELAC", "Caribbean", "Solidarity"] {
            assert!(!code.contains(word), "{path} has the word {word}");
        }
    }
}

#[test]
fn every_string_that_the_code_asks_for_is_in_the_theme() {
    let strings =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/strings/en.yaml")).unwrap();
    let has = |key: &str| strings.lines().any(|line| line.split(':').next() == Some(key));
    let mut asked = 0;
    for (path, text) in sources() {
        for piece in text.split("words.get(\"").chain(text.split("strings.get(\"")).skip(1) {
            let key = piece.split('"').next().unwrap();
            if key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_') && !key.is_empty() {
                assert!(has(key), "{path} asks for the string `{key}`");
                asked += 1;
            }
        }
    }
    assert!(asked > 5, "the search for keys found only {asked}");
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    for entry in WalkDir::new(templates)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
    {
        let text = fs::read_to_string(entry.path()).unwrap();
        for piece in text.split("t.").skip(1).filter(|_| text.contains("{{ t.")) {
            let key: String = piece
                .chars()
                .take_while(|letter| letter.is_ascii_lowercase() || *letter == '_')
                .collect();
            if text.contains(&format!("{{ t.{key} }}")) {
                assert!(has(&key), "{} asks for the string `{key}`", entry.path().display());
            }
        }
    }
}
