//! Which databases DTS reaches in which way: on both sides, and across accounts.

use tfplugin::diagnostic::Diagnostics;

use super::{arguments::change_access, at};
use crate::resources::alibaba::migration_task::{
    arguments::needs_wire,
    schema::endpoint::{Endpoint, Side},
};
use crate::{
    facts::alibaba as facts,
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 6] =
    [&ENGINE_SIDE, &CLOUD_ACCESS, &PUBLIC_IP, &CROSS_ACCOUNT, &WIRE_MISSING, &WIRE_EXTRA];

static ENGINE_SIDE: Rule = Rule::validate(
    "engine-side",
    "The engine is not supported on this side",
    "The engine of `source` must be one that DTS reads from, and the engine of `destination` one that it writes to.",
);
static CLOUD_ACCESS: Rule = Rule::validate(
    "cloud-access",
    "This engine cannot be an Alibaba Cloud instance",
    "`alibaba_cloud_instance` needs an engine that DTS supports as an Alibaba Cloud instance on its side (source or destination).",
);
static PUBLIC_IP: Rule = Rule::validate(
    "cross-account-public-ip",
    "public_ip cannot be used across accounts",
    "A database of another account cannot be accessed with `public_ip`.",
);
static CROSS_ACCOUNT: Rule = Rule::validate(
    "cross-account-support",
    "Not supported across accounts",
    "With `cross_account`, engine and access method must be a combination that DTS supports across accounts on its side (source or destination).",
);
static WIRE_MISSING: Rule = Rule::validate(
    "wire-missing",
    "This combination needs a wire block",
    "A combination whose API values Alibaba Cloud does not document needs a `wire` block.",
);
static WIRE_EXTRA: Rule = Rule::validate(
    "wire-extra",
    "The wire block is not needed",
    "A `wire` block is valid only for a combination whose API values are not documented.",
);

pub(super) fn check(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let Some(engine) = end.engine.as_str().filter(|word| facts::engine_words().contains(word)) else { return };
    let row = facts::engine_at(engine, side);
    if row.is_none() {
        let possible: Vec<&str> = facts::engines_at(side).map(|row| row.engine).collect();
        return out.push(ENGINE_SIDE.broken(
            at(side, "engine"),
            &Violation {
                found: format!(
                    "{}.engine is {engine:?}, which DTS does not support as {}.",
                    side.block(),
                    side.block()
                ),
                allowed: possible.join(", "),
                fix: format!("set one of these engines; {engine:?} is supported on the other side"),
            },
        ));
    }
    let Some(access) = end.access_method.as_str().filter(|word| facts::access_method(word).is_some()) else { return };
    let refused = if end.cross_account.is_known() { across(side, end, engine, access, out) } else { false };
    if !refused {
        let possible = row.is_some_and(|row| row.cloud_instance_type.is_some() || !row.cloud_confirmed);
        if access == facts::CLOUD_INSTANCE && !possible {
            return out.push(no_cloud_instance(side, end, engine));
        }
        if !end.cross_account.is_unknown() {
            wire(side, end, engine, access, out);
        }
    }
}

fn no_cloud_instance(side: Side, end: &Endpoint, engine: &str) -> tfplugin::diagnostic::Diagnostic {
    let others: Vec<&str> =
        facts::access_method_words().iter().copied().filter(|word| *word != facts::CLOUD_INSTANCE).collect();
    CLOUD_ACCESS.broken(
        at(side, "access_method"),
        &Violation {
            found: format!(
                "{}.access_method is {:?}, but DTS does not support this access method for {engine:?} as {}.",
                side.block(),
                facts::CLOUD_INSTANCE,
                side.block()
            ),
            allowed: others.join(", "),
            fix: format!("{}, or use another of these access methods", change_access(end, "express_connect")),
        },
    )
}

/// Whether it was refused.
fn across(side: Side, end: &Endpoint, engine: &str, access: &str, out: &mut Diagnostics) -> bool {
    if facts::combination(side, engine, access).is_some() {
        return false;
    }
    let possible = facts::cross_account_accesses(side, engine);
    let (allowed, fix) = match possible.first() {
        Some(first) => (
            format!("for {engine:?} as {} of another account: {}", side.block(), possible.join(", ")),
            change_access(end, first),
        ),
        None => (
            format!("as {} of another account: {}", side.block(), facts::cross_account_engines(side).join(", ")),
            format!(
                "use one of these engines, or create the task in the account that owns the {} database, without cross_account",
                side.block()
            ),
        ),
    };
    let never = facts::access_method(access).is_some_and(|row| !row.cross_account);
    let rule = if never { &PUBLIC_IP } else { &CROSS_ACCOUNT };
    let found = if never {
        format!(
            "{}.access_method is {access:?}, but the {} database belongs to another account.",
            side.block(),
            side.block()
        )
    } else {
        format!(
            "DTS does not support {}.engine = {engine:?} with access_method = {access:?} for a {} of another account.",
            side.block(),
            side.block()
        )
    };
    out.push(rule.broken(at(side, "access_method"), &Violation { found, allowed, fix }));
    true
}

fn wire(side: Side, end: &Endpoint, engine: &str, access: &str, out: &mut Diagnostics) {
    let block = side.block();
    match needs_wire(side, end) {
        Some(true) if end.wire.is_null() => out.push(WIRE_MISSING.broken(
            at(side, "access_method"),
            &Violation {
                found: format!(
                    "{block} is {engine:?} with access_method = {access:?}. Alibaba Cloud does not document the API values of its \
                     engine and instance type."
                ),
                allowed: "the combination with a wire block that has both API values".to_owned(),
                fix: "add a block wire with engine and instance_type. The DTS console shows their values under \"Preview OpenAPI \
                    parameters\"".to_owned(),
            },
        )),
        Some(false) if end.wire.is_known() => out.push(WIRE_EXTRA.broken(
            at(side, "access_method"),
            &Violation {
                found: format!("{block} has a wire block, but the API values for {engine:?} with access_method = {access:?} are documented."),
                allowed: "a wire block for combinations whose API values are not documented".to_owned(),
                fix: "remove the wire block".to_owned(),
            },
        )),
        _ => {}
    }
}
