/// A set of bytes as a lookup table, to scan markup for its special characters.
#[derive(Debug, Clone, Copy)]
pub struct ByteSet([bool; 256]);

impl ByteSet {
    /// The set of these bytes.
    pub const fn new(bytes: &[u8]) -> Self {
        let mut set = [false; 256];
        let mut at = 0;
        while at < bytes.len() {
            set[bytes[at] as usize] = true;
            at += 1;
        }
        Self(set)
    }

    /// The complement: all bytes that are not in this set.
    pub const fn complement(mut self) -> Self {
        let mut at = 0;
        while at < 256 {
            self.0[at] = !self.0[at];
            at += 1;
        }
        self
    }

    /// Index of the first byte that is in the set.
    pub fn find(&self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| self.0[usize::from(*byte)])
    }
}

#[cfg(test)]
mod tests {
    use super::ByteSet;

    #[test]
    fn the_first_byte_of_a_set_is_found() {
        let set = ByteSet::new(b"<&");
        assert_eq!(set.find(b"a&b<"), Some(1));
        assert_eq!(set.find(b"ab"), None);
        assert_eq!(set.complement().find(b"<<a"), Some(2));
    }
}
