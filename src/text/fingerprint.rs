use std::hash::{BuildHasherDefault, Hash, Hasher};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The fingerprint of a text (XXH3, 64 bits): two that differ have the same one by chance only.
pub fn fingerprint(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// The fingerprint of a value. (The order of bytes in it is that of the machine: it is of use there only.)
pub fn fingerprint_of(value: impl Hash) -> u64 {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// How sets and maps by fingerprints find their places: a fingerprint is as good a hash as any.
pub type ByFingerprint = BuildHasherDefault<AsItIs>;

/// A hasher of numbers that are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, fingerprint: u64) {
        self.0 = fingerprint;
    }
}
