use serde::Serialize;

use super::date::long_date;
use super::definition::language_name;
use super::metadata::{Meta, metadata};
use super::outline::{Outline, outline};
use super::structured_data::json_ld;
use crate::input::{Located, is_web_address};
use crate::outline::PaperId;
use crate::page::{Model, Page, Subject};
use crate::site::{
    ABOUT, CUSTOM_STYLESHEET, Context, DATA, EQUIVALENTS, FIRST_SCRIPT, GLANCE, GLOSSARY, HOME, ICON, INDEX, Link,
    Links, MATRIX, NOT_FOUND, SCRIPT, SEARCH, SILENCES, STYLESHEET, SitePath, absolute, card_url, division_list_path,
    fixed, kind_list_path, page_of_paper, query_value, running_titles_path,
};

/// The parts of a page around its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Frame {
    /// The page's own title.
    pub title: String,
    /// The site's title.
    pub site_title: String,
    /// Description of the page for search engines and social cards.
    pub description: String,
    /// Language of the page.
    pub language: String,
    /// Language of editorial texts, if it differs from that of the page; else empty.
    pub editorial: String,
    /// This page in each language of the interface; empty if there is only one.
    pub languages: Vec<LanguageLink>,
    /// Absolute address of the page, if a base URL is configured.
    pub canonical: Option<String>,
    /// Address of the home page.
    pub home: String,
    /// Addresses of the style sheets: the theme's and, after it, the site's own `custom.css`.
    pub stylesheets: Vec<String>,
    /// Address of the style sheet with the running titles of printed pages, if the page shows text of a paper.
    pub print_titles: Option<String>,
    /// Address of the script that runs before the page is shown.
    pub first_script: String,
    /// Address of the script.
    pub script: String,
    /// Address of the icon.
    pub icon: String,
    /// Address of the search page; absent on pages with a search of their own.
    pub search: Option<String>,
    /// The contents of the paper whose text the page shows.
    pub outline: Option<Outline>,
    /// What is looked for most, for the bar at the head of the page where there is room.
    pub bar: Vec<NavLink>,
    /// Links to everything else there is, in groups.
    pub nav: Vec<NavGroup>,
    /// The pages above this one, outermost first, without the page itself.
    pub breadcrumbs: Vec<Link>,
    /// The previous page in reading order.
    pub previous: Option<Link>,
    /// The next page in reading order.
    pub next: Option<Link>,
    /// The papers of which every page says where they are from; in a corpus the one that the page belongs to.
    pub edition: Vec<Edition>,
    /// The standing of this edition, as configured.
    pub status: String,
    /// Address of the page about this edition.
    pub about: String,
    /// Address for reporting an error on this page, if configured.
    pub report: Option<String>,
    /// Type of the page in the Open Graph protocol: `article` for text and entries, else `website`.
    pub card_type: &'static str,
    /// Absolute address of the preview image for social cards, if a base URL is configured.
    pub picture: Option<String>,
    /// What the page says to reference managers.
    pub metadata: Vec<Meta>,
    /// Structured data as JSON-LD, safe in a `script` element, if a base URL is configured.
    pub structured: Option<String>,
}

/// A group of links of the main navigation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NavGroup {
    /// What is common to them.
    pub title: String,
    /// The links.
    pub links: Vec<NavLink>,
}

/// A link of the main navigation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NavLink {
    /// Label.
    pub label: String,
    /// Address.
    pub href: String,
    /// Whether it links to this page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
    /// Whether this page is in the folder that it links to.
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
    /// Absolute address of the page, if a base URL is configured.
    pub absolute: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

/// What every page says of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Edition {
    /// Whose paper it is; empty if unknown.
    pub issuer: String,
    /// When it was published; empty if unknown.
    pub date: String,
    /// Address of the source, if it is known and can be linked to.
    pub source: Option<String>,
    /// The official texts; the labels are names of languages.
    pub official: Vec<Link>,
}

/// The frame of a page; breadcrumbs and neighbouring pages are left empty.
pub(crate) fn frame(links: &Links, title: &str, description: &str) -> Frame {
    let Links { context, from } = *links;
    let config = &context.inputs.config;
    let custom = context.inputs.statics.contains_key(CUSTOM_STYLESHEET);
    let stylesheets = [STYLESHEET].into_iter().chain(custom.then_some(CUSTOM_STYLESHEET));
    Frame {
        title: title.to_owned(),
        site_title: context.localized(&config.site.title).to_owned(),
        description: truncated(description),
        language: context.interface().language.clone(),
        editorial: context.foreign_editorial_language().unwrap_or_default().to_owned(),
        languages: languages(context, from),
        canonical: absolute(context, &context.published(from)).filter(|_| from.as_str() != NOT_FOUND),
        home: links.to(&fixed(HOME)),
        stylesheets: stylesheets.map(|path| links.shared(&fixed(path))).collect(),
        print_titles: None,
        first_script: links.shared(&fixed(FIRST_SCRIPT)),
        script: links.shared(&fixed(SCRIPT)),
        icon: links.shared(&fixed(ICON)),
        search: Some(links.to(&fixed(SEARCH))),
        outline: None,
        bar: bar(links),
        nav: navigation(links),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        edition: named_papers(context).map(|paper| edition(context, paper)).collect(),
        status: context.localized(&config.site.status).to_owned(),
        about: links.to(&fixed(ABOUT)),
        report: None,
        card_type: "website",
        picture: None,
        metadata: Vec::new(),
        structured: None,
    }
}

/// The page in every language of the interface; empty if there is only one.
fn languages(context: &Context, from: &SitePath) -> Vec<LanguageLink> {
    let interfaces = context.inputs.theme.interfaces.iter().enumerate();
    if interfaces.len() == 1 || from.as_str() == NOT_FOUND {
        return Vec::new();
    }
    let own = context.published(from);
    let links = interfaces.map(|(at, interface)| {
        let there = context.with_interface(at).published(from);
        LanguageLink {
            language: interface.language.clone(),
            name: interface.strings.get("language_name").to_owned(),
            href: own.relative(&there),
            absolute: absolute(context, &there),
            current: at == context.interface,
        }
    });
    links.collect()
}

/// Fills in the fields of the frame that depend on the page's model and subject.
pub(crate) fn complete(context: &Context, page: &mut Page) {
    if page.path.as_str() == NOT_FOUND {
        return;
    }
    if matches!(
        page.page,
        Model::PaperPage(_) | Model::DivisionPage(_) | Model::EntryPage(_)
    ) {
        page.frame.card_type = "article";
        page.frame.report = report(context, page);
    }
    if let Some(paper) = page.subject.text_of() {
        let from = &page.path;
        page.frame.print_titles = Some(Links { context, from }.shared(&running_titles_path(context, paper)));
    }
    let division = match page.subject {
        Subject::Division(at) => Some(at),
        _ => None,
    };
    if let Some(paper) = page.subject.text_of() {
        let own = division.map(|at| at.id);
        let from = &page.path;
        page.frame.outline = Some(outline(context, &Links { context, from }, paper, own));
        page.frame.metadata = metadata(context, paper, own);
    }
    page.frame.picture = card_url(context, division);
    // Its addresses have to be absolute.
    page.frame.structured = page.frame.canonical.as_ref().and_then(|_| json_ld(context, page));
}

/// The address for error reports: the configured pattern with the page's title, path and URL, percent-encoded.
fn report(context: &Context, page: &Page) -> Option<String> {
    let pattern = &context.inputs.config.site.report_url.as_ref()?.value;
    let url =
        absolute(context, &context.published(&page.path)).unwrap_or_else(|| context.published(&page.path).to_string());
    let values = [
        ("{title}", page.frame.title.as_str()),
        ("{path}", page.path.as_str()),
        ("{url}", &url),
    ];
    let filled = values.iter().fold(pattern.clone(), |text, (placeholder, value)| {
        text.replace(placeholder, &query_value(value))
    });
    Some(filled)
}

/// The papers that navigation and footer name: in a corpus only the one that the page belongs to.
fn named_papers(context: &Context) -> impl Iterator<Item = PaperId> + use<> {
    let (corpus, own) = (context.is_corpus(), context.paper);
    context.papers().filter(move |paper| !corpus || own == Some(*paper))
}

/// What every page says of a paper.
fn edition(context: &Context, paper: PaperId) -> Edition {
    let provenance = &context.paper_config(paper).provenance;
    Edition {
        issuer: context.localized(&provenance.issuer).to_owned(),
        date: long_date(context.strings(), &provenance.date),
        source: Some(provenance.url.clone()).filter(|url| is_web_address(url)),
        official: official_texts(context, paper),
    }
}

/// Links to the official texts of a paper; the labels are names of languages.
pub(crate) fn official_texts(context: &Context, paper: PaperId) -> Vec<Link> {
    let official = context.paper_config(paper).provenance.official.iter();
    let link = |(language, address): (&String, &Located<String>)| Link {
        label: language_name(context, language),
        href: address.value.clone(),
        current: false,
    };
    official.map(link).collect()
}

/// What is looked for most: glossary, index, and the picture of the paper.
fn bar(links: &Links) -> Vec<NavLink> {
    let glance = overview(links.context, GLANCE).map(|path| ("glance", path));
    let ways = [("glossary", fixed(GLOSSARY)), ("index", fixed(INDEX))]
        .into_iter()
        .chain(glance);
    ways.map(|(name, path)| nav_link(links, links.context.strings().get(name), &path))
        .collect()
}

/// Links to everything there is but single entries and divisions, in groups: the text, what it names, where one looks
/// things up, and what is said of this edition.
fn navigation(links: &Links) -> Vec<NavGroup> {
    let context = links.context;
    let strings = context.strings();
    let kinds = context.listed_kinds().map(|(_, kind)| kind);
    let kinds = kinds.map(|kind| (context.localized(&kind.plural), kind_list_path(&kind.folder.value)));
    let mut reference = vec![
        (strings.get("glossary"), fixed(GLOSSARY)),
        (strings.get("index"), fixed(INDEX)),
    ];
    reference.extend(overview(context, MATRIX).map(|path| (strings.get("matrix"), path)));
    if !context.with_foreign_names().is_empty() {
        reference.push((strings.get("equivalents"), fixed(EQUIVALENTS)));
    }
    if !context.silences().is_empty() {
        reference.push((strings.get("silences"), fixed(SILENCES)));
    }
    reference.push((strings.get("search"), fixed(SEARCH)));
    let edition = vec![(strings.get("about"), fixed(ABOUT)), (strings.get("data"), fixed(DATA))];
    let groups = [
        ("by_text", texts(context)),
        ("by_entry", kinds.collect()),
        ("by_apparatus", reference),
        ("by_edition", edition),
    ];
    let group = |(title, targets): (&str, Vec<(&str, SitePath)>)| NavGroup {
        title: strings.get(title).to_owned(),
        links: targets
            .into_iter()
            .map(|(label, target)| nav_link(links, label, &target))
            .collect(),
    };
    groups.into_iter().map(group).collect()
}

/// The ways into the texts.
fn texts<'a>(context: &Context<'a>) -> Vec<(&'a str, SitePath)> {
    let strings = context.strings();
    let mut ways: Vec<(&str, SitePath)> = Vec::new();
    if context.is_corpus() {
        ways.push((strings.get("all_papers"), fixed(HOME)));
    }
    for paper in named_papers(context) {
        let config = context.paper_config(paper);
        let label = match context.has_several_papers() {
            false => strings.get("whole_paper"),
            true => &config.short_title,
        };
        ways.push((label, context.whole_paper_path(paper).clone()));
        let lists = config
            .outline
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.list.is_some());
        ways.extend(lists.map(|(rule, config)| {
            (
                context.localized(&config.plural),
                division_list_path(context, paper, rule),
            )
        }));
    }
    ways.extend(overview(context, GLANCE).map(|path| (strings.get("glance"), path)));
    ways
}

/// An overview: the one of the site, or that of the page's own paper.
fn overview(context: &Context, path: &str) -> Option<SitePath> {
    match context.has_overviews_per_paper() {
        true => context.paper.map(|paper| page_of_paper(context, Some(paper), path)),
        false => Some(fixed(path)),
    }
}

fn nav_link(links: &Links, label: &str, target: &SitePath) -> NavLink {
    let folder = target
        .as_str()
        .strip_suffix("index.html")
        .filter(|folder| !folder.is_empty());
    NavLink {
        label: label.to_owned(),
        href: links.to(target),
        current: target == links.from,
        within: folder.is_some_and(|folder| links.from.as_str().starts_with(folder)),
    }
}

/// Truncates a text to 160 characters, at a word boundary.
fn truncated(text: &str) -> String {
    const MAX_CHARS: usize = 160;
    if text.chars().count() <= MAX_CHARS {
        return text.to_owned();
    }
    let end = text.char_indices().nth(MAX_CHARS - 1).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', '.', ' ']))
}

/// A link to the home page.
pub(crate) fn home_link(links: &Links) -> Link {
    links.link(links.context.strings().get("home"), &fixed(HOME))
}

/// Sets the breadcrumbs of a page directly below the home page.
pub(crate) fn with_home_breadcrumb(links: &Links, mut frame: Frame) -> Frame {
    frame.breadcrumbs = vec![home_link(links)];
    frame
}

/// Sets the breadcrumbs of page `number` of a list; pages after the first are below the first. `title` is the key of the
/// list's title, `first` the path of its first page.
pub(crate) fn with_list_breadcrumbs(links: &Links, frame: Frame, number: usize, (title, first): (&str, &str)) -> Frame {
    let mut frame = with_home_breadcrumb(links, frame);
    let above = (number > 0).then(|| links.link(links.context.strings().get(title), &fixed(first)));
    frame.breadcrumbs.extend(above);
    frame
}
