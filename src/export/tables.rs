use std::ops::Range;

use super::Export;
use crate::apparatus::Citation;
use crate::outline::PaperId;
use crate::register::{Acronym, Definition, EntryId, Gloss, Quotation};
use crate::site::{Context, DataTable, Files, Site};

/// A table under `data/`, as CSV (RFC 4180).
pub(super) struct Table(pub(super) DataTable);

impl Export for Table {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(0, None);
        let bytes = match self.0 {
            DataTable::Entries => entries(context),
            DataTable::Mentions(paper) => mentions(context, paper),
        };
        Files::from([(self.0.path(context), bytes.into())])
    }
}

/// A table as CSV (RFC 4180). Cells are written unchanged, even if they start with `=`, `+`, `-` or `@`, which spreadsheets
/// read as formulas: escaping with a `'` would be wrong for every other program, and readers of the site cannot write
/// into the tables. Writing to memory does not fail.
fn csv(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn entries(context: &Context) -> Vec<u8> {
    let header = [
        "kind",
        "name",
        "acronym",
        "expansion",
        "type",
        "level",
        "parties",
        "also",
        "forms",
        "gloss",
        "gloss source",
        "gloss address",
        "gloss read",
        "definition",
        "source",
        "outlook",
        "part of",
        "broader",
        "mentions",
        "page",
    ];
    let rows = context.entry_ids().map(|id| {
        let entry = context.entry(id);
        let (definition, source) = match &entry.definition {
            Some(Definition::Quoted(Quotation { text, at })) => (text.as_str(), context.label(*at)),
            Some(Definition::Editorial { text }) => (text.as_str(), "editorial"),
            None => ("", ""),
        };
        let gloss = |part: fn(&Gloss) -> &str| {
            entry
                .gloss
                .as_ref()
                .map_or(String::new(), |gloss| part(gloss).to_owned())
        };
        let mut forms: Vec<&str> = entry.aliases.iter().map(|alias| alias.text.as_str()).collect();
        forms.dedup();
        let acronym = entry.expanded();
        let expansion = |acronym: Acronym| acronym.words.to_owned();
        let parties: Vec<&str> = entry.parties.iter().map(|party| party.words.as_str()).collect();
        let outlook = entry.outlook.iter().map(|quotation| {
            let label = context.label(quotation.at);
            format!("{} ({label})", quotation.text)
        });
        let names = |ids: &[EntryId]| {
            let names = ids.iter().map(|id| context.name(*id));
            names.collect::<Vec<_>>().join("; ")
        };
        vec![
            context.kind(id).id.value.clone(),
            entry.name.clone(),
            acronym.map_or(String::new(), |acronym| acronym.letters.to_owned()),
            acronym.map_or(String::new(), expansion),
            entry.r#type.clone().unwrap_or_default(),
            entry.level.clone().unwrap_or_default(),
            parties.join("; "),
            entry
                .also
                .map_or(String::new(), |also| context.kinds()[also].id.value.clone()),
            forms.join("; "),
            gloss(|gloss| &gloss.text),
            gloss(|gloss| &gloss.source.title),
            gloss(|gloss| gloss.source.url.as_deref().unwrap_or_default()),
            gloss(|gloss| &gloss.read),
            definition.to_owned(),
            source.to_owned(),
            outlook.collect::<Vec<_>>().join("; "),
            names(&entry.part_of),
            names(&entry.broader),
            context.mention_count(id).to_string(),
            context.entry_path(id).to_string(),
        ]
    });
    csv(&header, rows)
}

fn mentions(context: &Context, paper: Option<PaperId>) -> Vec<u8> {
    let header = [
        "entry", "kind", "paper", "label", "where", "words", "sentence", "address",
    ];
    match paper {
        None => {
            let all = context
                .entry_ids()
                .flat_map(|id| context.concordance(id).citations().map(move |citation| (id, citation)));
            csv(&header, all.map(|(id, citation)| mention_row(context, id, citation)))
        }
        Some(paper) => {
            let own = context.citations_in(paper);
            csv(
                &header,
                own.into_iter().map(|(id, citation)| mention_row(context, id, citation)),
            )
        }
    }
}

/// The sentence of a mention, cut around it if very long. A sentence is repeated for each of its mentions, so the table
/// would grow quadratically with a sentence of thousands; and spreadsheets cut cells of more than 32,767 characters.
fn excerpt(text: &str, sentence: &Range<usize>, mention: &Range<usize>) -> String {
    const MAX_BYTES: usize = 8_000;
    if sentence.len() <= MAX_BYTES {
        return text[sentence.clone()].to_owned();
    }
    let from = mention.start.saturating_sub(MAX_BYTES / 2).max(sentence.start);
    let to = (mention.end + MAX_BYTES / 2).min(sentence.end);
    let (from, to) = (text.floor_char_boundary(from), text.ceil_char_boundary(to));
    let ellipsis = |cut| if cut { "…" } else { "" };
    let (before, after) = (ellipsis(from > sentence.start), ellipsis(to < sentence.end));
    format!("{before}{}{after}", &text[from..to])
}

fn mention_row(context: &Context, id: EntryId, citation: &Citation) -> Vec<String> {
    let (paper, label, place, words, sentence, address) = match citation {
        Citation::Text { mention, sentence } => {
            let paragraph = context.paragraph(mention.span.paragraph);
            let page = context.shown_on(mention.span.paragraph.division);
            (
                mention.span.paragraph.paper(),
                &paragraph.label,
                "text",
                &paragraph.text[mention.span.range.clone()],
                excerpt(&paragraph.text, sentence, &mention.span.range),
                format!("{page}#{}", mention.anchor(paragraph)),
            )
        }
        Citation::Heading(mention) => {
            let division = context.division(mention.division);
            (
                mention.division.paper,
                &division.label,
                "heading",
                &division.title[mention.range.clone()],
                division.title.clone(),
                context.division_path(mention.division).to_string(),
            )
        }
    };
    [
        context.name(id),
        &context.kind(id).id.value,
        &context.paper_config(paper).id.value,
        label,
        place,
        words,
        &sentence,
        &address,
    ]
    .map(str::to_owned)
    .to_vec()
}
