use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{Arguments, ServeOptions};
use super::build::{counts, overrides, use_threads};
use super::console::{Console, counted};
use super::{Outcome, find, load};
use crate::check::{Depth, judge};
use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Format, report, tidy};
use crate::read::{
    CONFIG_FILE, CONTENT_FOLDER, Failure, Inputs, STATIC_FOLDER, STRINGS_FOLDER, TEMPLATES_FOLDER, THEMES_FOLDER,
};
use crate::serve::{Built, Server, Watcher};

/// Columns of the diagnostics that a page shows.
const OVERLAY_WIDTH: usize = 100;

/// `glossator serve`: ends when the process is ended.
pub(super) fn run(arguments: &Arguments, options: &ServeOptions, console: &Console) -> Result<Outcome, Failure> {
    use_threads(&options.site);
    let config = find(arguments)?;
    let root = config.parent().unwrap_or(Path::new("")).to_owned();
    let mut known = Known {
        base_path: "/".to_owned(),
        sources: Vec::new(),
    };
    // Watched before it is read: no change falls between the two.
    let mut watcher = Watcher::start(&root, &known.inputs(&config), options.poll)?;
    let built = build(arguments, options, console, &mut known);
    watcher.watch_inputs(&known.inputs(&config))?;
    let server = Server::open(options.interface, options.port, built)?;
    let url = server.url();
    console.say(&format!("serving {url} (Ctrl-C ends)"));
    if !options.interface.is_loopback() {
        console.say("this address is open to the network");
    }
    if options.open && open::that_detached(&url).is_err() {
        console.say("no browser could be opened");
    }
    loop {
        watcher.wait()?;
        let start = Instant::now();
        let built = build(arguments, options, console, &mut known);
        watcher.watch_inputs(&known.inputs(&config))?;
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

/// What the last readable configuration said.
struct Known {
    base_path: String,
    sources: Vec<PathBuf>,
}

impl Known {
    fn learn(&mut self, inputs: &Inputs) {
        self.base_path = inputs.config.base_path();
        let papers = inputs.config.papers.iter();
        self.sources = papers.map(|paper| PathBuf::from(&paper.source.value)).collect();
    }

    /// The files and folders from which the site is made. The folder of each source is one of them: a
    /// source may get another name.
    fn inputs(&self, config: &Path) -> Vec<PathBuf> {
        let folders = [
            CONTENT_FOLDER,
            THEMES_FOLDER,
            TEMPLATES_FOLDER,
            STRINGS_FOLDER,
            STATIC_FOLDER,
        ];
        let config = config.file_name().map_or(PathBuf::from(CONFIG_FILE), PathBuf::from);
        let mut inputs: Vec<PathBuf> = folders.map(PathBuf::from).to_vec();
        inputs.push(config);
        let own_folder = |source: &&Path| !source.as_os_str().is_empty();
        let parents = self
            .sources
            .iter()
            .filter_map(|source| source.parent())
            .filter(own_folder);
        inputs.extend(parents.map(Path::to_owned));
        inputs.extend(self.sources.iter().cloned());
        inputs
    }
}

/// Builds in memory; what is wrong goes to the terminal and to the open pages.
fn build(arguments: &Arguments, options: &ServeOptions, console: &Console, known: &mut Known) -> Built {
    let files = match load(arguments, &overrides(&options.site), console) {
        Ok(inputs) => {
            known.learn(&inputs);
            let compilation = compile(&inputs);
            let mut diagnostics = judge(&inputs, &compilation, Depth::Build);
            if console.report(&mut diagnostics, options.site.strict) {
                console.detail(&counts(&compilation));
                Ok(compilation.files)
            } else {
                Err(for_page(diagnostics))
            }
        }
        Err(mut failure) => {
            console.report(&mut failure.diagnostics, false);
            Err(for_page(failure.diagnostics))
        }
    };
    Built {
        files,
        base_path: known.base_path.clone(),
    }
}

fn for_page(mut diagnostics: Vec<Diagnostic>) -> String {
    tidy(&mut diagnostics);
    let format = Format::Human {
        color: false,
        width: OVERLAY_WIDTH,
    };
    report(&diagnostics, format, "")
}
