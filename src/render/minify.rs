/// The page without what no reader sees. Script and style are left as they are: minifying them has
/// broken pages elsewhere, and the theme's are small. Closing tags stay, so that simple tools can read
/// the pages too.
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

/// A style sheet without its comments, which are for those who change it and not for those who load it (CSS Syntax,
/// 4.3.2). A comment in a string is none.
pub(super) fn without_comments(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        bare.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.strip_prefix("/*") {
            Some(comment) => comment.find("*/").map_or(rest.len(), |end| end + 4),
            None => {
                let length = if rest.starts_with('/') { 1 } else { string(rest) };
                bare.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    bare.push_str(rest);
    bare
}

/// Bytes of the string at the start of a text, its quotation marks included.
fn string(text: &str) -> usize {
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
    fn comments_go_and_strings_stay() {
        let css = "/* a */a{b:url(/c)}/* \" */ d::after { content: \"/* e */\"; } f{g:'\\'/*'}/*";
        assert_eq!(
            without_comments(css),
            "a{b:url(/c)} d::after { content: \"/* e */\"; } f{g:'\\'/*'}"
        );
    }
}
