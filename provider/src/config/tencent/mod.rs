//! The `tencent` block: its schema, its rules, and the settings of its client.

mod block;
mod rules;
mod settings;

pub(crate) use block::Tencent;
pub(super) use rules::{check, rules};

#[cfg(test)]
pub(super) use block::AssumeRole;
