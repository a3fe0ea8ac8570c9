use std::borrow::Cow;

use memchr::memchr;

use crate::text::ByteSet;

/// What a page has, piece by piece.
pub(super) enum Event<'a> {
    /// The text of an element that carries `data-verbatim`.
    Verbatim(Cow<'a, str>),
    /// A value of `id`.
    Anchor(Cow<'a, str>),
    /// A value of `href` or `src`.
    Leads(Cow<'a, str>),
    /// The address of what a browser loads with the page: style sheets, icons, scripts, pictures.
    Loads(Cow<'a, str>),
    /// What the pages' policy does not let run: scripts, styles and handlers in the page.
    Inline(Cow<'a, str>),
}

/// All that a page has, in words.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The texts of the elements that carry `data-verbatim`, in order.
    pub(crate) verbatim: Vec<String>,
    /// Values of `id`, in order.
    pub(crate) anchors: Vec<String>,
    /// Values of `href` and `src`, in order.
    pub(crate) references: Vec<String>,
    /// Addresses of what a browser loads with the page.
    pub(crate) loaded: Vec<String>,
    /// What the pages' policy does not let run.
    pub(crate) inline: Vec<String>,
}

/// Elements that have no end tag (HTML, 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// What ends the parts of a tag (HTML, 13.2.5).
static AFTER_NAME: ByteSet = ByteSet::of(b" \t\n\x0c\r>/");
static AFTER_ATTRIBUTE: ByteSet = ByteSet::of(b" \t\n\x0c\r=>/");
static AFTER_VALUE: ByteSet = ByteSet::of(b" \t\n\x0c\r>");
static NO_SPACE: ByteSet = ByteSet::of(b" \t\n\x0c\r").others();

/// Reads a page for its words.
pub(crate) fn read(html: &[u8]) -> Page {
    let mut page = Page::default();
    walk(&String::from_utf8_lossy(html), &mut |event| match event {
        Event::Verbatim(text) => page.verbatim.push(text.into_owned()),
        Event::Anchor(anchor) => page.anchors.push(anchor.into_owned()),
        Event::Leads(address) => page.references.push(address.into_owned()),
        Event::Loads(address) => page.loaded.push(address.into_owned()),
        Event::Inline(what) => page.inline.push(what.into_owned()),
    });
    page
}

/// An element being recorded: how many elements are open in it, and its text.
struct Recording<'a> {
    depth: usize,
    text: Cow<'a, str>,
}

impl<'a> Recording<'a> {
    fn add(&mut self, text: Cow<'a, str>) {
        if self.text.is_empty() {
            self.text = text;
        } else if !text.is_empty() {
            self.text.to_mut().push_str(&text);
        }
    }
}

/// Reads a page in one walk: a small reader for pages with end tags, as this program writes them.
pub(super) fn walk<'a>(html: &'a str, tell: &mut dyn FnMut(Event<'a>)) {
    let mut recording: Option<Recording> = None;
    let mut attributes = Vec::new();
    let mut rest = html;
    while let Some(open) = memchr(b'<', rest.as_bytes()) {
        if let Some(recording) = &mut recording {
            recording.add(decode(&rest[..open]));
        }
        rest = &rest[open..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some(tag) = Tag::read(rest, &mut attributes) else {
            if let Some(recording) = &mut recording {
                recording.add(Cow::Borrowed("<"));
            }
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if tag.closing {
            if let Some(open) = &mut recording {
                open.depth -= 1;
            }
            let done = recording.take_if(|open| open.depth == 0);
            done.into_iter().for_each(|done| tell(Event::Verbatim(done.text)));
            continue;
        }
        tag.inline(&attributes)
            .into_iter()
            .for_each(|what| tell(Event::Inline(what)));
        let starts = !attributes.is_empty() && tell_attributes(&tag, &attributes, tell);
        if tag.self_closing || VOID.iter().any(|name| tag.is(name)) {
            continue;
        }
        match &mut recording {
            Some(open) => open.depth += 1,
            None if starts => {
                recording = Some(Recording {
                    depth: 1,
                    text: Cow::Borrowed(""),
                });
            }
            None => {}
        }
        if tag.is("script") || tag.is("style") {
            let end = rest.find(&format!("</{}", tag.name)).unwrap_or(rest.len());
            rest = &rest[end..];
        }
    }
}

/// Attributes as they are written: names and values.
type Attributes<'a> = [(&'a str, &'a str)];

/// Tells what a tag and its attributes say; gives whether the element is to be recorded.
fn tell_attributes<'a>(tag: &Tag<'a>, attributes: &Attributes<'a>, tell: &mut dyn FnMut(Event<'a>)) -> bool {
    let mut starts = false;
    for (name, value) in attributes {
        if name.eq_ignore_ascii_case("id") {
            tell(Event::Anchor(decode(value)));
        } else if name.eq_ignore_ascii_case("href") || name.eq_ignore_ascii_case("src") {
            if tag.loads(attributes) {
                tell(Event::Loads(decode(value)));
            }
            tell(Event::Leads(decode(value)));
        } else if ["srcset", "poster", "data", "action"]
            .iter()
            .any(|other| name.eq_ignore_ascii_case(other))
        {
            // The first address of each stands for all.
            let first = decode(value).split([' ', ',']).next().unwrap_or_default().to_owned();
            tell(Event::Loads(Cow::Owned(first)));
        } else if name.eq_ignore_ascii_case("data-verbatim") {
            starts = true;
        }
    }
    starts
}

struct Tag<'a> {
    name: &'a str,
    closing: bool,
    self_closing: bool,
    /// Bytes from `<` to `>`.
    length: usize,
}

impl<'a> Tag<'a> {
    /// Reads the tag at the start of `text`, if there is one, and its attributes.
    fn read(text: &'a str, attributes: &mut Vec<(&'a str, &'a str)>) -> Option<Self> {
        attributes.clear();
        let bytes = text.as_bytes();
        let closing = text.starts_with("</");
        let start = if closing { 2 } else { 1 };
        let first = *bytes.get(start)?;
        if !(first.is_ascii_alphabetic() || first == b'!') {
            return None;
        }
        let until = |from: usize, ends: &ByteSet| Some(from + ends.find(&bytes[from..])?);
        let mut at = until(start, &AFTER_NAME)?;
        let mut tag = Self {
            name: &text[start..at],
            closing,
            self_closing: false,
            length: 0,
        };
        loop {
            at = until(at, &NO_SPACE)?;
            match bytes[at] {
                b'>' => {
                    tag.length = at + 1;
                    return Some(tag);
                }
                b'/' => {
                    tag.self_closing = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                    continue;
                }
                _ => {}
            }
            // An attribute's name may begin with `=` (HTML, 13.2.5.32).
            let end = until(at + 1, &AFTER_ATTRIBUTE)?;
            let (value, length) = attribute_value(&text[end..])?;
            attributes.push((&text[at..end], value));
            at = end + length;
        }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// What of the tag is a script or a style in the page, as it is written.
    fn inline(&self, attributes: &Attributes<'a>) -> Option<Cow<'a, str>> {
        if self.is("style") {
            return Some("<style".into());
        }
        if self.is("script") && value(attributes, "src").is_none() {
            let data = value(attributes, "type").is_some_and(|kind| kind == "application/ld+json");
            if !data {
                return Some("<script".into());
            }
        }
        let values = attributes.iter().map(|(_, value)| *value);
        if let Some(code) = values
            .filter(|value| may_be_code(value))
            .map(decode)
            .find(|value| is_code(value))
        {
            return Some(code);
        }
        let mut names = attributes.iter().map(|(name, _)| *name);
        let handler = names.find(|name| {
            let begins = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
            name.eq_ignore_ascii_case("style") || (begins && name.len() > 3)
        })?;
        Some(format!("{}=", handler.to_ascii_lowercase()).into())
    }

    /// Whether a browser loads what the tag points to in order to show the page.
    fn loads(&self, attributes: &Attributes<'a>) -> bool {
        if self.is("a") {
            return false;
        }
        if self.is("link") {
            return value(attributes, "rel").is_some_and(|value| value == "stylesheet" || value == "icon");
        }
        let elements = ["script", "img", "iframe", "embed", "source", "video", "audio", "track"];
        elements.iter().any(|name| self.is(name))
    }
}

fn value<'a>(attributes: &Attributes<'a>, wanted: &str) -> Option<Cow<'a, str>> {
    let mut attributes = attributes.iter();
    let found = attributes.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| decode(value))
}

/// Whether a value, its character references not resolved, could be an address that is code: most are known not to be
/// by their first letter.
fn may_be_code(value: &str) -> bool {
    let mut bytes = value.bytes();
    let first = bytes.find(|byte| !byte.is_ascii_control() && *byte != b' ');
    matches!(first, Some(b'j' | b'J' | b'&'))
}

/// Whether an address is code, in whatever case and with whatever white space in between (URL standard, 4.4).
fn is_code(address: &str) -> bool {
    let letters = address.bytes().filter(|byte| !byte.is_ascii_control() && *byte != b' ');
    let scheme = letters.map(|byte| byte.to_ascii_lowercase()).take("javascript:".len());
    scheme.eq(*b"javascript:")
}

/// The value after an attribute's name, and the bytes it takes; empty where there is none.
fn attribute_value(text: &str) -> Option<(&str, usize)> {
    let Some(after) = text.strip_prefix('=') else {
        return Some(("", 0));
    };
    match after.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let end = memchr(*quote, &after.as_bytes()[1..])? + 1;
            Some((&after[1..end], end + 2))
        }
        _ => {
            let end = AFTER_VALUE.find(after.as_bytes())?;
            Some((&after[..end], end + 1))
        }
    }
}

/// A text with its character references resolved (the ones that templates and minifier write).
fn decode(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
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
    Cow::Owned(decoded)
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
        let document = read(html.as_bytes());
        assert_eq!(document.verbatim, ["A B & C\u{a0}D <e> F"]);
        assert_eq!(document.anchors, ["x"]);
        assert_eq!(document.references, ["y.html#z"]);
    }

    #[test]
    fn addresses_that_are_code_are_told_however_they_are_written() {
        let html = "<a href=' java\nScript:x()'>a</a><a href=&#106;avascript:y()>b</a><a href=j.html>c</a>";
        assert_eq!(read(html.as_bytes()).inline, [" java\nScript:x()", "javascript:y()"]);
    }

    #[test]
    fn comments_and_scripts_are_no_text() {
        let html = "<div data-verbatim>a<!-- <b> -->b<script>if (1 < 2) '<p id=no>'</script></div>";
        let document = read(html.as_bytes());
        assert_eq!(document.verbatim, ["ab"]);
        assert!(document.anchors.is_empty());
    }
}
