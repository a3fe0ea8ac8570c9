use std::fmt;
use std::sync::Arc;

use memchr::{memchr_iter, memrchr};
use serde::{Serialize, Serializer};

/// A file's path relative to the root of the site, never outside it (see [`crate::text::is_site_path`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SitePath(#[cfg_attr(test, schemars(with = "String"))] Arc<str>);

impl Serialize for SitePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl SitePath {
    /// Parses a path; `None` if it is absolute, empty or contains `..`.
    pub fn new(path: impl Into<Arc<str>>) -> Option<Self> {
        let path = path.into();
        crate::text::is_site_path(&path).then_some(Self(path))
    }

    /// A path built by this program from slugs and constants; checked in debug builds only.
    pub(crate) fn trusted(path: String) -> Self {
        debug_assert!(crate::text::is_site_path(&path), "{path}");
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The relative address of `target` from a page at this path.
    pub fn relative(&self, target: &SitePath) -> String {
        self.relative_with_suffix(target, "")
    }

    /// Like [`Self::relative`], with `suffix` appended.
    pub(super) fn relative_with_suffix(&self, target: &SitePath, suffix: &str) -> String {
        let (from, to) = (self.0.as_bytes(), target.0.as_bytes());
        // The folders they share: up to the last slash of the common prefix.
        let difference = from.iter().zip(to).position(|(left, right)| left != right);
        let common = difference.unwrap_or(from.len().min(to.len()));
        let shared = memrchr(b'/', &from[..common]).map_or(0, |at| at + 1);
        let up = memchr_iter(b'/', &from[shared..]).count();
        let mut address = String::with_capacity(3 * up + to.len() - shared + suffix.len());
        (0..up).for_each(|_| address.push_str("../"));
        address.push_str(&target.0[shared..]);
        address.push_str(suffix);
        address
    }

    /// Resolves a relative address on a page at this path; `None` if it leads out of the site.
    pub fn resolve(&self, address: &str) -> Option<SitePath> {
        let mut pieces: Vec<&str> = self.0.split('/').collect();
        pieces.pop();
        for piece in address.split('/') {
            match piece {
                ".." => {
                    pieces.pop()?;
                }
                "." => {}
                other => pieces.push(other),
            }
        }
        SitePath::new(pieces.join("/"))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::SitePath;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    #[test]
    fn relative_addresses_name_the_file_and_resolve_to_it() {
        let page = path("programs/peace/cyber.html");
        for target in [
            "index.html",
            "programs/index.html",
            "programs/peace/index.html",
            "mechanisms/forum.html",
        ] {
            let address = page.relative(&path(target));
            assert_eq!(page.resolve(&address), Some(path(target)), "{address}");
        }
        assert_eq!(
            page.relative(&path("mechanisms/forum.html")),
            "../../mechanisms/forum.html"
        );
        assert_eq!(page.relative(&path("programs/peace/index.html")), "index.html");
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        assert_eq!(SitePath::new("../secret"), None);
        assert_eq!(SitePath::new("/etc/passwd"), None);
        assert_eq!(SitePath::new("C:/x"), None);
        assert_eq!(path("index.html").resolve("../x.html"), None);
    }
}
