use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::args::{Arguments, Color, Command, OutputFormat};
use crate::diagnostic::{Diagnostic, Format, Severity, report, tidy};

/// The width of messages in columns if standard error is no terminal.
const WIDTH: usize = 100;

/// The program's output: messages to standard error, data to standard output. `build` and `check` have diagnostics as
/// their data: in machine-readable formats those go to standard output.
pub(super) struct Console {
    format: Format,
    quiet: bool,
    verbose: bool,
    diagnostics_are_data: bool,
    /// The site's root as seen from the working folder: the prefix of paths in messages.
    site_root: RefCell<String>,
    /// Diagnostics of formats that are printed as one document at the end.
    buffered: RefCell<Vec<Diagnostic>>,
}

impl Console {
    pub(super) fn new(arguments: &Arguments) -> Self {
        let terminal = io::stderr().is_terminal();
        let color = match arguments.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        let width = terminal_size::terminal_size_of(io::stderr()).map_or(WIDTH, |(width, _)| width.0.into());
        Self {
            format: match arguments.format {
                OutputFormat::Human => Format::Human { color, width },
                OutputFormat::Json => Format::Json,
                OutputFormat::Github => Format::Github,
                OutputFormat::Sarif => Format::Sarif,
            },
            quiet: arguments.quiet,
            verbose: arguments.verbose,
            diagnostics_are_data: matches!(arguments.command, Command::Build(_) | Command::Check(_)),
            site_root: RefCell::default(),
            buffered: RefCell::default(),
        }
    }

    /// Sets the site's root, so that messages name files relative to the working folder.
    pub(super) fn set_site_root(&self, root: &Path) {
        let here = std::env::current_dir().unwrap_or_default();
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let seen = root.strip_prefix(&here).unwrap_or(&root);
        *self.site_root.borrow_mut() = seen.to_string_lossy().replace('\\', "/");
    }

    /// Prints diagnostics and returns whether there are no errors; `strict` turns warnings into errors.
    pub(super) fn report(&self, diagnostics: &mut Vec<Diagnostic>, strict: bool) -> bool {
        tidy(diagnostics);
        if strict {
            for diagnostic in diagnostics.iter_mut() {
                diagnostic.severity = Severity::Error;
            }
        }
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let errors = diagnostics.iter().filter(is_error).count();
        let shown: Vec<Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| !self.quiet || is_error(diagnostic))
            .cloned()
            .collect();
        match self.format {
            Format::Sarif => self.buffered.borrow_mut().extend(shown),
            format => self.write_report(&report(&shown, format, &self.site_root.borrow())),
        }
        let counts = [(errors, "error"), (diagnostics.len() - errors, "warning")];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| counted(number, word))
            .collect();
        if !counts.is_empty() {
            self.say(&counts.join(", "));
        }
        if let Some(first) = diagnostics.iter().find(is_error) {
            self.say(&format!("`glossator explain {}` says more", first.code));
        }
        errors == 0
    }

    /// Prints the buffered diagnostics. Called once, at the end of a command.
    pub(super) fn finish(&self) {
        if self.format == Format::Sarif {
            let text = report(&self.buffered.take(), self.format, &self.site_root.borrow());
            self.write_report(&text);
        }
    }

    fn write_report(&self, text: &str) {
        let for_people = matches!(self.format, Format::Human { .. });
        if self.diagnostics_are_data && !for_people {
            print(&mut io::stdout().lock(), text);
        } else {
            print(&mut io::stderr().lock(), text);
        }
    }

    /// Prints a message, unless the output is quiet or in a machine-readable format.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet && matches!(self.format, Format::Human { .. } | Format::Github) {
            print(&mut io::stderr().lock(), &format!("{line}\n"));
        }
    }

    /// Prints a message if the output is verbose.
    pub(super) fn detail(&self, line: &str) {
        if self.verbose {
            self.say(line);
        }
    }

    /// Prints data to standard output.
    pub(super) fn data(&self, text: &str) {
        print(&mut io::stdout().lock(), text);
    }

    /// Whether to show progress: standard error is an interactive terminal.
    pub(super) fn is_live(&self) -> bool {
        let for_people = matches!(self.format, Format::Human { .. });
        for_people && !self.quiet && io::stderr().is_terminal() && std::env::var_os("CI").is_none()
    }

    /// The format of diagnostics.
    pub(super) fn format(&self) -> Format {
        self.format
    }
}

/// `1 error`, `2 errors`.
pub(super) fn counted(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    }
}

/// Writes to a stream and ignores errors: a closed pipe should not end the program.
pub(super) fn print(stream: &mut dyn Write, text: &str) {
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
}
