/// A citation label as an anchor that is safe in an address and in an `id`: `III.2(8) ¶2` becomes
/// `III.2.8-p2`.
pub fn anchor(label: &str) -> String {
    let mut anchor = String::new();
    for letter in deunicode::deunicode(&label.replace('¶', "p")).chars() {
        match letter {
            '(' if !anchor.is_empty() && !anchor.ends_with(['.', '-']) => anchor.push('.'),
            ' ' if !anchor.ends_with('-') => anchor.push('-'),
            '.' | '-' | '_' => anchor.push(letter),
            _ if letter.is_ascii_alphanumeric() => anchor.push(letter),
            _ => {}
        }
    }
    anchor
}

/// Fills the `{name}` placeholders of a template; unknown names stay as they are.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

#[cfg(test)]
mod tests {
    use super::anchor;

    #[test]
    fn labels_become_anchors() {
        assert_eq!(anchor("III.2(8) ¶2"), "III.2.8-p2");
        assert_eq!(anchor("Preface ¶1"), "Preface-p1");
        assert_eq!(anchor("Art. 7 ¶1"), "Art.-7-p1");
    }
}
