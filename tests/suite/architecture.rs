//! Rules of the code that must never be broken.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// The modules in the order of ARCHITECTURE.md: each may use only those before it.
const ORDER: [&str; 17] = [
    "diagnostic",
    "text",
    "input",
    "outline",
    "register",
    "mention",
    "apparatus",
    "site",
    "page",
    "export",
    "render",
    "verify",
    "publish",
    "build",
    "serve",
    "init",
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
        .filter(|(path, _)| path.ends_with(".rs"))
        .collect()
}

#[test]
fn modules_import_only_earlier_ones() {
    for (path, text) in sources() {
        let module = path.split(['/', '.']).next().unwrap();
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let own = ORDER.iter().position(|name| *name == module);
        let own = own.unwrap_or_else(|| panic!("{path} is in no module of the order"));
        assert!(
            !text.contains("use crate::{"),
            "{path}: one `use` for each module, so that this test sees it"
        );
        for used in text.split("crate::").skip(1) {
            let name: String = used
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            if let Some(other) = ORDER.iter().position(|known| *known == name) {
                // `text` and `diagnostic` are on the same level and may use each other.
                assert!(
                    other <= own.max(1),
                    "{path} uses crate::{name}, which comes after {module}"
                );
            }
        }
    }
}

/// The modules beside a file that it names as `super::module`.
fn siblings<'a>(path: &str, text: &'a str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let words = |text: &'a str| text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let uses = text
        .split("super::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            // `super::{one::A, two::B, C}`: every word may be a module.
            Some(list) => words(list.split('}').next().unwrap_or_default()).collect::<Vec<_>>(),
            None => words(rest).take(1).collect(),
        });
    let named = uses.map(|name| format!("{folder}/{name}.rs"));
    named.filter(|name| name != path && modules.contains(name)).collect()
}

#[test]
fn imports_go_in_no_circle_between_files() {
    let sources: BTreeMap<String, String> = sources()
        .into_iter()
        .filter(|(path, _)| path.contains('/') && !path.ends_with("mod.rs"))
        .collect();
    let modules: BTreeSet<String> = sources.keys().cloned().collect();
    // Files from which all imports lead to files that were taken out are taken out, until none is left.
    let mut open: BTreeMap<&str, BTreeSet<String>> = sources
        .iter()
        .map(|(path, text)| (path.as_str(), siblings(path, text, &modules)))
        .collect();
    while let Some(done) = open
        .iter()
        .find(|(_, uses)| uses.iter().all(|used| !open.contains_key(used.as_str())))
    {
        let done = *done.0;
        open.remove(done);
    }
    assert!(open.is_empty(), "these files import each other: {open:?}");
}

#[test]
fn large_files_say_why_they_are_one() {
    let large: Vec<_> = sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > 500)
        .collect();
    for (path, text) in &large {
        let head = text.lines().take(6).collect::<Vec<_>>().join(" ");
        assert!(head.contains("One file because"), "{path} has more than 500 lines");
    }
    assert!(large.len() <= 3, "{} files have more than 500 lines", large.len());
}

#[test]
fn page_types_have_a_file_and_a_template_of_the_same_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let pages: Vec<(String, String)> = sources()
        .into_iter()
        .filter(|(path, _)| path.starts_with("page/") && path.matches('/').count() == 1 && !path.ends_with("mod.rs"))
        .collect();
    let table = fs::read_to_string(root.join("src/page/mod.rs")).unwrap();
    for (path, text) in &pages {
        let name = &path["page/".len()..path.len() - ".rs".len()];
        // A name of Rust cannot begin with a digit.
        let template = match name {
            "not_found" => "404.html".to_owned(),
            name => format!("{}.html", name.replace('_', "-")),
        };
        assert!(
            text.contains(&format!("const TEMPLATE: &'static str = \"{template}\";")),
            "{path}"
        );
        assert!(
            root.join("themes/default/templates").join(&template).exists(),
            "{template}"
        );
        assert_eq!(
            table.matches(&format!("    {name}::")).count(),
            1,
            "{name} has one line in the table"
        );
    }
    // What the map tells those who add a page type is there.
    for path in [
        "src/page/data.rs",
        "src/page/glance.rs",
        "src/page/mod.rs",
        "src/site/mod.rs",
        "src/site/paths.rs",
        "src/page/home.rs",
        "src/page/part/frame.rs",
        "tests/suite/pages.rs",
    ] {
        let named = map.contains(path) || map.contains(path.trim_start_matches("src/"));
        assert!(named && root.join(path).exists(), "{path}");
    }
}

#[test]
fn modules_between_input_and_publish_touch_no_disk_or_terminal() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        // The stopwatch reads the memory used from a file of Linux.
        let ends = ["input/", "publish/"].iter().any(|end| path.starts_with(end));
        let may_read = ends || path == "cli/timings.rs";
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
fn modules_are_documented() {
    for (path, text) in sources() {
        if path.ends_with("mod.rs") || ["lib.rs", "main.rs"].contains(&path.as_str()) {
            assert!(text.starts_with("//!"), "{path} does not begin with a module comment");
        }
    }
}

#[test]
fn diagnostic_codes_and_their_explanations_match() {
    let sources: String = sources().into_iter().map(|(_, text)| text).collect();
    let mut used: Vec<String> = Vec::new();
    for call in ["Diagnostic::error(", "Diagnostic::warning(", "located("] {
        for piece in sources.split(call).skip(1) {
            if let Some(text) = piece.trim_start().strip_prefix('"') {
                used.push(text.split('"').next().unwrap().to_owned());
            }
        }
    }
    for piece in sources.split("const CODE: &str = \"").skip(1) {
        used.push(piece.split('"').next().unwrap().to_owned());
    }
    let known: Vec<&str> = glossator::diagnostic::explanations().map(|(code, _)| code).collect();
    assert!(known.is_sorted(), "codes.md is not in order");
    let unexplained: Vec<&String> = used.iter().filter(|code| !known.contains(&code.as_str())).collect();
    assert!(unexplained.is_empty(), "not in codes.md: {unexplained:?}");
    // The numbering codes are chosen by a match.
    let idle: Vec<&&str> = known
        .iter()
        .filter(|code| !sources.contains(&format!("\"{code}\"")))
        .collect();
    assert!(idle.is_empty(), "in codes.md for nothing: {idle:?}");
}

#[test]
fn source_code_names_nothing_of_the_paper() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for word in ["China", "CELAC", "Caribbean", "Solidarity"] {
            assert!(!code.contains(word), "{path} has the word {word}");
        }
    }
}

#[test]
fn interface_strings_are_all_used_and_defined() {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let strings = fs::read_to_string(theme.join("strings/en.yaml")).unwrap();
    let keys: Vec<&str> = strings
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .map(|line| line.split(':').next().unwrap())
        .collect();
    let templates: String = WalkDir::new(theme.join("templates"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| fs::read_to_string(entry.path()).unwrap())
        .collect();
    let models: String = sources()
        .into_iter()
        .filter(|(path, _)| {
            ["site/", "page/", "export/"]
                .iter()
                .any(|folder| path.starts_with(folder))
        })
        .map(|(_, text)| text)
        .collect();
    let name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    // In a template `t.key` is a string of the theme, unless `t` is the end of a longer name.
    let mut asked: Vec<&str> = Vec::new();
    for (at, _) in templates.match_indices("t.") {
        if !templates[..at].ends_with(name) {
            asked.push(templates[at + 2..].split(|letter| !name(letter)).next().unwrap());
        }
    }
    for piece in models
        .split("words.get(\"")
        .skip(1)
        .chain(models.split("strings.get(\"").skip(1))
    {
        asked.push(piece.split('"').next().unwrap());
    }
    let missing: Vec<&&str> = asked
        .iter()
        .filter(|key| key.chars().all(name) && !keys.contains(key))
        .collect();
    assert!(missing.is_empty(), "not in the theme: {missing:?}");
    let assets = fs::read_dir(theme.join("assets"))
        .unwrap()
        .map(|file| file.unwrap().path());
    let scripts = assets.filter(|path| path.extension().is_some_and(|extension| extension == "js"));
    let scripts: String = scripts.map(|path| fs::read_to_string(path).unwrap()).collect();
    // Plurals are looked up without the suffix of their form, strings of scripts without their prefix, and some keys are
    // composed: those of languages and of citation styles.
    let is_asked = |key: &str| {
        let word = key.rsplit_once('_').filter(|(_, form)| ["one", "other"].contains(form));
        let word = word.map_or(key, |(word, _)| word);
        let made = [
            "language_",
            "cite_chicago",
            "cite_apa",
            "cite_mla",
            "cite_iso690",
            "cite_abnt",
        ];
        let quoted = |text: &str, word: &str| text.contains(&format!("\"{word}\""));
        let in_script = |word: &str| scripts.contains(&format!("words.{word}")) || quoted(&scripts, word);
        asked.contains(&word)
            || quoted(&models, word)
            || quoted(&templates, word)
            || word.strip_prefix("script_").is_some_and(in_script)
            || made.iter().any(|start| word.starts_with(start))
    };
    let idle: Vec<&&str> = keys.iter().filter(|key| !is_asked(key)).collect();
    assert!(idle.is_empty(), "asked for by nobody: {idle:?}");
}

#[test]
fn build_scripts_and_macros_are_compiled_without_optimisation() {
    // `cargo remove` drops such profiles silently, and the first build takes half as long again.
    let manifest = include_str!("../../Cargo.toml");
    for package in ["lightningcss", "oxc_ast", "oxc_parser", "oxc_minifier"] {
        let profile = format!("[profile.release.package.{package}]\nopt-level = 0\n");
        assert!(manifest.contains(&profile), "{package}");
    }
}
