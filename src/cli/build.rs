use std::path::PathBuf;
use std::time::Instant;

use super::args::{Arguments, BuildOptions, SiteOptions};
use super::{Console, Outcome, load};
use crate::check::{Depth, judge};
use crate::compile::{Compilation, compile};
use crate::publish::{apply, plan};
use crate::read::{Failure, Inputs, Overrides};

/// `glossator build`.
pub(super) fn run(arguments: &Arguments, options: &BuildOptions, console: &Console) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let inputs = load(arguments, &overrides(&options.site))?;
    let compilation = compile(&inputs);
    let mut diagnostics = judge(&inputs, &compilation, Depth::Build);
    if !console.report(&mut diagnostics, options.site.strict) {
        console.say("nothing was published");
        return Ok(Outcome::InputErrors);
    }
    let folder = output_folder(&options.site, &inputs);
    let plan = plan(&compilation.files, &folder, options.force)?;
    apply(&compilation.files, &folder, &plan)?;
    console.say(&counts(&compilation));
    console.say(&format!(
        "{} files: {} written, {} unchanged, {} removed; {} ms",
        compilation.files.len(),
        plan.write.len(),
        plan.keep.len(),
        plan.remove.len(),
        start.elapsed().as_millis()
    ));
    console.say(&format!("the site is in {}", folder.display()));
    Ok(Outcome::Done)
}

/// What the command line sets over the configuration.
pub(super) fn overrides(options: &SiteOptions) -> Overrides {
    Overrides {
        base_url: options.base_url.clone(),
        theme: options.theme.clone(),
    }
}

/// Where the site is published: where the command line says, or `public` beside the configuration.
pub(super) fn output_folder(options: &SiteOptions, inputs: &Inputs) -> PathBuf {
    options.output_dir.clone().unwrap_or_else(|| inputs.root.join("public"))
}

/// One line: what the site has.
pub(super) fn counts(compilation: &Compilation) -> String {
    let divisions: usize = compilation.papers.iter().map(|paper| paper.divisions.len()).sum();
    let paragraphs: usize = compilation.papers.iter().map(|paper| paper.paragraph_count()).sum();
    format!(
        "{} pages: {divisions} divisions, {paragraphs} paragraphs, {} entries, {} mentions",
        compilation.pages.len(),
        compilation.register.entries.len(),
        compilation.mentions.in_text.len() + compilation.mentions.in_headings.len(),
    )
}
