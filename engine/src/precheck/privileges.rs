//! The privileges of the logins.

use super::{Check, Facts, Item, State};
use crate::plan::DatabaseChoice;
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

/// What creating objects and writing rows needs.
pub(super) fn destination(facts: &Facts<'_>, grants: &Grants) -> Item {
    let mut missing = Vec::new();
    for database in &facts.plan.databases {
        let needed = needed(facts, database);
        let lacked = needed.into_iter().filter(|privilege| !grants.on_database(privilege, &database.destination));
        missing.extend(lacked.map(|privilege| format!("{privilege} on {}.*", database.destination)));
    }
    Item::naming(
        Check::DestinationPrivileges,
        State::Failed,
        &missing,
        format!("the account {} of the destination lacks these privileges; grant them", facts.plan.destination.user),
    )
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
