//! Cache: what a build leaves on the disk for the next one, in a folder that may be deleted at any time.
//!
//! It holds the memory of the build (see [`crate::compile::Memory`]) and what the system said of every input and output
//! file, so that a build after which nothing changed need not even read them. A cache of another program, of other
//! options or with a single byte amiss is no cache: the build is then made from the start, with the same result.

mod code;
mod derived;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::apparatus::Apparatus;
use crate::compile::{Derived, Memory};
use crate::mention::Mentions;
use crate::publish::{Output, Placed};
use crate::read::{Overrides, Stamp, stamps};
use crate::view::SitePath;

use code::{Reader, Writer};

/// Name of the folder, beside the configuration.
pub const FOLDER: &str = ".glossator-cache";
/// What every cache begins with.
const MARK: &str = "glossator cache 1";
/// A file that was written so shortly before it was looked at may be written again without its time telling.
const UNSURE: Duration = Duration::from_millis(50);

/// The cache of one site with one output folder.
#[derive(Debug)]
pub struct Cache {
    root: PathBuf,
    file: PathBuf,
    /// What the passes before the pages made: seldom new, and read only when something is to be made.
    derived: PathBuf,
    /// Fingerprint of the program, the options and the output folder.
    key: u64,
}

/// What a build left.
#[derive(Debug, Default)]
pub struct Left {
    /// Its inputs, as the system described them before they were read.
    pub inputs: Vec<(String, Stamp)>,
    /// Further files that are no inputs of their folders: the configuration and the sources.
    pub named: Vec<String>,
    /// Whether it had nothing to say of the inputs, so that a build with the same ones has not either.
    pub silent: bool,
    /// What it said at its end: how much the site has.
    pub counts: String,
    /// The files beside the pages and bundles: assets, and the manifest.
    pub others: Vec<(String, Stamp)>,
    /// What it made.
    pub memory: Memory<Placed>,
}

impl Cache {
    /// The cache for a site's configuration, the options that the result depends on, and an output folder.
    pub fn of(config: &Path, overrides: &Overrides, output: &Path) -> Self {
        let root = config.parent().unwrap_or(Path::new("")).to_owned();
        let output = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let options = format!(
            "{:?} {:?} {} {}",
            config.file_name(),
            overrides,
            output.display(),
            program()
        );
        let key = xxh3_64(options.as_bytes());
        let place = xxh3_64(output.to_string_lossy().as_bytes());
        let file = root.join(FOLDER).join(format!("{place:016x}"));
        Self {
            derived: file.with_extension("derived"),
            file,
            root,
            key,
        }
    }

    /// Removes all caches of a site.
    pub fn clear(root: &Path) {
        // One that cannot be removed is checked before it is used, as ever.
        let _ = fs::remove_dir_all(root.join(FOLDER));
    }

    /// What the build before left, but for what its passes derived; nothing where there is none, or none that can be
    /// relied on.
    pub fn read(&self) -> Option<Left> {
        self.body(&self.file, |mut reader| code::left(&mut reader))
    }

    /// What the passes of an earlier build derived; nothing where that cannot be relied on.
    pub fn read_derived(&self) -> (Option<Derived<Mentions>>, Option<Derived<Apparatus>>) {
        self.body(&self.derived, derived::read).unwrap_or_default()
    }

    /// What is in a file of this cache, as `read` makes it out.
    fn body<T>(&self, file: &Path, read: impl FnOnce(Reader) -> Option<T>) -> Option<T> {
        let bytes = fs::read(file).ok()?;
        let (body, sum) = bytes.split_last_chunk::<8>()?;
        if xxh3_64(body) != u64::from_le_bytes(*sum) {
            // So that it is written again.
            let _ = fs::remove_file(file);
            return None;
        }
        let mut reader = Reader::new(body);
        let fits = reader.text()? == MARK && reader.number()? == self.key;
        if fits { read(reader) } else { None }
    }

    /// Leaves this for the next build. A cache that cannot be written is none: the next build takes longer.
    pub fn write(&self, left: &Left) {
        let folder = self.root.join(FOLDER);
        let _ = fs::create_dir_all(&folder);
        let _ = self.replace(&self.file, |writer| code::write_left(writer, left));
        let stands = |bases| derived::head(&self.derived).is_some_and(|found| found == (self.key, bases));
        if let Some(bases) = derived::bases(&left.memory).filter(|bases| !stands(*bases)) {
            let _ = self.replace(&self.derived, |writer| derived::write(writer, bases, &left.memory));
        }
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            let _ = fs::write(ignore, "*\n");
        }
    }

    /// Writes a file of this cache.
    fn replace(&self, file: &Path, write: impl FnOnce(&mut Writer)) -> io::Result<()> {
        let part = file.with_added_extension("part");
        let mut writer = Writer::create(&part)?;
        writer.text(MARK);
        writer.number(self.key);
        write(&mut writer);
        writer.finish()?;
        fs::rename(&part, file)
    }

    /// What the system says of all inputs now; a file that was written since a time, or just before it, is not trusted.
    pub fn look_at_inputs(&self, named: &[String], since: SystemTime) -> Option<Vec<(String, Stamp)>> {
        let mut inputs = stamps(&self.root, named).ok()?;
        for (_, stamp) in &mut inputs {
            if stamp.is_after(since - UNSURE) {
                *stamp = Stamp::default();
            }
        }
        Some(inputs)
    }

    /// Whether inputs and output are what they were when the build before was done.
    pub fn is_unchanged(&self, left: &Left, folder: &Path) -> bool {
        let trusted = |stamp: &Stamp| *stamp != Stamp::default();
        let known = left.inputs.iter().all(|(_, stamp)| trusted(stamp));
        let look = || stamps(&self.root, &left.named);
        let same_inputs = || known && look().is_ok_and(|now| now == left.inputs);
        left.silent && same_inputs() && left.stands_in(folder)
    }
}

impl Left {
    /// Whether every file of the site stands in a folder as it did.
    fn stands_in(&self, folder: &Path) -> bool {
        let stands = |path: &str, stamp: Stamp| {
            let found = fs::symlink_metadata(folder.join(path));
            stamp != Stamp::default() && found.is_ok_and(|found| found.is_file() && Stamp::of(&found) == stamp)
        };
        let made = self.memory.pages.par_iter().map(|(_, made)| made);
        let made = made.chain(self.memory.bundles.par_iter().map(|(_, made)| made));
        let placed = |(path, _, placed): &(SitePath, _, Placed)| stands(path.as_str(), placed.stamp());
        self.others.iter().all(|(path, stamp)| stands(path, *stamp))
            && made.into_par_iter().all(|made| made.files.iter().all(placed))
    }

    /// Number of files of the site, the manifest aside.
    pub fn files(&self) -> usize {
        let bundles = self.memory.bundles.values().map(|made| made.files.len());
        self.memory.pages.len() + bundles.sum::<usize>() + self.others.len() - 1
    }
}

/// What tells this program from any other: the caches of two builds of the same version are not mixed up.
fn program() -> String {
    let own = std::env::current_exe().and_then(fs::metadata);
    let stamp = own.map_or(Stamp::default(), |metadata| Stamp::of(&metadata));
    format!("{} {stamp:?}", env!("CARGO_PKG_VERSION"))
}

/// What the system says of the files beside pages and bundles, once they are at their place.
pub fn others(output: &Path, files: &[SitePath]) -> Vec<(String, Stamp)> {
    let paths = files.iter().map(SitePath::as_str).chain([Output::MANIFEST]);
    let stamp =
        |path: &str| fs::symlink_metadata(output.join(path)).map_or(Stamp::default(), |found| Stamp::of(&found));
    paths.map(|path| (path.to_owned(), stamp(path))).collect()
}
