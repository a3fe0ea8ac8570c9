use std::path::{Path, PathBuf};

use super::args::{Arguments, BuildOptions, OutputOptions, SiteOptions};
use super::console::Console;
use super::timings::Stopwatch;
use super::{Outcome, load};
use crate::check::{Depth, judge};
use crate::compile::{Compilation, InMemory, Memory, compile_anew};
use crate::diagnostic::Diagnostic;
use crate::publish::{Output, Placed};
use crate::read::{Failure, INPUT_FOLDERS, Inputs, Overrides};

/// `glossator build`.
pub(super) fn run(arguments: &Arguments, options: &BuildOptions, console: &Console) -> Result<Outcome, Failure> {
    let watch = Stopwatch::start();
    use_threads(&options.site);
    let read = || load(arguments, &overrides(&options.site), console);
    let inputs = watch.lap("read", read, |inputs| inputs.as_ref().ok().map(Inputs::bytes))?;
    let folder = output_folder(&options.output, &inputs.root);
    not_among_inputs(&folder, &inputs)?;
    let output = Output::open(&folder, options.force)?;
    let (compilation, placed, mut diagnostics) = watch.with_progress(console, || {
        let (compilation, _) = compile_anew(&inputs, &watch, &output, Memory::default());
        let placed = placed(&compilation);
        let diagnostics = watch.lap("check", || judge(&inputs, &compilation, Depth::Build), |_| None);
        (compilation, placed, diagnostics)
    });
    let sound = console.report(&mut diagnostics, options.site.strict);
    if !sound {
        console.say("nothing was published");
        return Ok(Outcome::InputErrors);
    }
    let published = watch.lap("publish", || output.publish(&placed), |_| None)?;
    published
        .write
        .iter()
        .for_each(|path| console.detail(&format!("wrote {path}")));
    published
        .remove
        .iter()
        .for_each(|path| console.detail(&format!("removed {path}")));
    console.say(&counts(&compilation));
    console.say(&format!(
        "{} files: {} written, {} unchanged, {} removed; {} ms",
        placed.len(),
        published.write.len(),
        published.keep.len(),
        published.remove.len(),
        watch.milliseconds()
    ));
    console.say(&format!("the site is in {}", folder.display()));
    if inputs.drafts {
        console.say("drafts are in it");
    }
    tell_timings(arguments, &options.site, console, &watch);
    Ok(Outcome::Done)
}

/// All files of the site.
fn placed(compilation: &Compilation<Placed>) -> Vec<Placed> {
    let pages = compilation.pages.iter().map(|page| &page.kept);
    compilation.files.values().chain(pages).cloned().collect()
}

/// Reads the site, runs the passes and lets `judge` look at the result.
pub(super) fn compiled(
    arguments: &Arguments,
    options: &SiteOptions,
    console: &Console,
    watch: &Stopwatch,
    judge: impl FnOnce(&Inputs, &Compilation) -> Vec<Diagnostic>,
) -> Result<(Inputs, Compilation, Vec<Diagnostic>), Failure> {
    use_threads(options);
    let read = || load(arguments, &overrides(options), console);
    let inputs = watch.lap("read", read, |inputs| inputs.as_ref().ok().map(Inputs::bytes))?;
    let (compilation, _) = compile_anew(&inputs, watch, &InMemory, Memory::default());
    let diagnostics = watch.lap("check", || judge(&inputs, &compilation), |_| None);
    Ok((inputs, compilation, diagnostics))
}

/// Limits the threads, where the command line does.
pub(super) fn use_threads(options: &SiteOptions) {
    if let Some(jobs) = options.jobs {
        // It fails only where the threads have been started already, which they have not.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
    }
}

/// Prints the stopwatch's table where it was asked for.
pub(super) fn tell_timings(arguments: &Arguments, options: &SiteOptions, console: &Console, watch: &Stopwatch) {
    if options.timings || arguments.verbose {
        console.say(watch.table().trim_end());
    }
}

/// What the command line sets over the configuration.
pub(super) fn overrides(options: &SiteOptions) -> Overrides {
    Overrides {
        base_url: options.base_url.clone(),
        theme: options.theme.clone(),
        drafts: options.drafts,
    }
}

/// Where the site is published: where the command line says, or `public` beside the configuration.
pub(super) fn output_folder(options: &OutputOptions, root: &Path) -> PathBuf {
    options.output_dir.clone().unwrap_or_else(|| root.join("public"))
}

/// Refuses to publish into a folder from which the site is made: the next build would read what this one
/// wrote.
fn not_among_inputs(folder: &Path, inputs: &Inputs) -> Result<(), Failure> {
    let real = |path: &Path| {
        path.canonicalize()
            .or_else(|_| std::path::absolute(path))
            .unwrap_or_else(|_| path.to_owned())
    };
    let output = real(folder);
    let sources = inputs.config.papers.iter();
    let sources = sources.filter_map(|paper| Path::new(&paper.source.value).parent());
    let mut folders = INPUT_FOLDERS.map(Path::new).into_iter().chain(sources);
    let among = |input: &&Path| !input.as_os_str().is_empty() && output.starts_with(real(&inputs.root.join(input)));
    match folders.find(among) {
        None => Ok(()),
        Some(input) => Err(Diagnostic::error(
            "foreign-folder",
            format!(
                "`{}` is in `{}`, from which the site is made",
                folder.display(),
                input.display()
            ),
        )
        .help("choose another folder with `--output-dir`")
        .into()),
    }
}

/// One line: what the site has.
pub(super) fn counts<K>(compilation: &Compilation<K>) -> String {
    let divisions: usize = compilation.papers.iter().map(|paper| paper.divisions.len()).sum();
    let paragraphs: usize = compilation.papers.iter().map(|paper| paper.paragraph_count()).sum();
    format!(
        "{} pages: {divisions} divisions, {paragraphs} paragraphs, {} entries, {} mentions",
        compilation.pages.len(),
        compilation.register.entries.len(),
        compilation.mentions.in_text.len() + compilation.mentions.in_headings.len(),
    )
}
