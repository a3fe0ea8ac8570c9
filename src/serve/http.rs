use std::borrow::Cow;

/// The parts of a request that the server uses. An absent header is empty.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path and the query.
    pub(super) target: String,
    pub(super) host: String,
    pub(super) range: String,
}

/// An answer to a request. Its body borrows the bytes of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Cow<'a, [u8]>,
}

impl Answer<'_> {
    /// Sets a header, replacing any of the same name.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }
}

/// An answer in plain text, which browsers do not cache.
pub(super) fn plain<'a>(status: u16, body: impl Into<Cow<'a, [u8]>>) -> Answer<'a> {
    Answer {
        status,
        headers: vec![
            ("Content-Type", "text/plain; charset=utf-8".to_owned()),
            ("Cache-Control", "no-store".to_owned()),
        ],
        body: body.into(),
    }
}
