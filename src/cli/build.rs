use std::collections::HashSet;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::ScopedJoinHandle;
use std::time::SystemTime;

use super::args::{Arguments, BuildOptions, OutputOptions, SiteOptions};
use super::console::Console;
use super::timings::Stopwatch;
use super::{Outcome, find, load, load_again};
use crate::cache::{self, Cache, End, Head, Leaving};
use crate::check::{Depth, judge};
use crate::compile::{Compilation, InMemory, Memory, compile_again};
use crate::diagnostic::Diagnostic;
use crate::publish::{Output, Placed};
use crate::read::{Failure, INPUT_FOLDERS, Inputs, Overrides, Shelf, Stamps};
use crate::view::SitePath;

/// `glossator build`.
pub(super) fn run(arguments: &Arguments, options: &BuildOptions, console: &Console) -> Result<Outcome, Failure> {
    let watch = Stopwatch::start(options.site.timings || arguments.verbose);
    use_threads(&options.site);
    let config = find(arguments)?;
    let folder = output_folder(&options.output, config.parent().unwrap_or(Path::new("")));
    let work = Work {
        arguments,
        options,
        console,
        watch: &watch,
        cache: &Cache::of(&config, &overrides(&options.site), &folder),
        folder: &folder,
    };
    let outcome = work.build()?;
    tell_timings(arguments, &options.site, console, &watch);
    Ok(outcome)
}

/// A build.
struct Work<'a> {
    arguments: &'a Arguments,
    options: &'a BuildOptions,
    console: &'a Console,
    watch: &'a Stopwatch,
    cache: &'a Cache,
    folder: &'a Path,
}

/// What is known before the inputs are read.
struct Before<'a> {
    /// What the build before left.
    head: Option<&'a Head>,
    /// What the system said of the inputs that it names.
    looked: Option<Stamps>,
    /// When the system was asked.
    began: SystemTime,
}

/// A site that is made and not published yet.
struct Made<'scope> {
    compilation: Compilation<Placed>,
    diagnostics: Vec<Diagnostic>,
    /// The files that belong to no page and no bundle.
    assets: Vec<SitePath>,
    /// The next cache, which is being written.
    leaving: ScopedJoinHandle<'scope, Leaving>,
}

impl Work<'_> {
    /// Builds the site, unless nothing changed since the build before.
    fn build(&self) -> Result<Outcome, Failure> {
        let cache = self.cache;
        let began = SystemTime::now();
        let head = self.watch.lap("cache", || cache.head(), |_| None);
        std::thread::scope(|scope| {
            let memory = scope.spawn(|| cache.memory(head.as_ref()?));
            let memory = || memory.join().ok().flatten();
            let looked = head.as_ref().and_then(|head| cache.look_at_inputs(&head.named, began));
            let is_same = |head: &Head| looked.as_ref().is_some_and(|looked| head.has_same(looked));
            let same = head.as_ref().filter(|head| !self.options.force && is_same(head));
            let before = Before {
                head: head.as_ref(),
                looked,
                began,
            };
            let Some(same) = same else {
                return self.again(before, memory);
            };
            let memory = self.watch.lap("memory", memory, |_| None);
            let stands = |memory: &&Memory<Placed>| same.end.silent && same.stands_in(self.folder, memory);
            if let Some(memory) = memory.as_ref().filter(stands) {
                self.tell(&Told {
                    counts: same.end.counts.clone(),
                    files: same.files(memory),
                    written: 0,
                    removed: 0,
                    drafts: self.options.site.drafts,
                });
                return Ok(Outcome::Done);
            }
            self.again(before, || memory)
        })
    }

    /// Builds the site, with what the build before left. Taking that out of the cache goes on beside reading the inputs,
    /// writing the next cache beside checking and publishing.
    fn again(&self, before: Before, memory: impl FnOnce() -> Option<Memory<Placed>>) -> Result<Outcome, Failure> {
        let (cache, watch) = (self.cache, self.watch);
        std::thread::scope(|scope| {
            let derived = scope.spawn(|| cache.read_derived());
            let output = scope.spawn(|| Output::open(self.folder, self.options.force));
            let memory = || {
                let (mentions, apparatus) = derived.join().unwrap_or_default();
                Memory {
                    mentions,
                    apparatus,
                    ..memory().unwrap_or_default()
                }
            };
            let mut shelf = before.looked.as_deref().map_or_else(Shelf::default, Shelf::listed);
            let read = || load_again(self.arguments, &overrides(&self.options.site), self.console, &mut shelf);
            let inputs = watch.lap("read", read, |inputs| inputs.as_ref().ok().map(Inputs::bytes))?;
            not_among_inputs(self.folder, &inputs)?;
            let output = output.join().unwrap_or_else(|panic| resume_unwind(panic))?;
            let named = named(&inputs);
            let looked = self.looked(before, &named);
            let made = watch.with_progress(self.console, || {
                let (compilation, memory) = compile_again(&inputs, watch, &output, memory);
                Made {
                    assets: assets(&compilation, &memory),
                    leaving: scope.spawn(move || cache.leave(looked, named, &memory)),
                    diagnostics: watch.lap("check", || judge(&inputs, &compilation, Depth::Build), |_| None),
                    compilation,
                }
            });
            let outcome = self.publish(made, output, inputs.drafts);
            // The process is about to end: giving its memory back piece by piece would take longer than that.
            std::mem::forget(inputs);
            outcome
        })
    }

    /// What the system said of all inputs, the `named` ones among them, before they were read. What was written since
    /// then counts as new the next time.
    fn looked(&self, before: Before, named: &[String]) -> Stamps {
        let Before { head, looked, began } = before;
        let looked = looked.filter(|_| head.is_some_and(|head| head.named == named));
        let looked = looked.or_else(|| self.cache.look_at_inputs(named, began));
        looked.unwrap_or_default()
    }

    fn publish(&self, mut made: Made, output: Output, drafts: bool) -> Result<Outcome, Failure> {
        let silent = made.diagnostics.is_empty();
        if !self.console.report(&mut made.diagnostics, self.options.site.strict) {
            self.console.say("nothing was published");
            return Ok(Outcome::InputErrors);
        }
        let placed = placed(&made.compilation);
        let bytes = placed.iter().filter(|file| file.is_new()).map(Placed::length).sum();
        let published = self.watch.lap("publish", || output.publish(&placed), |_| Some(bytes))?;
        let detail = |what: &str, path: &SitePath| self.console.detail(&format!("{what} {path}"));
        published.write.iter().for_each(|path| detail("wrote", path));
        published.remove.iter().for_each(|path| detail("removed", path));
        let end = End {
            silent,
            counts: counts(&made.compilation),
            others: cache::others(self.folder, &made.assets),
        };
        let leave = || made.leaving.join().map(|leaving| self.cache.finish(leaving, &end));
        // A cache that could not be written is none.
        let _ = self.watch.lap("leave", leave, |_| None);
        self.tell(&Told {
            counts: end.counts,
            files: placed.len(),
            written: published.write.len(),
            removed: published.remove.len(),
            drafts,
        });
        std::mem::forget((made.compilation, placed));
        Ok(Outcome::Done)
    }

    fn tell(&self, told: &Told) {
        told.say(self.console, self.watch, self.folder);
    }
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
    let bundled: HashSet<&SitePath> = bundled.map(|(path, ..)| path).collect();
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
