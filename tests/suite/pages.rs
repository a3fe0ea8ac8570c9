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
