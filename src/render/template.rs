use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};

use crate::diagnostic::{Checked, Diagnostic, Place, SourceFile};
use crate::read::Theme;
use crate::view::Page;

/// The theme's templates, compiled. A template is given `frame`, `page` and the strings as `t`.
pub(super) struct Templates<'a> {
    tera: Tera,
    sources: &'a BTreeMap<String, Arc<SourceFile>>,
}

impl<'a> Templates<'a> {
    /// Compiles all templates; nothing where one is broken.
    pub(super) fn compile(theme: &'a Theme) -> Checked<Option<Self>> {
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".xml"]);
        tera.global_context().insert("t", theme.strings.all());
        let sources = &theme.templates;
        let raw = sources.iter().map(|(name, file)| (name.clone(), file.text.clone()));
        match tera.add_raw_templates(raw) {
            Ok(()) => Checked {
                value: Some(Self { tera, sources }),
                diagnostics: Vec::new(),
            },
            Err(error) => Checked {
                value: None,
                diagnostics: vec![explain(sources, &error)],
            },
        }
    }

    /// Renders one page.
    pub(super) fn render(&self, page: &Page) -> Result<String, Diagnostic> {
        Context::from_serialize(page)
            .and_then(|context| self.tera.render(page.template, &context))
            .map_err(|error| explain(self.sources, &error).help(format!("this came up on the page `{}`", page.path)))
    }
}

/// The engine's error as a diagnostic in the template's file.
fn explain(sources: &BTreeMap<String, Arc<SourceFile>>, error: &tera::Error) -> Diagnostic {
    let located = |code, report: &tera::ReportError| {
        let diagnostic = Diagnostic::error(code, report.message());
        match sources.get(report.filename()) {
            Some(file) => diagnostic.at(Place::new(file, report.span().range.clone())),
            None => diagnostic,
        }
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) => located("broken-template", report),
        ErrorKind::RenderingError(report) => located("template-failed", report),
        ErrorKind::TemplateNotFound(name) => {
            Diagnostic::error("missing-template", format!("the theme has no template `{name}`"))
        }
        ErrorKind::MissingParent { current, parent } => {
            let diagnostic = Diagnostic::error(
                "missing-template",
                format!("`{current}` extends `{parent}`, which the theme does not have"),
            );
            match sources.get(current) {
                Some(file) => diagnostic.at(Place::start_of(file)),
                None => diagnostic,
            }
        }
        _ => Diagnostic::error("broken-template", error.to_string()),
    }
}
