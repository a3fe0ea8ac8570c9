//! The mention pass: what counts as a mention, as tables of names and texts.

use glossator::verify::Compilation;
use proptest::prelude::*;

use crate::site::{Site, page};

/// A site of one paragraph with entries given as front matter; each mention as `words > entry`.
fn found(entries: &[&str], text: &str) -> Vec<String> {
    let compilation = compiled(entries, text);
    assert_eq!(
        compilation.diagnostics,
        [],
        "{}",
        crate::site::messages(compilation.diagnostics.clone())
    );
    let mentions = compilation.mentions.in_text.iter();
    mentions
        .map(|mention| {
            let words = &mention.span.paragraph.of(&compilation.papers).text[mention.span.range.clone()];
            format!("{words} > {}", compilation.register.entry(mention.entry).name)
        })
        .collect()
}

fn compiled(entries: &[&str], text: &str) -> Compilation {
    let config = "site: {title: T}
papers:
  - {id: p, source: seeds/p.txt, short_title: P, front: [title], outline: [{kind: s, name: S, heading: ['{number:arabic}. {title}'], cite: '{number}', page: '{slug}.html'}]}
kinds: [{id: body, name: Body, plural: Bodies, folder: bodies}]\n";
    let mut site = Site::empty()
        .write("glossator.yaml", config)
        .write("seeds/p.txt", format!("T\n1. One\n{text}\n"));
    for (at, entry) in entries.iter().enumerate() {
        let file = format!("---\n{entry}\ndefinition: {{editorial: E.}}\n---\n");
        site = site.write(&format!("content/bodies/e{at}.md"), file);
    }
    site.compile()
}

#[test]
fn mention_is_the_longest_name_and_never_nested() {
    let entries = [
        "name: Rivers Forum",
        "name: Rivers Forum of Ministers of Fish",
        "name: Forum of Ministers",
    ];
    assert_eq!(
        found(
            &entries,
            "The Rivers Forum of Ministers of Fish and the Rivers Forum met."
        ),
        [
            "Rivers Forum of Ministers of Fish > Rivers Forum of Ministers of Fish",
            "Rivers Forum > Rivers Forum"
        ]
    );
}

#[test]
fn mention_is_not_hidden_by_a_longer_name_that_is_no_whole_word() {
    let entries = ["name: Fund A", "name: Fund"];
    assert_eq!(
        found(&entries, "the Fund Alpha, Fund A"),
        ["Fund > Fund", "Fund A > Fund A"]
    );
}

#[test]
fn mention_distinguishes_similar_names() {
    let entries = [
        "name: Global Governance Initiative\nacronym: GGI",
        "name: Global AI Governance Initiative",
        "name: Global AI Governance Action Plan",
    ];
    assert_eq!(
        found(
            &entries,
            "Global Governance Initiative (GGI), the GGI, Global AI Governance Initiative, Global AI Governance Action Plan"
        ),
        [
            "Global Governance Initiative (GGI) > Global Governance Initiative",
            "GGI > Global Governance Initiative",
            "Global AI Governance Initiative > Global AI Governance Initiative",
            "Global AI Governance Action Plan > Global AI Governance Action Plan"
        ]
    );
}

#[test]
fn mention_may_contain_any_signs() {
    let entries = [
        "name: Import & Export Mechanism",
        "name: Chinese+Skills Centers",
        "name: Bridge summer (winter) camp",
        "name: '\"Small and fine\" projects'",
        "name: Science, Technology and Fish Forum",
        "name: dialogue (Town)",
    ];
    assert_eq!(
        found(
            &entries,
            "Import & Export Mechanism; Chinese+Skills Centers; the Bridge summer (winter) camp; “Small and fine” projects; Science,\u{a0}Technology and Fish Forum; dialogue (Town)."
        ),
        [
            "Import & Export Mechanism > Import & Export Mechanism",
            "Chinese+Skills Centers > Chinese+Skills Centers",
            "Bridge summer (winter) camp > Bridge summer (winter) camp",
            "“Small and fine” projects > \"Small and fine\" projects",
            "Science,\u{a0}Technology and Fish Forum > Science, Technology and Fish Forum",
            "dialogue (Town) > dialogue (Town)"
        ]
    );
}

#[test]
fn mention_may_be_plural_or_possessive_and_is_case_sensitive_by_default() {
    let entries = [
        "name: River Body\nacronym: RB",
        "name: Old Forum\naliases: [{text: the place, case: any, plural: false}]",
    ];
    assert_eq!(
        found(
            &entries,
            "River Bodies, the River Body's seat, RBs, the river body, old forums, THE PLACE, the places"
        ),
        [
            "River Bodies > River Body",
            "River Body > River Body",
            "RBs > River Body",
            "THE PLACE > Old Forum"
        ]
    );
}

#[test]
fn alias_with_a_scope_matches_only_there_and_wins_there() {
    let entries = [
        "name: A Forum\naliases: [{text: Forum, in: [1 ¶2]}]",
        "name: B Forum\naliases: [Forum]",
    ];
    assert_eq!(
        found(&entries, "The Forum.\nThe Forum."),
        ["Forum > B Forum", "Forum > A Forum"]
    );
}

#[test]
fn alias_inside_a_denied_phrase_is_no_mention() {
    let entries = ["name: X\naliases: [{text: Center, deny: [Center for Fish]}]"];
    assert_eq!(found(&entries, "the Center, not the Center for Fish"), ["Center > X"]);
}

#[test]
fn alias_wins_over_a_derived_plural() {
    assert_eq!(
        found(&["name: Fund", "name: Funds"], "The Funds act with the Fund."),
        ["Funds > Funds", "Fund > Fund"]
    );
}

#[test]
fn mention_in_a_script_without_spaces_needs_no_word_boundary() {
    assert_eq!(
        found(&["name: 湖泊委员会"], "各方支持湖泊委员会的工作。"),
        ["湖泊委员会 > 湖泊委员会"]
    );
}

#[test]
fn word_boundary_treats_letters_with_marks_as_letters() {
    assert_eq!(found(&["name: Fund"], "Fundé Fund’s éFund"), ["Fund > Fund"]);
    assert_eq!(found(&["name: FÓRUM"], "el FÓRUM y el fórum"), ["FÓRUM > FÓRUM"]);
}

#[test]
fn link_policy_first_in_section_links_once_and_never_links_nothing() {
    let site = |policy: &str| {
        Site::small().edit(
            "glossator.yaml",
            "matrix: true",
            &format!("matrix: true, link: {policy}"),
        )
    };
    let links = |policy: &str| {
        page(&site(policy).compile(), "parts/water/banks.html")
            .matches("class=\"mention ")
            .count()
    };
    assert_eq!(links("every"), 3);
    assert_eq!(links("first-in-section"), 1);
    assert_eq!(links("never"), 0);
}

#[test]
fn two_papers_share_entries_and_have_separate_paths() {
    let second = "  - id: lakes
    source: seeds/lakes.txt
    path: lakes
    short_title: Lakes
    front: [title]
    outline: [{kind: part, name: Part, heading: ['Part {number:roman}'], cite: '{number}', page: '{slug}.html', group: true}]
kinds:
";
    let site = Site::small().edit("glossator.yaml", "kinds:\n", second);
    let site = site.write("seeds/lakes.txt", "On Lakes\nPart I\nThe River Forum swims.\n");
    assert!(!site.messages().contains("error"), "{}", site.messages());
    let compilation = site.compile();
    let forum = page(&compilation, "bodies/river-forum.html");
    assert!(forum.contains("../paper/opening.html#Opening-p1-m1"));
    assert!(forum.contains("../lakes/part-i.html#I-p1-m1"));
    assert!(page(&compilation, "lakes/part-i.html").contains("../bodies/river-forum.html"));
    // The paper is named once; each division has its label, unless that equals its name.
    assert!(forum.contains(">Lakes</a></h3>") && forum.contains(">Part I</a></h4>"));
    assert!(page(&compilation, "bodies/river-fund.html").contains(">I.1 Banks</a></h4>"));
    assert!(page(&compilation, "index-a-z.html").contains("Lakes: I ¶1"));
    assert!(page(&compilation, "index.html").contains("On Lakes"));
    let named = site.write("content/divisions/lakes/I.md", "See [[rivers/I]].\n");
    assert!(!named.messages().contains("error"), "{}", named.messages());
    assert!(page(&named.compile(), "lakes/part-i.html").contains("../parts/water/index.html"));
    let bare = named.write("content/divisions/I.md", "See [[I]].\n").messages();
    assert!(
        bare.contains("error[ambiguous-label]") && bare.contains("error[unknown-name]"),
        "{bare}"
    );
}

#[test]
fn nested_name_counts_where_the_register_says_so() {
    let entries = [
        "name: River Fund Council",
        "name: River Fund\naliases: [{text: River Fund, inside: true}]",
        "name: Council",
    ];
    let compilation = compiled(&entries, "The River Fund Council met. The River Fund paid.");
    let found: Vec<(&str, bool, usize, bool)> = compilation
        .mentions
        .in_text
        .iter()
        .map(|mention| {
            let name = compilation.register.entry(mention.entry).name.as_str();
            (name, mention.inside, mention.number, mention.linked)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("River Fund Council", false, 1, true),
            ("River Fund", true, 1, false),
            ("River Fund", false, 2, true),
        ]
    );
}

#[test]
fn kind_may_be_case_insensitive() {
    let site = Site::small()
        .edit(
            "glossator.yaml",
            "heads: [Fund, Forum]}",
            "heads: [Fund, Forum], case: any}",
        )
        .edit("seeds/paper.txt", "The Old River Fund", "The RIVER FUND");
    assert!(page(&site.compile(), "bodies/river-fund.html").contains("<mark>RIVER FUND</mark>"));
}

#[test]
fn note_stands_after_its_paragraph_and_is_linked_from_its_words() {
    let site = Site::small()
        .write(
            "content/notes/needs.md",
            "---\non: <needs>\nat: I.2 ¶1\n---\n\nOf care and paint: see [[River Fund]].\n",
        )
        .write(
            "content/notes/forum.md",
            "---\non: Forum\nat: Opening ¶1\n---\n\nOf rivers.\n",
        )
        .write(
            "content/notes/title.md",
            "---\non: Banks\nat: I.1\n---\n\nNot of money.\n",
        );
    assert!(!site.messages().contains("error"), "{}", site.messages());
    let compilation = site.compile();
    let boats = page(&compilation, "parts/water/boats.html");
    assert!(
        boats.contains("href=\"#I.2-p1-n1\"") || boats.contains("href=#I.2-p1-n1"),
        "{boats}"
    );
    assert!(boats.contains("../../bodies/river-fund.html"));
    // Words that are a link already keep their target, and the note describes them.
    let opening = page(&compilation, "paper/opening.html");
    assert!(
        opening.contains("aria-describedby") && opening.contains("Opening-p1-n1"),
        "{opening}"
    );
    assert!(page(&compilation, "parts/water/banks.html").contains("Not of money."));
    assert!(page(&compilation, "paper/index.html").contains("Not of money."));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Mentions never overlap, are whole words, and lie on character boundaries.
    #[test]
    fn mentions_never_overlap(words in proptest::collection::vec(
        prop_oneof![Just("Fund"), Just("River"), Just("Fund A"), Just("é"), Just("(RF)"), Just("RF"), Just("’s"), Just("Forum")],
        1..20,
    )) {
        let entries = ["name: River Fund\nacronym: RF", "name: Fund A", "name: Fund", "name: River Forum\naliases: [Forum]"];
        let compilation = compiled(&entries, &format!("x {}", words.join(" ")));
        let mut end = 0;
        for mention in &compilation.mentions.in_text {
            let text = &mention.span.paragraph.of(&compilation.papers).text;
            prop_assert!(mention.span.range.start >= end);
            prop_assert!(glossator::text::is_whole_word(text, mention.span.range.start, mention.span.range.end));
            end = mention.span.range.end;
        }
    }
}

#[test]
fn mentions_of_twenty_thousand_in_one_paragraph_are_counted() {
    const TIMES: usize = 10_000;
    let text = "The River Fund pays St. Rivers Fund. The Old River Fund of Lakes and the Fund closed! ".repeat(TIMES);
    let entries = [
        "name: River Fund\naliases: [{text: Rivers Fund, plural: false}, {text: Fund, deny: [Old River Fund]}]",
        "name: Old River Fund of Lakes",
        "name: Lakes\naliases: [{text: Lakes, inside: true}]",
    ];
    let site = compiled(&entries, &text);
    let count = |name: &str| {
        let found = site.register.iter().find(|(_, entry)| entry.name == name);
        site.apparatus.concordances[found.unwrap().0.0].count()
    };
    assert_eq!(count("River Fund"), 3 * TIMES);
    assert_eq!(count("Old River Fund of Lakes"), TIMES);
    let inside = site.mentions.in_text.iter().filter(|mention| mention.inside);
    assert_eq!((count("Lakes"), inside.count()), (TIMES, TIMES));
    let last = site.mentions.in_text.last().unwrap();
    assert_eq!(last.number, 4 * TIMES);
}

#[test]
fn mentions_table_shortens_very_long_sentences() {
    let text = "the économie of the River Fund, and again; ".repeat(500);
    let table = page(&compiled(&["name: River Fund"], &text), "data/mentions.csv");
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(rows.len(), 500);
    assert!(
        rows.iter()
            .all(|row| row.len() < 9_000 && row.contains("of the River Fund, and again"))
    );
    assert!(rows[250].contains("\"…") && rows[250].contains("…\""), "{}", rows[250]);
    let short = page(
        &compiled(&["name: River Fund"], "The River Fund pays."),
        "data/mentions.csv",
    );
    assert!(short.contains(",The River Fund pays.,"), "{short}");
}
