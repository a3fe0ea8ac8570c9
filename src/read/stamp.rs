use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::{Failure, INPUT_FOLDERS, files_under};

/// A file that was written so shortly before it was looked at may be written again without its time telling.
const UNSURE: Duration = Duration::from_millis(50);

/// Size and time of a file, by which one sees without reading it that it was not written since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub length: u64,
    /// Nanoseconds since 1970; 0 where the system does not say.
    pub modified: u64,
}

impl Stamp {
    /// What the system says of a file.
    pub fn of(metadata: &fs::Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().map_or(0, nanoseconds),
        }
    }

    /// This stamp, where a write after `time` cannot leave the file with the same one; else that of nothing, which no
    /// file is known by.
    pub fn sure(self, time: SystemTime) -> Self {
        match self.modified > nanoseconds(time - UNSURE) {
            true => Self::default(),
            false => self,
        }
    }
}

/// Files with what the system says of them, by path.
pub type Stamps = Vec<(String, Stamp)>;

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or_default())
}

/// What the system says of all files from which a site is made: those of the input folders and, beside them, the `named`
/// ones. A file that is missing has the stamp of nothing.
///
/// # Errors
/// A folder that cannot be read.
pub fn stamps(root: &Path, named: &[String]) -> Result<Stamps, Failure> {
    let mut paths = named.to_vec();
    for folder in INPUT_FOLDERS {
        paths.extend(files_under(root, folder)?);
    }
    paths.sort();
    paths.dedup();
    let stamp = |path: &String| fs::metadata(root.join(path)).map_or(Stamp::default(), |found| Stamp::of(&found));
    let stamps: Vec<Stamp> = paths.par_iter().map(stamp).collect();
    Ok(paths.into_iter().zip(stamps).collect())
}
