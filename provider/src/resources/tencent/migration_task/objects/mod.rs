//! The databases to migrate: the value of `objects.databases`, what it selects, and how DTS names that (`DBItem`).
//!
//! | module | subject |
//! |---|---|
//! | `model` | the selection, and what can be wrong with it |
//! | `hcl` | the value of `databases` |
//! | `parse` | from the value to the selection, with all problems |
//! | `wire` | from the selection to the objects of the API, and back |

mod hcl;
mod model;
mod parse;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use hcl::{Databases, same_databases};
pub(crate) use wire::{from_wire, to_wire};
