//! The configuration: its types as `glossator.yaml` has them, and the checks that concern it alone. One file because each
//! check belongs to a key, and README's table of keys is held against this file.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Localized;
use super::yaml;
pub use super::yaml::Located;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::{is_language, is_site_path};

/// `glossator.yaml`: everything that is particular to one site. Unknown keys are errors.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The site as a whole.
    pub site: SiteConfig,
    /// Name of the theme: a folder of `themes/`, or the built-in `default`.
    #[serde(default = "default_theme")]
    pub theme: String,
    /// The papers, in the order in which pages list them.
    pub papers: Vec<PaperConfig>,
    /// The kinds of entries, in the order in which pages list them.
    pub kinds: Vec<KindRule>,
    /// Warnings that were looked at and accepted.
    #[serde(default)]
    pub accept: Vec<Acceptance>,
    /// The size limits of pages.
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
    /// The largest search catalogue, uncompressed, that is loaded whole; a larger one is loaded in pieces, as needed.
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
    /// The standing of this edition, in a few words that every page shows: `Unofficial edition`.
    #[serde(default)]
    pub status: Localized,
    /// Searches that the home page offers as examples.
    #[serde(default)]
    pub queries: Vec<Localized>,
    /// Language of the pages and of the register (not of the papers), a BCP 47 tag.
    #[serde(default = "default_language")]
    pub language: String,
    /// Further languages of the interface: each has all pages once more, in a folder of its own.
    #[serde(default)]
    pub languages: Vec<Located<String>>,
    /// Address the site will have; needed for canonical links and for `404.html`.
    #[serde(default)]
    pub base_url: Option<String>,
    /// A custom domain, for hosts that read it from the file `CNAME` (GitHub Pages).
    #[serde(default)]
    pub cname: Option<Located<String>>,
    /// Address for reporting an error: `{title}`, `{path}` and `{url}` stand for the page's.
    #[serde(default)]
    pub report_url: Option<Located<String>>,
    /// Whether published pages are minified.
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

/// Whether a text is the full address of a page.
pub fn is_web_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Where a text is from; empty where unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Provenance {
    /// Whose paper it is: the author in citations.
    pub issuer: Localized,
    /// Addresses of the official text, by language (BCP 47 tags).
    pub official: BTreeMap<String, Located<String>>,
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
    /// The kinds that it can be nested in; empty: top level.
    #[serde(default)]
    pub within: Vec<Located<String>>,
    /// Its citation label: `{parent}`, `{number}`, `{ordinal}` (place among its siblings), `{title}`.
    pub cite: Located<String>,
    /// Longest heading line in words; a longer one is a paragraph.
    #[serde(default = "default_max_words")]
    pub max_words: usize,
    /// Its URL segment: `{title}` (the default), `{number}` (as digits) and `{ordinal}`.
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
    /// Whether its entries are rows of the matrix.
    #[serde(default)]
    pub matrix: bool,
    /// Whether upper and lower case may differ in the text, unless an alias says otherwise.
    #[serde(default)]
    pub case: Case,
    /// Whether its entries are mentioned throughout the papers (the papers' own parties): pages then count the
    /// mentions by division, and the index lists only the places that an indexer wrote.
    #[serde(default)]
    pub pervasive: bool,
    /// The types an entry of this kind can have, in the order of the list.
    #[serde(default)]
    pub types: Vec<TypeRule>,
    /// Last words of names that look like one of this kind; `check` lists those not registered.
    #[serde(default)]
    pub heads: Vec<String>,
}

/// Whether upper and lower case of a form and of the text must agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// Case-sensitive.
    #[default]
    Exact,
    /// Case-insensitive.
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
    /// A part of its message that identifies the warning.
    pub about: String,
    /// Why it is acceptable.
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
    /// The template of its slugs.
    pub fn slug_template(&self) -> &str {
        self.slug.as_ref().map_or("{title}", |slug| &slug.value)
    }
}

/// Folders of `content/` that belong to no kind.
const OTHER_FOLDERS: [&str; 3] = ["divisions", "notes", "pages"];

impl Config {
    /// Checks what the types cannot express: addresses, unique names, placeholders in templates.
    pub(super) fn check(&self, file: &Arc<SourceFile>) -> Vec<Diagnostic> {
        let mut checker = Checker {
            file,
            diagnostics: Vec::new(),
        };
        checker.site(self);
        checker.papers(&self.papers);
        checker.kinds(&self.kinds);
        for acceptance in &self.accept {
            checker.require_text("`about` of an acceptance", &acceptance.about, Some(&acceptance.code));
            checker.require_text(
                "the `reason` of an acceptance",
                &acceptance.reason,
                Some(&acceptance.code),
            );
        }
        checker.diagnostics
    }

    /// All texts that pages show in the language of the interface, each with what it is; empty ones are left out.
    pub fn localized(&self) -> impl Iterator<Item = (&'static str, &Localized)> {
        let site = [
            ("the site's title", &self.site.title),
            ("the site's description", &self.site.description),
        ];
        let queries = self.site.queries.iter().map(|query| ("query", query));
        let issuers = self.papers.iter().map(|paper| ("issuer", &paper.provenance.issuer));
        // One title or description for all languages is fine; names of kinds and types need translation.
        let site = site.into_iter().chain(queries).chain(issuers);
        let site = site.filter(|(_, words)| !words.is_plain());
        let status = [("the site's status", &self.site.status)];
        let divisions = self.papers.iter().flat_map(|paper| &paper.outline);
        let divisions = divisions.flat_map(|rule| [("division kind", &rule.name), ("plural", &rule.plural)]);
        let kinds = self.kinds.iter().flat_map(|kind| {
            let own = [
                ("kind", &kind.name),
                ("plural", &kind.plural),
                ("description", &kind.description),
            ];
            let types = kind
                .types
                .iter()
                .flat_map(|rule| [("type", &rule.name), ("plural", &rule.plural)]);
            own.into_iter().chain(types)
        });
        site.chain(status)
            .chain(divisions)
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
        self.require_text("the site's title", config.site.title.text(), None);
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
                // It has no place if it comes from the command line.
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
            self.placeholders(pattern, &["title", "path", "url"]);
            let schemes = ["https://", "http://", "mailto:"];
            if !schemes.iter().any(|scheme| pattern.value.starts_with(scheme)) {
                let diagnostic = Diagnostic::error("bad-base-url", "`report_url` is no full address");
                self.push(diagnostic, pattern, "begin it with `https://` or `mailto:`");
            }
        }
    }

    fn papers(&mut self, papers: &[PaperConfig]) {
        for (at, paper) in papers.iter().enumerate() {
            self.require_text(
                &format!("the `short_title` of the paper `{}`", paper.id.value),
                &paper.short_title,
                Some(&paper.id),
            );
            if !paper.front.iter().any(|name| name == "title") {
                self.require_text(
                    &format!(
                        "the `title` of the paper `{}`, which no `front` line is,",
                        paper.id.value
                    ),
                    &paper.title,
                    Some(&paper.id),
                );
            }
            self.language(&paper.language, Some(&paper.id));
            for (language, address) in &paper.provenance.official {
                self.language(language, Some(address));
                if !is_web_address(&address.value) {
                    let diagnostic = Diagnostic::error("bad-base-url", "the address of an official text is not full");
                    self.push(diagnostic, address, "begin it with `https://`");
                }
            }
            self.identifier(&paper.id);
            if papers[..at].iter().any(|other| other.id.value == paper.id.value) {
                self.duplicate("paper", &paper.id);
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
        self.require_text(
            &format!("the `name` of the division kind `{kind}`"),
            rule.name.text(),
            Some(&rule.kind),
        );
        self.require_text(
            &format!("`cite` of the division kind `{kind}`"),
            &rule.cite.value,
            Some(&rule.cite),
        );
        if rule.list.is_some() {
            self.require_text(
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
        self.placeholders(&rule.cite, known);
        if let Some(slug) = &rule.slug {
            self.placeholders(slug, &["number", "ordinal", "title"]);
        }
        rule.page
            .iter()
            .for_each(|path| self.placeholders(path, &["slug", "parent"]));
        rule.list.iter().for_each(|path| self.placeholders(path, &[]));
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
            self.require_text(
                &format!("the `name` of the kind `{}`", kind.id.value),
                kind.name.text(),
                Some(&kind.id),
            );
            self.require_text(
                &format!("the `plural` of the kind `{}`", kind.id.value),
                kind.plural.text(),
                Some(&kind.id),
            );
            if kinds[..at].iter().any(|other| other.id.value == kind.id.value) {
                self.duplicate("kind", &kind.id);
            }
            if kinds[..at].iter().any(|other| other.folder.value == kind.folder.value) {
                self.duplicate("folder", &kind.folder);
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

    /// Reports an empty text that readers would see.
    fn require_text(&mut self, what: &str, text: &str, near: Option<&Located<String>>) {
        if text.trim().is_empty() {
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

    /// Checks that the further languages are valid tags, each once.
    fn languages(&mut self, site: &SiteConfig) {
        for (at, tag) in site.languages.iter().enumerate() {
            self.language(&tag.value, Some(tag));
            let before = site.languages[..at].iter().any(|other| other.value == tag.value);
            if before || tag.value == site.language {
                self.duplicate("language", tag);
            }
        }
    }

    /// The place of a value; without one, the start of the file.
    fn near(&self, value: Option<&Located<String>>) -> Place {
        value.map_or_else(|| Place::start_of(self.file), |value| yaml::place(self.file, 0, value))
    }

    /// Checks a name that becomes part of anchors and class names.
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

    fn duplicate(&mut self, what: &str, name: &Located<String>) {
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

    /// Reports unknown `{name}` placeholders of a template.
    fn placeholders(&mut self, template: &Located<String>, known: &[&str]) {
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
