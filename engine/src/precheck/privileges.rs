//! The privileges of the logins.

use super::{Check, Facts, Item, State};
use crate::connect::Session;
use crate::plan::DatabaseChoice;
use crate::quote::quoted;
use crate::server::Grants;
use crate::shape::TableKind;

/// SELECT on the selected tables and, to follow the changes, the privileges of a replica.
pub(super) fn source(facts: &Facts<'_>, grants: &Grants) -> Item {
    let mut missing = Vec::new();
    for table in &facts.tables {
        if !grants.on_table("SELECT", &table.name.database, &table.name.table) {
            missing.push(format!("SELECT on {}", table.name));
        }
        if table.kind == TableKind::View && !grants.on_table("SHOW VIEW", &table.name.database, &table.name.table) {
            missing.push(format!("SHOW VIEW on {}", table.name));
        }
    }
    if facts.plan.steps.incremental {
        let global =
            ["REPLICATION CLIENT", "REPLICATION SLAVE"].into_iter().filter(|privilege| !grants.global(privilege));
        missing.extend(global.map(|privilege| format!("{privilege} on *.*")));
    }
    Item::naming(
        Check::SourcePrivileges,
        State::Failed,
        &missing,
        format!("the account {} of the source lacks these privileges; grant them", facts.plan.source.user),
    )
}

/// What the table needs that marks the transactions of a two-way synchronization.
const MARKS: [&str; 4] = ["SELECT", "INSERT", "UPDATE", "CREATE"];

/// What creating objects and writing rows needs.
pub(super) fn destination(facts: &Facts<'_>, grants: &Grants) -> Item {
    let mut missing = Vec::new();
    for database in &facts.plan.databases {
        let needed = needed(facts, database);
        let lacked = needed.into_iter().filter(|privilege| !grants.on_database(privilege, &database.destination));
        missing.extend(lacked.map(|privilege| format!("{privilege} on {}.*", database.destination)));
    }
    if let Some(two_way) = &facts.plan.two_way {
        let database = &two_way.marker.database;
        let lacked = MARKS.iter().filter(|privilege| !grants.on_database(privilege, database));
        missing.extend(lacked.map(|privilege| format!("{privilege} on {database}.*")));
    }
    Item::naming(
        Check::DestinationPrivileges,
        State::Failed,
        &missing,
        format!("the account {} of the destination lacks these privileges; grant them", facts.plan.destination.user),
    )
}

/// The columns of `mysql.user` that have the password; which of them exist depends on family and version.
const PASSWORDS: [&str; 2] = ["authentication_string", "password"];
/// The length of a password hash of servers before version 4.1.
const OLD_HASH: usize = 16;

/// No account with the user name of the migration has a password in the old format, which current clients do not send. The
/// accounts are not known without SELECT on `mysql.user`.
pub(super) async fn password_format(facts: &Facts<'_>, source: &mut Session) -> Item {
    let user = &facts.plan.source.user;
    let mut old = Vec::new();
    for column in PASSWORDS {
        let sql = format!(
            "SELECT host FROM mysql.user WHERE user = {} AND (plugin = 'mysql_old_password' OR LENGTH({column}) = {OLD_HASH})",
            quoted(user)
        );
        let rows = source.texts(sql).await.unwrap_or_default();
        old.extend(rows.into_iter().flatten().flatten().map(|host| format!("'{user}'@'{host}'")));
    }
    old.sort();
    old.dedup();
    let message = "the password has the format of servers before version 4.1; set it again with old_passwords = 0";
    Item::naming(Check::PasswordFormat, State::Failed, &old, message)
}

fn needed(facts: &Facts<'_>, database: &DatabaseChoice) -> Vec<&'static str> {
    let mut needed = vec!["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX", "REFERENCES"];
    if database.tables.is_none() {
        let has_views =
            facts.tables.iter().any(|table| table.kind == TableKind::View && table.name.database == database.name);
        needed.extend(has_views.then_some("CREATE VIEW"));
        needed.extend(facts.plan.options.triggers.then_some("TRIGGER"));
        needed.extend(facts.plan.options.events.then_some("EVENT"));
    }
    needed
}
