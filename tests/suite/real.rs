//! The real paper of this repository, through all passes.

use std::path::Path;

use glossator::input::{Inputs, Overrides, read};
use glossator::verify::{Depth, judge};

use crate::site::compiled;

fn inputs() -> Inputs {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossator.yaml");
    read(&config, &Overrides::default()).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics))
}

#[test]
fn the_source_is_the_document_as_it_came() {
    let sha256 = "876de54aa084a95b1615c1cffd148c74ae0e8e235eb1369eb63bc0db1ca3f18e";
    assert_eq!(inputs().sources[0].sha256, sha256);
}

#[test]
fn the_site_is_complete_and_sound() {
    let inputs = inputs();
    let compilation = compiled(&inputs);
    let diagnostics = judge(&inputs, &compilation, Depth::Review);
    assert_eq!(crate::site::messages(diagnostics), "");
    let paper = &compilation.papers[0];
    let of_kind = |kind: &str| {
        paper
            .divisions
            .iter()
            .filter(|division| paper.kind(division) == kind)
            .count()
    };
    assert_eq!(paper.front.len(), 4);
    assert_eq!(
        [
            of_kind("preface"),
            of_kind("part"),
            of_kind("program"),
            of_kind("section")
        ],
        [1, 3, 5, 44]
    );
    assert_eq!(paper.paragraph_count(), 76);
}

/// The words of a page as a reader sees them: inline elements join with their neighbours, others do not.
fn words(html: &str) -> Vec<String> {
    const INLINE: [&str; 12] = [
        "a", "span", "b", "em", "strong", "mark", "dfn", "abbr", "cite", "code", "q", "i",
    ];
    let mut text = String::new();
    for piece in html.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag
            .trim_start_matches('/')
            .split([' ', '\n'])
            .next()
            .unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push(' ');
        }
        text.push_str(rest);
    }
    text.replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .split_ascii_whitespace()
        .map(str::to_owned)
        .collect()
}

#[test]
fn minifying_changes_no_word_of_any_page() {
    let mut inputs = inputs();
    let minified = compiled(&inputs).all_files();
    inputs.config.site.minify = false;
    let plain = compiled(&inputs).all_files();
    let mut saved = 0;
    for (path, bytes) in plain.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let (plain, minified) = (
            std::str::from_utf8(bytes).unwrap(),
            std::str::from_utf8(&minified[path]).unwrap(),
        );
        assert_eq!(words(plain), words(minified), "{path}");
        saved += plain.len() - minified.len();
    }
    assert_eq!(saved > 0, cfg!(feature = "minify"));
}
