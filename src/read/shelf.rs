use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::{Failure, Source, Stamp, files_under};
use crate::diagnostic::{BUILTIN, SourceFile};

/// Files as they were read the last time. A text that is the same is the very same file the next time, with all that
/// was made of it; what was not written since is not read.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Whether there will be another reading.
    lasting: bool,
    /// The files of the input folders, where they have been listed already.
    listed: Option<Vec<String>>,
    texts: Drawer<Arc<SourceFile>>,
    sources: Drawer<Source>,
}

impl Shelf {
    /// A shelf for one reading after the other.
    pub fn lasting() -> Self {
        Self {
            lasting: true,
            ..Self::default()
        }
    }

    /// A shelf for one reading, whose files have been listed (see [`super::stamps`]).
    pub fn listed(stamps: &[(String, Stamp)]) -> Self {
        Self {
            listed: Some(stamps.iter().map(|(path, _)| path.clone()).collect()),
            ..Self::default()
        }
    }

    /// The files under one of the input folders.
    pub(super) fn files_under(&self, root: &Path, folder: &str) -> Result<Vec<String>, Failure> {
        let is_under = |path: &&String| path.strip_prefix(folder).is_some_and(|inner| inner.starts_with('/'));
        match &self.listed {
            Some(listed) => Ok(listed.iter().filter(is_under).cloned().collect()),
            None => files_under(root, folder),
        }
    }

    /// What the system says of a file before it is read; where there is no other reading, that does not matter.
    pub(super) fn look(&self, place: &Path) -> Stamp {
        let now = SystemTime::now();
        let found = self.lasting.then(|| fs::metadata(place).ok()).flatten();
        found.map_or(Stamp::default(), |found| Stamp::of(&found).sure(now))
    }

    /// The text file with this path, where the system says of it what it said the last time.
    pub(super) fn unwritten(&self, path: &str, stamp: Stamp) -> Option<Arc<SourceFile>> {
        self.texts.unwritten(path, stamp)
    }

    /// The source with this path, where the system says of it what it said the last time.
    pub(super) fn unwritten_source(&self, path: &str, stamp: Stamp) -> Option<Source> {
        self.sources.unwritten(path, stamp)
    }

    /// A text file with this path and text.
    pub(super) fn file(&self, path: &str, text: &str, stamp: Stamp) -> Arc<SourceFile> {
        let before = self.texts.before.get(path);
        let same = before.filter(|(file, _)| file.text == text);
        // The words of the theme are asked for by every interface.
        let lasts = self.lasting || path.starts_with(BUILTIN);
        let new = || match lasts {
            true => SourceFile::lasting(path, text),
            false => SourceFile::new(path, text),
        };
        let file = same.map_or_else(new, |(file, _)| Arc::clone(file));
        if self.lasting {
            self.texts.put(path, Arc::clone(&file), stamp);
        }
        file
    }

    /// Takes in a source.
    pub(super) fn put_source(&self, path: &str, source: &Source, stamp: Stamp) {
        if self.lasting {
            self.sources.put(path, source.clone(), stamp);
        }
    }

    /// Ends a reading: what was not read in it is forgotten.
    pub(super) fn turn(&mut self) {
        self.texts.turn();
        self.sources.turn();
    }
}

/// What was read, by path, each with what the system said of the file before.
#[derive(Debug)]
struct Drawer<T> {
    before: HashMap<String, (T, Stamp)>,
    now: Mutex<HashMap<String, (T, Stamp)>>,
}

impl<T> Default for Drawer<T> {
    fn default() -> Self {
        Self {
            before: HashMap::new(),
            now: Mutex::default(),
        }
    }
}

impl<T: Clone> Drawer<T> {
    fn unwritten(&self, path: &str, stamp: Stamp) -> Option<T> {
        let (value, before) = self.before.get(path)?;
        if stamp == Stamp::default() || *before != stamp {
            return None;
        }
        self.put(path, value.clone(), stamp);
        Some(value.clone())
    }

    fn put(&self, path: &str, value: T, stamp: Stamp) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.insert(path.to_owned(), (value, stamp));
    }

    fn turn(&mut self) {
        self.before = std::mem::take(self.now.get_mut().unwrap_or_else(PoisonError::into_inner));
    }
}
