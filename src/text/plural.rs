use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

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
