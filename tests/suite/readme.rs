//! The steps of the README, run as written; and what the README and the workflows must contain.

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
fn readme_steps_build_a_site_of_ones_own_paper() {
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
fn readme_names_every_command() {
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
fn readme_names_every_key_of_the_configuration() {
    let config = include_str!("../../src/input/config.rs");
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

/// The files that the README links to.
fn local_links() -> impl Iterator<Item = &'static str> {
    let targets = README.split("](").skip(1).map(|link| link.split(')').next().unwrap());
    targets.filter(|target| !target.starts_with("http") && !target.starts_with('#'))
}

#[test]
fn readme_links_to_existing_files() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in local_links() {
        assert!(root.join(target).exists(), "{target}");
    }
}

/// The workflows of this repository, and the one for other people's sites, by path.
fn workflows() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = fs::read_dir(root.join(".github/workflows"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.push(root.join("src/init/github.yaml"));
    let read = |path: &std::path::PathBuf| (path.display().to_string(), fs::read_to_string(path).unwrap());
    paths.iter().map(read).collect()
}

#[test]
fn workflows_have_least_permissions() {
    assert_eq!(workflows().len(), 4);
    for (path, text) in workflows() {
        let workflow: serde_json::Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(
            workflow["permissions"],
            serde_json::json!({"contents": "read"}),
            "{path}"
        );
        assert!(workflow["concurrency"]["group"].is_string(), "{path}");
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            // A job that calls a workflow has its timeout there.
            assert!(
                job["timeout-minutes"].is_number() || job["uses"].is_string(),
                "{path}: {name}"
            );
            let more = match name.as_str() {
                "deploy" => Some(serde_json::json!({"pages": "write", "id-token": "write"})),
                "build" if text.contains("configure-pages") => {
                    Some(serde_json::json!({"contents": "read", "pages": "read"}))
                }
                "publish" => {
                    Some(serde_json::json!({"contents": "write", "id-token": "write", "attestations": "write"}))
                }
                _ => None,
            };
            assert_eq!(job.get("permissions"), more.as_ref(), "{path}: {name}");
        }
    }
}

/// The actions that a workflow uses, as `owner/name@commit # version`.
fn actions(workflow: &str) -> impl Iterator<Item = &str> {
    let uses = workflow
        .lines()
        .filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: "));
    uses.filter(|action| !action.starts_with("./"))
}

#[test]
fn workflow_actions_are_pinned_to_a_commit() {
    for (path, text) in workflows() {
        for action in actions(&text) {
            let (_, pin) = action.split_once('@').unwrap();
            let (commit, version) = pin.split_once(" # v").unwrap_or((pin, ""));
            let is_commit = commit.len() == 40 && commit.chars().all(|digit| digit.is_ascii_hexdigit());
            assert!(is_commit && !version.is_empty(), "{path}: {action}");
        }
    }
}

#[test]
fn workflow_of_init_uses_the_actions_of_this_repository() {
    let all = workflows();
    let text = |name: &str| &all.iter().find(|(path, _)| path.ends_with(name)).unwrap().1;
    let ours: Vec<&str> = actions(text("pages.yml")).collect();
    for action in actions(text("github.yaml")) {
        assert!(ours.contains(&action), "{action}");
    }
}

#[test]
fn release_has_all_files_that_the_readme_links_to() {
    let release = include_str!("../../.github/workflows/release.yml");
    for target in local_links() {
        let packed = |path: &str| release.contains(&format!(" {path} ")) || release.contains(&format!(" {path}\n"));
        let folder = target.split('/').next().unwrap();
        assert!(packed(target) || packed(folder), "{target}");
    }
}
