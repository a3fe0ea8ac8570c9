//! The mention pass: what counts as a mention, as tables of names and texts.

use glossator::mention::near_misses;
use glossator::text::{Level, is_invisible, is_whole_word, normalized};
use glossator::verify::Compilation;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

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
    small_in("en", entries, text)
}

/// The same for a paper in another language.
fn small_in(language: &str, entries: &[&str], text: &str) -> Compilation {
    let config = "site: {title: T}
papers:
  - {id: p, language: LANGUAGE, source: seeds/p.txt, short_title: P, front: [title], outline: [{kind: s, name: S, heading: ['{number:arabic}. {title}'], cite: '{number}', page: '{slug}.html'}]}
kinds: [{id: body, name: Body, plural: Bodies, folder: bodies}]\n";
    let mut site = Site::empty()
        .write("glossator.yaml", config.replace("LANGUAGE", language))
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
fn mention_is_found_however_its_characters_are_written() {
    let council = ["name: Lake Council"];
    for text in [
        "The Lake Council met.",
        "The Lake  Council sat.",
        "The Lake\u{a0}\u{a0}Council sat.",
        "The Lake\tCouncil sat.",
        "The Lake\u{3000}Council sat.",
        "The Lake Coun\u{ad}cil spoke.",
        "The La\u{200b}ke\u{2060} Council spoke.",
        "The \u{2068}Lake Council\u{2069} spoke.",
        "The Lake Council¹ wrote.",
        "The Lake Council[3] wrote.",
        "The Lake Council* wrote.",
        "The Lake Council†, the others",
        "The Lake Council① wrote.",
        "The Lake Councilᵃ wrote.",
        "The Ｌａｋｅ Ｃｏｕｎｃｉｌ wrote.",
    ] {
        let mentions = found(&council, text);
        assert_eq!(mentions.len(), 1, "{text:?}");
        let words = mentions[0].split(" > ").next().unwrap();
        assert!(!words.contains(['¹', '[', '*', 'ᵃ', '①', '†', '\u{2069}']), "{words:?}");
    }
    assert!(found(&council, "Coun\u{ad}cil Lakes, Lake CouncilX, Lake Council\u{301}").is_empty());
    // The register's own form may be the unusual one.
    assert_eq!(
        found(&["name: '  Lake\u{a0} Coun\u{ad}cil '"], "The Lake Council met.").len(),
        1
    );
}

#[test]
fn mention_is_found_in_any_normal_form_and_never_divides_a_letter() {
    let cafe = ["name: Café Fund", "name: Cafe"];
    assert_eq!(
        found(&cafe, "The Cafe\u{301} Fund pays the Café Fund, not the Cafe."),
        ["Cafe\u{301} Fund > Café Fund", "Café Fund > Café Fund", "Cafe > Cafe"]
    );
    assert!(found(&cafe, "The Cafe\u{301} is open.").is_empty());
    assert!(found(&["name: विश"], "विश्वविद्यालय").is_empty());
    assert_eq!(found(&["name: Office CO2"], "The Oﬃce CO₂").len(), 1);
    assert!(found(&["name: CO", "name: of"], "CO₂ and oﬃce").is_empty());
    assert_eq!(
        found(
            &["name: 한국 포럼"],
            "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8} 포럼"
        )
        .len(),
        1
    );
    assert_eq!(
        found(&["name: Đà Nẵng"], "in \u{110}a\u{300} Na\u{306}\u{303}ng").len(),
        1
    );
}

#[test]
fn mention_may_have_any_kind_of_hyphen_and_apostrophe() {
    let forum = ["name: China-Lake Forum", "name: People's Fund"];
    assert_eq!(
        found(
            &forum,
            "China–Lake Forum, China‑Lake Forum, China−Lake Forum, China‐Lake Forum, China\u{ad}-Lake Forum"
        )
        .len(),
        5
    );
    assert_eq!(found(&forum, "People’s Fund, Peopleʼs Fund, People´s Fund").len(), 3);
    assert!(found(&forum, "China—Lake Forum, China Lake Forum").is_empty());
    assert_eq!(found(&["name: China–Lake Forum"], "the China-Lake Forum").len(), 1);
}

#[test]
fn mention_of_any_case_is_found_in_every_alphabet() {
    for (name, text) in [
        ("σοφος", "ΣΟΦΟΣ"),
        ("İzmir Fund", "İZMİR Fund"),
        ("Straße", "STRASSE"),
        ("ışık", "IŞIK"),
        ("Ǆep", "ǆEP"),
        ("Фонд озера", "ФОНД ОЗЕРА"),
        ("oﬃce", "OFFICE"),
    ] {
        let entry = format!("name: X\naliases: [{{text: {name}, case: any}}]");
        assert_eq!(found(&[&entry], &format!("in {text} now")).len(), 1, "{text}");
    }
}

#[test]
fn mention_begins_a_sentence_with_a_capital() {
    let entries = ["name: mixed committee", "name: lake fund"];
    assert_eq!(
        found(
            &entries,
            "Mixed committees meet. “Lake fund” is a name. The Mixed committee and the Lake fund. It met. Mixed Committee."
        ),
        ["Mixed committees > mixed committee", "Lake fund > lake fund"]
    );
}

#[test]
fn acronym_is_found_with_and_without_full_stops() {
    assert_eq!(
        found(
            &["name: United Nations\nacronym: UN"],
            "The United Nations (U.N.), the U.N. Charter, U.N.’s, the UN and U.N."
        ),
        [
            "United Nations (U.N.) > United Nations",
            "U.N. > United Nations",
            "U.N. > United Nations",
            "UN > United Nations",
            "U.N. > United Nations"
        ]
    );
    assert_eq!(found(&["name: U.N."], "The UN and the U.N.").len(), 2);
    assert!(found(&["name: UN", "name: NDP"], "the U.N.D.P. and Sun").is_empty());
    assert!(found(&["name: Forum", "name: Fo"], "F.o.r.u.m. F.o.").is_empty());
}

#[test]
fn mention_may_be_the_regular_plural_of_its_language() {
    assert_eq!(
        found(
            &["name: Code of Conduct", "name: Bus", "name: Hero of Labour"],
            "Codes of Conduct, Buses, Heroes of Labour"
        )
        .len(),
        3
    );
    let spanish = |entries: &[&str], text: &str| {
        let site = small_in("es", entries, text);
        site.mentions.in_text.len()
    };
    let entries = ["name: Fondo del Lago", "name: Alianza", "name: Comisión Mixta de Pesca"];
    assert_eq!(
        spanish(
            &entries,
            "los Fondos del Lago, las Alianzas, las Comisiones Mixtas de Pesca"
        ),
        3
    );
    assert_eq!(
        small_in(
            "pt",
            &["name: Fundo do Lago", "name: Declaração Conjunta"],
            "Fundos do Lago e Declarações Conjuntas"
        )
        .mentions
        .in_text
        .len(),
        2
    );
}

#[test]
fn mention_is_never_part_of_an_address() {
    assert_eq!(
        found(
            &["name: EU", "name: Books.org"],
            "www.EU.org, info@EU.org, https://x.org/EU/a, EU.org, doi.org/10.1234/EU, ftp://EU.int, (http://a.org/?q=EU), and the EU (eu.EU.int), Books.org."
        ),
        ["EU > EU", "Books.org > Books.org"]
    );
    assert_eq!(
        found(&["name: Forum"], "met in the Lake.Forum sat. The Forum.").len(),
        2
    );
}

#[test]
fn alias_with_the_words_of_a_name_says_how_the_name_is_matched() {
    assert_eq!(
        found(
            &["name: AID\naliases: [{text: AID, deny: [AID package]}]"],
            "The AID office and the AID package."
        ),
        ["AID > AID"]
    );
    assert_eq!(
        found(
            &["name: Technology\nacronym: IT\naliases: [{text: IT, deny: [IT Crowd]}]"],
            "IT and the IT Crowd"
        ),
        ["IT > Technology"]
    );
    assert_eq!(
        found(
            &["name: Lake Fund\naliases: [{text: Lake Fund, deny: [Lake Fund Act]}]"],
            "The Lake Fund and the Lake Fund Act."
        ),
        ["Lake Fund > Lake Fund"]
    );
    assert_eq!(
        found(
            &["name: who\naliases: [{text: who, deny: [those who]}]"],
            "Ask who and those who."
        ),
        ["who > who"]
    );
    assert_eq!(
        found(
            &["name: Nations\nacronym: UN\naliases: [{text: UN, deny: [UN Plaza]}]"],
            "The U.N. Plaza, UN Plazas, the UN."
        )
        .len(),
        1
    );
    assert_eq!(
        found(
            &["name: Fund\naliases: [{text: Fund, in: [1 ¶2]}]"],
            "The Fund.\nThe Fund."
        )
        .len(),
        1
    );
    assert_eq!(
        found(
            &["name: Fund\naliases: [{text: Fund, plural: false}]"],
            "The Fund. Funds."
        )
        .len(),
        1
    );
    assert_eq!(
        found(&["name: Fund\naliases: [{text: Fund, case: any}]"], "The FUND.").len(),
        1
    );
}

#[test]
fn names_that_differ_in_capitals_alone_are_two() {
    assert_eq!(
        found(
            &["name: Health\nacronym: WHO", "name: who", "name: Fund", "name: fund"],
            "The WHO and who; a fund of the Fund."
        ),
        ["WHO > Health", "who > who", "fund > fund", "Fund > Fund"]
    );
    assert_eq!(
        found(
            &["name: Ozone\nacronym: AID", "name: X\naliases: [aid]"],
            "The AID and aid."
        ),
        ["AID > Ozone", "aid > X"]
    );
    assert_eq!(
        found(
            &["name: A1\naliases: [Lake Fund]", "name: B1\naliases: [lake fund]"],
            "The Lake Fund and a lake fund."
        ),
        ["Lake Fund > A1", "lake fund > B1"]
    );
    assert_eq!(
        found(&["name: Фонд", "name: фонд"], "The Фонд and фонд."),
        ["Фонд > Фонд", "фонд > фонд"]
    );
    assert_eq!(
        found(&["name: Fund", "name: fund"], "The Funds and funds."),
        ["Funds > Fund", "funds > fund"]
    );
    // The start of a sentence has a capital of its own; the name with this capital is the nearer one, whatever the
    // order of the entries.
    for entries in [["name: fund", "name: Fund"], ["name: Fund", "name: fund"]] {
        assert_eq!(
            found(&entries, "Fund closed. The fund and the Fund met."),
            ["Fund > Fund", "fund > fund", "Fund > Fund"]
        );
    }
    let clash = compiled(
        &["name: Fund", "name: X\naliases: [{text: fund, case: any}]"],
        "A fund.",
    );
    assert_eq!(clash.diagnostics.len(), 1);
    assert_eq!(clash.diagnostics[0].code, "clashing-alias");
}

/// What `check` says of near misses: the words and the form.
fn near(entries: &[&str], text: &str) -> Vec<String> {
    let site = compiled(entries, text);
    let misses = near_misses(&site.papers, &site.register, &site.mentions).into_iter();
    let shown = misses.map(|miss| {
        let words = &miss.span.paragraph.of(&site.papers).text[miss.span.range.clone()];
        format!("{words} ~ {}", miss.form)
    });
    shown.collect()
}

#[test]
fn near_miss_is_told_where_only_signs_or_capitals_differ() {
    assert_eq!(
        near(
            &[
                "name: China-Lake Forum",
                "name: São Paulo Fund",
                "name: mixed committee",
                "name: UNESCO",
                "name: Lake Council of Ministers"
            ],
            "China Lake Forum; Sao Paulo Fund; the Mixed Committee; Unesco; Lake Council[3] of Ministers; lake council of ministers"
        ),
        [
            "China Lake Forum ~ China-Lake Forum",
            "Sao Paulo Fund ~ São Paulo Fund",
            "Mixed Committee ~ mixed committee",
            "Unesco ~ UNESCO",
            "Lake Council[3] of Ministers ~ Lake Council of Ministers",
            "lake council of ministers ~ Lake Council of Ministers",
        ]
    );
    // A name that another one overlaps is told; a word with other capitals, a denied phrase and an address are not.
    assert_eq!(
        near(&["name: Lake Council", "name: Council Fund"], "the Lake Council Fund"),
        ["Council Fund ~ Council Fund"]
    );
    assert!(
        near(
            &["name: Forum", "name: AID\naliases: [{text: AID, deny: [AID package]}]"],
            "a forum, the AID package, aid"
        )
        .is_empty()
    );
    assert!(
        near(
            &["name: Lake Council", "name: Code of Conduct"],
            "the Lake Council's seat, the Lake Council’s, the Code of Conduct's text"
        )
        .is_empty()
    );
    assert_eq!(
        near(&["name: Lake Council"], "the Lake Council12 met, the Lake—Council"),
        ["Lake Council12 ~ Lake Council", "Lake—Council ~ Lake Council"]
    );
    assert!(near(&["name: Lake-Fund"], "see www.lake/fund.org and the Lake-Fund").is_empty());
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

/// Pieces of a text, each as it is shown and in plain letters.
const PIECES: [(&str, &str); 24] = [
    ("Lake", "Lake"),
    ("La\u{ad}ke", "Lake"),
    ("Ｌake", "Lake"),
    ("Council", "Council"),
    ("Coun\u{200b}cil", "Council"),
    ("Cafe\u{301}", "Café"),
    ("Café", "Café"),
    ("Fund", "Fund"),
    ("ﬁ", "fi"),
    (" ", " "),
    (" ", " "),
    (" ", " "),
    ("\u{a0} ", " "),
    ("\u{2009}", " "),
    ("-", "-"),
    ("\u{2011}", "-"),
    ("–", "-"),
    ("¹", "¹"),
    ("[3]", "[3]"),
    (", ", ", "),
    ("x", "x"),
    ("s", "s"),
    ("’", "'"),
    ("\u{2060}", ""),
];

/// All places of the names in a plain text as whole words, by looking at each place for each name: `(start, end)`.
fn places(plain: &str, names: &[&str]) -> Vec<(usize, usize)> {
    let is_letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() && letter != '¹');
    let mut places = Vec::new();
    for (start, _) in plain.char_indices() {
        for name in names.iter().filter(|name| plain[start..].starts_with(**name)) {
            let end = start + name.len();
            if !is_letter(plain[..start].chars().next_back()) && !is_letter(plain[end..].chars().next()) {
                places.push((start, end));
            }
        }
    }
    places
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// The mentions are those that a plain search finds in the plain text, the longest first; and what it finds besides
    /// is within a mention, or told.
    #[test]
    fn mentions_are_those_of_a_plain_search(pieces in proptest::collection::vec(0..PIECES.len(), 1..30)) {
        const NAMES: [&str; 5] = ["Lake Council", "Lake", "Café Fund", "Council-Fund", "fi"];
        let mut forms: Vec<String> = NAMES.iter().flat_map(|name| [name.to_string(), format!("{name}s")]).collect();
        forms.push("fi Lake".to_owned());
        let (mut shown, mut plain) = ("o, ".to_owned(), "o, ".to_owned());
        // By byte offset in the plain text: where the shown text ends before and begins after that point.
        let mut edges = std::collections::BTreeMap::new();
        for piece in pieces {
            let (written, letters) = PIECES[piece];
            let before = (shown.len(), plain.len());
            shown.push_str(written);
            // A run of spaces is one space.
            plain.push_str(if plain.ends_with(' ') { letters.trim_start_matches(' ') } else { letters });
            if plain.len() > before.1 {
                edges.entry(before.1).or_insert((before.0, before.0)).1 = before.0;
                edges.entry(plain.len()).or_insert((shown.len(), shown.len()));
            }
        }
        let entries: Vec<String> = NAMES.iter().map(|name| format!("name: {name}")).collect();
        let mut entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        entries.push("name: Other\naliases: [{text: fi Lake, plural: false}]");
        let site = compiled(&entries, &shown);
        let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
        let mut all = places(&plain, &forms);
        all.sort_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
        let mut expected: Vec<(usize, usize)> = Vec::new();
        for (start, end) in &all {
            if expected.last().is_none_or(|(_, last)| last <= start) {
                expected.push((*start, *end));
            }
        }
        let original = |(start, end): &(usize, usize)| edges[start].1..edges[end].0;
        let expected: Vec<_> = expected.iter().map(original).collect();
        let found: Vec<_> = site.mentions.in_text.iter().map(|mention| mention.span.range.clone()).collect();
        prop_assert_eq!(&found, &expected, "{:?}", shown);
        let misses = near_misses(&site.papers, &site.register, &site.mentions);
        for place in all.iter().map(original) {
            let covers = |span: &std::ops::Range<usize>| span.start <= place.start && place.end <= span.end;
            prop_assert!(found.iter().any(covers) || misses.iter().any(|miss| covers(&miss.span.range)), "{:?}: {:?}", shown, place);
        }
    }
}

/// Characters that join, split and look like others.
const SIGNS: [&str; 30] = [
    "e", "\u{301}", "\u{323}", "क", "्", "ष", "ि", "한", "ᄒ", "ᅡ", "ᆫ", "a", "ﬁ", "i", "\u{200d}", "👩", "🚀", "\u{ad}",
    " ", "\u{a0}", "-", "–", "ß", "s", "¹", "א", "لا", "İ", "ı", "\u{2060}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// In any text, every place of a name in its normal form is within a mention, or told; and mentions are whole
    /// characters, as readers see them.
    #[test]
    fn mentions_are_all_places_of_a_normal_form(
        signs in proptest::collection::vec(0..SIGNS.len(), 4..24),
        cuts in proptest::collection::vec((0..24_usize, 1..5_usize), 1..3),
    ) {
        let text = format!("o, {}", signs.iter().map(|sign| SIGNS[*sign]).collect::<String>());
        let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let names: Vec<&str> = cuts
            .iter()
            .map(|(start, length)| {
                let start = start % (edges.len() - 1);
                text[edges[start]..edges[(start + length).min(edges.len() - 1)]].trim()
            })
            // A name that begins with a mark has no first letter.
            .filter(|name| name.chars().any(char::is_alphanumeric) && !normalized(name, Level::Exact).starts_with(['\u{301}', '\u{323}', '्', 'ि']))
            .collect();
        let entries: Vec<String> = names.iter().map(|name| format!("name: {}", serde_json::Value::from(*name))).collect();
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        let site = compiled(&entries, &text);
        let found: Vec<_> = site.mentions.in_text.iter().map(|mention| mention.span.range.clone()).collect();
        let paragraph = &site.papers[0].divisions[0].paragraphs[0].text;
        let edges: Vec<usize> = paragraph.grapheme_indices(true).map(|(at, _)| at).chain([paragraph.len()]).collect();
        for span in &found {
            prop_assert!(edges.contains(&span.start) && edges.contains(&span.end), "{:?} {:?}", paragraph, span);
        }
        let misses = near_misses(&site.papers, &site.register, &site.mentions);
        for (nth, start) in edges.iter().enumerate() {
            for end in &edges[nth + 1..] {
                let words = normalized(&paragraph[*start..*end], Level::Exact);
                let is_name = names.iter().any(|name| normalized(name, Level::Exact) == words);
                if is_name && is_whole_word(paragraph, *start, *end) {
                    // What is invisible at the ends of the words may be outside.
                    let bare = paragraph[*start..*end].trim_matches(|letter: char| is_invisible(letter) || letter.is_whitespace());
                    let from = start + paragraph[*start..*end].find(bare).unwrap_or(0);
                    let covers = |span: &std::ops::Range<usize>| span.start <= from && from + bare.len() <= span.end;
                    let told = found.iter().any(covers) || misses.iter().any(|miss| covers(&miss.span.range));
                    prop_assert!(told, "{:?}: {:?} in {:?}", names, &paragraph[*start..*end], paragraph);
                }
            }
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
