//! What the README promises to somebody with a paper of their own, followed to the letter.

use std::fs;
use std::process::Command;

use crate::site::Site;

const README: &str = include_str!("../../README.md");

/// Some twenty pages in parts, chapters and sections, with names that look like entries.
fn paper() -> String {
    let sentence = "The sides will go on with what they have begun, and will tell each other what they find. ";
    let mut paper =
        "Plan of Action for the Rivers\n\n4 April 2023\n\nPreface\n\nWe met at the River Forum (RF).\n".to_owned();
    for (part, name) in [("I", "Water"), ("II", "Boats"), ("III", "Banks")] {
        paper += &format!("\nPart {part}\n\n{name}\n");
        for chapter in 1..=3 {
            paper += &format!("\n{chapter}. Care for {name}\n");
            for section in 1..=6 {
                let text = sentence.repeat(8);
                paper +=
                    &format!("\n({section}) Work of Year {section}\n\n{text}The {name} Fund pays for it.\n\n{text}\n");
            }
        }
    }
    paper
}

/// The shell blocks of a section of the README.
fn steps(section: &str) -> Vec<&'static str> {
    let start = README.find(&format!("\n## {section}\n")).unwrap();
    let rest = &README[start + 4..];
    let section = &rest[..rest.find("\n## ").unwrap_or(rest.len())];
    let blocks = section.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap()).collect()
}

#[test]
fn a_site_of_ones_own_paper_as_the_readme_says() {
    let site = Site::empty().write("paper.txt", paper());
    let steps = steps("Make a site of your own paper");
    assert_eq!(steps.len(), 3);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_glossator"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &steps.join("\n")])
        .current_dir(site.path(""))
        .env("PATH", path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("proposed: parts, chapters and sections, "), "{said}");
    let draft = fs::read_to_string(site.path("my-site/content/mechanisms/river-forum.md")).unwrap();
    assert!(draft.contains("acronym: \"RF\""), "{draft}");
    for file in [
        "public/index.html",
        "preview/mechanisms/river-forum.html",
        ".github/workflows/pages.yml",
    ] {
        assert!(site.path("my-site").join(file).is_file(), "{file}");
    }
    assert!(
        !site.path("my-site/public/mechanisms/river-forum.html").exists(),
        "the last build is without drafts"
    );
}

#[test]
fn the_readme_names_every_command() {
    let output = Command::new(env!("CARGO_BIN_EXE_glossator"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> = commands
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 9, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        assert!(
            README.contains(&format!("`glossator {name}`")) || README.contains(&format!("`{name}`")),
            "{name}"
        );
    }
}

#[test]
fn the_readme_names_every_key_of_the_configuration() {
    let config = include_str!("../../src/read/config.rs");
    let keys = config
        .lines()
        .filter_map(|line| line.strip_prefix("    pub ")?.split_once(':'));
    let mut count = 0;
    for (key, _) in keys.filter(|(key, _)| !key.contains('(')) {
        count += 1;
        let named = [format!("`{key}`"), format!("`{key}:")];
        assert!(named.iter().any(|name| README.contains(name)), "{key}");
    }
    assert!(count > 40, "{count}");
}

#[test]
fn files_that_the_readme_leads_to_are_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for link in README.split("](").skip(1) {
        let target = link.split(')').next().unwrap();
        if !target.starts_with("http") && !target.starts_with('#') {
            assert!(root.join(target).exists(), "{target}");
        }
    }
}

#[test]
fn the_workflows_have_the_least_permissions() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = fs::read_dir(root.join(".github/workflows"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.push(root.join("src/start/github.yaml"));
    assert_eq!(files.len(), 4);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let workflow: serde_json::Value =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        assert_eq!(
            workflow["permissions"],
            serde_json::json!({"contents": "read"}),
            "{path:?}"
        );
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            assert!(job["timeout-minutes"].is_number(), "{path:?}: {name}");
            let more = job.get("permissions");
            match name.as_str() {
                "deploy" => assert_eq!(more, Some(&serde_json::json!({"pages": "write", "id-token": "write"}))),
                "build" if text.contains("configure-pages") => {
                    assert_eq!(more, Some(&serde_json::json!({"contents": "read", "pages": "read"})));
                }
                "publish" => assert_eq!(more, Some(&serde_json::json!({"contents": "write"}))),
                _ => assert_eq!(more, None, "{path:?}: {name}"),
            }
        }
    }
}
