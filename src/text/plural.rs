use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// The names of the categories in keys (CLDR, Language Plural Rules); every language has the last one.
const CATEGORIES: [(PluralCategory, &str); 6] = [
    (PluralCategory::Zero, "zero"),
    (PluralCategory::One, "one"),
    (PluralCategory::Two, "two"),
    (PluralCategory::Few, "few"),
    (PluralCategory::Many, "many"),
    (PluralCategory::Other, "other"),
];

/// Which form of a word stands after a number, in one language: the cardinal rules of the CLDR.
pub struct Plurals(Locale);

impl Plurals {
    /// The rules for a BCP 47 tag; an unknown or malformed tag gets the root rules, one form for all.
    pub fn of(tag: &str) -> Self {
        Self(Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN))
    }

    /// Looked up each time, in data that is compiled in: the library's rules cannot be shared by threads.
    fn rules(&self) -> PluralRules {
        PluralRules::try_new((&self.0).into(), Default::default()).expect("the plural rules are compiled in")
    }

    /// The name of the category of a number: `one`, `other` ...
    pub fn category(&self, count: usize) -> &'static str {
        named(self.rules().category_for(count))
    }

    /// Whether a key is for a category that this language does not have: `mention_one` in Chinese.
    pub fn lacks(&self, key: &str) -> bool {
        let known: Vec<&str> = self.rules().categories().map(named).collect();
        form_of(key).is_some_and(|(_, category)| !known.contains(&category))
    }
}

/// The word and the category that a key is for, if it is for one: `mention` and `one` for `mention_one`.
pub fn form_of(key: &str) -> Option<(&str, &str)> {
    let (word, category) = key.rsplit_once('_')?;
    CATEGORIES
        .iter()
        .any(|(_, name)| *name == category)
        .then_some((word, category))
}

fn named(category: PluralCategory) -> &'static str {
    let found = CATEGORIES.iter().find(|(known, _)| *known == category);
    found.map_or("other", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::Plurals;

    #[test]
    fn each_language_has_its_own_rules() {
        let categories = |tag: &str| [0, 1, 2, 1_000_000].map(|count| Plurals::of(tag).category(count));
        assert_eq!(categories("en"), ["other", "one", "other", "other"]);
        assert_eq!(categories("es"), ["other", "one", "other", "many"]);
        assert_eq!(categories("pt"), ["one", "one", "other", "many"]);
        assert_eq!(categories("zh-Hans"), ["other"; 4]);
        assert_eq!(categories("no such tag"), ["other"; 4]);
    }

    #[test]
    fn keys_for_forms_that_a_language_lacks() {
        assert!(Plurals::of("zh-Hans").lacks("mention_one"));
        assert!(!Plurals::of("zh-Hans").lacks("mention_other"));
        assert!(!Plurals::of("en").lacks("mention_one") && !Plurals::of("en").lacks("part_of"));
    }
}
