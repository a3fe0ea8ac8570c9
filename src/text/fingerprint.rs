use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// The 64-bit XXH3 hash of a text. Two texts with one hash are improbable, but possible.
pub fn fingerprint(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// The hasher of maps and sets whose keys are fingerprints, which need no hashing.
pub type ByFingerprint = BuildHasherDefault<IdentityHasher>;

/// A hasher that returns a `u64` key as it is.
#[derive(Debug, Default, Clone, Copy)]
pub struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
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
