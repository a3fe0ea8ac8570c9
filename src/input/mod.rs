//! Pass 1, input: reads all files of a site into memory. No later pass opens a file, and only `publish`
//! writes one.
//!
//! A file that cannot be read is a [`Failure`] (exit code 3), not a diagnostic of the content: on incomplete
//! input every pass would report false errors.

mod config;
mod localized;
mod place;
mod theme;
pub(crate) mod yaml;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

pub use config::{
    Acceptance, Budget, Case, Config, DivisionRule, KindRule, LinkPolicy, Located, PaperConfig, Provenance, ShownText,
    SiteConfig, TitleLine, TypeRule, is_web_address,
};
pub use localized::Localized;
pub(crate) use theme::embedded;
pub use theme::{Interface, Strings, Theme};

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::is_site_path;

/// Name of the configuration file at a site's root.
pub const CONFIG_FILE: &str = "glossator.yaml";
/// Folder of the register and the editorial texts.
pub const CONTENT_FOLDER: &str = "content";
/// The written part of the index, in `content/`.
pub const INDEX_FILE: &str = "content/index.yaml";
/// Search words in other languages, in `content/`.
pub const SEARCH_FILE: &str = "content/search.yaml";
/// What readers ask for and no paper mentions, in `content/`.
pub const SILENCES_FILE: &str = "content/silences.yaml";
/// Folder of files that are published as they are.
pub const STATIC_FOLDER: &str = "static";
/// Folder of the site's own templates.
pub const TEMPLATES_FOLDER: &str = "templates";
/// Folder of the site's own strings of the interface.
pub const STRINGS_FOLDER: &str = "strings";
/// Folder of the themes.
pub const THEMES_FOLDER: &str = "themes";

/// The folders of a site's input files, besides those of its sources.
pub const INPUT_FOLDERS: [&str; 5] = [
    CONTENT_FOLDER,
    STATIC_FOLDER,
    STRINGS_FOLDER,
    TEMPLATES_FOLDER,
    THEMES_FOLDER,
];

/// Everything a site is made from, in memory.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The site's root folder; only for messages and the default output folder.
    pub root: PathBuf,
    /// The configuration as a file, for the places of diagnostics.
    pub config_file: Arc<SourceFile>,
    /// The configuration.
    pub config: Config,
    /// The papers' sources, in the order of `config.papers`.
    pub sources: Vec<Source>,
    /// The texts of `content/`, and the written part of the index, sorted by path.
    pub content: Vec<Arc<SourceFile>>,
    /// Paths of files in `content/` that are not Markdown, which nothing uses.
    pub strays: Vec<String>,
    /// Templates, assets and strings.
    pub theme: Theme,
    /// The files of `static/`, published as they are, by path.
    pub statics: BTreeMap<String, Arc<[u8]>>,
    /// Whether entries that are marked as drafts are included.
    pub drafts: bool,
}

impl Inputs {
    /// Total size of configuration, sources and content in bytes.
    pub fn bytes(&self) -> usize {
        let sources = self.sources.iter().map(|source| &source.file);
        let texts = sources.chain(&self.content).chain([&self.config_file]);
        texts.map(|file| file.text.len()).sum()
    }
}

/// A paper's source file: its text, its bytes and their checksum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The text.
    pub file: Arc<SourceFile>,
    /// The file's exact bytes, which are published for download.
    pub bytes: Arc<[u8]>,
    /// SHA-256 (FIPS 180-4) of the bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl Source {
    /// A source from a text in memory.
    pub fn from_text(path: &str, text: String) -> Self {
        Self {
            sha256: hex(&Sha256::digest(&text)),
            bytes: text.as_bytes().into(),
            file: SourceFile::new(path, text),
        }
    }
}

/// Errors of configuration or I/O, because of which no pass can run.
#[derive(Debug)]
pub struct Failure {
    /// At least one error.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics }
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
        }
    }
}

/// What the command line overrides in the configuration.
#[derive(Debug, Default, Clone)]
pub struct Overrides {
    /// Address of the published site.
    pub base_url: Option<String>,
    /// Whether the site is only looked at where it is made: as one without an address, whatever is configured.
    pub preview: bool,
    /// Name of the theme.
    pub theme: Option<String>,
    /// Whether entries that are marked as drafts are included.
    pub drafts: bool,
}

/// Reads the site whose configuration is `config_path`.
///
/// # Errors
/// A file that is missing, unreadable or not UTF-8, and a configuration with a fault.
pub fn read(config_path: &Path, overrides: &Overrides) -> Result<Inputs, Failure> {
    let root = config_path.parent().unwrap_or(Path::new("")).to_owned();
    let name = config_path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    place::check_regular(&root, &name)?;
    let config_file = read_text(&root, &name)?;
    let mut config = config::parse(&config_file)?;
    if let Some(base_url) = &overrides.base_url {
        config.site.base_url = Some(base_url.clone());
    }
    if overrides.preview {
        config.site.base_url = None;
    }
    let mut faults = config.check(&config_file);
    let mut collect = |failure: Failure| faults.extend(failure.diagnostics);
    let theme_name = overrides.theme.as_deref().unwrap_or(&config.theme);
    let theme = theme::load(&root, theme_name, &config.site).map_err(&mut collect);
    let papers = config.papers.iter();
    let sources: Vec<Result<Source, Failure>> = papers
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|paper| read_source(&root, paper, &config_file))
        .collect();
    let sources: Vec<Source> = sources
        .into_iter()
        .filter_map(|source| source.map_err(&mut collect).ok())
        .collect();
    let content = files_under(&root, CONTENT_FOLDER).map_err(&mut collect);
    let is_text =
        |path: &String| path.ends_with(".md") || [INDEX_FILE, SEARCH_FILE, SILENCES_FILE].contains(&path.as_str());
    let (texts, strays): (Vec<String>, Vec<String>) = content.unwrap_or_default().into_iter().partition(is_text);
    let content: Vec<Result<Arc<SourceFile>, Failure>> = texts.par_iter().map(|path| read_text(&root, path)).collect();
    let content: Vec<Arc<SourceFile>> = content
        .into_iter()
        .filter_map(|file| file.map_err(&mut collect).ok())
        .collect();
    let statics = statics(&root).map_err(&mut collect);
    // An invalid language tag has no strings either: one error is enough.
    if faults.iter().any(|fault| fault.code == "bad-language") {
        faults.retain(|fault| fault.code != "unknown-language");
    }
    match theme {
        Ok(theme) if faults.is_empty() => Ok(Inputs {
            root,
            config_file,
            config,
            sources,
            content,
            strays,
            theme,
            statics: statics.unwrap_or_default(),
            drafts: overrides.drafts,
        }),
        _ => Err(faults.into()),
    }
}

/// The configuration file that governs `from`: in that folder or the nearest one above it.
pub fn find_config(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .map(|folder| folder.join(CONFIG_FILE))
        .find(|path| path.is_file())
}

/// Reads a paper's text that belongs to no site yet.
///
/// # Errors
/// A file that is missing, unreadable, not UTF-8 or empty.
pub fn read_paper(path: &Path) -> Result<Source, Failure> {
    let name = path.to_string_lossy();
    let bytes = fs::read(path).map_err(|error| {
        Diagnostic::error("unreadable", format!("cannot read `{name}`: {error}"))
            .help("check that the file is there and may be read")
    })?;
    source(&name, bytes)
}

/// Parses a configuration that is in memory.
///
/// # Errors
/// All faults that can be found independently of each other.
pub fn parse_config(file: &Arc<SourceFile>) -> Result<Config, Failure> {
    Ok(config::parse(file)?)
}

fn source(path: &str, bytes: Vec<u8>) -> Result<Source, Failure> {
    if let Some(what) = document_format(&bytes) {
        return Err(
            Diagnostic::error("not-text", format!("`{path}` is {what}, not plain text"))
                .help("save it as plain text in the encoding UTF-8, one paragraph a line")
                .into(),
        );
    }
    let file = SourceFile::new(path, decoded(path, &bytes)?);
    if file.text.trim().is_empty() {
        return Err(
            Diagnostic::error("empty-source", format!("the source `{path}` is empty"))
                .help("put the paper's text there, one paragraph a line")
                .into(),
        );
    }
    Ok(Source {
        file,
        sha256: hex(&Sha256::digest(&bytes)),
        bytes: bytes.into(),
    })
}

fn read_source(root: &Path, paper: &PaperConfig, config_file: &Arc<SourceFile>) -> Result<Source, Failure> {
    let path = &paper.source.value;
    let read = || {
        place::check_source(root, path)?;
        let bytes = fs::read(root.join(path)).map_err(|error| unreadable(path, &error))?;
        source(path, bytes)
    };
    read().map_err(|mut failure| {
        for diagnostic in &mut failure.diagnostics {
            diagnostic
                .place
                .get_or_insert(yaml::place(config_file, 0, &paper.source));
        }
        failure
    })
}

/// Reads a text file; a byte order mark is not part of its text.
fn read_text(root: &Path, path: &str) -> Result<Arc<SourceFile>, Failure> {
    let bytes = fs::read(root.join(path)).map_err(|error| unreadable(path, &error))?;
    Ok(SourceFile::new(path, decoded(path, &bytes)?))
}

/// The text of a file's bytes.
fn decoded<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(path, bytes, error.valid_up_to()))?;
    if is_utf16(bytes) {
        // Latin text in UTF-16 without a byte order mark is valid UTF-8, with a NUL after each letter.
        return Err(not_utf8(path, bytes, 0));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("cannot read `{path}`: {error}"))
        .help("check that the file is there and may be read; paths count from the folder of the configuration")
}

/// The document format that a file's first bytes show, if it is not plain text.
fn document_format(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a Word or OpenDocument file"),
        (b"\xd0\xcf\x11\xe0", "an old Word file"),
        (b"%PDF", "a PDF file"),
        (b"{\\rtf", "an RTF file"),
    ];
    let found = KINDS.iter().find(|(start, _)| bytes.starts_with(start));
    found.map(|(_, what)| *what)
}

fn not_utf8(path: &str, bytes: &[u8], valid_up_to: usize) -> Diagnostic {
    let encoding = guess_encoding(bytes);
    // The text up to the end of the faulty line, for the diagnostic to show.
    let line_end = bytes[valid_up_to..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |at| valid_up_to + at);
    let file = SourceFile::new(path, String::from_utf8_lossy(&bytes[..line_end]).into_owned());
    Diagnostic::error("not-utf8", format!("`{path}` is not UTF-8; it looks like {encoding}"))
        .at(Place::new(&file, valid_up_to..valid_up_to))
        .help(format!(
            "convert it, for example with `iconv -f {encoding} -t UTF-8 FILE > NEW`, and look at the result"
        ))
}

/// The likely encoding of bytes, by its name in the Encoding Standard (WHATWG).
fn guess_encoding(bytes: &[u8]) -> &'static str {
    if is_utf16(bytes) {
        return "UTF-16";
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny).name()
}

/// Whether bytes look like UTF-16: by a byte order mark, or by the NUL bytes of Latin letters.
fn is_utf16(bytes: &[u8]) -> bool {
    let nulls = bytes.iter().filter(|byte| **byte == 0).count();
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || nulls * 4 > bytes.len()
}

/// The files of `static/`.
fn statics(root: &Path) -> Result<BTreeMap<String, Arc<[u8]>>, Failure> {
    let mut statics = BTreeMap::new();
    for path in files_under(root, STATIC_FOLDER)? {
        let bytes = fs::read(root.join(&path)).map_err(|error| unreadable(&path, &error))?;
        let inner = &path[STATIC_FOLDER.len() + 1..];
        if !is_site_path(inner) {
            return Err(no_address(&path).into());
        }
        statics.insert(inner.to_owned(), bytes.into());
    }
    Ok(statics)
}

/// The diagnostic for a file whose name cannot stand in a URL.
fn no_address(path: &str) -> Diagnostic {
    Diagnostic::error("bad-file-name", format!("`{path}` cannot be an address"))
        .help("name it with letters from a to z, digits, `-`, `_` and `.`")
}

/// Whether a file or folder of this name is ignored: hidden files, what operating systems leave in folders, and the
/// backups and locks of editors (`4913` is how Vim tests whether it can write, `~$` how Word locks a file).
pub(crate) fn is_ignored(name: &str) -> bool {
    const ENDINGS: [&str; 10] = [
        "~",
        ".bak",
        ".orig",
        ".rej",
        ".swp",
        ".swo",
        ".tmp",
        ".temp",
        "___jb_tmp___",
        "___jb_old___",
    ];
    let hidden = name.starts_with('.') && name != ".well-known";
    let of_system = ["4913", "Thumbs.db", "desktop.ini", "__MACOSX"].contains(&name);
    hidden || of_system || name.starts_with(['#', '~']) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// The paths of the files under a folder, relative to `root` and sorted; empty if the folder is missing.
pub(crate) fn files_under(root: &Path, folder: &str) -> Result<Vec<String>, Failure> {
    let top = root.join(folder);
    if !top.is_dir() {
        return Ok(Vec::new());
    }
    place::check_inside(root, folder)?;
    let mut paths = Vec::new();
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| is_ignored(&name.to_string_lossy()));
    let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_hidden(entry.path());
    for entry in WalkDir::new(&top).follow_links(true).into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) => paths.extend(input_file(root, &entry)?),
            // The lock files of Emacs are dangling links.
            Err(error) if error.path().is_some_and(is_hidden) => {}
            Err(error) => {
                return Err(Diagnostic::error("unreadable", format!("cannot read `{folder}`: {error}")).into());
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// The path of a file, relative to `root`; `None` for a folder.
fn input_file(root: &Path, entry: &walkdir::DirEntry) -> Result<Option<String>, Diagnostic> {
    let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let path = relative.to_str().ok_or_else(|| {
        Diagnostic::error(
            "bad-file-name",
            format!("the name of `{}` is not UTF-8", relative.display()),
        )
    })?;
    let path = path.replace('\\', "/");
    if entry.path_is_symlink() {
        place::check_inside(root, &path)?;
    }
    match entry.file_type() {
        kind if kind.is_dir() => Ok(None),
        kind if kind.is_file() => Ok(Some(path)),
        _ => Err(place::not_regular(&path)),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
