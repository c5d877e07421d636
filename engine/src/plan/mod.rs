//! What a job does: the two servers, the objects with their names at the destination, and the options.

mod names;
mod objects;
mod options;
mod two_way;

pub use names::Mapping;
pub use objects::{ColumnChoice, DatabaseChoice, TableChoice};
pub use options::{Conflict, Dml, Options, Steps};
pub use two_way::{OnConflict, TwoWay};

use crate::connect::Endpoint;

/// A migration from one server to another.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Rows are read from it; it is never written to.
    pub source: Endpoint,
    /// Rows are written to it.
    pub destination: Endpoint,
    /// The selected databases.
    pub databases: Vec<DatabaseChoice>,
    /// What is migrated: schema, rows, changes.
    pub steps: Steps,
    /// How.
    pub options: Options,
    /// Set for a direction of a two-way synchronization.
    pub two_way: Option<TwoWay>,
}

impl Plan {
    /// The selected objects and their names at the destination.
    pub fn mapping(&self) -> Mapping<'_> {
        Mapping::new(&self.databases)
    }
}
