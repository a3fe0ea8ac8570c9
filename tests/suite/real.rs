//! The real paper of this repository, through all passes.

use std::path::Path;

use glossator::input::{Inputs, Overrides, read};
use glossator::verify::{CheckLevel, run_checks};

use crate::site::compiled;

fn inputs() -> Inputs {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossator.yaml");
    read(&config, &Overrides::default()).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics))
}

#[test]
fn real_source_is_unchanged() {
    let sha256 = "876de54aa084a95b1615c1cffd148c74ae0e8e235eb1369eb63bc0db1ca3f18e";
    assert_eq!(inputs().sources[0].sha256, sha256);
}

#[test]
fn real_site_has_no_diagnostics() {
    let inputs = inputs();
    let compilation = compiled(&inputs);
    let diagnostics = run_checks(&inputs, &compilation, CheckLevel::Review);
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
