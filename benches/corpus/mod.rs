//! A corpus of any size: papers that differ in their words and their order, in the scheme of the repository's own paper,
//! with a register that they share and entries of each paper's own.
//!
//! The same number of papers gives the same bytes on every machine: the numbers come from a generator that is written
//! here. A paper has about as many pages, and links in its text, as the peers are given in their contents.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// Entries that all papers share.
pub const SHARED: usize = 320;
/// Entries of one paper alone.
pub const OWN: usize = 104;
/// Sections of each of the five programs.
const SECTIONS: [usize; 5] = [8, 9, 9, 9, 9];
/// Entries of the shared register that one paper speaks of.
const SHARED_IN_A_PAPER: usize = 100;
/// Mentions in a paragraph.
const MENTIONS: usize = 15;
/// Words that all papers use, and words that only one does.
const COMMON_WORDS: usize = 3_000;
const OWN_WORDS: usize = 220;

/// Kinds: name in data, folder, link policy, last words of names, share of the entries in percent.
const KINDS: [(&str, &str, &str, &[&str], usize); 5] = [
    (
        "mechanism",
        "mechanisms",
        "every",
        &["Forum", "Dialogue", "Committee", "Fund", "Network"],
        33,
    ),
    (
        "initiative",
        "initiatives",
        "every",
        &["Initiative", "Plan", "Agenda", "Scheme"],
        23,
    ),
    (
        "organization",
        "organizations",
        "every",
        &["Union", "Bank", "Council", "Agency"],
        22,
    ),
    (
        "instrument",
        "instruments",
        "every",
        &["Convention", "Treaty", "Declaration"],
        12,
    ),
    (
        "concept",
        "glossary",
        "first-in-section",
        &["cooperation", "exchange", "security"],
        10,
    ),
];

/// Numbers that look like chance and are the same every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn of<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// Small numbers more often than large ones, as words are used.
    fn rank(&mut self, end: usize) -> usize {
        let even = (self.next() % 10_000) as f64 / 10_000.0;
        ((end as f64).powf(even) as usize).saturating_sub(1)
    }
}

/// An entry of the register.
struct Entry {
    kind: usize,
    slug: String,
    name: String,
    acronym: Option<String>,
    alias: Option<String>,
    see_also: Option<String>,
}

/// Words and names that are given only once.
struct Maker {
    chance: Chance,
    words: BTreeSet<String>,
    forms: BTreeSet<String>,
}

impl Maker {
    fn words(&mut self, count: usize) -> Vec<String> {
        const STARTS: [&str; 20] = [
            "b", "br", "c", "d", "dr", "f", "g", "gr", "h", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v",
        ];
        const MIDDLES: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ea", "io"];
        const ENDS: [&str; 12] = ["n", "l", "r", "nt", "s", "m", "tion", "ment", "d", "st", "ry", ""];
        let mut words = Vec::with_capacity(count);
        while words.len() < count {
            let mut word = String::new();
            for _ in 0..1 + self.chance.below(2) {
                word.push_str(self.chance.of::<&str>(&STARTS));
                word.push_str(self.chance.of::<&str>(&MIDDLES));
            }
            word.push_str(self.chance.of::<&str>(&ENDS));
            if word.len() > 3 && self.words.insert(word.clone()) {
                words.push(word);
            }
        }
        words
    }

    /// Entries whose names are made of some words.
    fn entries(&mut self, count: usize, words: &[String]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        for at in 0..count {
            let mut share = at * 100 / count;
            let kind = KINDS.iter().position(|kind| {
                let is = share < kind.4;
                share = share.saturating_sub(kind.4);
                is
            });
            let kind = kind.unwrap_or(0);
            let mut entry = self.entry(kind, words);
            entry.see_also = (at % 4 == 3).then(|| entries[self.chance.below(at)].name.clone());
            entries.push(entry);
        }
        entries
    }

    fn entry(&mut self, kind: usize, words: &[String]) -> Entry {
        let cased = |word: &str| match KINDS[kind].0 {
            "concept" => word.to_owned(),
            _ => format!("{}{}", word[..1].to_uppercase(), &word[1..]),
        };
        loop {
            let head = (*self.chance.of::<&str>(KINDS[kind].3)).to_owned();
            let pieces: Vec<String> = (0..2 + self.chance.below(2))
                .map(|_| cased(self.chance.of::<String>(words)))
                .chain([head])
                .collect();
            let name = pieces.join(" ");
            if !self.forms.insert(name.to_lowercase()) {
                continue;
            }
            let initials: String = pieces.iter().map(|piece| &piece[..1]).collect();
            let acronym = Some(initials.to_uppercase())
                .filter(|letters| letters.len() > 3 && self.forms.insert(letters.to_lowercase()));
            let short = pieces[pieces.len() - 2..].join(" ");
            let alias = Some(short).filter(|short| pieces.len() > 3 && self.forms.insert(short.to_lowercase()));
            return Entry {
                kind,
                slug: name.to_lowercase().replace(' ', "-"),
                name,
                acronym,
                alias,
                see_also: None,
            };
        }
    }
}

/// Writes a site of so many papers into a folder.
pub fn write(folder: &Path, papers: usize) -> io::Result<()> {
    let mut maker = Maker {
        chance: Chance(2025),
        words: BTreeSet::new(),
        forms: BTreeSet::new(),
    };
    let common = maker.words(COMMON_WORDS);
    let shared = maker.entries(SHARED, &common);
    write_entries(folder, &shared, &common, &mut maker.chance)?;
    let mut config =
        "site:\n  title: A corpus\n  description: Papers of made-up words.\n  language: en\npapers:\n".to_owned();
    for number in 1..=papers {
        let own_words = maker.words(OWN_WORDS);
        let own = maker.entries(OWN, &own_words);
        write_entries(folder, &own, &own_words, &mut maker.chance)?;
        let text = paper(&mut maker.chance, &common, &own_words, &shared, &own);
        save(&folder.join(format!("seeds/paper-{number:04}.txt")), &text)?;
        let path = if number == 1 {
            String::new()
        } else {
            format!("    path: papers/{number:04}\n")
        };
        let _ = write!(
            config,
            "  - id: p{number:04}\n    source: seeds/paper-{number:04}.txt\n{path}    short_title: Paper {number}\n{OUTLINE}"
        );
    }
    config.push_str("kinds:\n");
    for (kind, folder, link, _, _) in KINDS {
        let title = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
        let case = if kind == "concept" {
            "    case: any\n    list: false\n"
        } else {
            "    matrix: true\n"
        };
        let _ = write!(
            config,
            "  - id: {kind}\n    name: {title}\n    plural: {title}s\n    folder: {folder}\n    link: {link}\n{case}"
        );
    }
    save(&folder.join("glossator.yaml"), &config)
}

const OUTLINE: &str = r#"    language: en
    front: [title]
    outline:
      - {kind: preface, name: Preface, heading: ["Preface"], cite: Preface, page: "paper/{slug}.html", text: whole, group: true}
      - {kind: part, name: Part, plural: Parts, heading: ["Part {number:roman}"], title: next-line, cite: "{number}", slug: "part-{number}", page: "paper/{slug}.html", group: true}
      - {kind: program, name: Program, plural: Programs, heading: ["{number:arabic}. {title}"], within: [part], cite: "{parent}.{number}", page: "programs/{slug}/index.html", list: programs/index.html, group: true}
      - {kind: section, name: Section, plural: Sections, heading: ["({number:arabic}) {title}"], within: [program], cite: "{parent}({number})", page: "programs/{parent}/{slug}.html"}
"#;

fn write_entries(folder: &Path, entries: &[Entry], words: &[String], chance: &mut Chance) -> io::Result<()> {
    for entry in entries {
        let mut text = format!("---\nname: {}\n", entry.name);
        if let Some(acronym) = &entry.acronym {
            let _ = writeln!(text, "acronym: {acronym}");
        }
        if let Some(alias) = &entry.alias {
            let _ = writeln!(text, "aliases:\n  - {alias}");
        }
        if let Some(other) = &entry.see_also {
            let _ = writeln!(text, "see_also:\n  - {other}");
        }
        let words: Vec<&str> = (0..12).map(|_| chance.of::<String>(words).as_str()).collect();
        let _ = write!(
            text,
            "definition:\n  editorial: \"What the papers call {}.\"\n---\n",
            words.join(" ")
        );
        save(
            &folder.join(format!("content/{}/{}.md", KINDS[entry.kind].1, entry.slug)),
            &text,
        )?;
    }
    Ok(())
}

/// What the sentences of one paper are made of.
struct Voice<'a> {
    chance: &'a mut Chance,
    common: &'a [String],
    own_words: &'a [String],
    own: &'a [Entry],
    shared: Vec<&'a Entry>,
}

fn paper(chance: &mut Chance, common: &[String], own_words: &[String], shared: &[Entry], own: &[Entry]) -> String {
    let spoken: Vec<&Entry> = (0..SHARED_IN_A_PAPER).map(|_| chance.of::<Entry>(shared)).collect();
    let mut voice = Voice {
        chance,
        common,
        own_words,
        own,
        shared: spoken,
    };
    let mut text = format!("Policy Paper on {}\n\nPreface\n\n", voice.title());
    voice.paragraphs(&mut text, 4);
    for part in ["I", "II", "III"] {
        let _ = write!(text, "Part {part}\n\n{}\n\n", voice.title());
        voice.paragraphs(&mut text, 2);
    }
    for (program, sections) in SECTIONS.iter().enumerate() {
        let _ = write!(text, "{}. {}\n\n", program + 1, voice.title());
        voice.paragraphs(&mut text, 1);
        for section in 1..=*sections {
            let _ = write!(text, "({section}) {}\n\n", voice.title());
            let count = 1 + voice.chance.below(3).min(1);
            voice.paragraphs(&mut text, count);
        }
    }
    text
}

impl Voice<'_> {
    fn word(&mut self) -> &str {
        match self.chance.below(8) {
            0 => self.chance.of::<String>(self.own_words),
            _ => &self.common[self.chance.rank(self.common.len())],
        }
    }

    fn title(&mut self) -> String {
        let words: Vec<String> = (0..3).map(|_| self.chance.of(self.own_words).clone()).collect();
        let words: Vec<String> = words
            .iter()
            .map(|word| format!("{}{}", word[..1].to_uppercase(), &word[1..]))
            .collect();
        words.join(" ")
    }

    fn paragraphs(&mut self, text: &mut String, count: usize) {
        for _ in 0..count {
            let sentences: Vec<String> = (0..MENTIONS / 3).map(|_| self.sentence()).collect();
            let _ = write!(text, "{}\n\n", sentences.join(" "));
        }
    }

    /// A sentence with three mentions.
    fn sentence(&mut self) -> String {
        const JOINTS: [&str; 4] = [
            ", together with the ",
            " and will support the ",
            ", as well as the ",
            " within the ",
        ];
        let mut sentence = "The sides will".to_owned();
        for _ in 0..3 + self.chance.below(6) {
            let word = self.word().to_owned();
            let _ = write!(sentence, " {word}");
        }
        for at in 0..3 {
            let entry = match self.chance.below(9) {
                0..4 => *self.chance.of(&self.shared),
                _ => self.chance.of(self.own),
            };
            let form = match self.chance.below(10) {
                0 => entry.acronym.as_ref(),
                1 => entry.alias.as_ref(),
                _ => None,
            };
            sentence.push_str(if at == 0 {
                " the "
            } else {
                self.chance.of::<&str>(&JOINTS)
            });
            sentence.push_str(form.unwrap_or(&entry.name));
        }
        sentence.push('.');
        sentence
    }
}

fn save(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
