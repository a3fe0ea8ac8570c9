use std::sync::Arc;

use super::Export;
use crate::outline::PaperId;
use crate::site::running_titles_path;
use crate::site::{Context, Files, Site, SitePath, text_path};

/// The text of a paper, byte for byte, and the running titles of its printed pages.
pub(super) struct Texts {
    pub(super) paper: PaperId,
}

impl Export for Texts {
    fn files(&self, site: &Site) -> Files {
        let context = &site.context(0, Some(self.paper));
        Files::from([text(context, self.paper), running_titles(context, self.paper)])
    }
}

/// The source of a paper, byte for byte.
fn text(context: &Context, paper: PaperId) -> (SitePath, Arc<[u8]>) {
    (text_path(context, paper), Arc::clone(&context.source(paper).bytes))
}

/// The style sheet with the running titles of a paper's printed pages. Browsers can fill margin boxes (CSS Paged Media)
/// only with text of the style sheet, not with that of the page.
fn running_titles(context: &Context, paper: PaperId) -> (SitePath, Arc<[u8]>) {
    let title = css_string(context.title(paper));
    let short_title = css_string(&context.paper_config(paper).short_title);
    let sheet = format!(
        "@page {{ @top-left {{ content: {title}; font: italic 8.5pt Georgia, serif; }} \
         @top-right {{ content: {short_title}; font: italic 8.5pt Georgia, serif; }} }}\n\
         @page :first {{ @top-left {{ content: none; }} @top-right {{ content: none; }} }}\n"
    );
    (running_titles_path(context, paper), Arc::from(sheet.into_bytes()))
}

/// Quotes a text as a CSS string (CSS Syntax, 4.3.5).
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
