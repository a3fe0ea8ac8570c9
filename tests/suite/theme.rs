//! How a site changes the theme, from a style sheet to templates and strings; static files, files for hosting, page weight.

use crate::site::{Site, page, unquoted};

#[test]
fn theme_block_can_be_replaced() {
    let template = "{% extends \"theme/entry.html\" %}\n{% block aside %}<p>Our own column.</p>{{ super() }}{% endblock aside %}\n";
    let site = Site::small().write("templates/entry.html", template).compile();
    let text = page(&site, "bodies/river-fund.html");
    assert!(text.contains("Our own column."), "{text}");
    assert!(text.contains("River Forum"), "the theme's column is there too: {text}");
    assert!(!page(&site, "index.html").contains("Our own column."));
}

#[test]
fn group_by_keeps_the_order_of_first_members() {
    let template = "{% extends \"builtin/base.html\" %}{% block main %}{% for key, all in frame.nav | group_by(attribute=\"title\") \
                    %}<b>{{ key }}={{ all | length }}</b>{% endfor %}{% endblock main %}";
    let site = Site::small().write("templates/about.html", template).compile();
    let html = unquoted(&site, "about.html");
    let labels = |start: &str| -> Vec<String> {
        let found = html.split(start).skip(1);
        let label = |rest: &str| rest.split(['=', '<']).next().unwrap_or_default().to_owned();
        found.map(label).collect()
    };
    let nav = html
        .split_once("aria-label=Main")
        .unwrap()
        .1
        .split_once("</nav>")
        .unwrap()
        .0;
    let titles: Vec<&str> = nav
        .split("<h2>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(titles.len(), 4, "{html}");
    assert_eq!(labels("<b>"), titles);
}

#[test]
fn group_by_distinguishes_texts_numbers_and_booleans() {
    let template = "{% extends \"builtin/base.html\" %}{% block main %}\
                    {% for key, all in [{\"n\": 2}, {\"n\": \"2\"}, {\"n\": true}, {\"n\": 1}, {\"n\": 2}] | group_by(attribute=\"n\") \
                    %}<b>{{ key }}={{ all | length }}</b>{% endfor %}{% endblock main %}";
    let site = Site::small().write("templates/about.html", template).compile();
    let html = page(&site, "about.html");
    assert!(html.contains("<b>2=2</b><b>2=1</b><b>true=1</b><b>1=1</b>"), "{html}");
}

#[test]
fn theme_layers_are_site_over_theme_over_builtin() {
    let site = Site::small()
        .write("glossator.yaml", format!("theme: river\n{}", crate::site::CONFIG))
        .write(
            "themes/river/templates/entry.html",
            "{% extends \"builtin/entry.html\" %}\n{% block footer %}Of the river{% endblock footer %}\n",
        )
        .write("themes/river/assets/style.css", "body { color: blue }")
        .write("themes/river/strings/en.yaml", "home: Source\nglossary: Words\n")
        .write(
            "templates/entry.html",
            "{% extends \"theme/entry.html\" %}\n{% block breadcrumbs %}{% endblock breadcrumbs %}\n",
        )
        .write("strings/en.yaml", "glossary: Terms\n")
        .compile();
    let text = page(&site, "bodies/river-fund.html");
    assert!(
        text.contains("Of the river") && !text.contains("class=breadcrumbs"),
        "{text}"
    );
    assert_eq!(page(&site, "assets/style.css"), "body { color: blue }");
    assert!(page(&site, "glossary/index.html").contains("<h1>Terms</h1>"));
    assert!(page(&site, "glossary/index.html").contains(">Source</a>"));
}

#[test]
fn custom_style_sheet_and_head_of_the_site() {
    let plain = page(&Site::small().compile(), "bodies/river-fund.html");
    assert!(!plain.contains("custom.css"));
    let site = Site::small()
        .write("static/custom.css", ":root { --accent: green }")
        .write(
            "templates/head_extra.html",
            "<meta name=\"owner\" content=\"{{ frame.site_title }}\">",
        )
        .compile();
    let text = page(&site, "bodies/river-fund.html");
    assert!(text.contains("../custom.css"), "{text}");
    let theirs = text.find("assets/style.css").unwrap();
    assert!(
        text.find("custom.css").unwrap() > theirs,
        "the site's own comes after the theme's"
    );
    assert!(
        text.contains("content=\"Rivers\" name=\"owner\"")
            || text.contains("name=\"owner\" content=\"Rivers\"")
            || text.contains("content=Rivers name=owner"),
        "{text}"
    );
    assert_eq!(page(&site, "custom.css"), ":root { --accent: green }");
}

#[test]
fn static_files_are_published_unchanged_and_override_the_theme() {
    let site = Site::small()
        .write("static/files/report.pdf", b"%PDF \xff\x00")
        .write("static/.well-known/security.txt", "Contact: mailto:x@example.org\n")
        .write("static/.DS_Store", "x")
        .write("static/assets/icon.svg", "<svg/>")
        .write("static/robots.txt", "User-agent: *\nDisallow: /\n")
        .compile();
    let bytes = |path: &str| site.files[&glossator::site::SitePath::new(path).unwrap()].to_vec();
    assert_eq!(bytes("files/report.pdf"), b"%PDF \xff\x00");
    assert_eq!(bytes(".well-known/security.txt"), b"Contact: mailto:x@example.org\n");
    assert_eq!(bytes("assets/icon.svg"), b"<svg/>");
    assert!(bytes("robots.txt").ends_with(b"Disallow: /\n"));
    assert!(site.files.keys().all(|path| !path.as_str().contains("DS_Store")));
}

#[test]
fn hosting_files_and_sitemap() {
    let site = Site::small().compile();
    assert_eq!(page(&site, "robots.txt"), "User-agent: *\nAllow: /\n");
    assert_eq!(page(&site, ".nojekyll"), "");
    for none in ["sitemap.xml", "CNAME"] {
        assert!(site.files.keys().all(|path| path.as_str() != none), "{none}");
    }
    let config = "site:\n  title: Rivers\n  base_url: https://example.org/a-b/\n  cname: rivers.example.org\n";
    let site = Site::small()
        .edit("glossator.yaml", "site:\n  title: Rivers\n", config)
        .compile();
    assert_eq!(page(&site, "CNAME"), "rivers.example.org\n");
    assert!(page(&site, "robots.txt").ends_with("\nSitemap: https://example.org/a-b/sitemap.xml\n"));
    let map = page(&site, "sitemap.xml");
    assert!(map.contains("<loc>https://example.org/a-b/</loc>"), "{map}");
    assert!(
        map.contains("<loc>https://example.org/a-b/bodies/river-fund.html</loc>"),
        "{map}"
    );
    assert_eq!(
        map.matches("<url>").count(),
        site.pages.len() - 1,
        "all pages but 404.html"
    );
}

#[test]
fn report_url_has_title_and_path() {
    let config = "site:\n  title: Rivers\n  report_url: 'https://example.org/new?title={title}&body={path}'\n";
    let site = Site::small()
        .edit("glossator.yaml", "site:\n  title: Rivers\n", config)
        .compile();
    // The minifier decodes character references that are not needed.
    let text = page(&site, "bodies/river-fund.html").replace("&amp;", "&");
    assert!(
        text.contains("https://example.org/new?title=River%20Fund&body=bodies%2Friver-fund.html"),
        "{text}"
    );
    assert!(!page(&site, "index.html").contains("example.org/new"));
}

#[test]
fn budget_names_pages_that_are_too_heavy() {
    use glossator::verify::budget::weigh;
    let site = Site::small();
    let inputs = site.inputs();
    assert!(weigh(&inputs, &site.compile()).diagnostics.is_empty());
    let site = site.edit(
        "glossator.yaml",
        "kinds:\n",
        "budget: {page: 2, long_page: 4}\nkinds:\n",
    );
    let inputs = site.inputs();
    let found = weigh(&inputs, &site.compile());
    let has_warning = |page: &str| {
        found
            .diagnostics
            .iter()
            .any(|one| one.message.contains(&format!("`{page}`")))
    };
    assert!(
        has_warning("bodies/river-fund.html") && has_warning("paper/index.html") && has_warning("404.html"),
        "{:?}",
        found.heaviest
    );
}
