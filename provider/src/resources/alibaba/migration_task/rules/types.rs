//! What is migrated, and what goes together.

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Set},
    path::AttributePath,
};

use crate::resources::alibaba::migration_task::schema::model::TaskModel;
use crate::rules::{Rule, Violation};

pub(super) static RULES: [&Rule; 3] = [&EMPTY, &WITHOUT_FULL, &KAFKA_SCHEMA];

static EMPTY: Rule =
    Rule::validate("types-empty", "Nothing to migrate", "`migration_types` must contain at least one type.");
static WITHOUT_FULL: Rule = Rule::validate(
    "types-without-full",
    "Schema and incremental migration without full migration",
    "`schema` with `incremental` needs `full`, too. Without it, the new tables contain only changes.",
);
static KAFKA_SCHEMA: Rule =
    Rule::validate("types-kafka-schema", "Kafka has no schema", "`schema` is not valid for a Kafka destination.");

/// Which types are chosen; none while one of them is unknown.
pub(super) struct Types {
    pub(super) schema: bool,
    pub(super) full: bool,
    pub(super) incremental: bool,
}

/// The chosen types, if they are known.
pub(super) fn types_of(config: &TaskModel) -> Option<Types> {
    let types = config.migration_types.get().filter(|types| !Set::has_unknown(types))?;
    let has = |kind: &str| types.known().any(|one| one == kind);
    Some(Types { schema: has("schema"), full: has("full"), incremental: has("incremental") })
}

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    // The initial phases of a synchronization are free.
    if config.kind.has_free_phases {
        return;
    }
    let path = AttributePath::of(&["migration_types"]);
    let migrating = "[\"schema\", \"full\"] to copy the data once, [\"schema\", \"full\", \"incremental\"] to migrate changes, too, \
        until the cut-over";
    if config.migration_types.get().is_some_and(|types| types.0.is_empty()) {
        out.push(EMPTY.broken(
            path.clone(),
            &Violation {
                found: "migration_types is empty.".to_owned(),
                allowed: migrating.to_owned(),
                fix: "set migration_types = [\"schema\", \"full\"]".to_owned(),
            },
        ));
    }
    let Some(types) = types_of(config) else { return };
    if types.schema && types.incremental && !types.full {
        out.push(WITHOUT_FULL.broken(
            path.clone(),
            &Violation {
                found: "migration_types contains \"schema\" and \"incremental\" without \"full\". The new tables would contain only \
                    changes, not the existing rows."
                    .to_owned(),
                allowed: format!("{migrating}, [\"incremental\"] if the destination already has the data"),
                fix: "set migration_types = [\"schema\", \"full\", \"incremental\"]".to_owned(),
            },
        ));
    }
    let kafka = config.destination.get().is_some_and(|end| end.engine == Attr::from("kafka"));
    if kafka && types.schema {
        out.push(
            KAFKA_SCHEMA.broken(
                path,
                &Violation {
                    found: "migration_types contains \"schema\", but the destination is Kafka, which has no tables."
                        .to_owned(),
                    allowed: "\"full\" and \"incremental\"".to_owned(),
                    fix: "set migration_types = [\"full\", \"incremental\"]".to_owned(),
                },
            ),
        );
    }
}
