//! Options that need another, or exclude one.

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Set},
    path::AttributePath,
};

use super::{
    super::{
        endpoint::known_ends,
        model::{Alerts, TaskModel, Throttling, Verification},
    },
    types::{Types, types_of},
};
use crate::{
    facts::{limit, reserve_key},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 13] = [
    &TRIGGERS,
    &ASSESSMENT,
    &THROTTLING,
    &ACCOUNTS,
    &EVENTS,
    &CHECKPOINT,
    &ALERT_DELAY,
    &ALERT_SETTING,
    &VERIFICATION,
    &SAMPLE,
    &NAME_CASE,
    &RETRY,
    &RESERVE,
];

static TRIGGERS: Rule = Rule::validate(
    "triggers-schema",
    "Triggers need schema migration",
    "`triggers` comes with `schema` in `migration_types`.",
);
static ASSESSMENT: Rule = Rule::validate(
    "assessment-schema",
    "The assessment needs schema migration",
    "`assessment` comes with `schema` in `migration_types`.",
);
static THROTTLING: Rule = Rule::validate(
    "throttling-type",
    "Limits of a migration type that is not chosen",
    "`throttling` limits only types that `migration_types` has.",
);
static ACCOUNTS: Rule = Rule::validate(
    "accounts-mysql",
    "Accounts are migrated between MySQL databases",
    "`migrate_accounts` is for MySQL on both sides.",
);
static EVENTS: Rule = Rule::validate(
    "events-mysql",
    "Events are migrated between MySQL databases",
    "`migrate_events` is for MySQL on both sides.",
);
static CHECKPOINT: Rule = Rule::validate(
    "checkpoint-incremental",
    "A starting point needs incremental migration alone",
    "`checkpoint` is for incremental migration without a full one.",
);
static ALERT_DELAY: Rule = Rule::validate(
    "alert-delay",
    "A delay alert needs its delay",
    "`alerts.on_delay` comes with `alerts.delay_seconds`.",
);
static ALERT_SETTING: Rule = Rule::validate(
    "alert-off",
    "Settings of an alert that is off",
    "Settings of an alert come with the alert switched on.",
);
static VERIFICATION: Rule = Rule::validate(
    "verification-type",
    "Verification of a migration type that is not chosen",
    "`data_verification` compares only types that `migration_types` has.",
);
static SAMPLE: Rule = Rule::validate(
    "verification-sample",
    "Sample and percentage belong together",
    "`sample_percent` comes with `mode = \"sample\"`, and the other way round.",
);
static NAME_CASE: Rule = Rule::validate(
    "name-case-objects",
    "Letter case cannot be changed for these objects",
    "With `object_name_case`, no views, procedures or functions are migrated.",
);
static RETRY: Rule = Rule::validate(
    "retry-order",
    "Retry times do not fit",
    "`retry.other_minutes` is less than `retry.connection_minutes`.",
);
static RESERVE: Rule = Rule::validate(
    "reserve-key",
    "A key of reserve that has another owner",
    "`reserve` has no key that an argument writes or that the service adds, and values of the kind DTS has.",
);

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    if let Some(types) = types_of(config) {
        with_types(config, &types, out);
    }
    for (on, rule, argument) in
        [(&config.migrate_accounts, &ACCOUNTS, "migrate_accounts"), (&config.migrate_events, &EVENTS, "migrate_events")]
    {
        between_mysql(config, on, rule, argument, out);
    }
    if let Some(alerts) = config.alerts.get() {
        alert(alerts, out);
    }
    if let Some(verification) = config.data_verification.get() {
        sample(verification, out);
    }
    name_case(config, out);
    retry(config, out);
    reserve(config, out);
}

fn path(steps: &[&str]) -> AttributePath {
    AttributePath::of(steps)
}

fn with_types(config: &TaskModel, types: &Types, out: &mut Diagnostics) {
    if config.triggers.is_known() && !types.schema {
        out.push(TRIGGERS.broken(
            path(&["triggers"]),
            &Violation {
                found: "triggers is set, and migration_types has no schema: there is nothing that could carry triggers over.".to_owned(),
                allowed: "triggers with schema in migration_types".to_owned(),
                write: "\"schema\" into migration_types, or no triggers".to_owned(),
            },
        ));
    }
    if config.assessment.get() == Some(&true) && !types.schema {
        out.push(ASSESSMENT.broken(
            path(&["assessment"]),
            &Violation {
                found: "assessment is true, and migration_types has no schema that could be assessed.".to_owned(),
                allowed: "assessment with schema in migration_types".to_owned(),
                write: "\"schema\" into migration_types, or no assessment".to_owned(),
            },
        ));
    }
    if config.checkpoint.is_known() && (types.full || !types.incremental) {
        out.push(CHECKPOINT.broken(
            path(&["checkpoint"]),
            &Violation {
                found: if types.full {
                    "checkpoint is set, and full migration decides itself where incremental migration begins."
                        .to_owned()
                } else {
                    "checkpoint is set, and there is no incremental migration that could begin there.".to_owned()
                },
                allowed: "checkpoint with migration_types = [\"incremental\"]".to_owned(),
                write: "no checkpoint, or migration_types = [\"incremental\"]".to_owned(),
            },
        ));
    }
    if let Some(throttling) = config.throttling.get() {
        limits(throttling, types, out);
    }
    if let Some(verification) = config.data_verification.get() {
        for (wanted, chosen, word) in [
            (verification.full.is_known(), types.full, "full"),
            (verification.incremental.is_known(), types.incremental, "incremental"),
        ] {
            if wanted && !chosen {
                out.push(not_chosen(
                    &VERIFICATION,
                    &["data_verification", word, first_of_verification(word)],
                    "data_verification",
                    word,
                ));
            }
        }
    }
}

/// An argument inside the block: Terraform shows a block's own path only at the resource's header.
fn first_of_verification(block: &str) -> &'static str {
    if block == "full" { "mode" } else { "alert_on_failure" }
}

fn limits(throttling: &Throttling, types: &Types, out: &mut Diagnostics) {
    if let Some(full) = throttling.full.get().filter(|_| !types.full) {
        let argument = if full.queries_per_second.is_known() {
            "queries_per_second"
        } else if full.bytes_per_second.is_known() {
            "bytes_per_second"
        } else {
            "rows_per_second"
        };
        out.push(not_chosen(&THROTTLING, &["throttling", "full", argument], "throttling", "full"));
    }
    if let Some(incremental) = throttling.incremental.get().filter(|_| !types.incremental) {
        let argument = if incremental.bytes_per_second.is_known() { "bytes_per_second" } else { "rows_per_second" };
        out.push(not_chosen(&THROTTLING, &["throttling", "incremental", argument], "throttling", "incremental"));
    }
}

fn not_chosen(rule: &Rule, steps: &[&str], block: &str, word: &str) -> tfplugin::diagnostic::Diagnostic {
    rule.broken(
        path(steps),
        &Violation {
            found: format!("{block} has a block {word}, and migration_types has no {word}."),
            allowed: format!("{block} {{ {word} {{ … }} }} with {word} in migration_types"),
            write: format!("\"{word}\" into migration_types, or no block {word}"),
        },
    )
}

fn between_mysql(config: &TaskModel, on: &Attr<bool>, rule: &Rule, argument: &str, out: &mut Diagnostics) {
    if on.get() != Some(&true) {
        return;
    }
    let other =
        known_ends(config).find_map(|(side, end)| Some((side, end.engine.as_str().filter(|word| *word != "mysql")?)));
    if let Some((side, engine)) = other {
        out.push(rule.broken(
            path(&[argument]),
            &Violation {
                found: format!("{argument} is true, and {}.engine is {engine:?}.", side.block()),
                allowed: format!("{argument} with engine = \"mysql\" on both sides"),
                write: format!("no {argument}"),
            },
        ));
    }
}

fn alert(alerts: &Alerts, out: &mut Diagnostics) {
    let at = |argument: &str| path(&["alerts", argument]);
    if alerts.on_delay.get() == Some(&true) && alerts.delay_seconds.is_null() {
        out.push(ALERT_DELAY.broken(
            at("on_delay"),
            &Violation {
                found: "alerts.on_delay is true, and no delay is given from which on to alert.".to_owned(),
                allowed: format!("delay_seconds of at least {}", limit("alerts.delay_seconds").min),
                write: "delay_seconds = 60".to_owned(),
            },
        ));
    }
    let settings = [
        (alerts.failure_phones.is_known(), &alerts.on_failure, "failure_phones", "on_failure"),
        (alerts.delay_phones.is_known(), &alerts.on_delay, "delay_phones", "on_delay"),
        (alerts.delay_seconds.is_known(), &alerts.on_delay, "delay_seconds", "on_delay"),
    ];
    for (set, on, argument, switch) in settings {
        let off = on.is_null() || on.get() == Some(&false);
        if set && off {
            out.push(ALERT_SETTING.broken(
                at(argument),
                &Violation {
                    found: format!("alerts.{argument} is set, and alerts.{switch} is not true: nobody would be told."),
                    allowed: format!("{argument} with {switch} = true"),
                    write: format!("{switch} = true, or no {argument}"),
                },
            ));
        }
    }
}

fn sample(verification: &Verification, out: &mut Diagnostics) {
    let Some(full) = verification.full.get() else { return };
    let at = |argument: &str| path(&["data_verification", "full", argument]);
    let by_sample = full.mode.as_str() == Some("sample");
    if by_sample && full.sample_percent.is_null() {
        out.push(
            SAMPLE.broken(
                at("mode"),
                &Violation {
                    found: "data_verification.full.mode is \"sample\", and nothing says how large a part to compare."
                        .to_owned(),
                    allowed: "sample with sample_percent from 10 to 100".to_owned(),
                    write: "sample_percent = 20".to_owned(),
                },
            ),
        );
    }
    if !by_sample && !full.mode.is_unknown() && full.sample_percent.is_known() {
        out.push(SAMPLE.broken(
            at("sample_percent"),
            &Violation {
                found:
                    "data_verification.full.sample_percent is set, and mode = \"rows\" compares every row.".to_owned(),
                allowed: "sample_percent with mode = \"sample\"".to_owned(),
                write: "mode = \"sample\", or no sample_percent".to_owned(),
            },
        ));
    }
}

/// Documented for every choice but DTS's own.
fn name_case(config: &TaskModel, out: &mut Diagnostics) {
    let changed = config.object_name_case.as_str().is_some_and(|word| word != "dts_default");
    let Some(objects) = config.objects.get().filter(|_| changed) else { return };
    const KINDS: [&str; 3] = ["views", "procedures", "functions"];
    let found = objects.known().find_map(|(name, database)| {
        let kinds = database.other_objects.get()?;
        let kind = KINDS.into_iter().find(|kind| kinds.0.contains_key(*kind))?;
        Some((name, kind))
    });
    if let Some((database, kind)) = found {
        out.push(NAME_CASE.broken(
            path(&["object_name_case"]),
            &Violation {
                found: format!(
                    "object_name_case is {:?}, and objects[{database:?}].other_objects has {kind}.",
                    config.object_name_case.as_str().unwrap_or_default()
                ),
                allowed: format!("object_name_case without {}, or \"dts_default\"", KINDS.join(", ")),
                write: "no object_name_case, and migrate these objects; or no such objects".to_owned(),
            },
        ));
    }
}

fn retry(config: &TaskModel, out: &mut Diagnostics) {
    let Some(retry) = config.retry.get() else { return };
    if retry.connection_minutes.is_unknown() || retry.other_minutes.is_unknown() {
        return;
    }
    let standard = |name: &str| limit(name).default.unwrap_or_default();
    let connection = retry.connection_minutes.or(standard("retry.connection_minutes"));
    let other = retry.other_minutes.or(standard("retry.other_minutes"));
    if other < connection {
        return;
    }
    // Where only one of the two is written, that one is to blame.
    let argument = if retry.other_minutes.is_null() { "connection_minutes" } else { "other_minutes" };
    out.push(RETRY.broken(
        path(&["retry", argument]),
        &Violation {
            found: format!("retry.other_minutes is {other} and retry.connection_minutes {connection}."),
            allowed: "other_minutes less than connection_minutes".to_owned(),
            write: if argument == "other_minutes" {
                format!("other_minutes = {}", connection.saturating_sub(1).max(1))
            } else {
                format!("connection_minutes = {}", other.saturating_add(1))
            },
        },
    ));
}

fn reserve(config: &TaskModel, out: &mut Diagnostics) {
    let Some(keys) = config.reserve.get() else { return };
    for (key, value) in &keys.0 {
        let row = reserve_key(key);
        let (found, write) = match row {
            _ if value.is_null() => (format!("reserve[{key:?}] is null."), format!("a text, or no key {key:?}")),
            Some(row) if row.argument.is_some() => {
                let argument = row.argument.unwrap_or_default();
                (
                    format!("reserve[{key:?}] is what the argument {argument} writes."),
                    format!("{argument} in its place"),
                )
            }
            Some(row) if row.server_added => {
                (format!("reserve[{key:?}] is a key the service adds by itself."), format!("no key {key:?}"))
            }
            Some(row) if value.as_str().is_some_and(|value| !row.kind.has(value)) => (
                format!("reserve[{key:?}] is a {} in DTS, and its value here is none.", row.kind.word()),
                format!("a {} as a text", row.kind.word()),
            ),
            _ => continue,
        };
        out.push(RESERVE.broken(
            path(&["reserve"]).key(key),
            &Violation {
                found,
                allowed:
                    "keys that no argument writes and the service does not add, with values of their kind".to_owned(),
                write,
            },
        ));
    }
}

/// For cautions: the arguments whose value on the wire no official source confirms.
pub(super) fn unconfirmed(config: &TaskModel) -> Vec<(AttributePath, String)> {
    let words: [(&'static str, &Attr<String>); 3] = [
        ("online_ddl", &config.online_ddl),
        ("heartbeat", &config.heartbeat),
        ("object_name_case", &config.object_name_case),
    ];
    let mut found: Vec<(AttributePath, String)> = words
        .into_iter()
        .filter_map(|(argument, value)| {
            let value = value.as_str()?;
            let row = crate::facts::option_value(argument, value).filter(|row| !row.confirmed)?;
            Some((path(&[argument]), format!("{argument} = {:?}", row.value)))
        })
        .collect();
    let own = config.reserve.get().into_iter().flat_map(|own| own.0.keys());
    let unconfirmed_key = |key: &&String| reserve_key(key).is_some_and(|row| !row.confirmed);
    found.extend(own.filter(unconfirmed_key).map(|key| (path(&["reserve"]).key(key), format!("reserve[{key:?}]"))));
    for (side, end) in known_ends(config) {
        let argument = format!("{}.mongodb_topology", side.block());
        let value = end.mongodb_topology.as_str().unwrap_or_default();
        if crate::facts::option_value(&argument, value).is_some_and(|row| !row.confirmed) {
            found.push((path(&[side.block(), "mongodb_topology"]), format!("{argument} = {value:?}")));
        }
    }
    found
}

/// Whether a set of texts has something in it, as far as is known.
pub(super) fn has_some(set: &Attr<Set<String>>) -> bool {
    set.get().is_some_and(|set| !set.0.is_empty())
}
