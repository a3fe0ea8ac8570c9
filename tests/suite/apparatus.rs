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
    let mut lines = Vec::new();
    for letter in &compilation.apparatus.index {
        for heading in &letter.headings {
            let locators: Vec<String> = heading.locators.iter().map(locator).collect();
            let mut line = format!("{}: {} [{}]", letter.letter, heading.heading, locators.join(", "));
            heading
                .see
                .iter()
                .for_each(|to| line += &format!(" see {}", to.heading));
            heading
                .see_also
                .iter()
                .for_each(|to| line += &format!(" see also {}", to.heading));
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

#[test]
fn written_sub_headings_divide_the_places_of_an_entry() {
    let site = Site::small().write(
        "content/index.yaml",
        "- heading: River Fund\n  sub: [{heading: members of, at: [I.1 ¶1]}]\n- {heading: purse, see: [River Fund]}\n",
    );
    let site = site.edit(
        "content/bodies/river-fund.md",
        "see_also",
        "index: [\"Fund, River\"]\nsee_also",
    );
    assert_eq!(
        index(&site.compile()),
        [
            "F: Fund, River [] see River Fund",
            "P: purse [] see River Fund",
            "R: RF [] see River Fund",
            "R: River Forum [Opening 1-1]",
            "R: River Fund [I.1 2-2] see also River Forum",
            "  - members of [I.1 1-1]",
        ]
    );
}

#[test]
fn what_is_all_over_the_papers_is_counted_and_indexed_by_hand() {
    let site = Site::small()
        .edit(
            "glossator.yaml",
            "heads: [Fund, Forum]}",
            "heads: [Fund, Forum]}\n  - {id: side, name: Side, plural: Sides, folder: sides, link: never, list: false, pervasive: true}",
        )
        .write("content/sides/members.md", "---\nname: members\ndefinition: {editorial: They agree.}\n---\n")
        .write("content/index.yaml", "- heading: members\n  sub: [{heading: agreement of, at: [I.1 ¶1]}]\n");
    let compilation = site.compile();
    let lines = index(&compilation);
    assert!(lines.contains(&"M: members []".to_owned()), "{lines:?}");
    assert!(lines.contains(&"  - agreement of [I.1 1-1]".to_owned()), "{lines:?}");
    let page = crate::site::page(&compilation, "sides/members.html");
    assert!(page.contains("1 mention") && !page.contains("<mark>"), "{page}");
}

#[test]
fn neighbours_stand_in_the_same_sentence_and_are_not_related_otherwise() {
    let names = |site: &Site, name: &str| -> Vec<String> {
        let compilation = site.compile();
        let register = &compilation.register;
        let (id, _) = register.iter().find(|(_, entry)| entry.name == name).unwrap();
        let neighbours = compilation.apparatus.neighbours[id.0].iter();
        neighbours
            .map(|neighbour| register.entry(neighbour.entry).name.clone())
            .collect()
    };
    let site = Site::small().edit("content/bodies/river-forum.md", ", in: [Opening]", "");
    assert_eq!(names(&site, "River Forum"), [""; 0]);
    let site = site.edit("content/bodies/river-fund.md", "see_also: [River Forum]\n", "");
    assert_eq!(names(&site, "River Forum"), ["River Fund"]);
    assert_eq!(names(&site, "River Fund"), ["River Forum"]);
}

#[test]
fn acronyms_say_whether_the_paper_expands_them() {
    let site = Site::small().edit(
        "content/bodies/river-forum.md",
        "type: forum",
        "acronym: FOR\nexpansion: {text: Forum of Rivers, source: A gazetteer}\ntype: forum",
    );
    let compilation = site.compile();
    let given: Vec<(String, bool)> = compilation
        .apparatus
        .acronyms
        .iter()
        .map(|id| {
            let acronym = compilation.register.entry(*id).expanded().unwrap();
            (acronym.letters.to_owned(), acronym.is_given(&compilation.papers))
        })
        .collect();
    assert_eq!(given, [("FOR".to_owned(), false), ("RF".to_owned(), true)]);
    let glossary = crate::site::page(&compilation, "glossary/index.html");
    assert!(glossary.contains("Forum of Rivers") && glossary.contains("A gazetteer"));
}
