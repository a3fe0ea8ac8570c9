//! Small helpers about words and letters that know nothing of papers: comparing, cutting, sorting.

mod fold;
mod language;
mod order;
mod sentence;
mod slug;
mod suggest;

pub use fold::{Folded, spelled};
pub use language::Language;
pub use order::Collation;
pub use sentence::sentences;
pub use slug::slug;
pub use suggest::did_you_mean;

/// Whether a path names a file of the site: pieces joined by `/`, none of them empty or a step upwards,
/// nothing that some system would read as a drive or a separator.
pub fn is_site_path(path: &str) -> bool {
    let sound = |piece: &str| {
        let odd = |letter: char| {
            letter.is_control() || matches!(letter, '\\' | ':' | '?' | '#' | '"' | '<' | '>' | '|' | '*')
        };
        !piece.is_empty() && piece.trim() == piece && piece != "." && piece != ".." && !piece.contains(odd)
    };
    path.split('/').all(sound)
}

/// Whether a span of `text` begins and ends at a word boundary, so that a name found there is a name
/// and not a piece of a longer word. An end that is itself no letter or digit needs no boundary.
pub fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let joins = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
    };
    let span = &text[start..end];
    !joins(text[..start].chars().next_back(), span.chars().next())
        && !joins(span.chars().next_back(), text[end..].chars().next())
}
