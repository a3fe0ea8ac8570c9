//! `init`: the example site, and the proposed site for a paper.

use std::fs;
use std::process::{Command, Output};

use insta::assert_snapshot;

use crate::site::Site;

fn glossator(site: &Site, folder: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_glossator"))
        .args(arguments)
        .current_dir(site.path(folder))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn succeeds(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn init_example_builds_without_diagnostics() {
    let site = Site::empty();
    succeeds(&glossator(&site, "", &["init", "lakes"]));
    succeeds(&glossator(&site, "lakes", &["build", "--strict"]));
    succeeds(&glossator(&site, "lakes", &["check", "--strict", "--budget"]));
    let page = fs::read_to_string(site.path("lakes/public/bodies/lake-council.html")).unwrap();
    assert!(page.contains("every spring since 1998"));
}

#[test]
fn init_overwrites_nothing() {
    let site = Site::empty().write("x/notes.txt", "mine");
    let output = glossator(&site, "", &["init", "x"]);
    assert_eq!(output.status.code(), Some(3));
    assert_snapshot!(text(&output.stderr));
    assert_eq!(fs::read_dir(site.path("x")).unwrap().count(), 1);
}

/// Runs `init` on a paper; returns what was printed and the configuration.
fn of_paper(paper: &str, more: &[&str]) -> (String, String) {
    let site = Site::empty().write("in/My Paper.txt", paper);
    let arguments = [&["init", "out", "--paper", "in/My Paper.txt"], more].concat();
    let output = glossator(&site, "", &arguments);
    succeeds(&output);
    assert_eq!(fs::read(site.path("in/My Paper.txt")).unwrap(), paper.as_bytes());
    let built = glossator(&site, "out", &["build"]);
    succeeds(&built);
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (said, fs::read_to_string(site.path("out/glossator.yaml")).unwrap())
}

#[test]
fn init_proposes_parts_programs_and_sections() {
    let mut paper = "Full Text\n\nA Long Paper on Rivers and Lakes\n\n3 May 2024\n\nPreface\n\nWe met.\n".to_owned();
    for part in ["I", "II"] {
        paper += &format!("\nPart {part}\n\nWater\n");
        for program in 1..=2 {
            paper += &format!("\n{program}. Program of Care\n");
            for section in 1..=3 {
                paper += &format!("\n({section}) Section on Boats\n\nWe care for boats, and for all who go in them.\n");
            }
        }
    }
    let (said, config) = of_paper(&paper, &[]);
    assert!(
        said.contains("proposed: parts, chapters and sections, 90 % sure\n"),
        "{said}"
    );
    assert!(said.contains("  II.2(3)  (3) Section on Boats"), "{said}");
    assert_snapshot!(config);
}

#[test]
fn init_proposes_decimal_numbers() {
    let mut paper = "A Paper\n".to_owned();
    for chapter in 1..=3 {
        paper += &format!("\n{chapter}. Chapter\n");
        for section in 1..=3 {
            paper += &format!("\n{chapter}.{section} Section\n\nWe care for 3.5 boats, and for all who go in them.\n");
        }
    }
    let (said, _) = of_paper(&paper, &["--title", "Boats"]);
    assert!(said.contains("proposed: decimal numbers, "), "{said}");
    assert!(said.contains("    3.2  3.2 Section  [¶1]\n"), "{said}");
}

#[test]
fn init_proposes_articles() {
    let mut paper = "A Charter\n\nPreamble\n\nWe met and agreed on all of this.\n".to_owned();
    for article in 1..=6 {
        paper +=
            &format!("\nArticle {article}\n\nEverybody has a boat, and nobody shall be arbitrarily deprived of it.\n");
    }
    let (said, config) = of_paper(&paper, &[]);
    assert!(said.contains("proposed: articles, "), "{said}");
    assert!(config.contains("heading: [\"Article {number:arabic}\"]"), "{config}");
}

#[test]
fn init_proposes_headings_without_numbers() {
    let mut paper = "A Paper\n".to_owned();
    for heading in ["Banks", "Boats and Oars", "Fish"] {
        paper += &format!("\n{heading}\n\nWe care for them, and for all others that have to do with them.\n");
    }
    let (said, config) = of_paper(&paper, &[]);
    assert!(said.contains("proposed: headings without numbers, "), "{said}");
    assert!(
        config.contains("heading: [\"Banks\", \"Boats and Oars\", \"Fish\"]"),
        "{config}"
    );
}

#[test]
fn init_proposes_parts_in_words_chapters_decimal_sections_and_an_annex() {
    let mut paper = "A Policy\n\nPreface\n\nWe met and agreed on all of this.\n".to_owned();
    for (part, chapter) in [("ONE", 1), ("TWO", 2)] {
        paper += &format!("\nPART {part}\n\nTHE WATER\n\nChapter {chapter}: The State of It\n");
        for section in 1..=3 {
            paper += &format!("\n{chapter}.{section}\tLakes\n\nWe care for all of them, and for all who live there.\n");
        }
    }
    paper += "\nAnnex: A List of Lakes\n\nThere are two of them, and both of them are cold and deep.\n";
    let (said, config) = of_paper(&paper, &[]);
    assert!(said.contains("proposed: decimal numbers, "), "{said}");
    assert!(said.contains("      2.3  2.3\tLakes  [¶1]\n"), "{said}");
    assert!(
        config.contains("[\"PART {number:word}\"]") && config.contains("[\"Annex: {title}\"]"),
        "{config}"
    );
}

#[test]
fn init_proposes_numbered_top_level_and_a_late_annex() {
    let mut paper = "A Policy\n".to_owned();
    for section in 1..=40 {
        paper += &format!("\n{section}. Lakes\n\nWe care for all of them, and for all who live there.\n");
    }
    paper += "\nAnnex A: A List of Lakes\n\nThere are two of them, and both of them are cold and deep.\n";
    let (said, _) = of_paper(&paper, &[]);
    assert!(
        said.contains("\n  40  40. Lakes  [¶1]\n  Annex A  Annex A: A List of Lakes  [¶1]\n"),
        "{said}"
    );
}

#[test]
fn init_proposes_chapters_with_numbered_sections() {
    let mut paper = "A Policy\n".to_owned();
    for chapter in 1..=3 {
        paper += &format!("\nChapter {chapter}: Water\n");
        for section in 1..=3 {
            paper += &format!("\n{section}. Lakes\n\nWe care for all of them, and for all who live there.\n");
        }
    }
    let (said, _) = of_paper(&paper, &[]);
    assert!(said.contains("    Ch. 3.2  2. Lakes  [¶1]\n"), "{said}");
}

#[test]
fn init_proposes_titles_chapters_and_articles_in_spanish() {
    let mut paper = "Ley de Aguas\n\nPreámbulo\n\nNos reunimos y acordamos todo esto.\n".to_owned();
    for (title, chapter) in [("I", "I"), ("II", "I")] {
        paper += &format!("\nTÍTULO {title}\n\nDel agua\n\nCAPÍTULO {chapter}\n\nDe los lagos\n");
        for article in 1..=2 {
            let number = if title == "I" { article } else { article + 2 };
            paper += &format!("\nArtículo {number}.º\n\nTodos cuidarán de los lagos, y también de sus orillas.\n");
        }
    }
    let (said, _) = of_paper(&paper, &["--language", "es"]);
    assert!(said.contains("proposed: articles, "), "{said}");
    assert!(said.contains("      Art. 4  Artículo 4.º  [¶1]\n"), "{said}");
}

#[test]
fn init_proposal_builds_or_nothing_is_written() {
    let long = "word ".repeat(60);
    let papers = [
        "T\u{7f}\nI. A\nx.\nII. B\ny.\n".to_owned(),
        "T\nI. A\nx \u{c} y.\nII. B\ny.\n".to_owned(),
        "T\nI. A\nx.\nII. Index\ny.\n".to_owned(),
        format!("{long}\n\n{long}\n"),
        "{a} brace\n\nand {another}\n".to_owned(),
        "a\rb\rc\n".to_owned(),
        "\u{feff}Title: \"quoted\" # 'and' \\ {so}\n\nI. A\n\nx.\n\nII. B\n\ny.\n".to_owned(),
        "word ".repeat(40_000),
    ];
    for paper in papers {
        let site = Site::empty().write("p.txt", &paper);
        let start: String = paper.chars().take(30).collect();
        let output = glossator(&site, "", &["init", "x", "--paper", "p.txt", "--title", "\"x\u{2028}"]);
        match output.status.code() {
            Some(0) => succeeds(&glossator(&site, "x", &["build"])),
            Some(3) => assert!(!site.path("x").exists(), "{start}"),
            other => panic!("{start}: {other:?}: {}", text(&output.stderr)),
        }
    }
}

#[test]
fn init_refuses_a_title_with_unprintable_characters() {
    let site = Site::empty().write("p.txt", "T\n\nI. A\n\nx.\n\nII. B\n\ny.\n");
    for title in ["\u{85}x", "\u{fffe}x", "a\rb"] {
        let output = glossator(&site, "", &["init", "x", "--paper", "p.txt", "--title", title]);
        assert_eq!(output.status.code(), Some(2), "{title:?}");
    }
}

#[test]
fn init_refuses_a_language_that_is_no_tag() {
    let site = Site::empty().write("p.txt", "T\n\nI. A\n\nx.\n\nII. B\n\ny.\n");
    for tag in ["en: x", "[a]", "", "*x", "english_", "中"] {
        let output = glossator(&site, "", &["init", "x", "--paper", "p.txt", "--language", tag]);
        assert_eq!(output.status.code(), Some(2), "{tag}");
    }
}

#[test]
fn init_makes_a_text_without_headings_one_division() {
    let (said, _) = of_paper(
        "All of it stands here, in one paragraph that ends with a full stop.\n\nAnd another.\n",
        &[],
    );
    assert!(said.contains("proposed: no headings, 0 % sure\n"), "{said}");
    assert!(said.contains("mend `outline`"), "{said}");
}

#[test]
fn init_joins_wrapped_lines_with_the_option() {
    let line = "We care for all of the boats, and for everybody who goes in them by";
    let block = format!("{line}\n{line}\n{line}\nnight.\n");
    let paper = format!("Banks\n\n{block}\nBoats\n\n{block}\nFish\n\n{block}");
    let site = Site::empty().write("p.txt", &paper);
    let output = glossator(&site, "", &["init", "x", "--paper", "p.txt"]);
    assert_eq!(output.status.code(), Some(3));
    assert_snapshot!("wrapped_lines", text(&output.stderr));
    for paper in [paper.clone(), paper.replace('\n', "\r\n")] {
        let (said, _) = of_paper(&paper, &["--unwrap"]);
        assert!(said.contains("; 3 paragraphs\n"), "{said}");
    }
    let (said, _) = of_paper(&paper, &["--keep-lines"]);
    assert!(said.contains("; 12 paragraphs\n"), "{said}");
}

#[test]
fn init_adds_a_workflow_to_a_site_and_overwrites_none() {
    let site = Site::small();
    succeeds(&glossator(&site, "", &["init", "--ci", "github"]));
    let workflow = fs::read_to_string(site.path(".github/workflows/pages.yml")).unwrap();
    assert!(
        workflow.contains("glossator check --budget --format github"),
        "{workflow}"
    );
    assert_eq!(glossator(&site, "", &["init", "--ci", "github"]).status.code(), Some(3));
}
