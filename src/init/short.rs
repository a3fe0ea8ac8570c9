use super::scheme::{Kept, Level};

/// Longest line that can be a heading without a number.
const MOST_WORDS: usize = 12;

/// Headings without numbers: the configuration names them one by one.
pub(super) const SHORT: Level = Level {
    kind: "section",
    name: "Section",
    plural: "Sections",
    headings: &[],
    title_next: false,
    cites: &["{ordinal}"],
    beside: false,
};

/// Short lines that look like headings: no full stop at the end, and a longer line after them. Of the
/// short lines at the very beginning only the last is one; those before it are titles and dates.
pub(super) fn headings(lines: &[&str]) -> Vec<String> {
    let short = |line: &str| {
        let ends = line.ends_with(['.', ';', ':', ',', '!', '?', '…', '”', '"']);
        line.split_whitespace().count() <= MOST_WORDS && !ends && !line.contains(['{', '}'])
    };
    let begins = |line: &str| {
        line.chars()
            .next()
            .is_some_and(|letter| letter.is_uppercase() || letter.is_numeric())
    };
    let first_long = lines.iter().position(|line| !short(line)).unwrap_or(lines.len());
    let mut found: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let followed = lines.get(at + 1).is_some_and(|next| !short(next));
        let opening = at + 1 < first_long;
        if short(line) && begins(line) && followed && !opening && !found.contains(&(*line).to_owned()) {
            found.push((*line).to_owned());
        }
    }
    found
}

/// The level of such headings, or none where there are not at least two.
pub(super) fn kept(lines: &[&str]) -> Option<Kept> {
    let headings = headings(lines);
    (headings.len() > 1).then_some(Kept {
        level: SHORT,
        headings,
        cite: SHORT.cites[0],
        max_words: MOST_WORDS,
    })
}

/// Whether most of the headings have numbers after all, which an outline without numbers ignores.
pub(super) fn have_numbers(headings: &[String]) -> bool {
    let first_words = |heading: &&String| {
        heading
            .split_whitespace()
            .take(2)
            .any(|word| word.contains(|letter: char| letter.is_ascii_digit()))
    };
    headings.iter().filter(first_words).count() * 2 > headings.len()
}

#[cfg(test)]
mod tests {
    use super::headings;

    #[test]
    fn short_lines_before_long_ones_are_headings() {
        let lines = [
            "A Paper",
            "12 May 2020",
            "Opening",
            "We met in spring, and all of us agreed on what there is to be done about rivers.",
            "Yes.",
            "Banks of rivers",
            "They are to be kept as they are by all of us, for all of us.",
            "in small letters",
            "They are to be kept as they are by all of us, for all of us.",
        ];
        assert_eq!(headings(&lines), ["Opening", "Banks of rivers"]);
    }
}
