use std::borrow::Cow;

use memchr::{memchr, memmem};

use crate::text::ByteSet;

/// What [`walk`] finds in a page, in order.
pub(super) enum Event<'a> {
    /// The text of an element with `data-verbatim`.
    Verbatim(Cow<'a, str>),
    /// A value of `id`.
    Anchor(Cow<'a, str>),
    /// A value of `href` or `src`.
    Reference(Cow<'a, str>),
    /// The address of something that a browser loads with the page: a style sheet, icon, script or image.
    Resource(Cow<'a, str>),
    /// Code in the page that its content security policy forbids: a script, style, event handler or `javascript:` address.
    Inline(Cow<'a, str>),
}

/// All that [`walk`] finds in a page, as texts.
#[derive(Debug, Default)]
pub(crate) struct ReadBack {
    /// The texts of the elements with `data-verbatim`, in order.
    pub(crate) verbatim: Vec<String>,
    /// Values of `id`, in order.
    pub(crate) anchors: Vec<String>,
    /// Values of `href` and `src`, in order.
    pub(crate) references: Vec<String>,
    /// Addresses of the resources that a browser loads with the page.
    pub(crate) loaded: Vec<String>,
    /// Code in the page that its content security policy forbids.
    pub(crate) inline: Vec<String>,
}

/// The name of an element or attribute, packed into an integer: comparing two is one instruction, whatever their case.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Name(u128);

impl Name {
    /// Packs a name. One of more than 16 bytes becomes the empty name, which equals none that is looked for here.
    const fn new(name: &str) -> Self {
        let mut packed = [0; 16];
        if name.len() <= packed.len() {
            let (own, _) = packed.split_at_mut(name.len());
            own.copy_from_slice(name.as_bytes());
            packed.make_ascii_lowercase();
        }
        Self(u128::from_le_bytes(packed))
    }

    const fn all<const N: usize>(names: [&str; N]) -> [Self; N] {
        let mut all = [Self(0); N];
        let mut at = 0;
        while at < N {
            all[at] = Self::new(names[at]);
            at += 1;
        }
        all
    }
}

/// Elements without an end tag (HTML, 13.1.2).
static VOID: [Name; 13] = Name::all([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
]);
/// Elements whose content is text without markup or character references (HTML, 13.2.6.2, "generic raw text"). Without
/// scripting, `noscript` is not one of them.
static RAW_TEXT: [Name; 6] = Name::all(["script", "style", "xmp", "iframe", "noembed", "noframes"]);
/// Elements whose content is text with character references and no other markup ("generic RCDATA").
static ESCAPABLE: [Name; 2] = Name::all(["title", "textarea"]);
/// The element after which everything is text to the end of the page.
const PLAINTEXT: Name = Name::new("plaintext");
/// Elements whose `src` a browser loads.
static LOADING: [Name; 8] = Name::all(["script", "img", "iframe", "embed", "source", "video", "audio", "track"]);
/// Other attributes whose addresses count as loaded.
static LOADED: [Name; 4] = Name::all(["srcset", "poster", "data", "action"]);
const A: Name = Name::new("a");
const LINK: Name = Name::new("link");
const SCRIPT: Name = Name::new("script");
const STYLE: Name = Name::new("style");
const ID: Name = Name::new("id");
const HREF: Name = Name::new("href");
const SRC: Name = Name::new("src");
const REL: Name = Name::new("rel");
const TYPE: Name = Name::new("type");
const VERBATIM: Name = Name::new("data-verbatim");

/// The bytes that end each part of a tag (HTML, 13.2.5).
static AFTER_NAME: ByteSet = ByteSet::new(b" \t\n\x0c\r>/");
static AFTER_ATTRIBUTE: ByteSet = ByteSet::new(b" \t\n\x0c\r=>/");
static AFTER_VALUE: ByteSet = ByteSet::new(b" \t\n\x0c\r>");
static NO_SPACE: ByteSet = ByteSet::new(b" \t\n\x0c\r").complement();

/// Collects all that [`walk`] finds in a page.
pub(crate) fn read_back(html: &[u8]) -> ReadBack {
    let mut page = ReadBack::default();
    walk(&String::from_utf8_lossy(html), &mut |event| match event {
        Event::Verbatim(text) => page.verbatim.push(text.into_owned()),
        Event::Anchor(anchor) => page.anchors.push(anchor.into_owned()),
        Event::Reference(address) => page.references.push(address.into_owned()),
        Event::Resource(address) => page.loaded.push(address.into_owned()),
        Event::Inline(what) => page.inline.push(what.into_owned()),
    });
    page
}

/// An element with `data-verbatim` whose text is being collected.
struct Recording<'a> {
    /// Open elements, this one included.
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

/// Parses a page in one pass and calls `emit` for each thing found. It relies on the end tags that this program writes;
/// for general HTML it is no substitute for a parser.
pub(super) fn walk<'a>(html: &'a str, emit: &mut dyn FnMut(Event<'a>)) {
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
            done.into_iter().for_each(|done| emit(Event::Verbatim(done.text)));
            continue;
        }
        tag.inline(&attributes)
            .into_iter()
            .for_each(|what| emit(Event::Inline(what)));
        let starts = !attributes.is_empty() && emit_attributes(&tag, &attributes, emit);
        // Void elements matter only while recording, where depth is counted.
        let is_recorded = starts || recording.is_some();
        if tag.self_closing || is_recorded && VOID.contains(&tag.name) {
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
        if tag.name == PLAINTEXT {
            rest = "";
        } else if RAW_TEXT.contains(&tag.name) {
            rest = from_end_tag(rest, tag.written);
        } else if ESCAPABLE.contains(&tag.name) {
            let end = from_end_tag(rest, tag.written);
            if let Some(recording) = &mut recording {
                recording.add(decode(&rest[..rest.len() - end.len()]));
            }
            rest = end;
        }
    }
}

/// The rest of the page from the end tag of `element` on, whose content has no markup (HTML, 13.2.5.11).
fn from_end_tag<'a>(text: &'a str, element: &str) -> &'a str {
    let is_end = |at: &usize| {
        let after = at + 2 + element.len();
        let name = text.as_bytes().get(at + 2..after);
        name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
            && AFTER_NAME.find(&text.as_bytes()[after..]) == Some(0)
    };
    let end = memmem::find_iter(text.as_bytes(), b"</").find(is_end);
    end.map_or("", |end| &text[end..])
}

/// An attribute: its packed name, its name and its value as written.
type Attribute<'a> = (Name, &'a str, &'a str);

/// Emits the events of a tag's attributes. Returns whether the tag has `data-verbatim`.
fn emit_attributes<'a>(tag: &Tag, attributes: &[Attribute<'a>], emit: &mut dyn FnMut(Event<'a>)) -> bool {
    let mut starts = false;
    for (name, _, value) in attributes {
        match *name {
            ID => emit(Event::Anchor(decode(value))),
            HREF | SRC => {
                if tag.loads(attributes) {
                    emit(Event::Resource(decode(value)));
                }
                emit(Event::Reference(decode(value)));
            }
            VERBATIM => starts = true,
            name if LOADED.contains(&name) => {
                // The first of several addresses is enough.
                let first = decode(value).split([' ', ',']).next().unwrap_or_default().to_owned();
                emit(Event::Resource(Cow::Owned(first)));
            }
            _ => {}
        }
    }
    starts
}

struct Tag<'a> {
    name: Name,
    /// The name as written.
    written: &'a str,
    closing: bool,
    self_closing: bool,
    /// Length in bytes, `<` and `>` included.
    length: usize,
}

impl<'a> Tag<'a> {
    /// Parses the tag at the start of `text`, if there is one; replaces `attributes` by those of the tag.
    fn read(text: &'a str, attributes: &mut Vec<Attribute<'a>>) -> Option<Self> {
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
            // The names of end tags are never compared.
            name: Name::new(if closing { "" } else { &text[start..at] }),
            written: &text[start..at],
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
            let name = &text[at..end];
            attributes.push((Name::new(name), name, value));
            at = end + length;
        }
    }

    /// The part of the tag that is code in the page, as written.
    fn inline(&self, attributes: &[Attribute<'a>]) -> Option<Cow<'a, str>> {
        if self.name == STYLE {
            return Some("<style".into());
        }
        if self.name == SCRIPT && value(attributes, SRC).is_none() {
            let data = value(attributes, TYPE).is_some_and(|kind| kind == "application/ld+json");
            if !data {
                return Some("<script".into());
            }
        }
        for (name, written, value) in attributes {
            if may_be_code(value) && is_code(&decode(value)) {
                return Some(decode(value));
            }
            let handles = written.len() > 3 && written.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
            if handles || *name == STYLE {
                return Some(format!("{}=", written.to_ascii_lowercase()).into());
            }
        }
        None
    }

    /// Whether a browser loads the tag's `href` or `src` to show the page.
    fn loads(&self, attributes: &[Attribute]) -> bool {
        match self.name {
            A => false,
            LINK => value(attributes, REL).is_some_and(|value| value == "stylesheet" || value == "icon"),
            name => LOADING.contains(&name),
        }
    }
}

fn value<'a>(attributes: &[Attribute<'a>], wanted: Name) -> Option<Cow<'a, str>> {
    let found = attributes.iter().find(|(name, ..)| *name == wanted);
    found.map(|(.., value)| decode(value))
}

/// Whether a value, before its character references are decoded, could be a `javascript:` address: a cheap test that most
/// values fail by their first letter.
fn may_be_code(value: &str) -> bool {
    let mut bytes = value.bytes();
    let first = bytes.find(|byte| !byte.is_ascii_control() && *byte != b' ');
    matches!(first, Some(b'j' | b'J' | b'&'))
}

/// Whether an address has the scheme `javascript:`, in any case and with the white space that URLs ignore (URL standard,
/// 4.4).
fn is_code(address: &str) -> bool {
    let letters = address.bytes().filter(|byte| !byte.is_ascii_control() && *byte != b' ');
    let scheme = letters.map(|byte| byte.to_ascii_lowercase()).take("javascript:".len());
    scheme.eq(*b"javascript:")
}

/// The value after an attribute's name, empty if there is none, and the length in bytes with `=` and quotes.
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

/// Decodes the character references that the templates and the minifier write.
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

/// The character reference at the start of a text: its character and its length in bytes.
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
        // The minifier omits the semicolon where the standard allows it: for all of these but `apos`.
        let closed = after.starts_with(';');
        (closed || *name != "apos").then_some((*letter, 1 + name.len() + usize::from(closed)))
    })
}

#[cfg(test)]
mod tests {
    use super::read_back;

    #[test]
    fn read_back_gives_verbatim_text_without_markup() {
        let html = "<p data-verbatim>A <a id=x href=\"y.html#z\">B &amp; C</a>&nbsp;D &lt;e><br> F</p><p>G</p>";
        let document = read_back(html.as_bytes());
        assert_eq!(document.verbatim, ["A B & C\u{a0}D <e> F"]);
        assert_eq!(document.anchors, ["x"]);
        assert_eq!(document.references, ["y.html#z"]);
    }

    #[test]
    fn read_back_finds_javascript_addresses_in_any_spelling() {
        let html = "<a href=' java\nScript:x()'>a</a><a href=&#106;avascript:y()>b</a><a href=j.html>c</a>";
        assert_eq!(
            read_back(html.as_bytes()).inline,
            [" java\nScript:x()", "javascript:y()"]
        );
    }

    #[test]
    fn read_back_skips_comments_and_scripts() {
        let html = "<div data-verbatim>a<!-- <b> -->b<script>if (1 < 2) '<p id=no></p>'</SCRIPT></div>";
        let document = read_back(html.as_bytes());
        assert_eq!(document.verbatim, ["ab"]);
        assert!(document.anchors.is_empty());
    }

    #[test]
    fn read_back_finds_no_markup_in_raw_text_elements() {
        let names = [
            "title", "textarea", "script", "style", "xmp", "iframe", "noembed", "noframes",
        ];
        for name in names {
            let html = format!(
                "<{name}><!-- <a id=x href=y><script>z</{name}s></ {name}></{name}\n><p data-verbatim>a</p><b id=c>"
            );
            let document = read_back(html.as_bytes());
            assert_eq!(
                (document.verbatim, document.anchors),
                (vec!["a".to_owned()], vec!["c".to_owned()]),
                "{name}"
            );
            assert!(document.references.is_empty(), "{name}");
        }
        let html =
            "<p data-verbatim>a<TextArea>&lt;<b>&amp;</textarea>c<iframe>d</iframe></p><plaintext><p id=x></plaintext>";
        let document = read_back(html.as_bytes());
        assert_eq!(document.verbatim, ["a<<b>&c"]);
        assert!(document.anchors.is_empty());
    }
}
