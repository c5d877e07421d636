//! The `alibaba` block: its schema, its rules, and the account it configures.

mod account;
mod block;
mod errors;
mod rules;
mod settings;

pub(super) use account::account;
pub(crate) use block::Alibaba;
pub(super) use rules::{check, rules};

#[cfg(test)]
pub(super) use block::{AssumeRole, AssumeRoleWithOidc};
