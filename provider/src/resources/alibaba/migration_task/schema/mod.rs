//! The arguments and computed attributes of the resource.

pub(crate) mod endpoint;
pub(crate) mod model;
pub(crate) mod upgrade;
