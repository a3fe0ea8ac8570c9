/// Longest slug in bytes: with the suffixes of files well below the 255 that file systems allow.
const LONGEST: usize = 120;

/// A title as a piece of an address: ASCII letters and digits in lower case, joined by hyphens, cut at a
/// word where it is very long. Empty where the title has neither letter nor digit.
pub fn slug(title: &str) -> String {
    let spelled = title.replace('&', " and ").replace('+', " plus ");
    let mut slug = String::new();
    for letter in deunicode::deunicode(&spelled).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > LONGEST {
        slug.truncate(slug[..LONGEST].rfind('-').unwrap_or(LONGEST));
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn titles_become_addresses() {
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
