//! The last pass, publish: brings the output folder from the site that stands there to the new one.
//!
//! What differs is first written into a folder of its own beside the site. Only when all of it is there and judged to be
//! sound is it moved to its place, each file in one step; files of ours that the new site no longer has are removed,
//! files that are not ours are never touched. Which files are ours is in the manifest: it is first widened to
//! everything this publish will touch and, at the end, narrowed to what then stands there, so that a publish that was
//! interrupted is completed by the next one.

mod manifest;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};

use rayon::prelude::*;

use manifest::Manifest;

use crate::diagnostic::Diagnostic;
use crate::proof::Kept;
use crate::read::Stamp;
use crate::view::{Files, SitePath};

/// A file being written has this at the end of its name; one found later is left from a publish that was interrupted.
const UNFINISHED: &str = ".glossator-part";
/// The folder, in the output folder, of files that are not at their place yet.
const STAGING: &str = ".glossator-new";

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

/// An output folder into which a site is being brought, file by file.
#[derive(Debug)]
pub struct Output {
    folder: Arc<Path>,
    /// Where files wait.
    staging: Arc<Path>,
    force: bool,
    /// Whether the folder was there before.
    existed: bool,
    /// Whether nothing stands there: then the files wait in the folders in which they will stand, and these move whole.
    is_new: bool,
    /// The files of the site that stands there.
    ours: HashSet<SitePath>,
    /// The same, sorted.
    listed: Vec<SitePath>,
    /// The folders in it that are known to be folders, or nothing.
    sound: Mutex<BTreeSet<String>>,
    cleared: Once,
    staged: AtomicUsize,
    /// What could not be taken in, by path.
    failures: Mutex<BTreeMap<SitePath, Diagnostic>>,
}

/// A file of the new site: as it stands at its place already, or waiting to be moved there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    path: SitePath,
    /// The folder in which its bytes are now; none where that is not known.
    folder: Option<Arc<Path>>,
    /// Its name in that folder, where that is not its path.
    number: Option<usize>,
    waits: bool,
    /// What the system says of those bytes.
    stamp: Stamp,
}

impl Placed {
    /// A file that an earlier publish brought to its place.
    pub(crate) fn remembered(path: SitePath, stamp: Stamp) -> Self {
        Self {
            path,
            folder: None,
            number: None,
            waits: false,
            stamp,
        }
    }

    /// Where its bytes are now.
    fn file(&self) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        Some(match self.number {
            Some(number) => folder.join(number.to_string()),
            None => folder.join(self.path.as_str()),
        })
    }

    /// What the system says of its bytes.
    pub(crate) fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Number of its bytes.
    pub fn length(&self) -> usize {
        usize::try_from(self.stamp.length).unwrap_or(usize::MAX)
    }

    /// Whether it is new or differs from what stands at its place.
    pub fn is_new(&self) -> bool {
        self.waits
    }
}

impl Kept for Placed {
    fn html(&self) -> Cow<'_, [u8]> {
        let bytes = self.file().and_then(|file| fs::read(file).ok());
        Cow::Owned(bytes.unwrap_or_default())
    }
}

impl Output {
    /// Name of the list of our files, in the folder.
    pub const MANIFEST: &str = manifest::NAME;

    /// Looks at a folder.
    ///
    /// # Errors
    /// A folder that is not ours (without `force`), and I/O.
    pub fn open(folder: &Path, force: bool) -> Result<Self, Diagnostic> {
        let manifest = Manifest::read(folder)?;
        let is_new = manifest.is_none() && is_empty(folder).map_err(|error| failed(folder, &error))?;
        if manifest.is_none() && !force && !is_new {
            return Err(Diagnostic::error(
                "foreign-folder",
                format!("`{}` has files and was not made by this program", folder.display()),
            )
            .help("choose another folder with `--output-dir`, empty this one, or add to it with `--force`"));
        }
        let listed = manifest.unwrap_or_default().files;
        let output = Self {
            folder: folder.into(),
            staging: folder.join(STAGING).into(),
            force,
            existed: folder.exists(),
            is_new,
            ours: listed.iter().cloned().collect(),
            listed,
            sound: Mutex::default(),
            cleared: Once::new(),
            staged: AtomicUsize::new(0),
            failures: Mutex::default(),
        };
        let mut last = None;
        for path in &output.listed {
            // They are sorted: most stand in the folder of the one before.
            let folder = path.as_str().rsplit_once('/').map(|(folder, _)| folder);
            if folder != last {
                output.no_link(path)?;
                last = folder;
            }
        }
        Ok(output)
    }

    /// Takes in a file of the new site. Its bytes are written, but not yet at its place. Where that is not possible,
    /// [`Self::publish`] says so.
    pub fn put(&self, path: &SitePath, bytes: &[u8]) -> Placed {
        self.try_put(path, bytes).unwrap_or_else(|failure| {
            let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
            failures.insert(path.clone(), failure);
            Placed::remembered(path.clone(), Stamp::default())
        })
    }

    fn try_put(&self, path: &SitePath, bytes: &[u8]) -> Result<Placed, Diagnostic> {
        if !self.is_new && self.stands(path, bytes)? {
            // What cannot be looked at counts as changed the next time.
            let stamp = fs::symlink_metadata(self.folder.join(path.as_str()));
            return Ok(Placed {
                folder: Some(Arc::clone(&self.folder)),
                ..Placed::remembered(path.clone(), stamp.map_or(Stamp::default(), |found| Stamp::of(&found)))
            });
        }
        // What an interrupted publish left waiting is no part of this site. What cannot be removed is in the way of
        // what is written now, and that tells.
        self.cleared.call_once(|| drop(fs::remove_dir_all(&self.staging)));
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let mut placed = Placed {
            path: path.clone(),
            folder: Some(Arc::clone(&self.staging)),
            number: (!self.is_new).then_some(number),
            waits: true,
            stamp: Stamp::default(),
        };
        let file = placed.file().unwrap_or_default();
        // Moving the file to its place changes neither size nor time.
        placed.stamp = write(&file, bytes).map_err(|error| failed(&file, &error))?;
        Ok(placed)
    }

    /// A file that an earlier publish brought to its place, as far as size and time of the file there say that it still
    /// stands as it did.
    pub fn stands_as(&self, placed: &Placed) -> Option<Placed> {
        let file = self.folder.join(placed.path.as_str());
        let stamp = Stamp::of(&fs::symlink_metadata(&file).ok()?);
        (self.ours.contains(&placed.path) && placed.stamp == stamp).then(|| Placed {
            folder: Some(Arc::clone(&self.folder)),
            ..Placed::remembered(placed.path.clone(), stamp)
        })
    }

    /// Whether a file stands at its place as it should.
    fn stands(&self, path: &SitePath, bytes: &[u8]) -> Result<bool, Diagnostic> {
        self.no_link(path)?;
        let file = self.folder.join(path.as_str());
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
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                let theirs =
                    foreign_in(&self.folder, path, &self.ours).map_err(|error| failed(&self.folder, &error))?;
                match theirs {
                    Some(theirs) => Err(Diagnostic::error(
                        "foreign-file",
                        format!(
                            "`{theirs}` in the output folder is not ours, and the file `{path}` would need its place"
                        ),
                    )
                    .help("move it away, or give the site's file another name")),
                    None => Ok(false),
                }
            }
            Err(error) => Err(failed(&file, &error)),
        }
    }

    /// Refuses an output folder in which a folder is a link to elsewhere: what would be written or removed there
    /// is not ours.
    fn no_link(&self, path: &SitePath) -> Result<(), Diagnostic> {
        let Some((around, _)) = path.as_str().rsplit_once('/') else {
            return Ok(());
        };
        let mut sound = self.sound.lock().unwrap_or_else(PoisonError::into_inner);
        if sound.contains(around) {
            return Ok(());
        }
        let ends = around.match_indices('/').map(|(at, _)| at).chain([around.len()]);
        for inner in ends.map(|end| &around[..end]) {
            if self.folder.join(inner).is_symlink() {
                return Err(Diagnostic::error(
                    "foreign-folder",
                    format!("`{}` is a link to another folder", self.folder.join(inner).display()),
                )
                .help("remove the link, or choose another folder with `--output-dir`"));
            }
            sound.insert(inner.to_owned());
        }
        Ok(())
    }

    /// What becoming the new site takes, which consists of the files of the manifest.
    fn plan(&self, placed: &[Placed], manifest: &Manifest) -> Plan {
        let waiting = placed.iter().filter(|file| file.waits);
        let mut write: Vec<SitePath> = waiting.map(|file| file.path.clone()).collect();
        write.par_sort_unstable_by(|left, right| (is_page(left), left).cmp(&(is_page(right), right)));
        // Both lists are sorted.
        let mut stays = manifest.files.iter().peekable();
        let is_gone = |path: &&SitePath| {
            while stays.next_if(|other| other < path).is_some() {}
            stays.peek() != Some(path)
        };
        Plan {
            write,
            remove: self.listed.iter().filter(is_gone).cloned().collect(),
        }
    }

    /// Brings the folder to the new site, which consists of these files.
    ///
    /// # Errors
    /// A file that could not be taken in: then the folder is as it was; and I/O, with the file concerned: what was done
    /// until then is completed by the next publish.
    pub fn publish(self, placed: &[Placed]) -> Result<Plan, Diagnostic> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, failure)) = failures.pop_first() {
            return Err(failure);
        }
        drop(failures);
        let final_manifest = Manifest::of(placed.iter().map(|file| file.path.clone()));
        let plan = self.plan(placed, &final_manifest);
        let folder = &*self.folder;
        let replace_ours = |path: &Path, bytes: &[u8]| replace(path, bytes).map_err(|error| failed(path, &error));
        let manifest_path = folder.join(manifest::NAME);
        let is_listed = fs::read(&manifest_path).is_ok_and(|found| found == final_manifest.bytes());
        if is_listed && plan.remove.is_empty() {
            self.move_in(placed, &plan.write)?;
            return Ok(plan);
        }
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        if self.is_new {
            replace_ours(&manifest_path, &final_manifest.bytes())?;
            move_all(&self.staging, folder)?;
            return Ok(plan);
        }
        let touched = Manifest::of(final_manifest.files.iter().chain(&plan.remove).cloned());
        replace_ours(&manifest_path, &touched.bytes())?;
        let remove =
            |path: &SitePath| remove(folder, path).map_err(|error| failed(&folder.join(path.as_str()), &error));
        // What stands in the way of a new file goes first, everything else when the new site is there.
        let in_the_way = in_the_way(&plan.remove, &plan.write);
        let (first, last): (Vec<&SitePath>, Vec<&SitePath>) =
            plan.remove.iter().partition(|old| in_the_way.contains(old.as_str()));
        first.into_iter().try_for_each(remove)?;
        self.move_in(placed, &plan.write)?;
        last.into_iter().try_for_each(remove)?;
        replace_ours(&manifest_path, &final_manifest.bytes())?;
        Ok(plan)
    }

    /// Moves the files that wait to their places, in this order.
    fn move_in(&self, placed: &[Placed], order: &[SitePath]) -> Result<(), Diagnostic> {
        let waiting = placed.iter().filter(|file| file.waits);
        let waiting: BTreeMap<&SitePath, PathBuf> =
            waiting.filter_map(|file| Some((&file.path, file.file()?))).collect();
        let mut made: BTreeSet<&Path> = BTreeSet::new();
        for path in order {
            let outer = Path::new(path.as_str()).parent().unwrap_or(Path::new(""));
            if made.insert(outer) {
                let outer = self.folder.join(outer);
                // Where that fails, moving the file fails too, and tells which.
                let _ = fs::create_dir_all(&outer);
            }
        }
        let (assets, pages) = order.split_at(order.partition_point(|path| !is_page(path)));
        let move_one = |path: &SitePath| {
            let place = self.folder.join(path.as_str());
            fs::rename(&waiting[path], &place).map_err(|error| failed(&place, &error))
        };
        assets.par_iter().try_for_each(move_one)?;
        pages.par_iter().try_for_each(move_one)
    }
}

impl Drop for Output {
    /// What was not moved to its place goes; so does the folder, if it was not there before and has nothing in it.
    /// Without a file taken in, nothing is touched: another build may be at work there.
    fn drop(&mut self) {
        if self.staged.load(Ordering::Relaxed) == 0 {
            return;
        }
        // What is left is removed by the next publish.
        let _ = fs::remove_dir_all(&self.staging);
        if !self.existed {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Compares the site with what stands in a folder; writes nothing.
///
/// # Errors
/// A folder that is not ours (without `force`), a foreign file where a page would stand, and I/O.
pub fn plan(files: &Files, folder: &Path, force: bool) -> Result<Plan, Diagnostic> {
    let output = Output::open(folder, force)?;
    let manifest = Manifest::of(files.keys().cloned());
    let placed: Result<Vec<Placed>, Diagnostic> = files
        .par_iter()
        .map(|(path, bytes)| {
            Ok(Placed {
                waits: !output.stands(path, bytes)?,
                ..Placed::remembered(path.clone(), Stamp::default())
            })
        })
        .collect();
    Ok(output.plan(&placed?, &manifest))
}

/// Publishes a site that is in memory.
///
/// # Errors
/// As [`Output::open`] and [`Output::publish`].
pub fn publish(files: &Files, folder: &Path, force: bool) -> Result<Plan, Diagnostic> {
    let output = Output::open(folder, force)?;
    let placed: Vec<Placed> = files.par_iter().map(|(path, bytes)| output.put(path, bytes)).collect();
    output.publish(&placed)
}

/// Whether a file is a page, which wants the others to stand when it does.
fn is_page(path: &SitePath) -> bool {
    path.as_str().ends_with(".html")
}

/// The path of something in the folder `path` that is not ours, if there is any.
fn foreign_in(folder: &Path, path: &SitePath, ours: &HashSet<SitePath>) -> io::Result<Option<String>> {
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

/// The old files that cannot stand while a new one does: one is a folder of the other's path, or they are one file
/// where the disk does not tell upper from lower case.
fn in_the_way<'a>(old: &'a [SitePath], new: &[SitePath]) -> BTreeSet<&'a str> {
    let outer = |path: &SitePath| -> Vec<String> {
        let path = path.as_str();
        path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect()
    };
    let files: BTreeSet<String> = new.iter().map(|path| path.as_str().to_ascii_lowercase()).collect();
    let exact: BTreeSet<&str> = new.iter().map(SitePath::as_str).collect();
    let folders: BTreeSet<String> = new.iter().flat_map(outer).collect();
    let blocks = |path: &&SitePath| {
        folders.contains(path.as_str())
            || files.contains(&path.as_str().to_ascii_lowercase())
            || outer(path).iter().any(|folder| exact.contains(folder.as_str()))
    };
    old.iter().filter(blocks).map(SitePath::as_str).collect()
}

/// Removes the published files from a folder, and gives their paths; files of others stay.
///
/// # Errors
/// A manifest that cannot be used, and I/O.
pub fn clean(folder: &Path) -> Result<Vec<SitePath>, Diagnostic> {
    let Some(manifest) = Manifest::read(folder)? else {
        return Ok(Vec::new());
    };
    let output = Output::open(folder, true)?;
    manifest.files.iter().try_for_each(|path| output.no_link(path))?;
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

/// Moves everything that is in a folder into another one, in which nothing of it stands.
fn move_all(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(from).map_err(|error| failed(from, &error))?;
    for entry in entries {
        let name = entry.map_err(|error| failed(from, &error))?.file_name();
        let place = to.join(&name);
        fs::rename(from.join(&name), &place).map_err(|error| failed(&place, &error))?;
    }
    Ok(())
}

/// Writes a file, in a folder that may have to be made first, and gives what the system says of it.
fn write(path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
    let mut file = match fs::File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::File::create(path)
        }
        created => created,
    }?;
    file.write_all(bytes)?;
    Ok(Stamp::of(&file.metadata()?))
}

/// Writes a file beside its place and moves it there, so that nobody ever sees half a file.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = unfinished(path);
    write(&part, bytes)?;
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

/// Whether a folder is missing or has nothing in it, but for files that a first publish left waiting when it was
/// interrupted.
fn is_empty(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.filter_map(Result::ok).all(|entry| entry.file_name() == STAGING)),
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
