use super::lean;
use proptest::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

fn full(html: &str) -> Vec<u8> {
    crate::render::minify::whole(html.as_bytes())
}

/// Whether there is a result, which then must be the one of minify-html.
fn agrees(html: &str) -> bool {
    let Some(bytes) = lean(html) else { return false };
    let theirs = full(html);
    assert_eq!(
        String::from_utf8_lossy(&bytes),
        String::from_utf8_lossy(&theirs),
        "of {html:?}"
    );
    bytes == theirs
}

fn certain(html: &str, expected: &str) {
    let ours = lean(html).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert_eq!(ours.as_deref(), Some(expected), "of {html:?}");
    assert!(agrees(html));
}

/// Each of these, with a `|` between them.
fn uncertain(list: &str) {
    for html in list.split('|') {
        assert_eq!(lean(html), None, "of {html:?}");
    }
}

#[test]
fn white_space_goes_by_the_parent() {
    certain(
        " <p>\n a  b <b> c </b> </p>\n<div> <i>x</i> </div> ",
        "<p>a b <b> c </b></p><div><i>x</i></div>",
    );
    certain("<pre>\n a  <b> c </b>\n</pre>", "<pre>\n a  <b> c </b>\n</pre>");
    certain(
        "<p><code> x  <b> y  z</b></code></p>",
        "<p><code> x  <b> y z</b></code></p>",
    );
    certain("<ul>\n a <li> b </li>\n</ul>", "<ul>a <li>b</li></ul>");
    certain(
        "<svg> <text> a <tspan> b </tspan> </text> </svg>",
        "<svg><text>a <tspan> b </tspan></text></svg>",
    );
}

#[test]
fn comments_part_texts() {
    certain("<p> a <!-- b --> c <!-- d --> </p>", "<p>a  c </p>");
    certain("<p> <!-- --> a</p>", "<p> a</p>");
    uncertain("<p><!--></p>");
}

#[test]
fn references_are_as_short_as_may_be() {
    certain(
        "<p>&#39;&quot;&gt;&lt;&amp; R&amp;D AT&T &amp;amp;</p>",
        "<p>'\">&lt;& R&D AT&T &amp;amp;</p>",
    );
    certain(
        "<p>&amp;copyright &amp;nonesuch &x;</p>",
        "<p>&amp;copyright &nonesuch &x;</p>",
    );
    certain(
        "<a href='?a&amp;copy=1&amp;copyx&amp;copy'>x</a>",
        "<a href=\"?a&copy=1&copyx&amp;copy\">x</a>",
    );
    certain("<title> a &lt; b &amp; </title>", "<title> a < b & </title>");
    uncertain("&copy;|&copy|&#65;|&amp;#65;|&amp;hellip;|\u{226b}\u{20d2}");
    uncertain("<title>&lt;/title></title>");
}

#[test]
fn attributes_are_sorted_and_quoted_by_need() {
    certain(
        "<p title=\"it's\" lang=\"en\" class=\" a \n b \"></p>",
        "<p class=\"a b\" title=\"it's\" lang=en></p>",
    );
    certain(
        "<p title='a \"b\"' id=\"\" data-x=\"\"></p>",
        "<p title='a \"b\"' data-x></p>",
    );
    certain("<p title='&quot;&#39;'></p>", "<p title=\"&#34;'\"></p>");
    certain(
        "<svg viewBox=\"0 0 1 1\"><path d=\"M0 \n 1\"/></svg>",
        "<svg viewbox=\"0 0 1 1\"><path d=\"M0 1\"/></svg>",
    );
    certain("<svg><path d=\"M0\" /></svg>", "<svg><path d=M0 /></svg>");
    certain(
        "<meta name=\"Viewport\" content=\"a=b, c=d\">",
        "<meta content=\"a=b,c=d\" name=Viewport>",
    );
    certain(
        "<input type=\"search\" checked=\"checked\">",
        "<input checked type=search>",
    );
    uncertain("<input type='text'>|<a target='_self'>x</a>|<link type='text&#x2f;css'>");
    uncertain("<p id=a></p>|<p id='a' id='b'></p>|<p style='a'></p>|<p ID='a'></p>");
}

#[test]
fn scripts_stand_as_they_are() {
    certain(
        "<script type=\"application/ld+json\"> {} </script>",
        "<script type=application/ld+json> {} </script>",
    );
    certain(
        "<script src=\"a.js\" defer></script>",
        "<script defer src=a.js></script>",
    );
    certain("<script> a <b </script>", "<script>a <b</script>");
    uncertain("<script type='text/javascript'></script>|<script></SCRIPT></script>|<script></scripts>");
}

#[test]
fn unusual_nesting_is_left_to_minify_html() {
    uncertain("<p>|</p>|</>|<p><div></div></p>|<li><li></li></li>|<b></i></b>|<br></br>");
    uncertain("<html></html><html></html>|<head><body></body></head>|<tr><tr></tr></tr>|<P></P>");
    uncertain("<p>a <3</p>|<!x>|<?x?>|a<!doctype html>|<!doctype html SYSTEM>|<x-y></x-y>");
}

/// The pages of this repository's site, as the templates write them, are minified without minify-html.
#[test]
fn real_pages_are_certain() {
    use crate::apparatus::apparatus;
    use crate::mention::mentions;
    use crate::outline::outline;
    use crate::read;
    use crate::register::{Fronts, register};
    use crate::view;
    let config = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(read::CONFIG_FILE);
    let mut inputs = read::read(&config, &read::Overrides::default()).expect("the site can be read");
    inputs.theme.interfaces.truncate(1);
    let language = inputs.config.site.language.as_str();
    let papers = outline(&inputs).value;
    let register = register(&inputs, &papers, &Fronts::default()).value.0;
    let mentions = mentions(&papers, &register);
    let apparatus = apparatus(&papers, &register, &mentions, language);
    let layout = view::Layout::new(&register, &apparatus, papers.len(), language);
    let views = view::views(&inputs, &papers, &register, &mentions, &apparatus, &layout).value;
    let templates = crate::render::template::Templates::compile(&inputs.theme)
        .value
        .unwrap();
    let html = |head: &view::Head| templates.render(&views.page(head).0).unwrap();
    let uncertain = views.heads.iter().filter(|head| !agrees(&html(head)));
    let uncertain: Vec<&str> = uncertain.map(|head| head.path.as_str()).collect();
    assert_eq!(uncertain, [] as [&str; 0]);
    assert!(views.heads.len() > 400);
}

#[rustfmt::skip]
const NAMES: &[&str] = &[
    "a", "abbr", "article", "blockquote", "body", "br", "button", "cite", "code", "dd", "details", "dfn", "div", "dl",
    "dt", "em", "form", "h1", "h2", "head", "header", "hr", "html", "img", "input", "label", "li", "link", "main",
    "mark", "meta", "nav", "noscript", "ol", "optgroup", "option", "p", "path", "pre", "q", "rt", "ruby", "script",
    "search", "section", "select", "span", "summary", "svg", "table", "tbody", "td", "text", "textarea", "tfoot", "th",
    "thead", "time", "title", "tr", "tspan", "ul", "x-y", "P", "style", "col", "colgroup", "rp", "desc", "g",
];

#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "class", "href", "src", "id", "lang", "title", "aria-label", "data-x", "role", "tabindex", "rel", "type", "media",
    "name", "content", "charset", "property", "alt", "viewBox", "d", "cx", "x", "hidden", "download", "defer", "value",
    "checked", "open", "disabled", "selected", "style", "onclick", "method", "target", "loading", "crossorigin",
    "span", "action", "preserveAspectRatio", "http-equiv", "stroke-width", "ID", "start", "scope", "placeholder",
    "for",
];

#[rustfmt::skip]
const VALUES: &[&str] = &[
    "", " ", "a", "a b", " a  b ", "\na\tb", "it's", "&quot;a&quot;", "&#39;", "&amp;", "a=b", "?a=1&amp;b=2", "&copy",
    "?a&copy=2", "&amp;copy", "&amp;lt;", "<", "&lt;", ">", "`", "/", "a/", "text", "submit", "button", "text/css",
    "TEXT", "_self", "get", "eager", "auto", "viewport", "VIEWPORT", "width=device-width, initial-scale=1", "module",
    "application/ld+json", "text/javascript", "1", "中文", "é è", "&nbsp;", "\u{a0}", "&", "&;", "&x;", "&#x2f;",
    "&#65;",
];

#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "", " ", "\n  ", "a", " a ", "a  b", "a \n b", "\u{a0}", " 中文 ", "é", "&amp;", "&amp; ", " &amp;a ", "&amp;copy",
    "&amp;copyright;", "&amp;amp;", "&lt;", "&lt;b", "&gt;", "&quot;", "&#39;", "&#x27;", "&nbsp;", "&shy;",
    "&hellip;", "&", "& ", "&a", "&am", "&amp", "&;", "&#", "&amp;#39;", "'", "\"", ">", "=", "\r\n", "\x0c", "\t",
    "\x0b", "\0", "{{ a }}", "</", "<", "< ", "\u{226b}\u{20d2}", "\u{20d2}", "-->", "]]>", "&amp;notin;", "&amp;noti",
    "&amp;&lt;",
];

#[rustfmt::skip]
const ODDITIES: &[&str] = &[
    "<!-- a -->", "<!---->", "<!-->", "<!--[if IE]> a <![endif]-->", "<!--#if -->", "<!doctype html>",
    "<!DOCTYPE html>\n", "<!x>", "<?x?>", "</>", "</br>", "</p", "<p", "<p id=\"", "<a href=x>", "<a b c='d' e>", "<3",
    "</title>", "</script>", "</TITLE>", "<title>&lt;/title></title>", "<title> a  b </title>", "<script>a</script>",
    "<script> a </script>", "<script src=\"a\"></script>", "<script>a</SCRIPT >",
    "<script type=\"application/ld+json\"> {\"a\":\"</\"} </script>", "<br/>", "<img src='a'/>", "<div/>",
    "<svg><path d=' M0  1 '/></svg>", "<path class=' a  b '/>", "<svg/>", "<title>a&amp;b</TITLE>", "<title></titles>",
];

fn one_of(list: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(list).prop_map(String::from)
}

fn attribute() -> impl Strategy<Value = String> {
    let spaced = (
        prop::sample::select(ATTRIBUTES),
        prop::sample::select(&["", "", "", " ", "\n"][..]),
    );
    (spaced, prop::sample::select(VALUES), 0..12u8).prop_map(|((name, space), value, form)| match form {
        0 => format!(" {name}"),
        1 => format!(" {name}{space}={space}'{value}'{space}"),
        2 if !value.is_empty() => format!(" {name}={value}"),
        _ => format!(" {space}{name}=\"{value}\"{space}"),
    })
}

fn attributes() -> impl Strategy<Value = String> {
    prop::collection::vec(attribute(), 0..4).prop_map(|attributes| attributes.concat())
}

/// Trees, nearly all of them well formed.
fn tree() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![12 => one_of(TEXTS), 1 => one_of(ODDITIES)];
    leaf.prop_recursive(5, 40, 5, |inner| {
        (
            prop::sample::select(NAMES),
            attributes(),
            prop::collection::vec(inner, 0..5),
            0..40u8,
        )
            .prop_map(|(name, attributes, children, odd)| match (name, odd) {
                ("br" | "hr" | "img" | "input" | "link" | "meta" | "col", _) => format!("<{name}{attributes}>"),
                ("path", 0..20) => format!("<{name}{attributes}/>"),
                (_, 39) => format!("<{name}{attributes}>{}", children.concat()),
                _ => format!("<{name}{attributes}>{}</{name}>", children.concat()),
            })
    })
}

/// Tokens in any order.
fn soup() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        4 => one_of(TEXTS),
        3 => (prop::sample::select(NAMES), attributes()).prop_map(|(name, attributes)| format!("<{name}{attributes}>")),
        3 => prop::sample::select(NAMES).prop_map(|name| format!("</{name}>")),
        1 => one_of(ODDITIES),
    ];
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

/// How many cases of each kind; more with the variable `LEAN_CASES`.
fn config() -> ProptestConfig {
    let cases = std::env::var("LEAN_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(2_000);
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// How many of the cases are certain.
fn check(strategy: impl Strategy<Value = String>) -> usize {
    let some = AtomicUsize::new(0);
    let outcome = prop::test_runner::TestRunner::new(config()).run(&strategy, |html| {
        some.fetch_add(usize::from(agrees(&html)), Relaxed);
        Ok(())
    });
    outcome.expect("the bytes of minify-html");
    some.into_inner()
}

#[test]
fn trees_agree() {
    assert!(check(tree()) > 100);
}

#[test]
fn soup_agrees() {
    assert!(check(soup()) > 50);
}

#[test]
fn any_string_agrees() {
    check(any::<String>());
    check("[<>/!&;=\"' \na-d#39-]{0,30}");
}
