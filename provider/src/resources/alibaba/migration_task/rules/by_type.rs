//! Options that need a migration type.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use super::types::{Types, types_of};
use crate::resources::alibaba::migration_task::schema::model::{TaskModel, Throttling};
use crate::rules::{Rule, Violation};

pub(super) static RULES: [&Rule; 5] = [&TRIGGERS, &ASSESSMENT, &THROTTLING, &CHECKPOINT, &VERIFICATION];

static TRIGGERS: Rule = Rule::validate(
    "triggers-schema",
    "Triggers need schema migration",
    "`triggers` needs `schema` in `migration_types`.",
);
static ASSESSMENT: Rule = Rule::validate(
    "assessment-schema",
    "The assessment needs schema migration",
    "`assessment` needs `schema` in `migration_types`.",
);
static THROTTLING: Rule = Rule::validate(
    "throttling-type",
    "A block of throttling needs its migration type",
    "`throttling.full` and `throttling.incremental` each need their type in `migration_types`.",
);
static CHECKPOINT: Rule = Rule::validate(
    "checkpoint-incremental",
    "checkpoint is only for incremental migration without full migration",
    "`checkpoint` needs `migration_types = [\"incremental\"]`.",
);
static VERIFICATION: Rule = Rule::validate(
    "verification-type",
    "A block of data_verification needs its migration type",
    "`data_verification.full` and `data_verification.incremental` each need their type in `migration_types`.",
);

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    let Some(types) = types_of(config) else { return };
    schema_options(config, &types, out);
    checkpoint(config, &types, out);
    if let Some(throttling) = config.throttling.get() {
        limits(throttling, &types, out);
    }
    verification(config, &types, out);
}

fn path(steps: &[&str]) -> AttributePath {
    AttributePath::of(steps)
}

fn schema_options(config: &TaskModel, types: &Types, out: &mut Diagnostics) {
    if config.triggers.is_known() && !types.schema {
        out.push(TRIGGERS.broken(
            path(&["triggers"]),
            &Violation {
                found: "triggers is set, but migration_types does not contain \"schema\". Triggers are migrated with the schema.".to_owned(),
                allowed: "triggers with \"schema\" in migration_types".to_owned(),
                fix: "add \"schema\" to migration_types, or remove triggers".to_owned(),
            },
        ));
    }
    if config.assessment.get() == Some(&true) && !types.schema {
        out.push(ASSESSMENT.broken(
            path(&["assessment"]),
            &Violation {
                found: "assessment is true, but migration_types does not contain \"schema\". DTS assesses the migration of the \
                    schema.".to_owned(),
                allowed: "assessment with \"schema\" in migration_types".to_owned(),
                fix: "add \"schema\" to migration_types, or remove assessment".to_owned(),
            },
        ));
    }
}

fn checkpoint(config: &TaskModel, types: &Types, out: &mut Diagnostics) {
    let only = if config.kind.has_free_phases { "initial_phases = []" } else { "migration_types = [\"incremental\"]" };
    if config.checkpoint.is_known() && (types.full || !types.incremental) {
        out.push(CHECKPOINT.broken(
            path(&["checkpoint"]),
            &Violation {
                found: if types.full {
                    "checkpoint is set, but migration_types contains \"full\". After a full migration, DTS sets the start of the \
                     incremental migration."
                        .to_owned()
                } else {
                    "checkpoint is set, but migration_types does not contain \"incremental\".".to_owned()
                },
                allowed: format!("checkpoint with {only}"),
                fix: format!("remove checkpoint, or set {only}"),
            },
        ));
    }
}

fn verification(config: &TaskModel, types: &Types, out: &mut Diagnostics) {
    let Some(verification) = config.data_verification.get() else { return };
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
            found: format!("The block {block}.{word} is set, but migration_types does not contain {word:?}."),
            allowed: format!("{block}.{word} with {word:?} in migration_types"),
            fix: format!("add {word:?} to migration_types, or remove the block {block}.{word}"),
        },
    )
}
