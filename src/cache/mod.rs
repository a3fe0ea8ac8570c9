//! Cache: what a build leaves on the disk for the next one, in a folder that may be deleted at any time.
//!
//! It holds the memory of the build (see [`crate::compile::Memory`]) and what the system said of every input and output
//! file, so that a build after which nothing changed need not even read them. A cache of another program, of other
//! options or with a single byte amiss is no cache: the build is then made from the start, with the same result.
//!
//! It has three files. The head is small, tells whether any input changed, and is written last: it names the memory that
//! belongs to it by its fingerprint. The third has what `mention` and `apparatus` derived, which is seldom new.

mod code;
mod derived;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

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

/// The cache of one site with one output folder.
#[derive(Debug)]
pub struct Cache {
    root: PathBuf,
    /// The files: what is looked at first, what the build made, and what the passes before the pages made, which is
    /// seldom new.
    head: PathBuf,
    memory: PathBuf,
    derived: PathBuf,
    /// Fingerprint of the program, the options and the output folder.
    key: u64,
}

/// What a build left besides its memory: enough to see whether any input changed since.
#[derive(Debug)]
pub struct Head {
    /// The build's inputs, as the system described them before they were read.
    pub inputs: Stamps,
    /// Further files that are no inputs of their folders: the configuration and the sources.
    pub named: Vec<String>,
    /// What the build came to.
    pub end: End,
    /// Fingerprint of the memory that belongs to this.
    memory: u64,
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

/// A memory that is written, and waits for the end of the build; without it, it is never found.
pub struct Leaving {
    inputs: Stamps,
    named: Vec<String>,
    /// Its fingerprint; none where it could not be written.
    memory: Option<u64>,
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
            head: file.with_extension("head"),
            memory: file.with_extension("memory"),
            derived: file.with_extension("derived"),
            root,
            key,
        }
    }

    /// Removes all caches of a site.
    pub fn clear(root: &Path) {
        // One that cannot be removed is checked before it is used, as ever.
        let _ = fs::remove_dir_all(root.join(FOLDER));
    }

    /// What the build before left besides its memory; nothing where there is none, or none that can be relied on.
    pub fn head(&self) -> Option<Head> {
        let (bytes, _) = sound(&self.head)?;
        let mut reader = self.reader(&bytes)?;
        let (inputs, named) = code::inputs(&mut reader)?;
        Some(Head {
            inputs,
            named,
            end: code::end(&mut reader)?,
            memory: reader.number()?,
        })
    }

    /// The memory that belongs to a head.
    pub fn memory(&self, head: &Head) -> Option<Memory<Placed>> {
        let (bytes, _) = sound(&self.memory).filter(|(_, sum)| *sum == head.memory)?;
        code::memory(&mut self.reader(&bytes)?)
    }

    /// What the passes of an earlier build derived; nothing where that cannot be relied on.
    pub fn read_derived(&self) -> (Option<Derived<Mentions>>, Option<Derived<Apparatus>>) {
        let file = sound(&self.derived);
        let reader = file.as_ref().and_then(|(bytes, _)| self.reader(bytes));
        reader.and_then(derived::read).unwrap_or_default()
    }

    /// Reads what follows the mark and the key of a file, where these are this cache's.
    fn reader<'a>(&self, bytes: &'a [u8]) -> Option<Reader<'a>> {
        let mut reader = Reader::new(bytes);
        let fits = reader.text()? == MARK && reader.number()? == self.key;
        fits.then_some(reader)
    }

    /// Writes the memory, and what the passes derived where that is new. A cache that cannot be written is none: the
    /// next build takes longer.
    pub fn leave(&self, inputs: Stamps, named: Vec<String>, memory: &Memory<Placed>) -> Leaving {
        let folder = self.root.join(FOLDER);
        let _ = fs::create_dir_all(&folder);
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            let _ = fs::write(ignore, "*\n");
        }
        let stands = |bases| derived::head(&self.derived).is_some_and(|found| found == (self.key, bases));
        if let Some(bases) = derived::bases(memory).filter(|bases| !stands(*bases)) {
            let _ = self.write(&self.derived, |writer| derived::write(writer, bases, memory));
        }
        let written = self.write(&self.memory, |writer| code::write_memory(writer, memory));
        Leaving {
            inputs,
            named,
            memory: written.ok(),
        }
    }

    /// Ends the cache with what the build came to.
    pub fn finish(&self, leaving: Leaving, end: &End) {
        if let Some(memory) = leaving.memory {
            let _ = self.write(&self.head, |writer| {
                code::write_inputs(writer, &leaving.inputs, &leaving.named);
                code::write_end(writer, end);
                writer.number(memory);
            });
        }
    }

    /// Writes a file of this cache in one step, and gives its fingerprint.
    fn write(&self, file: &Path, write: impl FnOnce(&mut Writer)) -> io::Result<u64> {
        let part = file.with_added_extension("part");
        let mut writer = Writer::create(&part)?;
        writer.text(MARK);
        writer.number(self.key);
        write(&mut writer);
        let sum = writer.finish()?;
        fs::rename(&part, file)?;
        Ok(sum)
    }

    /// What the system says of all inputs now; a file that was written since a time, or just before it, is not trusted.
    pub fn look_at_inputs(&self, named: &[String], since: SystemTime) -> Option<Stamps> {
        let mut inputs = stamps(&self.root, named).ok()?;
        for (_, stamp) in &mut inputs {
            *stamp = stamp.sure(since);
        }
        Some(inputs)
    }
}

impl Head {
    /// Whether inputs are what they were, as far as the system's word can be trusted.
    pub fn has_same(&self, inputs: &[(String, Stamp)]) -> bool {
        let trusted = |(_, stamp): &(String, Stamp)| *stamp != Stamp::default();
        self.inputs.iter().all(trusted) && self.inputs == inputs
    }

    /// Whether every file of the site, which has this memory, stands in a folder as it did.
    pub fn stands_in(&self, folder: &Path, memory: &Memory<Placed>) -> bool {
        let stands = |path: &str, stamp: Stamp| {
            let found = fs::symlink_metadata(folder.join(path));
            stamp != Stamp::default() && found.is_ok_and(|found| found.is_file() && Stamp::of(&found) == stamp)
        };
        let made = memory.pages.par_iter().map(|(_, made)| made);
        let made = made.chain(memory.bundles.par_iter().map(|(_, made)| made));
        let placed = |(path, _, placed): &(SitePath, _, Placed)| stands(path.as_str(), placed.stamp());
        self.end.others.iter().all(|(path, stamp)| stands(path, *stamp))
            && made.into_par_iter().all(|made| made.files.iter().all(placed))
    }

    /// Number of files of the site, the manifest aside.
    pub fn files(&self, memory: &Memory<Placed>) -> usize {
        let bundles = memory.bundles.values().map(|made| made.files.len());
        memory.pages.len() + bundles.sum::<usize>() + self.end.others.len() - 1
    }
}

/// The bytes of a file of a cache, and the fingerprint at their end, which must be theirs.
fn sound(file: &Path) -> Option<(Vec<u8>, u64)> {
    let mut bytes = fs::read(file).ok()?;
    let (body, sum) = bytes.split_last_chunk::<8>()?;
    let sum = u64::from_le_bytes(*sum);
    if xxh3_64(body) != sum {
        // So that it is written again.
        let _ = fs::remove_file(file);
        return None;
    }
    bytes.truncate(bytes.len() - 8);
    Some((bytes, sum))
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
