use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::{
    Failure, Located, STRINGS_FOLDER, SiteConfig, TEMPLATES_FOLDER, THEMES_FOLDER, decoded, files_under, unreadable,
    yaml,
};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::text::{Plurals, did_you_mean, form_of, is_site_path};

/// The default theme, compiled in, so that the binary alone can build a site.
static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Prefix under which templates can extend the built-in template of the same name.
const BUILTIN_PREFIX: &str = crate::diagnostic::BUILTIN;
/// Prefix under which a site's own template can extend the theme's template of the same name.
const THEME_PREFIX: &str = "theme/";
const TEMPLATES: &str = "templates/";
const ASSETS: &str = "assets/";
const STRINGS: &str = "strings/";

/// What pages look like: templates, assets, and the strings of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Templates by name; the built-in ones also under `builtin/`.
    pub templates: BTreeMap<String, Arc<SourceFile>>,
    /// Files published as they are under `assets/`, by path.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The interface in the site's own language, then in the further ones.
    pub interfaces: Vec<Interface>,
}

/// The interface in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// The folder of the site in which its pages stand; empty for the site's own language.
    pub folder: String,
    /// Its strings.
    pub strings: Strings,
    /// Keys without a string in this language; pages show the English one.
    pub missing: Vec<String>,
    /// The file of strings in which they are missing.
    pub file: Arc<SourceFile>,
}

/// One layer of a theme; each one overrides those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    /// Compiled in.
    Builtin,
    /// `themes/<name>/` on disk.
    Theme,
    /// The site's own `templates/` and `strings/`.
    Site,
}

/// The strings of the interface in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings {
    by_key: BTreeMap<String, String>,
}

impl Strings {
    /// The string for a key, or the key itself if no file has it, so that the gap shows on the page. A test
    /// checks that the built-in file has every key that the code uses.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.by_key.get(key).map_or(key, String::as_str)
    }

    /// The plural form for a number, with the number for `{count}`: the string of the key `word_one`,
    /// `word_other` ... that the language's plural rules choose.
    pub fn counted(&self, plurals: &Plurals, word: &str, count: usize) -> String {
        let form = |category: &str| self.by_key.get(&format!("{word}_{category}"));
        let string = form(plurals.category(count)).or_else(|| form("other"));
        string
            .map_or(word, String::as_str)
            .replace("{count}", &count.to_string())
    }

    /// All strings by key, for templates.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.by_key
    }
}

/// A theme while its layers are merged.
#[derive(Default)]
struct Layers {
    templates: BTreeMap<String, Arc<SourceFile>>,
    assets: BTreeMap<String, Arc<[u8]>>,
    /// By language: the files of strings, the lowest layer first.
    strings: BTreeMap<String, Vec<Arc<SourceFile>>>,
}

/// Loads a theme: `themes/<name>` overrides the built-in theme, and the site's own templates and strings both.
pub(super) fn load(root: &Path, name: &str, site: &SiteConfig) -> Result<Theme, Failure> {
    let mut layers = Layers::default();
    for (path, bytes) in embedded(&BUILTIN) {
        layers.add(Layer::Builtin, &path, format!("{BUILTIN_PREFIX}{path}"), bytes)?;
    }
    let folder = theme_folder(root, name)?;
    for path in files_under(root, &folder)? {
        layers.add_from_disk(root, Layer::Theme, &path[folder.len() + 1..], &path)?;
    }
    for folder in [TEMPLATES_FOLDER, STRINGS_FOLDER] {
        for path in files_under(root, folder)? {
            layers.add_from_disk(root, Layer::Site, &path, &path)?;
        }
    }
    let own = (site.language.as_str(), "");
    let further = site
        .languages
        .iter()
        .map(|tag| (tag.value.as_str(), tag.value.as_str()));
    let interfaces: Result<Vec<Interface>, Failure> = std::iter::once(own)
        .chain(further)
        .map(|(language, folder)| interface(&layers.strings, language, folder))
        .collect();
    Ok(Theme {
        interfaces: interfaces?,
        templates: layers.templates,
        assets: layers.assets,
    })
}

/// The folder of a theme, which must exist except for the default theme.
fn theme_folder(root: &Path, name: &str) -> Result<String, Diagnostic> {
    if !is_site_path(name) || name.contains('/') {
        return Err(
            Diagnostic::error("unknown-theme", format!("`{name}` is not the name of a theme")).help(format!(
                "a theme is a folder of `{THEMES_FOLDER}/`; write its plain name"
            )),
        );
    }
    let folder = format!("{THEMES_FOLDER}/{name}");
    if name != "default" && !root.join(&folder).is_dir() {
        return Err(
            Diagnostic::error("unknown-theme", format!("there is no theme `{name}`"))
                .help(format!("make the folder `{folder}`, or use the theme `default`")),
        );
    }
    Ok(folder)
}

impl Layers {
    fn add_from_disk(&mut self, root: &Path, layer: Layer, inner: &str, path: &str) -> Result<(), Diagnostic> {
        let bytes = fs::read(root.join(path)).map_err(|error| unreadable(path, &error))?;
        self.add(layer, inner, path.to_owned(), &bytes)
    }

    /// Adds a file; `path` is relative to the theme, `origin` is the path in messages.
    fn add(&mut self, layer: Layer, path: &str, origin: String, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some(asset) = path.strip_prefix(ASSETS) {
            if !is_site_path(asset) {
                return Err(super::no_address(&origin));
            }
            self.assets.insert(asset.to_owned(), bytes.into());
        } else if let Some(template) = path.strip_prefix(TEMPLATES) {
            let text = decoded(&origin, bytes)?;
            self.add_template(layer, template, SourceFile::new(&*origin, text));
        } else if let Some(tag) = path.strip_prefix(STRINGS).and_then(|path| path.strip_suffix(".yaml")) {
            let file = SourceFile::new(&*origin, decoded(&origin, bytes)?);
            self.strings.entry(tag.to_owned()).or_default().push(file);
        }
        Ok(())
    }

    /// Adds a template. The one that it overrides stays available as `builtin/...` or `theme/...`, to be extended,
    /// unless it defines components: Tera allows one definition of each.
    fn add_template(&mut self, layer: Layer, name: &str, file: Arc<SourceFile>) {
        let extensible = |file: &SourceFile| !file.text.contains("{% component");
        if layer == Layer::Builtin && extensible(&file) {
            self.templates
                .insert(format!("{BUILTIN_PREFIX}{name}"), Arc::clone(&file));
        }
        let below = self.templates.insert(name.to_owned(), file);
        if let Some(below) = below.filter(|below| layer == Layer::Site && extensible(below)) {
            self.templates.insert(format!("{THEME_PREFIX}{name}"), below);
        }
    }
}

/// All files of a folder that is compiled in, with their paths in it.
pub(crate) fn embedded(folder: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    let own = folder.files().map(|file| {
        let path = file.path().to_string_lossy().replace('\\', "/");
        (path, file.contents())
    });
    own.chain(folder.dirs().flat_map(embedded)).collect()
}

/// Checks that the theme has all keys of the site's own strings: others would be shown nowhere.
fn check_keys(
    known: &BTreeMap<String, String>,
    layer: &BTreeMap<String, Located<String>>,
    file: &Arc<SourceFile>,
) -> Result<(), Vec<Diagnostic>> {
    if !file.path.starts_with(STRINGS) {
        return Ok(());
    }
    let is_form = |key: &str| form_of(key).is_some_and(|(word, _)| known.contains_key(&format!("{word}_other")));
    let unknown = layer
        .iter()
        .filter(|(key, _)| !known.contains_key(*key) && !is_form(key));
    let faults: Vec<Diagnostic> = unknown
        .map(|(key, value)| {
            Diagnostic::error("unknown-key", format!("the theme has no words `{key}`"))
                .at(yaml::place(file, 0, value))
                .help_if(did_you_mean(key, known.keys().map(String::as_str)))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The interface in one language: English, overridden by the language, overridden by its region (`pt`, `pt-BR`).
fn interface(
    files: &BTreeMap<String, Vec<Arc<SourceFile>>>,
    language: &str,
    folder: &str,
) -> Result<Interface, Failure> {
    let primary = language.split('-').next().unwrap_or(language);
    let mut tags = vec!["en", primary, language];
    tags.dedup();
    let mut words = BTreeMap::new();
    let mut translated = BTreeSet::new();
    let mut last = None;
    for tag in tags {
        for file in files.get(tag).into_iter().flatten() {
            let layer: BTreeMap<String, Located<String>> = yaml::parse(file, 0, file.text.len())?;
            check_keys(&words, &layer, file)?;
            if tag == primary || tag == language {
                translated.extend(layer.keys().cloned());
                last = Some(Arc::clone(file));
            }
            words.extend(layer.iter().map(|(key, value)| (key.clone(), value.value.clone())));
        }
    }
    let Some(file) = last else {
        let known: Vec<&str> = files.keys().map(String::as_str).collect();
        return Err(Diagnostic::error(
            "unknown-language",
            format!("the theme has no words for the language `{language}`"),
        )
        .help(format!(
            "it has {}; for others write `{STRINGS_FOLDER}/{language}.yaml` with the keys of `en.yaml`",
            known.join(", ")
        ))
        .into());
    };
    let plurals = Plurals::new(language);
    let missing = words
        .keys()
        .filter(|key| !translated.contains(*key) && !plurals.lacks(key));
    Ok(Interface {
        language: language.to_owned(),
        folder: folder.to_owned(),
        missing: missing.cloned().collect(),
        strings: Strings { by_key: words },
        file,
    })
}
