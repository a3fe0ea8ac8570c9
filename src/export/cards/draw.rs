//! Draws social cards (Open Graph protocol, `og:image`).

use std::sync::{Arc, LazyLock};

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};

/// The text of a card.
#[derive(Debug)]
pub(super) struct Card {
    /// The line above the title: the division's label.
    pub(super) kicker: String,
    /// The title.
    pub(super) title: String,
    /// The lines at the bottom.
    pub(super) foot: String,
}

/// Size in pixels, as recommended for `og:image`.
const WIDTH: usize = 1200;
const HEIGHT: usize = 630;
/// Left and right margin in pixels.
const MARGIN: f32 = 84.0;
/// Height of the band at the top, in pixels.
const BAND: usize = 26;

/// The colours, as in the light palette of the default theme.
const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf8];
const INK: [u8; 3] = [0x1d, 0x1b, 0x18];
const ACCENT: [u8; 3] = [0x7a, 0x14, 0x20];
/// Shades from background to text colour, for anti-aliasing.
const SHADES: usize = 32;

/// The colour of a line of text.
#[derive(Clone, Copy)]
enum Colour {
    Ink,
    Accent,
}

/// Draws a card as a PNG.
pub(super) fn draw(card: &Card) -> Option<Arc<[u8]>> {
    Some(encode_png(&draw_canvas(card)?)?.into())
}

fn font() -> Option<&'static FontRef<'static>> {
    static FONT: LazyLock<Option<FontRef<'static>>> =
        LazyLock::new(|| FontRef::try_from_slice(dejavu::serif::regular()).ok());
    FONT.as_ref()
}

/// An image of palette indexes, one byte per pixel, row by row.
struct Canvas(Vec<u8>);

fn draw_canvas(card: &Card) -> Option<Canvas> {
    let font = font()?;
    let mut canvas = Canvas(vec![0; WIDTH * HEIGHT]);
    canvas.0[..WIDTH * BAND].fill((2 * SHADES - 1) as u8);
    let max_width = WIDTH as f32 - 2.0 * MARGIN;
    canvas.draw_line(font, 34.0, MARGIN, 128.0, &card.kicker, Colour::Accent);
    // The largest size at which the title fits.
    let sizes = [76.0, 64.0, 54.0, 46.0, 38.0];
    let fitting = sizes.into_iter().find_map(|size| {
        let lines = wrap(font, size, &card.title, max_width);
        (lines.len() as f32 * size * 1.22 <= 330.0).then_some((size, lines))
    });
    let (size, lines) = fitting.unwrap_or_else(|| (38.0, wrap(font, 38.0, &card.title, max_width)));
    for (nth, line) in lines.iter().take(7).enumerate() {
        canvas.draw_line(
            font,
            size,
            MARGIN,
            150.0 + size * (0.95 + 1.22 * nth as f32),
            line,
            Colour::Ink,
        );
    }
    let mut foot = wrap(font, 28.0, &card.foot, max_width);
    if foot.len() > 2 {
        foot.truncate(2);
        foot[1].push_str(" …");
    }
    for (nth, line) in foot.iter().enumerate() {
        canvas.draw_line(font, 28.0, MARGIN, 548.0 + 36.0 * nth as f32, line, Colour::Ink);
    }
    Some(canvas)
}

/// Wraps words into lines of at most `max_width` pixels.
fn wrap(font: &FontRef, size: f32, words: &str, max_width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| width(font, size, line) <= max_width) {
            Some(line) => *lines.last_mut().expect("only an existing line was extended") = line,
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
    /// Draws a line of text with its baseline starting at (x, y).
    fn draw_line(&mut self, font: &FontRef, size: f32, x: f32, y: f32, words: &str, colour: Colour) {
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
                self.set_pixel(px as usize, py as usize, coverage, colour);
            });
        }
    }

    /// Sets a pixel to the shade for a coverage of 0 to 1.
    fn set_pixel(&mut self, x: usize, y: usize, coverage: f32, colour: Colour) {
        let step = (coverage.clamp(0.0, 1.0) * (SHADES - 1) as f32).round() as u8;
        if x >= WIDTH || y >= HEIGHT || step == 0 {
            return;
        }
        let first = match colour {
            Colour::Ink => 0,
            Colour::Accent => SHADES as u8,
        };
        self.0[y * WIDTH + x] = first + step;
    }
}

/// The palette as RGB bytes: shades from paper to ink, then from paper to accent.
fn palette() -> Vec<u8> {
    let mix = |to: [u8; 3], step: usize| {
        (0..3).map(move |part| {
            let (from, to) = (usize::from(PAPER[part]), usize::from(to[part]));
            ((from * (SHADES - 1 - step) + to * step) / (SHADES - 1)) as u8
        })
    };
    let colours = [INK, ACCENT].into_iter();
    colours
        .flat_map(|colour| (0..SHADES).flat_map(move |step| mix(colour, step)))
        .collect()
}

/// Encodes the image as PNG (ISO/IEC 15948).
fn encode_png(canvas: &Canvas) -> Option<Vec<u8>> {
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
