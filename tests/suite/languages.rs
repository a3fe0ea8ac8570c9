//! Interfaces in several languages: their pages, missing strings, names in other languages.

use glossator::diagnostic::Severity;

use crate::site::{CONFIG, FUND, Site, page, unquoted};

fn bilingual() -> Site {
    let config = CONFIG
        .replace(
            "site:\n  title: Rivers",
            "site:\n  title: {en: Rivers, es: Ríos}\n  languages: [es]",
        )
        .replace(
            "name: Body, plural: Bodies",
            "name: {en: Body, es: Órgano}, plural: {en: Bodies, es: Órganos}",
        );
    Site::small().write("glossator.yaml", config)
}

#[test]
fn languages_have_every_page_and_a_switch_to_the_same_page() {
    let site = bilingual().compile();
    let english = unquoted(&site, "bodies/river-fund.html");
    let spanish = unquoted(&site, "es/bodies/river-fund.html");
    assert!(english.contains("<html lang=en") && spanish.contains("<html lang=es"));
    assert!(english.contains("href=../es/bodies/river-fund.html"), "{english}");
    assert!(spanish.contains("href=../../bodies/river-fund.html"), "{spanish}");
    assert!(spanish.contains("Órganos") && spanish.contains("Glosario") && spanish.contains("Ríos"));
    // Editorial texts stay in their own language and are marked with it.
    assert!(spanish.contains("lang=en>A fund."), "{spanish}");
    let paths = |folder: &str| -> Vec<String> {
        let all = site.pages.iter().map(|page| page.info.path.to_string());
        all.filter(|path| path.starts_with("es/") == (folder == "es/") && path != "404.html")
            .map(|path| path.trim_start_matches(folder).to_owned())
            .collect()
    };
    assert_eq!(paths(""), paths("es/"));
}

#[test]
fn languages_all_pass_the_checks_of_a_build() {
    let messages = bilingual().messages();
    assert!(!messages.contains("error"), "{messages}");
}

#[test]
fn alternate_links_lead_to_the_same_page_in_other_languages() {
    let site = bilingual().edit(
        "glossator.yaml",
        "  languages: [es]",
        "  languages: [es]\n  base_url: https://example.org/rivers/",
    );
    let text = unquoted(&site.compile(), "es/glossary/index.html");
    for (language, address) in [("en", "glossary/"), ("es", "es/glossary/")] {
        let there = text.contains(&format!("https://example.org/rivers/{address}"));
        assert!(there && text.contains(&format!("hreflang={language}")), "{text}");
    }
    assert!(text.contains("rel=canonical") && text.contains("hreflang=x-default"));
}

#[test]
fn plural_forms_follow_the_rules_of_the_language() {
    let site = Site::small().edit(
        "glossator.yaml",
        "site:\n  title: Rivers",
        "site:\n  title: Rivers\n  language: zh-Hans",
    );
    let text = page(&site.compile(), "index.html");
    assert!(text.contains("4 段"), "{text}");
    let text = page(&Site::small().compile(), "parts/water/index.html");
    assert!(text.contains("2 paragraphs") && text.contains("1 paragraph<"), "{text}");
}

#[test]
fn theme_languages_are_complete() {
    let site = Site::small().edit(
        "glossator.yaml",
        "site:\n  title: Rivers",
        "site:\n  title: Rivers\n  languages: [es, pt, zh-Hans]",
    );
    let inputs = site.inputs();
    for interface in &inputs.theme.interfaces {
        assert_eq!(interface.missing, [""; 0], "{}", interface.language);
    }
}

#[test]
fn missing_strings_are_reported_with_their_keys() {
    let english =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/strings/es.yaml")).unwrap();
    let without: String = english
        .lines()
        .filter(|line| !line.starts_with("glossary:"))
        .map(|line| format!("{line}\n"))
        .collect();
    let site = Site::small()
        .edit("glossator.yaml", "site:\n", "theme: river\nsite:\n")
        .edit(
            "glossator.yaml",
            "site:\n  title: Rivers",
            "site:\n  title: Rivers\n  language: en\n  languages: [fr]",
        )
        .write("themes/river/strings/fr.yaml", without);
    let messages: Vec<String> = site
        .compile()
        .diagnostics
        .into_iter()
        .filter(|diagnostic| diagnostic.code == "untranslated")
        .map(|diagnostic| {
            assert_eq!(diagnostic.severity, Severity::Warning);
            diagnostic.message
        })
        .collect();
    assert_eq!(
        messages[0],
        "the interface in `fr` lacks 1 of the theme's words: `glossary`"
    );
    assert_eq!(messages.len(), 2, "{messages:?}");
    let texts = "the configuration has 8 texts without words in `fr`: `division kind Opening`";
    assert!(
        messages[1].starts_with(texts) && messages[1].contains("`kind Body`"),
        "{messages:?}"
    );
}

#[test]
fn equivalents_stand_on_the_entry_and_in_a_table() {
    let names =
        "names:\n  es: {text: Fondo del Río, source: The Fund, url: 'https://example.org'}\n  zh-Hans: 河流基金\n";
    let site = bilingual()
        .write(
            "content/bodies/river-fund.md",
            FUND.replace("definition:", &format!("{names}definition:")),
        )
        .edit(
            "content/bodies/river-forum.md",
            "type: forum",
            "type: forum\nnames: {es: Ámbito del Río}",
        )
        .compile();
    let entry = page(&site, "bodies/river-fund.html");
    for words in [
        "Fondo del Río",
        "Spanish",
        "https://example.org",
        "河流基金",
        "Chinese (simplified)",
    ] {
        assert!(entry.contains(words), "{words}: {entry}");
    }
    let order = |path: &str| {
        let table = page(&site, path);
        table.find("Ámbito").unwrap() < table.find("Fondo").unwrap()
    };
    // In English by the English names (River Forum, River Fund), in Spanish by the Spanish ones, Á with A.
    assert!(order("glossary/equivalents.html") && order("es/glossary/equivalents.html"));
    assert!(page(&site, "search/catalogue.js").contains("Fondo del Río"));
}

#[test]
fn search_aliases_lead_to_existing_headings() {
    let site = Site::small().write("content/search.yaml", "es:\n  dinero: [River Fund]\n  barco: [Boat]\n");
    insta::assert_snapshot!(site.messages());
    let site = Site::small()
        .write("content/search.yaml", "es:\n  dinero: [River Fund]\n")
        .compile();
    assert!(page(&site, "search/catalogue.js").contains("dinero"));
}
