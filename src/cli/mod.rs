//! The command line: parses arguments, runs the commands and prints. The only module that writes to the terminal:
//! messages to standard error, data to standard output.

mod about;
mod args;
mod build;
mod check;
mod clean;
mod console;
mod init;
mod inspect;
mod serve;
mod suggest;
mod timings;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::diagnostic::Diagnostic;
use crate::input::{CONFIG_FILE, Failure, Inputs, Overrides, find_config, read};

use args::{Arguments, Command};
use console::Console;

/// The result of a command; the number is its exit code, in every output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Success.
    Done = 0,
    /// The input has errors.
    InputErrors = 1,
    /// The configuration could not be read, or input or output failed.
    Failed = 3,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    // Usage errors exit here, with code 2.
    let arguments = Arguments::parse();
    let console = Console::new(&arguments);
    let outcome = match &arguments.command {
        Command::Build(options) => build::run(&arguments, options, &console),
        Command::Serve(options) => serve::run(&arguments, options, &console),
        Command::Check(options) => check::run(&arguments, options, &console),
        Command::Init(options) => init::run(&arguments, options, &console),
        Command::Inspect(options) => inspect::run(&arguments, options, &console),
        Command::Suggest(options) => suggest::run(&arguments, options, &console),
        Command::Clean(options) => clean::run(&arguments, options, &console),
        Command::Explain(options) => about::explain_code(options, &console),
        Command::Completions(options) => Ok(about::completions(options, &console)),
        Command::Man => about::manual(&console),
    };
    let outcome = outcome.unwrap_or_else(|mut failure| {
        console.report(&mut failure.diagnostics, false);
        Outcome::Failed
    });
    console.finish();
    ExitCode::from(outcome as u8)
}

/// The configuration file that the arguments name.
fn find(arguments: &Arguments) -> Result<PathBuf, Failure> {
    if let Some(path) = &arguments.config {
        return Ok(std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    }
    let root = arguments.root.clone().unwrap_or_else(|| PathBuf::from("."));
    let from = std::path::absolute(&root).unwrap_or(root);
    find_config(&from).ok_or_else(|| {
        Diagnostic::error(
            "no-configuration",
            format!("there is no {CONFIG_FILE} in `{}` or above it", from.display()),
        )
        .help("go to the folder of a site, name it with `--root`, or make one with `glossator init`")
        .into()
    })
}

/// Reads the site that the arguments name.
fn load(arguments: &Arguments, overrides: &Overrides, console: &Console) -> Result<Inputs, Failure> {
    let path = find(arguments)?;
    console.set_site_root(path.parent().unwrap_or(Path::new("")));
    read(&path, overrides)
}
