//! Where files of a site may lie. What is read is published, or shapes what is published, so that no path and no link
//! may lead out of the site's folder. Only regular files are opened: reading a device or a pipe may never end.

use std::path::{Component, Path};
use std::{fs, io};

use super::unreadable;
use crate::diagnostic::Diagnostic;

/// Judges the path of a file, as the configuration has it, before the file is opened.
pub(super) fn judge(root: &Path, path: &str) -> Result<(), Diagnostic> {
    let plain = |piece: Component| matches!(piece, Component::Normal(_) | Component::CurDir);
    if !Path::new(path).components().all(plain) {
        let diagnostic = Diagnostic::error("bad-path", format!("`{path}` leads out of the site's folder"));
        return Err(diagnostic.help("put the text into the site's folder, mostly into `seeds/`"));
    }
    inside(root, path)?;
    regular(root, path)
}

/// Whether a file or folder, all links followed, lies in the site's folder.
pub(super) fn inside(root: &Path, path: &str) -> Result<(), Diagnostic> {
    // The folder of a configuration that is named without one.
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

/// Whether a path leads to a regular file.
pub(super) fn regular(root: &Path, path: &str) -> Result<(), Diagnostic> {
    let found = fs::metadata(root.join(path)).map_err(|error| unreadable(path, &error))?;
    match found.is_file() {
        true => Ok(()),
        false => Err(irregular(path)),
    }
}

/// What is neither a file nor, where there may be one, a folder.
pub(super) fn irregular(path: &str) -> Diagnostic {
    Diagnostic::error("unreadable", format!("`{path}` is no regular file"))
        .help("put a file in its place: devices, pipes and sockets are not read")
}
