use std::sync::Arc;

use super::document::Document;
use crate::apparatus::Apparatus;
use crate::diagnostic::Diagnostic;
use crate::mention::Mentions;
use crate::outline::Paper;
use crate::page::PageInfo;
use crate::register::Register;
use crate::site::Files;

/// The result of a build: what each pass returned, and the files to publish.
#[derive(Debug)]
pub struct Compilation {
    /// The papers' outlines.
    pub papers: Vec<Paper>,
    /// The entries.
    pub register: Register,
    /// Where the entries are mentioned.
    pub mentions: Mentions,
    /// Concordances, glossary, index, matrix.
    pub apparatus: Apparatus,
    /// The pages, by path.
    pub pages: Vec<BuiltPage>,
    /// All other files of the site, by path.
    pub files: Files,
    /// The diagnostics of all passes.
    pub diagnostics: Vec<Diagnostic>,
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct BuiltPage {
    /// Its path and what it shows.
    pub info: PageInfo,
    /// Its bytes.
    pub html: Arc<[u8]>,
    /// What was parsed from its bytes, for the checks.
    pub document: Arc<Document>,
    /// The hash of its model, if the build has a memo.
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
