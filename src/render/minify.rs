/// Minifies a page. Scripts and styles are left alone: minifying them is known to break pages, and the theme's are
/// small. Closing tags stay, so that simple tools can parse the pages.
#[cfg(feature = "minify")]
pub(super) fn minify(html: String) -> Vec<u8> {
    let mut config = minify_html::Cfg::new();
    config.keep_closing_tags = true;
    config.keep_html_and_head_opening_tags = true;
    config.keep_comments = false;
    config.minify_css = false;
    config.minify_js = false;
    minify_html::minify(html.as_bytes(), &config)
}

/// Without the feature `minify` pages are published as the templates wrote them.
#[cfg(not(feature = "minify"))]
pub(super) fn minify(html: String) -> Vec<u8> {
    html.into_bytes()
}

/// Removes the comments of a style sheet (CSS Syntax, 4.3.2), but not what looks like one inside a string.
pub(super) fn without_comments(css: &str) -> String {
    let mut stripped = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        stripped.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.strip_prefix("/*") {
            Some(comment) => comment.find("*/").map_or(rest.len(), |end| end + 4),
            None => {
                let length = if rest.starts_with('/') { 1 } else { string_length(rest) };
                stripped.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    stripped.push_str(rest);
    stripped
}

/// Length in bytes of the string literal at the start of `text`, with its quotation marks.
fn string_length(text: &str) -> usize {
    let quote = text.chars().next().unwrap_or('"');
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return at,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn without_comments_keeps_strings() {
        let css = "/* a */a{b:url(/c)}/* \" */ d::after { content: \"/* e */\"; } f{g:'\\'/*'}/*";
        assert_eq!(
            without_comments(css),
            "a{b:url(/c)} d::after { content: \"/* e */\"; } f{g:'\\'/*'}"
        );
    }
}
