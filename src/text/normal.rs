use std::ops::Range;

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use unicode_segmentation::UnicodeSegmentation;

use super::letter::{is_greek, is_invisible, is_mark, is_note_sign, is_whole_word};

/// The accent of modern Greek, decomposed.
const TONOS: char = '\u{301}';

/// What counts as a difference between two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Other letters, capitals, accents, signs; but not another way to write the same character.
    Exact,
    /// The same, without capitals (full case folding; dotted and dotless i are one) and without what capitals lack (the
    /// accent of Greek).
    Caseless,
    /// Other letters alone: neither capitals, accents, hyphens, full stops and apostrophes, nor signs of notes.
    Loose,
}

/// The normal form of a text, in which it is compared, with a map of its offsets to the original. What readers see is
/// always the original.
///
/// Characters are decomposed, canonically and by compatibility (Unicode, form NFKD); invisible ones are left out; a run of
/// any white space is one space; hyphens and the en dash, apostrophes, and quotation marks are of one kind each. Signs
/// of notes stay as they are: `Council¹` is not `Council1`.
#[derive(Debug)]
pub struct Normalized {
    /// The normal form.
    pub text: String,
    /// The grapheme clusters of the original that are not left out; `None` if each byte is its own normal form.
    clusters: Option<Vec<Cluster>>,
}

/// A grapheme cluster: what a reader takes for one character.
#[derive(Debug)]
struct Cluster {
    /// Its byte range in the original.
    original: Range<usize>,
    /// Byte offset of its end in the normal form; the next one starts there.
    end: usize,
}

impl Normalized {
    /// The normal form of `text`.
    pub fn new(text: &str, level: Level) -> Self {
        if let Some(text) = plain_ascii(text, level) {
            return Self { text, clusters: None };
        }
        let notes = match level {
            Level::Loose => note_marks(text),
            _ => Vec::new(),
        };
        let mut normal = String::with_capacity(text.len());
        let mut clusters = Vec::with_capacity(text.len());
        for (start, cluster) in text.grapheme_indices(true) {
            let next = notes.partition_point(|note| note.end <= start);
            if notes.get(next).is_some_and(|note| note.start <= start) {
                continue;
            }
            let before = normal.len();
            append(cluster, level, &mut normal);
            if normal.len() > before {
                clusters.push(Cluster {
                    original: start..start + cluster.len(),
                    end: normal.len(),
                });
            }
        }
        Self {
            text: normal,
            clusters: Some(clusters),
        }
    }

    /// The first place of some words as whole words, as a byte range of `original`, the text that this is the normal form of.
    /// The words are compared at [`Level::Exact`].
    pub fn find(&self, original: &str, words: &str) -> Option<Range<usize>> {
        let words = normalized(words, Level::Exact);
        let places = self
            .text
            .match_indices(&words)
            .map(|(start, found)| start..start + found.len());
        let mut spans = places.filter_map(|place| self.original(place));
        spans.find(|span| is_whole_word(original, span.start, span.end))
    }

    /// The byte range of the original that a byte range of the normal form comes from; `None` if the range is empty or
    /// begins or ends within a grapheme cluster.
    pub fn original(&self, span: Range<usize>) -> Option<Range<usize>> {
        let Some(clusters) = &self.clusters else {
            return (!span.is_empty()).then_some(span);
        };
        let first = clusters.partition_point(|cluster| cluster.end <= span.start);
        let last = clusters.binary_search_by_key(&span.end, |cluster| cluster.end).ok()?;
        let starts = first.checked_sub(1).map_or(0, |before| clusters[before].end) == span.start;
        (starts && first <= last).then(|| clusters[first].original.start..clusters[last].original.end)
    }
}

/// The normal form of a text without the map to the original, and without white space at its ends.
pub fn normalized(text: &str, level: Level) -> String {
    let mut normal = Normalized::new(text, level).text;
    normal.truncate(normal.trim_end().len());
    let lead = normal.len() - normal.trim_start().len();
    normal.drain(..lead);
    normal
}

/// Words as an editor would type them: single spaces, and nothing invisible.
pub fn readable(words: &str) -> String {
    let visible: String = words.chars().filter(|letter| !is_invisible(*letter)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The normal form of a text whose bytes are their own normal forms, as in most paragraphs.
fn plain_ascii(text: &str, level: Level) -> Option<String> {
    let bytes = text.as_bytes();
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !(level == Level::Loose && is_loose_sign((*byte).into()));
    let plain = bytes.iter().all(is_plain) && !bytes.windows(2).any(|pair| pair == b"  ");
    plain.then(|| match level {
        Level::Exact => text.to_owned(),
        Level::Caseless | Level::Loose => text.to_ascii_lowercase(),
    })
}

/// Appends the normal form of a grapheme cluster.
fn append(cluster: &str, level: Level, normal: &mut String) {
    let mut letters = cluster.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_ascii()
    {
        return push(
            match level {
                Level::Exact => letter,
                Level::Caseless | Level::Loose => letter.to_ascii_lowercase(),
            },
            level,
            normal,
        );
    }
    let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
    let decompose = |text: &str| -> String {
        let mut decomposed = String::new();
        for letter in text.chars().map(unified) {
            match is_note_sign(letter) {
                true => decomposed.push(letter),
                false => decomposed.push_str(&nfkd.normalize(letter.encode_utf8(&mut [0; 4]))),
            }
        }
        // Once more as a whole: marks of several characters stand in one order.
        nfkd_but_signs(&decomposed)
    };
    let decomposed = match level {
        Level::Exact => decompose(cluster),
        Level::Caseless | Level::Loose => {
            // Decomposed first, because the letters in a ligature or a square have capitals too.
            let folded = CaseMapper::new().fold_string(&decompose(cluster)).into_owned();
            decompose(&folded.replace("i\u{307}", "i").replace('ı', "i"))
        }
    };
    // Greek in capitals has no accents.
    let unaccented = level == Level::Caseless && cluster.starts_with(is_greek);
    let letters = decomposed.chars().filter(|letter| !(unaccented && *letter == TONOS));
    for letter in letters {
        push(unified(letter), level, normal);
    }
}

/// A text in NFKD, but for the signs of notes in it.
fn nfkd_but_signs(text: &str) -> String {
    let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
    let mut normal = String::new();
    for piece in text.split_inclusive(is_note_sign) {
        let sign = piece.chars().next_back().filter(|letter| is_note_sign(*letter));
        let letters = &piece[..piece.len() - sign.map_or(0, char::len_utf8)];
        normal.push_str(&nfkd.normalize(letters));
        normal.extend(sign);
    }
    normal
}

/// Appends a character, if the level does not leave it out.
fn push(letter: char, level: Level, normal: &mut String) {
    let loose = level == Level::Loose;
    let left_out = is_invisible(letter) || loose && (is_mark(letter) || is_note_sign(letter) || letter == '*');
    let letter = match letter {
        letter if letter.is_whitespace() => ' ',
        '-' | '/' | '—' if loose => ' ',
        letter => letter,
    };
    let dropped = left_out || loose && matches!(letter, '.' | '\'' | '"' | '\u{2020}' | '\u{2021}');
    if !(dropped || letter == ' ' && normal.ends_with(' ')) {
        normal.push(letter);
    }
}

/// Whether an ASCII character is changed or left out at the loose level.
fn is_loose_sign(letter: char) -> bool {
    matches!(letter, '-' | '/' | '.' | '\'' | '"' | '*' | '[')
}

/// The common form of a sign that has several kinds; any other character as it is.
fn unified(letter: char) -> char {
    match letter {
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' | '\u{5be}' => '-',
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2bb}' | '\u{2bc}' | '\u{b4}' | '\u{ff07}' | '\u{5f3}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' | '\u{ff02}' | '\u{5f4}' => '"',
        other => other,
    }
}

/// The byte ranges of note marks in brackets (`[3]`).
fn note_marks(text: &str) -> Vec<Range<usize>> {
    let marks = text.match_indices('[').filter_map(|(start, _)| {
        let inside = text[start + 1..].split_once(']')?.0;
        let is_number = !inside.is_empty() && inside.len() <= 3 && inside.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(start..start + inside.len() + 2)
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use super::{Level, Normalized, normalized};

    fn exact(text: &str) -> String {
        normalized(text, Level::Exact)
    }

    fn caseless(text: &str) -> String {
        normalized(text, Level::Caseless)
    }

    #[test]
    fn ways_to_write_the_same_words_have_one_normal_form() {
        for other in [
            "Lake\u{a0}Council",
            " Lake \t\u{2009}\u{3000}Council ",
            "La\u{ad}ke Coun\u{200b}cil",
            "\u{feff}Lake \u{2066}Council\u{2069}",
            "Ｌａｋｅ Council",
            "Lake\u{2028}Council",
        ] {
            assert_eq!(exact(other), "Lake Council", "{other:?}");
        }
        assert_eq!(exact("Cafe\u{301} oﬃce H₂O ’“x”"), exact("Café office H2O '\"x\""));
        assert_eq!(exact("a‐b‑c–d−e"), "a-b-c-d-e");
        assert_ne!(exact("Council¹"), "Council1");
        assert_ne!(exact("a—b"), exact("a-b"));
        // Two marks in either order.
        assert_eq!(exact("a\u{323}\u{301}"), exact("a\u{301}\u{323}"));
    }

    #[test]
    fn caseless_folds_all_of_unicode() {
        assert_eq!(caseless("ΣΟΦΟΣ"), caseless("σοφος"));
        assert_eq!(caseless("ΕΥΡΩΠΑΪΚΗ ΕΝΩΣΗ"), caseless("Ευρωπαϊκή Ένωση"));
        assert_ne!(exact("ή"), exact("η"));
        assert_eq!(caseless("Straße"), caseless("STRASSE"));
        assert_eq!(caseless("İzmir"), caseless("İZMİR"));
        assert_eq!(caseless("IŞIK"), caseless("ışık"));
        assert_eq!(caseless("oﬃce"), caseless("OFFICE"));
        assert_ne!(exact("Forum"), exact("forum"));
    }

    #[test]
    fn loose_keeps_the_letters_alone() {
        let loose = |text: &str| normalized(text, Level::Loose);
        assert_eq!(
            loose("São-Paulo Council[3] of U.N. Ministers*"),
            "sao paulo council of un ministers"
        );
    }

    #[test]
    fn original_ranges_are_those_of_whole_clusters() {
        let shown = "Coun\u{ad}cil  of Cafe\u{301}s: oﬃce";
        let normal = Normalized::new(shown, Level::Caseless);
        let original = |words: &str| {
            let at = normal.text.find(words).unwrap();
            normal.original(at..at + words.len()).map(|range| &shown[range])
        };
        assert_eq!(original("council of"), Some("Coun\u{ad}cil  of"));
        assert_eq!(original("cil"), Some("cil"));
        assert_eq!(original("coun"), Some("Coun"));
        assert_eq!(original("cafe"), None);
        assert_eq!(original("off"), None);
        assert_eq!(original("office"), Some("oﬃce"));
        assert_eq!(Normalized::new("plain", Level::Exact).original(1..3), Some(1..3));
    }
}
