//! What minify-html makes of a page, for pages as this program writes them.
//!
//! minify-html builds a tree of every page and runs several pattern searchers over every text and attribute. The pages
//! of this program are regular enough (every element closed, attributes quoted, a handful of character references) to
//! be minified in one pass over their bytes. [`lean`] makes that pass, and gives up with `None` at the first construct
//! it has no certain rule for: the caller then asks minify-html itself.
//!
//! The rules are those of minify-html 0.18.1 and minify-html-common 0.0.3; comments name the file of these crates a
//! rule restates. They hold for one configuration: closing tags and the opening tags of `html` and `head` kept,
//! comments removed, scripts and style sheets left alone, everything else as `Cfg::new()` has it.

use memchr::{memchr, memchr_iter, memmem};

use crate::text::ByteSet;

/// What ends the name of an element or attribute.
static AFTER_NAME: ByteSet = ByteSet::of(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-:_").others();
/// What a value cannot have without quotation marks.
static QUOTED: ByteSet = ByteSet::of(b"\"'=<>` \t\n\x0c\r");
/// What may make a value differ from its source, or needs quotation marks.
static CHANGED: ByteSet = ByteSet::of(b"&\"'=<>` \t\n\x0c\r");
/// What may not be copied from a text whose white space is joined.
static SPACE_OR_REFERENCE: ByteSet = ByteSet::of(b"& \t\n\x0c\r");
/// Letters that names of attributes do not have here.
static CAPITALS: ByteSet = ByteSet::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");

/// What happens to white space in the text of an element (`spec/tag/whitespace.rs`).
#[derive(Clone, Copy, PartialEq)]
enum Spaces {
    /// Nothing, nor in the elements within: `pre`.
    Preformatted,
    /// Nothing: `WHITESPACE_SENSITIVE`.
    Kept,
    /// Runs become one space: `FORMATTING` and the default.
    Joined,
    /// As `Joined`, and none at the start and the end of the element: `CONTENT`.
    Trimmed,
    /// As `Trimmed`, and a text of nothing but white space goes: `LAYOUT`, the root and SVG.
    Dropped,
}

/// What an element may hold, and what would end it before its closing tag.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Block,
    Paragraph,
    Entry,
    Row,
    Rows,
    /// `html`, `head` and `body`.
    Frame,
    Void,
    VoidBlock,
    Script,
    Title,
}

impl Kind {
    /// Whether a `child` in such an element may end it (`spec/tag/omission.rs`). Wider than that table in what no
    /// page of this program has, such as a `li` in a `dd`.
    fn is_ended_by(self, child: Kind) -> bool {
        match self {
            Kind::Paragraph => matches!(child, Kind::Block | Kind::Paragraph | Kind::VoidBlock),
            Kind::Entry | Kind::Row | Kind::Rows => child == self,
            _ => false,
        }
    }
}

/// The elements with certain rules: not `textarea` and `style`, nor those that show something from elsewhere.
fn html_element(name: &[u8]) -> Option<(Spaces, Kind)> {
    Some(match name {
        b"a" | b"abbr" | b"b" | b"bdi" | b"bdo" | b"cite" | b"data" | b"del" | b"dfn" | b"em" | b"i" | b"ins"
        | b"kbd" | b"mark" | b"q" | b"s" | b"samp" | b"search" | b"small" | b"span" | b"strong" | b"sub" | b"sup"
        | b"time" | b"u" | b"var" => (Spaces::Joined, Kind::Plain),
        b"p" => (Spaces::Trimmed, Kind::Paragraph),
        b"li" | b"td" | b"th" | b"dd" | b"dt" | b"option" => (Spaces::Trimmed, Kind::Entry),
        b"address" | b"details" | b"figcaption" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
            (Spaces::Trimmed, Kind::Block)
        }
        b"button" | b"caption" | b"label" | b"legend" | b"noscript" | b"output" | b"summary" => {
            (Spaces::Trimmed, Kind::Plain)
        }
        b"article" | b"aside" | b"blockquote" | b"div" | b"dl" | b"fieldset" | b"figure" | b"footer" | b"form"
        | b"header" | b"hgroup" | b"main" | b"menu" | b"nav" | b"ol" | b"section" | b"table" | b"ul" => {
            (Spaces::Dropped, Kind::Block)
        }
        b"colgroup" | b"dialog" | b"picture" | b"select" => (Spaces::Dropped, Kind::Plain),
        b"tbody" | b"tfoot" | b"thead" => (Spaces::Dropped, Kind::Rows),
        b"tr" => (Spaces::Dropped, Kind::Row),
        b"html" | b"head" | b"body" => (Spaces::Dropped, Kind::Frame),
        b"meta" | b"link" | b"img" | b"br" | b"input" | b"wbr" | b"col" => (Spaces::Kept, Kind::Void),
        b"hr" => (Spaces::Kept, Kind::VoidBlock),
        b"code" => (Spaces::Kept, Kind::Plain),
        b"pre" => (Spaces::Preformatted, Kind::Block),
        b"script" => (Spaces::Kept, Kind::Script),
        b"title" => (Spaces::Kept, Kind::Title),
        _ => return None,
    })
}

fn svg_element(name: &[u8]) -> Option<(Spaces, Kind)> {
    let spaces = match name {
        b"path" | b"circle" | b"rect" | b"svg" | b"g" | b"line" | b"ellipse" | b"polygon" | b"polyline" | b"defs"
        | b"symbol" | b"use" => Spaces::Dropped,
        b"text" | b"title" | b"desc" => Spaces::Trimmed,
        b"tspan" | b"a" => Spaces::Joined,
        _ => return None,
    };
    Some((spaces, Kind::Plain))
}

/// What becomes of an attribute (`html-data*.json` of minify-html-common, `minify/attr.rs`).
#[derive(Clone, Copy, PartialEq)]
enum Treatment {
    AsIs,
    /// Trimmed, and runs of white space joined.
    Words,
    /// Without any white space: in the `meta` of the viewport.
    Packed,
    /// Only its presence counts.
    Flag,
}

/// Not certain of values that may be the default of their attribute, nor of names with a rule that is not here.
fn treatment(element: &[u8], name: &[u8], value: &[u8], svg: bool) -> Option<Treatment> {
    Some(match (element, name, value) {
        // The commonest names first.
        (_, b"href" | b"id" | b"lang" | b"title", _) => Treatment::AsIs,
        (_, b"class", _) if !svg => Treatment::Words,
        (_, b"d", _) if svg => Treatment::Words,
        (_, b"hidden", _) if !svg => Treatment::Flag,
        (b"script", b"async" | b"defer", _)
        | (b"details", b"open", _)
        | (b"input", b"checked" | b"disabled" | b"readonly" | b"required", _)
        | (b"option", b"disabled" | b"selected", _) => Treatment::Flag,
        (b"input", b"type", b"checkbox" | b"radio" | b"search")
        | (b"button", b"type", b"button")
        | (b"link", b"type", b"image/svg+xml" | b"image/png" | b"application/atom+xml" | b"application/rss+xml")
        | (b"img", b"loading", b"lazy")
        | (b"a", b"target", b"_blank") => Treatment::AsIs,
        (b"input" | b"button" | b"link", b"type", _)
        | (_, b"async" | b"autofocus" | b"capture" | b"checked" | b"crossorigin" | b"decoding" | b"defer", _)
        | (_, b"disabled" | b"enctype" | b"formenctype" | b"formnovalidate" | b"hidden" | b"itemscope", _)
        | (_, b"loading" | b"method" | b"multiple" | b"nomodule" | b"novalidate" | b"open" | b"readonly", _)
        | (_, b"referrerpolicy" | b"required" | b"reversed" | b"selected" | b"span" | b"style" | b"target", _) => {
            return None;
        }
        _ => Treatment::AsIs,
    })
}

/// The quotation mark around a value, for the shortest way to write it: a quotation mark before an apostrophe before
/// none. One byte that must be a reference without them already costs more than the two of them.
fn quote(value: &[u8]) -> Option<u8> {
    QUOTED.find(value)?;
    let prefers_apostrophes = memchr_iter(b'\'', value).count() < memchr_iter(b'"', value).count();
    Some(if prefers_apostrophes { b'\'' } else { b'"' })
}

fn write_quoted(out: &mut Vec<u8>, value: &[u8], quote: u8) {
    out.push(quote);
    for (index, part) in value.split(|&byte| byte == quote).enumerate() {
        if index > 0 {
            out.extend_from_slice(if quote == b'"' { b"&#34;" } else { b"&#39;" });
        }
        out.extend_from_slice(part);
    }
    out.push(quote);
}

/// Whether the name stays of an attribute without a value, or nothing (`redundantIfEmpty`).
fn stays_empty(element: &[u8], name: &[u8]) -> Option<bool> {
    match name {
        b"class" | b"id" | b"lang" => Some(false),
        b"alt" | b"role" => Some(true),
        b"download" | b"href" if element == b"a" => Some(true),
        b"value" if element == b"option" => Some(true),
        _ => (name.starts_with(b"data-") || name.starts_with(b"aria-")).then_some(true),
    }
}

/// What is before the first such byte, and what is after it.
fn split_at_byte(bytes: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let (before, rest) = bytes.split_at_checked(memchr(byte, bytes)?)?;
    Some((before, rest.split_first()?.1))
}

/// Where characters stand: it decides which of them must be references.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Text,
    Title,
    Value,
}

/// Writes `source` with no references but those it needs, and its runs of white space joined if so asked; it must
/// not begin with white space then.
fn rewrite(out: &mut Vec<u8>, mut source: &[u8], place: Place, join: bool) -> Option<()> {
    let stop = |source| {
        if join {
            first_change(source)
        } else {
            memchr(b'&', source)
        }
    };
    while let Some(at) = stop(source) {
        let (before, rest) = source.split_at_checked(at)?;
        out.extend_from_slice(before);
        if let Some(after) = rest.strip_prefix(b"&") {
            let (written, rest) = reference(after, place)?;
            out.extend_from_slice(written.as_bytes());
            source = rest;
        } else {
            // A space at the end of `out` is the start of this run, for no source and no reference begins with one.
            if out.last() != Some(&b' ') {
                out.push(b' ');
            }
            source = rest.trim_ascii_start();
        }
    }
    out.extend_from_slice(source);
    Some(())
}

/// The first byte that cannot be copied: an ampersand, or white space other than a lone space.
fn first_change(source: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + SPACE_OR_REFERENCE.find(source.get(from..)?)?;
        let follows = source.get(at + 1);
        match source.get(at)? {
            b' ' if follows.is_some_and(|next| *next == b' ') => return Some(at + 1),
            b' ' => from = at + 1,
            _ => return Some(at),
        }
    }
}

/// What is written for an ampersand before `after`, and what follows: the reference is decoded (`entity/decode.rs`),
/// and encoded again (`entity/encode.rs`) where the character would be read as something else.
fn reference(after: &[u8], place: Place) -> Option<(&'static str, &[u8])> {
    let less = if place == Place::Text { "&lt;" } else { "<" };
    let known: [(&[u8], &str); 7] = [
        (b"#39;", "'"),
        (b"quot;", "\""),
        (b"lt;", less),
        (b"gt;", ">"),
        (b"#x27;", "'"),
        (b"#x2f;", "/"),
        (b"nbsp;", "\u{a0}"),
    ];
    if let Some(rest) = after.strip_prefix(b"amp;") {
        let written = if is_reference(rest, place)? { "&amp;" } else { "&" };
        return Some((written, rest));
    }
    let mut known = known.iter();
    let found = known.find_map(|&(name, written)| Some((written, after.strip_prefix(name)?)));
    found.or_else(|| (!is_reference(after, place)?).then_some(("&", after)))
}

/// Whether an ampersand before `after` would be read as the start of a reference. Not certain of numbers, nor of
/// names that need their semicolon: there are two thousand.
fn is_reference(after: &[u8], place: Place) -> Option<bool> {
    let length = after.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (name, rest) = after.split_at_checked(length)?;
    let is_known = || UNTERMINATED.iter().any(|known| known.as_bytes() == name);
    match (length, rest.first()) {
        (0, Some(b'#')) => None,
        // No name is shorter than two characters.
        (0 | 1, _) => Some(false),
        (_, Some(b';')) => is_known().then_some(true),
        // HTML standard, "Named character reference state": such a name is no reference in an attribute.
        (_, Some(b'=')) if place == Place::Value => Some(false),
        _ if place == Place::Value => Some(is_known()),
        _ => Some(UNTERMINATED.iter().any(|known| name.starts_with(known.as_bytes()))),
    }
}

/// The names that need no semicolon to be references (HTML standard, "Named character references").
#[rustfmt::skip]
static UNTERMINATED: [&str; 106] = [
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH", "Eacute", "Ecirc",
    "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash",
    "Otilde", "Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc", "acute",
    "aelig", "agrave", "amp", "aring", "atilde", "auml", "brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg",
    "divide", "eacute", "ecirc", "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute", "icirc",
    "iexcl", "igrave", "iquest", "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde", "oacute",
    "ocirc", "ograve", "ordf", "ordm", "oslash", "otilde", "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg",
    "sect", "shy", "sup1", "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave", "uml", "uuml",
    "yacute", "yen", "yuml",
];

/// What an element ends with so far, comments aside.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Element,
    /// A text that begins there in what is written.
    Text(usize),
}

/// An element that has been opened and not closed yet.
struct Open<'a> {
    name: &'a [u8],
    kind: Kind,
    spaces: Spaces,
    svg: bool,
    last: Last,
}

impl<'a> Open<'a> {
    fn new(name: &'a [u8], kind: Kind, spaces: Spaces, svg: bool) -> Self {
        let last = Last::Nothing;
        Open {
            name,
            kind,
            spaces,
            svg,
            last,
        }
    }

    /// The space at the end of the last text goes if nothing comes after it.
    fn trim_end(&self, out: &mut Vec<u8>) {
        let trims = matches!(self.spaces, Spaces::Trimmed | Spaces::Dropped);
        if trims && matches!(self.last, Last::Text(from) if from < out.len()) && out.last() == Some(&b' ') {
            out.pop();
        }
    }
}

/// In a document these come once and in this order; minify-html drops their second tags (`parse/content.rs`).
const FRAMES: [&[u8]; 3] = [b"html", b"head", b"body"];

#[derive(Default)]
struct Page<'a> {
    rest: &'a [u8],
    out: Vec<u8>,
    open: Vec<Open<'a>>,
    /// How many of [`FRAMES`] there were.
    frames: usize,
    /// The names and values, as the source has them, of the tag that is being read.
    attributes: Vec<(&'a [u8], &'a [u8])>,
    /// The value that is being written.
    value: Vec<u8>,
    /// The attributes without quotation marks of the tag that is being written.
    unquoted: Vec<u8>,
}

/// What minify-html writes for `html`, or nothing if that is not certain.
pub(super) fn lean(html: &str) -> Option<Vec<u8>> {
    // `entity/encode.rs` has references for two sequences that end in this character.
    if memmem::find(html.as_bytes(), "\u{20d2}".as_bytes()).is_some() {
        return None;
    }
    let mut page = Page::new(html);
    page.read()?;
    Some(page.out)
}

impl<'a> Page<'a> {
    fn new(html: &'a str) -> Self {
        let document = Open::new(b"", Kind::Plain, Spaces::Dropped, false);
        let (rest, out, open) = (html.as_bytes(), Vec::with_capacity(html.len()), vec![document]);
        let others = Page::default();
        Page {
            rest,
            out,
            open,
            ..others
        }
    }

    fn read(&mut self) -> Option<()> {
        while let Some((text, rest)) = split_at_byte(self.rest, b'<') {
            self.text(text)?;
            self.rest = rest;
            match rest.first()? {
                b'a'..=b'z' => self.opening()?,
                b'/' => self.closing()?,
                b'!' => self.declaration()?,
                _ => return None,
            }
        }
        self.text(self.rest)?;
        let [document] = &self.open[..] else { return None };
        document.trim_end(&mut self.out);
        Some(())
    }

    /// `minify/content.rs`, for one text.
    fn text(&mut self, source: &[u8]) -> Option<()> {
        if source.is_empty() {
            return Some(());
        }
        let parent = self.open.last_mut()?;
        let is_first = parent.last == Last::Nothing;
        parent.last = Last::Text(self.out.len());
        let words = source.trim_ascii_start();
        let keeps_space = match parent.spaces {
            Spaces::Preformatted | Spaces::Kept => return rewrite(&mut self.out, source, Place::Text, false),
            Spaces::Joined => true,
            Spaces::Trimmed => !is_first,
            Spaces::Dropped => !is_first && !words.is_empty(),
        };
        if keeps_space && words.len() < source.len() {
            self.out.push(b' ');
        }
        rewrite(&mut self.out, words, Place::Text, true)
    }

    /// A comment goes, wherever it is; a document type is certain only at the start.
    fn declaration(&mut self) -> Option<()> {
        if let Some(comment) = self.rest.strip_prefix(b"!--") {
            let (_, end) = comment.split_at_checked(memmem::find(comment, b"-->")?)?;
            self.rest = end.strip_prefix(b"-->")?;
            return Some(());
        }
        self.rest = self.rest.strip_prefix(b"!doctype html>")?;
        let is_first = self.out.is_empty();
        self.out.extend_from_slice(b"<!doctype html>");
        is_first.then_some(())
    }

    fn closing(&mut self) -> Option<()> {
        let element = self.open.pop()?;
        let name = self.rest.strip_prefix(b"/")?;
        self.rest = name.strip_prefix(element.name)?.strip_prefix(b">")?;
        element.trim_end(&mut self.out);
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(element.name);
        self.out.push(b'>');
        // The document itself has no closing tag.
        (!self.open.is_empty()).then_some(())
    }

    fn opening(&mut self) -> Option<()> {
        let name = self.take_name();
        let parent = self.open.last_mut()?;
        parent.last = Last::Element;
        let svg = parent.svg || name == b"svg";
        let (mut spaces, kind) = if svg { svg_element(name)? } else { html_element(name)? };
        if parent.spaces == Spaces::Preformatted && !svg {
            spaces = Spaces::Preformatted;
        }
        if kind == Kind::Frame {
            if parent.name == b"head" || FRAMES.get(self.frames) != Some(&name) {
                return None;
            }
            self.frames += 1;
        }
        if parent.kind.is_ended_by(kind) {
            return None;
        }
        let closes_itself = self.attributes()?;
        self.write_opening(name, svg, closes_itself)?;
        match kind {
            Kind::Void | Kind::VoidBlock => return Some(()),
            _ if closes_itself => return svg.then_some(()),
            Kind::Title => self.title()?,
            Kind::Script => self.script()?,
            _ => {}
        }
        self.open.push(Open::new(name, kind, spaces, svg));
        Some(())
    }

    /// Takes the name of an element or attribute.
    fn take_name(&mut self) -> &'a [u8] {
        let length = AFTER_NAME.find(self.rest).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        name
    }

    /// Reads attributes up to the end of the tag, and says whether it closes itself (`parse/element.rs`: `parse_tag`).
    fn attributes(&mut self) -> Option<bool> {
        self.attributes.clear();
        loop {
            self.rest = self.rest.trim_ascii_start();
            for (end, closes_itself) in [(&b">"[..], false), (b"/>", true)] {
                if let Some(rest) = self.rest.strip_prefix(end) {
                    self.rest = rest;
                    return Some(closes_itself);
                }
            }
            let attribute = self.attribute()?;
            self.attributes.push(attribute);
        }
    }

    fn attribute(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        let name: &[u8] = match self.take_name() {
            b"" => return None,
            b"viewBox" => b"viewbox",
            b"preserveAspectRatio" => b"preserveaspectratio",
            name if CAPITALS.find(name).is_some() => return None,
            name => name,
        };
        let mut value: &[u8] = b"";
        self.rest = self.rest.trim_ascii_start();
        if let Some(rest) = self.rest.strip_prefix(b"=") {
            let (&quote, rest) = rest.trim_ascii_start().split_first()?;
            if !matches!(quote, b'"' | b'\'') {
                return None;
            }
            (value, self.rest) = split_at_byte(rest, quote)?;
        }
        Some((name, value))
    }

    fn value_of(&self, name: &[u8]) -> Option<&'a [u8]> {
        Some(self.attributes.iter().find(|attribute| attribute.0 == name)?.1)
    }

    /// Attributes in quotation marks come first, and both groups are sorted by name (`minify/element.rs`).
    fn write_opening(&mut self, element: &[u8], svg: bool, closes_itself: bool) -> Option<()> {
        self.out.push(b'<');
        self.out.extend_from_slice(element);
        self.unquoted.clear();
        // A name with a reference in it could be this one; `Treatment::Packed` refuses it then.
        let is_viewport = |name: &[u8]| name.eq_ignore_ascii_case(b"viewport") || name.contains(&b'&');
        let is_viewport = element == b"meta" && self.value_of(b"name").is_some_and(is_viewport);
        self.attributes.sort_unstable();
        // Of two attributes with one name a browser takes the first, and minify-html the last.
        let mut pairs = self.attributes.windows(2);
        if pairs.any(|pair| matches!(pair, [one, other] if one.0 == other.0)) {
            return None;
        }
        let attributes = std::mem::take(&mut self.attributes);
        for &(name, source) in &attributes {
            let treatment = match treatment(element, name, source, svg)? {
                treatment if !is_viewport => treatment,
                Treatment::AsIs => Treatment::Packed,
                _ => return None,
            };
            self.write_attribute(element, name, source, treatment)?;
        }
        self.attributes = attributes;
        self.out.extend_from_slice(&self.unquoted);
        if closes_itself && svg {
            let slash: &[u8] = if self.unquoted.is_empty() { b"/" } else { b" /" };
            self.out.extend_from_slice(slash);
        }
        self.out.push(b'>');
        Some(())
    }

    /// `minify/attr.rs`: `minify_attr`.
    fn write_attribute(&mut self, element: &[u8], name: &[u8], source: &[u8], treatment: Treatment) -> Option<()> {
        let is_copied = matches!(treatment, Treatment::AsIs | Treatment::Words) && CHANGED.find(source).is_none();
        if is_copied && !source.is_empty() {
            for part in [b" ", name, b"=", source] {
                self.unquoted.extend_from_slice(part);
            }
            return Some(());
        }
        self.value.clear();
        match treatment {
            Treatment::AsIs => rewrite(&mut self.value, source, Place::Value, false)?,
            Treatment::Words => rewrite(&mut self.value, source.trim_ascii(), Place::Value, true)?,
            // Without its white space a value could spell a reference that was none before.
            Treatment::Packed if source.contains(&b'&') => return None,
            Treatment::Packed => self
                .value
                .extend(source.iter().filter(|byte| !byte.is_ascii_whitespace())),
            Treatment::Flag => {}
        }
        let is_empty = self.value.is_empty();
        if is_empty && treatment != Treatment::Flag && !stays_empty(element, name)? {
            return Some(());
        }
        let quote = quote(&self.value);
        let out = if quote.is_some() {
            &mut self.out
        } else {
            &mut self.unquoted
        };
        out.push(b' ');
        out.extend_from_slice(name);
        if !is_empty {
            out.push(b'=');
        }
        match quote {
            Some(quote) => write_quoted(out, &self.value, quote),
            None => out.extend_from_slice(&self.value),
        }
        Some(())
    }

    /// Takes the text of an element without elements, up to what [`Page::closing`] must then find to be its end.
    fn take_content(&mut self) -> Option<&'a [u8]> {
        let (content, rest) = self.rest.split_at_checked(memmem::find(self.rest, b"</")?)?;
        self.rest = rest;
        Some(content)
    }

    /// Data is written as it stands, and code without the white space around it (`minify/js.rs`). Not certain of
    /// which is which for other types.
    fn script(&mut self) -> Option<()> {
        let is_data = match self.value_of(b"type") {
            None | Some(b"module") => false,
            Some(b"application/ld+json") => true,
            _ => return None,
        };
        let content = self.take_content()?;
        let written = if is_data { content } else { content.trim_ascii() };
        self.out.extend_from_slice(written);
        Some(())
    }

    /// A title keeps its white space and its `<` (`minify/rcdata.rs`), unless that could be its end.
    fn title(&mut self) -> Option<()> {
        let content = self.take_content()?;
        let from = self.out.len();
        rewrite(&mut self.out, content, Place::Title, false)?;
        memmem::find(self.out.get(from..)?, b"</").is_none().then_some(())
    }
}

#[cfg(test)]
#[path = "lean_tests.rs"]
mod tests;
