use std::path::{Path, PathBuf};

use super::args::{AddressOptions, Arguments, BuildOptions, OutputOptions, SiteOptions};
use super::console::Console;
use super::timings::Stopwatch;
use super::{Outcome, find, load};
use crate::build::compile;
use crate::diagnostic::Diagnostic;
use crate::input::{Failure, INPUT_FOLDERS, Inputs, Overrides};
use crate::publish::{Output, Plan};
use crate::site::{Files, SitePath};
use crate::verify::Compilation;
use crate::verify::{CheckLevel, run_checks};

/// `glossator build`.
pub(super) fn run(arguments: &Arguments, options: &BuildOptions, console: &Console) -> Result<Outcome, Failure> {
    let watch = Stopwatch::start(options.site.timings || arguments.verbose);
    let config = find(arguments)?;
    let root = config.parent().unwrap_or(Path::new(""));
    let folder = output_folder(&options.output, root);
    refuse_inputs(&folder, root, INPUT_FOLDERS.iter().map(Path::new))?;
    // Locked before the inputs are read, so that of two builds the one with the newer inputs publishes last.
    let output = Output::open(&folder, options.force, || say_waiting(console, &folder))?;
    let (inputs, compilation, mut diagnostics) = watch.with_progress(console, || {
        read_and_compile(
            arguments,
            (&options.site, &options.address),
            console,
            &watch,
            |inputs, compilation| run_checks(inputs, compilation, CheckLevel::Build),
        )
    })?;
    let sources = inputs.config.papers.iter();
    let sources = sources.filter_map(|paper| Path::new(&paper.source.value).parent());
    refuse_inputs(&folder, root, sources)?;
    if !console.report(&mut diagnostics, options.site.strict) {
        console.say("nothing was published");
        return Ok(Outcome::InputErrors);
    }
    let files = compilation.all_files();
    let plan = watch.lap("publish", || output.publish(&files), |plan| written_bytes(plan, &files))?;
    let detail = |what: &str, path: &SitePath| console.detail(&format!("{what} {path}"));
    plan.write.iter().for_each(|path| detail("wrote", path));
    plan.remove.iter().for_each(|path| detail("removed", path));
    console.say(&counts(&compilation));
    console.say(&format!(
        "{} files: {} written, {} unchanged, {} removed; {} ms",
        files.len(),
        plan.write.len(),
        files.len() - plan.write.len(),
        plan.remove.len(),
        watch.milliseconds()
    ));
    console.say(&format!("the site is in {}", folder.display()));
    if inputs.drafts {
        console.say("drafts are in it");
    }
    print_timings(arguments, &options.site, console, &watch);
    Ok(Outcome::Done)
}

/// Says that another process has the lock of the folder.
pub(super) fn say_waiting(console: &Console, folder: &Path) {
    console.say(&format!(
        "another process is publishing to {}; waiting for it",
        folder.display()
    ));
}

fn written_bytes(plan: &Result<Plan, Diagnostic>, files: &Files) -> Option<usize> {
    let written = plan.as_ref().ok()?.write.iter();
    Some(written.map(|path| files[path].len()).sum())
}

/// Reads the site, runs the passes and then `checks` on the result.
pub(super) fn read_and_compile(
    arguments: &Arguments,
    (options, address): (&SiteOptions, &AddressOptions),
    console: &Console,
    watch: &Stopwatch,
    checks: impl FnOnce(&Inputs, &Compilation) -> Vec<Diagnostic>,
) -> Result<(Inputs, Compilation, Vec<Diagnostic>), Failure> {
    use_threads(options);
    let overrides = Overrides {
        base_url: address.base_url.clone(),
        ..overrides(options)
    };
    let read = || load(arguments, &overrides, console);
    let inputs = watch.lap("input", read, |inputs| inputs.as_ref().ok().map(Inputs::bytes))?;
    let compilation = compile(&inputs, watch);
    let diagnostics = watch.lap("verify", || checks(&inputs, &compilation), |_| None);
    Ok((inputs, compilation, diagnostics))
}

/// Limits the number of threads if `--jobs` is given.
pub(super) fn use_threads(options: &SiteOptions) {
    if let Some(jobs) = options.jobs {
        // It fails only after the thread pool was started, which is later.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
    }
}

/// Prints the stopwatch's table if `--timings` or `--verbose` is given.
pub(super) fn print_timings(arguments: &Arguments, options: &SiteOptions, console: &Console, watch: &Stopwatch) {
    if options.timings || arguments.verbose {
        console.say(watch.table().trim_end());
    }
}

/// The options that override the configuration.
pub(super) fn overrides(options: &SiteOptions) -> Overrides {
    Overrides {
        theme: options.theme.clone(),
        drafts: options.drafts,
        ..Overrides::default()
    }
}

/// The output folder: `--output-dir`, or `public` beside the configuration.
pub(super) fn output_folder(options: &OutputOptions, root: &Path) -> PathBuf {
    options.output_dir.clone().unwrap_or_else(|| root.join("public"))
}

/// Refuses to publish into a folder of inputs: the next build would read what this one wrote.
fn refuse_inputs<'a>(folder: &Path, root: &Path, mut inputs: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    let real = |path: &Path| {
        path.canonicalize()
            .or_else(|_| std::path::absolute(path))
            .unwrap_or_else(|_| path.to_owned())
    };
    let output = real(folder);
    let contains_output = |input: &&Path| !input.as_os_str().is_empty() && output.starts_with(real(&root.join(input)));
    match inputs.find(contains_output) {
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

/// A summary of the site in one line.
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
