//! A site of many papers: lists are divided into pages, pages name only their own paper, and an edit changes few pages.

#[path = "../../benches/corpus/mod.rs"]
mod corpora;

use std::sync::Arc;

use glossator::build::{Memo, NoProgress, compile_with_memo};
use glossator::verify::{CheckLevel, run_checks};

use crate::site::{Site, compiled, messages, unquoted};

#[test]
fn corpus_lists_are_divided_by_papers_and_letters() {
    let site = Site::empty();
    corpora::write(&site.path(""), 13).unwrap();
    let inputs = site.inputs();
    let mut memo = Memo::default();
    let clean = compile_with_memo(&inputs, &NoProgress, &mut memo);
    assert_eq!(messages(run_checks(&inputs, &clean, CheckLevel::Build)), "");

    // Index and glossary have a page for each letter, linked from a start page, and references between those pages.
    let index = unquoted(&clean, "index-a-z.html");
    assert!(index.contains("<a href=index-a-z/b.html>B</a>") && !index.contains("class=headings"));
    let letter = unquoted(&clean, "index-a-z/b.html");
    assert!(
        letter.contains("<a href=b.html aria-current=page>B</a>") || letter.contains("aria-current=page href=b.html")
    );
    assert!(unquoted(&clean, "glossary/a-z/b.html").contains("<dfn>"));

    // A page names its own paper, not the twelve others.
    let page = unquoted(&clean, "papers/0007/paper/index.html");
    assert!(
        page.contains("Paper 7") && !page.contains("Paper 8"),
        "the seventh paper"
    );
    let entries = clean
        .pages
        .iter()
        .filter(|page| page.info.path.as_str().starts_with("mechanisms/"));
    for entry in entries {
        let navigation = unquoted(&clean, entry.info.path.as_str());
        let navigation = navigation.split("</header>").next().unwrap();
        assert!(!navigation.contains("Paper 1"), "{}", entry.info.path);
    }

    // Each paper has its matrix, its pictures and its table of mentions.
    let seventh = unquoted(&clean, "papers/0007/matrix.html");
    assert!(seventh.contains("papers/0007") || seventh.contains("href=programs/"));
    assert!(
        clean
            .pages
            .iter()
            .any(|page| page.info.path.as_str() == "papers/0007/glance.html")
    );
    let tables = clean
        .files
        .keys()
        .filter(|path| path.as_str().starts_with("data/mentions/"));
    assert_eq!(tables.count(), 13);

    // An entry of one paper does not concern the others.
    let entry = std::fs::read_dir(site.path("content/initiatives")).unwrap();
    let mut entries: Vec<_> = entries_of(entry).collect();
    entries.sort();
    let edited = format!("content/initiatives/{}", entries[entries.len() / 2]);
    site.change(&edited, "What the papers call", "What some papers call");
    let inputs = site.inputs();
    let again = compile_with_memo(&inputs, &NoProgress, &mut memo);
    let pages = clean.pages.iter().zip(&again.pages);
    let rendered = pages.filter(|(before, after)| !Arc::ptr_eq(&before.html, &after.html));
    let rendered: Vec<&str> = rendered.map(|(_, after)| after.info.path.as_str()).collect();
    assert!(rendered.len() <= 4, "{rendered:?}");
    assert!(again.all_files() == compiled(&inputs).all_files(), "as a clean build");
}

fn entries_of(folder: std::fs::ReadDir) -> impl Iterator<Item = String> {
    folder.map(|entry| entry.unwrap().file_name().into_string().unwrap())
}
