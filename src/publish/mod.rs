//! The last pass, publish: brings the output folder from the site that stands there to the new one.
//!
//! All bytes are ready before the first write. Only what differs is written, each file in one step;
//! files of ours that the new site no longer has are removed, files that are not ours are never touched.
//! Which files are ours is in the manifest: it is first widened to everything this publish will touch
//! and, at the end, narrowed to what then stands there, so that a publish that was interrupted is
//! completed by the next one.

mod manifest;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use manifest::Manifest;

use crate::diagnostic::Diagnostic;
use crate::render::Files;
use crate::view::SitePath;

/// Files being written have this at the end of their names; one found later is left from a publish that
/// was interrupted.
const UNFINISHED: &str = ".glossator-part";

/// What a publish does, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files to write, in order: assets before the pages that need them.
    pub write: Vec<SitePath>,
    /// Files that stand there already as they should.
    pub keep: Vec<SitePath>,
    /// Files of ours that the site no longer has.
    pub remove: Vec<SitePath>,
}

impl Plan {
    /// Whether the folder already is the site.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// Compares the site with what stands in a folder.
///
/// # Errors
/// A folder that is not ours (without `force`), a foreign file where a page would stand, and I/O.
pub fn plan(files: &Files, folder: &Path, force: bool) -> Result<Plan, Diagnostic> {
    let manifest = Manifest::read(folder)?;
    if manifest.is_none() && !force && !is_empty(folder).map_err(|error| failed(folder, &error))? {
        return Err(Diagnostic::error(
            "foreign-folder",
            format!("`{}` has files and was not made by this program", folder.display()),
        )
        .help("choose another folder with `--output-dir`, empty this one, or add to it with `--force`"));
    }
    let ours = manifest.unwrap_or_default().files;
    no_links(folder, files.keys().chain(&ours))?;
    let mut plan = Plan::default();
    for (path, bytes) in files {
        match fs::read(folder.join(path.as_str())) {
            Ok(found) if found == **bytes => plan.keep.push(path.clone()),
            Ok(_) if !ours.contains(path) && !force => {
                return Err(Diagnostic::error(
                    "foreign-file",
                    format!("`{path}` in the output folder is not ours, and a file of the site would replace it"),
                )
                .help("move it away, or replace it with `--force`"));
            }
            Ok(_) => plan.write.push(path.clone()),
            Err(error) if is_absence(&error) => plan.write.push(path.clone()),
            // A folder of ours whose files all go, so that a file can stand there.
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                if let Some(theirs) = foreign_in(folder, path, &ours).map_err(|error| failed(folder, &error))? {
                    return Err(Diagnostic::error(
                        "foreign-file",
                        format!(
                            "`{theirs}` in the output folder is not ours, and the file `{path}` would need its place"
                        ),
                    )
                    .help("move it away, or give the site's file another name"));
                }
                plan.write.push(path.clone());
            }
            Err(error) => return Err(failed(&folder.join(path.as_str()), &error)),
        }
    }
    plan.write
        .sort_by_key(|path| (path.as_str().ends_with(".html"), path.clone()));
    plan.remove = ours.into_iter().filter(|path| !files.contains_key(path)).collect();
    Ok(plan)
}

/// Carries a plan out.
///
/// # Errors
/// I/O, with the file concerned; what was done until then is completed by the next publish.
pub fn apply(files: &Files, folder: &Path, plan: &Plan) -> Result<(), Diagnostic> {
    let write = |path: &Path, bytes: &[u8]| replace(path, bytes).map_err(|error| failed(path, &error));
    let final_manifest = Manifest {
        files: files.keys().cloned().collect(),
    };
    let manifest_path = folder.join(manifest::NAME);
    if plan.is_empty() && fs::read(&manifest_path).is_ok_and(|found| found == final_manifest.bytes()) {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let touched: BTreeSet<SitePath> = files.keys().chain(&plan.remove).cloned().collect();
    write(&manifest_path, &Manifest { files: touched }.bytes())?;
    let remove = |path: &SitePath| remove(folder, path).map_err(|error| failed(&folder.join(path.as_str()), &error));
    // What stands in the way of a new file goes first, everything else when the new site is there.
    let (first, last): (Vec<&SitePath>, Vec<&SitePath>) = plan
        .remove
        .iter()
        .partition(|old| plan.write.iter().any(|new| in_the_way(old, new)));
    first.into_iter().try_for_each(remove)?;
    for path in &plan.write {
        write(&folder.join(path.as_str()), &files[path])?;
    }
    last.into_iter().try_for_each(remove)?;
    write(&manifest_path, &final_manifest.bytes())
}

/// Refuses an output folder in which a folder is a link to elsewhere: what would be written or removed there
/// is not ours.
fn no_links<'a>(folder: &Path, paths: impl Iterator<Item = &'a SitePath>) -> Result<(), Diagnostic> {
    let inner = |path: &'a SitePath| path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
    let folders: BTreeSet<&str> = paths.flat_map(inner).collect();
    let linked = folders.into_iter().find(|inner| folder.join(inner).is_symlink());
    match linked {
        None => Ok(()),
        Some(inner) => Err(Diagnostic::error(
            "foreign-folder",
            format!("`{}` is a link to another folder", folder.join(inner).display()),
        )
        .help("remove the link, or choose another folder with `--output-dir`")),
    }
}

/// The path of something in the folder `path` that is not ours, if there is any.
fn foreign_in(folder: &Path, path: &SitePath, ours: &BTreeSet<SitePath>) -> io::Result<Option<String>> {
    for entry in fs::read_dir(folder.join(path.as_str()))? {
        let entry = entry?;
        let inner = format!("{path}/{}", entry.file_name().to_string_lossy());
        let found = match SitePath::new(inner.as_str()) {
            Some(inner) if entry.file_type()?.is_dir() => foreign_in(folder, &inner, ours)?,
            Some(inner) if ours.contains(&inner) => None,
            _ => Some(inner),
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Whether the new file cannot stand while the old one does: one is a folder of the other's path, or they
/// are one file where the disk does not tell upper from lower case.
fn in_the_way(old: &SitePath, new: &SitePath) -> bool {
    let inside = |outer: &SitePath, inner: &SitePath| {
        inner
            .as_str()
            .strip_prefix(outer.as_str())
            .is_some_and(|rest| rest.starts_with('/'))
    };
    inside(old, new) || inside(new, old) || old.as_str().eq_ignore_ascii_case(new.as_str())
}

/// Removes the published files from a folder, and gives their paths; files of others stay.
///
/// # Errors
/// A manifest that cannot be used, and I/O.
pub fn clean(folder: &Path) -> Result<Vec<SitePath>, Diagnostic> {
    let Some(manifest) = Manifest::read(folder)? else {
        return Ok(Vec::new());
    };
    no_links(folder, manifest.files.iter())?;
    for path in &manifest.files {
        remove(folder, path).map_err(|error| failed(&folder.join(path.as_str()), &error))?;
    }
    let list = folder.join(manifest::NAME);
    fs::remove_file(&list).map_err(|error| failed(&list, &error))?;
    // The folder itself goes too, unless others have files in it.
    let _ = fs::remove_dir(folder);
    Ok(manifest.files.into_iter().collect())
}

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
        replace(&path, bytes).map_err(|error| failed(&path, &error))?;
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

/// Writes a file beside its place and moves it there, so that nobody ever sees half a file.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = unfinished(path);
    match fs::write(&part, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::write(&part, bytes)?;
        }
        written => written?,
    }
    fs::rename(&part, path).inspect_err(|_| {
        // The move failed and that is what the caller hears of; the left-over is overwritten next time.
        let _ = fs::remove_file(&part);
    })
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(UNFINISHED);
    path.with_file_name(name)
}

/// Removes a file of ours, and the folders that this leaves empty.
fn remove(folder: &Path, path: &SitePath) -> io::Result<()> {
    let file = folder.join(path.as_str());
    for file in [unfinished(&file), file.clone()] {
        match fs::remove_file(file) {
            // What cannot be there need not be removed: no such file, no such folder, no such name.
            Err(error) if !is_absence(&error) => return Err(error),
            _ => {}
        }
    }
    let mut outer = file.parent();
    while let Some(inner) = outer.filter(|inner| *inner != folder && inner.starts_with(folder)) {
        if fs::remove_dir(inner).is_err() {
            break;
        }
        outer = inner.parent();
    }
    Ok(())
}

/// Whether a folder is missing or has nothing in it.
fn is_empty(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Whether an error says that there is no such file.
fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | InvalidFilename)
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-failed", format!("cannot write `{}`: {error}", path.display()))
        .help("check the permissions and the space left, or choose another folder with `--output-dir`")
}
