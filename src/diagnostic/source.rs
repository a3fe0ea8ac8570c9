use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What the paths of files begin with that are compiled into the program.
pub const BUILTIN: &str = "builtin/";

/// One text file as it was read: its path for messages and its text for places.
///
/// The text is the file's own, without a byte order mark; nothing else is changed, so that byte
/// offsets of places stay true.
#[derive(Debug)]
pub struct SourceFile {
    /// Path relative to the site's root, with `/` on every platform.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Where its lines begin; found when first asked for.
    lines: OnceLock<Vec<usize>>,
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
            lines: OnceLock::new(),
        })
    }

    /// Where the lines begin, in bytes.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// Whether the text is compiled into the program and lies on no disk.
    pub fn is_builtin(&self) -> bool {
        self.path.starts_with(BUILTIN)
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.lines().partition_point(|start| *start <= offset);
        let start = self.lines()[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// The text of the line (from 1), without its line ending.
    pub fn line(&self, number: usize) -> &str {
        let start = self.lines().get(number - 1).copied().unwrap_or(self.text.len());
        self.text[start..].lines().next().unwrap_or_default()
    }
}

/// A stretch of a file: where a diagnostic points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Bytes of the file's text; may be empty (a point).
    pub range: Range<usize>,
}

impl Place {
    /// The stretch `range` of `file`.
    pub fn new(file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        Self {
            file: Arc::clone(file),
            range,
        }
    }

    /// The beginning of `file`, for what concerns all of it.
    pub fn start_of(file: &Arc<SourceFile>) -> Self {
        Self::new(file, 0..0)
    }
}
