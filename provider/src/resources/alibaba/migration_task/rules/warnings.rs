//! Warnings: what is allowed and often not intended. A warning is shown once, when a task is new or the cause changes.

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Set},
    path::AttributePath,
};

use super::{at, types::types_of, wire_values::unconfirmed};
use crate::resources::alibaba::migration_task::{
    arguments::needs_wire,
    schema::{
        endpoint::{Side, known_endpoints},
        model::TaskModel,
    },
};
use crate::{
    facts::alibaba::{self as facts, Status},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 9] = [
    &INCREMENTAL,
    &KEYS,
    &PLAINTEXT,
    &IGNORED,
    &WITHOUT_SCHEMA,
    &TRIGGERS,
    &UNCONFIRMED,
    &DESTINATION_OWNER,
    &UNKNOWN_REGION,
];

static INCREMENTAL: Rule = Rule::warning(
    "incremental-runs-on",
    "Incremental migration runs, and is billed, until it is stopped",
    "Incremental migration runs until it is stopped, and is billed by the hour.",
);
static KEYS: Rule = Rule::warning(
    "tables-without-key",
    "Tables without a key may get duplicate rows",
    "Tables need a primary key or a unique constraint, or rows may arrive twice.",
);
static PLAINTEXT: Rule =
    Rule::warning("plaintext-connection", "A connection is not encrypted", "Connections are best encrypted.");
static IGNORED: Rule =
    Rule::warning("prechecks-ignored", "Precheck items are ignored", "Ignored precheck items can cost consistency.");
static WITHOUT_SCHEMA: Rule = Rule::warning(
    "full-without-schema",
    "The destination must have the tables",
    "Without `schema`, full migration needs databases and tables that exist at the destination.",
);
static TRIGGERS: Rule = Rule::warning(
    "triggers-incremental",
    "Triggers without incremental migration",
    "The method to migrate triggers matters with incremental migration only.",
);
static UNCONFIRMED: Rule = Rule::warning(
    "api-value-unconfirmed",
    "The API's value is not confirmed",
    "Values that no official source confirms may be rejected by DTS, or mean something else.",
);
static DESTINATION_OWNER: Rule = Rule::warning(
    "destination-owner",
    "The API names only MySQL for a destination of another account",
    "For destinations of another account the guide lists seven databases, the API reference RDS for MySQL alone.",
);
static UNKNOWN_REGION: Rule = Rule::warning(
    "region-unknown",
    "A region this provider does not know",
    "A region is one that this provider knows; another one may be new or misspelled.",
);

/// The warnings, each on its argument. Those of `prior` are not shown again.
pub(crate) fn warnings(config: &TaskModel, prior: Option<&TaskModel>) -> Diagnostics {
    let mut found = collect(config);
    if let Some(prior) = prior {
        let known: Vec<_> = collect(prior).into_iter().collect();
        found = found.into_iter().filter(|one| !known.contains(one)).collect();
    }
    found
}

fn collect(config: &TaskModel) -> Diagnostics {
    let mut out = Diagnostics::new();
    of_types(config, &mut out);
    of_ends(config, &mut out);
    if let Some(ignored) = config
        .precheck
        .get()
        .map(|precheck| &precheck.ignore)
        .filter(|ignore| ignore.get().is_some_and(|codes| !codes.0.is_empty()))
    {
        let codes: Vec<&str> = ignored.get().into_iter().flat_map(Set::known).map(String::as_str).collect();
        out.push(IGNORED.broken(
            AttributePath::of(&["precheck", "ignore"]),
            &says(
                &format!("{} will be skipped if DTS reports it.", codes.join(", ")),
                "only items whose cause is known and wanted",
            ),
        ));
    }
    for (path, what) in unconfirmed(config) {
        out.push(UNCONFIRMED.broken(
            path,
            &says(
                &format!(
                    "No official source says what {what} is on the wire; the value sent is a guess from the names."
                ),
                "another choice, or compare with the console's \"Preview OpenAPI parameters\" first",
            ),
        ));
    }
    out
}

fn says(found: &str, write: &str) -> Violation {
    Violation { found: found.to_owned(), allowed: String::new(), write: write.to_owned() }
}

fn of_types(config: &TaskModel, out: &mut Diagnostics) {
    let Some(types) = types_of(config) else { return };
    let path = || AttributePath::of(&["migration_types"]);
    if types.incremental {
        out.push(INCREMENTAL.broken(
            path(),
            &says(
                "Incremental migration follows the source until you stop it, and is billed (by instance class or DU) for as long as it runs.",
                "desired_status = \"stopped\" on the dts_migration_instance for the cut-over",
            ),
        ));
    }
    let keyed = ["redis", "mongodb", "kafka"];
    if types.full
        && known_endpoints(config).any(|(side, end)| {
            side == Side::Source && end.engine.as_str().is_some_and(|engine| !keyed.contains(&engine))
        })
    {
        out.push(KEYS.broken(
            path(),
            &says(
                "Rows of tables without a primary key or unique constraint may arrive twice; DTS does not refuse such tables.",
                "a key for every table at the source, before the apply",
            ),
        ));
    }
    if types.full && !types.schema && config.destination.get().is_none_or(|end| end.engine != Attr::from("kafka")) {
        out.push(WITHOUT_SCHEMA.broken(
            path(),
            &says(
                "migration_types has full without schema: DTS does not create tables.",
                "\"schema\" as well, or create databases and tables at the destination before the apply",
            ),
        ));
    }
    if config.triggers.is_known() && types.schema && !types.incremental {
        out.push(TRIGGERS.broken(
            AttributePath::of(&["triggers"]),
            &says(
                "triggers is set without incremental migration, and has no effect then.",
                "no triggers, or \"incremental\" in migration_types",
            ),
        ));
    }
}

fn of_ends(config: &TaskModel, out: &mut Diagnostics) {
    let plain: Vec<Side> = known_endpoints(config)
        .filter(|(_, end)| {
            end.encryption.is_null() || matches!(end.encryption.as_str(), Some("none" | "scram_sha_256"))
        })
        .map(|(side, _)| side)
        .collect();
    if let Some(first) = plain.first() {
        let names: Vec<&str> = plain.iter().map(|side| side.block()).collect();
        out.push(PLAINTEXT.broken(
            at(*first, "encryption"),
            &says(
                &format!(
                    "DTS connects to {} without encryption; credentials are sent in clear text.",
                    names.join(" and ")
                ),
                "encryption = \"ssl\", once the database has SSL enabled",
            ),
        ));
    }
    for (side, end) in known_endpoints(config) {
        let combination = (end.engine.as_str().zip(end.access_method.as_str()))
            .and_then(|(engine, access)| facts::combination(side, engine, access))
            .filter(|_| end.cross_account.is_known());
        let newer = combination.is_some_and(|combination| combination.status != Status::Confirmed);
        if newer || (end.wire.is_known() && needs_wire(side, end) == Some(true)) {
            out.push(UNCONFIRMED.broken(
                at(side, "access_method"),
                &says(
                    &format!(
                        "{} uses words of the API that no official source confirms for this combination{}.",
                        side.block(),
                        combination.and_then(|row| row.note).map(|note| format!(" ({note})")).unwrap_or_default()
                    ),
                    "the words the console shows under \"Preview OpenAPI parameters\"",
                ),
            ));
        }
        if side == Side::Destination
            && end.cross_account.is_known()
            && end.engine.as_str().is_some_and(|engine| engine != "mysql")
        {
            out.push(DESTINATION_OWNER.broken(
                at(side, "engine"),
                &says(
                    "The cross-account guide has this destination, the reference of ConfigureDtsJob does not: DTS may refuse it.",
                    "a task in the account that owns the destination, if it is refused",
                ),
            ));
        }
        unknown_region(side, end.region.as_str(), out);
    }
}

fn unknown_region(side: Side, id: Option<&str>, out: &mut Diagnostics) {
    let Some(id) = id.filter(|id| facts::region(id).is_none()) else { return };
    let ids: Vec<&'static str> = facts::regions().iter().map(|region| region.region).collect();
    let meant = tfplugin::validate::nearest(id, &ids);
    out.push(UNKNOWN_REGION.broken(
        at(side, "region"),
        &says(
            &format!(
                "{}.region is {id:?}, which is not a region that this provider knows. It may be new.",
                side.block()
            ),
            &meant.map_or_else(
                || "one of the region IDs of Alibaba Cloud".to_owned(),
                |id| format!("region = {id:?}, if that is meant"),
            ),
        ),
    ));
}
