//! Test fixture: a small site in a temporary folder, with methods to edit and build it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use glossator::build::{NoProgress, compile};
use glossator::diagnostic::{Diagnostic, Format, report, tidy};
use glossator::input::{CONFIG_FILE, Inputs, Overrides, read};
use glossator::site::SitePath;
use glossator::verify::{CheckLevel, Compilation, run_checks};
use tempfile::TempDir;

/// The paper of the small site.
pub const PAPER: &str = "A Paper on Rivers

Opening

We met at the River Forum in spring. The Forum was large.

Part I

Water

1. Banks

The River Fund (RF) pays. The RF's members agree, and the Forum thanks them.

The Old River Fund closed.

2. Boats

A  boat <needs> \"care\" & paint.
";

/// Builds inputs without a memo.
pub fn compiled(inputs: &Inputs) -> Compilation {
    compile(inputs, &NoProgress)
}

/// The configuration of the small site.
pub const CONFIG: &str = "site:
  title: Rivers
papers:
  - id: rivers
    source: seeds/paper.txt
    short_title: Rivers
    front: [title]
    outline:
      - {kind: opening, name: Opening, heading: [Opening], cite: Opening, page: 'paper/{slug}.html', group: true}
      - kind: part
        name: Part
        heading: ['Part {number:roman}']
        title: next-line
        cite: '{number}'
        page: 'parts/{slug}/index.html'
        group: true
      - kind: section
        name: Section
        plural: Sections
        heading: ['{number:arabic}. {title}']
        within: [part]
        cite: '{parent}.{number}'
        page: 'parts/{parent}/{slug}.html'
kinds:
  - {id: body, name: Body, plural: Bodies, folder: bodies, matrix: true, types: [{name: forum, plural: Forums}], heads: [Fund, Forum]}
";

/// An entry of the small site.
pub const FORUM: &str = "---
name: River Forum
type: forum
aliases:
  - {text: Forum, in: [Opening]}
definition:
  quote: We met at the River Forum in spring.
  at: Opening ¶1
---

It thanks the [[River Fund]] (I.1).
";

/// Another entry of the small site.
pub const FUND: &str = "---
name: River Fund
acronym: RF
definition:
  editorial: A fund.
see_also: [River Forum]
---
";

/// A site's folder.
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// The small site.
    pub fn small() -> Self {
        Self::empty()
            .write(CONFIG_FILE, CONFIG)
            .write("seeds/paper.txt", PAPER)
            .write("content/bodies/river-forum.md", FORUM)
            .write("content/bodies/river-fund.md", FUND)
    }

    /// An empty folder.
    pub fn empty() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// Writes a file.
    pub fn write(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// Replaces text in a file that contains it.
    pub fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has no `{from}`");
        self.write(path, text.replace(from, to))
    }

    /// Like [`Self::edit`], on a borrowed site.
    pub fn change(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has no `{from}`");
        fs::write(self.path(path), text.replace(from, to)).unwrap();
    }

    /// Replaces one text by the other, whichever the file contains; does nothing if it contains neither.
    pub fn swap(&self, (path, one, other): (&str, &str, &str)) {
        let Ok(text) = fs::read_to_string(self.path(path)) else {
            return;
        };
        let longer_first = if one.len() > other.len() {
            [one, other]
        } else {
            [other, one]
        };
        let [from, to] = match longer_first.map(|words| !words.is_empty() && text.contains(words)) {
            [true, _] => longer_first,
            [false, true] => [longer_first[1], longer_first[0]],
            [false, false] => return,
        };
        fs::write(self.path(path), text.replacen(from, to, 1)).unwrap();
    }

    /// Removes a file, or restores it if it was removed before.
    pub fn take_or_put_back<'a>(&self, path: &'a str, gone: &mut BTreeMap<&'a str, Vec<u8>>) {
        match gone.remove(path) {
            Some(bytes) => fs::write(self.path(path), bytes).unwrap(),
            None => {
                gone.insert(path, fs::read(self.path(path)).unwrap());
                fs::remove_file(self.path(path)).unwrap();
            }
        }
    }

    /// Removes a file.
    pub fn remove(self, path: &str) -> Self {
        fs::remove_file(self.path(path)).unwrap();
        self
    }

    /// A path in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Reads the inputs; they must be readable.
    pub fn inputs(&self) -> Inputs {
        self.try_inputs().unwrap_or_else(|text| panic!("{text}"))
    }

    /// Reads the inputs, or gives the messages.
    pub fn try_inputs(&self) -> Result<Inputs, String> {
        let overrides = Overrides::default();
        read(&self.path(CONFIG_FILE), &overrides).map_err(|failure| messages(failure.diagnostics))
    }

    /// Runs the passes.
    pub fn compile(&self) -> Compilation {
        compiled(&self.inputs())
    }

    /// All messages of a build and a check, in the format for people.
    pub fn messages(&self) -> String {
        let inputs = match self.try_inputs() {
            Ok(inputs) => inputs,
            Err(text) => return text,
        };
        messages(run_checks(&inputs, &compiled(&inputs), CheckLevel::Review))
    }
}

/// Diagnostics in the format for people.
pub fn messages(mut diagnostics: Vec<Diagnostic>) -> String {
    tidy(&mut diagnostics);
    report(
        &diagnostics,
        Format::Human {
            color: false,
            width: 140,
        },
        "",
    )
}

/// A page of a compiled site without quotation marks: the minifier removes those of attributes.
pub fn unquoted(compilation: &Compilation, path: &str) -> String {
    page(compilation, path).replace('"', "")
}

/// A page of a compiled site as text.
pub fn page(compilation: &Compilation, path: &str) -> String {
    let path = SitePath::new(path).unwrap();
    let mut pages = compilation.pages.iter();
    let page = pages.find(|page| page.info.path == path);
    let bytes = page.map(|page| &page.html).or_else(|| compilation.files.get(&path));
    let bytes = bytes.unwrap_or_else(|| panic!("there is no page {path}"));
    String::from_utf8(bytes.to_vec()).unwrap()
}
