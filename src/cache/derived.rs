use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::MARK;
use super::code::{Reader, Writer};
use crate::apparatus::Apparatus;
use crate::compile::{Derived, Memory};
use crate::mention::Mentions;

/// The bases of mentions and apparatus.
pub(super) type Bases = [u64; 2];

pub(super) fn bases<Kept>(memory: &Memory<Kept>) -> Option<Bases> {
    Some([memory.mentions.as_ref()?.basis, memory.apparatus.as_ref()?.basis])
}

/// The key and the bases at the head of a file.
pub(super) fn head(file: &Path) -> Option<(u64, Bases)> {
    let mut head = [0; size_of::<u64>() * 4 + MARK.len()];
    File::open(file).ok()?.read_exact(&mut head).ok()?;
    let mut reader = Reader::new(&head);
    reader.text().filter(|mark| *mark == MARK)?;
    Some((reader.number()?, [reader.number()?, reader.number()?]))
}

pub(super) fn write<Kept>(writer: &mut Writer, bases: Bases, memory: &Memory<Kept>) {
    bases.into_iter().for_each(|basis| writer.number(basis));
    if let (Some(mentions), Some(apparatus)) = (&memory.mentions, &memory.apparatus) {
        // The apparatus comes last: how long it is need not be said.
        let mentions = encoded(&*mentions.value);
        writer.number(mentions.len() as u64);
        writer.bytes(&mentions);
        // Writing tells its faults at the end.
        let _ = postcard::to_io(&*apparatus.value, writer);
    }
}

fn encoded(value: &impl Serialize) -> Vec<u8> {
    // Numbers, texts and lists: there is nothing that the code has no room for.
    postcard::to_stdvec(value).unwrap_or_default()
}

/// What the passes before the pages made, as far as it could be read.
pub(super) type Found = (Option<Derived<Mentions>>, Option<Derived<Apparatus>>);

pub(super) fn read(mut reader: Reader) -> Option<Found> {
    let bases = [reader.number()?, reader.number()?];
    let length = usize::try_from(reader.number()?).ok()?;
    let (mentions, apparatus) = reader.rest().split_at_checked(length)?;
    Some(rayon::join(
        || decoded(bases[0], mentions),
        || decoded(bases[1], apparatus),
    ))
}

fn decoded<T: DeserializeOwned>(basis: u64, bytes: &[u8]) -> Option<Derived<T>> {
    let value = Arc::new(postcard::from_bytes(bytes).ok()?);
    Some(Derived { basis, value })
}
