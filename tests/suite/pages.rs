//! Pages: which there are, and what is on them that belongs to no feature of its own.

use crate::site::{Site, page, unquoted};

#[test]
fn pages_of_every_type_are_made() {
    let site = Site::small().edit(
        "content/bodies/river-fund.md",
        "acronym: RF\n",
        "acronym: RF\nnames: {es: Fondo del Río}\n",
    );
    let site = site.edit(
        "glossator.yaml",
        "    within: [part]\n",
        "    within: [part]\n        list: sections.html\n",
    );
    let site = site.write("content/silences.yaml", "- en: [pirates]\n");
    let compilation = site.compile();
    let paths: Vec<&str> = compilation.pages.iter().map(|page| page.info.path.as_str()).collect();
    for path in [
        "404.html",
        "about.html",
        "bodies/index.html",
        "bodies/river-fund.html",
        "data/index.html",
        "glance.html",
        "glossary/equivalents.html",
        "glossary/index.html",
        "index-a-z.html",
        "index.html",
        "matrix.html",
        "paper/index.html",
        "parts/water/banks.html",
        "search/index.html",
        "sections.html",
        "silences.html",
    ] {
        assert!(paths.contains(&path), "{path} is not among {paths:?}");
    }
}

#[test]
fn pages_list_the_forms_of_an_entry_only_where_one_differs_from_its_name() {
    let with_forms = page(&Site::small().compile(), "bodies/river-forum.html");
    assert!(with_forms.contains("id=forms") || with_forms.contains("id=\"forms\""));
    let site = Site::small().edit(
        "content/bodies/river-forum.md",
        "aliases:\n  - {text: Forum, in: [Opening]}\n",
        "",
    );
    assert!(!unquoted(&site.compile(), "bodies/river-forum.html").contains("id=forms"));
}

#[test]
fn pages_say_what_an_entry_is_with_the_authority_and_never_its_words() {
    let gloss = "gloss:\n  text: A purse for rivers.\n  source: A handbook of purses\n  url: https://example.org/purses\n  \
                 words: Purses hold money.\n  read: 2025-03-05\n";
    let site = Site::small()
        .edit(
            "content/bodies/river-fund.md",
            "definition:\n  editorial: A fund.\n",
            gloss,
        )
        .compile();
    let own = unquoted(&site, "bodies/river-fund.html");
    for said in [
        "What it is",
        "A purse for rivers.",
        "href=https://example.org/purses",
        "A handbook of purses",
        "March 5, 2025",
    ] {
        assert!(own.contains(said), "{said}: {own}");
    }
    assert!(own.contains("content=A purse for rivers."), "{own}");
    assert!(page(&site, "glossary/index.html").contains("A purse for rivers."));
    let table = page(&site, "data/entries.csv");
    assert!(
        table.contains("A purse for rivers.,A handbook of purses,https://example.org/purses,2025-03-05"),
        "{table}"
    );
    assert!(
        site.pages
            .iter()
            .all(|page| !String::from_utf8_lossy(&page.html).contains("Purses hold money"))
    );
}

#[test]
fn pages_show_an_only_passage_once_with_what_stands_around_it() {
    // The forum's only passage is also its definition; the fund has two passages, of which its definition quotes one.
    let site = Site::small()
        .edit(
            "seeds/paper.txt",
            "The Old River Fund closed.",
            "The Old River Fund closed. The Night Fund opened. It lends.",
        )
        .write("content/bodies/night-fund.md", "---\nname: Night Fund\n---\n")
        .edit(
            "content/bodies/river-fund.md",
            "definition:\n  editorial: A fund.\n",
            "definition: {quote: The River Fund (RF) pays., at: I.1 ¶1}\n",
        )
        .compile();
    let text = |path: &str| unquoted(&site, path);
    let night = text("bodies/night-fund.html");
    assert!(
        night.contains("<p class=around>The Old River Fund closed.") && night.contains("<p class=around>It lends."),
        "{night}"
    );
    let forum = text("bodies/river-forum.html");
    let body = forum.split("<main").nth(1).unwrap();
    assert_eq!(body.matches("in spring").count(), 1, "{body}");
    assert!(
        forum.contains("content=“We met at the River Forum in spring.” (Rivers, Opening ¶1)"),
        "{forum}"
    );
    let fund = text("bodies/river-fund.html");
    assert!(fund.contains("quoted above"), "{fund}");
}

#[test]
fn pages_lead_from_a_name_of_a_division_to_it_and_count_it_as_no_mention() {
    let site = Site::small()
        .write(
            "content/divisions/I.2.md",
            "---\naliases: [{text: Forum, in: [I.1]}]\n---\n\nOn boats.\n",
        )
        .compile();
    let banks = unquoted(&site, "parts/water/banks.html");
    assert!(banks.contains("<a class=mention href=boats.html>Forum</a>"), "{banks}");
    let mentions = &site.mentions;
    assert_eq!(mentions.of_divisions.len(), 1);
    assert!(page(&site, "parts/water/boats.html").contains("On boats."));
}

#[test]
fn pages_have_editorial_texts_in_their_own_language_where_there_is_one() {
    let site = Site::small()
        .edit(
            "glossator.yaml",
            "  title: Rivers\n",
            "  title: Rivers\n  languages: [es]\n",
        )
        .write("content/pages/about.md", "How it was made.\n")
        .write("content/pages/about.es.md", "Cómo se hizo.\n")
        .write(
            "content/divisions/I.1.md",
            "---\nnames: {es: {text: Orillas, source: Un mapa}}\n---\n\nOn banks.\n",
        )
        .write(
            "content/notes/whole.md",
            "---\non: pays\nat: I.1 ¶1\n---\n\nIt lends.\n",
        )
        .write("content/notes/whole.es.md", "Presta.\n")
        .compile();
    let text = |path: &str| unquoted(&site, path);
    assert!(text("about.html").contains("<div class=editorial><p>How it was made."));
    assert!(text("es/about.html").contains("<div class=editorial><p>Cómo se hizo."));
    let banks = text("es/parts/water/banks.html");
    assert!(
        banks.contains("<p class=here>Orillas <span class=note>(Un mapa)</span>"),
        "{banks}"
    );
    assert!(!text("parts/water/banks.html").contains("Orillas"));
    assert!(
        banks.contains("<div lang=en") && banks.contains("On banks.") && banks.contains("<div><p>Presta."),
        "{banks}"
    );
}
