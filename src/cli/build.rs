use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::args::{Arguments, BuildOptions, OutputOptions, SiteOptions};
use super::console::Console;
use super::timings::Stopwatch;
use super::{Outcome, find, load};
use crate::cache::{self, Cache, End, Opened};
use crate::check::{Depth, judge};
use crate::compile::{Compilation, InMemory, Memory, compile_again};
use crate::diagnostic::Diagnostic;
use crate::publish::{Output, Placed};
use crate::read::{Failure, INPUT_FOLDERS, Inputs, Overrides, Stamps};
use crate::view::SitePath;

/// `glossator build`.
pub(super) fn run(arguments: &Arguments, options: &BuildOptions, console: &Console) -> Result<Outcome, Failure> {
    let watch = Stopwatch::start(options.site.timings || arguments.verbose);
    use_threads(&options.site);
    let config = find(arguments)?;
    let root = config.parent().unwrap_or(Path::new(""));
    let folder = output_folder(&options.output, root);
    let cache = Cache::of(&config, &overrides(&options.site), &folder);
    let began = SystemTime::now();
    let opened = watch.lap("cache", || cache.open(), |_| None);
    let looked = opened
        .as_ref()
        .and_then(|opened| cache.look_at_inputs(&opened.named, began));
    let same = |opened: &&Opened| !options.force && looked.as_ref().is_some_and(|looked| opened.has_same(looked));
    let left = opened.as_ref().filter(same).and_then(Opened::left);
    if let Some(left) = left.filter(|left| left.end.silent && left.stands_in(&folder)) {
        let told = Told {
            counts: left.end.counts.clone(),
            files: left.files(),
            written: 0,
            removed: 0,
            drafts: options.site.drafts,
        };
        told.say(console, &watch, &folder);
        tell_timings(arguments, &options.site, console, &watch);
        return Ok(Outcome::Done);
    }
    let before = Before { opened, looked, began };
    again(arguments, options, console, &watch, &cache, before)
}

/// What is known before the inputs are read.
struct Before {
    /// What the build before left.
    opened: Option<Opened>,
    /// What the system said of the inputs that it names.
    looked: Option<Stamps>,
    /// When the system was asked.
    began: SystemTime,
}

/// What the build before made.
fn recalled(cache: &Cache, opened: Option<Opened>) -> Memory<Placed> {
    let left = opened.as_ref().and_then(Opened::left);
    let (mentions, apparatus) = cache.read_derived();
    Memory {
        mentions,
        apparatus,
        ..left.map_or(Memory::default(), |left| left.memory)
    }
}

/// Builds the site, with what the build before left. Taking that out of the cache goes on beside reading the inputs,
/// writing the next cache beside checking and publishing.
fn again(
    arguments: &Arguments,
    options: &BuildOptions,
    console: &Console,
    watch: &Stopwatch,
    cache: &Cache,
    before: Before,
) -> Result<Outcome, Failure> {
    let Before { opened, looked, began } = before;
    let known = opened.as_ref().map(|opened| opened.named.clone());
    std::thread::scope(|scope| {
        let memory = scope.spawn(|| recalled(cache, opened));
        let read = || load(arguments, &overrides(&options.site), console);
        let inputs = watch.lap("read", read, |inputs| inputs.as_ref().ok().map(Inputs::bytes))?;
        let folder = output_folder(&options.output, &inputs.root);
        not_among_inputs(&folder, &inputs)?;
        let output = Output::open(&folder, options.force)?;
        // What was written since the system was asked counts as new the next time.
        let named = named(&inputs);
        let looked = looked.filter(|_| known.as_ref() == Some(&named));
        let looked = looked
            .or_else(|| cache.look_at_inputs(&named, began))
            .unwrap_or_default();
        let (compilation, assets, leaving, mut diagnostics) = watch.with_progress(console, || {
            let (compilation, memory) = compile_again(&inputs, watch, &output, || memory.join().unwrap_or_default());
            let assets = assets(&compilation, &memory);
            let leaving = scope.spawn(move || cache.write(&looked, &named, &memory));
            let diagnostics = watch.lap("check", || judge(&inputs, &compilation, Depth::Build), |_| None);
            (compilation, assets, leaving, diagnostics)
        });
        let silent = diagnostics.is_empty();
        let sound = console.report(&mut diagnostics, options.site.strict);
        if !sound {
            console.say("nothing was published");
            return Ok(Outcome::InputErrors);
        }
        let placed = placed(&compilation);
        let bytes = placed.iter().filter(|file| file.is_new()).map(Placed::length).sum();
        let published = watch.lap("publish", || output.publish(&placed), |_| Some(bytes))?;
        let say =
            |what: &str, paths: &[SitePath]| paths.iter().for_each(|path| console.detail(&format!("{what} {path}")));
        say("wrote", &published.write);
        say("removed", &published.remove);
        let end = End {
            silent,
            counts: counts(&compilation),
            others: cache::others(&folder, &assets),
        };
        let leave = || leaving.join().map(|leaving| leaving.finish(&end)).unwrap_or_default();
        watch.lap("leave", leave, |()| None);
        let told = Told {
            counts: end.counts,
            files: placed.len(),
            written: published.write.len(),
            removed: published.remove.len(),
            drafts: inputs.drafts,
        };
        told.say(console, watch, &folder);
        tell_timings(arguments, &options.site, console, watch);
        // The process is about to end: giving its memory back piece by piece would take longer than that.
        std::mem::forget((inputs, compilation, placed));
        Ok(Outcome::Done)
    })
}

/// What a build says at its end.
struct Told {
    counts: String,
    files: usize,
    written: usize,
    removed: usize,
    drafts: bool,
}

impl Told {
    fn say(&self, console: &Console, watch: &Stopwatch, folder: &Path) {
        console.say(&self.counts);
        console.say(&format!(
            "{} files: {} written, {} unchanged, {} removed; {} ms",
            self.files,
            self.written,
            self.files - self.written,
            self.removed,
            watch.milliseconds()
        ));
        console.say(&format!("the site is in {}", folder.display()));
        if self.drafts {
            console.say("drafts are in it");
        }
    }
}

/// The inputs that stand in none of the folders: the configuration and the sources.
fn named(inputs: &Inputs) -> Vec<String> {
    let sources = inputs.sources.iter().map(|source| source.file.path.clone());
    sources.chain([inputs.config_file.path.clone()]).collect()
}

/// The files that belong to no page and no bundle.
fn assets(compilation: &Compilation<Placed>, memory: &Memory<Placed>) -> Vec<SitePath> {
    let bundled = memory.bundles.values().flat_map(|made| &made.files);
    let bundled: BTreeSet<&SitePath> = bundled.map(|(path, ..)| path).collect();
    let paths = compilation.files.keys();
    paths.filter(|path| !bundled.contains(path)).cloned().collect()
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
    let (compilation, _) = compile_again(&inputs, watch, &InMemory, Memory::default);
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
