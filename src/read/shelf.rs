use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{BUILTIN, SourceFile};

/// Text files as they were read the last time. One whose text is the same is the very same file the next time, with
/// all that was made of it.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Whether there will be another reading.
    lasting: bool,
    before: HashMap<String, Arc<SourceFile>>,
    now: Mutex<HashMap<String, Arc<SourceFile>>>,
}

impl Shelf {
    /// A shelf for one reading after the other.
    pub fn lasting() -> Self {
        Self {
            lasting: true,
            ..Self::default()
        }
    }

    /// A text file with this path and text.
    pub(super) fn file(&self, path: &str, text: &str) -> Arc<SourceFile> {
        let same = self.before.get(path).filter(|file| file.text == text);
        // The words of the theme are asked for by every interface.
        let lasts = self.lasting || path.starts_with(BUILTIN);
        let new = || match lasts {
            true => SourceFile::lasting(path, text),
            false => SourceFile::new(path, text),
        };
        let file = same.map_or_else(new, Arc::clone);
        if !self.lasting {
            return file;
        }
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.insert(path.to_owned(), Arc::clone(&file));
        file
    }

    /// Ends a reading: what was not read in it is forgotten.
    pub(super) fn turn(&mut self) {
        self.before = std::mem::take(self.now.get_mut().unwrap_or_else(PoisonError::into_inner));
    }
}
