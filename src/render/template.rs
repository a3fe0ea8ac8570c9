use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Context, Error, ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::diagnostic::{Checked, Diagnostic, Place, SourceFile};
use crate::input::{Inputs, Interface};
use crate::page::Page;
use crate::text::{Plurals, did_you_mean, is_right_to_left};

/// Advice for a template that extends one that does not exist.
const EXTENDING: &str =
    "a template extends one of the theme's, or the one that it replaces as `theme/<name>` or `builtin/<name>`";

/// The theme's templates, compiled. A template sees the variables `frame`, `page` and, with the strings of the
/// interface, `t`.
#[derive(Debug)]
pub(super) struct Templates {
    /// One engine for each interface, with its strings as globals.
    engines: Vec<Tera>,
    sources: BTreeMap<String, Arc<SourceFile>>,
}

impl Templates {
    /// Compiles all templates; `None` if any of them is broken.
    pub(super) fn compile(inputs: &Inputs) -> Checked<Option<Self>> {
        let theme = &inputs.theme;
        let papers = inputs.config.papers.iter().map(|paper| paper.language.as_str());
        let interfaces = theme.interfaces.iter().map(|interface| interface.language.as_str());
        // Where all is written from left to right, no element says so.
        let directed = papers.chain(interfaces).any(is_right_to_left);
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".xml"]);
        // Templates only compile if the function exists; each interface replaces it with its own below.
        tera.register_function("counted", counted(&theme.interfaces[0]));
        tera.register_function("lang", lang(directed));
        tera.register_filter("group_by", group_by);
        let sources = &theme.templates;
        let raw = sources.iter().map(|(name, file)| (name.clone(), file.text.clone()));
        match tera.add_raw_templates(raw) {
            Ok(()) => {
                let interfaces = theme.interfaces.iter().map(|interface| {
                    let mut tera = tera.clone();
                    tera.global_context().insert("t", interface.strings.all());
                    tera.register_function("counted", counted(interface));
                    tera
                });
                Checked {
                    value: Some(Self {
                        engines: interfaces.collect(),
                        sources: sources.clone(),
                    }),
                    diagnostics: Vec::new(),
                }
            }
            Err(error) => Checked {
                value: None,
                diagnostics: broken(sources, &error),
            },
        }
    }

    /// Renders one page.
    pub(super) fn render(&self, page: &Page) -> Result<String, Diagnostic> {
        Context::from_serialize(page)
            .and_then(|context| self.engines[page.interface].render(page.template, &context))
            .map_err(|error| explain(&self.sources, &error).help(format!("this came up on the page `{}`", page.path)))
    }
}

/// The template function `counted(count=3, of="paragraph")`: a number with its noun in the right plural form.
fn counted(interface: &Interface) -> impl Fn(Kwargs, &State) -> TeraResult<String> + use<> {
    let plurals = Plurals::new(&interface.language);
    let strings = interface.strings.clone();
    move |arguments, _| {
        let word: &str = arguments.must_get("of")?;
        Ok(strings.counted(&plurals, word, arguments.must_get("count")?))
    }
}

/// The template function `lang(tag="ar")`: the attributes of an element with words in that language, `lang` and `dir`;
/// none without a tag. `directed`: whether every element says the direction of its language, as it must where both
/// directions occur; otherwise only one from right to left does.
fn lang(directed: bool) -> impl Fn(Kwargs, &State) -> TeraResult<Value> {
    move |arguments, _| {
        let tag: &str = arguments.get("tag")?.unwrap_or_default();
        let direction = match is_right_to_left(tag) {
            true => " dir=\"rtl\"",
            false if directed => " dir=\"ltr\"",
            false => "",
        };
        // A tag is checked to be one when the configuration is read: it needs no escaping.
        Ok(Value::safe_string(&match tag {
            "" => String::new(),
            tag => format!(" lang=\"{tag}\"{direction}"),
        }))
    }
}

/// The template filter `list | group_by(attribute="kind")`. Replaces Tera's own, whose groups come in random order; here
/// they come in the order of their first members.
fn group_by(list: &[Value], arguments: Kwargs, _: &State) -> TeraResult<Map> {
    let attribute: &str = arguments.must_get("attribute")?;
    let mut groups: Vec<(Key, Vec<Value>)> = Vec::new();
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    for value in list {
        let found = value.get_from_path(attribute);
        if found.is_some_and(Value::is_none) {
            continue;
        }
        let key = found.and_then(group_key).ok_or_else(|| {
            let name = value.name();
            Error::message(format!(
                "a value of the list ({name}) has no text, number or yes or no as `{attribute}`"
            ))
        })?;
        let place = *places.entry(key.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((key, Vec::new()));
        }
        groups[place].1.push(value.clone());
    }
    let groups = groups.into_iter();
    Ok(groups.map(|(key, values)| (key, values.into())).collect())
}

/// Converts a text, number or boolean to a group's key; `None` for other values.
fn group_key(value: &Value) -> Option<Key<'static>> {
    let text = value.as_str().map(|text| Key::from(text.to_owned()));
    let truth = || value.as_bool().map(Key::Bool);
    text.or_else(truth).or_else(|| value.as_i128().map(Key::from))
}

/// The syntax errors of all templates, each parsed alone, since the engine stops at the first; without any, the error
/// between templates that it gave.
fn broken(sources: &BTreeMap<String, Arc<SourceFile>>, error: &tera::Error) -> Vec<Diagnostic> {
    let syntax_errors = sources.iter().filter_map(|(name, file)| {
        let error = Tera::new().add_raw_template(name, &file.text).err()?;
        matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| explain(sources, &error))
    });
    let syntax_errors: Vec<Diagnostic> = syntax_errors.collect();
    if syntax_errors.is_empty() {
        vec![explain(sources, error)]
    } else {
        syntax_errors
    }
}

/// Merges equal failures of many pages into one that says on how many pages it occurred.
pub fn merge_repeated(failures: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut merged: Vec<(Diagnostic, usize)> = Vec::new();
    for failure in failures {
        let same = |(other, _): &&mut (Diagnostic, usize)| {
            (&other.message, &other.place) == (&failure.message, &failure.place)
        };
        match merged.iter_mut().find(same) {
            Some((_, times)) => *times += 1,
            None => merged.push((failure, 1)),
        }
    }
    let merged = merged.into_iter();
    merged
        .map(|(failure, times)| match times {
            1 => failure,
            2 => failure.help("and on one more page"),
            _ => failure.help(format!("and on {} more pages", times - 1)),
        })
        .collect()
}

/// Converts the engine's error to a diagnostic with a place in the template's file.
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
            let known = sources.keys().map(String::as_str);
            let diagnostic = diagnostic.help_if(did_you_mean(parent, known)).help(EXTENDING);
            match sources.get(current) {
                Some(file) => diagnostic.at(Place::start_of(file)),
                None => diagnostic,
            }
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            let diagnostic = Diagnostic::error("broken-template", format!("`{tpl}` extends or includes itself"));
            let diagnostic = diagnostic.help(EXTENDING);
            match sources.get(tpl) {
                Some(file) => diagnostic.at(Place::start_of(file)),
                None => diagnostic,
            }
        }
        _ => from_text(sources, &error.to_string()),
    }
}

/// Parses an error that the engine gives only as text: `error: what`, then `--> template:line:column`.
fn from_text(sources: &BTreeMap<String, Arc<SourceFile>>, text: &str) -> Diagnostic {
    let what = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
    let diagnostic = Diagnostic::error("broken-template", what);
    let place = text.lines().find_map(|line| {
        let mut pieces = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line) = (
            pieces.next()?.parse::<usize>().ok()?,
            pieces.next()?.parse::<usize>().ok()?,
        );
        let file = sources.get(pieces.next()?)?;
        let start: usize = file
            .text
            .split_inclusive('\n')
            .take(line.checked_sub(1)?)
            .map(str::len)
            .sum();
        let in_line = file.text[start..].char_indices().nth(column.checked_sub(1)?);
        let at = start + in_line.map_or(0, |(at, _)| at);
        Some(Place::new(file, at..at))
    });
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}
