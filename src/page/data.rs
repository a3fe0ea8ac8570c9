use serde::Serialize;

use super::part::frame::{Frame, frame, under_home};
use super::{PageType, SINGLE, Single};
use crate::site::{Context, DATA, DataTable, Link, Links, SitePath, fixed, text_path};

/// What can be downloaded.
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
    /// The file; its name is the label.
    pub link: Link,
    /// What is in it.
    pub description: String,
    /// What the paper is called, for a paper's text.
    pub paper: Option<String>,
    /// Language of the paper, for a paper's text.
    pub language: Option<String>,
    /// Its size in bytes, where it is known.
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
        let words = context.strings();
        let link = |path: &SitePath| Link {
            label: path.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
            href: links.shared(path),
            current: false,
        };
        let texts = context.papers().map(|paper| Download {
            link: link(&text_path(context, paper)),
            description: words.get("data_text").to_owned(),
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
                description: words.get(description).to_owned(),
                paper: paper.map(|paper| context.title(paper).to_owned()),
                language: paper.map(|paper| context.paper_config(paper).language.clone()),
                // Tables are not made only to be weighed.
                bytes: None,
            }
        });
        let page = Data {
            files: texts.chain(tables).collect(),
        };
        let frame = frame(links, words.get("data"), words.get("data_line"));
        (under_home(links, frame), page)
    }
}
