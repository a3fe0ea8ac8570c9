use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Path prefix of the files that are compiled into the program.
pub const BUILTIN: &str = "builtin/";

/// A text file in memory, with its path for messages.
///
/// Only a byte order mark is removed from the text, so that offsets in it give the file's lines and columns.
#[derive(Debug)]
pub struct SourceFile {
    /// Path relative to the site's root, with `/` on every platform.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Byte offsets at which lines begin; computed at first use.
    line_starts: OnceLock<Vec<usize>>,
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.text) == (&other.path, &other.text)
    }
}

impl Eq for SourceFile {}

impl SourceFile {
    /// Makes a file from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        })
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let after_breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(after_breaks).collect()
        })
    }

    /// Whether the file is compiled into the program and not on the disk.
    pub fn is_builtin(&self) -> bool {
        self.path.starts_with(BUILTIN)
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_starts().partition_point(|start| *start <= offset);
        let start = self.line_starts()[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// The text of the line (from 1), without its line ending.
    pub fn line(&self, number: usize) -> &str {
        let start = self.line_starts().get(number - 1).copied().unwrap_or(self.text.len());
        self.text[start..].lines().next().unwrap_or_default()
    }
}

/// A byte range of a file: what a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Byte range in the file's text; may be empty (a point).
    pub range: Range<usize>,
}

impl fmt::Display for Place {
    /// `file:line:column`
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let (line, column) = self.file.line_column(self.range.start);
        write!(formatter, "{}:{line}:{column}", self.file.path)
    }
}

impl Place {
    /// The byte range `range` of `file`.
    pub fn new(file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        Self {
            file: Arc::clone(file),
            range,
        }
    }

    /// The start of `file`, for diagnostics about the whole file.
    pub fn start_of(file: &Arc<SourceFile>) -> Self {
        Self::new(file, 0..0)
    }
}
