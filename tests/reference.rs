//! The theme author's reference, `themes/README.md`, is made from the code: tokens from the style sheet,
//! blocks from the templates, variables from the models. This test fails where it is not true any more;
//! `GLOSSATOR_UPDATE=1 cargo test --no-default-features --lib reference` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

use super::{SCHEMAS, part::frame};

const REFERENCE: &str = include_str!("../themes/README.md");
const STYLE: &str = include_str!("../themes/default/assets/style.css");
const BASE: &str = include_str!("../themes/default/templates/base.html");
const START: &str = "<!-- What follows is made from the code. -->\n";

#[test]
fn the_reference_is_what_the_code_says() {
    let (before, written) = REFERENCE.split_once(START).expect("the reference has the mark");
    let made = reference();
    if std::env::var_os("GLOSSATOR_UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/README.md");
        std::fs::write(path, format!("{before}{START}{made}")).unwrap();
    } else {
        assert!(
            made == written,
            "themes/README.md is not what the code says; GLOSSATOR_UPDATE=1 cargo test --no-default-features --lib reference"
        );
    }
}

#[test]
fn every_block_of_the_base_template_is_described() {
    let blocks: Vec<&str> = BASE
        .split("{% block ")
        .skip(1)
        .map(|piece| piece.split(' ').next().unwrap())
        .collect();
    let described: Vec<&str> = comments().map(|(name, _)| name).collect();
    assert_eq!(blocks, described);
}

fn reference() -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "\n## Tokens\n\nCustom properties of the style sheet, with the values of the light palette.\n\n"
    );
    let _ = write!(text, "| token | value | what it is |\n| --- | --- | --- |\n");
    for (name, value, what) in tokens() {
        let value = if value.len() > 40 {
            format!("`{}…`", &value[..36])
        } else {
            format!("`{value}`")
        };
        let _ = writeln!(text, "| `{name}` | {value} | {what} |");
    }
    let _ = write!(
        text,
        "\n## Blocks\n\nOf `base.html`, which all pages extend, in the order of the page.\n\n| block | what it is |\n| --- | --- |\n"
    );
    for (name, what) in comments() {
        let _ = writeln!(text, "| `{name}` | {what} |");
    }
    let mut generator = SchemaGenerator::default();
    let _ = write!(
        text,
        "\n## Variables\n\nEvery template is given `frame`, `page` and `t` (the words of the interface, by key).\n"
    );
    let _ = write!(
        text,
        "A type that is a link is below, under *Types*.\n\n### `frame`, on every page\n"
    );
    fields(
        &mut text,
        &mut generator,
        &frame::Frame::json_schema(&mut SchemaGenerator::default()),
        &frame::Frame::json_schema,
    );
    for (template, schema) in SCHEMAS {
        let _ = write!(text, "\n### `page` in `{template}`\n");
        fields(
            &mut text,
            &mut generator,
            &schema(&mut SchemaGenerator::default()),
            schema,
        );
    }
    let _ = write!(text, "\n## Types\n");
    let definitions: BTreeMap<String, Value> = generator.definitions().clone().into_iter().collect();
    for (name, schema) in &definitions {
        let _ = write!(text, "\n### {name}\n\n{}\n", described(schema));
        match schema.get("oneOf").and_then(Value::as_array) {
            Some(variants) => {
                for variant in variants {
                    let tag = variant
                        .pointer("/properties/block/const")
                        .and_then(Value::as_str)
                        .unwrap_or_default();
                    let _ = write!(
                        text,
                        "\n{}, where `block` is `{tag}`:\n",
                        described(variant).trim_end_matches('.')
                    );
                    let inner = variant
                        .get("$ref")
                        .and_then(Value::as_str)
                        .and_then(|path| definitions.get(path.rsplit('/').next()?));
                    table(&mut text, inner.unwrap_or(variant));
                }
            }
            None => table(&mut text, schema),
        }
    }
    text
}

pub(super) type Schema = fn(&mut SchemaGenerator) -> schemars::Schema;

/// `--name: value; /* what it is */` of the first `:root`.
fn tokens() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let root = STYLE.split("@media").next().unwrap_or_default();
    root.lines().filter_map(|line| {
        let (declaration, what) = line.trim().strip_prefix("--")?.split_once("; /* ")?;
        let (name, value) = declaration.split_once(": ")?;
        let name = &line.trim()[..name.len() + 2];
        Some((name, value, what.trim_end_matches(" */")))
    })
}

/// `{# block name: what it is #}`.
fn comments() -> impl Iterator<Item = (&'static str, &'static str)> {
    BASE.split("{# block ")
        .skip(1)
        .filter_map(|piece| piece.split(" #}").next()?.split_once(": "))
}

/// The table of a model's fields; the types it uses go into `generator`.
fn fields(
    text: &mut String,
    generator: &mut SchemaGenerator,
    schema: &schemars::Schema,
    again: &dyn Fn(&mut SchemaGenerator) -> schemars::Schema,
) {
    again(generator);
    let schema = schema.as_value();
    let _ = write!(text, "\n{}\n", described(schema));
    table(text, schema);
}

fn described(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.replace('\n', " ")
}

fn table(text: &mut String, schema: &Value) {
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let _ = write!(text, "\n| name | type | what it is |\n| --- | --- | --- |\n");
    for (name, property) in properties {
        if property.get("const").is_none() {
            let _ = writeln!(text, "| `{name}` | {} | {} |", kind(property), described(property));
        }
    }
}

/// A type in words.
fn kind(schema: &Value) -> String {
    if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
        let name = path.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    for key in ["anyOf", "allOf"] {
        if let Some(all) = schema.get(key).and_then(Value::as_array) {
            let kinds: Vec<String> = all.iter().map(kind).collect();
            return kinds.join(" or ");
        }
    }
    match schema.get("type") {
        Some(Value::Array(all)) => {
            let kinds: Vec<String> = all.iter().map(|each| word(each, schema)).collect();
            kinds.join(" or ")
        }
        Some(one) => word(one, schema),
        None => "any".to_owned(),
    }
}

fn word(name: &Value, schema: &Value) -> String {
    match name.as_str() {
        Some("string") => "text".to_owned(),
        Some("integer") => "number".to_owned(),
        Some("boolean") => "yes or no".to_owned(),
        Some("null") => "nothing".to_owned(),
        Some("array") => match (schema.get("items"), schema.get("prefixItems")) {
            (_, Some(Value::Array(items))) => {
                let kinds: Vec<String> = items.iter().map(kind).collect();
                format!("pair of {}", kinds.join(" and "))
            }
            (Some(items), _) => format!("list of {}", kind(items)),
            _ => "list".to_owned(),
        },
        other => other.unwrap_or_default().to_owned(),
    }
}
