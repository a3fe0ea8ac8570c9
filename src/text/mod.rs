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
