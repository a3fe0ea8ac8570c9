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

/// The citations on a page, as they are shown: each reference and its form in the text.
fn citations(html: &str) -> Vec<String> {
    let list = html
        .split("<details class=\"cite\">")
        .nth(1)
        .unwrap()
        .split("</dl>")
        .next()
        .unwrap();
    let items = list.split("<dd").skip(1).map(|item| item.split_once('>').unwrap().1);
    items
        .map(|item| words(&format!("<p>{}", item.split("</dd>").next().unwrap())))
        .collect()
}

fn with_address(site: Site) -> Site {
    let config = "site:\n  title: Rivers\n  base_url: https://example.org/r/";
    site.edit("glossator.yaml", "site:\n  title: Rivers", config)
}

#[test]
fn citation_of_a_division_in_every_style() {
    let site = with_address(dated()).compile();
    let url = "https://example.org/r/parts/water/banks.html";
    let expected = [
        format!("Water & Co. “Banks.” In A Paper on Rivers, I.1, March 5, 2024. {url}."),
        format!("In the text: Water & Co, “Banks,” in A Paper on Rivers, March 5, 2024, I.1, {url}."),
        format!("Water & Co. (2024, March 5). Banks. In A Paper on Rivers (I.1). {url}"),
        "In the text: (Water & Co, 2024, I.1)".to_owned(),
        format!("Water & Co. “Banks.” A Paper on Rivers, 5 Mar. 2024, I.1, {url}."),
        "In the text: (Water & Co, I.1)".to_owned(),
        format!("WATER & CO, 2024. Banks. In: A Paper on Rivers. Online. 5 March 2024. I.1. Available from: {url}"),
        "In the text: (Water & Co 2024, I.1)".to_owned(),
        format!("WATER & CO. Banks. In: A Paper on Rivers. I.1, 5 Mar. 2024. Available at: <{url}>."),
        "In the text: (WATER & CO, 2024, I.1)".to_owned(),
    ];
    let shown = citations(&page(&site, "parts/water/banks.html"));
    let shown: Vec<String> = shown.iter().map(|text| html_unescaped(text)).collect();
    assert_eq!(shown, expected);
}

fn html_unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn citation_of_a_paper_names_its_issuer() {
    let site = with_address(dated()).edit(
        "glossator.yaml",
        "publisher: Water & Co",
        "publisher: Water & Co, issuer: River Board",
    );
    let site = site.edit("glossator.yaml", "'2024-03-05'", "2024-03");
    let shown = citations(&page(&site.compile(), "paper/index.html"));
    let shown: Vec<String> = shown.iter().map(|text| html_unescaped(text)).collect();
    assert_eq!(
        shown,
        [
            "River Board. A Paper on Rivers. March 2024. https://example.org/r/paper/.",
            "In the text: River Board, A Paper on Rivers, March 2024, https://example.org/r/paper/.",
            "River Board. (2024, March). A Paper on Rivers. https://example.org/r/paper/",
            "In the text: (River Board, 2024)",
            "River Board. A Paper on Rivers. Mar. 2024, https://example.org/r/paper/.",
            "In the text: (River Board)",
            "RIVER BOARD, 2024. A Paper on Rivers. Online. March 2024. Available from: https://example.org/r/paper/",
            "In the text: (River Board 2024)",
            "RIVER BOARD. A Paper on Rivers. Mar. 2024. Available at: <https://example.org/r/paper/>.",
            "In the text: (RIVER BOARD, 2024)",
        ]
    );
}

#[test]
fn citation_leaves_out_what_is_not_known() {
    let shown = citations(&page(&Site::small().compile(), "parts/water/banks.html"));
    assert_eq!(
        shown,
        [
            "“Banks.” In A Paper on Rivers, I.1.",
            "In the text: “Banks,” in A Paper on Rivers, I.1.",
            "Banks. (n.d.). In A Paper on Rivers (I.1).",
            "In the text: (“Banks”, n.d., I.1)",
            "“Banks.” A Paper on Rivers, I.1.",
            "In the text: (“Banks”, I.1)",
            "Banks. In: A Paper on Rivers. Online. I.1.",
            "In the text: (Banks, I.1)",
            "Banks. In: A Paper on Rivers. I.1.",
            "In the text: (Banks, I.1)",
        ]
    );
}

#[test]
fn citation_of_a_paragraph_is_prepared_for_the_script() {
    let site = dated().compile();
    let text = page(&site, "search/cite-rivers.js");
    let json = text
        .strip_prefix("glossatorCiting(")
        .unwrap()
        .strip_suffix(");\n")
        .unwrap();
    let citing: serde_json::Value = serde_json::from_str(json).unwrap();
    let pieces = citing["styles"][1]["reference"].as_array().unwrap();
    let apa: String = pieces.iter().map(|piece| piece["text"].as_str().unwrap()).collect();
    assert_eq!(
        apa,
        "Water & Co. (2024, March 5). \u{e000}. In A Paper on Rivers (\u{e001}). \u{e002}"
    );
    let record = citing["records"]["ris"].as_str().unwrap();
    assert!(
        record.contains("TI  - \u{e000}\r\n") && record.contains("ID  - \u{e003}\r\n"),
        "{record}"
    );
}

#[test]
fn page_says_to_reference_managers_what_it_is() {
    let site = with_address(dated())
        .edit("glossator.yaml", "publisher: Water & Co", "issuer: River Board")
        .compile();
    let tags = |path: &str| -> Vec<(String, String)> {
        let html = page(&site, path);
        let tags = html.split("<meta name=\"").skip(1).filter_map(|rest| {
            let (name, rest) = rest.split_once("\" content=\"")?;
            let known = ["citation_", "DC.", "z:"].iter().any(|start| name.starts_with(start));
            known.then(|| (name.to_owned(), rest.split('"').next().unwrap().to_owned()))
        });
        tags.collect()
    };
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, content)| (name.to_string(), content.to_string()))
            .collect()
    };
    let url = "https://example.org/r/parts/water/banks.html";
    assert_eq!(
        tags("parts/water/banks.html"),
        pairs(&[
            ("z:itemType", "bookSection"),
            ("citation_title", "Banks"),
            ("citation_book_title", "A Paper on Rivers"),
            ("citation_author", "River Board,"),
            ("citation_publication_date", "2024/03/05"),
            ("citation_language", "en"),
            ("citation_public_url", url),
            ("DC.title", "Banks"),
            ("DC.creator", "River Board"),
            ("DC.date", "2024-03-05"),
            ("DC.language", "en"),
            ("DC.identifier", url),
        ])
    );
    let paper = tags("paper/index.html");
    assert_eq!(
        paper[..3],
        pairs(&[
            ("z:itemType", "report"),
            ("citation_title", "A Paper on Rivers"),
            ("citation_technical_report_institution", "River Board"),
        ])
    );
    assert_eq!(tags("bodies/river-fund.html"), []);
}

#[test]
fn list_of_divisions_has_a_context_object_for_each() {
    let site = with_address(dated()).edit(
        "glossator.yaml",
        "within: [part]",
        "within: [part]\n        list: sections.html",
    );
    let html = page(&site.compile(), "sections.html").replace("&amp;", "&");
    let first = html
        .split("class=\"Z3988\" title=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    assert_eq!(
        first,
        "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&rft.genre=bookitem&rft.atitle=Banks\
         &rft.btitle=A%20Paper%20on%20Rivers&rft.aucorp=Water%20%26%20Co&rft.date=2024-03-05&rft.language=en\
         &rft_id=https%3A%2F%2Fexample.org%2Fr%2Fparts%2Fwater%2Fbanks.html"
    );
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
