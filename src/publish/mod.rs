//! The last pass, publish: brings the output folder from the site that stands there to the new one.
//!
//! One process at a time: a lock in the folder keeps others waiting. What differs is first written to a staging folder
//! beside the site. Only when all of it is there does each file move to its place, in one step; then the files of ours
//! go that the new site no longer has. Files that are not ours are never touched. Which files are ours is in the
//! manifest: it is first widened to everything this publish will touch and, at the end, narrowed to what then stands
//! there, so that a publish that was interrupted is completed by the next one.

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

/// The folder, in the output folder, of files that are not at their place yet.
const STAGING: &str = ".glossator-new";
/// What may stand in an output folder that counts as empty: what an interrupted publish left there, and the file by
/// which a repository keeps an empty folder.
const NO_CONTENT: [&str; 3] = [STAGING, lock::NAME, ".gitignore"];

/// What a publish does, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files to write, in order: assets before the pages that need them.
    pub write: Vec<SitePath>,
    /// Files of ours that the site no longer has.
    pub remove: Vec<SitePath>,
}

impl Plan {
    /// Whether the folder already is the site.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// An output folder that no other process publishes to as long as this value lives.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    force: bool,
    /// Whether the folder was there before.
    existed: bool,
    /// Taken away when the folder is left.
    lock: Option<Lock>,
}

impl Output {
    /// Locks a folder, which is made if it is missing, and removes what an interrupted publish left waiting in it. Calls
    /// `waits` before it waits for another process.
    ///
    /// # Errors
    /// A folder that is not ours (without `force`), and I/O.
    pub fn open(folder: &Path, force: bool, waits: impl FnMut()) -> Result<Self, Diagnostic> {
        // Looked at before the lock, so that nothing is written into a folder of others; what is in it is read after.
        Folder::look(folder, force)?;
        let existed = folder.exists();
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        let lock = Lock::acquire(folder, waits).map_err(|error| failed(folder, &error))?;
        let output = Self {
            folder: folder.to_owned(),
            force,
            existed,
            lock: Some(lock),
        };
        output.clear_staging()?;
        Ok(output)
    }

    /// Brings the folder to the new site, which consists of these files.
    ///
    /// # Errors
    /// A folder or a file that is not ours (without `force`): then the folder is as it was; and I/O, with the file
    /// concerned: what was done until then is completed by the next publish.
    pub fn publish(self, files: &Files) -> Result<Plan, Diagnostic> {
        let folder = Folder::look(&self.folder, self.force)?;
        let plan = folder.plan(files)?;
        let manifest = Manifest::of(files.keys().cloned());
        let is_listed = fs::read(self.folder.join(manifest::NAME)).is_ok_and(|found| found == manifest.bytes());
        if plan.is_empty() && is_listed {
            return Ok(plan);
        }
        self.stage(&plan.write, files)?;
        self.replace_manifest(&Manifest::of(files.keys().chain(&folder.ours).cloned()))?;
        // What stands in the way of a new file goes first, everything else when the new site is there.
        let blocking = blocking(&plan.remove, &plan.write);
        let (first, last): (Vec<&SitePath>, Vec<&SitePath>) =
            plan.remove.iter().partition(|old| blocking.contains(old.as_str()));
        first.into_iter().try_for_each(|path| self.remove(path))?;
        self.move_in(&plan.write)?;
        last.into_iter().try_for_each(|path| self.remove(path))?;
        self.replace_manifest(&manifest)?;
        Ok(plan)
    }

    /// Where the file with a number in the plan waits.
    fn staged(&self, number: usize) -> PathBuf {
        self.folder.join(STAGING).join(number.to_string())
    }

    /// Writes the bytes of these files, not yet at their places.
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
        paths.iter().enumerate().try_for_each(|(number, path)| {
            let place = self.folder.join(path.as_str());
            fs::rename(self.staged(number), &place).map_err(|error| failed(&place, &error))
        })
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
    /// What was not moved to its place goes; so does the folder, if it was not there before and has nothing in it.
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = self.clear_staging();
        self.lock = None;
        if !self.existed {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// What stands in an output folder.
struct Folder<'a> {
    path: &'a Path,
    force: bool,
    /// The files of the site that stands there.
    ours: BTreeSet<SitePath>,
}

impl<'a> Folder<'a> {
    /// Looks at a folder.
    ///
    /// # Errors
    /// A folder that is not ours (without `force`), something that is no folder, and I/O.
    fn look(path: &'a Path, force: bool) -> Result<Self, Diagnostic> {
        is_folder_or_missing(path)?;
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

    /// What becoming the new site takes.
    fn plan(&self, files: &Files) -> Result<Plan, Diagnostic> {
        self.refuse_links(files.keys().chain(&self.ours))?;
        let differs: Result<Vec<bool>, Diagnostic> = files
            .par_iter()
            .map(|(path, bytes)| Ok(!self.stands(path, bytes)?))
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

    /// Whether a file stands at its place as it should.
    fn stands(&self, path: &SitePath, bytes: &[u8]) -> Result<bool, Diagnostic> {
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
            // A folder of ours whose files all go, so that a file can stand there.
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

    /// The path of something in the folder `path` that is not ours, if there is any.
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

    /// Refuses an output folder in which a folder of these files is a link to elsewhere: what would be written or
    /// removed there is not ours.
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

/// Compares the site with what stands in a folder; writes nothing.
///
/// # Errors
/// A folder that is not ours (without `force`), a foreign file where a page would stand, and I/O.
pub fn plan(files: &Files, folder: &Path, force: bool) -> Result<Plan, Diagnostic> {
    Folder::look(folder, force)?.plan(files)
}

/// Removes the published files from a folder, and what an interrupted publish left there, and gives the paths of the
/// files; files of others stay. Calls `waits` before it waits for another process.
///
/// # Errors
/// A manifest that cannot be used, and I/O.
pub fn clean(folder: &Path, waits: impl FnMut()) -> Result<Vec<SitePath>, Diagnostic> {
    let is_ours = [manifest::NAME, STAGING, lock::NAME]
        .iter()
        .any(|name| folder.join(name).exists());
    if !is_ours {
        return Ok(Vec::new());
    }
    let output = Output::open(folder, true, waits)?;
    let found = Folder::look(folder, true)?;
    found.refuse_links(found.ours.iter())?;
    found.ours.iter().try_for_each(|path| output.remove(path))?;
    let list = folder.join(manifest::NAME);
    match fs::remove_file(&list) {
        Err(error) if !is_absence(&error) => return Err(failed(&list, &error)),
        _ => {}
    }
    drop(output);
    // The folder itself goes too, unless others have files in it.
    let _ = fs::remove_dir(folder);
    Ok(found.ours.into_iter().collect())
}

/// Removes the cache that earlier versions of the program kept in a site's root folder.
pub fn remove_old_cache(root: &Path) {
    // A folder that is not there, or that cannot be removed, is in nobody's way.
    let _ = fs::remove_dir_all(root.join(".glossator-cache"));
}

/// Whether a file is a page, which wants the others to stand when it does.
fn is_page(path: &SitePath) -> bool {
    path.as_str().ends_with(".html")
}

/// The folders that a file stands in, from the outside in.
fn outer_folders(path: &SitePath) -> impl Iterator<Item = &str> {
    let path = path.as_str();
    path.match_indices('/').map(move |(at, _)| &path[..at])
}

/// The old files that cannot stand while a new one does: one is a folder of the other's path, or they are one file
/// where the disk does not tell upper from lower case.
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

/// Removes a file of ours, and the folders that this leaves empty.
fn remove(folder: &Path, path: &SitePath) -> io::Result<()> {
    let file = folder.join(path.as_str());
    match fs::remove_file(&file) {
        // What cannot be there need not be removed: no such file, no such folder, no such name.
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

/// Refuses an output folder that is a file, or a link that leads nowhere.
fn is_folder_or_missing(path: &Path) -> Result<(), Diagnostic> {
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

/// Whether a folder is missing or has nothing in it that counts (see [`NO_CONTENT`]).
fn is_vacant(folder: &Path) -> io::Result<bool> {
    let counts = |entry: &fs::DirEntry| !NO_CONTENT.iter().any(|name| entry.file_name() == *name);
    match fs::read_dir(folder) {
        Ok(entries) => Ok(!entries.filter_map(Result::ok).any(|entry| counts(&entry))),
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
