//! The endpoints of a job, as the blocks `source` and `destination` describe them.

mod model;
mod password;

pub(crate) use model::{CrossAccount, Endpoint, Wire};
pub(crate) use password::{password_changed, password_of};
