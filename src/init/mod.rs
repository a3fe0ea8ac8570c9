//! The files of a new site: the example, or a configuration for a given paper, found by trying the built-in numbering
//! schemes on it with the real outline pass.
//!
//! Reads and writes no files: `publish::create` writes the result.

mod propose;
mod scheme;
mod short;

use include_dir::{Dir, include_dir};

pub use propose::{Attempt, Proposal, looks_wrapped, proposals, unwrapped};

use crate::input::{CONFIG_FILE, Source, embedded};

static EXAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/init/example");
const GITHUB: &str = include_str!("github.yaml");
const KINDS: &str = include_str!("kinds.yaml");
/// Where GitHub looks for workflows.
const GITHUB_PATH: &str = ".github/workflows/pages.yml";

/// A file of a new site: path and bytes.
pub type NewFile = (String, Vec<u8>);

/// The example site: a small paper with a register.
pub fn example() -> Vec<NewFile> {
    let embedded = embedded(&EXAMPLE).into_iter();
    let files = embedded.map(|(path, bytes)| (path, bytes.to_vec()));
    files.chain([ignored()]).collect()
}

/// The site of a paper as proposed: the text and the configuration, with an empty register.
pub fn site(proposal: &Proposal, source: &Source, title: Option<&str>) -> Vec<NewFile> {
    vec![
        (CONFIG_FILE.to_owned(), proposal.configuration(title).into_bytes()),
        (proposal.source_path.clone(), source.bytes.to_vec()),
        ignored(),
    ]
}

fn ignored() -> NewFile {
    (".gitignore".to_owned(), b"/public/\n".to_vec())
}

/// The workflow that checks, builds and deploys a site on GitHub Pages.
pub fn github_workflow() -> NewFile {
    (GITHUB_PATH.to_owned(), GITHUB.as_bytes().to_vec())
}
