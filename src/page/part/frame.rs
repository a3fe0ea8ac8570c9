use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::structured_data::structured;
use crate::outline::PaperId;
use crate::page::{Model, Page, Subject};
use crate::site::{
    ABOUT, CUSTOM_STYLESHEET, Context, DATA, GLOSSARY, HOME, ICON, INDEX, Link, Links, MATRIX, NOT_FOUND, SCRIPT,
    SEARCH, STYLESHEET, SitePath, absolute, card_url, division_list_path, fixed, kind_list_path, page_of_paper,
    running_titles_path,
};

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

/// The frame of a page.
pub(crate) fn frame(links: &Links, title: &str, description: &str) -> Frame {
    let Links { context, from } = *links;
    let config = &context.inputs.config;
    let custom = context.inputs.statics.contains_key(CUSTOM_STYLESHEET);
    let stylesheets = [STYLESHEET].into_iter().chain(custom.then_some(CUSTOM_STYLESHEET));
    Frame {
        title: title.to_owned(),
        site_title: context.localized(&config.site.title).to_owned(),
        description: shortened(description),
        language: context.interface().language.clone(),
        editorial: context.foreign_editorial_language().unwrap_or_default().to_owned(),
        languages: languages(context, from),
        canonical: absolute(context, &context.published(from)).filter(|_| from.as_str() != NOT_FOUND),
        home: links.to(&fixed(HOME)),
        stylesheets: stylesheets.map(|path| links.shared(&fixed(path))).collect(),
        print_titles: None,
        script: links.shared(&fixed(SCRIPT)),
        icon: links.shared(&fixed(ICON)),
        nav: navigation(links),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        edition: named(context)
            .map(|paper| Edition {
                title: context.title(paper).to_owned(),
                language: context.paper_config(paper).language.clone(),
            })
            .collect(),
        data: links.link(context.strings().get("data"), &fixed(DATA)),
        report: None,
        card_type: "website",
        picture: None,
        structured: None,
    }
}

/// The page in every language of the interface, where there are several.
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

/// Fills in what depends on the finished page: the address for reports, and what programs read.
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
    page.frame.picture = card_url(context, division);
    page.frame.structured = structured(context, page);
}

/// What is encoded in a value of an address: all that is not unreserved (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The configured address with the page's title, path and address in it, encoded as a query's value.
fn report(context: &Context, page: &Page) -> Option<String> {
    let pattern = &context.inputs.config.site.report_url.as_ref()?.value;
    let url =
        absolute(context, &context.published(&page.path)).unwrap_or_else(|| context.published(&page.path).to_string());
    let values = [
        ("{title}", page.frame.title.as_str()),
        ("{path}", page.path.as_str()),
        ("{url}", &url),
    ];
    let filled = values.iter().fold(pattern.clone(), |text, (place, value)| {
        text.replace(place, &utf8_percent_encode(value, RESERVED).to_string())
    });
    Some(filled)
}

/// The papers that the page names: in a corpus only the one that it belongs to.
fn named(context: &Context) -> impl Iterator<Item = PaperId> + use<> {
    let (corpus, own) = (context.is_corpus(), context.paper);
    context.papers().filter(move |paper| !corpus || own == Some(*paper))
}

fn navigation(links: &Links) -> Vec<NavLink> {
    let context = links.context;
    let words = context.strings();
    let mut ways: Vec<(&str, SitePath)> = Vec::new();
    if context.is_corpus() {
        ways.push((words.get("all_papers"), fixed(HOME)));
    }
    for paper in named(context) {
        let config = context.paper_config(paper);
        let label = match context.has_several_papers() {
            false => words.get("the_paper"),
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
    let kinds = context.listed_kinds().map(|(_, kind)| kind).filter(|kind| kind.nav);
    ways.extend(kinds.map(|kind| (context.localized(&kind.plural), kind_list_path(&kind.folder.value))));
    ways.extend([
        (words.get("glossary"), fixed(GLOSSARY)),
        (words.get("index"), fixed(INDEX)),
    ]);
    let matrix = match context.has_overviews_per_paper() {
        true => context.paper.map(|paper| page_of_paper(context, Some(paper), MATRIX)),
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

/// A link to the first page.
pub(crate) fn home_link(links: &Links) -> Link {
    links.link(links.context.strings().get("home"), &fixed(HOME))
}

/// A frame's breadcrumbs for a page directly under the first one.
pub(crate) fn under_home(links: &Links, mut frame: Frame) -> Frame {
    frame.breadcrumbs = vec![home_link(links)];
    frame
}

/// A frame's breadcrumbs for a page of a list that is divided: of further pages with the first one.
pub(crate) fn under_list(links: &Links, frame: Frame, number: usize, (word, first): (&str, &str)) -> Frame {
    let mut frame = under_home(links, frame);
    let above = (number > 0).then(|| links.link(links.context.strings().get(word), &fixed(first)));
    frame.breadcrumbs.extend(above);
    frame
}
