//! Developer commands of this repository.
//!
//! | module | command |
//! |---|---|
//! | [`docs`] | `xtask docs`: the registry pages in `docs/` |
//! | [`package`] | `xtask package`: the files that a registry serves |
//! | [`actions`] | `xtask actions`: the request and answer structs of the Alibaba Cloud client |
//! | [`architecture`] | `xtask architecture`: dependencies between crates, circles between modules |
//! | [`words`] | `xtask words`: words that readers should not have to decode |

pub mod actions;
pub mod architecture;
pub mod docs;
pub mod package;
mod repository;
pub mod words;
