//! The outline pass: heading grammars, and that no line is lost.

use glossator::outline::{Paper, outline};
use proptest::prelude::*;

use crate::site::{CONFIG, PAPER, Site};

/// An outline as a tree of labels, titles and numbers of paragraphs.
fn tree(paper: &Paper) -> Vec<String> {
    paper
        .divisions
        .iter()
        .map(|division| {
            format!(
                "{}{} | {} | {} | ¶{}",
                "  ".repeat(division.depth),
                paper.kind(division),
                division.label,
                division.title,
                division.paragraphs.len()
            )
        })
        .collect()
}

fn outline_of(grammar: &str, text: &str) -> Paper {
    let config = format!(
        "site: {{title: T}}\npapers:\n  - id: p\n    source: seeds/p.txt\n    short_title: P\n    front: [title]\n    outline:\n{grammar}\nkinds: []\n"
    );
    let site = Site::empty().write("glossator.yaml", config).write("seeds/p.txt", text);
    let checked = outline(&site.inputs());
    assert_eq!(
        checked.diagnostics,
        [],
        "{}",
        crate::site::messages(checked.diagnostics.clone())
    );
    checked.value.into_iter().next().unwrap()
}

#[test]
fn outline_of_parts_with_titles_on_the_next_line_and_sections() {
    let paper = outline(&Site::small().inputs()).value.remove(0);
    assert_eq!(paper.front[0].text, "A Paper on Rivers");
    assert_eq!(
        tree(&paper),
        [
            "opening | Opening | Opening | ¶1",
            "part | I | Water | ¶0",
            "  section | I.1 | Banks | ¶2",
            "  section | I.2 | Boats | ¶1"
        ]
    );
    let boats = &paper.divisions[3];
    assert_eq!((boats.anchor.as_str(), boats.slug.as_str()), ("I.2", "boats"));
    assert_eq!(boats.paragraphs[0].label, "I.2 ¶1");
    assert_eq!(boats.paragraphs[0].anchor, "I.2-p1");
    assert_eq!(boats.page.as_deref(), Some("parts/water/boats.html"));
}

#[test]
fn outline_of_articles_without_titles() {
    let grammar = "
      - {kind: preamble, name: Preamble, heading: [Preamble], cite: Preamble}
      - {kind: article, name: Article, heading: ['Article {number:arabic}'], cite: 'Art. {number}'}";
    let text = "Charter of Lakes\n\nPreamble\n\nWhereas lakes are wet,\n\nArticle 1\n\nEvery lake counts. Article 2 says more.\n\nArticle 2\n\nOne.\n\nTwo.";
    assert_eq!(
        tree(&outline_of(grammar, text)),
        [
            "preamble | Preamble | Preamble | ¶1",
            "article | Art. 1 | Article 1 | ¶1",
            "article | Art. 2 | Article 2 | ¶2"
        ]
    );
}

#[test]
fn outline_of_decimal_numbers_an_annex_and_named_headings() {
    let grammar = "
      - {kind: section, name: Section, heading: ['{number:arabic}. {title}'], cite: '{number}'}
      - {kind: subsection, name: Subsection, heading: ['{number:decimal} {title}'], within: [section], cite: '{number}'}
      - {kind: annex, name: Annex, heading: [ANNEX], cite: Annex}
      - {kind: point, name: Point, heading: ['Point {number:arabic}: {title}', Notes on Sources], within: [annex], cite: '{parent}.{ordinal}'}";
    let text = "Lakes by 2030\n1. Aims\nClean.\n2. Means\nMany.\n2.1 Money\n2030 is near.\n2.2 People\nAll.\nANNEX\nPoint 1: CheckLevel\nDeep.\nNotes on Sources\nOurs.";
    assert_eq!(
        tree(&outline_of(grammar, text)),
        [
            "section | 1 | Aims | ¶1",
            "section | 2 | Means | ¶1",
            "  subsection | 2.1 | Money | ¶1",
            "  subsection | 2.2 | People | ¶1",
            "annex | Annex | ANNEX | ¶0",
            "  point | Annex.1 | CheckLevel | ¶1",
            "  point | Annex.2 | Notes on Sources | ¶1"
        ]
    );
}

#[test]
fn outline_of_sections_with_numbered_paragraphs_and_annexes() {
    let grammar = "
      - {kind: section, name: Section, heading: ['Section {number:arabic}. {title}'], cite: 'Sec. {number}'}
      - {kind: annex, name: Annex, heading: ['Annex {number:roman}'], title: next-line, cite: 'Annex {number}'}
      - {kind: topic, name: Topic, heading: [Next Steps], within: [annex], cite: '{parent}.{ordinal}'}";
    let text = "Statement\n\nSection 1. Meeting\n\n1. We met.\n\n2. We ate.\n\nAnnex I\n\nStatement on Fish\n\nFish swim.\n\nNext Steps\n\n1. Swim.\n\nAnnex II\n\nOn Eels\n\nEels too.\n";
    assert_eq!(
        tree(&outline_of(grammar, text)),
        [
            "section | Sec. 1 | Meeting | ¶2",
            "annex | Annex I | Statement on Fish | ¶1",
            "  topic | Annex I.1 | Next Steps | ¶1",
            "annex | Annex II | On Eels | ¶1"
        ]
    );
}

#[test]
fn outline_takes_no_heading_or_long_paragraph_as_title() {
    let site = Site::small().edit("seeds/paper.txt", "Water\n\n1. Banks", "1. Banks");
    let checked = outline(&site.inputs());
    assert_eq!(
        tree(&checked.value[0])[1..3],
        ["part | I | Part I | ¶0", "  section | I.1 | Banks | ¶2"]
    );
    assert_eq!(checked.diagnostics[0].code, "heading-without-title");
    let long = "word ".repeat(40);
    let site = Site::small().edit("seeds/paper.txt", "Water\n", &format!("{long}\n"));
    assert_eq!(tree(&outline(&site.inputs()).value[0])[1], "part | I | Part I | ¶1");
}

#[test]
fn outline_gives_repeated_titles_distinct_slugs() {
    let site = Site::small().edit("seeds/paper.txt", "2. Boats", "2. Banks");
    let paper = outline(&site.inputs()).value.remove(0);
    assert_eq!(paper.divisions[2].page.as_deref(), Some("parts/water/banks.html"));
    assert_eq!(paper.divisions[3].page.as_deref(), Some("parts/water/banks-i-2.html"));
}

#[test]
fn outline_ignores_line_endings_and_a_byte_order_mark() {
    let plain = outline(&Site::small().inputs()).value.remove(0);
    let windows = format!("\u{feff}{}", PAPER.replace('\n', "\r\n"));
    let marked = outline(&Site::small().write("seeds/paper.txt", windows).inputs())
        .value
        .remove(0);
    assert_eq!(tree(&plain), tree(&marked));
    let texts = |paper: &Paper| -> Vec<String> {
        paper
            .divisions
            .iter()
            .flat_map(|division| &division.paragraphs)
            .map(|paragraph| paragraph.text.clone())
            .collect()
    };
    assert_eq!(texts(&plain), texts(&marked));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Each line that is not blank is a front line, a heading line or a paragraph, once and in order.
    #[test]
    fn no_line_is_lost(lines in proptest::collection::vec(
        prop_oneof![
            Just("Opening".to_owned()), Just("Part I".to_owned()), Just("Part XIV".to_owned()),
            Just("1. Banks".to_owned()), Just("3. Boats".to_owned()), Just(String::new()), Just("  \t".to_owned()),
            "[ \u{a0}a-zA-Z0-9.()“”é中]{1,12}",
        ],
        1..30,
    )) {
        let text = lines.join("\n");
        prop_assume!(!text.trim().is_empty());
        let site = Site::empty().write("glossator.yaml", CONFIG).write("seeds/paper.txt", &text);
        let paper = outline(&site.inputs()).value.remove(0);
        let mut kept: Vec<&str> = paper.front.iter().map(|line| line.text.as_str()).collect();
        for division in &paper.divisions {
            kept.extend(division.heading.iter().map(String::as_str));
            kept.extend(division.paragraphs.iter().map(|paragraph| paragraph.text.as_str()));
        }
        let expected: Vec<&str> =
            text.split('\n').map(|line| line.trim_matches([' ', '\t'])).filter(|line| !line.trim().is_empty()).collect();
        prop_assert_eq!(kept, expected);
    }
}

/// The messages of a paper with one kind of division.
fn messages_of(heading: &str, cite: &str, text: &str) -> String {
    let config = format!(
        "site: {{title: T}}\npapers:\n  - {{id: p, source: seeds/p.txt, short_title: P, front: [title], outline: [{{kind: s, name: S, heading: ['{heading}'], cite: '{cite}', page: '{{slug}}.html'}}]}}\nkinds: []\n"
    );
    let site = Site::empty().write("glossator.yaml", config).write("seeds/p.txt", text);
    site.messages()
}

#[test]
fn numbering_of_decimals_may_go_down_and_up_any_number_of_levels() {
    let paper = |numbers: &[&str]| {
        let headings: Vec<String> = numbers
            .iter()
            .map(|number| format!("{number} Title {number}\nText.\n"))
            .collect();
        messages_of(
            "{number:decimal} {title}",
            "{number}",
            &format!("T\n{}", headings.concat()),
        )
    };
    for right in [
        &["1.1", "1.2", "1.2.1", "1.2.2", "1.3", "2.1", "2.1.1", "2.1.1.1", "2.2"][..],
        &["1.1", "1.1.1", "1.1.2", "2.1"],
    ] {
        assert_eq!(paper(right), "", "{right:?}");
    }
    for (wrong, advice) in [
        (&["1.1", "1.3"][..], "1.2 was expected"),
        (&["1.1", "1.2", "1.1.1"], "1.3 was expected"),
        (&["1.1", "1.1.2"], "1.2 was expected"),
        (&["1.1", "1.1.1", "1.1.3"], "1.1.2 was expected"),
        (&["1.1", "1.2", "1.2.1", "1.4"], "1.2.2 was expected"),
    ] {
        assert!(paper(wrong).contains(advice), "{wrong:?}: {}", paper(wrong));
    }
}

#[test]
fn pattern_that_is_a_regular_expression_is_told_so() {
    for pattern in ["^[0-9.]+ (.*)", "\\d+. {title}", "Part (?:I|II)", "[IVX]+. {title}"] {
        let messages = messages_of(pattern, "{number}", "T\n1 One\nText.\n");
        assert!(messages.contains("patterns are no regular expressions"), "{messages}");
    }
    assert!(!messages_of("Part {number:arabic}", "{number}", "T\n1 One\nText.\n").contains("regular expressions"));
}

#[test]
fn labels_that_share_an_anchor_are_both_named() {
    let brackets = (
        "({number:letter}) {title}",
        "{number:letter}. {title}",
        "(a) One\nText.\na. Two\n",
    );
    let words = (
        "Article {number:arabic}. {title}",
        "Annex {number:arabic}. {title}",
        "Article 1. One\nText.\nAnnex 1. Two\n",
    );
    for ((one, two, text), [first, second], told) in [
        (
            brackets,
            ["1({number})", "1.{number}"],
            "`1(a)` and `1.a` have the same anchor, `1.a`",
        ),
        (
            words,
            ["Art {number}", "Art-{number}"],
            "`Art 1` and `Art-1` have the same anchor, `Art-1`",
        ),
        (
            words,
            ["Â{number}", "A{number}"],
            "`Â1` and `A1` have the same anchor, `A1`",
        ),
        (
            words,
            ["{number})", "{number}"],
            "`1)` and `1` have the same anchor, `1`",
        ),
    ] {
        let config = format!(
            "site: {{title: T}}\npapers:\n  - {{id: p, source: seeds/p.txt, short_title: P, front: [title], outline: [{{kind: a, name: A, heading: ['{one}'], cite: '{first}'}}, {{kind: b, name: B, heading: ['{two}'], cite: '{second}'}}]}}\nkinds: []\n"
        );
        let site = Site::empty()
            .write("glossator.yaml", &config)
            .write("seeds/p.txt", format!("T\n{text}Text.\n"));
        let messages = site.messages();
        assert!(messages.contains(&format!("the citation labels {told}")), "{messages}");
    }
}

#[test]
fn line_before_the_first_heading_without_a_name_is_shown_without_one() {
    let site = Site::small()
        .edit(
            "seeds/paper.txt",
            "A Paper on Rivers",
            "A Paper on Rivers\nGovernment of the Lake",
        )
        .edit("glossator.yaml", "front: [title]", "front: [title, line-2]");
    let about = crate::site::page(&site.compile(), "about.html");
    assert!(
        about.contains("Government of the Lake") && !about.to_lowercase().contains("line-2"),
        "{about}"
    );
}

#[test]
fn line_that_no_page_shows_is_told_with_what_to_do() {
    let extra = Site::small().edit(
        "seeds/paper.txt",
        "A Paper on Rivers",
        "A Paper on Rivers\nGovernment of the Lake",
    );
    insta::assert_snapshot!(extra.messages());
}
