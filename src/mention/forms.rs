use crate::register::{Alias, Register, Target};
use crate::text::Language;

/// The most letters of an acronym that may be written with full stops; a longer word in capitals is emphasis.
const MAX_ACRONYM: usize = 6;

/// Words under which an entry or a division stands in a text, or which keep it from being found there.
pub(super) struct Form {
    pub(super) target: Target,
    /// Index in the entry's [`forms`](crate::register::Entry::forms); of a division, in the register's names of divisions.
    pub(super) alias: usize,
    /// The words.
    pub(super) words: String,
    /// Whether it is a phrase in which the alias refers to something else.
    pub(super) denied: bool,
    /// Whether the register has these words, and they were not derived from it (a plural).
    pub(super) written: bool,
}

/// All forms of a register in a language, with the aliases that they come from: names, acronyms, aliases, their regular
/// plurals, acronyms with and without full stops, each name followed by its acronym in brackets, and denied phrases.
pub(super) fn forms(register: &Register, language: Language) -> Vec<(Form, Alias)> {
    let entries = register.iter().flat_map(|(id, entry)| {
        let forms = entry.forms().into_iter().enumerate();
        forms.map(move |(nth, alias)| (Target::Entry(id), entry.acronym.as_deref(), nth, alias))
    });
    let divisions = register.division_names.iter().enumerate();
    let divisions = divisions.map(|(nth, (division, alias))| (Target::Division(*division), None, nth, alias.clone()));
    let mut all = Vec::new();
    for (target, acronym, nth, alias) in entries.chain(divisions) {
        let form = |words: &String, denied| Form {
            target,
            alias: nth,
            denied,
            written: denied || *words == alias.text,
            words: words.clone(),
        };
        let names = surfaces(&alias, acronym, language);
        all.extend(names.iter().map(|words| (form(words, false), alias.clone())));
        let phrases = alias
            .deny
            .iter()
            .flat_map(|phrase| denied(phrase, &alias.text, language));
        all.extend(phrases.map(|words| (form(&words, true), alias.clone())));
    }
    all
}

/// A denied phrase with its regular plural, and with the acronym in it written in the other way.
fn denied(phrase: &str, alias: &str, language: Language) -> Vec<String> {
    let other = other_acronym(alias).map(|acronym| phrase.replace(alias, &acronym));
    let phrases: Vec<String> = std::iter::once(phrase.to_owned()).chain(other).collect();
    let plurals: Vec<String> = phrases.iter().flat_map(|phrase| language.plurals(phrase)).collect();
    phrases.into_iter().chain(plurals).collect()
}

/// The words that an alias stands for in a text.
fn surfaces(alias: &Alias, acronym: Option<&str>, language: Language) -> Vec<String> {
    let mut surfaces = vec![alias.text.clone()];
    surfaces.extend(other_acronym(&alias.text));
    if alias.plural {
        surfaces.extend(language.plurals(&alias.text));
    }
    if let Some(acronym) = acronym.filter(|acronym| *acronym != alias.text && alias.scope.is_empty()) {
        let acronyms = std::iter::once(acronym.to_owned()).chain(other_acronym(acronym));
        surfaces.extend(acronyms.map(|acronym| format!("{} ({acronym})", alias.text)));
    }
    surfaces
}

/// An acronym as it is written in the other way: `U.N.` for `UN`, `UN` for `U.N.`.
fn other_acronym(words: &str) -> Option<String> {
    let letters: String = words.chars().filter(|letter| *letter != '.').collect();
    let count = letters.chars().count();
    let is_acronym = letters.chars().all(char::is_uppercase) && (2..=MAX_ACRONYM).contains(&count);
    let dotted: String = letters.chars().flat_map(|letter| [letter, '.']).collect();
    match is_acronym {
        true if words == letters => Some(dotted),
        true if words == dotted => Some(letters),
        _ => None,
    }
}
