use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// The fingerprint of a text (XXH3, 64 bits): two that differ have the same one by chance only.
pub fn fingerprint(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
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
