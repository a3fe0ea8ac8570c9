//! The memo of `serve`: a page whose model did not change is not rendered again, and the site is that of a clean build.

use std::collections::BTreeMap;
use std::sync::Arc;

use glossator::build::{Memo, NoProgress, compile_with_memo};
use glossator::diagnostic::{Format, report, tidy};
use glossator::input::CONFIG_FILE;
use glossator::verify::{CheckLevel, Compilation, run_checks};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::site::{Site, compiled};

type Bytes = Arc<[u8]>;

/// A site that is built again and again with one memo.
struct Served {
    site: Site,
    memo: Memo,
    before: Compilation,
}

impl Served {
    fn new(site: Site) -> Self {
        let mut memo = Memo::default();
        let before = compile_with_memo(&site.inputs(), &NoProgress, &mut memo);
        Self { site, memo, before }
    }

    /// Builds again; returns the paths of the pages that were rendered.
    fn rendered(&mut self) -> Vec<String> {
        let again = compile_with_memo(&self.site.inputs(), &NoProgress, &mut self.memo);
        let before = std::mem::replace(&mut self.before, again);
        let is_reused = |html: &Bytes| before.pages.iter().any(|page| Arc::ptr_eq(&page.html, html));
        let new = self.before.pages.iter().filter(|page| !is_reused(&page.html));
        new.map(|page| page.info.path.to_string()).collect()
    }

    /// The pages that are rendered after an edit.
    fn rendered_after(&mut self, path: &str, from: &str, to: &str) -> Vec<String> {
        self.site.change(path, from, to);
        let rendered = self.rendered();
        assert_eq!(differing(&self.before, &compiled(&self.site.inputs())), None);
        rendered
    }
}

#[test]
fn memo_renders_nothing_where_nothing_changed() {
    assert_eq!(Served::new(Site::small()).rendered(), [] as [&str; 0]);
}

#[test]
fn memo_renders_the_pages_that_show_a_changed_definition() {
    let mut served = Served::new(Site::small());
    let edit = ("editorial: A fund.", "editorial: A fund for rivers.");
    let rendered = served.rendered_after("content/bodies/river-fund.md", edit.0, edit.1);
    assert_eq!(
        rendered,
        ["bodies/index.html", "bodies/river-fund.html", "glossary/index.html"]
    );
}

#[test]
fn memo_keeps_pages_that_only_link_to_a_changed_paragraph() {
    let mut served = Served::new(Site::small());
    let rendered = served.rendered_after("seeds/paper.txt", "The Forum was large.", "The Forum was very large.");
    assert!(rendered.contains(&"bodies/river-forum.html".to_owned()));
    for path in ["glossary/index.html", "index-a-z.html", "matrix.html"] {
        assert!(!rendered.contains(&path.to_owned()), "{path} is rendered again");
    }
}

#[test]
fn memo_is_dropped_when_a_template_changes() {
    let entry = "{%- component stamp(words: string) -%}{{ words }}{%- endcomponent stamp -%}\n";
    let about =
        "{% extends \"theme/about.html\" %}\n{% block aside %}{{ <stamp words=\"A\" /> }}{% endblock aside %}\n";
    let site = Site::small()
        .write("templates/mine.html", entry)
        .write("templates/about.html", about);
    let mut served = Served::new(site);
    // A component whose tag trims white space; no other template contains its name in quotation marks.
    let rendered = served.rendered_after("templates/mine.html", "{{ words }}", "{{ words }}!");
    assert_eq!(rendered.len(), served.before.pages.len());
}

#[test]
fn memo_changes_no_message_and_no_place_of_one() {
    let mut served = Served::new(Site::small());
    let file = "content/bodies/river-forum.md";
    served.site.change(file, "name: River Forum", "name: Lake Forum");
    served.rendered();
    let messages = checked_messages(&served.site, &served.before);
    assert!(messages.contains("content/bodies/river-fund.md:6:12"), "{messages}");
    assert_eq!(
        messages,
        checked_messages(&served.site, &compiled(&served.site.inputs()))
    );
}

/// A site that uses every feature, with two papers.
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

/// Edits of the rich site: file, text and replacement, applied in either direction.
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

/// Files that the test removes and restores.
const FILES: [&str; 5] = [
    "content/bodies/lake-plan.md",
    "content/bodies/river-forum.md",
    "content/divisions/rivers/Opening.md",
    "content/index.yaml",
    "templates/about.html",
];

/// The first file that differs between two builds, with both contents.
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

/// All messages about a site.
fn checked_messages(site: &Site, compilation: &Compilation) -> String {
    let mut diagnostics = run_checks(&site.inputs(), compilation, CheckLevel::Build);
    tidy(&mut diagnostics);
    let format = Format::Human {
        color: false,
        width: 100,
    };
    report(&diagnostics, format, "")
}

#[test]
fn memo_gives_the_site_of_a_clean_build_whatever_is_edited() {
    let edit = prop_oneof![
        4 => (0..EDITS.len()).prop_map(Ok),
        1 => (0..FILES.len()).prop_map(Err),
    ];
    let mut runner = TestRunner::new(Config {
        cases: 4,
        max_shrink_iters: 60,
        failure_persistence: None,
        ..Config::default()
    });
    let edits = proptest::collection::vec(edit, 1..40);
    let outcome = runner.run(&edits, |edits| {
        let mut served = Served::new(rich());
        let mut gone: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for edit in edits {
            match edit {
                Ok(number) => served.site.swap(EDITS[number]),
                Err(number) => served.site.take_or_put_back(FILES[number], &mut gone),
            }
            served.rendered();
            let clean = compiled(&served.site.inputs());
            prop_assert_eq!(differing(&served.before, &clean), None);
            prop_assert_eq!(
                checked_messages(&served.site, &served.before),
                checked_messages(&served.site, &clean)
            );
        }
        Ok(())
    });
    outcome.unwrap();
}
