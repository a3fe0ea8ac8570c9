//! Pictures that cards on other sites show of a page (Open Graph protocol, `og:image`).

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};

/// What a card on another site says of a page, as words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Card {
    /// A line above: the division's number.
    pub(super) kicker: String,
    /// The title.
    pub(super) title: String,
    /// A line below: the site's title.
    pub(super) foot: String,
}

/// Size in pixels: what the sites that show cards ask for.
const WIDTH: usize = 1200;
const HEIGHT: usize = 630;
/// The margin around the words.
const MARGIN: f32 = 84.0;
/// Height of the band at the top.
const BAND: usize = 26;

/// The colours, as in the light palette of the default theme.
const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf8];
const INK: [u8; 3] = [0x1d, 0x1b, 0x18];
const ACCENT: [u8; 3] = [0x7a, 0x14, 0x20];
/// Steps from the colour of the paper to that of the words: the edges of letters.
const STEPS: usize = 32;

/// Which words of a card a letter belongs to, by their colour.
#[derive(Clone, Copy)]
enum Colour {
    Ink,
    Accent,
}

/// Draws a card. One that was drawn before in this process is the same picture: a development server does not draw it
/// again.
pub(super) fn draw(card: &Card) -> Option<Arc<[u8]>> {
    static DRAWN: LazyLock<Mutex<BTreeMap<Card, Arc<[u8]>>>> = LazyLock::new(Mutex::default);
    /// So many are kept; a site has few, and each change of a title makes one more.
    const MOST: usize = 256;
    let known = DRAWN.lock().unwrap_or_else(PoisonError::into_inner).get(card).cloned();
    let picture = match known {
        Some(picture) => picture,
        None => encoded(&drawn(card)?)?.into(),
    };
    let mut all = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(card.clone(), Arc::clone(&picture));
    Some(picture)
}

fn regular() -> Option<&'static FontRef<'static>> {
    static FONT: LazyLock<Option<FontRef<'static>>> =
        LazyLock::new(|| FontRef::try_from_slice(dejavu::serif::regular()).ok());
    FONT.as_ref()
}

/// A picture as indexes of the palette, one byte a pixel.
struct Canvas(Vec<u8>);

fn drawn(card: &Card) -> Option<Canvas> {
    let font = regular()?;
    let mut canvas = Canvas(vec![0; WIDTH * HEIGHT]);
    canvas.0[..WIDTH * BAND].fill((2 * STEPS - 1) as u8);
    let measure = WIDTH as f32 - 2.0 * MARGIN;
    canvas.line(font, 34.0, MARGIN, 128.0, &card.kicker, Colour::Accent);
    // The largest of some sizes in which the title has room.
    let sizes = [76.0, 64.0, 54.0, 46.0, 38.0];
    let fitting = sizes.into_iter().find_map(|size| {
        let lines = wrapped(font, size, &card.title, measure);
        (lines.len() as f32 * size * 1.22 <= 330.0).then_some((size, lines))
    });
    let (size, lines) = fitting.unwrap_or_else(|| (38.0, wrapped(font, 38.0, &card.title, measure)));
    for (nth, line) in lines.iter().take(7).enumerate() {
        canvas.line(
            font,
            size,
            MARGIN,
            150.0 + size * (0.95 + 1.22 * nth as f32),
            line,
            Colour::Ink,
        );
    }
    let mut foot = wrapped(font, 28.0, &card.foot, measure);
    if foot.len() > 2 {
        foot.truncate(2);
        foot[1].push_str(" …");
    }
    for (nth, line) in foot.iter().enumerate() {
        canvas.line(font, 28.0, MARGIN, 548.0 + 36.0 * nth as f32, line, Colour::Ink);
    }
    Some(canvas)
}

/// Words in lines of at most so many pixels.
fn wrapped(font: &FontRef, size: f32, words: &str, measure: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| width(font, size, line) <= measure) {
            Some(line) => *lines.last_mut().expect("there is a line to be longer than") = line,
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn width(font: &FontRef, size: f32, words: &str) -> f32 {
    let scaled = font.as_scaled(PxScale::from(size));
    words
        .chars()
        .map(|letter| scaled.h_advance(font.glyph_id(letter)))
        .sum()
}

impl Canvas {
    /// Draws a line of words whose base line begins at a point.
    fn line(&mut self, font: &FontRef, size: f32, x: f32, y: f32, words: &str, colour: Colour) {
        let scale = PxScale::from(size);
        let scaled = font.as_scaled(scale);
        let mut at = x;
        let mut before: Option<GlyphId> = None;
        for letter in words.chars() {
            let id = font.glyph_id(letter);
            at += before.map_or(0.0, |before| scaled.kern(before, id));
            let glyph = id.with_scale_and_position(scale, point(at, y));
            at += scaled.h_advance(id);
            before = Some(id);
            let Some(outline) = font.outline_glyph(glyph) else {
                continue;
            };
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, coverage| {
                let (px, py) = (bounds.min.x + dx as f32, bounds.min.y + dy as f32);
                self.dot(px as usize, py as usize, coverage, colour);
            });
        }
    }

    fn dot(&mut self, x: usize, y: usize, coverage: f32, colour: Colour) {
        let step = (coverage.clamp(0.0, 1.0) * (STEPS - 1) as f32).round() as u8;
        if x >= WIDTH || y >= HEIGHT || step == 0 {
            return;
        }
        let first = match colour {
            Colour::Ink => 0,
            Colour::Accent => STEPS as u8,
        };
        self.0[y * WIDTH + x] = first + step;
    }
}

/// The palette: steps from paper to ink, then from paper to accent.
fn palette() -> Vec<u8> {
    let mix = |to: [u8; 3], step: usize| {
        (0..3).map(move |part| {
            let (from, to) = (usize::from(PAPER[part]), usize::from(to[part]));
            ((from * (STEPS - 1 - step) + to * step) / (STEPS - 1)) as u8
        })
    };
    let colours = [INK, ACCENT].into_iter();
    colours
        .flat_map(|colour| (0..STEPS).flat_map(move |step| mix(colour, step)))
        .collect()
}

/// The picture as a PNG (ISO/IEC 15948). Writing to memory does not fail.
fn encoded(canvas: &Canvas) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH as u32, HEIGHT as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette());
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&canvas.0).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
