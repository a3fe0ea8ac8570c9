use serde::Serialize;

use super::part::frame::{Frame, frame, home_link};
use super::{PageType, SINGLE, Single};
use crate::register::Silence;
use crate::site::{Context, INDEX, Links, SILENCES, SitePath, fixed};
use crate::text::Collation;

/// What readers ask for and no paper mentions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Silences {
    /// The silences, sorted by their names in the page's language.
    pub silences: Vec<SilenceView>,
}

/// Something that no paper mentions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SilenceView {
    /// Its name, in the page's language if there is one.
    pub name: String,
    /// Language of the name and the forms, if it is not the page's; else empty.
    pub language: String,
    /// The other forms under which it was looked for.
    pub forms: Vec<String>,
}

impl PageType for Silences {
    type Key = Single;
    const TEMPLATE: &'static str = "silences.html";

    fn keys(context: &Context) -> Vec<Single> {
        let any = !context.silences().is_empty();
        SINGLE.into_iter().filter(|_| any).collect()
    }

    fn path(_: &Context, (): Single) -> SitePath {
        fixed(SILENCES)
    }

    fn model(context: &Context, (): Single, links: &Links) -> (Frame, Self) {
        let strings = context.strings();
        let mut silences: Vec<SilenceView> = context
            .silences()
            .iter()
            .filter_map(|silence| view(context, silence))
            .collect();
        Collation::new(&context.interface().language).sort(&mut silences, |silence| &silence.name);
        let mut frame = frame(links, strings.get("silences"), strings.get("silences_line"));
        frame.breadcrumbs = vec![home_link(links), links.link(strings.get("index"), &fixed(INDEX))];
        (frame, Self { silences })
    }
}

/// The model of a silence, in the page's language or else in the first that it has.
fn view(context: &Context, silence: &Silence) -> Option<SilenceView> {
    let own = &context.interface().language;
    let (language, forms) = silence
        .forms
        .get_key_value(own)
        .or_else(|| silence.forms.first_key_value())?;
    let (name, others) = forms.split_first()?;
    Some(SilenceView {
        name: name.clone(),
        language: if language == own {
            String::new()
        } else {
            language.clone()
        },
        forms: others.to_vec(),
    })
}
