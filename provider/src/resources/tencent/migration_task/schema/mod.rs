//! The arguments and computed attributes of the resource.

pub(crate) mod check_step;
pub(crate) mod endpoint;
pub(crate) mod ends;
pub(crate) mod model;
pub(crate) mod options;
