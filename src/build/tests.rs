//! Compares our page parser with html5ever, which follows the HTML standard, on all pages of this repository's site. With
//! the feature `minify`, also compares the pages before and after minifying.

use std::path::Path;

use html5ever::tendril::TendrilSink;
use html5ever::{Attribute, ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use rayon::prelude::*;

use super::{NoProgress, compile};
use crate::input::{CONFIG_FILE, Inputs, Overrides, read};
use crate::verify::{ReadBack, read_back};

/// The inputs of this repository's site.
fn inputs() -> Inputs {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join(CONFIG_FILE);
    read(&config, &Overrides::default()).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics))
}

/// What html5ever finds in a page.
fn parse_with_html5ever(html: &[u8]) -> ReadBack {
    let dom = parse_document(RcDom::default(), ParseOpts::default());
    let dom = dom.from_utf8().one(html);
    let mut found = ReadBack::default();
    collect(&dom.document, &mut found, false);
    found
}

fn collect(node: &Handle, found: &mut ReadBack, in_verbatim: bool) {
    let mut in_verbatim = in_verbatim;
    if let NodeData::Element { attrs, .. } = &node.data {
        let attributes = attrs.borrow();
        let values = |wanted: &'static [&'static str]| {
            let own = attributes
                .iter()
                .filter(|attribute| wanted.contains(&&*attribute.name.local));
            own.map(|Attribute { value, .. }| value.to_string())
        };
        found.anchors.extend(values(&["id"]));
        found.references.extend(values(&["href", "src"]));
        if !in_verbatim && values(&["data-verbatim"]).next().is_some() {
            found.verbatim.push(text(node));
            in_verbatim = true;
        }
    }
    for child in node.children.borrow().iter() {
        collect(child, found, in_verbatim);
    }
}

fn text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text).collect(),
    }
}

#[test]
fn read_back_finds_in_every_page_what_html5ever_finds() {
    let site = compile(&inputs(), &NoProgress);
    assert!(site.pages.len() > 1_000);
    site.pages.par_iter().for_each(|page| {
        let (ours, theirs) = (read_back(&page.html), parse_with_html5ever(&page.html));
        let path = &page.info.path;
        assert_eq!(ours.verbatim, theirs.verbatim, "{path}");
        assert_eq!(ours.anchors, theirs.anchors, "{path}");
        assert_eq!(ours.references, theirs.references, "{path}");
    });
}

/// The visible words of a page: all but inline elements separate words.
#[cfg(feature = "minify")]
fn words(html: &[u8]) -> Vec<String> {
    const INLINE: [&str; 12] = [
        "a", "span", "b", "em", "strong", "mark", "dfn", "abbr", "cite", "code", "q", "i",
    ];
    fn add(node: &Handle, text: &mut String) {
        match &node.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { name, .. } if !INLINE.contains(&&*name.local) => text.push(' '),
            _ => {}
        }
        node.children.borrow().iter().for_each(|child| add(child, text));
        if matches!(&node.data, NodeData::Element { name, .. } if !INLINE.contains(&&*name.local)) {
            text.push(' ');
        }
    }
    let dom = parse_document(RcDom::default(), ParseOpts::default());
    let mut text = String::new();
    add(&dom.from_utf8().one(html).document, &mut text);
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

#[cfg(feature = "minify")]
#[test]
fn minify_changes_no_word_of_any_page() {
    let mut inputs = inputs();
    let minified = compile(&inputs, &NoProgress);
    inputs.config.site.minify = false;
    let plain = compile(&inputs, &NoProgress);
    plain
        .pages
        .par_iter()
        .zip(&minified.pages)
        .for_each(|(plain, minified)| {
            assert_eq!(words(&plain.html), words(&minified.html), "{}", plain.info.path);
            assert!(minified.html.len() < plain.html.len(), "{}", plain.info.path);
        });
}
