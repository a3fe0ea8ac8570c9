use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::site::SitePath;

/// Name of the manifest in the output folder.
pub(super) const NAME: &str = ".glossator-manifest.json";

/// The list of files in an output folder that this program published.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// Their paths.
    pub(super) files: BTreeSet<SitePath>,
}

/// The manifest as JSON.
#[derive(Serialize, Deserialize)]
struct ManifestJson<'a> {
    made_by: Cow<'a, str>,
    files: Vec<Cow<'a, str>>,
}

impl Manifest {
    /// The manifest of these files.
    pub(super) fn new(files: impl Iterator<Item = SitePath>) -> Self {
        Self { files: files.collect() }
    }

    /// Reads the manifest of a folder; `None` if it has none.
    ///
    /// # Errors
    /// It cannot be read, or has a path that leads out of the folder: then nothing is safe to remove.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, Diagnostic> {
        let path = folder.join(NAME);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(broken(&path, &error.to_string())),
        };
        let written: ManifestJson = serde_json::from_str(&text).map_err(|error| broken(&path, &error.to_string()))?;
        let files = written.files.into_iter();
        let files: Option<Vec<SitePath>> = files.map(|path| SitePath::new(&*path)).collect();
        match files {
            Some(files) => Ok(Some(Self::new(files.into_iter()))),
            None => Err(broken(&path, "it has a path that leads out of the folder")),
        }
    }

    /// Serializes the manifest.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let written = ManifestJson {
            made_by: Cow::Borrowed("glossator"),
            files: self.files.iter().map(|path| Cow::Borrowed(path.as_str())).collect(),
        };
        let mut text = serde_json::to_string_pretty(&written).expect("a list of texts is valid JSON");
        text.push('\n');
        text.into_bytes()
    }
}

fn broken(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::error("broken-manifest", format!("cannot use `{}`: {why}", path.display()))
        .help("remove the output folder if the site in it is all yours, and build again")
}
