//! The registry's pages: fresh, complete, and every configuration in them a valid one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do: loudly, where they stand"
)]

mod complete;
mod configurations;
mod console;
mod emulator;
mod fresh;
mod links;
mod permissions;
mod shell;

use xtask::docs::{Pages, export, pages, sources};

/// What the pages are made of, by the schema that is kept.
fn sources() -> sources::Sources {
    let root = acceptance_harness::repository::root();
    sources::Sources::read(&root, &std::fs::read_to_string(root.join(export::FILE)).unwrap()).unwrap()
}

/// All pages, as they are made now.
fn made() -> Pages {
    pages(&sources()).unwrap_or_else(|error| panic!("{error}"))
}
