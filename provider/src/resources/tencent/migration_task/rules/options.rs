//! Options that depend on each other.

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Set},
    path::AttributePath,
};

use crate::{
    facts::tencent::{engine, link},
    resources::tencent::migration_task::schema::{model::TaskModel, options::Check},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 5] = [&TYPE, &TIMED, &FOREIGN_KEYS, &CONSISTENCY, &WAIT];

/// The step about foreign keys.
const CONSTRAINT: &str = "ConstraintCheck";

static TYPE: Rule = Rule::validate(
    "tencent-migration-type",
    "The engine is not migrated in this way",
    "`migration_type` must be one that DTS supports for the engine of the source: Redis and KeeWiDB only with `full_and_increment`.",
);
static TIMED: Rule = Rule::validate(
    "tencent-timed",
    "run_mode and start_at must be set together",
    "`run_mode = \"timed\"` needs `start_at`, and `start_at` needs `run_mode = \"timed\"`.",
);
static FOREIGN_KEYS: Rule = Rule::validate(
    "tencent-foreign-keys",
    "The choice about foreign keys has no effect",
    "`check.foreign_keys` needs `ConstraintCheck` in `check.skip`.",
);

static CONSISTENCY: Rule = Rule::validate(
    "tencent-consistency",
    "The setting of the comparison has no effect",
    "`consistency.sample_rate` needs `method = \"sample_data_check\"`, and `method`, `sample_rate` and `thread_count` need `mode = \"full\"`.",
);
static WAIT: Rule = Rule::validate(
    "tencent-wait",
    "The wait would never end",
    "`wait_for` of `dts_tencent_migration_task` must be a status that a job of this `migration_type` can reach.",
);

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    migration_type(config, out);
    timed(config, out);
    foreign_keys(config, out);
    consistency(config, out);
    wait(config, out);
}

fn migration_type(config: &TaskModel, out: &mut Diagnostics) {
    let Some(engine) = config.source.get().and_then(|source| source.engine.as_str()).and_then(engine) else { return };
    let Some(given) = config.migration_type.as_str() else { return };
    let destination = config.destination.get().and_then(|end| end.engine.as_str()).unwrap_or_default();
    let types = link(engine.engine, destination).map_or(&engine.migrate_types, |link| &link.migrate_types);
    let words: Vec<String> = types.iter().map(|name| word(name)).collect();
    if words.iter().any(|word| word == given) || !["structure", "full", "full_and_increment"].contains(&given) {
        return;
    }
    out.push(TYPE.broken(
        AttributePath::of(&["migration_type"]),
        &Violation {
            found: format!("migration_type is {given:?}, but the source is {}.", engine.name),
            allowed: words.join(", "),
            fix: format!("set migration_type = {:?}", words.first().map(String::as_str).unwrap_or_default()),
        },
    ));
}

/// The word of a configuration for a type of the API.
fn word(name: &str) -> String {
    if name == "fullAndIncrement" { "full_and_increment".to_owned() } else { name.to_owned() }
}

fn timed(config: &TaskModel, out: &mut Diagnostics) {
    let is_timed = match &config.run_mode {
        Attr::Known(mode) => mode == "timed",
        Attr::Null => false,
        Attr::Unknown => return,
    };
    let (path, found, fix) = match &config.start_at {
        Attr::Null if is_timed => (
            "run_mode",
            "run_mode is \"timed\", but start_at is not set.",
            "set start_at = \"2030-01-31T20:00:00+08:00\"",
        ),
        Attr::Known(_) if !is_timed => (
            "start_at",
            "start_at is set, but run_mode is not \"timed\".",
            "set run_mode = \"timed\", or remove start_at",
        ),
        _ => return,
    };
    out.push(TIMED.broken(
        AttributePath::of(&[path]),
        &Violation {
            found: found.to_owned(),
            allowed: "run_mode = \"timed\" together with start_at".to_owned(),
            fix: fix.to_owned(),
        },
    ));
}

fn foreign_keys(config: &TaskModel, out: &mut Diagnostics) {
    let Some(Check { skip, foreign_keys: Attr::Known(_), .. }) = config.check.get() else { return };
    let skips = match skip {
        Attr::Known(skip) => skip.has_unknown() || Set::known(skip).any(|step| step == CONSTRAINT),
        Attr::Unknown => true,
        Attr::Null => false,
    };
    if skips {
        return;
    }
    out.push(FOREIGN_KEYS.broken(
        AttributePath::of(&["check", "foreign_keys"]),
        &Violation {
            found: format!("check.foreign_keys is set, but check.skip does not contain {CONSTRAINT:?}."),
            allowed: format!("foreign_keys together with skip = [{CONSTRAINT:?}]"),
            fix: format!("add {CONSTRAINT:?} to check.skip, or remove foreign_keys"),
        },
    ));
}

fn consistency(config: &TaskModel, out: &mut Diagnostics) {
    let Some(consistency) = config.consistency.get() else { return };
    let at = |argument: &'static str| AttributePath::of(&["consistency", argument]);
    if let Some(mode) = consistency.mode.as_str().filter(|mode| *mode != "full") {
        let set = [
            ("method", consistency.method.is_known()),
            ("sample_rate", consistency.sample_rate.is_known()),
            ("thread_count", consistency.thread_count.is_known()),
        ];
        if let Some((argument, _)) = set.into_iter().find(|(_, is_set)| *is_set) {
            out.push(CONSISTENCY.broken(
                at(argument),
                &Violation {
                    found: format!(
                        "consistency.{argument} is set, but consistency.mode is {mode:?}: DTS compares nothing."
                    ),
                    allowed: format!("{argument} with mode = \"full\""),
                    fix: format!("set mode = \"full\", or remove {argument}"),
                },
            ));
        }
        return;
    }
    let is_sample = match &consistency.method {
        Attr::Known(method) => method == "sample_data_check",
        Attr::Unknown => true,
        Attr::Null => false,
    };
    if consistency.sample_rate.is_known() && !is_sample {
        out.push(CONSISTENCY.broken(
            at("sample_rate"),
            &Violation {
                found: "consistency.sample_rate is set, but consistency.method is not \"sample_data_check\": DTS compares all rows."
                    .to_owned(),
                allowed: "sample_rate with method = \"sample_data_check\"".to_owned(),
                fix: "set method = \"sample_data_check\", or remove sample_rate".to_owned(),
            },
        ));
    }
}

fn wait(config: &TaskModel, out: &mut Diagnostics) {
    let migration_type = match &config.migration_type {
        Attr::Known(given) => given.as_str(),
        Attr::Null => "full_and_increment",
        Attr::Unknown => return,
    };
    let has_changes = migration_type == "full_and_increment";
    let (found, other) = match config.wait_for.as_str() {
        Some("caught_up") if !has_changes => ("is never caught up, because it applies no changes", "finished"),
        Some("finished") if has_changes => ("does not finish before it is completed", "caught_up"),
        _ => return,
    };
    out.push(WAIT.broken(
        AttributePath::of(&["wait_for"]),
        &Violation {
            found: format!("A job with migration_type = {migration_type:?} {found}."),
            allowed: format!("\"accepted\", \"running\" or {other:?} with this migration_type"),
            fix: format!("set wait_for = {other:?}"),
        },
    ));
}
