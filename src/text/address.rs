use std::ops::Range;

use linkify::{Link, LinkFinder, LinkKind};

use super::letter::is_unspaced;

/// Endings of domain names that are no words, so that `EU.org` is an address and a full stop without a space is not.
const TOP_LEVEL: [&str; 12] = [
    "com", "org", "net", "edu", "gov", "int", "mil", "info", "biz", "eu", "io", "arpa",
];

/// The byte ranges of addresses in a text, sorted and disjoint: URLs, e-mail addresses, names of hosts, DOIs.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    // No address is without one of these.
    if !text.contains(['.', '@']) && !text.contains("://") {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    let with_scheme: Vec<Range<usize>> = match text.contains("://") {
        true => spans(finder.kinds(&[LinkKind::Url]).links(text)),
        false => Vec::new(),
    };
    // Without a scheme only what has the form of a host counts, so both are asked.
    finder
        .kinds(&[LinkKind::Url, LinkKind::Email])
        .url_must_have_scheme(false);
    let found = finder.links(text).filter(|link| {
        let address = link.as_str();
        *link.kind() == LinkKind::Email || address.contains("://") || is_host(address) || is_doi(address)
    });
    let mut all = with_scheme;
    all.extend(spans(found));
    all.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    all.retain(|span| {
        let is_outer = span.start >= end;
        end = end.max(span.end);
        is_outer
    });
    all
}

/// The byte ranges of links, each up to a text in a script without spaces, which goes on right after an address.
fn spans<'t>(links: impl Iterator<Item = Link<'t>>) -> Vec<Range<usize>> {
    let is_outside = |letter| is_unspaced(letter) || is_cjk_sign(letter);
    let span = |link: Link| {
        let address = link.as_str();
        link.start()..link.start() + address.find(is_outside).unwrap_or(address.len())
    };
    links.map(span).collect()
}

/// Whether this is the name of a host, perhaps with a path, and not the end of a sentence with no space after it.
fn is_host(address: &str) -> bool {
    let host = address.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let Some((before, last)) = host.rsplit_once('.') else {
        return false;
    };
    let has_path = host.len() < address.len();
    let is_country = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_lower = !before.contains(char::is_uppercase);
    host.starts_with("www.")
        || TOP_LEVEL.contains(&last.to_ascii_lowercase().as_str())
        || is_country && (has_path || before.contains('.') || is_lower)
}

/// Whether this is a DOI (ISO 26324): `10.`, the number of a registrant, `/` and more.
fn is_doi(address: &str) -> bool {
    let registrant = address.strip_prefix("10.").and_then(|rest| rest.split_once('/'));
    registrant.is_some_and(|(number, _)| number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_cjk_sign(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_found_and_sentences_without_a_space_are_not() {
        let found = |text: &'static str| {
            addresses(text)
                .into_iter()
                .map(|range| &text[range])
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("See www.EU.org, info@EU.org, (https://x.org/EU/a) and EU.org/b."),
            ["www.EU.org", "info@EU.org", "https://x.org/EU/a", "EU.org/b"]
        );
        assert_eq!(
            found("ftp://EU.int/f, mfa.gov.cn/EU, europa.eu"),
            ["ftp://EU.int/f", "mfa.gov.cn/EU", "europa.eu"]
        );
        assert_eq!(found("http://localhost/EU x"), ["http://localhost/EU"]);
        assert_eq!(found("见https://x.org/EU。欧盟"), ["https://x.org/EU"]);
        assert!(found("met the Council.the Forum sat. The U.N. and EU. It is. The Fund.is").is_empty());
    }
}
