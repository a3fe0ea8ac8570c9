use std::fmt::Write;
use std::sync::Arc;

use serde::Serialize;

use super::card::picture;
use super::links::{Link, Links, NOT_FOUND, SitePath, list_of, of_papers};
use super::structured::structured;
use super::{Model, Page, Site};

/// What every page has around its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Frame {
    /// The page's own title.
    pub title: String,
    /// The site's title.
    pub site_title: String,
    /// What a search engine or a card says of the page.
    pub description: String,
    /// Language of the page.
    pub language: String,
    /// Language in which the editors write, where it is another; empty where it is that of the page.
    pub editorial: String,
    /// The languages of the interface, where there are several: this page in each.
    pub languages: Vec<LanguageLink>,
    /// Absolute address of the page, where the site's is known.
    pub canonical: Option<String>,
    /// Address of the site's first page.
    pub home: String,
    /// Addresses of the style sheets: the theme's and, after it, the site's own `custom.css`.
    pub stylesheets: Vec<String>,
    /// Address of the style sheet with the running titles of printed pages, where the page is of a paper.
    pub print_titles: Option<String>,
    /// Address of the script.
    pub script: String,
    /// Address of the icon.
    pub icon: String,
    /// The main ways in.
    pub nav: Vec<NavLink>,
    /// Where the page stands, from the outside in, without the page itself.
    pub breadcrumbs: Vec<Link>,
    /// The page before, in reading order.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
    /// The papers of the site, for the foot of the page.
    pub edition: Vec<Edition>,
    /// The page of downloads.
    pub data: Link,
    /// Where an error on this page can be reported, where the configuration says.
    pub report: Option<String>,
    /// What a card calls the page: `article` for text and entries, `website` otherwise (Open Graph protocol).
    pub card_type: &'static str,
    /// Full address of the picture that a card shows, where the site's address is known.
    pub picture: Option<String>,
    /// What the page says to programs: JSON-LD, safe to stand in a `script` element.
    pub structured: Option<String>,
}

/// A main way in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NavLink {
    /// What it is called.
    pub label: String,
    /// Address.
    pub href: String,
    /// Whether it is this page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
    /// Whether the page stands in the folder that the link leads to.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub within: bool,
}

/// A page in another language of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LanguageLink {
    /// Language, a BCP 47 tag.
    pub language: String,
    /// The language's name in itself.
    pub name: String,
    /// Address of the page.
    pub href: String,
    /// Absolute address of the page, where the site's is known.
    pub absolute: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

/// A paper as the foot of a page names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Edition {
    /// The paper's title.
    pub title: String,
    /// Language of the title.
    pub language: String,
}

/// Fixed pages of the site.
pub(super) const HOME: &str = "index.html";
pub(super) const GLOSSARY: &str = "glossary/index.html";
pub(super) const EQUIVALENTS: &str = "glossary/equivalents.html";
pub(super) const INDEX: &str = "index-a-z.html";
pub(super) const MATRIX: &str = "matrix.html";
pub(super) const ABOUT: &str = "about.html";
pub(super) const DATA: &str = "data/index.html";
pub(super) const GLANCE: &str = "glance.html";
pub(super) const SEARCH: &str = "search/index.html";
const STYLESHEET: &str = "assets/style.css";
/// The site's own style sheet: a file of `static/`.
const CUSTOM_STYLESHEET: &str = "custom.css";
const ICON: &str = "assets/icon.svg";
/// What makes pages answer to readers: loaded after the page, needed by none.
const SCRIPT: &str = "assets/reader.js";

/// A path that is written in this program.
pub(super) fn fixed(path: &str) -> SitePath {
    SitePath::made(path.to_owned())
}

/// The path of a kind's list.
pub(super) fn list_path(folder: &str) -> SitePath {
    SitePath::made(format!("{folder}/index.html"))
}

/// The frame of a page.
pub(super) fn frame(site: &Site, from: &SitePath, title: &str, description: &str) -> Frame {
    let links = Links { site, from };
    let config = &site.inputs.config;
    let custom = site.inputs.statics.contains_key(CUSTOM_STYLESHEET);
    let stylesheets = [STYLESHEET].into_iter().chain(custom.then_some(CUSTOM_STYLESHEET));
    Frame {
        title: title.to_owned(),
        site_title: site.say(&config.site.title).to_owned(),
        description: shortened(description),
        language: site.interface().language.clone(),
        editorial: site.written_in().unwrap_or_default().to_owned(),
        languages: languages(site, from),
        canonical: absolute(site, &site.published(from)).filter(|_| from.as_str() != NOT_FOUND),
        home: links.to(&fixed(HOME)),
        stylesheets: stylesheets.map(|path| links.shared(&fixed(path))).collect(),
        print_titles: None,
        script: links.shared(&fixed(SCRIPT)),
        icon: links.shared(&fixed(ICON)),
        nav: navigation(site, &links),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        edition: named(site)
            .map(|paper| Edition {
                title: site.title(paper).to_owned(),
                language: site.paper_config(paper).language.clone(),
            })
            .collect(),
        data: links.link(site.words().get("data"), &fixed(DATA)),
        report: None,
        card_type: "website",
        picture: None,
        structured: None,
    }
}

/// The page in every language of the interface, where there are several.
fn languages(site: &Site, from: &SitePath) -> Vec<LanguageLink> {
    let interfaces = site.inputs.theme.interfaces.iter().enumerate();
    if interfaces.len() == 1 || from.as_str() == NOT_FOUND {
        return Vec::new();
    }
    let own = site.published(from);
    let links = interfaces.map(|(at, interface)| {
        let there = site.of_interface(at).published(from);
        LanguageLink {
            language: interface.language.clone(),
            name: interface.strings.get("language_name").to_owned(),
            href: own.relative(&there),
            absolute: absolute(site, &there),
            current: at == site.interface,
        }
    });
    links.collect()
}

/// The full address of a file, where the site's is known.
pub(super) fn absolute(site: &Site, path: &SitePath) -> Option<String> {
    let base = site.inputs.config.site.base_url.as_deref()?;
    Some(format!("{}/{}", base.trim_end_matches('/'), address(path)))
}

/// Fills in what depends on the finished page, the address for reports and what programs read; and puts the page
/// into the folder of its interface.
pub(super) fn complete(site: &Site, page: &mut Page) {
    if matches!(page.page, Model::Paper(_) | Model::Division(_) | Model::Entry(_)) {
        page.frame.card_type = "article";
        page.frame.report = report(site, page);
    }
    if let Some(paper) = page.paper {
        let links = Links { site, from: &page.path };
        page.frame.print_titles = Some(links.shared(&titles_path(site, paper)));
    }
    page.frame.picture = picture(site, page);
    if page.path.as_str() != NOT_FOUND {
        page.frame.structured = structured(site, page);
    }
    page.path = site.published(&page.path);
}

fn titles_path(site: &Site, paper: usize) -> SitePath {
    SitePath::made(format!("assets/{}.css", site.paper_config(paper).id.value))
}

/// The running titles of printed pages of a paper, as a style sheet: a page's margin boxes (CSS Paged Media) can show
/// words of a style sheet, not yet those of the page.
pub(super) fn running_titles(site: &Site, paper: usize) -> (SitePath, Arc<[u8]>) {
    let title = css_string(site.title(paper));
    let date = css_string(&site.paper_config(paper).short_title);
    let sheet = format!(
        "@page {{ @top-left {{ content: {title}; font: italic 8.5pt Georgia, serif; }} \
         @top-right {{ content: {date}; font: italic 8.5pt Georgia, serif; }} }}\n\
         @page :first {{ @top-left {{ content: none; }} @top-right {{ content: none; }} }}\n"
    );
    (titles_path(site, paper), Arc::from(sheet.into_bytes()))
}

/// A text as a string of CSS (CSS Syntax, 4.3.5).
fn css_string(text: &str) -> String {
    let mut string = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => string.extend(['\\', letter]),
            letter if letter.is_control() => string.push(' '),
            letter => string.push(letter),
        }
    }
    string.push('"');
    string
}

/// The configured address with the page's title, path and address in it, encoded as a query's value.
fn report(site: &Site, page: &Page) -> Option<String> {
    let pattern = &site.inputs.config.site.report_url.as_ref()?.value;
    let url = absolute(site, &site.published(&page.path)).unwrap_or_else(|| site.published(&page.path).to_string());
    let values = [
        ("{title}", page.frame.title.as_str()),
        ("{path}", page.path.as_str()),
        ("{url}", &url),
    ];
    let filled = values.iter().fold(pattern.clone(), |text, (place, value)| {
        text.replace(place, &percent_encoded(value))
    });
    Some(filled)
}

/// A text as a value in an address: what is not unreserved is encoded (RFC 3986, 2.3).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// A page's address on a web server: a folder's first page goes by the folder's name.
fn address(path: &SitePath) -> &str {
    match path.as_str().strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path.as_str(),
    }
}

/// The papers that the page names: in a corpus only the one that it belongs to.
fn named(site: &Site) -> impl Iterator<Item = usize> {
    let (corpus, own) = (site.is_corpus(), site.paper);
    (0..site.papers()).filter(move |paper| !corpus || own == Some(*paper))
}

fn navigation(site: &Site, links: &Links) -> Vec<NavLink> {
    let words = site.words();
    let mut ways: Vec<(&str, SitePath)> = Vec::new();
    if site.is_corpus() {
        ways.push((words.get("all_papers"), fixed(HOME)));
    }
    for paper in named(site) {
        let config = site.paper_config(paper);
        let label = match site.papers() {
            1 => words.get("the_paper"),
            _ => &config.short_title,
        };
        ways.push((label, site.whole_path(paper).clone()));
        let lists = config
            .outline
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.list.is_some());
        ways.extend(lists.map(|(rule, config)| (site.say(&config.plural), list_of(site, paper, rule))));
    }
    let kinds = site.listed_kinds().map(|(_, kind)| kind).filter(|kind| kind.nav);
    ways.extend(kinds.map(|kind| (site.say(&kind.plural), list_path(&kind.folder.value))));
    ways.extend([
        (words.get("glossary"), fixed(GLOSSARY)),
        (words.get("index"), fixed(INDEX)),
    ]);
    let matrix = match site.is_by_paper() {
        true => site.paper.map(|paper| of_papers(site, Some(paper), MATRIX)),
        false => Some(fixed(MATRIX)),
    };
    ways.extend(matrix.map(|path| (words.get("matrix"), path)));
    ways.extend([(words.get("about"), fixed(ABOUT)), (words.get("search"), fixed(SEARCH))]);
    let within = |target: &SitePath| {
        let folder = target
            .as_str()
            .strip_suffix("index.html")
            .filter(|folder| !folder.is_empty());
        folder.is_some_and(|folder| links.from.as_str().starts_with(folder))
    };
    let ways = ways.into_iter();
    ways.map(|(label, target)| NavLink {
        label: label.to_owned(),
        href: links.to(&target),
        current: target == *links.from,
        within: within(&target),
    })
    .collect()
}

/// At most 160 characters, cut at a word.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 160;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let end = text.char_indices().nth(LONGEST - 1).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', '.', ' ']))
}
