//! Start: what a new site begins with. Tries the built-in schemes of numbering on a paper, by the real
//! outline pass, and writes the configuration of the one that fits best; or gives the example site.
//!
//! Pure: files go in and come out as bytes. `publish` puts them on the disk.

mod propose;
mod scheme;
mod short;

use include_dir::{Dir, include_dir};

pub use propose::{Proposal, Tried, looks_wrapped, proposals, unwrapped};

use crate::input::{CONFIG_FILE, Source, embedded};

static EXAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/init/example");
const GITHUB: &str = include_str!("github.yaml");
const KINDS: &str = include_str!("kinds.yaml");
/// Where GitHub looks for workflows.
const GITHUB_PATH: &str = ".github/workflows/pages.yml";

/// A file of a new site: its path and its bytes.
pub type NewFile = (String, Vec<u8>);

/// The example: a small paper with a register, which builds at once.
pub fn example() -> Vec<NewFile> {
    let embedded = embedded(&EXAMPLE).into_iter();
    let files = embedded.map(|(path, bytes)| (path, bytes.to_vec()));
    files.chain([ignored()]).collect()
}

/// The site of a paper, by a proposal: the text and the configuration. The register is still
/// empty.
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
