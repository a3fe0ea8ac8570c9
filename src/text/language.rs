/// The profile of a language: what splitting sentences, forming plurals and sorting headings need to know.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    /// Abbreviations whose full stop does not end a sentence.
    pub abbreviations: &'static [&'static str],
    /// Leading words that sorting ignores, in lower case.
    pub articles: &'static [&'static str],
    /// Small words that may stand inside a name, in lower case.
    pub joining: &'static [&'static str],
    plural: fn(&str) -> Vec<String>,
}

impl Language {
    /// The profile for a BCP 47 tag; a language without one gets a neutral profile.
    pub fn from_tag(tag: &str) -> Self {
        match tag.split('-').next().unwrap_or_default() {
            "en" => ENGLISH,
            "es" => SPANISH,
            "pt" => PORTUGUESE,
            _ => NEUTRAL,
        }
    }

    /// Whether a word is the one for "and".
    pub fn is_and(&self, word: &str) -> bool {
        ["and", "y", "e", "&"].contains(&word) && self.joining.contains(&word)
    }

    /// The regular plurals of a name (of its last word). Empty if it looks plural already, and in languages whose
    /// plurals change more than the ending: there an entry lists them as aliases.
    pub fn plurals(&self, name: &str) -> Vec<String> {
        (self.plural)(name)
    }
}

const ENGLISH: Language = Language {
    abbreviations: &[
        "U.N.", "U.S.", "U.K.", "E.U.", "No.", "Art.", "Mr.", "Mrs.", "Dr.", "e.g.", "i.e.", "cf.", "vs.",
    ],
    articles: &["the", "a", "an"],
    joining: &["of", "for", "and", "on", "in", "the", "&"],
    plural: english_plural,
};

const SPANISH: Language = Language {
    abbreviations: &[
        "EE.UU.", "EE. UU.", "art.", "núm.", "Sr.", "Sra.", "Dr.", "Dra.", "p. ej.",
    ],
    articles: &["el", "la", "los", "las", "un", "una"],
    joining: &[
        "de", "del", "la", "las", "los", "el", "y", "e", "en", "para", "sobre", "&",
    ],
    plural: |_| Vec::new(),
};

const PORTUGUESE: Language = Language {
    abbreviations: &["art.", "n.", "Sr.", "Sra.", "Dr.", "Dra.", "p. ex."],
    articles: &["o", "a", "os", "as", "um", "uma"],
    joining: &["de", "da", "do", "das", "dos", "e", "em", "para", "sobre", "&"],
    plural: |_| Vec::new(),
};

const NEUTRAL: Language = Language {
    abbreviations: &[],
    articles: &[],
    joining: &["&"],
    plural: |_| Vec::new(),
};

fn english_plural(name: &str) -> Vec<String> {
    let Some(last) = name.chars().next_back().filter(|last| last.is_alphabetic()) else {
        return Vec::new();
    };
    if name.ends_with("ss") || ["x", "ch", "sh"].iter().any(|end| name.ends_with(end)) {
        return vec![format!("{name}es")];
    }
    if last == 's' {
        return Vec::new();
    }
    let before = name.chars().rev().nth(1);
    if last == 'y' && !before.is_some_and(|letter| "aeiou".contains(letter)) {
        return vec![format!("{}ies", &name[..name.len() - 1])];
    }
    vec![format!("{name}s")]
}
