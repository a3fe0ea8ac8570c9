use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use crate::diagnostic::Diagnostic;
use crate::input::is_ignored;

/// The time without events after which a burst of changes is over: one half is the debouncer's, the other is waited for
/// after each of its batches.
const QUIET: Duration = Duration::from_millis(20);
/// The interval of polling, for disks without change notifications.
const POLL: Duration = Duration::from_millis(300);

/// Watches the inputs of a site.
///
/// It watches folders, never single files: editors save by replacing the file, which would end a watch on it.
pub struct Watcher {
    watcher: Kind,
    events: Receiver<DebounceEventResult>,
    root: PathBuf,
    /// Files and folders of the inputs, absolute.
    inputs: Vec<PathBuf>,
    watched: BTreeSet<PathBuf>,
}

enum Kind {
    Native(Debouncer<RecommendedWatcher, NoCache>),
    Poll(Debouncer<PollWatcher, NoCache>),
}

impl Watcher {
    /// Starts watching. `inputs` are files and folders, under `root` if they are relative; they need not exist yet.
    ///
    /// # Errors
    /// The system cannot watch (on Linux mostly: too many watches).
    pub fn start(root: &Path, inputs: &[PathBuf], poll: bool) -> Result<Self, Diagnostic> {
        let (sender, events) = channel();
        let config = notify::Config::default()
            .with_poll_interval(POLL)
            .with_compare_contents(true);
        let watcher = if poll {
            new_debouncer_opt(QUIET / 2, None, sender, NoCache, config).map(Kind::Poll)
        } else {
            new_debouncer_opt(QUIET / 2, None, sender, NoCache, config).map(Kind::Native)
        };
        // Events name files by their real paths.
        let root = root.canonicalize().map_err(|error| failed(&error))?;
        let mut watcher = Self {
            watcher: watcher.map_err(|error| failed(&error))?,
            events,
            inputs: Vec::new(),
            root,
            watched: BTreeSet::new(),
        };
        watcher.watch_inputs(inputs)?;
        Ok(watcher)
    }

    /// Watches these inputs instead of the previous ones. Returns whether they differ: then changes of the new ones may
    /// have been missed so far.
    ///
    /// # Errors
    /// The system cannot watch.
    pub fn watch_inputs(&mut self, inputs: &[PathBuf]) -> Result<bool, Diagnostic> {
        let inputs: Vec<PathBuf> = inputs.iter().map(|path| self.root.join(path)).collect();
        let new = inputs != self.inputs;
        if new {
            self.inputs = inputs;
            self.watch_all()?;
        }
        Ok(new)
    }

    /// Waits until an input changes; a burst of changes counts as one.
    ///
    /// # Errors
    /// The system watches no longer.
    pub fn wait(&mut self) -> Result<(), Diagnostic> {
        loop {
            let first = self.events.recv().map_err(|error| failed(&error))?;
            let mut relevant = self.concerns(&first);
            loop {
                match self.events.recv_timeout(QUIET / 2) {
                    Ok(more) => relevant |= self.concerns(&more),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(error) => return Err(failed(&error)),
                }
            }
            if relevant {
                // Folders may have been created or removed.
                self.watch_all()?;
                return Ok(());
            }
        }
    }

    /// Watches every folder that exists: the root (not recursively), input folders (recursively), and the folders of single
    /// input files.
    fn watch_all(&mut self) -> Result<(), Diagnostic> {
        for old in std::mem::take(&mut self.watched) {
            // Fails if the folder was removed, and its watch with it.
            let _ = self.unwatch(&old);
        }
        let mut folders = vec![(self.root.clone(), RecursiveMode::NonRecursive)];
        for input in &self.inputs {
            if input.is_dir() {
                folders.push((input.clone(), RecursiveMode::Recursive));
            } else if let Some(parent) = input.parent().filter(|parent| parent.is_dir()) {
                folders.push((parent.to_owned(), RecursiveMode::NonRecursive));
            }
        }
        for (folder, mode) in folders {
            if self.watched.contains(&folder) {
                continue;
            }
            match self.watch(&folder, mode) {
                Ok(()) => {
                    self.watched.insert(folder);
                }
                // It was removed just now; the watch on its parent notices when it is created again.
                Err(error) if is_absence(&error) && folder != self.root => {}
                Err(error) => return Err(failed(&error)),
            }
        }
        Ok(())
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match &mut self.watcher {
            Kind::Native(watcher) => watcher.watch(folder, mode),
            Kind::Poll(watcher) => watcher.watch(folder, mode),
        }
    }

    fn unwatch(&mut self, folder: &Path) -> notify::Result<()> {
        match &mut self.watcher {
            Kind::Native(watcher) => watcher.unwatch(folder),
            Kind::Poll(watcher) => watcher.unwatch(folder),
        }
    }

    /// Whether an event is a change of an input. Reads raise events too, and so do the temporary files of editors.
    fn concerns(&self, result: &DebounceEventResult) -> bool {
        match result {
            Ok(events) => events.iter().any(|event| {
                let written = !event.kind.is_access();
                event.need_rescan() || (written && event.paths.iter().any(|path| self.is_input(path)))
            }),
            // Events may have been lost: better to build once too often.
            Err(_) => true,
        }
    }

    fn is_input(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_in_inputs = self.inputs.iter().any(|input| path.starts_with(input));
        is_in_inputs && !is_ignored(&name)
    }
}

fn is_absence(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn failed(error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("cannot-watch", format!("cannot watch for changes: {error}"))
        .help("try `--poll`, which reads the files again and again instead")
}
