use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use super::part::frame::{Frame, frame, home_link};
use super::part::outline::numbered;
use super::part::sentence::{Piece, pieces};
use super::{PageType, Subject};
use crate::apparatus::Year;
use crate::mention::Mention;
use crate::outline::{DivisionRef, PaperId, ParagraphRef};
use crate::register::EntryId;
use crate::site::{Context, GLANCE, Link, Links, SitePath, page_of_paper, with_paper_title};

/// Pictures of the papers, each with a table that says the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Glance {
    /// The title.
    pub title: String,
    /// What readers call the kinds whose mentions are marked, from the top of a bar down.
    pub kinds: Vec<MarkKind>,
    /// The groups of divisions, as bars.
    pub bars: Vec<Bar>,
    /// The years that the papers name, on a line.
    pub years: Vec<YearView>,
    /// Width of the line in units of the drawing.
    pub width: usize,
    /// Height of a bar in units of the drawing: each kind has a lane of its own.
    pub height: usize,
}

/// A kind whose mentions are marked on bars.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MarkKind {
    /// Name in data.
    pub kind: String,
    /// What readers call several.
    pub title: String,
}

/// A group of divisions as a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bar {
    /// The group.
    pub title: Link,
    /// Language of its title.
    pub language: String,
    /// Distance of the group from the top of the outline.
    pub depth: usize,
    /// Number of words.
    pub words: usize,
    /// The paragraphs, in order: each is a piece of the bar. The pieces of the longest bar have the page's `width`
    /// together.
    pub pieces: Vec<BarPiece>,
    /// The entries mentioned, in order, each once: for the table.
    pub entries: Vec<Link>,
}

/// A paragraph as a piece of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BarPiece {
    /// Address of the paragraph.
    pub href: String,
    /// Its citation label, and the entries that are marked in it.
    pub title: String,
    /// Distance from the beginning of the bar.
    pub x: usize,
    /// Length in units of the drawing.
    pub length: usize,
    /// The marks of each kind that has some.
    pub marks: Vec<Marks>,
}

/// The mentions of one kind's entries in a paragraph, as marks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Marks {
    /// Index of the kind.
    pub lane: usize,
    /// The marks, as the data of a path: lines from their upper to their lower end.
    pub path: String,
}

/// A year on the line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearView {
    /// As the papers write it.
    pub label: String,
    /// Its anchor in the table.
    pub anchor: String,
    /// Place on the line.
    pub x: usize,
    /// How far from the line its label stands: labels side by side would lie over each other.
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
    /// The words, cut where the year begins and ends.
    pub pieces: Vec<Piece>,
}

/// Length of the longest bar, and of the line of years, in units of the drawing.
const WIDTH: usize = 1000;
/// Height of the marks of one kind, with a unit above and below, in units of the drawing.
const LANE: usize = 14;
/// Breadth of a mark, in units of the drawing; the style sheet draws it.
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
        let words = context.strings();
        let lanes: Vec<usize> = (0..context.kinds().len())
            .filter(|at| context.kinds()[*at].matrix)
            .collect();
        let page = Glance {
            title: paper.map_or(words.get("glance").to_owned(), |paper| {
                with_paper_title(context, paper, words.get("glance"))
            }),
            kinds: lanes
                .iter()
                .map(|at| MarkKind {
                    kind: context.kinds()[*at].id.value.clone(),
                    title: context.localized(&context.kinds()[*at].plural).to_owned(),
                })
                .collect(),
            bars: bars(context, links, &lanes, paper),
            years: years(context, links, paper),
            width: WIDTH,
            height: lanes.len().max(1) * LANE,
        };
        let mut frame = frame(links, &page.title, words.get("glance_line"));
        frame.breadcrumbs = vec![home_link(links)];
        (frame, page)
    }
}

/// A group of divisions of a paper, with its paragraphs.
struct Stretch {
    group: DivisionRef,
    paragraphs: Vec<ParagraphRef>,
}

fn bars(context: &Context, links: &Links, lanes: &[usize], paper: Option<PaperId>) -> Vec<Bar> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let papers = context.papers().filter(|own| paper.is_none_or(|paper| *own == paper));
    for at in papers.flat_map(|paper| context.outline(paper).paragraphs(paper)) {
        let group = at.division.sibling(context.outline(at.paper()).group(at.division.id));
        match stretches.last_mut().filter(|last| last.group == group) {
            Some(last) => last.paragraphs.push(at),
            None => stretches.push(Stretch {
                group,
                paragraphs: vec![at],
            }),
        }
    }
    let length = |stretch: &Stretch| -> usize { stretch.paragraphs.iter().map(|at| text(context, *at).len()).sum() };
    let drawing = Drawing {
        context,
        links,
        paper,
        lanes,
        longest: stretches.iter().map(length).max().unwrap_or(1).max(1),
    };
    stretches.iter().map(|stretch| drawing.bar(stretch)).collect()
}

fn text<'a>(context: &Context<'a>, at: ParagraphRef) -> &'a str {
    &context.paragraph(at).text
}

/// What all bars of a page have in common.
struct Drawing<'a> {
    context: &'a Context<'a>,
    links: &'a Links<'a>,
    /// The paper that the page shows, where it shows one.
    paper: Option<PaperId>,
    /// The kinds that are marked, by number.
    lanes: &'a [usize],
    /// Bytes of the longest bar's text.
    longest: usize,
}

impl Drawing<'_> {
    fn bar(&self, stretch: &Stretch) -> Bar {
        let Self { context, links, .. } = self;
        let mut pieces = Vec::with_capacity(stretch.paragraphs.len());
        let mut entries: Vec<EntryId> = Vec::new();
        let mut before = 0;
        for at in &stretch.paragraphs {
            let marked = self.marked(*at);
            pieces.push(self.piece(*at, &marked, before));
            entries.extend(marked.iter().map(|(_, mention)| mention.entry));
            before += text(context, *at).len();
        }
        let division = context.division(stretch.group);
        let words = stretch.paragraphs.iter();
        Bar {
            title: Link {
                label: match self.paper {
                    Some(_) => numbered(division),
                    None => with_paper_title(context, stretch.group.paper, &numbered(division)),
                },
                href: links.division(stretch.group),
                current: false,
            },
            language: context.paper_config(stretch.group.paper).language.clone(),
            depth: division.depth,
            words: words.map(|at| crate::text::words(text(context, *at))).sum(),
            pieces,
            entries: each_once(entries)
                .map(|id| Link {
                    label: context.name(id).to_owned(),
                    href: links.entry(id),
                    current: false,
                })
                .collect(),
        }
    }

    /// A length in the drawing, from bytes.
    fn units(&self, bytes: usize) -> usize {
        bytes * WIDTH / self.longest
    }

    /// The mentions in a paragraph that are marked, each with its lane.
    fn marked(&self, at: ParagraphRef) -> Vec<(usize, &Mention)> {
        let mentions = self.context.mentions_in(at).iter();
        let marked = mentions.filter_map(|mention| {
            let kind = self.context.kind_index(mention.entry);
            Some((self.lanes.iter().position(|lane| *lane == kind)?, mention))
        });
        marked.collect()
    }

    /// A paragraph; `before` says how many bytes of the bar stand before it.
    fn piece(&self, at: ParagraphRef, marked: &[(usize, &Mention)], before: usize) -> BarPiece {
        let (x, end) = (self.units(before), self.units(before + text(self.context, at).len()));
        // What would stand out at the end would be covered by the next piece.
        let last = end.saturating_sub(MARK).max(x);
        let names = each_once(marked.iter().map(|(_, mention)| mention.entry)).map(|id| self.context.name(id));
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

/// Entries in their order, without those that were named before.
fn each_once(entries: impl IntoIterator<Item = EntryId>) -> impl Iterator<Item = EntryId> {
    let mut known = BTreeSet::new();
    entries.into_iter().filter(move |entry| known.insert(*entry))
}

fn years(context: &Context, links: &Links, paper: Option<PaperId>) -> Vec<YearView> {
    /// Labels nearer to each other than this get different levels.
    const NEAR: usize = 62;
    /// There are so many levels.
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
        let near = views.last().filter(|view| x - view.x < NEAR);
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
    let together = year
        .places
        .chunk_by(|left, right| (left.span.paragraph, &left.sentence) == (right.span.paragraph, &right.sentence));
    together
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
