//! What the program has to say about its input: diagnostics that name a code, a place and a way out.
//!
//! A pass never stops at the first fault and never prints: it returns [`Checked`], its value together
//! with everything it noticed. Printing is [`report()`]'s, and only the command line calls it.

mod explain;
mod report;
mod source;

pub use explain::{explain, explanations, summary};
pub use report::{Format, report};
pub use source::{BUILTIN, Place, SourceFile};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the site is built all the same (unless `--strict`).
    Warning,
    /// The input is at fault; nothing is published.
    Error,
}

impl Severity {
    /// The word that stands before a message.
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
    /// One phrase that names the thing.
    pub message: String,
    /// Where it is; `None` only for what has no place in any file.
    pub place: Option<Place>,
    /// Other places that belong to it, each with what is there.
    pub related: Vec<(Place, String)>,
    /// What to do about it.
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

    /// Points it at `place`.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds another place with what is there.
    pub fn related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }

    /// Adds a piece of advice.
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.help.push(advice.into());
        self
    }

    /// Adds advice where there is some.
    pub fn help_if(mut self, advice: Option<String>) -> Self {
        self.help.extend(advice);
        self
    }
}

/// A pass's result: its value and what it noticed on the way.
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

/// Sorts diagnostics by file, place and code and drops the ones said twice.
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
