/// `did you mean …?` for a word that is not among `known`; `None` if no known word is close.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    // A citation label with other signs between its numbers: `III.1.8` for `III.1(8)`.
    let bare = numbers(word);
    if let Some(same) = known
        .iter()
        .find(|candidate| **candidate != word && numbers(candidate) == bare)
    {
        return Some(format!("did you mean `{same}`?"));
    }
    let wanted = word.to_lowercase();
    // All templates end alike: what they have in common says nothing.
    let stem = wanted.strip_suffix(".html").unwrap_or(&wanted);
    let limit = (stem.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// A text with one full stop for each run of other signs, and `p` for the sign of a paragraph, as in anchors.
fn numbers(text: &str) -> String {
    let pieces = text.replace('¶', " p").to_lowercase();
    let pieces: Vec<&str> = pieces
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .collect();
    pieces.join(".")
}

/// Edits (insert, delete, replace, swap of neighbours) between two words: optimal string alignment.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for i in 1..=left.len() {
        let mut row = vec![i];
        for j in 1..=right.len() {
            let cost = usize::from(left[i - 1] != right[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_close_word_is_suggested_and_a_distant_one_is_not() {
        let known = ["mechanism", "initiative", "organization"];
        assert_eq!(did_you_mean("mechansim", known).unwrap(), "did you mean `mechanism`?");
        assert_eq!(did_you_mean("treaty", known), None);
        let labels = ["III.1", "III.1(8)", "III.1(8) ¶1"];
        assert_eq!(did_you_mean("III.1.8", labels).unwrap(), "did you mean `III.1(8)`?");
        assert_eq!(
            did_you_mean("III.1(8)¶1", labels).unwrap(),
            "did you mean `III.1(8) ¶1`?"
        );
        assert_eq!(
            did_you_mean("III.1.8-p1", labels).unwrap(),
            "did you mean `III.1(8) ¶1`?"
        );
        assert_eq!(
            did_you_mean("entri.html", ["entry.html", "base.html"]).unwrap(),
            "did you mean `entry.html`?"
        );
        assert_eq!(did_you_mean("gone.html", ["base.html", "data.html"]), None);
    }
}
