use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::{Failure, THEMES_FOLDER, files_under, unreadable, yaml};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::text::is_site_path;

/// The default theme, compiled in: the binary alone can build a site.
static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Under this prefix the built-in templates can be extended by templates of the same name.
const BUILTIN_PREFIX: &str = "builtin/";
const TEMPLATES: &str = "templates/";
const ASSETS: &str = "assets/";
const STRINGS: &str = "strings/";

/// What pages look like: templates, assets, and the words of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Templates by name; the built-in ones also under `builtin/`.
    pub templates: BTreeMap<String, Arc<SourceFile>>,
    /// Files published as they are under `assets/`, by path.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The words of the interface.
    pub strings: Strings,
}

/// One layer of a theme, later ones over earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    /// Compiled in.
    Builtin,
    /// `themes/<name>/` on disk.
    Disk,
}

/// The words of the interface in one language, by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings {
    words: BTreeMap<String, String>,
}

impl Strings {
    /// The words for a key. A key that no file has gives the key itself, so that the gap shows on the
    /// page; a test holds the keys of the code against the built-in file.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// All words, for templates.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.words
    }
}

/// Loads the built-in theme and lays `themes/<name>` over it.
pub(super) fn load(root: &Path, name: &str, language: &str) -> Result<Theme, Failure> {
    let mut theme = Theme {
        templates: BTreeMap::new(),
        assets: BTreeMap::new(),
        strings: Strings { words: BTreeMap::new() },
    };
    let mut strings: BTreeMap<String, Vec<Arc<SourceFile>>> = BTreeMap::new();
    let mut add = |layer: Layer, path: &str, origin: String, bytes: Vec<u8>| -> Result<(), Failure> {
        if let Some(asset) = path.strip_prefix(ASSETS) {
            if !is_site_path(asset) {
                return Err(
                    Diagnostic::error("bad-file-name", format!("`{origin}` cannot be an address"))
                        .help("name it with letters from a to z, digits, `-`, `_` and `.`")
                        .into(),
                );
            }
            theme.assets.insert(asset.to_owned(), bytes.into());
            return Ok(());
        }
        if !path.starts_with(TEMPLATES) && !path.starts_with(STRINGS) {
            return Ok(());
        }
        let text = String::from_utf8(bytes).map_err(|error| super::not_utf8(&origin, &error))?;
        let file = SourceFile::new(origin, text.strip_prefix('\u{feff}').unwrap_or(&text));
        if let Some(template) = path.strip_prefix(TEMPLATES) {
            // A component has one definition: a file of components is replaced whole, not extended.
            if layer == Layer::Builtin && !file.text.contains("{% component") {
                theme
                    .templates
                    .insert(format!("{BUILTIN_PREFIX}{template}"), Arc::clone(&file));
            }
            theme.templates.insert(template.to_owned(), file);
        } else if let Some(tag) = path.strip_prefix(STRINGS).and_then(|path| path.strip_suffix(".yaml")) {
            strings.entry(tag.to_owned()).or_default().push(file);
        }
        Ok(())
    };
    let mut builtin = Vec::new();
    collect(&BUILTIN, &mut builtin);
    for file in builtin {
        let path = file.path().to_string_lossy().replace('\\', "/");
        add(
            Layer::Builtin,
            &path,
            format!("{BUILTIN_PREFIX}{path}"),
            file.contents().to_vec(),
        )?;
    }
    if !is_site_path(name) || name.contains('/') {
        return Err(
            Diagnostic::error("unknown-theme", format!("`{name}` is not the name of a theme"))
                .help(format!(
                    "a theme is a folder of `{THEMES_FOLDER}/`; write its plain name"
                ))
                .into(),
        );
    }
    let folder = format!("{THEMES_FOLDER}/{name}");
    if root.join(&folder).is_dir() {
        for path in files_under(root, &folder, "")? {
            let bytes = fs::read(root.join(&path)).map_err(|error| unreadable(&path, &error))?;
            let inner = path[folder.len() + 1..].to_owned();
            add(Layer::Disk, &inner, path, bytes)?;
        }
    } else if name != "default" {
        return Err(
            Diagnostic::error("unknown-theme", format!("there is no theme `{name}`"))
                .help(format!("make the folder `{folder}`, or use the theme `default`"))
                .into(),
        );
    }
    theme.strings = words(&strings, language)?;
    Ok(theme)
}

fn collect<'a>(folder: &'a Dir<'a>, files: &mut Vec<&'a include_dir::File<'a>>) {
    files.extend(folder.files());
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

/// English first, then the language's words over it, then those of its region (`pt`, then `pt-BR`).
fn words(files: &BTreeMap<String, Vec<Arc<SourceFile>>>, language: &str) -> Result<Strings, Failure> {
    let primary = language.split('-').next().unwrap_or(language);
    let mut words = BTreeMap::new();
    for tag in ["en", primary, language] {
        for file in files.get(tag).into_iter().flatten() {
            let layer: BTreeMap<String, String> = yaml::parse(file, 0, file.text.len())?;
            words.extend(layer);
        }
    }
    if !files.contains_key(primary) && !files.contains_key(language) {
        let known: Vec<&str> = files.keys().map(String::as_str).collect();
        return Err(Diagnostic::error(
            "unknown-language",
            format!("the theme has no words for the language `{language}`"),
        )
        .help(format!("it has {}", known.join(", ")))
        .into());
    }
    Ok(Strings { words })
}
