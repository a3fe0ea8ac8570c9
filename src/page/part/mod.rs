//! Parts of models that several page types share.

pub(crate) mod citation;
pub(crate) mod date;
pub(crate) mod definition;
pub(crate) mod frame;
pub(crate) mod list;
pub(crate) mod locator;
pub(crate) mod metadata;
pub(crate) mod outline;
pub(crate) mod pattern;
pub(crate) mod sentence;
pub(crate) mod shape;
pub(crate) mod structured_data;
pub(crate) mod text;
