//! The selected objects.

use super::options::Dml;

/// A database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseChoice {
    /// The name at the source.
    pub name: String,
    /// The name at the destination.
    pub destination: String,
    /// The tables. None selects the complete database: all tables, views, routines, and, as the options say, triggers and
    /// events; tables that are created later are migrated as well.
    pub tables: Option<Vec<TableChoice>>,
    /// Which changes of rows are migrated, for tables that do not say it.
    pub dml: Dml,
    /// Whether DDL statements are migrated, for tables that do not say it.
    pub ddl: bool,
}

impl DatabaseChoice {
    /// A complete database under the same name.
    pub fn complete(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { destination: name.clone(), name, tables: None, dml: Dml::default(), ddl: true }
    }

    /// Some tables of a database.
    pub fn of_tables(name: impl Into<String>, tables: Vec<TableChoice>) -> Self {
        Self { tables: Some(tables), ..Self::complete(name) }
    }

    /// The same with another name at the destination.
    #[must_use]
    pub fn renamed(mut self, destination: impl Into<String>) -> Self {
        self.destination = destination.into();
        self
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChoice {
    /// The name at the source.
    pub name: String,
    /// The name at the destination.
    pub destination: String,
    /// The columns; none selects all.
    pub columns: Option<Vec<ColumnChoice>>,
    /// An SQL condition on the columns of the table, as after WHERE: only rows that meet it are at the destination.
    pub filter: Option<String>,
    /// Which changes of rows are migrated; none is what the database says.
    pub dml: Option<Dml>,
    /// Whether DDL statements are migrated; none is what the database says.
    pub ddl: Option<bool>,
}

impl TableChoice {
    /// A complete table under the same name.
    pub fn complete(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { destination: name.clone(), name, columns: None, filter: None, dml: None, ddl: None }
    }

    /// The same with another name at the destination.
    #[must_use]
    pub fn renamed(mut self, destination: impl Into<String>) -> Self {
        self.destination = destination.into();
        self
    }

    /// The same with a condition on the rows.
    #[must_use]
    pub fn filtered(mut self, filter: impl Into<String>) -> Self {
        self.filter = Some(filter.into());
        self
    }

    /// The same with some columns only: each with its name at the source and at the destination.
    #[must_use]
    pub fn with_columns(mut self, columns: &[(&str, &str)]) -> Self {
        let choice = |(name, destination): &(&str, &str)| ColumnChoice {
            name: (*name).to_owned(),
            destination: (*destination).to_owned(),
        };
        self.columns = Some(columns.iter().map(choice).collect());
        self
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The name at the source.
    pub name: String,
    /// The name at the destination.
    pub destination: String,
}
