//! Which objects are selected, and their names at the destination.

use super::objects::{DatabaseChoice, TableChoice};
use super::options::Dml;
use crate::shape::TableName;

/// The selected objects.
#[derive(Debug, Clone, Copy)]
pub struct Mapping<'a> {
    databases: &'a [DatabaseChoice],
}

impl<'a> Mapping<'a> {
    pub(crate) fn new(databases: &'a [DatabaseChoice]) -> Self {
        Self { databases }
    }

    /// All selected databases.
    pub fn databases(&self) -> &'a [DatabaseChoice] {
        self.databases
    }

    /// A selected database by its name at the source.
    pub fn database(&self, name: &str) -> Option<&'a DatabaseChoice> {
        self.databases.iter().find(|database| database.name == name)
    }

    /// Whether a table is selected, and how it is if the plan names it.
    pub fn table(&self, name: &TableName) -> Option<(&'a DatabaseChoice, Option<&'a TableChoice>)> {
        let database = self.database(&name.database)?;
        match &database.tables {
            None => Some((database, None)),
            Some(tables) => tables.iter().find(|table| table.name == name.table).map(|table| (database, Some(table))),
        }
    }

    /// The name of a selected table at the destination.
    pub fn destination(&self, name: &TableName) -> Option<TableName> {
        let (database, table) = self.table(name)?;
        let table = table.map_or(name.table.as_str(), |table| &table.destination);
        Some(TableName::new(&database.destination, table))
    }

    /// Which changes of the rows of a selected table are migrated.
    pub fn dml(&self, name: &TableName) -> Dml {
        let Some((database, table)) = self.table(name) else { return Dml::default() };
        table.and_then(|table| table.dml).unwrap_or(database.dml)
    }

    /// Whether DDL statements on a selected table are migrated.
    pub fn ddl(&self, name: &TableName) -> bool {
        let Some((database, table)) = self.table(name) else { return false };
        table.and_then(|table| table.ddl).unwrap_or(database.ddl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_database_selects_tables_that_do_not_exist_yet() {
        let databases = [DatabaseChoice::complete("shop").renamed("store")];
        let mapping = Mapping::new(&databases);
        assert_eq!(mapping.destination(&TableName::new("shop", "later")), Some(TableName::new("store", "later")));
        assert_eq!(mapping.destination(&TableName::new("other", "later")), None);
    }

    #[test]
    fn a_list_of_tables_selects_only_these() {
        let databases = [DatabaseChoice::of_tables("shop", vec![TableChoice::complete("a").renamed("b")])];
        let mapping = Mapping::new(&databases);
        assert_eq!(mapping.destination(&TableName::new("shop", "a")), Some(TableName::new("shop", "b")));
        assert_eq!(mapping.destination(&TableName::new("shop", "b")), None);
    }
}
