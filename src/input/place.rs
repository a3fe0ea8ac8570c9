//! Checks of where input files are. What is read may be published, so that no path and no symbolic link may lead out of
//! the site's folder. Only regular files are opened: reading a device or a pipe might never end.

use std::path::{Component, Path};
use std::{fs, io};

use super::unreadable;
use crate::diagnostic::Diagnostic;

/// Checks the path of a source, as the configuration has it, before the file is opened.
pub(super) fn check_source(root: &Path, path: &str) -> Result<(), Diagnostic> {
    let plain = |piece: Component| matches!(piece, Component::Normal(_) | Component::CurDir);
    if !Path::new(path).components().all(plain) {
        let diagnostic = Diagnostic::error("bad-path", format!("`{path}` leads out of the site's folder"));
        return Err(diagnostic.help("put the text into the site's folder, mostly into `seeds/`"));
    }
    check_inside(root, path)?;
    check_regular(root, path)
}

/// Checks that a file or folder, all links followed, is in the site's folder.
pub(super) fn check_inside(root: &Path, path: &str) -> Result<(), Diagnostic> {
    // The root is empty if the configuration was named without a folder.
    let root = if root == Path::new("") { Path::new(".") } else { root };
    let is_inside = || -> io::Result<bool> { Ok(root.join(path).canonicalize()?.starts_with(root.canonicalize()?)) };
    match is_inside() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Diagnostic::error(
            "bad-path",
            format!("`{path}` is a link that leads out of the site's folder"),
        )
        .help("put a copy in its place: what lies outside the site is neither read nor published")),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Checks that a path leads to a regular file.
pub(super) fn check_regular(root: &Path, path: &str) -> Result<(), Diagnostic> {
    let found = fs::metadata(root.join(path)).map_err(|error| unreadable(path, &error))?;
    match found.is_file() {
        true => Ok(()),
        false => Err(not_regular(path)),
    }
}

/// The diagnostic for a path that is neither a regular file nor a folder.
pub(super) fn not_regular(path: &str) -> Diagnostic {
    Diagnostic::error("unreadable", format!("`{path}` is no regular file"))
        .help("put a file in its place: devices, pipes and sockets are not read")
}
