use std::ops::Range;

use linkify::{Link, LinkFinder, LinkKind};

use super::letter::is_unspaced;

/// Endings of domain names that are no words, so that `EU.org` is an address and a full stop without a space is not.
const TOP_LEVEL: [&str; 17] = [
    "com", "org", "net", "edu", "gov", "int", "mil", "info", "biz", "eu", "io", "co", "tv", "museum", "africa", "asia",
    "arpa",
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
        *link.kind() == LinkKind::Email || address.contains("://") || is_host(address)
    });
    let mut all = with_scheme;
    all.extend(spans(found));
    all.extend(dois(text));
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
    let is_outside = |letter| is_unspaced(letter) || is_cjk_sign(letter) || is_dash_or_quote(letter);
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
    // In one case, so that the first word of the next sentence is no ending.
    let is_known =
        TOP_LEVEL.contains(&last) || is_upper(host) && TOP_LEVEL.contains(&last.to_ascii_lowercase().as_str());
    host.starts_with("www.")
        || is_known && before.contains(char::is_alphabetic)
        || is_country && (has_path || before.contains('.') || is_lower)
}

fn is_upper(host: &str) -> bool {
    !host.contains(char::is_lowercase)
}

/// The byte ranges of DOIs (ISO 26324): `10.`, the number of a registrant, `/` and more.
fn dois(text: &str) -> Vec<Range<usize>> {
    let found = text.match_indices("10.").filter_map(|(start, _)| {
        let rest = text[start..].split(char::is_whitespace).next()?;
        let (registrant, name) = rest["10.".len()..].split_once('/')?;
        let is_number = registrant.len() >= 4 && registrant.bytes().all(|byte| byte.is_ascii_digit());
        let starts = !text[..start].ends_with(|letter: char| letter.is_alphanumeric() || letter == '.');
        let end = rest.trim_end_matches([',', '.', ';', ')', ']', '"', '”']).len();
        (is_number && starts && !name.is_empty()).then_some(start..start + end)
    });
    found.collect()
}

/// Whether a sign stands between an address and what follows, though addresses could have it.
fn is_dash_or_quote(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '«' | '»')
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
        assert_eq!(
            found("doi:10.1234/EU.5, (10.1016/j.EU.2020)"),
            ["10.1234/EU.5", "10.1016/j.EU.2020"]
        );
        assert_eq!(
            found("https://x.org—EU, „https://y.org“EU, EU.ORG"),
            ["https://x.org", "https://y.org", "EU.ORG"]
        );
        assert!(found("the Commission.EU met, in 2020.EU met").is_empty());
        assert!(found("met the Council.the Forum sat. The U.N. and EU. It is. The Fund.is").is_empty());
    }
}
