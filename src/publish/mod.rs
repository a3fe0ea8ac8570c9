//! The last pass, publish: updates the output folder to the new site.
//!
//! A lock file makes other processes wait. Files that differ are first written to a staging folder inside the output
//! folder, and when all are there each is renamed to its place atomically; then files are removed that the new site no
//! longer has. Only files listed in the manifest are ours; others are never touched. The manifest is first extended to
//! everything this publish will touch, and at the end reduced to the files of the new site, so that the next publish
//! completes one that was interrupted.

mod create;
mod lock;
mod manifest;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use create::create;
use lock::Lock;
use manifest::Manifest;

use crate::diagnostic::Diagnostic;
use crate::site::{Files, SitePath};

/// The staging folder in the output folder.
const STAGING: &str = ".glossator-new";
/// Names that an output folder may contain and still count as empty: leftovers of an interrupted publish, and the file
/// that keeps an empty folder in a Git repository.
const IGNORED_NAMES: [&str; 3] = [STAGING, lock::NAME, ".gitignore"];

/// The changes of a publish, planned or done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files to write, in order: assets before the pages that need them.
    pub write: Vec<SitePath>,
    /// Files of ours that the site no longer has.
    pub remove: Vec<SitePath>,
}

impl Plan {
    /// Whether the output folder is up to date.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// A locked output folder: no other process publishes to it until this value is dropped.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    force: bool,
    /// Whether the folder existed before.
    existed: bool,
    /// `None` only while dropping.
    lock: Option<Lock>,
}

impl Output {
    /// Locks a folder, creating it if it is missing, and removes the staging folder of an interrupted publish. Calls
    /// `on_wait` before waiting for another process.
    ///
    /// # Errors
    /// A folder that is not ours (without `force`), and I/O.
    pub fn open(folder: &Path, force: bool, on_wait: impl FnMut()) -> Result<Self, Diagnostic> {
        // Inspected before locking, so that no lock file is written into a foreign folder; `publish` inspects it again.
        Folder::inspect(folder, force)?;
        let existed = folder.exists();
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        let lock = Lock::acquire(folder, on_wait).map_err(|error| failed(folder, &error))?;
        let output = Self {
            folder: folder.to_owned(),
            force,
            existed,
            lock: Some(lock),
        };
        output.clear_staging()?;
        Ok(output)
    }

    /// Updates the folder to these files.
    ///
    /// # Errors
    /// A folder or a file that is not ours (without `force`): nothing was changed. An I/O error, with the file concerned: the
    /// next publish completes this one.
    pub fn publish(self, files: &Files) -> Result<Plan, Diagnostic> {
        let folder = Folder::inspect(&self.folder, self.force)?;
        let plan = folder.plan(files)?;
        let manifest = Manifest::new(files.keys().cloned());
        let is_listed = fs::read(self.folder.join(manifest::NAME)).is_ok_and(|found| found == manifest.bytes());
        if plan.is_empty() && is_listed {
            return Ok(plan);
        }
        self.stage(&plan.write, files)?;
        self.replace_manifest(&Manifest::new(files.keys().chain(&folder.ours).cloned()))?;
        // Old files in the place of new ones are removed first, all others only when the new site is complete.
        let blocking = blocking(&plan.remove, &plan.write);
        let (first, last): (Vec<&SitePath>, Vec<&SitePath>) =
            plan.remove.iter().partition(|old| blocking.contains(old.as_str()));
        first.into_iter().try_for_each(|path| self.remove(path))?;
        self.move_in(&plan.write)?;
        last.into_iter().try_for_each(|path| self.remove(path))?;
        self.replace_manifest(&manifest)?;
        Ok(plan)
    }

    /// The staging path of a file, by its index in the plan.
    fn staged(&self, number: usize) -> PathBuf {
        self.folder.join(STAGING).join(number.to_string())
    }

    /// Writes these files to the staging folder.
    fn stage(&self, paths: &[SitePath], files: &Files) -> Result<(), Diagnostic> {
        let staging = self.folder.join(STAGING);
        fs::create_dir_all(&staging).map_err(|error| failed(&staging, &error))?;
        paths.par_iter().enumerate().try_for_each(|(number, path)| {
            let file = self.staged(number);
            fs::write(&file, &files[path]).map_err(|error| failed(&file, &error))
        })
    }

    /// Moves the staged files to their places, assets before pages.
    fn move_in(&self, paths: &[SitePath]) -> Result<(), Diagnostic> {
        let folders: BTreeSet<PathBuf> = paths
            .iter()
            .filter_map(|path| Some(self.folder.join(Path::new(path.as_str()).parent()?)))
            .collect();
        for folder in &folders {
            fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        }
        let move_one = |(number, path): (usize, &SitePath)| {
            let place = self.folder.join(path.as_str());
            fs::rename(self.staged(number), &place).map_err(|error| failed(&place, &error))
        };
        let numbered: Vec<(usize, &SitePath)> = paths.iter().enumerate().collect();
        let (assets, pages) = numbered.split_at(paths.partition_point(|path| !is_page(path)));
        assets.par_iter().copied().try_for_each(move_one)?;
        pages.par_iter().copied().try_for_each(move_one)
    }

    fn replace_manifest(&self, manifest: &Manifest) -> Result<(), Diagnostic> {
        let staged = self.folder.join(STAGING).join(manifest::NAME);
        let place = self.folder.join(manifest::NAME);
        let written = fs::write(&staged, manifest.bytes()).and_then(|()| fs::rename(&staged, &place));
        written.map_err(|error| failed(&place, &error))
    }

    fn remove(&self, path: &SitePath) -> Result<(), Diagnostic> {
        remove(&self.folder, path).map_err(|error| failed(&self.folder.join(path.as_str()), &error))
    }

    fn clear_staging(&self) -> Result<(), Diagnostic> {
        let staging = self.folder.join(STAGING);
        match fs::remove_dir_all(&staging) {
            Err(error) if !is_absence(&error) => Err(failed(&staging, &error)),
            _ => Ok(()),
        }
    }
}

impl Drop for Output {
    /// Removes the staging folder, and the output folder too if this value created it and it is empty.
    fn drop(&mut self) {
        // If this fails, the next publish removes it.
        let _ = self.clear_staging();
        self.lock = None;
        if !self.existed {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// An output folder as it is.
struct Folder<'a> {
    path: &'a Path,
    force: bool,
    /// The files listed in its manifest.
    ours: BTreeSet<SitePath>,
}

impl<'a> Folder<'a> {
    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// A folder that is not ours (without `force`), a path that is no folder, and I/O.
    fn inspect(path: &'a Path, force: bool) -> Result<Self, Diagnostic> {
        require_folder_or_missing(path)?;
        let manifest = Manifest::read(path)?;
        if manifest.is_none() && !force && !is_vacant(path).map_err(|error| failed(path, &error))? {
            return Err(Diagnostic::error(
                "foreign-folder",
                format!("`{}` has files and was not made by this program", path.display()),
            )
            .help("choose another folder with `--output-dir`, empty this one, or add to it with `--force`"));
        }
        let ours = manifest.unwrap_or_default().files;
        Ok(Self { path, force, ours })
    }

    /// The changes needed to update the folder to these files.
    fn plan(&self, files: &Files) -> Result<Plan, Diagnostic> {
        self.refuse_links(files.keys().chain(&self.ours))?;
        let differs: Result<Vec<bool>, Diagnostic> = files
            .par_iter()
            .map(|(path, bytes)| Ok(!self.is_up_to_date(path, bytes)?))
            .collect();
        let differing = files.keys().zip(differs?).filter(|(_, differs)| *differs);
        let mut write: Vec<SitePath> = differing.map(|(path, _)| path.clone()).collect();
        write.sort_by_key(is_page);
        let gone = self.ours.iter().filter(|path| !files.contains_key(*path));
        Ok(Plan {
            write,
            remove: gone.cloned().collect(),
        })
    }

    /// Whether the folder has a file with these bytes at this path. An error if replacing what is there would destroy
    /// something that is not ours.
    fn is_up_to_date(&self, path: &SitePath, bytes: &[u8]) -> Result<bool, Diagnostic> {
        let file = self.path.join(path.as_str());
        match fs::read(&file) {
            Ok(found) if found == bytes => Ok(true),
            Ok(_) if !self.ours.contains(path) && !self.force => Err(Diagnostic::error(
                "foreign-file",
                format!("`{path}` in the output folder is not ours, and a file of the site would replace it"),
            )
            .help("move it away, or replace it with `--force`")),
            Ok(_) => Ok(false),
            Err(error) if is_absence(&error) => Ok(false),
            // A folder can be replaced by a file if everything in it is ours.
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => match self.foreign_in(path) {
                Ok(None) => Ok(false),
                Ok(Some(theirs)) => Err(Diagnostic::error(
                    "foreign-file",
                    format!("`{theirs}` in the output folder is not ours, and the file `{path}` would need its place"),
                )
                .help("move it away, or give the site's file another name")),
                Err(error) => Err(failed(&file, &error)),
            },
            Err(error) => Err(failed(&file, &error)),
        }
    }

    /// The path of a file in the folder `path` that is not ours, if there is one.
    fn foreign_in(&self, path: &SitePath) -> io::Result<Option<String>> {
        for entry in fs::read_dir(self.path.join(path.as_str()))? {
            let entry = entry?;
            let inner = format!("{path}/{}", entry.file_name().to_string_lossy());
            let found = match SitePath::new(inner.as_str()) {
                Some(inner) if entry.file_type()?.is_dir() => self.foreign_in(&inner)?,
                Some(inner) if self.ours.contains(&inner) => None,
                _ => Some(inner),
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Refuses symbolic links as folders of these files: publishing would write or remove files outside of the output
    /// folder.
    fn refuse_links<'p>(&self, files: impl Iterator<Item = &'p SitePath>) -> Result<(), Diagnostic> {
        let folders: BTreeSet<&str> = files.flat_map(outer_folders).collect();
        match folders.iter().find(|folder| self.path.join(folder).is_symlink()) {
            None => Ok(()),
            Some(link) => Err(Diagnostic::error(
                "foreign-folder",
                format!("`{}` is a link to another folder", self.path.join(link).display()),
            )
            .help("remove the link, or choose another folder with `--output-dir`")),
        }
    }
}

/// Compares a folder with the site; writes nothing.
///
/// # Errors
/// A folder that is not ours (without `force`), a foreign file where a page would stand, and I/O.
pub fn plan(files: &Files, folder: &Path, force: bool) -> Result<Plan, Diagnostic> {
    Folder::inspect(folder, force)?.plan(files)
}

/// Removes the published files from a folder, with the leftovers of an interrupted publish, and returns the paths of the
/// files. Files that are not ours stay. Calls `on_wait` before waiting for another process.
///
/// # Errors
/// A manifest that cannot be used, and I/O.
pub fn clean(folder: &Path, on_wait: impl FnMut()) -> Result<Vec<SitePath>, Diagnostic> {
    let is_ours = [manifest::NAME, STAGING, lock::NAME]
        .iter()
        .any(|name| folder.join(name).exists());
    if !is_ours {
        return Ok(Vec::new());
    }
    let output = Output::open(folder, true, on_wait)?;
    let found = Folder::inspect(folder, true)?;
    found.refuse_links(found.ours.iter())?;
    found.ours.iter().try_for_each(|path| output.remove(path))?;
    let manifest = folder.join(manifest::NAME);
    match fs::remove_file(&manifest) {
        Err(error) if !is_absence(&error) => return Err(failed(&manifest, &error)),
        _ => {}
    }
    drop(output);
    // The folder itself too, unless it is not empty.
    let _ = fs::remove_dir(folder);
    Ok(found.ours.into_iter().collect())
}

/// Removes the cache folder that earlier versions of the program left in a site's root.
pub fn remove_old_cache(root: &Path) {
    // Errors do not matter: the folder is unused.
    let _ = fs::remove_dir_all(root.join(".glossator-cache"));
}

/// Whether a file is a page; pages are written after the assets they need.
fn is_page(path: &SitePath) -> bool {
    path.as_str().ends_with(".html")
}

/// The folders that contain a file, outermost first.
fn outer_folders(path: &SitePath) -> impl Iterator<Item = &str> {
    let path = path.as_str();
    path.match_indices('/').map(move |(at, _)| &path[..at])
}

/// The old files that prevent a new one from being created: one path is a folder of the other, or both are the same on a
/// case-insensitive file system.
fn blocking<'a>(old: &'a [SitePath], new: &[SitePath]) -> BTreeSet<&'a str> {
    let exact: BTreeSet<&str> = new.iter().map(SitePath::as_str).collect();
    let any_case: BTreeSet<String> = exact.iter().map(|path| path.to_ascii_lowercase()).collect();
    let folders: BTreeSet<&str> = new.iter().flat_map(outer_folders).collect();
    let blocks = |path: &&SitePath| {
        folders.contains(path.as_str())
            || any_case.contains(&path.as_str().to_ascii_lowercase())
            || outer_folders(path).any(|folder| exact.contains(folder))
    };
    old.iter().filter(blocks).map(SitePath::as_str).collect()
}

/// Removes a file of ours, and its folders as far as they become empty.
fn remove(folder: &Path, path: &SitePath) -> io::Result<()> {
    let file = folder.join(path.as_str());
    match fs::remove_file(&file) {
        // Already gone.
        Err(error) if !is_absence(&error) => return Err(error),
        _ => {}
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

/// Refuses an output folder that is a file or a dangling link.
fn require_folder_or_missing(path: &Path) -> Result<(), Diagnostic> {
    let what = match (fs::symlink_metadata(path), fs::metadata(path)) {
        (_, Ok(found)) if !found.is_dir() => "is no folder",
        (Ok(_), Err(error)) if is_absence(&error) => "is a link that leads nowhere",
        _ => return Ok(()),
    };
    Err(
        Diagnostic::error("output-failed", format!("`{}` {what}", path.display()))
            .help("move it away, or choose another folder with `--output-dir`"),
    )
}

/// Whether a folder is missing or empty, except for [`IGNORED_NAMES`].
fn is_vacant(folder: &Path) -> io::Result<bool> {
    let counts = |entry: &fs::DirEntry| !IGNORED_NAMES.iter().any(|name| entry.file_name() == *name);
    match fs::read_dir(folder) {
        Ok(entries) => Ok(!entries.filter_map(Result::ok).any(|entry| counts(&entry))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Whether an error means that the file does not exist, or cannot exist.
fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | InvalidFilename)
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-failed", format!("cannot write `{}`: {error}", path.display()))
        .help("check the permissions and the space left, or choose another folder with `--output-dir`")
}
