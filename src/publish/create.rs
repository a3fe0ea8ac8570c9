use std::fs;
use std::io;
use std::path::Path;

use super::failed;
use crate::diagnostic::Diagnostic;

/// Writes new files into a folder that is missing or empty or, with `allow_nonempty`, into any folder. Never overwrites.
///
/// # Errors
/// One of the files exists, or the folder is not empty: nothing was written. I/O.
pub fn create(folder: &Path, files: &[(String, Vec<u8>)], allow_nonempty: bool) -> Result<(), Diagnostic> {
    let existing = files
        .iter()
        .map(|(path, _)| path)
        .find(|path| folder.join(path).exists());
    if let Some(path) = existing {
        let diagnostic = Diagnostic::error(
            "not-empty",
            format!("`{}` is there already", folder.join(path).display()),
        );
        return Err(diagnostic.help("nothing was written: move it away, or choose another folder"));
    }
    if !allow_nonempty && !is_missing_or_empty(folder).map_err(|error| failed(folder, &error))? {
        let diagnostic = Diagnostic::error("not-empty", format!("`{}` has files already", folder.display()));
        return Err(diagnostic.help("nothing was written: choose a new or an empty folder"));
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        let written = fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, bytes));
        written.map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

/// Whether a folder is missing or empty, except for a Git repository.
fn is_missing_or_empty(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            let mut names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
            Ok(names.all(|name| name == ".git"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
