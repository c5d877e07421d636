//! Views of the parameters that a job is configured with.

mod endpoint;
mod modes;
pub(crate) mod objects;
pub(crate) mod reserve;
pub(crate) mod settings;
mod topology;
pub(crate) mod verification;

pub(crate) use endpoint::{ENGINES, Endpoint, KINDS, Side, engine_in_answers};
pub(crate) use modes::Modes;
pub(crate) use objects::{MappedDatabase, Objects};
pub(crate) use settings::{Settings, text};
pub(crate) use topology::Topology;
pub(crate) use verification::Verification;
