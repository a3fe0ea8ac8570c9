use xxhash_rust::xxh3::xxh3_64;

/// The 64-bit XXH3 hash of a text. Two texts with one hash are improbable, but possible.
pub fn fingerprint(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}
