//! What is migrated, and what goes together.

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Set},
    path::AttributePath,
};

use crate::resources::alibaba::migration_task::schema::model::TaskModel;
use crate::rules::{Rule, Violation};

pub(super) static RULES: [&Rule; 3] = [&EMPTY, &WITHOUT_FULL, &KAFKA_SCHEMA];

static EMPTY: Rule = Rule::validate("types-empty", "Nothing to migrate", "`migration_types` names at least one type.");
static WITHOUT_FULL: Rule = Rule::validate(
    "types-without-full",
    "Schema and incremental migration without full migration",
    "`schema` and `incremental` come with `full`: otherwise the tables stay empty except for new changes.",
);
static KAFKA_SCHEMA: Rule =
    Rule::validate("types-kafka-schema", "Kafka has no schema", "`schema` is not for a Kafka destination.");

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
    let path = AttributePath::of(&["migration_types"]);
    let whole = "[\"schema\", \"full\"] to copy once, [\"schema\", \"full\", \"incremental\"] to follow changes until the cut-over";
    if config.migration_types.get().is_some_and(|types| types.0.is_empty()) {
        out.push(EMPTY.broken(
            path.clone(),
            &Violation {
                found: "migration_types is empty.".to_owned(),
                allowed: whole.to_owned(),
                write: "migration_types = [\"schema\", \"full\"]".to_owned(),
            },
        ));
    }
    let Some(types) = types_of(config) else { return };
    if types.schema && types.incremental && !types.full {
        out.push(WITHOUT_FULL.broken(
            path.clone(),
            &Violation {
                found: "migration_types has schema and incremental: the tables would be created and stay empty except for new changes."
                    .to_owned(),
                allowed: format!("{whole}, [\"incremental\"] where the destination already holds the data"),
                write: "migration_types = [\"schema\", \"full\", \"incremental\"]".to_owned(),
            },
        ));
    }
    let kafka = config.destination.get().is_some_and(|end| end.engine == Attr::from("kafka"));
    if kafka && types.schema {
        out.push(KAFKA_SCHEMA.broken(
            path,
            &Violation {
                found: "migration_types has schema, and the destination is Kafka, which has no tables.".to_owned(),
                allowed: "full and incremental".to_owned(),
                write: "migration_types = [\"full\", \"incremental\"]".to_owned(),
            },
        ));
    }
}
