//! `make docs`: the registry's pages in `docs/`, from the provider's own schema, `templates/`, `examples/` and the tables
//! of `schemas/`.
//!
//! | module | subject |
//! |---|---|
//! | [`export`] | `schemas/terraform/provider-schema.json`, as Terraform prints it |
//! | `newer` | the parts of that file that older versions of Terraform do not print |
//! | [`schema`] | that file, read |
//! | [`sources`] | everything pages are made of |
//! | `pages` | which pages there are |
//! | `heads` | the head of a page: its group, and links to the documentation of the cloud |
//! | `object`, `function` | pages of the schema; `arguments` and `types` write their lists |
//! | `template` | texts with lines to fill in |
//! | `tables` | the tables of `schemas/` and the rules |
//! | [`command`] | the command `xtask docs` |
//! | [`fences`] | HCL in pages, and what completes it to a configuration |
//! | [`folder`] | writing the pages, and finding stale ones |

mod arguments;
pub mod command;
mod error;
pub mod export;
pub mod fences;
pub mod folder;
mod function;
mod heads;
mod markdown;
mod newer;
mod object;
mod pages;
pub mod schema;
pub mod sources;
mod tables;
mod template;
mod types;

pub use error::DocsError;
pub use pages::{PICTURES, Pages, pages};
