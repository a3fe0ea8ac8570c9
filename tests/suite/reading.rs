//! What helps to read and to cite: citations and their files, pictures, the margin, running titles.

use glossator::site::SitePath;

use crate::site::{Site, page, unquoted};

fn dated() -> Site {
    Site::small().edit(
        "glossator.yaml",
        "    short_title: Rivers",
        "    short_title: Rivers\n    provenance: {date: '2024-03-05', publisher: Water & Co}",
    )
}

/// The text of a page without its markup.
fn words(html: &str) -> String {
    let mut words = String::new();
    for piece in html.split('<') {
        words.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    words
}

#[test]
fn a_division_is_cited_in_every_style() {
    let site = dated()
        .edit(
            "glossator.yaml",
            "site:\n  title: Rivers",
            "site:\n  title: Rivers\n  base_url: https://example.org/r/",
        )
        .compile();
    let text = words(&page(&site, "parts/water/banks.html"));
    for citation in [
        "Water & Co. “Banks,” I.1. In A Paper on Rivers. March 5, 2024. https://example.org/r/parts/water/banks.html",
        "Water & Co. Banks (2024). In A Paper on Rivers, I.1. https://example.org/r/parts/water/banks.html",
        "Water & Co. Banks. In: A Paper on Rivers, March 5, 2024, I.1. Available from:",
        "Water & Co. Banks. In: A Paper on Rivers, March 5, 2024, I.1. Available at:",
    ] {
        let citation = citation.replace('&', "&amp;");
        let text = text.replace("& ", "&amp; ");
        assert!(text.contains(&citation), "{citation}\n{text}");
    }
}

#[test]
fn what_is_not_known_is_left_out_of_a_citation() {
    let text = words(&page(&Site::small().compile(), "parts/water/banks.html"));
    assert!(text.contains("“Banks,” I.1. In A Paper on Rivers."), "{text}");
    assert!(text.contains("Banks. In A Paper on Rivers, I.1."), "{text}");
    assert!(!text.contains("Available") && !text.contains("()"), "{text}");
}

#[test]
fn reference_managers_get_files() {
    let site = dated().compile();
    assert_eq!(
        page(&site, "parts/water/banks.bib"),
        "@incollection{rivers-I.1,\n  title = {{Banks}},\n  booktitle = {{A Paper on Rivers}},\n  chapter = {I.1},\n  \
         publisher = {Water \\& Co},\n  year = {2024},\n  date = {2024-03-05},\n  langid = {en}\n}\n"
    );
    assert_eq!(
        page(&site, "parts/water/banks.ris"),
        "TY  - CHAP\r\nTI  - Banks\r\nT2  - A Paper on Rivers\r\nSE  - I.1\r\nPB  - Water & Co\r\nPY  - 2024\r\n\
         DA  - 2024/03/05\r\nLA  - en\r\nID  - rivers-I.1\r\nER  - \r\n"
    );
    let item: serde_json::Value = serde_json::from_str(&page(&site, "parts/water/banks.json")).unwrap();
    assert_eq!(item[0]["type"], "chapter");
    assert_eq!(item[0]["issued"]["date-parts"], serde_json::json!([[2024, 3, 5]]));
    assert!(page(&site, "paper/index.bib").starts_with("@misc{rivers,\n"));
}

#[test]
fn citation_files_have_one_line_for_each_field() {
    let site = Site::small()
        .edit("glossator.yaml", "front: [title]", "title: \"Rivers\\nER  - \"\n    front: [heading]")
        .edit(
            "glossator.yaml",
            "    short_title: Rivers",
            "    short_title: Rivers\n    provenance:\n      publisher: \"Water\\nUR  - https://evil.example/\\LTY  - BOOK\"\n      \
             translator: |\n        A\n        B}",
        )
        .compile();
    for path in ["parts/water/banks.ris", "paper/index.ris"] {
        let record = page(&site, path);
        let tags: Vec<&str> = record.lines().map(|line| line.split("  - ").next().unwrap()).collect();
        assert!(
            ["TY", "TI"].iter().eq(&tags[..2]) && tags.ends_with(&["LA", "ID", "ER"]),
            "{record}"
        );
        assert!(!tags.contains(&"UR") && !record.contains('\u{2028}'), "{record}");
        assert_eq!(record.matches("\r\n").count(), record.matches('\n').count(), "{record}");
        assert!(
            record.contains("PB  - Water UR  - https://evil.example/ TY  - BOOK\r\n"),
            "{record}"
        );
    }
    let entry = page(&site, "paper/index.bib");
    assert!(entry.contains("\n  title = {{Rivers ER  -}},\n"), "{entry}");
    assert!(entry.contains("\n  translator = {A B\\}},\n"), "{entry}");
    let item: serde_json::Value = serde_json::from_str(&page(&site, "paper/index.json")).unwrap();
    assert_eq!(item.as_array().unwrap().len(), 1);
}

#[test]
fn cells_of_tables_are_the_words_as_they_are() {
    let site = Site::small().edit(
        "content/bodies/river-fund.md",
        "acronym: RF",
        "acronym: RF\naliases: ['=SUM(A1)', '+1', '@x, y', '-z']",
    );
    let table = page(&site.compile(), "data/entries.csv");
    assert!(table.contains(",\"=SUM(A1); +1; @x, y; -z\","), "{table}");
}

#[test]
fn the_years_stand_on_a_line_and_in_a_table() {
    let site = Site::small().edit(
        "seeds/paper.txt",
        "in spring.",
        "in spring 2019, and in 2019 again. After the 1960s.",
    );
    let text = unquoted(&site.compile(), "glance.html");
    for words in ["id=year-1960s", "id=year-2019", "href=#year-2019", "<mark>2019</mark>"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(text.matches("<mark>2019</mark>").count(), 2);
    assert!(!page(&Site::small().compile(), "glance.html").contains("time-line"));
}

#[test]
fn the_shape_marks_every_mention_of_the_kinds_of_the_matrix() {
    let site = Site::small().compile();
    let text = unquoted(&site, "glance.html");
    let paths = text.split("class=mark lane-").skip(1);
    let marks: usize = paths
        .map(|path| path.split(">").next().unwrap_or_default().matches('M').count())
        .sum();
    assert_eq!(marks, site.mentions.in_text.len());
}

#[test]
fn the_pieces_of_a_bar_lead_to_its_paragraphs_and_make_up_its_length() {
    let text = unquoted(&Site::small().compile(), "glance.html");
    let drawings = text.split("<svg").skip(1);
    let drawings = drawings.filter_map(|rest| rest.split("</svg").next());
    let bars: Vec<&str> = drawings.filter(|drawing| drawing.contains("class=bar")).collect();
    let number = |piece: &str, name: &str| -> usize {
        let value = piece.split_once(name).map_or("0", |(_, rest)| rest);
        let digits = value.split(|letter: char| !letter.is_ascii_digit()).next();
        digits
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_else(|| panic!("{name} in {piece}"))
    };
    let mut longest = 0;
    for bar in &bars {
        let mut end = 0;
        for piece in bar.split("<a ").skip(1) {
            assert!(piece.contains("-p"), "an anchor of a paragraph: {piece}");
            assert_eq!(number(piece, " x="), end, "{piece}");
            end += number(piece, " width=");
        }
        longest = longest.max(end);
    }
    assert_eq!(longest, 1000, "{bars:?}");
}

#[test]
fn every_kind_of_the_matrix_has_a_lane_of_its_own_on_a_bar() {
    let kind = |id: &str| format!("  - {{id: {id}, name: {id}, plural: {id}s, folder: {id}s, matrix: true}}\n");
    let entry = |name: &str| format!("---\nname: {name}\ndefinition: {{editorial: It is named.}}\n---\n");
    let site = Site::small()
        .edit(
            "glossator.yaml",
            "kinds:\n",
            &format!("kinds:\n{}{}", kind("craft"), kind("place")),
        )
        .write("content/crafts/boat.md", entry("boat"))
        .write("content/places/spring.md", entry("spring"))
        .compile();
    let text = unquoted(&site, "glance.html");
    for words in ["height=42", "mark lane-0", "mark lane-1", "mark lane-2", " 29v12"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

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
fn cards_are_drawn_where_the_address_is_known_the_same_every_time() {
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
fn a_title_in_letters_that_the_font_has_not_gets_no_card() {
    let site = Site::small().edit(
        "glossator.yaml",
        "site:\n  title: Rivers",
        "site:\n  title: 河流\n  base_url: https://example.org/r/",
    );
    let site = site.compile();
    assert!(site.files.keys().all(|path| path.as_str() != "cards/site.png"));
    assert!(!unquoted(&site, "index.html").contains("og:image"));
}
