//! Content files: what is read and what is left alone, and what is said of texts that cannot be as they stand.

use insta::assert_snapshot;

use crate::site::{CONFIG, Site, page};

const FUND: &str = "content/bodies/river-fund.md";
const FORUM: &str = "content/bodies/river-forum.md";

/// A site without warnings, to which tests add a fault.
fn clean() -> Site {
    Site::small().edit(FUND, "acronym: RF", "acronym: RF\naliases: [Old River Fund]")
}

#[test]
fn files_of_editors_and_systems_are_left_alone_in_every_folder() {
    let names = [
        "x.md~",
        "#x.md#",
        ".x.md.swp",
        "x.md.swp",
        "4913",
        "~$x.md",
        ".~lock.x.md#",
        "x.md.bak",
        "x.md.orig",
        "x.md.rej",
        "x.tmp",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "x.md___jb_tmp___",
    ];
    let mut site = clean();
    for folder in [
        "content/bodies",
        "content/notes",
        "content/divisions",
        "content/pages",
        "content",
        "static",
        "templates",
        "strings",
    ] {
        for name in names {
            site = site.write(&format!("{folder}/{name}"), "---\n");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("user@host.1234", site.path(&format!("{folder}/.#x.md"))).unwrap();
    }
    assert_eq!(site.messages(), "");
    assert!(
        site.compile()
            .files
            .keys()
            .all(|path| !names.iter().any(|name| path.as_str().ends_with(name)))
    );
}

#[test]
fn readme_files_are_notes_for_editors() {
    let mut site = clean();
    for path in [
        "content/README.md",
        "content/bodies/README.md",
        "content/notes/ReadMe.md",
        "content/divisions/readme.md",
        "content/pages/README.md",
        "content/README.MD",
        "content/bodies/README.txt",
    ] {
        site = site.write(path, "# How to edit\n");
    }
    assert_eq!(site.messages(), "");
}

#[test]
fn value_that_a_comment_cuts_is_told() {
    let site = clean()
        .write(
            "content/bodies/a.md",
            "---\nname: Group #7\naliases:\n  - Team #3\ndefinition: {editorial: x}\n---\n",
        )
        .write(
            "content/bodies/b.md",
            "---\nname: Lake # the old one\ndefinition: {editorial: \"A # sign\"} # fine\n# fine\n---\n",
        )
        .write(
            "content/bodies/d.md",
            "---\nname: Bureau\n  #9\ndefinition: {editorial: x}\n---\n",
        )
        .write(
            "content/bodies/e.md",
            "---\nname: Bench\n#9\ndefinition:\n  # x\n  editorial: x\n---\n",
        )
        .write(
            "content/bodies/c.md",
            "---\nname: \"Group #8\"\ndefinition:\n  editorial: |\n    No. #1 of\n    all #2\n---\n",
        );
    let messages = site.messages();
    let told: Vec<&str> = messages
        .lines()
        .filter(|line| line.starts_with("warning[cut-value]"))
        .collect();
    assert_eq!(
        told,
        [
            "warning[cut-value]: `#7` is a comment, and no part of the text before it",
            "warning[cut-value]: `#3` is a comment, and no part of the text before it",
            "warning[cut-value]: `# the old one` is a comment, and no part of the text before it",
            "warning[cut-value]: `#9` is a comment, and no part of the text before it",
        ],
        "{messages}"
    );
}

#[test]
fn text_that_yaml_takes_for_something_else_is_told_with_what_to_do() {
    let entry = |name: &str| format!("---\nname: {name}\naliases: [007]\ndefinition: {{editorial: x}}\n---\n");
    let messages = clean().write("content/bodies/a.md", entry("Bond")).messages();
    assert!(
        messages.contains("error[wrong-type]: this is a number where a text or a mapping is wanted")
            && messages.contains("put it between `\"` and `\"` if it is a text"),
        "{messages}"
    );
    let messages = clean().write("content/bodies/a.md", entry("!Kung")).messages();
    assert!(
        messages.contains("one that begins with `!`, `&` or `#` goes between"),
        "{messages}"
    );
}

#[test]
fn markup_in_a_definition_is_told_whatever_its_kind() {
    for markup in [
        "~~A~~ fund.",
        "# A fund.",
        "- A fund.",
        "> A fund.",
        "A `fund`.",
        "A [fund](https://x.org).",
    ] {
        let messages = clean()
            .edit(FUND, "editorial: A fund.", &format!("editorial: '{markup}'"))
            .messages();
        assert!(messages.contains("error[markup-in-definition]"), "{markup}: {messages}");
    }
    let messages = clean()
        .edit(
            FUND,
            "editorial: A fund.",
            "editorial: '1998. A fund, 5 > 4 - and ~ 3.'",
        )
        .messages();
    assert_eq!(messages, "");
}

#[test]
fn comment_that_leaves_a_bracket_open_is_told() {
    let messages = clean().edit(FORUM, "text: Forum,", "text: Forum #1,").messages();
    assert!(
        messages.contains("error[bad-yaml]") && messages.contains("a ` #` begins a comment"),
        "{messages}"
    );
}

#[test]
fn markup_in_an_editorial_definition_is_told() {
    for markup in [
        "the [[River Forum]]",
        "of *others*",
        "a **b**",
        "`code`",
        "<b>x</b>",
        "[a](https://b.org)",
        "R&amp;D",
        "x[^1]",
    ] {
        let messages = clean()
            .edit(FUND, "editorial: A fund.", &format!("editorial: |\n    Is {markup}"))
            .messages();
        let told = messages.contains("error[markup-in-definition]");
        assert!(told, "{markup}: {messages}");
    }
    for plain in [
        "R & D",
        "5 * 3",
        "snake_case_name",
        "a < b",
        "2030",
        "#7",
        "the \"Quartet\"",
    ] {
        let site = clean().edit(FUND, "editorial: A fund.", &format!("editorial: '{plain}'"));
        assert_eq!(site.messages(), "", "{plain}");
    }
}

#[test]
fn headings_of_texts_are_below_those_of_the_page() {
    let site = clean()
        .edit(FORUM, "It thanks", "# Top\n\nIt thanks")
        .edit(FORUM, "(I.1).", "(I.1).\n\n### Deep\n\nx\n\n# Again\n")
        .write("content/pages/about.md", "## One\n\n#### Two\n")
        .write("content/divisions/I.md", "# Part\n");
    let compilation = site.compile();
    assert!(page(&compilation, "bodies/river-forum.html").contains("<h3>Top</h3>"));
    assert!(page(&compilation, "bodies/river-forum.html").contains("<h4>Deep</h4>"));
    assert!(
        page(&compilation, "about.html").contains("<h3>One</h3>")
            && page(&compilation, "about.html").contains("<h4>Two</h4>")
    );
    assert!(page(&compilation, "parts/water/index.html").contains("<h2>Part</h2>"));
    assert_eq!(site.messages(), "");
}

#[test]
fn note_with_a_heading_is_told() {
    let site = clean().write("content/notes/a.md", "---\non: pays\nat: I.1 ¶1\n---\n\n# So\n");
    assert_snapshot!(site.messages());
}

#[test]
fn footnotes_without_a_text_or_a_place_are_told() {
    assert_snapshot!(
        clean()
            .edit(FORUM, "(I.1).", "(I.1)[^a][^b].\n\n[^b]: Yes.\n\n[^c]: No.\n")
            .messages()
    );
}

#[test]
fn draft_that_others_name_is_called_a_draft() {
    let messages = clean().edit(FUND, "acronym: RF", "acronym: RF\ndraft: true").messages();
    assert_snapshot!(messages);
}

#[test]
fn name_that_leads_nowhere_is_told_once() {
    let mut site = clean()
        .edit(FUND, "name: River Fund", "name: River Bank")
        .edit(FUND, "acronym: RF", "acronym: RB");
    for letter in ["a", "b", "c"] {
        let entry = format!(
            "---\nname: Body {letter}\nsee_also: [River Fund]\ndefinition: {{editorial: x}}\n---\n[[River Fund]]\n"
        );
        site = site.write(&format!("content/bodies/{letter}.md"), entry);
    }
    assert_snapshot!(site.messages());
}

#[test]
fn label_with_other_signs_is_recognised() {
    let config = CONFIG.replace("cite: '{parent}.{number}'", "cite: '{parent}({number})'");
    for (wrong, right) in [
        ("I.1", "I(1)"),
        ("I(1)¶1", "I(1) ¶1"),
        ("I.1-p1", "I(1) ¶1"),
        ("i 1", "I(1)"),
    ] {
        let site =
            Site::small()
                .write("glossator.yaml", &config)
                .edit(FORUM, "in: [Opening]", &format!("in: ['{wrong}']"));
        let messages = site.messages();
        assert!(messages.contains(&format!("did you mean `{right}`?")), "{messages}");
    }
}

#[test]
fn quotation_with_other_signs_for_the_same_words_is_found() {
    let paper = crate::site::PAPER.replace(
        "We met at the River Forum in spring.",
        "We  met at the Ri\u{ad}ver Forum¹ in “spring”: o\u{fb03}ce.",
    );
    let site = |quote: &str| {
        let quote = serde_json::Value::from(quote).to_string();
        let site = clean().write("seeds/paper.txt", &paper);
        site.edit(FORUM, "We met at the River Forum in spring.", &quote)
            .messages()
    };
    assert_eq!(site("met at the River Forum¹ in \"spring\": office."), "");
    assert_eq!(site("We met at\u{a0}the River Forum […] spring"), "");
    let told = |quote: &str, advice: &str| {
        let messages = site(quote);
        assert!(messages.contains(advice), "{messages}");
    };
    told(
        "we met at the river forum¹",
        "the words of Opening ¶1 differ in capitals alone",
    );
    told(
        "We met at the River-Forum in spring",
        "differ in accents, hyphens, full stops, apostrophes or signs of notes alone",
    );
    told("We met at the River Fund", "which has `Forum¹` for `Fund`");
}

#[test]
fn note_is_found_however_its_words_are_written() {
    let paper = crate::site::PAPER.replace("The River Fund (RF) pays.", "The River\u{a0}Fu\u{ad}nd (RF) pays.");
    let site = clean().write("seeds/paper.txt", &paper).write(
        "content/notes/a.md",
        "---\non: River Fund (RF)\nat: I.1 ¶1\n---\n\nSo.\n",
    );
    assert_eq!(site.messages(), "");
}

#[test]
fn unregistered_name_is_one_however_it_is_written() {
    let paper = crate::site::PAPER.replace(
        "The Old River Fund closed.",
        "The Old\u{a0} River Fu\u{ad}nd closed. The Old River Fund¹ closed. The \u{ff2f}ld River Fund* closed. The Old River-Lake Fund and the Old River–Lake Fund.",
    );
    let messages = Site::small().write("seeds/paper.txt", paper).messages();
    let told: Vec<&str> = messages.lines().filter(|line| line.starts_with("warning")).collect();
    assert_eq!(
        told,
        [
            "warning[unregistered-name]: `Old River Fund` looks like one of the bodies and is not registered (3 times)",
            "warning[unregistered-name]: `Old River-Lake Fund` looks like one of the bodies and is not registered (2 times)",
        ]
    );
}

#[test]
fn names_in_the_register_are_compared_in_their_normal_form() {
    let composed = "name: Caf\u{e9} Fund";
    let site = clean()
        .write("content/bodies/a.md", format!("---\n{composed}\ndefinition: {{editorial: x}}\n---\n"))
        .write("content/bodies/b.md", "---\nname: Other\nsee_also: [Cafe\u{301}\u{a0}Fund]\nindex: [Cafe\u{301} Fund]\ndefinition: {editorial: x}\n---\n[[Cafe\u{301} Fund]]\n")
        .write("content/index.yaml", "- heading: Cafe\u{301} Fund\n  at: [I.1]\n- heading: money\n  see: [Cafe\u{301} Fund]\n");
    let messages = site.messages();
    assert!(!messages.contains("error"), "{messages}");
    let index = page(&site.compile(), "index-a-z.html");
    assert_eq!(
        index.matches("Caf\u{e9} Fund").count() + index.matches("Cafe\u{301}").count(),
        index.matches("Caf\u{e9} Fund").count()
    );
    let twice = site
        .write(
            "content/bodies/c.md",
            "---\nname: Cafe\u{301} Fund\ndefinition: {editorial: x}\n---\n",
        )
        .messages();
    assert!(twice.contains("error[duplicate-name]"), "{twice}");
}

#[test]
fn what_follows_from_a_file_with_a_fault_is_not_told() {
    let site = clean()
        .edit(FUND, "acronym: RF", "acronim: RF")
        .write("content/search.yaml", "es:\n  dinero: [River Fund]\n")
        .write("content/index.yaml", "- heading: money\n  see: [River Fund]\n");
    let messages = site.messages();
    assert_eq!(messages.matches("error[").count(), 1, "{messages}");
    assert!(
        messages.contains("error[unknown-key]: unknown key `acronim`"),
        "{messages}"
    );
    let missing = clean()
        .write("content/search.yaml", "es:\n  dinero: [River Found]\n")
        .messages();
    assert!(
        missing.contains("error[dangling-reference]: the index has no heading `River Found`"),
        "{missing}"
    );
}

#[test]
fn label_that_leads_nowhere_is_told_once() {
    let mut site = clean();
    for letter in ["a", "b", "c"] {
        let entry = format!(
            "---\nname: Body {letter}\naliases: [{{text: Body, in: [IV.1]}}]\ndefinition: {{editorial: x}}\n---\n"
        );
        site = site.write(&format!("content/bodies/{letter}.md"), entry);
    }
    let messages = site.messages();
    assert_eq!(messages.matches("error[unknown-division]").count(), 1, "{messages}");
    assert!(
        messages.contains("it is also named at content/bodies/b.md:3:29, content/bodies/c.md:3:29"),
        "{messages}"
    );
    assert!(!messages.contains("clashing-alias"), "{messages}");
}
