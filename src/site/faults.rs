use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Diagnostic, Place};
use crate::input::yaml;
use crate::text::did_you_mean;

/// Reports missing translations, and reader words that refer to headings the index does not have.
pub(super) fn faults(context: &Context) -> Vec<Diagnostic> {
    let mut faults = untranslated(context);
    // A heading may be that of an entry whose file has a fault: then only that is told.
    if context.register_is_complete() {
        faults.extend(unknown_headings(context));
    }
    faults
}

/// How many missing words a message names.
const MAX_NAMED: usize = 12;

/// Missing translations, one message for each language: of keys of the theme's strings, and of texts in the configuration.
fn untranslated(context: &Context) -> Vec<Diagnostic> {
    let config = &context.inputs.config;
    let mut diagnostics = Vec::new();
    for interface in &context.inputs.theme.interfaces {
        let language = &interface.language;
        if !interface.missing.is_empty() {
            let (count, named) = listed(&interface.missing);
            let message = format!("the interface in `{language}` lacks {count} of the theme's words: {named}");
            diagnostics.push(
                Diagnostic::warning("untranslated", message)
                    .at(Place::start_of(&interface.file))
                    .help("add these keys to the strings of that language; until then pages show them in English"),
            );
        }
        // The site's own language is not among the further ones.
        let Some(own) = config.site.languages.iter().find(|own| own.value == *language) else {
            continue;
        };
        let lacking = config.localized().filter(|(_, words)| !words.has(language));
        let lacking: Vec<String> = lacking
            .map(|(what, words)| format!("{what} {}", words.text()))
            .collect();
        if !lacking.is_empty() {
            let (count, named) = listed(&lacking);
            let message = format!("the configuration has {count} texts without words in `{language}`: {named}");
            diagnostics.push(
                Diagnostic::warning("untranslated", message)
                    .at(yaml::place(&context.inputs.config_file, 0, own))
                    .help("write each as a mapping from languages to words, the site's own language first"),
            );
        }
    }
    diagnostics
}

/// How many there are, and the first of them as a list.
fn listed(items: &[String]) -> (usize, String) {
    let shown: Vec<String> = items.iter().take(MAX_NAMED).map(|item| format!("`{item}`")).collect();
    let more = items.len() - shown.len();
    let mut list = shown.join(", ");
    if more > 0 {
        list.push_str(&format!(" and {more} more"));
    }
    (items.len(), list)
}

/// Reader words that refer to a heading the index does not have.
fn unknown_headings(context: &Context) -> Vec<Diagnostic> {
    let letters = context.index().iter();
    let known: BTreeSet<&str> = letters
        .flat_map(|letter| &letter.headings)
        .map(|heading| heading.heading.as_str())
        .collect();
    let named = context.reader_words().iter().flat_map(|word| &word.headings);
    let unknown = named.filter(|(heading, _)| !known.contains(heading.as_str()));
    let diagnostics = unknown.map(|(heading, place)| {
        Diagnostic::error("dangling-reference", format!("the index has no heading `{heading}`"))
            .at(place.clone())
            .help_if(did_you_mean(heading, known.iter().copied()))
            .help("write a heading as the index has it: an entry's name, or one of the written index")
    });
    diagnostics.collect()
}
