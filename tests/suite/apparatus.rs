//! What is derived from the mentions: index, glossary, matrix, concordance.

use std::collections::BTreeMap;

use glossator::apparatus::{Citation, Heading, IndexLocator};
use glossator::register::{Definition, EntryId};
use glossator::verify::Compilation;

use crate::site::{FUND, Site, unquoted};

/// The index as lines: `heading [locators] see ...`.
fn index(compilation: &Compilation) -> Vec<String> {
    let locator = |at: &IndexLocator| {
        let division = at.division.of(&compilation.papers);
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
fn index_merges_consecutive_paragraphs_and_refers_from_synonyms() {
    let site = Site::small().edit(
        "content/bodies/river-fund.md",
        "see_also",
        "index: [{heading: money, sub: funds for rivers}, Fund of the river]\nsee_also",
    );
    assert_eq!(
        index(&site.compile()),
        [
            "F: Fund of the river [I.1 1-2] see also River Forum",
            "M: money []",
            "  - funds for rivers [I.1 1-2]",
            "R: RF [] see River Fund",
            "R: River Forum [Opening 1-1]",
            "R: River Fund [I.1 1-2] see also River Forum",
        ]
    );
}

#[test]
fn index_marks_the_section_named_after_an_entry_as_principal() {
    let site = Site::small().edit("seeds/paper.txt", "1. Banks", "1. The River Fund");
    assert!(index(&site.compile()).contains(&"R: River Fund [*I.1*] see also River Forum".to_owned()));
}

#[test]
fn index_has_no_reference_to_an_unmentioned_entry() {
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
fn concordance_has_each_mention_in_its_sentence() {
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
                &mention.span.paragraph.of(&compilation.papers).text[sentence.clone()]
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
fn matrix_counts_the_mentions_of_the_concordances() {
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
fn index_divides_the_locators_of_an_entry_by_written_sub_headings() {
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
fn index_has_pervasive_entries_only_where_written() {
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
fn acronyms_list_says_whether_the_paper_expands_them() {
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
            (acronym.letters.to_owned(), compilation.apparatus.given.contains(id))
        })
        .collect();
    assert_eq!(given, [("FOR".to_owned(), false), ("RF".to_owned(), true)]);
    let glossary = crate::site::page(&compilation, "glossary/index.html");
    assert!(glossary.contains("Forum of Rivers"));
    assert!(crate::site::page(&compilation, "bodies/river-forum.html").contains("A gazetteer"));
}

/// The real site.
fn real() -> Compilation {
    let config = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("glossator.yaml");
    let inputs = glossator::input::read(&config, &glossator::input::Overrides::default());
    crate::site::compiled(&inputs.unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics)))
}

/// Whether a heading begins with `word` or a regular form of it, so that a reader who looks it up finds the heading.
fn begins(heading: &str, word: &str) -> bool {
    let (heading, word) = (heading.trim_start_matches('"').to_lowercase(), word.to_lowercase());
    let forms = [word.clone(), format!("{word}s"), word.trim_end_matches('s').to_owned()];
    let starts = |form: &String| {
        heading
            .strip_prefix(form.as_str())
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    forms.iter().any(starts)
}

/// The headings that a reader of the index sees who looks for `word`: those that begin with it, and those that begin with
/// the same letters among the few lines around the place where it would stand.
fn seen<'a>(headings: &[&'a Heading], word: &str) -> Vec<&'a Heading> {
    const LINES: usize = 4;
    const LETTERS: usize = 4;
    let start = |words: &str| -> String { words.to_lowercase().chars().take(LETTERS).collect() };
    let collation = glossator::text::Collation::new("en");
    let at = headings.partition_point(|heading| collation.compare(&heading.heading, word).is_lt());
    let around = at.saturating_sub(LINES)..(at + LINES).min(headings.len());
    let beside = headings[around]
        .iter()
        .filter(|heading| start(&heading.heading) == start(word));
    let own = headings.iter().filter(|heading| begins(&heading.heading, word));
    own.chain(beside).copied().collect()
}

/// All headings of the index, in order.
fn headings_of(compilation: &Compilation) -> Vec<&Heading> {
    let letters = compilation.apparatus.index.iter();
    letters.flat_map(|letter| &letter.headings).collect()
}

/// The labels of the paragraphs at a heading.
fn places_of(compilation: &Compilation, heading: &Heading) -> Vec<String> {
    let places = heading.places().flat_map(|at| {
        let division = at.division.of(&compilation.papers);
        let (first, last) = at
            .paragraphs
            .unwrap_or((0, division.paragraphs.len().saturating_sub(1)));
        division.paragraphs.get(first..=last).unwrap_or_default()
    });
    places.map(|paragraph| paragraph.label.clone()).collect()
}

#[test]
fn index_leads_from_the_written_questions_to_their_answers() {
    let compilation = real();
    let headings = headings_of(&compilation);
    let labels = |heading: &Heading| places_of(&compilation, heading);
    let mut faults = Vec::new();
    let questions = include_str!("../index-questions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'));
    for question in questions {
        let mut columns = question.split('\t');
        let (word, answer) = (columns.next().unwrap(), columns.nth(1).unwrap());
        if answer == "-" {
            let said = |words: &str| words.split(", ").chain([words]).any(|words| begins(words, word));
            let spoken = headings
                .iter()
                .filter(|heading| said(&heading.heading) || heading.subs.iter().any(|sub| said(&sub.heading)));
            faults.extend(
                spoken.map(|heading| format!("{word}: the paper is silent, the index has `{}`", heading.heading)),
            );
            continue;
        }
        let mut found = Vec::new();
        for heading in seen(&headings, word) {
            found.extend(labels(heading));
            for to in &heading.see {
                let target = headings.iter().find(|heading| heading.heading == to.heading).unwrap();
                found.extend(labels(target));
            }
        }
        let missing: Vec<&str> = answer
            .split("; ")
            .filter(|label| !found.iter().any(|other| other == label))
            .collect();
        if !missing.is_empty() {
            faults.push(format!("{word}: not reached {}", missing.join(", ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn glosses_say_what_things_are_for_four_in_five_of_those_that_need_one() {
    let register = real().register;
    let needed: Vec<&str> = include_str!("../glosses.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let has_gloss = |path: &&&str| {
        let (folder, slug) = path.split_once('/').unwrap();
        let found = register
            .iter()
            .find(|(id, entry)| register.kind(*id).folder.value == folder && entry.slug == slug);
        found.unwrap_or_else(|| panic!("{path} is no entry")).1.gloss.is_some()
    };
    let count = needed.iter().filter(has_gloss).count();
    assert!(count * 5 >= needed.len() * 4, "{count} of {}", needed.len());
    let mut known = BTreeMap::new();
    for entry in &register.entries {
        let definition = entry.definition.as_ref().map(|definition| match definition {
            Definition::Quoted(quotation) => &quotation.text,
            Definition::Editorial { text } => text,
        });
        for text in entry.gloss.iter().map(|gloss| &gloss.text).chain(definition) {
            let other = known.insert(text, &entry.name);
            assert!(
                other.is_none(),
                "{} and {other:?} have the same words: {text}",
                entry.name
            );
        }
        if let Some(gloss) = &entry.gloss {
            assert!(
                (40..=330).contains(&gloss.text.chars().count()),
                "{}: {}",
                entry.name,
                gloss.text
            );
            assert!(gloss.source.url.is_some(), "{}: where was the source read?", entry.name);
        }
    }
}

#[test]
fn silences_are_no_headings_and_no_search_words() {
    let compilation = real();
    let headings = compilation.apparatus.index.iter().flat_map(|letter| &letter.headings);
    let headings = headings.map(|heading| ("en", heading.heading.to_lowercase()));
    let words = compilation.register.search.iter();
    let words = words.map(|word| (word.language.as_str(), word.word.to_lowercase()));
    let spoken: Vec<(&str, String)> = headings.chain(words).collect();
    assert!(compilation.register.silences.len() >= 50);
    for silence in &compilation.register.silences {
        for (language, forms) in &silence.forms {
            for form in forms {
                let both = (language.as_str(), form.to_lowercase());
                assert!(
                    !spoken.contains(&both),
                    "{form} is said to be silent, and leads somewhere"
                );
            }
        }
    }
}

/// No heading of an entry says less than another of the same entry, unless it refers there.
#[test]
fn index_posts_an_entry_alike_under_all_its_headings() {
    let small = Site::small()
        .edit(
            "content/bodies/river-fund.md",
            "name: River Fund",
            "name: River Fund\nindex: [\"fund, river\", lending]",
        )
        .write(
            "content/index.yaml",
            "- heading: River Forum\n  sub: [{heading: yearly, at: [Opening]}]\n",
        )
        .edit(
            "content/bodies/river-forum.md",
            "type: forum",
            "type: forum\nindex: [\"forum, river\"]",
        );
    for compilation in [small.compile(), real()] {
        let headings = compilation.apparatus.index.iter().flat_map(|letter| &letter.headings);
        let mut by_entry: BTreeMap<EntryId, Vec<&Heading>> = BTreeMap::new();
        for heading in headings {
            if let Some(id) = heading.entry.filter(|_| heading.has_places()) {
                by_entry.entry(id).or_default().push(heading);
            }
        }
        assert!(by_entry.values().any(|headings| headings.len() > 1));
        for headings in by_entry.values() {
            for heading in headings {
                let [words, first] =
                    [heading, headings[0]].map(|heading| (&heading.locators, &heading.subs, &heading.see_also));
                assert_eq!(words, first, "{} and {}", heading.heading, headings[0].heading);
            }
        }
    }
}

#[test]
fn index_answers_questions_of_readers() {
    let compilation = real();
    let headings = headings_of(&compilation);
    let labels = |heading: &Heading| places_of(&compilation, heading);
    let reached = |word: &str| -> Vec<String> {
        let own = seen(&headings, word).into_iter().flat_map(|heading| {
            let further = heading.see.iter().chain(&heading.see_also);
            let further = further.filter_map(|to| headings.iter().find(|other| other.heading == to.heading));
            std::iter::once(heading).chain(further.copied())
        });
        own.flat_map(labels).collect()
    };
    let mut faults = Vec::new();
    for question in include_str!("../readers-index.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let columns: Vec<&str> = question.split('\t').collect();
        let found: Vec<String> = columns[1].split(';').flat_map(|word| reached(word.trim())).collect();
        match columns[2] {
            // The further words of such a question may be dealt with.
            "-" => {
                let word = columns[1].split(';').next().unwrap_or_default();
                if let Some(heading) = headings.iter().find(|heading| begins(&heading.heading, word)) {
                    faults.push(format!(
                        "{word}: the paper is silent, the index has `{}`",
                        heading.heading
                    ));
                }
            }
            wanted => {
                let missing = wanted
                    .split(';')
                    .filter(|label| !found.iter().any(|other| other == label.trim()));
                let missing: Vec<&str> = missing.collect();
                if !missing.is_empty() {
                    faults.push(format!("{}: not reached {}", columns[1], missing.join(", ")));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} are not answered:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn nested_groups_are_named_once() {
    let chapter = "      - {kind: chapter, name: Chapter, heading: ['Chapter {number:roman}'], within: [part], \
                   cite: '{parent}-{number}', page: 'chapters/{slug}.html', group: true}\n      - kind: section\n";
    let paper =
        "Chapter I\n\nThe River Fund and the Lake Fund lend.\n\n2. Boats\n\nThe River Fund and the Lake Fund sail.\n";
    let lake = FUND.replace("River Fund", "Lake Fund").replace("RF", "LF");
    let site = Site::small()
        .edit("glossator.yaml", "      - kind: section\n", chapter)
        .edit("seeds/paper.txt", "2. Boats\n", paper)
        .write("content/bodies/lake-fund.md", lake)
        .compile();
    let labels = |path: &str, tag: &str| -> Vec<String> {
        let (text, opening) = (unquoted(&site, path), format!("<{tag}>"));
        let headings = text.split(&opening).skip(1);
        let words = headings.map(|rest| rest.split("</").next().unwrap().rsplit('>').next().unwrap());
        words.map(str::to_owned).collect()
    };
    assert_eq!(
        labels("bodies/river-fund.html", "h3")[..3],
        ["Part I Water", "Chapter I", "See also"]
    );
    assert_eq!(labels("bodies/river-fund.html", "h4"), ["1. Banks", "2. Boats"]);
    assert_eq!(
        labels("bodies/lake-fund.html", "h3")[..2],
        ["Chapter I", "Part I Water"]
    );
    let list = unquoted(&site, "bodies/index.html");
    let by_place = list
        .split_once("id=by-place")
        .unwrap()
        .1
        .split_once("id=a-to-z")
        .unwrap()
        .0;
    assert_eq!(by_place.matches("Part I Water").count(), 1, "{by_place}");
    assert_eq!(by_place.matches("href=river-fund.html").count(), 2, "{by_place}");
    // The cells of the matrix are sorted by column, whichever group has the first mention.
    for row in &site.apparatus.matrix.rows {
        assert!(
            row.cells.is_sorted_by(|left, right| left.column < right.column),
            "{row:?}"
        );
    }
}

#[test]
fn index_refers_from_a_synonym_unless_it_is_adjacent() {
    let aliases: Vec<String> = (10..60).map(|nth| format!("River Fund {nth}")).collect();
    let site = Site::small().edit(
        "content/bodies/river-fund.md",
        "acronym: RF",
        &format!("aliases: [{}]", aliases.join(", ")),
    );
    let lines = index(&site.compile());
    let referring = |alias: &str| lines.iter().any(|line| line.contains(&format!(": {alias} ")));
    assert!(!referring("River Fund 10") && !referring("River Fund 39"), "{lines:?}");
    assert!(referring("River Fund 40") && referring("River Fund 59"), "{lines:?}");
}
