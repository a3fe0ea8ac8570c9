use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use super::part::frame::{Frame, frame, home_link};
use super::part::list::{MarkKind, mark_kinds};
use super::part::outline::numbered_title;
use super::part::sentence::{Piece, pieces};
use super::part::shape::{GroupText, WIDTH, groups, longest};
use super::{PageType, Subject};
use crate::apparatus::Year;
use crate::mention::Mention;
use crate::outline::{PaperId, ParagraphRef};
use crate::register::EntryId;
use crate::site::{Context, GLANCE, Link, Links, SitePath, page_of_paper, with_paper_title};

/// The page of charts, each with a table of the same data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Glance {
    /// The title.
    pub title: String,
    /// The kinds whose mentions are marked on the bars, from top to bottom.
    pub kinds: Vec<MarkKind>,
    /// One bar per group of divisions.
    pub bars: Vec<Bar>,
    /// The timeline: the years named in the papers.
    pub years: Vec<YearView>,
    /// Width of the timeline in units of the drawing.
    pub width: usize,
    /// Height of a bar in units of the drawing; each kind has a lane of its own.
    pub height: usize,
}

/// A group of divisions, drawn as a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bar {
    /// The group of divisions.
    pub title: Link,
    /// Language of its title.
    pub language: String,
    /// Depth of the group in the outline, from 0.
    pub depth: usize,
    /// Number of words.
    pub words: usize,
    /// The paragraphs, in order, each a piece of the bar. The longest bar is as long as the page's `width`.
    pub pieces: Vec<BarPiece>,
    /// The entries mentioned, in order of first mention, for the table.
    pub entries: Vec<Link>,
}

/// A paragraph, drawn as a piece of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BarPiece {
    /// Address of the paragraph.
    pub href: String,
    /// Tooltip: its citation label and the entries marked in it.
    pub title: String,
    /// Offset from the start of the bar in units of the drawing.
    pub x: usize,
    /// Length in units of the drawing.
    pub length: usize,
    /// The marks, by kind.
    pub marks: Vec<Marks>,
}

/// The marks of one kind's mentions in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Marks {
    /// Index in the page's `kinds`.
    pub lane: usize,
    /// The marks as SVG path data: one vertical line per mention.
    pub path: String,
}

/// A year on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearView {
    /// The year as written in the papers.
    pub label: String,
    /// Its anchor in the table.
    pub anchor: String,
    /// Position on the timeline in units of the drawing.
    pub x: usize,
    /// Level of its label, from 0: labels of nearby years are on different levels, so that they do not overlap.
    pub level: usize,
    /// The sentences that name it.
    pub sentences: Vec<SentenceView>,
}

/// A sentence that names a year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SentenceView {
    /// The paragraph.
    pub source: Link,
    /// Language of the words.
    pub language: String,
    /// The text, split at the end of each mention of the year.
    pub pieces: Vec<Piece>,
}

/// Height of a kind's lane, in units of the drawing: the marks, with one unit above and below.
const LANE: usize = 14;
/// Stroke width of a mark, in units of the drawing; the same as in the style sheet.
const MARK: usize = 4;

impl PageType for Glance {
    type Key = Option<PaperId>;
    const TEMPLATE: &'static str = "glance.html";

    fn keys(context: &Context) -> Vec<Option<PaperId>> {
        context.overview_keys()
    }

    fn path(context: &Context, paper: Option<PaperId>) -> SitePath {
        page_of_paper(context, paper, GLANCE)
    }

    fn subject(paper: Option<PaperId>) -> Subject {
        paper.map_or(Subject::Site, Subject::Paper)
    }

    fn model(context: &Context, paper: Option<PaperId>, links: &Links) -> (Frame, Self) {
        let strings = context.strings();
        let lanes = context.lanes();
        let page = Glance {
            title: paper.map_or(strings.get("glance").to_owned(), |paper| {
                with_paper_title(context, paper, strings.get("glance"))
            }),
            kinds: mark_kinds(context),
            bars: bars(context, links, &lanes, paper),
            years: years(context, links, paper),
            width: WIDTH,
            height: lanes.len().max(1) * LANE,
        };
        let mut frame = frame(links, &page.title, strings.get("glance_line"));
        frame.breadcrumbs = vec![home_link(links)];
        (frame, page)
    }
}

fn bars(context: &Context, links: &Links, lanes: &[usize], paper: Option<PaperId>) -> Vec<Bar> {
    let papers = context.papers().filter(|own| paper.is_none_or(|paper| *own == paper));
    let groups = groups(context, papers);
    let drawing = Drawing {
        context,
        links,
        paper,
        lanes,
        longest: longest(context, &groups),
    };
    groups.iter().map(|group| drawing.bar(group)).collect()
}

fn text<'a>(context: &Context<'a>, at: ParagraphRef) -> &'a str {
    &context.paragraph(at).text
}

/// The settings that all bars of a page share.
struct Drawing<'a> {
    context: &'a Context<'a>,
    links: &'a Links<'a>,
    /// The paper that the page is about, if it is about one only.
    paper: Option<PaperId>,
    /// The indexes of the kinds that are marked, by lane.
    lanes: &'a [usize],
    /// Length of the longest bar's text in bytes.
    longest: usize,
}

impl Drawing<'_> {
    fn bar(&self, group: &GroupText) -> Bar {
        let Self { context, links, .. } = self;
        let mut pieces = Vec::with_capacity(group.paragraphs.len());
        let mut entries: Vec<EntryId> = Vec::new();
        let mut before = 0;
        for at in &group.paragraphs {
            let marked = self.marked(*at);
            pieces.push(self.piece(*at, &marked, before));
            entries.extend(marked.iter().map(|(_, mention)| mention.entry));
            before += text(context, *at).len();
        }
        let division = context.division(group.division);
        let paragraphs = group.paragraphs.iter();
        Bar {
            title: Link {
                label: match self.paper {
                    Some(_) => numbered_title(division),
                    None => with_paper_title(context, group.division.paper, &numbered_title(division)),
                },
                href: links.division(group.division),
                current: false,
            },
            language: context.paper_config(group.division.paper).language.clone(),
            depth: division.depth,
            words: paragraphs.map(|at| crate::text::words(text(context, *at))).sum(),
            pieces,
            entries: unique(entries)
                .map(|id| Link {
                    label: context.name(id).to_owned(),
                    href: links.entry(id),
                    current: false,
                })
                .collect(),
        }
    }

    /// Converts bytes of text to units of the drawing.
    fn units(&self, bytes: usize) -> usize {
        bytes * WIDTH / self.longest
    }

    /// The marked mentions in a paragraph: (lane, mention).
    fn marked(&self, at: ParagraphRef) -> Vec<(usize, &Mention)> {
        let mentions = self.context.mentions_in(at).iter();
        let marked = mentions.filter_map(|mention| {
            let kind = self.context.kind_index(mention.entry);
            Some((self.lanes.iter().position(|lane| *lane == kind)?, mention))
        });
        marked.collect()
    }

    /// The piece of a paragraph that starts `before` bytes into the bar.
    fn piece(&self, at: ParagraphRef, marked: &[(usize, &Mention)], before: usize) -> BarPiece {
        let (x, end) = (self.units(before), self.units(before + text(self.context, at).len()));
        // A mark beyond the end would be covered by the next piece.
        let last = end.saturating_sub(MARK).max(x);
        let names = unique(marked.iter().map(|(_, mention)| mention.entry)).map(|id| self.context.name(id));
        let title = std::iter::once(self.context.paragraph(at).label.as_str()).chain(names);
        let marks = (0..self.lanes.len()).filter_map(|lane| {
            let here = marked.iter().filter(|(of, _)| *of == lane);
            let path: String = here
                .map(|(_, mention)| {
                    let x = self.units(before + mention.span.range.start).min(last) + MARK / 2;
                    format!("M{x} {}v{}", lane * LANE + 1, LANE - 2)
                })
                .collect();
            (!path.is_empty()).then_some(Marks { lane, path })
        });
        BarPiece {
            href: self.links.paragraph(at, None),
            title: title.collect::<Vec<_>>().join(" · "),
            x,
            length: end - x,
            marks: marks.collect(),
        }
    }
}

/// Removes repeated entries, keeping the first.
fn unique(entries: impl IntoIterator<Item = EntryId>) -> impl Iterator<Item = EntryId> {
    let mut known = BTreeSet::new();
    entries.into_iter().filter(move |entry| known.insert(*entry))
}

fn years(context: &Context, links: &Links, paper: Option<PaperId>) -> Vec<YearView> {
    /// Labels closer than this (in units of the drawing) are put on different levels.
    const MIN_DISTANCE: usize = 62;
    /// Number of levels.
    const LEVELS: usize = 3;
    let years = context.years().iter();
    let years: Vec<Cow<Year>> = match paper {
        Some(paper) => years
            .filter_map(|year| Some(Cow::Owned(year.in_paper(paper)?)))
            .collect(),
        None => years.map(Cow::Borrowed).collect(),
    };
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Vec::new();
    };
    let span = usize::from(last.year - first.year).max(1);
    let mut views: Vec<YearView> = Vec::new();
    for year in &years {
        let x = usize::from(year.year - first.year) * WIDTH / span;
        let near = views.last().filter(|view| x - view.x < MIN_DISTANCE);
        views.push(YearView {
            label: year.label.clone(),
            anchor: format!("year-{}", year.label),
            x,
            level: near.map_or(0, |view| (view.level + 1) % LEVELS),
            sentences: sentences(context, links, year),
        });
    }
    views
}

fn sentences(context: &Context, links: &Links, year: &Year) -> Vec<SentenceView> {
    let by_sentence = year
        .places
        .chunk_by(|left, right| (left.span.paragraph, &left.sentence) == (right.span.paragraph, &right.sentence));
    by_sentence
        .map(|places| {
            let at = places[0].span.paragraph;
            let spans = places.iter().map(|place| place.span.range.clone());
            SentenceView {
                source: Link {
                    label: context.label(at).to_owned(),
                    href: links.paragraph(at, None),
                    current: false,
                },
                language: context.paper_config(at.paper()).language.clone(),
                pieces: pieces("", text(context, at), places[0].sentence.clone(), spans),
            }
        })
        .collect()
}
