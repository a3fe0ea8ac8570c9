/// The page without what no reader sees. Script and style are left as they are: minifying them has
/// broken pages elsewhere, and the theme's are small. Closing tags stay, so that simple tools can read
/// the pages too.
#[cfg(feature = "minify")]
pub(super) fn minify(html: Vec<u8>) -> Vec<u8> {
    let mut config = minify_html::Cfg::new();
    config.keep_closing_tags = true;
    config.keep_html_and_head_opening_tags = true;
    config.keep_comments = false;
    config.minify_css = false;
    config.minify_js = false;
    minify_html::minify(&html, &config)
}

/// Without the feature `minify` pages are published as the templates wrote them.
#[cfg(not(feature = "minify"))]
pub(super) fn minify(html: Vec<u8>) -> Vec<u8> {
    html
}
