use serde::Serialize;

use super::part::frame::{Frame, frame, with_home_breadcrumb};
use super::{PageType, SINGLE, Single};
use crate::site::{Context, DATA, DataTable, Link, Links, SitePath, fixed, text_path};

/// The page of downloads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Data {
    /// The files.
    pub files: Vec<Download>,
}

/// A file to download.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Download {
    /// Link to the file; the label is its name.
    pub link: Link,
    /// What it contains.
    pub description: String,
    /// Title of the paper, if the file is about one.
    pub paper: Option<String>,
    /// Language of that title.
    pub language: Option<String>,
    /// Size in bytes, if known.
    pub bytes: Option<usize>,
}

impl PageType for Data {
    type Key = Single;
    const TEMPLATE: &'static str = "data.html";

    fn keys(_: &Context) -> Vec<Single> {
        SINGLE.to_vec()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(DATA)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let strings = context.strings();
        let link = |path: &SitePath| Link {
            label: path.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
            href: links.shared(path),
            current: false,
        };
        let texts = context.papers().map(|paper| Download {
            link: link(&text_path(context, paper)),
            description: strings.get("data_text").to_owned(),
            paper: Some(context.title(paper).to_owned()),
            language: Some(context.paper_config(paper).language.clone()),
            bytes: Some(context.source(paper).bytes.len()),
        });
        let tables = DataTable::all(context).into_iter().map(|table| {
            let (description, paper) = match table {
                DataTable::Entries => ("data_entries", None),
                DataTable::Mentions(paper) => ("data_mentions", paper),
            };
            Download {
                link: link(&table.path(context)),
                description: strings.get(description).to_owned(),
                paper: paper.map(|paper| context.title(paper).to_owned()),
                language: paper.map(|paper| context.paper_config(paper).language.clone()),
                // Generating a table only for its size is not worth it.
                bytes: None,
            }
        });
        let page = Data {
            files: texts.chain(tables).collect(),
        };
        let frame = frame(links, strings.get("data"), strings.get("data_line"));
        (with_home_breadcrumb(links, frame), page)
    }
}
