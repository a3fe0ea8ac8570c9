/// Maximum length of a slug in bytes: with a file's suffix well below the 255 that file systems allow.
const MAX_LENGTH: usize = 120;

/// A title as a URL path segment: ASCII letters and digits in lower case, joined by hyphens, cut between words
/// if it is too long. Empty if the title has neither letters nor digits.
pub fn slug(title: &str) -> String {
    let folded_keeping_case = title.replace('&', " and ").replace('+', " plus ");
    let mut slug = String::new();
    for letter in deunicode::deunicode(&folded_keeping_case).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > MAX_LENGTH {
        slug.truncate(slug[..MAX_LENGTH].rfind('-').unwrap_or(MAX_LENGTH));
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn titles_become_path_segments() {
        assert_eq!(
            slug("Mutual Support of Each Others' Interests"),
            "mutual-support-of-each-others-interests"
        );
        assert_eq!(slug("Chinese+Vocational Skills"), "chinese-plus-vocational-skills");
        assert_eq!(slug("Investment & Trade"), "investment-and-trade");
        assert_eq!(slug("Économie (société)"), "economie-societe");
        assert_eq!(slug("“…”"), "");
        assert_eq!(slug(&"word ".repeat(40)).len(), 119);
        assert_eq!(slug(&"x".repeat(400)).len(), 120);
    }
}
