use std::sync::Arc;

use super::document::Document;
use crate::apparatus::Apparatus;
use crate::diagnostic::Diagnostic;
use crate::mention::Mentions;
use crate::outline::Paper;
use crate::page::PageInfo;
use crate::register::Register;
use crate::site::Files;

/// A site: what every pass made of the inputs, and the files to publish.
#[derive(Debug)]
pub struct Compilation {
    /// The papers' outlines.
    pub papers: Vec<Paper>,
    /// The entries.
    pub register: Register,
    /// Where they are mentioned.
    pub mentions: Mentions,
    /// Concordances, glossary, index, matrix.
    pub apparatus: Apparatus,
    /// The pages, by path.
    pub pages: Vec<BuiltPage>,
    /// The files of the site that are no pages.
    pub files: Files,
    /// What the passes noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct BuiltPage {
    /// Where it stands and what it shows.
    pub info: PageInfo,
    /// Its bytes.
    pub html: Arc<[u8]>,
    /// What was read back from its bytes.
    pub document: Arc<Document>,
    /// The hash of its model, where the build has a memo.
    pub model: Option<u64>,
}

impl Compilation {
    /// All files of the site, pages included.
    pub fn all_files(&self) -> Files {
        let pages = self.pages.iter();
        let pages = pages.map(|page| (page.info.path.clone(), Arc::clone(&page.html)));
        let files = self.files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes)));
        files.chain(pages).collect()
    }
}
