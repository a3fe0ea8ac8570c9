//! Citations, the files for reference managers, and the cells of tables.

use crate::site::{Site, page};

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
fn citation_of_a_division_in_every_style() {
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
fn citation_leaves_out_what_is_not_known() {
    let text = words(&page(&Site::small().compile(), "parts/water/banks.html"));
    assert!(text.contains("“Banks,” I.1. In A Paper on Rivers."), "{text}");
    assert!(text.contains("Banks. In A Paper on Rivers, I.1."), "{text}");
    assert!(!text.contains("Available") && !text.contains("()"), "{text}");
}

#[test]
fn citation_files_for_reference_managers() {
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
fn table_cells_are_not_altered() {
    let site = Site::small().edit(
        "content/bodies/river-fund.md",
        "acronym: RF",
        "acronym: RF\naliases: ['=SUM(A1)', '+1', '@x, y', '-z']",
    );
    let table = page(&site.compile(), "data/entries.csv");
    assert!(table.contains(",\"=SUM(A1); +1; @x, y; -z\","), "{table}");
}
