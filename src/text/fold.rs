use std::ops::Range;

/// A text as it is compared: lower case, one kind of space, hyphen and apostrophe; with the way back
/// to the text as it is shown.
///
/// Only the comparison is folded. What readers see stays as the source has it.
#[derive(Debug)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, and for its end, the byte of the original it came from.
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

    /// The span of the original that a span of the folded text came from.
    pub fn original(&self, span: Range<usize>) -> Range<usize> {
        self.origin[span.start] as usize..self.origin[span.end] as usize
    }
}

/// A text as it is compared, without the way back.
pub fn folded(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => text.chars().flat_map(|letter| plain(letter).to_lowercase()).collect(),
    }
}

/// A text with its case kept and its kinds of space, hyphen, apostrophe and quotation mark made one.
pub fn spelled(text: &str) -> String {
    text.chars().map(plain).collect()
}

/// The common form of characters that differ in print and not in meaning.
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
    fn spans_lead_back_to_the_text_as_shown() {
        let shown = "L’\u{a0}İZMİR Forum";
        let folded = Folded::new(shown);
        let at = folded.text.find("forum").unwrap();
        assert_eq!(&shown[folded.original(at..at + 5)], "Forum");
        let at = folded.text.find("l' ").unwrap();
        assert_eq!(&shown[folded.original(at..at + 3)], "L’\u{a0}");
    }
}
