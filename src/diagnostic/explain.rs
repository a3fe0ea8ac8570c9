/// The explanations of all codes, in Markdown: one section `## code` for each.
const CODES: &str = include_str!("codes.md");

/// All codes with their explanations, sorted by code.
pub fn explanations() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = CODES.split("## ").skip(1);
    sections.filter_map(|section| {
        let (code, text) = section.split_once('\n')?;
        Some((code.trim(), text.trim()))
    })
}

/// The full explanation of a code; `None` if there is no such code.
pub fn explain(code: &str) -> Option<&'static str> {
    explanations().find(|(known, _)| *known == code).map(|(_, text)| text)
}

/// The first paragraph of a code's explanation, on one line.
pub fn summary(code: &str) -> &'static str {
    explain(code)
        .and_then(|text| text.split("\n\n").next())
        .unwrap_or_default()
}
