//! Warnings: what is allowed and often not intended. A warning is shown once, when a task is new or the cause changes.

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Set},
    path::AttributePath,
};

use super::{
    arguments::SSL_ACCESS, at, cautions, objects::destination_names, types::types_of, wire_values::unconfirmed,
};
use crate::resources::alibaba::migration_task::{
    arguments::needs_wire,
    schema::{
        endpoint::{Side, known_endpoints},
        model::TaskModel,
    },
};
use crate::{
    facts::alibaba::{self as facts, Status},
    rules::{Rule, Violation, alibaba::similar_region, looks_like_uin},
};

pub(super) static RULES: [&Rule; 9] = [
    &INCREMENTAL,
    &PLAINTEXT,
    &IGNORED,
    &WITHOUT_SCHEMA,
    &NO_SCHEMA,
    &TRIGGERS,
    &UNCONFIRMED,
    &DESTINATION_OWNER,
    &UNKNOWN_REGION,
];

static INCREMENTAL: Rule = Rule::warning(
    "incremental-runs-on",
    "Incremental migration is billed until its instance is released",
    "Incremental migration runs until you stop it, and is billed until its instance is released.",
);
static PLAINTEXT: Rule = Rule::warning(
    "plaintext-connection",
    "A connection is not encrypted",
    "Connections to databases should be encrypted.",
);
static IGNORED: Rule = Rule::warning(
    "prechecks-ignored",
    "Precheck items are ignored",
    "Ignored precheck items can lead to inconsistent data.",
);
static WITHOUT_SCHEMA: Rule = Rule::warning(
    "full-without-schema",
    "The destination must have the tables",
    "Full migration without `schema` needs existing databases and tables at the destination.",
);
static NO_SCHEMA: Rule = Rule::warning(
    "schema-without-tables",
    "The destination has no schema",
    "Redis and Kafka have no schema: `schema` in `migration_types` has no effect for them, and DTS may reject it.",
);
static TRIGGERS: Rule = Rule::warning(
    "triggers-incremental",
    "Triggers without incremental migration",
    "`triggers` has an effect only with incremental migration.",
);
static UNCONFIRMED: Rule = Rule::warning(
    "api-value-unconfirmed",
    "The API value is not documented",
    "DTS may reject a value that Alibaba Cloud does not document, or use it in another sense.",
);
static DESTINATION_OWNER: Rule = Rule::warning(
    "destination-owner",
    "The API reference lists only RDS for MySQL as a destination of another account",
    "For a destination of another account, the guide of Alibaba Cloud lists seven databases, but the API reference lists only RDS for MySQL.",
);
static UNKNOWN_REGION: Rule = Rule::warning(
    "region-unknown",
    "The provider does not know this region",
    "A region that the provider does not know can be new or misspelled.",
);

/// The warnings, each on its argument. Those of `prior` are not shown again.
pub(crate) fn warnings(config: &TaskModel, prior: Option<&TaskModel>) -> Diagnostics {
    let mut found = collect(config);
    if let Some(prior) = prior {
        let known: Vec<_> = collect(prior).into_iter().collect();
        found = found.into_iter().filter(|one| !known.contains(one)).collect();
    }
    cautions::line_breaks(config, prior, &mut found);
    found
}

fn collect(config: &TaskModel) -> Diagnostics {
    let mut out = Diagnostics::new();
    of_types(config, &mut out);
    destination_names(config, &mut out);
    cautions::collect(config, &mut out);
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
                &format!("If {} fails, DTS skips the item and starts the task.", codes.join(", ")),
                "ignore only items whose cause you know and accept",
            ),
        ));
    }
    for (path, what) in unconfirmed(config) {
        out.push(UNCONFIRMED.broken(
            path,
            &says(
                &format!(
                    "Alibaba Cloud does not document the API value of {what}; the provider sends an assumed value."
                ),
                "use another value, or compare the sent value with \"Preview OpenAPI parameters\" in the DTS console first",
            ),
        ));
    }
    out
}

fn says(found: &str, fix: &str) -> Violation {
    Violation { found: found.to_owned(), allowed: String::new(), fix: fix.to_owned() }
}

fn of_types(config: &TaskModel, out: &mut Diagnostics) {
    let Some(types) = types_of(config) else { return };
    let path = || AttributePath::of(&["migration_types"]);
    if types.incremental {
        out.push(INCREMENTAL.broken(
            path(),
            &says(
                "Incremental migration migrates changes until you stop it. It is billed by instance class or DU until its \
                 instance is released, even while it is suspended.",
                "set desired_status = \"stopped\" on the dts_migration_instance for the cut-over, and destroy the instance \
                 afterwards",
            ),
        ));
    }
    if types.full && !types.schema && !has_no_tables(config) {
        out.push(WITHOUT_SCHEMA.broken(
            path(),
            &says(
                "migration_types contains \"full\" without \"schema\", so DTS does not create the tables.",
                "add \"schema\", or create the databases and tables at the destination before the apply",
            ),
        ));
    }
    if types.schema && has_no_tables(config) {
        out.push(NO_SCHEMA.broken(
            path(),
            &says(
                "migration_types contains \"schema\", but the destination has no tables.",
                "remove \"schema\" from migration_types",
            ),
        ));
    }
    if config.triggers.is_known() && types.schema && !types.incremental {
        out.push(TRIGGERS.broken(
            AttributePath::of(&["triggers"]),
            &says(
                "triggers is set, but has no effect without incremental migration.",
                "remove triggers, or add \"incremental\" to migration_types",
            ),
        ));
    }
}

/// Whether the destination has no tables.
fn has_no_tables(config: &TaskModel) -> bool {
    config.destination.get().is_some_and(|end| ["kafka", "redis"].map(Attr::from).contains(&end.engine))
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
                    "DTS connects to {} without encryption. {}",
                    names.join(" and "),
                    sent_in_plain(config, &plain)
                ),
                plaintext_advice(config, &plain),
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
                        "Alibaba Cloud does not document the API values of {} for this engine and access method{}.",
                        side.block(),
                        combination.and_then(|row| row.note).map(|note| format!(" ({note})")).unwrap_or_default()
                    ),
                    "compare the sent values with \"Preview OpenAPI parameters\" in the DTS console first",
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
                    "The cross-account guide of Alibaba Cloud lists this destination, but the reference of ConfigureDtsJob does not. \
                     DTS may reject it.",
                    "if DTS rejects it, create the task in the account that owns the destination",
                ),
            ));
        }
        unknown_region(side, end.region.as_str(), out);
        let owner = end.cross_account.get().and_then(|other| other.account_id.as_str());
        out.extend(looks_like_uin(AttributePath::of(&[side.block(), "cross_account", "account_id"]), owner));
    }
}

/// What can be read on the way. SCRAM does not send the password.
fn sent_in_plain(config: &TaskModel, plain: &[Side]) -> &'static str {
    let by_scram = known_endpoints(config)
        .filter(|(side, _)| plain.contains(side))
        .all(|(_, end)| end.encryption.as_str() == Some("scram_sha_256"));
    if by_scram { "The data is sent unencrypted." } else { "The credentials and the data are sent unencrypted." }
}

/// SSL to a destination is not available for every access method.
fn plaintext_advice(config: &TaskModel, plain: &[Side]) -> &'static str {
    let without_ssl = known_endpoints(config).any(|(side, end)| {
        side == Side::Destination && !end.access_method.as_str().is_some_and(|access| SSL_ACCESS.contains(&access))
    });
    match plain {
        [Side::Destination] if without_ssl => {
            "DTS does not offer SSL for a destination with this access method; use a private network"
        }
        _ if without_ssl && plain.contains(&Side::Destination) => {
            "enable SSL on the source, and then set encryption = \"ssl\" there; DTS does not offer SSL for this destination"
        }
        _ => "enable SSL on the database, and then set encryption = \"ssl\"",
    }
}

fn unknown_region(side: Side, id: Option<&str>, out: &mut Diagnostics) {
    let Some(id) = id.filter(|id| facts::region(id).is_none()) else { return };
    let meant = similar_region(id);
    out.push(UNKNOWN_REGION.broken(
        at(side, "region"),
        &says(
            &format!("{}.region is {id:?}, which the provider does not know. It can be a new region.", side.block()),
            &meant.map_or_else(
                || "check that it is a region ID of Alibaba Cloud".to_owned(),
                |id| format!("set region = {id:?} if you mean that region"),
            ),
        ),
    ));
}
