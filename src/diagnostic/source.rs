use std::ops::Range;
use std::sync::Arc;

/// What the paths of files begin with that are compiled into the program.
pub const BUILTIN: &str = "builtin/";

/// One text file as it was read: its path for messages and its text for places.
///
/// The text is the file's own, without a byte order mark; nothing else is changed, so that byte
/// offsets of places stay true.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the site's root, with `/` on every platform.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl SourceFile {
    /// Makes a file from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
        })
    }

    /// Whether the text is compiled into the program and lies on no disk.
    pub fn is_builtin(&self) -> bool {
        self.path.starts_with(BUILTIN)
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }

    /// The text of the line (from 1), without its line ending.
    pub fn line(&self, number: usize) -> &str {
        self.text.lines().nth(number - 1).unwrap_or_default()
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
