use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Diagnostic, Place};
use crate::text::did_you_mean;

/// Reports missing translations, and reader words that refer to headings the index does not have.
pub(super) fn faults(context: &Context) -> Vec<Diagnostic> {
    let mut faults = untranslated(context);
    faults.extend(unknown_headings(context));
    faults
}

/// Missing translations: keys of the theme's strings, and localized values of the configuration.
fn untranslated(context: &Context) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for interface in &context.inputs.theme.interfaces {
        let language = &interface.language;
        let own = *language == context.inputs.config.site.language;
        diagnostics.extend(interface.missing.iter().map(|key| {
            Diagnostic::warning(
                "untranslated",
                format!("the interface in `{language}` has no words for `{key}`"),
            )
            .at(Place::start_of(&interface.file))
            .help("add the key to the strings of that language; until then pages show it in English")
        }));
        let untranslated = context
            .inputs
            .config
            .localized()
            .filter(|(_, words)| !own && !words.has(language));
        diagnostics.extend(untranslated.map(|(what, words)| {
            let words = words.text();
            Diagnostic::warning("untranslated", format!("{what} `{words}` has no words in `{language}`"))
                .at(Place::start_of(&context.inputs.config_file))
                .help("write it as a mapping from languages to words, the site's own language first")
        }));
    }
    diagnostics
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
