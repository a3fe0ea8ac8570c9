use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{Arguments, ServeOptions};
use super::build::{counts, overrides, tell_timings, use_threads};
use super::console::{Console, counted};
use super::timings::Stopwatch;
use super::{Outcome, find, load};
use crate::build::{Memo, compile_with_memo};
use crate::diagnostic::{Diagnostic, Format, report, tidy};
use crate::input::{Failure, INPUT_FOLDERS, Inputs};
use crate::serve::{Built, Server, Watcher};
use crate::verify::{CheckLevel, run_checks};

/// Columns of the diagnostics that a page shows.
const OVERLAY_WIDTH: usize = 100;

/// `glossator serve`: ends when the process is ended.
pub(super) fn run(arguments: &Arguments, options: &ServeOptions, console: &Console) -> Result<Outcome, Failure> {
    use_threads(&options.site);
    let mut workshop = Workshop::open(arguments, options, console)?;
    let server = Server::open(options.interface, options.port, workshop.build()?)?;
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
        workshop.watcher.wait()?;
        let start = Instant::now();
        let built = workshop.build()?;
        let sound = built.files.is_ok();
        let changed = server.update(built);
        if sound {
            let changed = counted(changed.len(), "file");
            console.say(&format!("{changed} changed; {} ms", start.elapsed().as_millis()));
        } else {
            console.say("the last good site is still served");
        }
    }
}

/// A site that is being worked on.
struct Workshop<'a> {
    arguments: &'a Arguments,
    options: &'a ServeOptions,
    console: &'a Console,
    /// The configuration file.
    config: PathBuf,
    watcher: Watcher,
    /// What the last readable configuration said.
    base_path: String,
    sources: Vec<PathBuf>,
    /// The pages of the last build.
    memo: Memo,
}

impl<'a> Workshop<'a> {
    fn open(arguments: &'a Arguments, options: &'a ServeOptions, console: &'a Console) -> Result<Self, Failure> {
        let config = find(arguments)?;
        let root = config.parent().unwrap_or(Path::new(""));
        Ok(Self {
            arguments,
            options,
            console,
            watcher: Watcher::start(root, &inputs(&config, &[]), options.poll)?,
            config,
            base_path: "/".to_owned(),
            sources: Vec::new(),
            memo: Memo::default(),
        })
    }

    /// Builds in memory; what is wrong goes to the terminal and to the open pages.
    fn build(&mut self) -> Result<Built, Failure> {
        let watch = Stopwatch::start(self.options.site.timings || self.arguments.verbose);
        let mut read = watch.lap("input", || self.read(), |_| None);
        if self.watcher.watch_inputs(&inputs(&self.config, &self.sources))? {
            // The configuration names inputs that were not watched while they were read.
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
                    tell_timings(self.arguments, &self.options.site, self.console, &watch);
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
        Ok(Built {
            files,
            base_path: self.base_path.clone(),
        })
    }

    fn read(&mut self) -> Result<Inputs, Failure> {
        let overrides = overrides(&self.options.site);
        let inputs = load(self.arguments, &overrides, self.console)?;
        self.base_path = inputs.config.base_path();
        let papers = inputs.config.papers.iter();
        self.sources = papers.map(|paper| PathBuf::from(&paper.source.value)).collect();
        Ok(inputs)
    }
}

/// The files and folders from which a site is made. The folder of each source is one of them: a source may
/// come back under its name.
fn inputs(config: &Path, sources: &[PathBuf]) -> Vec<PathBuf> {
    let mut inputs: Vec<PathBuf> = INPUT_FOLDERS.map(PathBuf::from).to_vec();
    inputs.push(config.to_owned());
    let parents = sources.iter().filter_map(|source| source.parent());
    let own_folder = |folder: &&Path| !folder.as_os_str().is_empty();
    inputs.extend(parents.filter(own_folder).map(Path::to_owned));
    inputs.extend(sources.iter().cloned());
    inputs
}

fn for_page(mut diagnostics: Vec<Diagnostic>) -> String {
    tidy(&mut diagnostics);
    let format = Format::Human {
        color: false,
        width: OVERLAY_WIDTH,
    };
    report(&diagnostics, format, "")
}
