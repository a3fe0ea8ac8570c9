use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A text of the configuration that readers see: one for all languages of the interface, or one for each, the
/// site's own language first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Localized {
    /// `(language tag, text)`; the tag is empty if one text is for all languages.
    texts: Vec<(String, String)>,
}

impl Localized {
    /// The text in the site's own language.
    pub fn text(&self) -> &str {
        self.texts.first().map_or("", |(_, text)| text)
    }

    /// The text in a language (BCP 47), else in the language without its region, else in the site's own language.
    pub fn of(&self, language: &str) -> &str {
        self.find(language).unwrap_or(self.text())
    }

    /// Whether there is a text in this language, with or without its region.
    pub fn has(&self, language: &str) -> bool {
        self.find(language).is_some()
    }

    /// Whether one text is for all languages.
    pub fn is_plain(&self) -> bool {
        self.texts.iter().all(|(tag, _)| tag.is_empty())
    }

    fn find(&self, language: &str) -> Option<&str> {
        let primary = language.split('-').next().unwrap_or(language);
        let tagged = |wanted: &str| self.texts.iter().find(|(tag, _)| tag == wanted);
        let found = tagged(language).or_else(|| tagged(primary))?;
        Some(&found.1)
    }
}

impl<'de> Deserialize<'de> for Localized {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LocalizedVisitor;
        impl<'de> Visitor<'de> for LocalizedVisitor {
            type Value = Localized;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a text, or a text for each language")
            }

            fn visit_str<E>(self, text: &str) -> Result<Localized, E> {
                Ok(Localized {
                    texts: vec![(String::new(), text.to_owned())],
                })
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Localized, M::Error> {
                let mut texts = Vec::new();
                while let Some(pair) = map.next_entry::<String, String>()? {
                    texts.push(pair);
                }
                if texts.is_empty() {
                    return Err(M::Error::invalid_length(0, &self));
                }
                Ok(Localized { texts })
            }
        }
        deserializer.deserialize_any(LocalizedVisitor)
    }
}
