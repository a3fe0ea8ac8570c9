use std::ops::Range;

/// A text folded for comparison (lower case, one kind of space, hyphen and apostrophe), with a map of its
/// offsets to the original.
///
/// It is only compared; what readers see is always the original.
#[derive(Debug)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// By byte offset in `text`, its end included: the byte offset in the original.
    origin: Vec<u32>,
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                text: text.to_ascii_lowercase(),
                origin: (0..=text.len() as u32).collect(),
            };
        }
        let mut folded = String::with_capacity(text.len());
        let mut origin = Vec::with_capacity(text.len() + 1);
        for (at, letter) in text.char_indices() {
            folded.extend(plain(letter).to_lowercase());
            origin.resize(folded.len(), at as u32);
        }
        origin.push(text.len() as u32);
        Self { text: folded, origin }
    }

    /// The byte range of the original that a byte range of the folded text comes from.
    pub fn original(&self, span: Range<usize>) -> Range<usize> {
        self.origin[span.start] as usize..self.origin[span.end] as usize
    }
}

/// A text folded as by [`Folded`], without the map to the original.
pub fn folded(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => text.chars().flat_map(|letter| plain(letter).to_lowercase()).collect(),
    }
}

/// A text folded for case-sensitive comparison: one kind of space, hyphen, apostrophe and quotation mark.
pub fn folded_keeping_case(text: &str) -> String {
    text.chars().map(plain).collect()
}

/// The ASCII form of a typographic variant; any other character as it is.
fn plain(letter: char) -> char {
    match letter {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Folded;

    #[test]
    fn folded_ranges_map_back_to_the_original() {
        let shown = "L’\u{a0}İZMİR Forum";
        let folded = Folded::new(shown);
        let at = folded.text.find("forum").unwrap();
        assert_eq!(&shown[folded.original(at..at + 5)], "Forum");
        let at = folded.text.find("l' ").unwrap();
        assert_eq!(&shown[folded.original(at..at + 3)], "L’\u{a0}");
    }
}
