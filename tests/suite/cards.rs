//! Cards for links shared elsewhere, and running titles in print.

use glossator::site::SitePath;

use crate::site::{Site, page, unquoted};

#[test]
fn running_titles_are_strings_of_a_style_sheet() {
    let site = Site::small()
        .edit("seeds/paper.txt", "A Paper on Rivers", "A \"Paper\" \\ on Rivers")
        .compile();
    let sheet = page(&site, "assets/rivers.css");
    assert!(sheet.contains("content: \"A \\\"Paper\\\" \\\\ on Rivers\""), "{sheet}");
    assert!(page(&site, "parts/water/banks.html").contains("assets/rivers.css"));
    assert!(!page(&site, "index.html").contains("assets/rivers.css"));
}

#[test]
fn cards_need_a_base_url_and_are_reproducible() {
    let site = || {
        Site::small()
            .edit(
                "glossator.yaml",
                "site:\n  title: Rivers",
                "site:\n  title: Rivers\n  base_url: https://example.org/r/",
            )
            .edit(
                "glossator.yaml",
                "        plural: Sections",
                "        plural: Sections\n        list: sections.html",
            )
    };
    let first = site().compile();
    let card = |path: &str| {
        first
            .files
            .get(&SitePath::new(path).unwrap())
            .unwrap_or_else(|| panic!("no {path}"))
    };
    assert!(card("cards/site.png").starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(
        card("cards/rivers-I.1.png"),
        &site().compile().files[&SitePath::new("cards/rivers-I.1.png").unwrap()]
    );
    assert_ne!(card("cards/site.png"), card("cards/rivers-I.1.png"));
    let shown = |path: &str, picture: &str| {
        let text = unquoted(&first, path);
        assert!(
            text.contains(&format!("https://example.org/r/cards/{picture}")),
            "{path}: {text}"
        );
    };
    shown("parts/water/banks.html", "rivers-I.1.png");
    shown("parts/water/index.html", "site.png");
    let plain = Site::small().compile();
    assert!(!unquoted(&plain, "index.html").contains("og:image"));
    assert!(plain.files.keys().all(|path| !path.as_str().starts_with("cards/")));
}

#[test]
fn card_is_omitted_for_letters_that_the_font_lacks() {
    let site = Site::small().edit(
        "glossator.yaml",
        "site:\n  title: Rivers",
        "site:\n  title: 河流\n  base_url: https://example.org/r/",
    );
    let site = site.compile();
    assert!(site.files.keys().all(|path| path.as_str() != "cards/site.png"));
    assert!(!unquoted(&site, "index.html").contains("og:image"));
}
