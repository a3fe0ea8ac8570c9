//! What is derived from the mentions: index, glossary, matrix, concordance.

use glossator::apparatus::{Citation, IndexLocator};
use glossator::compile::Compilation;

use crate::site::{FUND, Site};

/// The index as lines: `heading [locators] see ...`.
fn index(compilation: &Compilation) -> Vec<String> {
    let locator = |at: &IndexLocator| {
        let division = compilation.papers[at.paper].division(at.division);
        match at.paragraphs {
            None => format!("*{}*", division.label),
            Some((first, last)) => format!("{} {}-{}", division.label, first + 1, last + 1),
        }
    };
    let name = |id: &glossator::register::EntryId| compilation.register.entry(*id).name.clone();
    let mut lines = Vec::new();
    for letter in &compilation.apparatus.index {
        for heading in &letter.headings {
            let locators: Vec<String> = heading.locators.iter().map(locator).collect();
            let mut line = format!("{}: {} [{}]", letter.letter, heading.heading, locators.join(", "));
            heading.see.iter().for_each(|id| line += &format!(" see {}", name(id)));
            heading
                .see_also
                .iter()
                .for_each(|id| line += &format!(" see also {}", name(id)));
            lines.push(line);
            for sub in &heading.subs {
                let locators: Vec<String> = sub.locators.iter().map(locator).collect();
                lines.push(format!("  - {} [{}]", sub.heading, locators.join(", ")));
            }
        }
    }
    lines
}

#[test]
fn the_index_folds_paragraphs_in_a_row_and_refers_from_other_words() {
    let site = Site::small().edit(
        "content/bodies/river-fund.md",
        "see_also",
        "index: [{heading: money, sub: funds for rivers}, Fund of the river]\nsee_also",
    );
    assert_eq!(
        index(&site.compile()),
        [
            "F: Fund of the river [I.1 1-2]",
            "M: money []",
            "  - funds for rivers [I.1 1-2]",
            "R: RF [] see River Fund",
            "R: River Forum [Opening 1-1]",
            "R: River Fund [I.1 1-2] see also River Forum",
        ]
    );
}

#[test]
fn a_section_named_after_a_thing_is_its_principal_place() {
    let site = Site::small().edit("seeds/paper.txt", "1. Banks", "1. The River Fund");
    assert!(index(&site.compile()).contains(&"R: River Fund [*I.1*] see also River Forum".to_owned()));
}

#[test]
fn no_reference_leads_to_what_is_nowhere_in_the_text() {
    let lake = FUND.replace("River Fund", "Lake Fund").replace("RF", "LF");
    let site = Site::small().write("content/bodies/lake-fund.md", lake);
    let site = site.edit("content/bodies/river-fund.md", "[River Forum]", "[Lake Fund]");
    let lines = index(&site.compile());
    assert!(
        lines
            .iter()
            .all(|line| !line.contains("Lake Fund") && !line.contains("LF")),
        "{lines:?}"
    );
}

#[test]
fn a_concordance_has_each_mention_in_its_sentence() {
    let compilation = Site::small().compile();
    let forum = compilation
        .register
        .iter()
        .find(|(_, entry)| entry.name == "River Forum")
        .unwrap()
        .0;
    let concordance = &compilation.apparatus.concordances[forum.0];
    assert_eq!(
        concordance.forms,
        [("Forum".to_owned(), 1), ("River Forum".to_owned(), 1)]
    );
    let sentences: Vec<&str> = concordance.groups[0].divisions[0]
        .citations
        .iter()
        .map(|citation| match citation {
            Citation::Text { mention, sentence } => {
                &glossator::outline::paragraph_at(&compilation.papers, mention.at).text[sentence.clone()]
            }
            Citation::Heading(_) => panic!("no heading names the forum"),
        })
        .collect();
    assert_eq!(
        sentences,
        ["We met at the River Forum in spring.", "The Forum was large."]
    );
}

#[test]
fn the_matrix_counts_what_the_concordances_have() {
    let compilation = Site::small().compile();
    let matrix = &compilation.apparatus.matrix;
    let columns: usize = matrix.columns.iter().map(|column| column.total).sum();
    let rows: usize = matrix.rows.iter().map(|row| row.total).sum();
    let cells: usize = matrix
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .flat_map(|cell| &cell.divisions)
        .map(|(_, count)| count)
        .sum();
    assert_eq!((columns, rows, cells), (5, 5, 5));
}
