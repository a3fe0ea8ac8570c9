use super::scheme::{Level, ProposedLevel};

/// The most words of a heading without a number.
const MAX_WORDS: usize = 12;

/// The level of headings without numbers, which the configuration lists one by one.
pub(super) const UNNUMBERED: Level = Level {
    kind: "section",
    name: "Section",
    plural: "Sections",
    headings: &[],
    title_next: false,
    cites: &["{ordinal}"],
    beside: false,
};

/// The short lines that look like headings: no punctuation at the end, and a longer line after them. Of the short lines at
/// the very beginning only the last is a heading; those before it are titles and dates.
pub(super) fn headings(lines: &[&str]) -> Vec<String> {
    let short = |line: &str| {
        let ends = line.ends_with(['.', ';', ':', ',', '!', '?', '…', '”', '"']);
        line.split_whitespace().count() <= MAX_WORDS && !ends && !line.contains(['{', '}'])
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

/// The level of such headings, if there are at least two.
pub(super) fn proposed_level(lines: &[&str]) -> Option<ProposedLevel> {
    let headings = headings(lines);
    (headings.len() > 1).then_some(ProposedLevel {
        level: UNNUMBERED,
        headings,
        cite: UNNUMBERED.cites[0],
        max_words: MAX_WORDS,
    })
}

/// Whether most of the headings have a number in their first two words, so that a numbering scheme should have fit.
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
    fn headings_are_short_lines_before_long_ones() {
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
