//! Structured data (JSON-LD) in the pages.

use crate::site::{Site, page};

/// The structured data of a page.
fn structured(text: &str) -> serde_json::Value {
    let start = text.find("ld+json").unwrap();
    let start = start + text[start..].find('>').unwrap() + 1;
    let end = start + text[start..].find("</script>").unwrap();
    serde_json::from_str(&text[start..end]).unwrap()
}

#[test]
fn structured_data_has_the_type_of_each_page() {
    let config = "site:\n  title: Rivers\n  base_url: https://example.org/r/\n";
    let site = Site::small()
        .edit("glossator.yaml", "site:\n  title: Rivers\n", config)
        .compile();
    let kinds = [
        ("index.html", "WebSite"),
        ("paper/index.html", "Article"),
        ("parts/water/banks.html", "Article"),
        ("bodies/river-fund.html", "DefinedTerm"),
        ("glossary/index.html", "DefinedTermSet"),
    ];
    for (path, kind) in kinds {
        let data = structured(&page(&site, path));
        assert_eq!(data["@graph"][0]["@type"], kind, "{path}");
    }
    insta::assert_snapshot!(format!("{:#}", structured(&page(&site, "parts/water/banks.html"))));
}

#[test]
fn structured_data_is_left_out_where_the_site_has_no_address() {
    let site = Site::small().compile();
    assert!(!page(&site, "parts/water/banks.html").contains("ld+json"));
}

#[test]
fn structured_data_escapes_the_end_of_its_element() {
    let site = Site::small()
        .edit(
            "glossator.yaml",
            "  title: Rivers\npapers",
            "  title: Rivers\n  base_url: https://example.org/\n  description: a </script> b\npapers",
        )
        .compile();
    let data = structured(&page(&site, "index.html"));
    assert_eq!(data["@graph"][0]["description"], "a </script> b");
}

#[test]
fn structured_data_has_the_day_of_the_paper_only_if_it_is_one() {
    let published = |date: &str| {
        let config = format!("    short_title: Rivers\n    provenance: {{date: '{date}'}}\n");
        let site = Site::small()
            .edit(
                "glossator.yaml",
                "  title: Rivers\n",
                "  title: Rivers\n  base_url: https://example.org/r/\n",
            )
            .edit("glossator.yaml", "    short_title: Rivers\n", &config);
        structured(&page(&site.compile(), "parts/water/banks.html"))["@graph"][0]["datePublished"].clone()
    };
    for date in ["2025-12-10", "2025-12", "2025"] {
        assert_eq!(published(date), date);
    }
    for date in [
        "2025-13-45",
        "1898-1899",
        "10 December 2025",
        "2025-02-29",
        "12/10/2025",
    ] {
        assert!(published(date).is_null(), "{date}");
    }
}
