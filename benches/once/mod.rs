//! What is measured within one process.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use glossator::apparatus::apparatus;
use glossator::mention::mentions;
use glossator::outline::outline;
use glossator::read::{CONFIG_FILE, Inputs, Overrides, read};
use glossator::register::{Fronts, register};
use glossator::render::Renderer;
use glossator::view::{Layout, Page, SitePath, Views, views};
use rayon::prelude::*;

use crate::Outcome;

/// The passes that `passes` knows, in their order.
pub const PASSES: [&str; 8] = [
    "start",
    "read",
    "outline",
    "register",
    "mention",
    "apparatus",
    "view",
    "render",
];

/// Runs the passes up to one.
pub fn passes(last: &str, root: &Path) -> Outcome<()> {
    let wanted = PASSES
        .iter()
        .position(|pass| *pass == last)
        .ok_or("there is no such pass")?;
    if wanted > 0 {
        let inputs = inputs(root)?;
        if wanted > 1 {
            up_to(wanted, &inputs)?;
        }
    }
    Ok(())
}

fn up_to(wanted: usize, inputs: &Inputs) -> Outcome<()> {
    let papers = outline(inputs).value;
    if wanted < 3 {
        return Ok(());
    }
    let register = register(inputs, &papers, &Fronts::default()).value.0;
    if wanted < 4 {
        return Ok(());
    }
    let mentions = mentions(&papers, &register);
    if wanted < 5 {
        return Ok(());
    }
    let language = &inputs.config.site.language;
    let apparatus = apparatus(&papers, &register, &mentions, language);
    if wanted < 6 {
        return Ok(());
    }
    let layout = Layout::new(&register, &apparatus, papers.len(), language);
    let views = views(inputs, &papers, &register, &mentions, &apparatus, &layout).value;
    let pages = models(&views);
    if wanted < 7 {
        return Ok(());
    }
    let renderer = Renderer::new(inputs, None).value.ok_or("a template is broken")?;
    pages
        .iter()
        .try_for_each(|(_, page)| renderer.page(page).map(drop))
        .map_err(|fault| fault.message.into())
}

/// Renders, minifies and writes the pages of a site whose models are ready; prints the nanoseconds that it takes.
pub fn floor(root: &Path, folder: &Path) -> Outcome<()> {
    let inputs = inputs(root)?;
    let papers = outline(&inputs).value;
    let register = register(&inputs, &papers, &Fronts::default()).value.0;
    let mentions = mentions(&papers, &register);
    let language = &inputs.config.site.language;
    let apparatus = apparatus(&papers, &register, &mentions, language);
    let layout = Layout::new(&register, &apparatus, papers.len(), language);
    let views = views(&inputs, &papers, &register, &mentions, &apparatus, &layout).value;
    let pages = models(&views);
    let start = Instant::now();
    let renderer = Renderer::new(&inputs, None).value.ok_or("a template is broken")?;
    let places = pages.iter().map(|(path, _)| folder.join(path.as_str()));
    let folders: BTreeSet<_> = places.filter_map(|place| Some(place.parent()?.to_owned())).collect();
    folders.iter().try_for_each(fs::create_dir_all)?;
    let write = |(path, page): &(SitePath, Page)| -> Result<(), String> {
        let html = renderer.page(page).map_err(|fault| fault.message)?;
        fs::write(folder.join(path.as_str()), html).map_err(|error| error.to_string())
    };
    pages.par_iter().try_for_each(write)?;
    println!("{}", start.elapsed().as_nanos());
    Ok(())
}

fn inputs(root: &Path) -> Outcome<Inputs> {
    read(&root.join(CONFIG_FILE), &Overrides::default()).map_err(|_| "the site cannot be read".into())
}

fn models(views: &Views) -> Vec<(SitePath, Page)> {
    let heads = views.heads.par_iter();
    heads.map(|head| (head.path.clone(), views.page(head).0)).collect()
}
