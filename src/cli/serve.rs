use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{Arguments, ServeOptions};
use super::build::{counts, overrides, print_timings, use_threads};
use super::console::{Console, counted};
use super::timings::Stopwatch;
use super::{Outcome, find, load};
use crate::build::{Memo, compile_with_memo};
use crate::diagnostic::{Diagnostic, Format, report, tidy};
use crate::input::{Failure, INPUT_FOLDERS, Inputs, Overrides};
use crate::serve::{Built, Server, Watcher};
use crate::verify::{CheckLevel, run_checks};

/// The width in columns of the diagnostics shown in the browser.
const OVERLAY_WIDTH: usize = 100;

/// `glossator serve`: runs until the process is terminated.
pub(super) fn run(arguments: &Arguments, options: &ServeOptions, console: &Console) -> Result<Outcome, Failure> {
    use_threads(&options.site);
    let mut session = Session::open(arguments, options, console)?;
    let server = Server::open(options.interface, options.port, session.build()?)?;
    if options.port != 0 && server.port() != options.port {
        console.say(&format!("port {} is taken", options.port));
    }
    let url = server.url();
    console.say(&format!("serving {url} (Ctrl-C ends)"));
    if !options.interface.is_loopback() {
        console.say("this address is open to the network; host names other than `localhost` are refused");
    }
    if options.open && open::that_detached(&url).is_err() {
        console.say("no browser could be opened");
    }
    loop {
        session.watcher.wait()?;
        let start = Instant::now();
        let built = session.build()?;
        let no_errors = built.files.is_ok();
        let changed = server.update(built);
        if no_errors {
            let changed = counted(changed.len(), "file");
            console.say(&format!("{changed} changed; {} ms", start.elapsed().as_millis()));
        } else {
            console.say("the last good site is still served");
        }
    }
}

/// What lasts from one build to the next.
struct Session<'a> {
    arguments: &'a Arguments,
    options: &'a ServeOptions,
    console: &'a Console,
    /// The configuration file.
    config: PathBuf,
    watcher: Watcher,
    /// Sources of the papers of that configuration.
    sources: Vec<PathBuf>,
    /// The pages of the last build.
    memo: Memo,
}

impl<'a> Session<'a> {
    fn open(arguments: &'a Arguments, options: &'a ServeOptions, console: &'a Console) -> Result<Self, Failure> {
        let config = find(arguments)?;
        let root = config.parent().unwrap_or(Path::new(""));
        Ok(Self {
            arguments,
            options,
            console,
            watcher: Watcher::start(root, &inputs(&config, &[]), options.poll)?,
            config,
            sources: Vec::new(),
            memo: Memo::default(),
        })
    }

    /// Builds in memory; diagnostics go to the terminal and to the open pages.
    fn build(&mut self) -> Result<Built, Failure> {
        let watch = Stopwatch::start(self.options.site.timings || self.arguments.verbose);
        let mut read = watch.lap("input", || self.read(), |_| None);
        if self.watcher.watch_inputs(&inputs(&self.config, &self.sources))? {
            // The configuration names new inputs, which were not watched yet when they were read.
            read = self.read();
        }
        let files = match read {
            Ok(inputs) => {
                let compilation = compile_with_memo(&inputs, &watch, &mut self.memo);
                let mut diagnostics = watch.lap(
                    "verify",
                    || run_checks(&inputs, &compilation, CheckLevel::Build),
                    |_| None,
                );
                if self.console.report(&mut diagnostics, self.options.site.strict) {
                    self.console.detail(&counts(&compilation));
                    print_timings(self.arguments, &self.options.site, self.console, &watch);
                    Ok(compilation.all_files())
                } else {
                    Err(for_page(diagnostics))
                }
            }
            Err(mut failure) => {
                self.console.report(&mut failure.diagnostics, false);
                Err(for_page(failure.diagnostics))
            }
        };
        Ok(Built { files })
    }

    fn read(&mut self) -> Result<Inputs, Failure> {
        let overrides = Overrides {
            preview: true,
            ..overrides(&self.options.site)
        };
        let inputs = load(self.arguments, &overrides, self.console)?;
        let papers = inputs.config.papers.iter();
        self.sources = papers.map(|paper| PathBuf::from(&paper.source.value)).collect();
        Ok(inputs)
    }
}

/// The files and folders that a site is built from, with the folder of each source: a source that was removed may be
/// created again.
fn inputs(config: &Path, sources: &[PathBuf]) -> Vec<PathBuf> {
    let mut inputs: Vec<PathBuf> = INPUT_FOLDERS.map(PathBuf::from).to_vec();
    inputs.push(config.to_owned());
    let parents = sources.iter().filter_map(|source| source.parent());
    let own_folder = |folder: &&Path| !folder.as_os_str().is_empty();
    inputs.extend(parents.filter(own_folder).map(Path::to_owned));
    inputs.extend(sources.iter().cloned());
    inputs
}

/// The diagnostics as text for the browser.
fn for_page(mut diagnostics: Vec<Diagnostic>) -> String {
    tidy(&mut diagnostics);
    let format = Format::Human {
        color: false,
        width: OVERLAY_WIDTH,
    };
    report(&diagnostics, format, "")
}
