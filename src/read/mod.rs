//! Pass 1, read: from the disk to bytes with file identity. Nothing after it opens a file, and only
//! `publish` writes one.
//!
//! What cannot be read is a [`Failure`] (exit code 3), never a diagnostic of the content: without its
//! input no pass can say anything true.

mod config;
mod theme;
pub(crate) mod yaml;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

pub use config::{
    Acceptance, Config, DivisionRule, KindRule, LinkPolicy, Located, PaperConfig, Provenance, ShownText, SiteConfig,
    TitleLine, TypeRule,
};
pub use theme::{Strings, Theme};

use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// Name of the configuration file at a site's root.
pub const CONFIG_FILE: &str = "glossator.yaml";
/// Folder of the register and the editorial texts.
pub const CONTENT_FOLDER: &str = "content";
/// Folder of the themes.
pub const THEMES_FOLDER: &str = "themes";

/// Everything a site is made from, in memory.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The site's root folder; for messages and the output's default place only.
    pub root: PathBuf,
    /// The configuration as a file, for places.
    pub config_file: Arc<SourceFile>,
    /// The configuration.
    pub config: Config,
    /// The papers' sources, in the order of `config.papers`.
    pub sources: Vec<Source>,
    /// The files of `content/`, sorted by path.
    pub content: Vec<Arc<SourceFile>>,
    /// Templates, assets and strings.
    pub theme: Theme,
}

/// A paper's source: its text and the fingerprint of its very bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The text.
    pub file: Arc<SourceFile>,
    /// SHA-256 (FIPS 180-4) of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// Why there is nothing to work on: configuration or I/O.
#[derive(Debug)]
pub struct Failure {
    /// What was found, at least one.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
        }
    }
}

/// What the command line may set over the configuration.
#[derive(Debug, Default, Clone)]
pub struct Overrides {
    /// Address of the published site.
    pub base_url: Option<String>,
    /// Name of the theme.
    pub theme: Option<String>,
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
    let config_file = read_text(&root, &name)?.0;
    let mut config = config::parse(&config_file)?;
    if let Some(base_url) = &overrides.base_url {
        config.site.base_url = Some(base_url.clone());
    }
    config.check(&config_file)?;
    let theme_name = overrides.theme.as_deref().unwrap_or(&config.theme);
    let theme = theme::load(&root, theme_name, &config.site.language)?;
    let sources = config
        .papers
        .iter()
        .map(|paper| read_source(&root, paper, &config_file))
        .collect::<Result<_, _>>()?;
    let content = files_under(&root, CONTENT_FOLDER, "md")?
        .iter()
        .map(|path| Ok(read_text(&root, path)?.0))
        .collect::<Result<_, Failure>>()?;
    Ok(Inputs {
        root,
        config_file,
        config,
        sources,
        content,
        theme,
    })
}

/// The configuration file that governs `from`: in that folder or the nearest one above it.
pub fn find_config(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .map(|folder| folder.join(CONFIG_FILE))
        .find(|path| path.is_file())
}

fn read_source(root: &Path, paper: &PaperConfig, config_file: &Arc<SourceFile>) -> Result<Source, Failure> {
    let (file, sha256) = read_text(root, &paper.source.value).map_err(|mut failure| {
        for diagnostic in &mut failure.diagnostics {
            diagnostic
                .place
                .get_or_insert(yaml::place(config_file, 0, &paper.source));
        }
        failure
    })?;
    if file.text.trim().is_empty() {
        return Err(
            Diagnostic::error("empty-source", format!("the source `{}` is empty", file.path))
                .at(yaml::place(config_file, 0, &paper.source))
                .help("put the paper's text there, one paragraph a line")
                .into(),
        );
    }
    Ok(Source { file, sha256 })
}

/// Reads a text file; a byte order mark is not part of its text.
fn read_text(root: &Path, path: &str) -> Result<(Arc<SourceFile>, String), Failure> {
    let bytes = fs::read(root.join(path)).map_err(|error| unreadable(path, &error))?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok((SourceFile::new(path, text), sha256))
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("cannot read `{path}`: {error}"))
        .help("check that the file is there and may be read; paths count from the folder of the configuration")
}

fn not_utf8(path: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let good = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let looks = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16",
        _ => "Windows-1252 or ISO 8859-1",
    };
    // The text up to the fault is sound, and the fault's line is worth showing.
    let line_end = bytes[good..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |at| good + at);
    let file = SourceFile::new(path, String::from_utf8_lossy(&bytes[..line_end]).into_owned());
    Diagnostic::error("not-utf8", format!("`{path}` is not UTF-8; it looks like {looks}"))
        .at(Place::new(&file, good..good))
        .help("convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
}

/// Paths, relative to `root` and sorted, of the files with an extension under a folder; none where
/// the folder is missing. Names that begin with a dot or end in a tilde are editors' business.
pub(crate) fn files_under(root: &Path, folder: &str, extension: &str) -> Result<Vec<String>, Failure> {
    let top = root.join(folder);
    if !top.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    let visible = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name.ends_with('~'))
    };
    for entry in WalkDir::new(&top)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
    {
        let entry =
            entry.map_err(|error| Diagnostic::error("unreadable", format!("cannot read `{folder}`: {error}")))?;
        let path = entry.path();
        let wanted = extension.is_empty() || path.extension().is_some_and(|found| found == extension);
        if entry.file_type().is_file() && wanted {
            let relative = path.strip_prefix(root).unwrap_or(path);
            let relative = relative.to_str().ok_or_else(|| {
                Diagnostic::error(
                    "bad-file-name",
                    format!("the name of `{}` is not UTF-8", relative.display()),
                )
            })?;
            paths.push(relative.replace('\\', "/"));
        }
    }
    paths.sort();
    Ok(paths)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
