//! Which databases DTS reaches in which way: on both sides, and across accounts.

use tfplugin::diagnostic::Diagnostics;

use super::at;
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
    "Not a database for this side",
    "The engine of `source` is one DTS reads from, that of `destination` one it writes to.",
);
static CLOUD_ACCESS: Rule = Rule::validate(
    "cloud-access",
    "No cloud instances of this engine",
    "`alibaba_cloud_instance` is for engines DTS knows as cloud instances on that side.",
);
static PUBLIC_IP: Rule = Rule::validate(
    "cross-account-public-ip",
    "Not across accounts over the public network",
    "A database of another account is never reached by `public_ip`.",
);
static CROSS_ACCOUNT: Rule = Rule::validate(
    "cross-account-support",
    "Not possible across accounts",
    "With `cross_account`, engine and access method are a combination DTS supports across accounts on that side.",
);
static WIRE_MISSING: Rule = Rule::validate(
    "wire-missing",
    "The API's words are not confirmed",
    "Combinations whose API values no official source confirms are written with a `wire` block.",
);
static WIRE_EXTRA: Rule = Rule::validate(
    "wire-extra",
    "wire is not needed",
    "A `wire` block is for combinations whose API values are unconfirmed.",
);

pub(super) fn check(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let Some(engine) = end.engine.as_str().filter(|word| facts::engine_words().contains(word)) else { return };
    let row = facts::engine_at(engine, side);
    if row.is_none() {
        let possible: Vec<&str> = facts::engines_at(side).map(|row| row.engine).collect();
        return out.push(ENGINE_SIDE.broken(
            at(side, "engine"),
            &Violation {
                found: format!("{}.engine is {engine:?}, which DTS does not have as {}.", side.block(), side.block()),
                allowed: possible.join(", "),
                write: format!("one of these, or {engine:?} on the other side"),
            },
        ));
    }
    let Some(access) = end.access_method.as_str().filter(|word| facts::access_method(word).is_some()) else { return };
    let refused = if end.cross_account.is_known() { across(side, engine, access, out) } else { false };
    if !refused {
        let possible = row.is_some_and(|row| row.cloud_instance_type.is_some() || !row.cloud_confirmed);
        if access == facts::CLOUD_INSTANCE && !possible {
            return out.push(no_cloud_instance(side, engine));
        }
        if !end.cross_account.is_unknown() {
            wire(side, end, engine, access, out);
        }
    }
}

fn no_cloud_instance(side: Side, engine: &str) -> tfplugin::diagnostic::Diagnostic {
    let others: Vec<&str> =
        facts::access_method_words().iter().copied().filter(|word| *word != facts::CLOUD_INSTANCE).collect();
    CLOUD_ACCESS.broken(
        at(side, "access_method"),
        &Violation {
            found: format!(
                "{}.access_method is {:?}, and DTS knows no cloud instances of {engine:?} as {}.",
                side.block(),
                facts::CLOUD_INSTANCE,
                side.block()
            ),
            allowed: others.join(", "),
            write: "access_method = \"express_connect\" with vpc_id, host and port, or another of these".to_owned(),
        },
    )
}

/// Whether it was refused.
fn across(side: Side, engine: &str, access: &str, out: &mut Diagnostics) -> bool {
    if facts::combination(side, engine, access).is_some() {
        return false;
    }
    let possible = facts::cross_account_accesses(side, engine);
    let (allowed, write) = match possible.first() {
        Some(first) => (
            format!("for {engine:?} as {} of another account: {}", side.block(), possible.join(", ")),
            format!("access_method = {first:?}"),
        ),
        None => (
            format!("as {} of another account: {}", side.block(), facts::cross_account_engines(side).join(", ")),
            format!(
                "one of these engines, or a task in the account that owns the {} database, without cross_account",
                side.block()
            ),
        ),
    };
    let never = facts::access_method(access).is_some_and(|row| !row.cross_account);
    let rule = if never { &PUBLIC_IP } else { &CROSS_ACCOUNT };
    let found = if never {
        format!("{}.access_method is {access:?}, and {} belongs to another account.", side.block(), side.block())
    } else {
        format!(
            "{}.engine = {engine:?} with access_method = {access:?} is nothing DTS supports for a {} of another account.",
            side.block(),
            side.block()
        )
    };
    out.push(rule.broken(at(side, "access_method"), &Violation { found, allowed, write }));
    true
}

fn wire(side: Side, end: &Endpoint, engine: &str, access: &str, out: &mut Diagnostics) {
    let block = side.block();
    match needs_wire(side, end) {
        Some(true) if end.wire.is_null() => out.push(WIRE_MISSING.broken(
            at(side, "access_method"),
            &Violation {
                found: format!(
                    "{block} is {engine:?} by {access:?}, and no official source says how the API spells its engine or instance type."
                ),
                allowed: "the combination with a wire block that has both words".to_owned(),
                write: "wire { engine = \"…\", instance_type = \"…\" } on lines of its own, with the words the console shows under \"Preview OpenAPI parameters\"".to_owned(),
            },
        )),
        Some(false) if end.wire.is_known() => out.push(WIRE_EXTRA.broken(
            at(side, "access_method"),
            &Violation {
                found: format!("{block} has a wire block, and the API's words for {engine:?} by {access:?} are known."),
                allowed: "wire for combinations that are not confirmed".to_owned(),
                write: "no wire block".to_owned(),
            },
        )),
        _ => {}
    }
}
