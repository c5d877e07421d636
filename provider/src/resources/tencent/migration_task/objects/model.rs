//! The selection.

use std::collections::BTreeMap;

use tfplugin::path::{AttributePath, PathRef};

/// The databases by their names at the source, and what is wrong with the value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) databases: BTreeMap<String, Database>,
    pub(crate) problems: Vec<Problem>,
    /// Whether a part of the value is known only after apply.
    pub(crate) has_unknown: bool,
}

/// A database.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Database {
    /// Whether the complete database is selected.
    pub(crate) all: bool,
    /// Name at the destination.
    pub(crate) rename: Option<String>,
    pub(crate) tables: Names<Table>,
    pub(crate) views: Names<Renamed>,
    /// The schemas of a PostgreSQL or SQL Server database.
    pub(crate) schemas: Names<Schema>,
    /// The roles of a PostgreSQL database.
    pub(crate) roles: Names<Renamed>,
    /// Names of functions, procedures, triggers and events, in this order.
    pub(crate) routines: [Vec<String>; 4],
}

/// Objects by their names at the source. Empty: none are selected.
pub(crate) type Names<T> = BTreeMap<String, T>;

/// The keys of the routines of a database, in the order of [`Database::routines`].
pub(crate) const ROUTINES: [&str; 4] = ["functions", "procedures", "triggers", "events"];

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) rename: Option<String>,
    /// Tables of a tool that changes the table online.
    pub(crate) temporary_tables: Vec<String>,
}

/// An object that has only a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Renamed {
    pub(crate) rename: Option<String>,
}

/// A schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Schema {
    /// Whether the complete schema is selected.
    pub(crate) all: bool,
    pub(crate) rename: Option<String>,
    pub(crate) tables: Names<Table>,
    pub(crate) views: Names<Renamed>,
}

/// An object that can have another name at the destination.
pub(super) trait Rename {
    /// The name at the destination.
    fn rename(&mut self) -> &mut Option<String>;
}

impl Rename for Database {
    fn rename(&mut self) -> &mut Option<String> {
        &mut self.rename
    }
}

impl Rename for Table {
    fn rename(&mut self) -> &mut Option<String> {
        &mut self.rename
    }
}

impl Rename for Renamed {
    fn rename(&mut self) -> &mut Option<String> {
        &mut self.rename
    }
}

impl Rename for Schema {
    fn rename(&mut self) -> &mut Option<String> {
        &mut self.rename
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    /// Where.
    pub(crate) place: AttributePath,
    /// What is wrong: a complete sentence.
    pub(crate) found: String,
    /// What is allowed, without full stop.
    pub(crate) allowed: String,
    /// What to do, without full stop.
    pub(crate) fix: String,
}

impl Problem {
    pub(super) fn new(place: &PathRef<'_>, found: &str, allowed: &str, fix: impl Into<String>) -> Self {
        let place = place.to_path();
        let found = format!("{place} {found}");
        Self { place, found, allowed: allowed.to_owned(), fix: fix.into() }
    }
}
