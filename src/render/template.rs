use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use tera::value::Key;
use tera::{Context, Error, ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::diagnostic::{Checked, Diagnostic, Place, SourceFile};
use crate::read::{Interface, Theme};
use crate::text::{Plurals, did_you_mean};
use crate::view::Page;

/// What a template can extend.
const EXTENDING: &str =
    "a template extends one of the theme's, or the one that it replaces as `theme/<name>` or `builtin/<name>`";

/// The theme's templates, compiled. A template is given `frame`, `page` and the strings as `t`.
#[derive(Debug)]
pub(super) struct Templates {
    /// The engine with the words of each interface.
    engines: Vec<Tera>,
    sources: BTreeMap<String, Arc<SourceFile>>,
    interfaces: Vec<Interface>,
    /// Of each template, with all that it leans on.
    fingerprints: BTreeMap<String, u64>,
}

impl Templates {
    /// Compiles all templates; nothing where one is broken.
    pub(super) fn compile(theme: &Theme) -> Checked<Option<Self>> {
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".xml"]);
        // Known by name, so that templates can be compiled; each interface has its own.
        tera.register_function("counted", counted(&theme.interfaces[0]));
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
                        interfaces: theme.interfaces.clone(),
                        fingerprints: fingerprints(sources),
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

    /// Whether they are those of a theme.
    pub(super) fn are_of(&self, theme: &Theme) -> bool {
        self.sources == theme.templates && self.interfaces == theme.interfaces
    }

    /// A fingerprint of a template with all that it leans on.
    pub(super) fn fingerprint(&self, name: &str) -> u64 {
        self.fingerprints.get(name).copied().unwrap_or_default()
    }

    /// Renders one page.
    pub(super) fn render(&self, page: &Page) -> Result<String, Diagnostic> {
        Context::from_serialize(page)
            .and_then(|context| self.engines[page.interface].render(page.template, &context))
            .map_err(|error| explain(&self.sources, &error).help(format!("this came up on the page `{}`", page.path)))
    }
}

/// The fingerprint of each template with all that it leans on: the templates that it names in quotation marks, those
/// that these name, and those that define components, which can be called from everywhere.
fn fingerprints(sources: &BTreeMap<String, Arc<SourceFile>>) -> BTreeMap<String, u64> {
    let names = |text: &str| -> Vec<&str> {
        let quoted = |name: &&str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
        let named = sources
            .iter()
            .filter(|(name, file)| quoted(&name.as_str()) || file.text.contains("{% component"));
        named.map(|(name, _)| name.as_str()).collect()
    };
    let named: BTreeMap<&str, Vec<&str>> = sources
        .iter()
        .map(|(name, file)| (name.as_str(), names(&file.text)))
        .collect();
    let closed = sources.keys().map(|name| {
        let mut closure = BTreeSet::from([name.as_str()]);
        let mut next = vec![name.as_str()];
        while let Some(name) = next.pop() {
            let further = named[name].iter().filter(|other| closure.insert(*other));
            next.extend(further.copied().collect::<Vec<_>>());
        }
        let texts: Vec<&str> = closure
            .iter()
            .flat_map(|name| [*name, sources[*name].text.as_str()])
            .collect();
        (name.clone(), xxh3_64(texts.join("\0").as_bytes()))
    });
    closed.collect()
}

/// What templates call as `counted(count=3, of="paragraph")`: the number with the interface's words for so many.
fn counted(interface: &Interface) -> impl Fn(Kwargs, &State) -> TeraResult<String> + use<> {
    let plurals = Plurals::of(&interface.language);
    let strings = interface.strings.clone();
    move |arguments, _| {
        let word: &str = arguments.must_get("of")?;
        Ok(strings.counted(&plurals, word, arguments.must_get("count")?))
    }
}

/// What templates call as `list | group_by(attribute="kind")`: as the engine's own, whose groups come in another order at
/// every run, but in the order of their first members.
fn group_by(list: &[Value], arguments: Kwargs, _: &State) -> TeraResult<Map> {
    let attribute: &str = arguments.must_get("attribute")?;
    let mut groups: Vec<(Key, Vec<Value>)> = Vec::new();
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    for value in list {
        let found = value.get_from_path(attribute);
        if found.is_some_and(Value::is_none) {
            continue;
        }
        let key = found.and_then(key).ok_or_else(|| {
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

/// A value as the key of a group, where it can be one.
fn key(value: &Value) -> Option<Key<'static>> {
    let text = value.as_str().map(|text| Key::from(text.to_owned()));
    let truth = || value.as_bool().map(Key::Bool);
    text.or_else(truth).or_else(|| value.as_i128().map(Key::from))
}

/// All templates that are broken in themselves; where none is, the error that came up between them.
fn broken(sources: &BTreeMap<String, Arc<SourceFile>>, error: &tera::Error) -> Vec<Diagnostic> {
    let alone = sources.iter().filter_map(|(name, file)| {
        let error = Tera::new().add_raw_template(name, &file.text).err()?;
        matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| explain(sources, &error))
    });
    let alone: Vec<Diagnostic> = alone.collect();
    if alone.is_empty() {
        vec![explain(sources, error)]
    } else {
        alone
    }
}

/// Failures of many pages: each fault of a template once, with the number of pages on which it came up.
pub(super) fn told_once(failures: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    for failure in failures {
        let same = |(other, _): &&mut (Diagnostic, usize)| {
            (&other.message, &other.place) == (&failure.message, &failure.place)
        };
        match told.iter_mut().find(same) {
            Some((_, times)) => *times += 1,
            None => told.push((failure, 1)),
        }
    }
    let told = told.into_iter();
    told.map(|(failure, times)| match times {
        1 => failure,
        2 => failure.help("and on one more page"),
        _ => failure.help(format!("and on {} more pages", times - 1)),
    })
    .collect()
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

/// An error that the engine gives as a text only: `error: what`, then `--> template:line:column`.
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
