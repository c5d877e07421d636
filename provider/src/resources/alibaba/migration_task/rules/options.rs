//! Options that exclude one another, or fit only some databases.

use tfplugin::{diagnostic::Diagnostics, model::Attr, path::AttributePath};

use super::objects::with_selection;
use crate::resources::alibaba::{
    job::objects::Form,
    migration_task::schema::{
        endpoint::known_endpoints,
        model::{Minutes, TaskModel},
    },
};
use crate::{
    facts::alibaba::limit,
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 4] = [&ACCOUNTS, &EVENTS, &NAME_CASE, &RETRY];

static ACCOUNTS: Rule = Rule::validate(
    "accounts-mysql",
    "Accounts are migrated only between MySQL databases",
    "`migrate_accounts` needs MySQL on both sides.",
);
static EVENTS: Rule = Rule::validate(
    "events-mysql",
    "Events are migrated only between MySQL or PolarDB for MySQL databases",
    "`migrate_events` needs MySQL or PolarDB for MySQL on both sides.",
);
static NAME_CASE: Rule = Rule::validate(
    "name-case-objects",
    "The letter case of these objects cannot be changed",
    "With values of `object_name_case` other than `dts_default`, views, procedures and functions cannot be migrated.",
);
static RETRY: Rule = Rule::validate(
    "retry-order",
    "other_minutes must be less than connection_minutes",
    "`retry.other_minutes` must be less than `retry.connection_minutes`.",
);

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    between(config, &config.migrate_accounts, &ACCOUNTS, "migrate_accounts", &["mysql"], out);
    between(config, &config.migrate_events, &EVENTS, "migrate_events", &["mysql", "polardb_mysql"], out);
    name_case(config, out);
    retry(config, out);
}

fn path(steps: &[&str]) -> AttributePath {
    AttributePath::of(steps)
}

fn between(config: &TaskModel, on: &Attr<bool>, rule: &Rule, argument: &str, engines: &[&str], out: &mut Diagnostics) {
    if on.get() != Some(&true) {
        return;
    }
    let other = known_endpoints(config)
        .find_map(|(side, end)| Some((side, end.engine.as_str().filter(|word| !engines.contains(word))?)));
    if let Some((side, engine)) = other {
        let words: Vec<String> = engines.iter().map(|word| format!("{word:?}")).collect();
        out.push(rule.broken(
            path(&[argument]),
            &Violation {
                found: format!("{argument} is true, but {}.engine is {engine:?}.", side.block()),
                allowed: format!("{argument} with engine = {} on both sides", words.join(" or ")),
                fix: format!("remove {argument}"),
            },
        ));
    }
}

/// Documented for every choice but that of DTS.
fn name_case(config: &TaskModel, out: &mut Diagnostics) {
    let Some(case) = config.object_name_case.as_str().filter(|case| *case != "dts_default") else { return };
    with_selection(config, |form, selection| {
        const KINDS: [&str; 3] = ["views", "procedures", "functions"];
        let found = selection.databases.known().find_map(|(name, database)| {
            let kinds = database.other_objects.get()?;
            Some((name, KINDS.into_iter().find(|kind| kinds.0.contains_key(*kind))?))
        });
        let Some((database, kind)) = found else { return };
        let place = match form {
            Form::Hcl => format!("objects[{database:?}].other_objects"),
            Form::Json => format!("objects_json[{database:?}]"),
        };
        out.push(NAME_CASE.broken(
            path(&["object_name_case"]),
            &Violation {
                found: format!("object_name_case is {case:?}, but {place} contains {kind}."),
                allowed: format!("object_name_case without {}; or \"dts_default\"", KINDS.join(", ")),
                fix: "remove object_name_case, or remove these objects".to_owned(),
            },
        ));
    });
}

fn retry(config: &TaskModel, out: &mut Diagnostics) {
    let Some(retry) = config.retry.get() else { return };
    if retry.connection_minutes.is_unknown() || retry.other_minutes.is_unknown() {
        return;
    }
    // A number outside of its limits has its own error.
    let valid = |value: &Attr<Minutes>, name: &str| {
        value.get().is_none_or(|minutes| minutes.seconds() % 60 == 0 && limit(name).range().contains(&minutes.whole()))
    };
    if !valid(&retry.connection_minutes, "retry.connection_minutes")
        || !valid(&retry.other_minutes, "retry.other_minutes")
    {
        return;
    }
    let minutes = |value: &Attr<Minutes>, name: &str| {
        value.get().map_or_else(|| limit(name).default.unwrap_or_default(), |minutes| minutes.whole())
    };
    let connection = minutes(&retry.connection_minutes, "retry.connection_minutes");
    let other = minutes(&retry.other_minutes, "retry.other_minutes");
    if other < connection {
        return;
    }
    // Where only one of the two is written, the error is reported on that one.
    let argument = if retry.other_minutes.is_null() { "connection_minutes" } else { "other_minutes" };
    out.push(RETRY.broken(
        path(&["retry", argument]),
        &Violation {
            found: format!("retry.other_minutes is {other} and retry.connection_minutes is {connection}."),
            allowed: "other_minutes less than connection_minutes".to_owned(),
            // The other number could only be larger than its limit.
            fix: if argument == "other_minutes" || !limit("retry.connection_minutes").range().contains(&(other + 1)) {
                format!("set other_minutes = {}", connection.saturating_sub(1).max(1))
            } else {
                format!("set connection_minutes = {}", other.saturating_add(1))
            },
        },
    ));
}
