use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::front_matter::{Text, front_matter, yaml_comments};
use super::record::{
    DivisionFront, DivisionRecord, IndexRecord, NoteRecord, Record, Records, SearchRecord, SilenceRecord,
    TranslationRecord,
};
use crate::diagnostic::{Checked, Diagnostic, Place, SourceFile};
use crate::input::{CONTENT_FOLDER, INDEX_FILE, Inputs, SEARCH_FILE, SILENCES_FILE, yaml};
use crate::text::did_you_mean;

/// The name of a folder's list page, which no entry can have.
const LIST_PAGE: &str = "index";

/// The texts of `content/pages/` that pages show.
const PAGES: [&str; 2] = ["about", "home"];

/// Whether a file is a note for editors, as repositories have them in any folder.
fn is_readme(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.to_ascii_lowercase().starts_with("readme.")
}

/// Sorts the content files by folder and parses the entries' front matter.
pub(super) fn records(inputs: &Inputs) -> Checked<Records> {
    let mut diagnostics = Vec::new();
    let mut records = Records::default();
    let mut entries: Vec<(&Arc<SourceFile>, usize, String)> = Vec::new();
    diagnostics.extend(inputs.strays.iter().filter(|path| !is_readme(path)).map(|path| {
        Diagnostic::warning("stray-file", format!("`{path}` is no text that pages show"))
            .at(Place::start_of(&SourceFile::new(path, "")))
            .help("let the name of an entry end in `.md`; what shall be published as it is goes into `static/`")
    }));
    diagnostics.extend(yaml::cut_values(
        &inputs.config_file,
        0,
        inputs.config_file.text.len(),
        &[],
    ));
    for file in &inputs.content {
        if is_readme(&file.path) {
            continue;
        }
        diagnostics.extend(yaml_comments(file));
        match file.path.as_str() {
            INDEX_FILE => {
                let headings = whole(file, &mut diagnostics);
                records.index = headings.map(|(file, headings)| IndexRecord { file, headings });
                continue;
            }
            SEARCH_FILE => {
                let words = whole(file, &mut diagnostics);
                records.search = words.map(|(file, words)| SearchRecord { file, words });
                continue;
            }
            SILENCES_FILE => {
                let silences = whole(file, &mut diagnostics);
                records.silences = silences.map(|(file, silences)| SilenceRecord { file, silences });
                continue;
            }
            _ => {}
        }
        let inner = &file.path[CONTENT_FOLDER.len() + 1..];
        let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
        let stem = name.strip_suffix(".md").unwrap_or(name).to_owned();
        let plain = || Text {
            file: Arc::clone(file),
            start: 0,
        };
        let is_translatable = ["divisions", "notes", "pages"].contains(&folder.split('/').next().unwrap_or_default());
        let translated = stem.rsplit_once('.').filter(|(_, language)| {
            let further = &inputs.config.site.languages;
            is_translatable && further.iter().any(|other| other.value == *language)
        });
        if let Some((of, language)) = translated {
            records.translations.push(TranslationRecord {
                of: format!("{CONTENT_FOLDER}/{folder}/{of}"),
                language: language.to_owned(),
                text: plain(),
            });
            continue;
        }
        match folder {
            _ if folder == "divisions" || folder.starts_with("divisions/") => {
                let paper = folder.strip_prefix("divisions/").map(str::to_owned);
                match division(file, paper, stem) {
                    Ok(division) => records.divisions.push(division),
                    Err(faults) => diagnostics.extend(faults),
                }
            }
            "notes" => match note(file) {
                Ok(note) => records.notes.push(note),
                Err(faults) => diagnostics.extend(faults),
            },
            "pages" if PAGES.contains(&stem.as_str()) => records.pages.push((stem, plain())),
            "pages" => diagnostics.push(
                Diagnostic::error("unknown-page", format!("no page shows the text `{stem}`"))
                    .at(Place::start_of(file))
                    .help_if(did_you_mean(&stem, PAGES))
                    .help(format!("the texts that pages show are {}", PAGES.join(", "))),
            ),
            _ => match inputs.config.kinds.iter().position(|kind| kind.folder.value == folder) {
                Some(kind) => entries.push((file, kind, stem)),
                None => diagnostics.push(no_kind(inputs, file, folder)),
            },
        }
    }
    let read: Vec<_> = entries
        .into_par_iter()
        .map(|(file, kind, stem)| entry(file, kind, stem))
        .collect();
    for read in read {
        match read {
            Ok(record) if record.front.draft && !inputs.drafts => {
                let names = std::iter::once(&record.front.name.value).chain(record.front.other_names());
                records.drafts.extend(names.cloned());
            }
            Ok(record) => records.entries.push(record),
            Err(faults) => diagnostics.extend(faults),
        }
    }
    Checked {
        value: records,
        diagnostics,
    }
}

/// A file that is YAML as a whole.
fn whole<T: DeserializeOwned>(
    file: &Arc<SourceFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Arc<SourceFile>, T)> {
    let parsed = yaml::parse(file, 0, file.text.len());
    let value = parsed.map_err(|faults| diagnostics.extend(faults)).ok()?;
    Some((Arc::clone(file), value))
}

fn no_kind(inputs: &Inputs, file: &Arc<SourceFile>, folder: &str) -> Diagnostic {
    let folders = inputs
        .config
        .kinds
        .iter()
        .map(|kind| kind.folder.value.as_str())
        .chain(["divisions", "notes", "pages"]);
    let message = match folder {
        "" => format!("`{}` stands in no folder of a kind", file.path),
        _ => format!("no kind of entry has the folder `{folder}`"),
    };
    Diagnostic::error("unknown-folder", message)
        .at(Place::start_of(file))
        .help_if(did_you_mean(folder, folders.clone()))
        .help(format!(
            "the folders of {CONTENT_FOLDER}/ are {}",
            folders.collect::<Vec<_>>().join(", ")
        ))
}

fn entry(file: &Arc<SourceFile>, kind: usize, slug: String) -> Result<Record, Vec<Diagnostic>> {
    let better = crate::text::slug(&slug);
    if better != slug || slug == LIST_PAGE {
        let advice = match better.as_str() {
            "" | LIST_PAGE => "name the file after the entry".to_owned(),
            better => format!("name the file `{better}.md`"),
        };
        let diagnostic = Diagnostic::error("bad-file-name", format!("`{slug}` cannot be the address of an entry"));
        return Err(vec![diagnostic.at(Place::start_of(file)).help(advice)]);
    }
    let (yaml, text) = front_matter(file, "an entry", "`name`")?;
    Ok(Record {
        kind,
        slug,
        yaml_start: yaml.start,
        front: yaml::parse(file, yaml.start, yaml.end)?,
        text,
    })
}

fn division(file: &Arc<SourceFile>, paper: Option<String>, name: String) -> Result<DivisionRecord, Vec<Diagnostic>> {
    // A text without keys begins with its first word.
    let begins_with_keys = file.text.lines().next().map(str::trim_end) == Some("---");
    let (front, text, yaml_start) = match begins_with_keys {
        false => {
            let file = Arc::clone(file);
            (DivisionFront::default(), Text { file, start: 0 }, 0)
        }
        true => {
            let (yaml, text) = front_matter(file, "a division", "its text")?;
            (yaml::parse(file, yaml.start, yaml.end)?, text, yaml.start)
        }
    };
    Ok(DivisionRecord {
        paper,
        name,
        front,
        text,
        yaml_start,
    })
}

fn note(file: &Arc<SourceFile>) -> Result<NoteRecord, Vec<Diagnostic>> {
    let (yaml, text) = front_matter(file, "a note", "`on` and `at`")?;
    Ok(NoteRecord {
        front: yaml::parse(file, yaml.start, yaml.end)?,
        text,
        yaml_start: yaml.start,
    })
}
