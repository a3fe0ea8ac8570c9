//! The configuration: its types as `glossator.yaml` has them, and the checks that concern it alone. One file because each
//! check belongs to a key, and README's table of keys is held against this file.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Localized;
use super::yaml;
pub use super::yaml::Located;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::{is_language, is_site_path};

/// `glossator.yaml`: all that is particular to one site. Unknown keys are errors.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The site as a whole.
    pub site: SiteConfig,
    /// Name of the theme: a folder of `themes/`, or the built-in `default`.
    #[serde(default = "default_theme")]
    pub theme: String,
    /// The papers, the first one first.
    pub papers: Vec<PaperConfig>,
    /// The kinds of entries, in the order in which pages list them.
    pub kinds: Vec<KindRule>,
    /// Warnings that were looked at and accepted.
    #[serde(default)]
    pub accept: Vec<Acceptance>,
    /// How heavy pages may be.
    #[serde(default)]
    pub budget: Budget,
}

/// The most that the first view of a page may load, compressed, in kilobytes (1,000 bytes).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// Any page.
    pub page: usize,
    /// Pages that are long by their nature: whole papers and their parts, glossary, index.
    pub long_page: usize,
    /// What search loads whole, before compression; a heavier catalogue is loaded in pieces, as words ask for them.
    pub catalogue: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            page: 30,
            long_page: 60,
            catalogue: 200,
        }
    }
}

/// What a site is called and where it will stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Name of the site, in every page's title.
    pub title: Localized,
    /// One or two sentences: what this is.
    #[serde(default)]
    pub description: Localized,
    /// Language of the pages and of the register (not of the papers), a BCP 47 tag.
    #[serde(default = "default_language")]
    pub language: String,
    /// Further languages of the interface: each has all pages once more, in a folder of its own.
    #[serde(default)]
    pub languages: Vec<Located<String>>,
    /// Address the site will have; needed for canonical links and for `404.html`.
    #[serde(default)]
    pub base_url: Option<String>,
    /// A domain of one's own, for hosts that read it from the file `CNAME` (GitHub Pages).
    #[serde(default)]
    pub cname: Option<Located<String>>,
    /// Address for reporting an error: `{title}`, `{path}` and `{url}` stand for the page's.
    #[serde(default)]
    pub report_url: Option<Located<String>>,
    /// Whether pages are published without what no reader sees.
    #[serde(default = "yes")]
    pub minify: bool,
}

/// One paper: its source, what is known of it, its outline's grammar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperConfig {
    /// Name of the paper in data and, with several papers, in addresses.
    pub id: Located<String>,
    /// Path of the text, from the root.
    pub source: Located<String>,
    /// Folder of the site in which the paper's pages stand; empty for the root.
    #[serde(default)]
    pub path: Option<Located<String>>,
    /// The paper's title, where no front line is named `title`.
    #[serde(default)]
    pub title: String,
    /// A short form for breadcrumbs.
    pub short_title: String,
    /// Language of the text, a BCP 47 tag.
    #[serde(default = "default_language")]
    pub language: String,
    /// Where the text is from.
    #[serde(default)]
    pub provenance: Provenance,
    /// Names of the lines before the first heading, in order.
    #[serde(default)]
    pub front: Vec<String>,
    /// How headings look: the grammar of the outline.
    pub outline: Vec<DivisionRule>,
}

/// Where a text is from; empty where unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Provenance {
    /// Who published it.
    pub publisher: String,
    /// Where it was published.
    pub url: String,
    /// When it was published.
    pub date: String,
    /// Under which terms.
    pub rights: String,
    /// Who translated it.
    pub translator: String,
}

/// One kind of division: how its headings are recognised, cited and published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DivisionRule {
    /// Name of the kind in data and templates.
    pub kind: Located<String>,
    /// What readers call one.
    pub name: Localized,
    /// What readers call several.
    #[serde(default)]
    pub plural: Localized,
    /// What a heading line looks like: words as they stand, `{number:STYLE}` (arabic, roman, letter,
    /// decimal, word) and, at the end, `{title}`.
    pub heading: Vec<Located<String>>,
    /// Where the title stands, if not in the heading line.
    #[serde(default)]
    pub title: TitleLine,
    /// The kinds in which it can stand; none: at the top.
    #[serde(default)]
    pub within: Vec<Located<String>>,
    /// Its citation label: `{parent}`, `{number}`, `{ordinal}` (place among its siblings), `{title}`.
    pub cite: Located<String>,
    /// Longest heading line in words; a longer one is a paragraph.
    #[serde(default = "default_max_words")]
    pub max_words: usize,
    /// Address piece: `{title}` (the default), `{number}` (as digits) and `{ordinal}`.
    #[serde(default)]
    pub slug: Option<Located<String>>,
    /// Path of its page: `{slug}`, `{parent}` (its parent's slug). None: it has no page of its own.
    #[serde(default)]
    pub page: Option<Located<String>>,
    /// How much of the text its page shows.
    #[serde(default)]
    pub text: ShownText,
    /// Path of a page that lists all of its kind.
    #[serde(default)]
    pub list: Option<Located<String>>,
    /// Whether mentions are grouped by it (in concordances and the matrix).
    #[serde(default)]
    pub group: bool,
}

/// Where a division's title stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleLine {
    /// In the heading line, or nowhere.
    #[default]
    SameLine,
    /// In the next line that is not blank.
    NextLine,
}

/// How much of the text a division's page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownText {
    /// The paragraphs of the division itself.
    #[default]
    Own,
    /// All paragraphs down to the last subdivision.
    Whole,
}

/// One kind of entry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// Name of the kind in data and templates.
    pub id: Located<String>,
    /// What readers call one.
    pub name: Localized,
    /// What readers call several.
    pub plural: Localized,
    /// Folder of its files under `content/` and of its pages.
    pub folder: Located<String>,
    /// One sentence on what counts as one, for its list.
    #[serde(default)]
    pub description: Localized,
    /// Which mentions become links.
    #[serde(default)]
    pub link: LinkPolicy,
    /// Whether it has a list page.
    #[serde(default = "yes")]
    pub list: bool,
    /// Whether the navigation of every page leads to that list; if not, the home page and the other lists do.
    #[serde(default = "yes")]
    pub nav: bool,
    /// Whether the matrix has its entries.
    #[serde(default)]
    pub matrix: bool,
    /// Whether upper and lower case may differ in the text, unless an alias says otherwise.
    #[serde(default)]
    pub case: Case,
    /// Whether its entries are all over the papers (the papers' own parties): their mentions are then counted
    /// by division, and the index has of them what is written for it.
    #[serde(default)]
    pub pervasive: bool,
    /// The types an entry of this kind can have, in the order of the list.
    #[serde(default)]
    pub types: Vec<TypeRule>,
    /// Last words of names that look like one of this kind; `check` lists those not registered.
    #[serde(default)]
    pub heads: Vec<String>,
}

/// Whether upper and lower case of a form matter in the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// They do.
    #[default]
    Exact,
    /// They do not.
    Any,
}

/// Which mentions of an entry become links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPolicy {
    /// Every mention.
    #[default]
    Every,
    /// The first one in each division.
    FirstInSection,
    /// None.
    Never,
}

/// One type of entry within a kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeRule {
    /// What readers call one; entries say it in the site's own language.
    pub name: Localized,
    /// What readers call several.
    pub plural: Localized,
}

/// A warning that somebody looked at and accepted, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The warning's code.
    pub code: Located<String>,
    /// Words of its message by which it is known.
    pub about: String,
    /// Why it may stand.
    pub reason: String,
}

fn default_theme() -> String {
    "default".to_owned()
}

fn default_language() -> String {
    "en".to_owned()
}

fn default_max_words() -> usize {
    30
}

fn yes() -> bool {
    true
}

/// Parses the configuration file.
pub(super) fn parse(file: &Arc<SourceFile>) -> Result<Config, Vec<Diagnostic>> {
    yaml::parse(file, 0, file.text.len())
}

impl PaperConfig {
    /// The folder of the site in which the paper's pages stand, without `/` at its ends.
    pub fn folder(&self) -> &str {
        self.path.as_ref().map_or("", |path| path.value.trim_matches('/'))
    }
}

impl DivisionRule {
    /// What its slugs are made of.
    pub fn slug_template(&self) -> &str {
        self.slug.as_ref().map_or("{title}", |slug| &slug.value)
    }
}

/// Folders of `content/` that belong to no kind.
const OTHER_FOLDERS: [&str; 3] = ["divisions", "notes", "pages"];

impl Config {
    /// Checks what the types alone cannot: addresses, names that must differ, places in templates.
    pub(super) fn check(&self, file: &Arc<SourceFile>) -> Vec<Diagnostic> {
        let mut checker = Checker {
            file,
            diagnostics: Vec::new(),
        };
        checker.site(self);
        checker.papers(&self.papers);
        checker.kinds(&self.kinds);
        for acceptance in &self.accept {
            checker.words("`about` of an acceptance", &acceptance.about, Some(&acceptance.code));
            checker.words(
                "the `reason` of an acceptance",
                &acceptance.reason,
                Some(&acceptance.code),
            );
        }
        checker.diagnostics
    }

    /// All words that pages show in the language of the interface, with what they are; what has none is left out.
    pub fn localized(&self) -> impl Iterator<Item = (&'static str, &Localized)> {
        let site = [
            ("the site's `title`", &self.site.title),
            ("the site's `description`", &self.site.description),
        ];
        // Titles and descriptions may be the same in all languages; common words are not.
        let site = site.into_iter().filter(|(_, words)| !words.is_plain());
        let divisions = self.papers.iter().flat_map(|paper| &paper.outline);
        let divisions = divisions.flat_map(|rule| [("the division kind", &rule.name), ("`plural`", &rule.plural)]);
        let kinds = self.kinds.iter().flat_map(|kind| {
            let own = [
                ("the kind", &kind.name),
                ("`plural`", &kind.plural),
                ("`description`", &kind.description),
            ];
            let types = kind
                .types
                .iter()
                .flat_map(|rule| [("the type", &rule.name), ("`plural`", &rule.plural)]);
            own.into_iter().chain(types)
        });
        site.chain(divisions)
            .chain(kinds)
            .filter(|(_, words)| !words.text().is_empty())
    }

    /// The path under which the site stands on its host, with `/` at both ends.
    pub fn base_path(&self) -> String {
        let url = self.site.base_url.as_deref().unwrap_or_default();
        let after_host = url.split_once("://").map_or("", |(_, rest)| rest);
        let path = after_host
            .split_once('/')
            .map_or("", |(_, path)| path.trim_matches('/'));
        if path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{path}/")
        }
    }
}

struct Checker<'a> {
    file: &'a Arc<SourceFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn site(&mut self, config: &Config) {
        self.words("the site's `title`", config.site.title.text(), None);
        self.language(&config.site.language, None);
        self.languages(&config.site);
        if config.papers.is_empty() {
            let diagnostic = Diagnostic::error("no-paper", "the configuration names no paper");
            self.diagnostics.push(
                diagnostic
                    .at(Place::start_of(self.file))
                    .help("list at least one under `papers:`"),
            );
        }
        if let Some(url) = &config.site.base_url {
            let lower = url.to_ascii_lowercase();
            let host = lower.strip_prefix("https://").or(lower.strip_prefix("http://"));
            let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~/:".contains(letter);
            let good = host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && host.chars().all(plain));
            if !good {
                let diagnostic = Diagnostic::error(
                    "bad-base-url",
                    format!("`{url}` is not the address of a site (`base_url`)"),
                );
                let diagnostic = diagnostic
                    .help("write it in full, as in `https://example.org/paper/`, with letters that need no encoding");
                // It may come from the command line instead.
                let written = self.file.text.find(&format!("base_url: {url}"));
                self.diagnostics.push(match written {
                    Some(at) => diagnostic.at(Place::new(self.file, at..at + "base_url: ".len() + url.len())),
                    None => diagnostic,
                });
            }
        }
        if let Some(domain) = &config.site.cname {
            let plain = |letter: char| letter.is_ascii_alphanumeric() || "-.".contains(letter);
            if !domain.value.contains('.') || !domain.value.chars().all(plain) {
                let diagnostic = Diagnostic::error("bad-name", format!("`{}` is not a domain", domain.value));
                self.push(
                    diagnostic,
                    domain,
                    "write it without `https://` and path, as in `paper.example.org`",
                );
            }
        }
        if let Some(pattern) = &config.site.report_url {
            self.places(pattern, &["title", "path", "url"]);
            let schemes = ["https://", "http://", "mailto:"];
            if !schemes.iter().any(|scheme| pattern.value.starts_with(scheme)) {
                let diagnostic = Diagnostic::error("bad-base-url", "`report_url` is no full address");
                self.push(diagnostic, pattern, "begin it with `https://` or `mailto:`");
            }
        }
    }

    fn papers(&mut self, papers: &[PaperConfig]) {
        for (at, paper) in papers.iter().enumerate() {
            self.words(
                &format!("the `short_title` of the paper `{}`", paper.id.value),
                &paper.short_title,
                Some(&paper.id),
            );
            if !paper.front.iter().any(|name| name == "title") {
                self.words(
                    &format!(
                        "the `title` of the paper `{}`, which no `front` line is,",
                        paper.id.value
                    ),
                    &paper.title,
                    Some(&paper.id),
                );
            }
            self.language(&paper.language, Some(&paper.id));
            self.identifier(&paper.id);
            if papers[..at].iter().any(|other| other.id.value == paper.id.value) {
                self.twice("paper", &paper.id);
            }
            if papers[..at].iter().any(|other| other.folder() == paper.folder()) {
                let diagnostic = Diagnostic::error("duplicate-path", "two papers stand in the same folder of the site");
                self.push(diagnostic, &paper.id, "give this one a `path` of its own");
            }
            if let Some(path) = paper.path.as_ref().filter(|_| !paper.folder().is_empty()) {
                self.path(path, paper.folder());
            }
            paper.outline.iter().for_each(|rule| self.division_kind(rule));
        }
    }

    fn division_kind(&mut self, rule: &DivisionRule) {
        let kind = &rule.kind.value;
        self.identifier(&rule.kind);
        self.words(
            &format!("the `name` of the division kind `{kind}`"),
            rule.name.text(),
            Some(&rule.kind),
        );
        self.words(
            &format!("`cite` of the division kind `{kind}`"),
            &rule.cite.value,
            Some(&rule.cite),
        );
        if rule.list.is_some() {
            self.words(
                &format!("the `plural` of the division kind `{kind}`, which has a list,"),
                rule.plural.text(),
                Some(&rule.kind),
            );
        }
        if rule.heading.is_empty() {
            let diagnostic = Diagnostic::error(
                "missing-words",
                format!("the division kind `{kind}` has no heading pattern"),
            );
            self.push(
                diagnostic,
                &rule.kind,
                "say under `heading` what its headings look like",
            );
        }
        let places = ["number", "ordinal", "title", "parent"];
        // A division at the top has no parent to cite.
        let known = if rule.within.is_empty() {
            &places[..3]
        } else {
            &places[..]
        };
        self.places(&rule.cite, known);
        if let Some(slug) = &rule.slug {
            self.places(slug, &["number", "ordinal", "title"]);
        }
        rule.page.iter().for_each(|path| self.places(path, &["slug", "parent"]));
        rule.list.iter().for_each(|path| self.places(path, &[]));
        for path in rule.page.iter().chain(&rule.list) {
            self.path(path, &path.value.replace("{slug}", "x").replace("{parent}", "x"));
            if !path.value.ends_with(".html") {
                let diagnostic = Diagnostic::error("bad-path", format!("`{}` is not the path of a page", path.value));
                self.push(diagnostic, path, "let it end in `.html`");
            }
        }
    }

    fn kinds(&mut self, kinds: &[KindRule]) {
        for (at, kind) in kinds.iter().enumerate() {
            self.identifier(&kind.id);
            self.words(
                &format!("the `name` of the kind `{}`", kind.id.value),
                kind.name.text(),
                Some(&kind.id),
            );
            self.words(
                &format!("the `plural` of the kind `{}`", kind.id.value),
                kind.plural.text(),
                Some(&kind.id),
            );
            if kinds[..at].iter().any(|other| other.id.value == kind.id.value) {
                self.twice("kind", &kind.id);
            }
            if kinds[..at].iter().any(|other| other.folder.value == kind.folder.value) {
                self.twice("folder", &kind.folder);
            }
            if OTHER_FOLDERS.contains(&kind.folder.value.as_str()) {
                let diagnostic = Diagnostic::error(
                    "bad-path",
                    format!("`{}` is a folder of other texts", kind.folder.value),
                );
                self.push(diagnostic, &kind.folder, "give the kind another folder");
            }
            self.path(&kind.folder, &kind.folder.value);
        }
    }

    /// What readers are shown must have words.
    fn words(&mut self, what: &str, words: &str, near: Option<&Located<String>>) {
        if words.trim().is_empty() {
            let diagnostic = Diagnostic::error("missing-words", format!("{what} is empty"));
            self.diagnostics.push(
                diagnostic
                    .at(self.near(near))
                    .help("readers see it: write it in the configuration"),
            );
        }
    }

    fn language(&mut self, tag: &str, near: Option<&Located<String>>) {
        if !is_language(tag) {
            let diagnostic = Diagnostic::error("bad-language", format!("`{tag}` is not a language tag"));
            self.diagnostics.push(
                diagnostic
                    .at(self.near(near))
                    .help("write a BCP 47 tag, as `en` or `pt-BR`"),
            );
        }
    }

    /// The further languages: each once, with a tag that can be a folder.
    fn languages(&mut self, site: &SiteConfig) {
        for (at, tag) in site.languages.iter().enumerate() {
            self.language(&tag.value, Some(tag));
            let before = site.languages[..at].iter().any(|other| other.value == tag.value);
            if before || tag.value == site.language {
                self.twice("language", tag);
            }
        }
    }

    /// The place of a value, or of the value that names what it belongs to.
    fn near(&self, value: Option<&Located<String>>) -> Place {
        value.map_or_else(|| Place::start_of(self.file), |value| yaml::place(self.file, 0, value))
    }

    /// A name in data, which becomes part of anchors and class names.
    fn identifier(&mut self, name: &Located<String>) {
        if !is_site_path(&name.value) || name.value.contains('/') {
            let diagnostic = Diagnostic::error("bad-name", format!("`{}` cannot be a name in data", name.value));
            self.push(
                diagnostic,
                name,
                "write letters without accents, digits, `-`, `_`, `.` and `~`",
            );
        }
    }

    fn twice(&mut self, what: &str, name: &Located<String>) {
        let diagnostic = Diagnostic::error(
            "duplicate-name",
            format!("the {what} `{}` is defined twice", name.value),
        );
        self.push(diagnostic, name, "give each its own");
    }

    fn path(&mut self, written: &Located<String>, path: &str) {
        if !is_site_path(path) {
            let diagnostic = Diagnostic::error("bad-path", format!("`{}` is not a path in the site", written.value));
            self.push(
                diagnostic,
                written,
                "write letters from a to z, digits and `-._~` in names joined by `/`, none of them `..`",
            );
        }
    }

    /// The `{name}` places of a template must be known.
    fn places(&mut self, template: &Located<String>, known: &[&str]) {
        for piece in template.value.split('{').skip(1) {
            let name = piece.split('}').next().unwrap_or_default();
            if !known.contains(&name) {
                let diagnostic = Diagnostic::error("unknown-place", format!("`{{{name}}}` is not known here"));
                let names: Vec<String> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
                self.push(
                    diagnostic,
                    template,
                    &format!("the places known here are {}", names.join(", ")),
                );
            }
        }
    }

    fn push(&mut self, diagnostic: Diagnostic, value: &Located<String>, advice: &str) {
        self.diagnostics
            .push(diagnostic.at(yaml::place(self.file, 0, value)).help(advice));
    }
}
