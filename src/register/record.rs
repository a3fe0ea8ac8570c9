use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::front_matter::Text;
use crate::diagnostic::SourceFile;
use crate::input::{Case, Located};

/// The parsed files of `content/`, by what they are for.
#[derive(Default)]
pub(super) struct Records {
    pub(super) entries: Vec<Record>,
    /// The names, acronyms and aliases of the drafts that are left out.
    pub(super) drafts: BTreeSet<String>,
    /// Files of `content/divisions/`.
    pub(super) divisions: Vec<DivisionRecord>,
    /// Files of `content/pages/`: name and text.
    pub(super) pages: Vec<(String, Text)>,
    /// Files of `content/notes/`.
    pub(super) notes: Vec<NoteRecord>,
    /// What texts of divisions, pages and notes are in other languages.
    pub(super) translations: Vec<TranslationRecord>,
    /// The written part of the index.
    pub(super) index: Option<IndexRecord>,
    /// Search words in other languages.
    pub(super) search: Option<SearchRecord>,
    /// What no paper mentions.
    pub(super) silences: Option<SilenceRecord>,
}

/// A text in another language.
pub(super) struct TranslationRecord {
    /// The path of the text that it translates, without the extension.
    pub(super) of: String,
    pub(super) language: String,
    pub(super) text: Text,
}

/// The file of a division.
pub(super) struct DivisionRecord {
    /// The paper id that is its subfolder, if any.
    pub(super) paper: Option<String>,
    /// The anchor that is its name.
    pub(super) name: String,
    pub(super) front: DivisionFront,
    pub(super) text: Text,
    /// Byte offset of the front matter's YAML.
    pub(super) yaml_start: usize,
}

/// The front matter of a division's text, which it can do without.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DivisionFront {
    /// Forms under which papers speak of it.
    #[serde(default)]
    pub(super) aliases: Vec<Located<TextOr<RawAlias>>>,
    /// What it is called in other languages, by their tags.
    #[serde(default)]
    pub(super) names: RawNames,
}

/// Names in other languages, by their tags.
pub(super) type RawNames = BTreeMap<String, Located<TextOr<RawName>>>;

/// The file of what no paper mentions: for each thing, by language, its forms.
pub(super) struct SilenceRecord {
    pub(super) file: Arc<SourceFile>,
    pub(super) silences: Vec<BTreeMap<String, Vec<Located<String>>>>,
}

/// By language, then by search word: headings of the index.
type SearchWords = BTreeMap<String, BTreeMap<String, Vec<Located<String>>>>;

/// The file of search words.
pub(super) struct SearchRecord {
    pub(super) file: Arc<SourceFile>,
    pub(super) words: SearchWords,
}

/// A note's file.
pub(super) struct NoteRecord {
    pub(super) front: NoteFront,
    pub(super) text: Text,
    /// Byte offset of the front matter's YAML.
    pub(super) yaml_start: usize,
}

/// The front matter of a note.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteFront {
    /// The words concerned.
    pub(super) on: Located<String>,
    /// The paragraph or the division (its heading) in which they stand.
    pub(super) at: Located<String>,
}

/// The file of the index.
pub(super) struct IndexRecord {
    pub(super) file: Arc<SourceFile>,
    pub(super) headings: Vec<RawIndexHeading>,
}

/// A heading of the written index.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndexHeading {
    pub(super) heading: Located<String>,
    #[serde(default)]
    pub(super) at: Vec<Located<String>>,
    #[serde(default)]
    pub(super) sub: Vec<RawIndexSub>,
    #[serde(default)]
    pub(super) see: Vec<Located<String>>,
    #[serde(default)]
    pub(super) see_also: Vec<Located<String>>,
}

/// A sub-heading of the written index.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndexSub {
    pub(super) heading: Located<String>,
    pub(super) at: Vec<Located<String>>,
}

/// An entry's file.
pub(super) struct Record {
    pub(super) kind: usize,
    pub(super) slug: String,
    pub(super) front: FrontMatter,
    pub(super) text: Text,
    /// Byte offset of the front matter's YAML.
    pub(super) yaml_start: usize,
}

/// The front matter of an entry.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrontMatter {
    pub(super) name: Located<String>,
    #[serde(default)]
    pub(super) acronym: Option<Located<String>>,
    #[serde(default)]
    pub(super) aliases: Vec<Located<TextOr<RawAlias>>>,
    /// What it is called in other languages, by their tags.
    #[serde(default)]
    pub(super) names: RawNames,
    #[serde(default)]
    pub(super) also: Option<Located<String>>,
    #[serde(default)]
    pub(super) expansion: Option<RawExpansion>,
    #[serde(default, rename = "type")]
    pub(super) r#type: Option<Located<String>>,
    #[serde(default)]
    pub(super) level: Option<Located<String>>,
    #[serde(default)]
    pub(super) parties: Vec<Located<String>>,
    #[serde(default)]
    pub(super) gloss: Option<RawGloss>,
    #[serde(default)]
    pub(super) definition: Option<RawDefinition>,
    #[serde(default)]
    pub(super) outlook: Vec<RawQuotation>,
    #[serde(default)]
    pub(super) broader: Vec<Located<String>>,
    #[serde(default)]
    pub(super) part_of: Vec<Located<String>>,
    #[serde(default)]
    pub(super) see_also: Vec<Located<String>>,
    #[serde(default)]
    pub(super) index: Vec<Located<TextOr<RawHeading>>>,
    /// Whether it is left out of the site until it is finished.
    #[serde(default)]
    pub(super) draft: bool,
}

impl FrontMatter {
    /// The acronym, and the aliases that hold everywhere.
    pub(super) fn other_names(&self) -> impl Iterator<Item = &String> {
        let aliases = self.aliases.iter().map(|alias| &alias.value.0);
        let aliases = aliases.filter(|alias| alias.scope.is_empty()).map(|alias| &alias.text);
        aliases.chain(self.acronym.as_ref().map(|acronym| &acronym.value))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAlias {
    pub(super) text: String,
    #[serde(default, rename = "in")]
    pub(super) scope: Vec<Located<String>>,
    #[serde(default)]
    pub(super) case: Option<Case>,
    #[serde(default)]
    pub(super) deny: Vec<String>,
    #[serde(default = "yes")]
    pub(super) plural: bool,
    #[serde(default)]
    pub(super) inside: bool,
}

/// A name in another language, and who uses it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawName {
    pub(super) text: String,
    #[serde(default)]
    pub(super) source: Option<Located<String>>,
    #[serde(default)]
    pub(super) url: Option<Located<String>>,
}

impl From<String> for RawName {
    fn from(text: String) -> Self {
        Self {
            text,
            source: None,
            url: None,
        }
    }
}

/// What a name that is an acronym stands for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExpansion {
    pub(super) text: Located<String>,
    #[serde(default)]
    pub(super) source: Option<Located<String>>,
    #[serde(default)]
    pub(super) url: Option<Located<String>>,
}

/// Words of a paper and the paragraph in which they stand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuotation {
    pub(super) quote: Located<String>,
    pub(super) at: Located<String>,
}

/// What the entry is, from outside the papers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGloss {
    pub(super) text: Located<String>,
    pub(super) source: Located<String>,
    #[serde(default)]
    pub(super) url: Option<Located<String>>,
    pub(super) words: Located<String>,
    pub(super) read: Located<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDefinition {
    #[serde(default)]
    pub(super) quote: Option<Located<String>>,
    #[serde(default)]
    pub(super) at: Option<Located<String>>,
    #[serde(default)]
    pub(super) editorial: Option<Located<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHeading {
    pub(super) heading: String,
    #[serde(default)]
    pub(super) sub: Option<String>,
}

impl From<String> for RawAlias {
    fn from(text: String) -> Self {
        Self {
            text,
            scope: Vec::new(),
            case: None,
            deny: Vec::new(),
            plural: true,
            inside: false,
        }
    }
}

impl From<String> for RawHeading {
    fn from(heading: String) -> Self {
        Self { heading, sub: None }
    }
}

fn yes() -> bool {
    true
}

/// A mapping, or a plain text that stands for one. Unlike serde's untagged enums it keeps the errors
/// of the mapping.
pub(super) struct TextOr<T>(pub(super) T);

impl<'de, T: Deserialize<'de> + From<String>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + From<String>> Visitor<'de> for Either<T> {
            type Value = T;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a text or a mapping")
            }

            fn visit_str<E>(self, text: &str) -> Result<T, E> {
                Ok(T::from(text.to_owned()))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_any(Either(PhantomData)).map(TextOr)
    }
}
