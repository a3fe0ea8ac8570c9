use std::borrow::Cow;

/// What matters of a request. A header that is absent is empty.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path and the query.
    pub(super) target: String,
    pub(super) host: String,
    pub(super) range: String,
}

/// An answer to a request. Files are not copied into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Cow<'a, [u8]>,
}

impl Answer<'_> {
    /// The same answer with a header in place of any of that name.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }
}

/// An answer in plain text, which no browser keeps.
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
