use std::ops::Range;

use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};

use super::Served;
use super::events::{SCRIPT, SCRIPT_PATH};
use super::http::{Answer, Request, plain};
use crate::site::SitePath;

/// Answers a request from the site in memory.
pub(super) fn answer<'a>(site: &'a Served, request: &Request) -> Answer<'a> {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return plain(405, b"Only GET and HEAD.").with("Allow", "GET, HEAD");
    }
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    if path == SCRIPT_PATH {
        return plain(200, SCRIPT.as_bytes()).with("Content-Type", "text/javascript; charset=utf-8");
    }
    let inner = path.strip_prefix('/').unwrap_or(&path);
    let wanted = match inner.is_empty() || inner.ends_with('/') {
        true => format!("{inner}index.html"),
        false => inner.to_owned(),
    };
    let found = SitePath::new(wanted).and_then(|path| site.files.get_key_value(&path));
    match found {
        Some((path, bytes)) => file(site, path, bytes, &request.range),
        None if is_folder(site, inner) => moved(&format!("{path}/")),
        None => not_found(site),
    }
}

fn moved(to: &str) -> Answer<'static> {
    plain(302, b"").with("Location", utf8_percent_encode(to, CONTROLS).to_string())
}

/// Whether the path is a folder of the site, so that the request should be redirected to the path with a `/`.
fn is_folder(site: &Served, path: &str) -> bool {
    let folder = format!("{path}/");
    SitePath::new(path).is_some_and(|from| {
        let mut after = site.files.range(from..).map(|(path, _)| path.as_str());
        after
            .find(|path| path.starts_with(&folder) || *path > folder.as_str())
            .is_some_and(|path| path.starts_with(&folder))
    })
}

fn file<'a>(site: &Served, path: &SitePath, bytes: &'a [u8], range: &str) -> Answer<'a> {
    let kind = content_type(path.as_str());
    if kind.starts_with("text/html") {
        return plain(200, with_script(site, bytes)).with("Content-Type", kind);
    }
    match parse_range(range, bytes.len()) {
        None => plain(200, bytes),
        Some(part) if part.is_empty() => plain(416, b"").with("Content-Range", format!("bytes */{}", bytes.len())),
        Some(part) => plain(206, &bytes[part.clone()]).with(
            "Content-Range",
            format!("bytes {}-{}/{}", part.start, part.end - 1, bytes.len()),
        ),
    }
    .with("Content-Type", kind)
    .with("Accept-Ranges", "bytes")
}

/// The media type of a file by its name; text files are UTF-8.
fn content_type(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    match kind.type_() == mime_guess::mime::TEXT || kind.subtype() == mime_guess::mime::JAVASCRIPT {
        true => format!("{}; charset=utf-8", kind.essence_str()),
        false => kind.essence_str().to_owned(),
    }
}

/// Parses a `Range` header with one range of bytes (RFC 9110, 14.1.2); the range is empty if the file has no such bytes.
/// Any other header is ignored (14.2).
fn parse_range(range: &str, length: usize) -> Option<Range<usize>> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(usize::MAX))
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if last >= first => Some(first..last.saturating_add(1).min(length).max(first)),
        (Some(first), None) if last.is_empty() => Some(first..length.max(first)),
        (None, Some(count)) if first.is_empty() => Some(length.saturating_sub(count)..length),
        _ => None,
    }
    .map(|part: Range<usize>| if part.start < length { part } else { 0..0 })
}

fn not_found(site: &Served) -> Answer<'static> {
    let page = SitePath::new("404.html").and_then(|path| site.files.get(&path));
    match page {
        Some(bytes) => plain(404, with_script(site, bytes)).with("Content-Type", "text/html; charset=utf-8"),
        // No build has succeeded yet: the script shows the errors, and reloads the page after the first that does.
        None => {
            let text = site.fault.as_deref().unwrap_or("Not found");
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let html = format!("<!doctype html><html lang=en><title>Glossator</title><pre>{text}</pre></html>");
            plain(503, with_script(site, html.as_bytes())).with("Content-Type", "text/html; charset=utf-8")
        }
    }
}

/// Adds the script that reloads the page. (The content security policy of the theme's pages allows it.)
fn with_script(site: &Served, html: &[u8]) -> Vec<u8> {
    let html = String::from_utf8_lossy(html);
    let script = format!("<script src=\"{SCRIPT_PATH}?v={}\"></script>", site.version);
    let at = html.rfind("</body>").unwrap_or(html.len());
    format!("{}{script}{}", &html[..at], &html[at..]).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn site() -> Served {
        let files = [
            ("index.html", "<title>Home</title><body></body>"),
            ("404.html", "<body>no</body>"),
            ("a/index.html", "A"),
            ("a.css", "0123456789"),
        ];
        Served {
            files: files
                .map(|(path, text)| (SitePath::new(path).unwrap(), text.as_bytes().into()))
                .into_iter()
                .collect(),
            fault: None,
            version: 1,
        }
    }

    fn ask(method: &str, target: &str, range: &str) -> Answer<'static> {
        let request = Request {
            method: method.to_owned(),
            target: target.to_owned(),
            range: range.to_owned(),
            ..Request::default()
        };
        let site = site();
        let Answer { status, headers, body } = answer(&site, &request);
        let body = Cow::Owned(body.into_owned());
        Answer { status, headers, body }
    }

    fn get(target: &str) -> Answer<'static> {
        ask("GET", target, "")
    }

    fn text(answer: Answer) -> String {
        String::from_utf8(answer.body.into_owned()).unwrap()
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
        let found = answer.headers.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    #[test]
    fn answer_finds_pages_and_folders() {
        assert_eq!(get("/").status, 200);
        assert_eq!(get("/?q=1").status, 200);
        assert_eq!(get("/a/").status, 200);
        assert_eq!(get("/%61%2Ecss").status, 200);
        assert_eq!(get("/b/").status, 404);
        assert_eq!(header(&get("/a"), "Location"), "/a/");
    }

    #[test]
    fn answer_refuses_paths_out_of_the_site() {
        for url in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "//etc/passwd",
            "/%00",
            "/%ff",
            "/%",
        ] {
            assert_eq!(get(url).status, 404, "{url}");
        }
    }

    #[test]
    fn answer_adds_the_script_to_pages_and_types_to_files() {
        let page = get("/");
        assert!(text(page).contains("<script src=\"/__glossator/reload.js?v=1\"></script></body>"));
        let style = get("/a.css");
        assert_eq!(header(&style, "Content-Type"), "text/css; charset=utf-8");
        assert_eq!(text(style), "0123456789");
    }

    #[test]
    fn answer_gives_the_requested_range() {
        let part = |range| {
            let answer = ask("GET", "/a.css", range);
            (answer.status, text(answer))
        };
        assert_eq!(part("bytes=2-4"), (206, "234".to_owned()));
        assert_eq!(part("bytes=7-"), (206, "789".to_owned()));
        assert_eq!(part("bytes=-2"), (206, "89".to_owned()));
        assert_eq!(part("bytes=8-99999999999999999999"), (206, "89".to_owned()));
        for range in ["bytes=10-", "bytes=99-100", "bytes=-0"] {
            assert_eq!(part(range).0, 416, "{range}");
        }
        for range in ["bytes=4-2", "lines=1-2", "bytes=x-y", "bytes=1-2,4-5"] {
            assert_eq!(part(range), (200, "0123456789".to_owned()), "{range}");
        }
    }

    #[test]
    fn answer_refuses_other_methods() {
        assert_eq!(ask("POST", "/", "").status, 405);
    }
}
