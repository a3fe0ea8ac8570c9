use std::collections::BTreeMap;

use crate::render::Files;
use crate::view::SitePath;

/// A published page as this pass reads it.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// The texts of the elements that carry `data-verbatim`, in order.
    pub(super) verbatim: Vec<String>,
    /// Values of `id`, in order.
    pub(super) ids: Vec<String>,
    /// Values of `href` and `src`, in order.
    pub(super) references: Vec<String>,
    /// Addresses of what a browser loads with the page: style sheets, icons, scripts, pictures.
    pub(super) loaded: Vec<String>,
    /// What the pages' policy does not let run: scripts, styles and handlers in the page.
    pub(super) inline: Vec<String>,
}

/// Elements that have no end tag (HTML, 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// Reads all pages.
pub(super) fn documents(files: &Files) -> BTreeMap<SitePath, Document> {
    let pages = files.iter().filter(|(path, _)| path.as_str().ends_with(".html"));
    pages
        .map(|(path, bytes)| (path.clone(), read(&String::from_utf8_lossy(bytes))))
        .collect()
}

/// Reads a page in one walk: a small reader for pages with end tags, as this program writes them.
fn read(html: &str) -> Document {
    let mut document = Document::default();
    // The element being recorded: how many elements are open in it, and its text.
    let mut recording: Option<(usize, String)> = None;
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        if let Some((_, text)) = &mut recording {
            text.push_str(&decode(&rest[..open]));
        }
        rest = &rest[open..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some(tag) = Tag::read(rest) else {
            if let Some((_, text)) = &mut recording {
                text.push('<');
            }
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if tag.closing {
            let done = recording.as_mut().is_some_and(|(depth, _)| {
                *depth -= 1;
                *depth == 0
            });
            if done {
                document.verbatim.extend(recording.take().map(|(_, text)| text));
            }
            continue;
        }
        let mut starts = false;
        document.inline.extend(tag.inline());
        for (name, value) in &tag.attributes {
            match name.as_str() {
                "id" => document.ids.push(value.clone()),
                "href" | "src" => {
                    document.references.push(value.clone());
                    if tag.loads() {
                        document.loaded.push(value.clone());
                    }
                }
                // The first address of each stands for all.
                "srcset" | "poster" | "data" | "action" => {
                    document
                        .loaded
                        .extend(value.split([' ', ',']).next().map(str::to_owned));
                }
                "data-verbatim" => starts = true,
                _ => {}
            }
        }
        if VOID.contains(&tag.name.as_str()) || tag.self_closing {
            continue;
        }
        match &mut recording {
            Some((depth, _)) => *depth += 1,
            None if starts => recording = Some((1, String::new())),
            None => {}
        }
        if matches!(tag.name.as_str(), "script" | "style") {
            let end = rest.find(&format!("</{}", tag.name)).unwrap_or(rest.len());
            rest = &rest[end..];
        }
    }
    document
}

struct Tag {
    name: String,
    closing: bool,
    self_closing: bool,
    attributes: Vec<(String, String)>,
    /// Bytes from `<` to `>`.
    length: usize,
}

impl Tag {
    /// Reads the tag at the start of `text`, if there is one.
    fn read(text: &str) -> Option<Self> {
        let closing = text.starts_with("</");
        let start = if closing { 2 } else { 1 };
        let first = text[start..].chars().next()?;
        if !(first.is_ascii_alphabetic() || first == '!') {
            return None;
        }
        let mut at =
            start + text[start..].find(|letter: char| letter.is_whitespace() || letter == '>' || letter == '/')?;
        let mut tag = Self {
            name: text[start..at].to_ascii_lowercase(),
            closing,
            self_closing: false,
            attributes: Vec::new(),
            length: 0,
        };
        loop {
            at += text[at..].find(|letter: char| !letter.is_whitespace())?;
            let rest = &text[at..];
            if rest.starts_with('>') {
                tag.length = at + 1;
                return Some(tag);
            }
            if rest.starts_with('/') {
                tag.self_closing = rest.starts_with("/>");
                at += 1;
                continue;
            }
            let name_end = rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '>' | '/'))?;
            let name = rest[..name_end.max(1)].to_ascii_lowercase();
            at += name_end.max(1);
            let (value, length) = attribute_value(&text[at..])?;
            at += length;
            tag.attributes.push((name, decode(value)));
        }
    }
}

impl Tag {
    /// What of the tag is a script or a style in the page, as it is written.
    fn inline(&self) -> Option<String> {
        let attribute = |wanted: &str| {
            self.attributes
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value)
        };
        let data = attribute("type").is_some_and(|kind| kind == "application/ld+json");
        match self.name.as_str() {
            "style" => return Some("<style".to_owned()),
            "script" if attribute("src").is_none() && !data => return Some("<script".to_owned()),
            _ => {}
        }
        if let Some((_, code)) = self
            .attributes
            .iter()
            .find(|(_, value)| value.trim_start().starts_with("javascript:"))
        {
            return Some(code.clone());
        }
        let mut names = self.attributes.iter().map(|(name, _)| name);
        let handler = names.find(|name| *name == "style" || (name.starts_with("on") && name.len() > 3))?;
        Some(format!("{handler}="))
    }

    /// Whether a browser loads what the tag points to in order to show the page.
    fn loads(&self) -> bool {
        let relation = self.attributes.iter().find(|(name, _)| name == "rel");
        match self.name.as_str() {
            "link" => relation.is_some_and(|(_, value)| value == "stylesheet" || value == "icon"),
            "script" | "img" | "iframe" | "embed" | "source" | "video" | "audio" | "track" => true,
            _ => false,
        }
    }
}

/// The value after an attribute's name, and the bytes it takes; empty where there is none.
fn attribute_value(text: &str) -> Option<(&str, usize)> {
    let Some(after) = text.strip_prefix('=') else {
        return Some(("", 0));
    };
    match after.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = after[1..].find(quote)? + 1;
            Some((&after[1..end], end + 2))
        }
        _ => {
            let end = after.find(|letter: char| letter.is_whitespace() || letter == '>')?;
            Some((&after[..end], end + 1))
        }
    }
}

/// A text with its character references resolved (the ones that templates and minifier write).
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((letter, length)) => {
                decoded.push(letter);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn reference(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix("&#") {
        let hexadecimal = number.starts_with(['x', 'X']);
        let digits = &number[usize::from(hexadecimal)..];
        let end = digits
            .find(|letter: char| !letter.is_ascii_hexdigit())
            .unwrap_or(digits.len());
        let value = u32::from_str_radix(&digits[..end], if hexadecimal { 16 } else { 10 }).ok()?;
        let semicolon = usize::from(digits[end..].starts_with(';'));
        return Some((char::from_u32(value)?, 2 + usize::from(hexadecimal) + end + semicolon));
    }
    const NAMED: [(&str, char); 6] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
    ];
    NAMED.iter().find_map(|(name, letter)| {
        let after = text[1..].strip_prefix(name)?;
        // The minifier leaves out a semicolon where the standard allows it: for all of these but one.
        let closed = after.starts_with(';');
        (closed || *name != "apos").then_some((*letter, 1 + name.len() + usize::from(closed)))
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn verbatim_elements_give_their_text_without_markup() {
        let html = "<p data-verbatim>A <a id=x href=\"y.html#z\">B &amp; C</a>&nbsp;D &lt;e><br> F</p><p>G</p>";
        let document = read(html);
        assert_eq!(document.verbatim, ["A B & C\u{a0}D <e> F"]);
        assert_eq!(document.ids, ["x"]);
        assert_eq!(document.references, ["y.html#z"]);
    }

    #[test]
    fn comments_and_scripts_are_no_text() {
        let html = "<div data-verbatim>a<!-- <b> -->b<script>if (1 < 2) '<p id=no>'</script></div>";
        let document = read(html);
        assert_eq!(document.verbatim, ["ab"]);
        assert!(document.ids.is_empty());
    }
}
