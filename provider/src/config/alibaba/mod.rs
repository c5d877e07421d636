//! The `alibaba` block: its schema, and the settings of its client.

mod block;
mod settings;

pub(crate) use block::Alibaba;

#[cfg(test)]
pub(super) use block::{AssumeRole, AssumeRoleWithOidc};
