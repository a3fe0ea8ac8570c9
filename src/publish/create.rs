use std::fs;
use std::io;
use std::path::Path;

use super::failed;
use crate::diagnostic::Diagnostic;

/// Puts the files of a new site into a folder that is new or empty; with `beside`, also into one that has
/// files, as long as none of them is in the way.
///
/// # Errors
/// Files that are in the way: then nothing is written; and I/O.
pub fn create(folder: &Path, files: &[(String, Vec<u8>)], beside: bool) -> Result<(), Diagnostic> {
    let in_the_way = files
        .iter()
        .map(|(path, _)| path)
        .find(|path| folder.join(path).exists());
    if let Some(path) = in_the_way {
        let diagnostic = Diagnostic::error(
            "not-empty",
            format!("`{}` is there already", folder.join(path).display()),
        );
        return Err(diagnostic.help("nothing was written: move it away, or choose another folder"));
    }
    if !beside && !has_no_site(folder).map_err(|error| failed(folder, &error))? {
        let diagnostic = Diagnostic::error("not-empty", format!("`{}` has files already", folder.display()));
        return Err(diagnostic.help("nothing was written: choose a new or an empty folder"));
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        let made = fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, bytes));
        made.map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

/// Whether a folder is missing or empty, but for what a version control keeps there.
fn has_no_site(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            let mut names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
            Ok(names.all(|name| name == ".git"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
