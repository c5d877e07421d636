//! The database engines: the product that has them, and which can be migrated to which.

/// An engine.
pub(super) struct Engine {
    pub(super) name: &'static str,
    /// The action that lists the instances of the product.
    pub(super) list_action: &'static str,
    family: Family,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    MySql,
    KeyValue,
    Mongo,
    Postgres,
    SqlServer,
    TdStore,
}

const fn engine(name: &'static str, list_action: &'static str, family: Family) -> Engine {
    Engine { name, list_action, family }
}

/// All engines. The products of tendis and keewidb, and the pairs across engines, are not published.
const ENGINES: [Engine; 12] = [
    engine("mysql", "cdb:DescribeDBInstances", Family::MySql),
    engine("percona", "cdb:DescribeDBInstances", Family::MySql),
    engine("mariadb", "mariadb:DescribeDBInstances", Family::MySql),
    engine("cynosdbmysql", "cynosdb:DescribeInstances", Family::MySql),
    engine("tdsqlmysql", "dcdb:DescribeDCDBInstances", Family::MySql),
    engine("tdstore", "tdstore:DescribeDBInstances", Family::TdStore),
    engine("redis", "redis:DescribeInstances", Family::KeyValue),
    engine("tendis", "tendis:DescribeInstances", Family::KeyValue),
    engine("keewidb", "keewidb:DescribeInstances", Family::KeyValue),
    engine("mongodb", "mongodb:DescribeDBInstances", Family::Mongo),
    engine("postgresql", "postgres:DescribeDBInstances", Family::Postgres),
    engine("sqlserver", "sqlserver:DescribeDBInstances", Family::SqlServer),
];

/// The names of all engines.
pub(crate) const ENGINE_NAMES: &[&str] = &[
    "mysql",
    "percona",
    "mariadb",
    "cynosdbmysql",
    "tdsqlmysql",
    "tdstore",
    "redis",
    "tendis",
    "keewidb",
    "mongodb",
    "postgresql",
    "sqlserver",
];

/// Engines from another account that need a ticket.
const NEED_TICKET: [&str; 2] = ["redis", "tendis"];

impl Engine {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        ENGINES.iter().find(|engine| engine.name == name)
    }

    /// Whether data can be migrated from this engine to another one.
    pub(super) fn migrates_to(&self, other: &Self) -> bool {
        self.family == other.family || (self.family, other.family) == (Family::MySql, Family::TdStore)
    }

    /// Whether its jobs have increments only.
    pub(super) fn is_incremental_only(&self) -> bool {
        self.family == Family::KeyValue
    }

    /// Whether it has the check steps of MySQL.
    pub(super) fn is_like_mysql(&self) -> bool {
        matches!(self.family, Family::MySql | Family::TdStore)
    }

    pub(super) fn needs_ticket(&self) -> bool {
        NEED_TICKET.contains(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::{ENGINE_NAMES, ENGINES, Engine};

    #[test]
    fn the_names_are_those_of_the_engines() {
        let names: Vec<&str> = ENGINES.iter().map(|engine| engine.name).collect();
        assert_eq!(names, ENGINE_NAMES);
    }

    #[test]
    fn engines_are_migrated_within_their_family() {
        let can = |from: &str, to: &str| Engine::named(from).unwrap().migrates_to(Engine::named(to).unwrap());
        assert!(can("mysql", "cynosdbmysql") && can("redis", "tendis") && can("mysql", "tdstore"));
        assert!(!can("mysql", "redis") && !can("tdstore", "mysql") && !can("postgresql", "mysql"));
    }
}
