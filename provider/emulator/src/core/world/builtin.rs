//! The world that is used when no file is given.

pub(super) const TEXT: &str = include_str!("builtin.toml");
