//! The command line: reads arguments, runs the passes, prints. The only module that writes to the
//! terminal: messages to standard error, data to standard output.

mod args;
mod build;
mod check;
mod inspect;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::diagnostic::{Diagnostic, Format, Severity, report, tidy};
use crate::read::{CONFIG_FILE, Failure, Inputs, Overrides, find_config, read};

use args::{Arguments, Color, Command, OutputFormat};

/// How a command ended; the number is the exit code, the same in every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done = 0,
    /// The input has errors.
    InputErrors = 1,
    /// The configuration or the disk is at fault.
    Failed = 3,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    // A usage error ends here, with exit code 2.
    let arguments = Arguments::parse();
    let console = Console::new(&arguments);
    let outcome = match &arguments.command {
        Command::Build(options) => build::run(&arguments, options, &console),
        Command::Check(options) => check::run(&arguments, options, &console),
        Command::Inspect(options) => inspect::run(&arguments, options, &console),
    };
    let outcome = outcome.unwrap_or_else(|mut failure| {
        console.report(&mut failure.diagnostics, false);
        Outcome::Failed
    });
    ExitCode::from(outcome as u8)
}

/// Reads the site that the arguments name.
fn load(arguments: &Arguments, overrides: &Overrides) -> Result<Inputs, Failure> {
    let path = match &arguments.config {
        Some(path) => path.clone(),
        None => {
            let root = arguments.root.clone().unwrap_or_else(|| PathBuf::from("."));
            let from = std::path::absolute(&root).unwrap_or(root);
            find_config(&from).ok_or_else(|| {
                Diagnostic::error(
                    "no-configuration",
                    format!("there is no {CONFIG_FILE} in `{}` or above it", from.display()),
                )
                .help("go to the folder of a site, or name it with `--root`")
            })?
        }
    };
    read(&path, overrides)
}

/// Where messages go, and how they look.
struct Console {
    format: Format,
    quiet: bool,
}

impl Console {
    fn new(arguments: &Arguments) -> Self {
        let color = match arguments.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self {
            format: match arguments.format {
                OutputFormat::Human => Format::Human { color },
                OutputFormat::Json => Format::Json,
            },
            quiet: arguments.quiet,
        }
    }

    /// Prints diagnostics and says whether the input may be published; `strict` counts warnings too.
    fn report(&self, diagnostics: &mut Vec<Diagnostic>, strict: bool) -> bool {
        tidy(diagnostics);
        if strict {
            for diagnostic in diagnostics.iter_mut() {
                diagnostic.severity = Severity::Error;
            }
        }
        let shown: Vec<Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| !self.quiet || diagnostic.severity == Severity::Error)
            .cloned()
            .collect();
        print(&mut io::stderr().lock(), &report(&shown, self.format));
        let errors = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count();
        let warnings = diagnostics.len() - errors;
        if !diagnostics.is_empty() {
            let count = |number: usize, word: &str| match number {
                0 => None,
                1 => Some(format!("1 {word}")),
                _ => Some(format!("{number} {word}s")),
            };
            let counts: Vec<String> = [count(errors, "error"), count(warnings, "warning")]
                .into_iter()
                .flatten()
                .collect();
            self.say(&counts.join(", "));
        }
        errors == 0
    }

    /// Prints a line for people; programs that read JSON get none.
    fn say(&self, line: &str) {
        if !self.quiet && matches!(self.format, Format::Human { .. }) {
            print(&mut io::stderr().lock(), &format!("{line}\n"));
        }
    }

    /// Prints what was asked for.
    fn data(&self, text: &str) {
        print(&mut io::stdout().lock(), text);
    }
}

/// Writes to a stream whose reader may have left: that is no fault of ours and ends nothing.
fn print(stream: &mut dyn Write, text: &str) {
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}
