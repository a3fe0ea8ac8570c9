//! Glossator turns a structured policy paper into a cross-linked static site.
//!
//! The library is a compiler: each module below is one pass, a function from immutable input to
//! immutable output, and a module may use only those above it in this list. `ARCHITECTURE.md` is the
//! map. There is no promise of stability for the library's interface; the command line is the product.

#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]

pub mod diagnostic;
pub mod text;

pub mod input;

pub mod outline;

pub mod register;

pub mod mention;

pub mod apparatus;

pub mod site;

pub mod page;

pub mod export;

pub mod render;

pub mod verify;

pub mod publish;

pub mod build;

pub mod serve;

pub mod init;

pub mod cli;
