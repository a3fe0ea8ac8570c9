//! Cache: what a build leaves on the disk for the next one, in a folder that may be deleted at any time.
//!
//! It holds the memory of the build (see [`crate::compile::Memory`]) and what the system said of every input and output
//! file, so that a build after which nothing changed need not even read them. A cache of another program, of other
//! options or with a single byte amiss is no cache: the build is then made from the start, with the same result.

mod code;
mod derived;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::apparatus::Apparatus;
use crate::compile::{Derived, Memory};
use crate::mention::Mentions;
use crate::publish::{Output, Placed};
use crate::read::{Overrides, Stamp, Stamps, stamps};
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

/// What a build left, as far as it must be looked at to see whether anything changed; the rest is not taken apart yet.
#[derive(Debug)]
pub struct Opened {
    /// The build's inputs, as the system described them before they were read.
    pub inputs: Stamps,
    /// Further files that are no inputs of their folders: the configuration and the sources.
    pub named: Vec<String>,
    bytes: Vec<u8>,
    /// Where in the bytes the rest begins.
    rest: usize,
}

/// The rest of what a build left.
#[derive(Debug)]
pub struct Left {
    /// What it made.
    pub memory: Memory<Placed>,
    /// What it came to.
    pub end: End,
}

/// What a build came to.
#[derive(Debug)]
pub struct End {
    /// Whether it had nothing to say of the inputs, so that a build with the same ones has not either.
    pub silent: bool,
    /// What it said at its end: how much the site has.
    pub counts: String,
    /// The files beside the pages and bundles: assets, and the manifest.
    pub others: Stamps,
}

/// A cache that is being written; one that is not finished goes.
pub struct Leaving {
    writer: Option<Writer>,
    part: PathBuf,
    file: PathBuf,
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
    pub fn open(&self) -> Option<Opened> {
        let bytes = self.sound(&self.file)?;
        let mut reader = self.reader(&bytes)?;
        let (inputs, named) = code::head(&mut reader)?;
        Some(Opened {
            inputs,
            named,
            rest: bytes.len() - reader.rest().len(),
            bytes,
        })
    }

    /// What the passes of an earlier build derived; nothing where that cannot be relied on.
    pub fn read_derived(&self) -> (Option<Derived<Mentions>>, Option<Derived<Apparatus>>) {
        let bytes = self.sound(&self.derived);
        let reader = bytes.as_deref().and_then(|bytes| self.reader(bytes));
        reader.and_then(derived::read).unwrap_or_default()
    }

    /// The bytes of a file of this cache without the fingerprint at their end, which must be theirs.
    fn sound(&self, file: &Path) -> Option<Vec<u8>> {
        let mut bytes = fs::read(file).ok()?;
        let (body, sum) = bytes.split_last_chunk::<8>()?;
        if xxh3_64(body) != u64::from_le_bytes(*sum) {
            // So that it is written again.
            let _ = fs::remove_file(file);
            return None;
        }
        bytes.truncate(bytes.len() - 8);
        Some(bytes)
    }

    /// Reads what follows the head of a file, where it is one of this cache.
    fn reader<'a>(&self, bytes: &'a [u8]) -> Option<Reader<'a>> {
        let mut reader = Reader::new(bytes);
        let fits = reader.text()? == MARK && reader.number()? == self.key;
        fits.then_some(reader)
    }

    /// Writes what the next build will want to know, up to what this one came to. A cache that cannot be written is
    /// none: the next build takes longer.
    pub fn write(&self, inputs: &[(String, Stamp)], named: &[String], memory: &Memory<Placed>) -> Leaving {
        let folder = self.root.join(FOLDER);
        let _ = fs::create_dir_all(&folder);
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            let _ = fs::write(ignore, "*\n");
        }
        let stands = |bases| derived::head(&self.derived).is_some_and(|found| found == (self.key, bases));
        if let Some(bases) = derived::bases(memory).filter(|bases| !stands(*bases)) {
            let mut leaving = self.begin(&self.derived);
            if let Some(writer) = &mut leaving.writer {
                derived::write(writer, bases, memory);
            }
            leaving.complete();
        }
        let mut leaving = self.begin(&self.file);
        if let Some(writer) = &mut leaving.writer {
            code::write_head(writer, inputs, named);
            code::write_memory(writer, memory);
        }
        leaving
    }

    /// Begins a file of this cache.
    fn begin(&self, file: &Path) -> Leaving {
        let part = file.with_added_extension("part");
        let writer = Writer::create(&part).ok().map(|mut writer| {
            writer.text(MARK);
            writer.number(self.key);
            writer
        });
        Leaving {
            writer,
            part,
            file: file.to_owned(),
        }
    }

    /// What the system says of all inputs now; a file that was written since a time, or just before it, is not trusted.
    pub fn look_at_inputs(&self, named: &[String], since: SystemTime) -> Option<Stamps> {
        let mut inputs = stamps(&self.root, named).ok()?;
        for (_, stamp) in &mut inputs {
            if stamp.is_after(since - UNSURE) {
                *stamp = Stamp::default();
            }
        }
        Some(inputs)
    }
}

impl Opened {
    /// Whether inputs are what they were, as far as the system's word can be trusted.
    pub fn has_same(&self, inputs: &[(String, Stamp)]) -> bool {
        let trusted = |(_, stamp): &(String, Stamp)| *stamp != Stamp::default();
        self.inputs.iter().all(trusted) && self.inputs == inputs
    }

    /// Takes the rest apart.
    pub fn left(&self) -> Option<Left> {
        let mut reader = Reader::new(self.bytes.get(self.rest..)?);
        Some(Left {
            memory: code::memory(&mut reader)?,
            end: code::end(&mut reader)?,
        })
    }
}

impl Leaving {
    /// Ends the cache with what the build came to.
    pub fn finish(mut self, end: &End) {
        if let Some(writer) = &mut self.writer {
            code::write_end(writer, end);
        }
        self.complete();
    }

    fn complete(&mut self) {
        if let Some(writer) = self.writer.take() {
            // One that cannot be written is none.
            let _ = writer.finish().and_then(|()| fs::rename(&self.part, &self.file));
        }
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            let _ = fs::remove_file(&self.part);
        }
    }
}

impl Left {
    /// Whether every file of the site stands in a folder as it did.
    pub fn stands_in(&self, folder: &Path) -> bool {
        let stands = |path: &str, stamp: Stamp| {
            let found = fs::symlink_metadata(folder.join(path));
            stamp != Stamp::default() && found.is_ok_and(|found| found.is_file() && Stamp::of(&found) == stamp)
        };
        let made = self.memory.pages.par_iter().map(|(_, made)| made);
        let made = made.chain(self.memory.bundles.par_iter().map(|(_, made)| made));
        let placed = |(path, _, placed): &(SitePath, _, Placed)| stands(path.as_str(), placed.stamp());
        self.end.others.iter().all(|(path, stamp)| stands(path, *stamp))
            && made.into_par_iter().all(|made| made.files.iter().all(placed))
    }

    /// Number of files of the site, the manifest aside.
    pub fn files(&self) -> usize {
        let bundles = self.memory.bundles.values().map(|made| made.files.len());
        self.memory.pages.len() + bundles.sum::<usize>() + self.end.others.len() - 1
    }
}

/// What tells this program from any other: the caches of two builds of the same version are not mixed up.
fn program() -> String {
    let own = std::env::current_exe().and_then(fs::metadata);
    let stamp = own.map_or(Stamp::default(), |metadata| Stamp::of(&metadata));
    format!("{} {stamp:?}", env!("CARGO_PKG_VERSION"))
}

/// What the system says of the files beside pages and bundles, once they are at their place.
pub fn others(output: &Path, files: &[SitePath]) -> Stamps {
    let paths = files.iter().map(SitePath::as_str).chain([Output::MANIFEST]);
    let stamp =
        |path: &str| fs::symlink_metadata(output.join(path)).map_or(Stamp::default(), |found| Stamp::of(&found));
    paths.map(|path| (path.to_owned(), stamp(path))).collect()
}
