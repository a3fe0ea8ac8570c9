use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// Words after which a name goes on and its plural does not: `Codes of Conduct`.
const PREPOSITIONS: [&str; 14] = [
    "of", "for", "on", "in", "to", "with", "between", "among", "against", "at", "from", "by", "under", "and",
];

/// The regular plurals of an English name: of its last word, and of the word before the first preposition.
pub(super) fn english_plurals(name: &str) -> Vec<String> {
    let mut plurals = Vec::new();
    let head = PREPOSITIONS
        .iter()
        .filter_map(|word| name.find(&format!(" {word} ")))
        .min();
    for end in head.into_iter().chain([name.len()]) {
        let (before, after) = name.split_at(end);
        plurals.extend(english_endings(before).into_iter().map(|(cut, ending)| {
            let stem = &before[..before.len() - cut];
            format!("{stem}{ending}{after}")
        }));
    }
    plurals
}

/// How the last word of an English name forms its plural: the number of bytes to take off, and the ending.
fn english_endings(name: &str) -> Vec<(usize, &'static str)> {
    let mut letters = name.chars().rev();
    let (Some(last), before) = (letters.next().filter(|last| last.is_alphabetic()), letters.next()) else {
        return Vec::new();
    };
    let after_vowel = before.is_some_and(|letter| "aeiouAEIOU".contains(letter));
    match last {
        'y' if !after_vowel => vec![(1, "ies")],
        'o' if !after_vowel => vec![(0, "es"), (0, "s")],
        's' if before == Some('i') => vec![(2, "es")],
        'z' => vec![(0, "es"), (0, "zes")],
        's' | 'x' => vec![(0, "es")],
        // Church, monarch.
        'h' if before == Some('c') => vec![(0, "es"), (0, "s")],
        'h' if before == Some('s') => vec![(0, "es")],
        _ => vec![(0, "s")],
    }
}

/// Small words that end the head of a name in Spanish, Portuguese or French.
const ROMANCE_PREPOSITIONS: [&str; 31] = [
    "de", "del", "da", "do", "das", "dos", "du", "des", "para", "por", "en", "em", "no", "na", "nos", "nas", "sobre",
    "con", "com", "contra", "entre", "a", "al", "à", "ao", "pour", "sur", "dans", "avec", "y", "e",
];

/// The regular plurals of a name in Spanish, Portuguese or French, whose noun comes first: of the words before the first
/// preposition, and of the first word alone (`Fondos del Lago`, `Bancos Centrales`, `Acuerdos Marco`).
pub(super) fn romance_plurals(name: &str, plural: fn(&str) -> Option<String>) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let is_end = |word: &&str| ROMANCE_PREPOSITIONS.contains(word) || word.starts_with("d'") || word.starts_with("d’");
    let head = words.iter().position(is_end).unwrap_or(words.len());
    let form = |count: usize| {
        let changed: Option<Vec<String>> = words[..count].iter().map(|word| plural(word)).collect();
        let kept = words[count..].iter().map(|word| (*word).to_owned());
        Some(changed?.into_iter().chain(kept).collect::<Vec<_>>().join(" "))
    };
    let mut plurals: Vec<String> = [head, 1.min(head)]
        .into_iter()
        .filter(|count| *count > 0)
        .filter_map(form)
        .collect();
    plurals.dedup();
    plurals
}

/// The plural of a Spanish word; `None` if it has no regular one (an acronym, a word that ends with an unstressed -s).
pub(super) fn spanish_word(word: &str) -> Option<String> {
    let stressed = [
        ("án", "anes"),
        ("én", "enes"),
        ("ín", "ines"),
        ("ón", "ones"),
        ("ún", "unes"),
        ("és", "eses"),
    ];
    let endings = stressed.into_iter().chain([("z", "ces"), ("í", "íes"), ("ú", "úes")]);
    ending(word, endings, |last| match last {
        'a' | 'e' | 'i' | 'o' | 'u' | 'á' | 'é' | 'ó' => Some("s"),
        's' | 'x' => None,
        _ => Some("es"),
    })
}

/// The plural of a Portuguese word; `None` if it has no regular one.
pub(super) fn portuguese_word(word: &str) -> Option<String> {
    let endings = [
        ("ão", "ões"),
        ("m", "ns"),
        ("ês", "eses"),
        ("al", "ais"),
        ("el", "éis"),
        ("ol", "óis"),
        ("ul", "uis"),
        ("il", "is"),
    ];
    ending(word, endings, |last| match last {
        'r' | 'z' => Some("es"),
        's' | 'x' => None,
        _ => Some("s"),
    })
}

/// The plural of a French word; `None` if it has no regular one.
pub(super) fn french_word(word: &str) -> Option<String> {
    let endings = [("eau", "eaux"), ("al", "aux"), ("eu", "eux")];
    ending(word, endings, |last| match last {
        's' | 'x' | 'z' => None,
        _ => Some("s"),
    })
}

/// A word with the first of the endings that it has replaced, or with the ending that goes with its last letter. A word in
/// capitals is an acronym and has no plural.
fn ending<'a>(
    word: &str,
    endings: impl IntoIterator<Item = (&'a str, &'a str)>,
    other: fn(char) -> Option<&'static str>,
) -> Option<String> {
    let last = word.chars().next_back().filter(|last| last.is_lowercase())?;
    let mut replaced = endings
        .into_iter()
        .filter_map(|(singular, plural)| Some((word.strip_suffix(singular)?, plural)));
    match replaced.next() {
        Some((stem, plural)) => Some(format!("{stem}{plural}")),
        None => Some(format!("{word}{}", other(last)?)),
    }
}

/// The CLDR plural categories, with their suffixes in keys; every language has `other`.
const CATEGORIES: [(PluralCategory, &str); 6] = [
    (PluralCategory::Zero, "zero"),
    (PluralCategory::One, "one"),
    (PluralCategory::Two, "two"),
    (PluralCategory::Few, "few"),
    (PluralCategory::Many, "many"),
    (PluralCategory::Other, "other"),
];

/// The CLDR cardinal rules of one language: which plural form goes with a number.
pub struct Plurals(Locale);

impl Plurals {
    /// The rules for a BCP 47 tag; an unknown or malformed tag gets the root rules, which have one form.
    pub fn new(tag: &str) -> Self {
        Self(Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN))
    }

    /// Built at each use, from data that is compiled in: `PluralRules` cannot be shared between threads.
    fn rules(&self) -> PluralRules {
        PluralRules::try_new((&self.0).into(), Default::default()).expect("the plural rules are compiled in")
    }

    /// The plural category of a number: `one`, `other` ...
    pub fn category(&self, count: usize) -> &'static str {
        category_name(self.rules().category_for(count))
    }

    /// Whether a key is for a plural category that this language does not have: `mention_one` in Chinese.
    pub fn lacks(&self, key: &str) -> bool {
        let known: Vec<&str> = self.rules().categories().map(category_name).collect();
        form_of(key).is_some_and(|(_, category)| !known.contains(&category))
    }
}

/// The word and the plural category of a key, if it has one: `mention` and `one` for `mention_one`.
pub fn form_of(key: &str) -> Option<(&str, &str)> {
    let (word, category) = key.rsplit_once('_')?;
    CATEGORIES
        .iter()
        .any(|(_, name)| *name == category)
        .then_some((word, category))
}

fn category_name(category: PluralCategory) -> &'static str {
    let found = CATEGORIES.iter().find(|(known, _)| *known == category);
    found.map_or("other", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::Plurals;
    use crate::text::Language;

    #[test]
    fn plurals_of_names_are_those_of_their_head_word() {
        let has =
            |tag: &str, name: &str, plural: &str| Language::from_tag(tag).plurals(name).contains(&plural.to_owned());
        for (name, plural) in [
            ("Code of Conduct", "Codes of Conduct"),
            ("Bus", "Buses"),
            ("Policy Paper", "Policy Papers"),
            ("Policy", "Policies"),
            ("Hero", "Heroes"),
            ("Crisis", "Crises"),
            (
                "Free Trade Agreement between Cities",
                "Free Trade Agreements between Cities",
            ),
        ] {
            assert!(has("en", name, plural), "{name}");
        }
        for (name, plural) in [
            ("Fondo del Lago", "Fondos del Lago"),
            ("Alianza", "Alianzas"),
            ("Plan de Acción", "Planes de Acción"),
            ("Misión Especial", "Misiones Especiales"),
            ("Acuerdo Marco", "Acuerdos Marco"),
            ("Juez", "Jueces"),
        ] {
            assert!(has("es", name, plural), "{name}");
        }
        for (name, plural) in [
            ("Fundo do Lago", "Fundos do Lago"),
            ("Aliança", "Alianças"),
            ("Declaração Conjunta", "Declarações Conjuntas"),
            ("Plano Nacional de Saúde", "Planos Nacionais de Saúde"),
        ] {
            assert!(has("pt", name, plural), "{name}");
        }
        assert!(has("fr", "Accord régional de pêche", "Accords régionaux de pêche"));
        assert!(Language::from_tag("es").plurals("ALBA").is_empty());
        assert!(Language::from_tag("zh").plurals("论坛").is_empty());
    }

    #[test]
    fn each_language_has_its_own_rules() {
        let categories = |tag: &str| [0, 1, 2, 1_000_000].map(|count| Plurals::new(tag).category(count));
        assert_eq!(categories("en"), ["other", "one", "other", "other"]);
        assert_eq!(categories("es"), ["other", "one", "other", "many"]);
        assert_eq!(categories("pt"), ["one", "one", "other", "many"]);
        assert_eq!(categories("zh-Hans"), ["other"; 4]);
        assert_eq!(categories("no such tag"), ["other"; 4]);
    }

    #[test]
    fn keys_for_forms_that_a_language_lacks() {
        assert!(Plurals::new("zh-Hans").lacks("mention_one"));
        assert!(!Plurals::new("zh-Hans").lacks("mention_other"));
        assert!(!Plurals::new("en").lacks("mention_one") && !Plurals::new("en").lacks("part_of"));
    }
}
