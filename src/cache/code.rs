//! How a cache is written: numbers as eight bytes, everything else as its length and its parts.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::End;
use crate::compile::{Memory, Remembered};
use crate::proof::{Document, Lead};
use crate::publish::Placed;
use crate::read::{Stamp, Stamps};
use crate::view::SitePath;

/// Writes to a file, and keeps the fingerprint of all that it wrote.
pub(super) struct Writer {
    file: File,
    /// What is not written yet.
    buffer: Vec<u8>,
    sum: Xxh3,
    /// The first fault; nothing is written after it.
    fault: io::Result<()>,
}

impl Writer {
    /// So many bytes are written at once.
    const BUFFER: usize = 1 << 18;

    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: File::create(path)?,
            buffer: Vec::with_capacity(Self::BUFFER),
            sum: Xxh3::new(),
            fault: Ok(()),
        })
    }

    /// Ends the file with the fingerprint of what is in it, and gives that.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.drain();
        let sum = self.sum.digest();
        self.fault?;
        self.file.write_all(&sum.to_le_bytes())?;
        Ok(sum)
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        if self.buffer.len() + bytes.len() > Self::BUFFER {
            self.drain();
        }
        self.buffer.extend_from_slice(bytes);
    }

    fn drain(&mut self) {
        if self.fault.is_ok() {
            self.sum.update(&self.buffer);
            self.fault = self.file.write_all(&self.buffer);
        }
        self.buffer.clear();
    }

    pub(super) fn number(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.counted(text.as_bytes());
    }

    fn counted(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes(bytes);
    }

    fn flag(&mut self, flag: bool) {
        self.bytes(&[flag.into()]);
    }

    fn numbers(&mut self, numbers: &[u64]) {
        self.number(numbers.len() as u64);
        self.row(numbers.iter().map(|number| number.to_le_bytes()));
    }

    fn pairs(&mut self, pairs: impl ExactSizeIterator<Item = (u64, u64)>) {
        self.number(pairs.len() as u64);
        self.row(pairs.map(|(left, right)| (u128::from(left) | u128::from(right) << 64).to_le_bytes()));
    }

    /// Numbers one after the other, each as its bytes.
    fn row<const LENGTH: usize>(&mut self, row: impl ExactSizeIterator<Item = [u8; LENGTH]>) {
        let length = row.len() * LENGTH;
        if self.buffer.len() + length > Self::BUFFER {
            self.drain();
        }
        let start = self.buffer.len();
        self.buffer.resize(start + length, 0);
        let (places, _) = self.buffer[start..].as_chunks_mut::<LENGTH>();
        places.iter_mut().zip(row).for_each(|(place, bytes)| *place = bytes);
    }

    fn stamp(&mut self, stamp: Stamp) {
        self.number(stamp.length);
        self.number(stamp.modified);
    }

    fn stamps(&mut self, stamps: &[(String, Stamp)]) {
        self.number(stamps.len() as u64);
        for (path, stamp) in stamps {
            self.text(path);
            self.stamp(*stamp);
        }
    }

    fn document(&mut self, document: &Document) {
        let Document {
            verbatim,
            anchors,
            twice,
            links,
            lost,
            against_policy,
        } = document;
        self.numbers(verbatim);
        self.numbers(anchors);
        self.pairs(links.iter().map(|lead| (lead.file, lead.anchor)));
        [*twice, *lost, *against_policy]
            .into_iter()
            .for_each(|flag| self.flag(flag));
    }

    fn remembered(&mut self, made: &Remembered<Placed>) {
        self.number(made.facts.len() as u64);
        self.row(made.facts.iter().map(|number| number.to_le_bytes()));
        self.number(made.rest);
        self.number(made.files.len() as u64);
        for (path, document, placed) in &made.files {
            self.text(path.as_str());
            self.stamp(placed.stamp());
            self.flag(document.is_some());
            document.iter().for_each(|document| self.document(document));
        }
    }
}

/// What other codes write.
impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes apart what was written; every step gives nothing where the bytes do not fit.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let (number, rest) = self.rest.split_first_chunk::<8>()?;
        self.rest = rest;
        Some(u64::from_le_bytes(*number))
    }

    /// A length; more than there are bytes left is none.
    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.number()?).ok()?;
        (length <= self.rest.len()).then_some(length)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.counted()?).ok()
    }

    /// As many bytes as the number before them says.
    fn counted(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    fn flag(&mut self) -> Option<bool> {
        let (flag, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*flag == 1)
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        let mut list = Vec::with_capacity(length.min(1 << 16));
        for _ in 0..length {
            list.push(one(self)?);
        }
        Some(list)
    }

    fn numbers(&mut self) -> Option<Vec<u64>> {
        let numbers = self.row::<8>()?.iter();
        Some(numbers.map(|number| u64::from_le_bytes(*number)).collect())
    }

    /// As many numbers, each as its bytes, as the number before them says.
    fn row<const LENGTH: usize>(&mut self) -> Option<&'a [[u8; LENGTH]]> {
        let length = self.length()?.checked_mul(LENGTH)?;
        let (row, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(row.as_chunks().0)
    }

    fn pairs<T>(&mut self, one: impl Fn(u64, u64) -> T) -> Option<Vec<T>> {
        let pairs = self.row()?.iter().map(|bytes| u128::from_le_bytes(*bytes));
        Some(pairs.map(|pair| one(pair as u64, (pair >> 64) as u64)).collect())
    }

    /// What was written by another code.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn stamp(&mut self) -> Option<Stamp> {
        Some(Stamp {
            length: self.number()?,
            modified: self.number()?,
        })
    }

    fn stamps(&mut self) -> Option<Stamps> {
        self.list(|reader| Some((reader.text()?.to_owned(), reader.stamp()?)))
    }

    fn document(&mut self) -> Option<Document> {
        Some(Document {
            verbatim: self.numbers()?,
            anchors: self.numbers()?,
            links: self.pairs(|file, anchor| Lead { file, anchor })?,
            twice: self.flag()?,
            lost: self.flag()?,
            against_policy: self.flag()?,
        })
    }

    fn remembered(&mut self) -> Option<Remembered<Placed>> {
        Some(Remembered {
            facts: self.row()?.iter().map(|number| u32::from_le_bytes(*number)).collect(),
            rest: self.number()?,
            files: self.list(|reader| {
                let path = SitePath::new(reader.text()?)?;
                let placed = Placed::remembered(path.clone(), reader.stamp()?);
                let document = match reader.flag()? {
                    true => Some(Arc::new(reader.document()?)),
                    false => None,
                };
                Some((path, document, placed))
            })?,
        })
    }
}

pub(super) fn write_inputs(writer: &mut Writer, inputs: &[(String, Stamp)], named: &[String]) {
    writer.stamps(inputs);
    writer.number(named.len() as u64);
    named.iter().for_each(|path| writer.text(path));
}

pub(super) fn inputs(reader: &mut Reader) -> Option<(Stamps, Vec<String>)> {
    let inputs = reader.stamps()?;
    let named = reader.list(|reader| Some(reader.text()?.to_owned()))?;
    Some((inputs, named))
}

pub(super) fn write_end(writer: &mut Writer, end: &End) {
    writer.flag(end.silent);
    writer.text(&end.counts);
    writer.stamps(&end.others);
}

pub(super) fn end(reader: &mut Reader) -> Option<End> {
    Some(End {
        silent: reader.flag()?,
        counts: reader.text()?.to_owned(),
        others: reader.stamps()?,
    })
}

pub(super) fn write_memory(writer: &mut Writer, memory: &Memory<Placed>) {
    writer.number(memory.pages.len() as u64);
    memory.pages.values().for_each(|made| writer.remembered(made));
    writer.number(memory.bundles.len() as u64);
    for (name, made) in &memory.bundles {
        writer.text(name);
        writer.remembered(made);
    }
    writer.pairs(memory.facts.iter().copied());
    writer.number(memory.assets);
    let fronts = memory.fronts.iter();
    writer.number(fronts.len() as u64);
    for (yaml, code) in fronts {
        writer.number(yaml);
        writer.counted(code);
    }
}

pub(super) fn memory(reader: &mut Reader) -> Option<Memory<Placed>> {
    let pages = reader.list(Reader::remembered)?;
    let pages = pages
        .into_iter()
        .map(|made| Some((made.files.first()?.0.clone(), made)));
    let pages: Option<HashMap<_, _>> = pages.collect();
    let bundles = reader.list(|reader| Some((reader.text()?.to_owned(), reader.remembered()?)))?;
    let front = |reader: &mut Reader| Some((reader.number()?, reader.counted()?.into()));
    Some(Memory {
        pages: pages?,
        bundles: bundles.into_iter().collect::<BTreeMap<_, _>>(),
        facts: reader.pairs(|key, value| (key, value))?,
        assets: reader.number()?,
        fronts: reader.list(front)?.into_iter().collect(),
        // Only the memory of a site that was published is ever found.
        sound: true,
        ..Memory::default()
    })
}
