//! Diagnostics: what the program reports about its input. Each has a code, a place and advice.
//!
//! A pass neither stops at the first fault nor prints: it returns [`Checked`], its value together with
//! its diagnostics. [`report()`] turns them into text; only the command line prints it.

mod explain;
mod report;
mod source;

pub use explain::{explain, explanations, summary};
pub use report::{Format, report};
pub use source::{BUILTIN, Place, SourceFile};

/// Whether a diagnostic keeps the site from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the site is built all the same (unless `--strict`).
    Warning,
    /// The input is at fault; nothing is published.
    Error,
}

impl Severity {
    /// The word printed before a message.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing noticed about the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the rule, in kebab case.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one phrase.
    pub message: String,
    /// Where it is; `None` if it concerns no particular file.
    pub place: Option<Place>,
    /// Other places concerned, each with a label.
    pub related: Vec<(Place, String)>,
    /// What to do about it, one piece of advice an item.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error under `code`.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// A warning under `code`.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message.into())
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            place: None,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Sets the place.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a related place with its label.
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Adds a piece of advice.
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.help.push(advice.into());
        self
    }

    /// Adds advice, if any.
    pub fn help_if(mut self, advice: Option<String>) -> Self {
        self.help.extend(advice);
        self
    }
}

/// The result of a pass: its value and its diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// The value, as good as the input allowed.
    pub value: T,
    /// In the order in which they were noticed.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Takes the value and moves the diagnostics to `into`.
    pub fn unpack(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }
}

/// Sorts diagnostics by file, place and code and removes duplicates.
pub fn tidy(diagnostics: &mut Vec<Diagnostic>) {
    let key = |diagnostic: &Diagnostic| {
        let (path, start) = diagnostic
            .place
            .as_ref()
            .map(|place| (place.file.path.clone(), place.range.start))
            .unwrap_or_default();
        (path, start, diagnostic.code, diagnostic.message.clone())
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup();
}
