//! Database privileges, by their MySQL names.

use crate::core::world::Database;

/// The privileges that a world file can give to a database user. `ReadOnly` and `ReadWrite` are bundles of the cloud.
pub(crate) const PRIVILEGES: &[&str] = &[
    "ALL",
    "ReadOnly",
    "ReadWrite",
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "CREATE",
    "DROP",
    "ALTER",
    "INDEX",
    "SHOW VIEW",
    "REPLICATION CLIENT",
    "REPLICATION SLAVE",
    "CREATE USER",
    "GRANT OPTION",
];

/// Which of the needed privileges the database's user lacks.
pub(crate) fn lacking(database: &Database, needed: &[&'static str]) -> Vec<&'static str> {
    let Some(granted) = &database.privileges else { return Vec::new() };
    needed.iter().filter(|privilege| !granted.iter().any(|grant| covers(grant, privilege))).copied().collect()
}

fn covers(grant: &str, privilege: &str) -> bool {
    match grant {
        "ALL" => true,
        "ReadOnly" => ["SELECT", "SHOW VIEW"].contains(&privilege),
        "ReadWrite" => !["CREATE USER", "GRANT OPTION"].contains(&privilege),
        grant => grant == privilege,
    }
}
