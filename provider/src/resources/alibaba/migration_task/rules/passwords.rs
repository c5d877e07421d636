//! Two ways to give a password.

use tfplugin::{diagnostic::Diagnostics, model::Attr};

use super::at;
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Endpoint, Side, known_endpoints},
    model::TaskModel,
};
use crate::{
    facts::alibaba::{Need, engine_at},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 4] = [&TWO, &WITHOUT_VERSION, &VERSION_ALONE, &MISSING];

static TWO: Rule =
    Rule::validate("password-once", "Two passwords", "An endpoint can have `password` or `password_wo`, not both.");
static WITHOUT_VERSION: Rule = Rule::validate(
    "password-version",
    "Missing password_wo_version",
    "`password_wo` needs `password_wo_version`. A change of the version sends the password again.",
);
static VERSION_ALONE: Rule = Rule::validate(
    "password-version-alone",
    "password_wo_version without password_wo",
    "`password_wo_version` needs `password_wo`.",
);
static MISSING: Rule = Rule::plan(
    "password-missing",
    "Missing password",
    "A task needs a password for every database that requires one. An imported task needs none until it is configured again.",
);

pub(super) fn check(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let block = side.block();
    match (&end.password, &end.password_wo) {
        // What is unknown may turn out null.
        (Attr::Known(_), Attr::Known(_)) => out.push(TWO.broken(
            at(side, "password"),
            &Violation {
                found: format!("{block} has both password and password_wo."),
                allowed: "one of the two".to_owned(),
                fix: "remove password; it is stored in the state, but password_wo is not".to_owned(),
            },
        )),
        (Attr::Null, Attr::Known(_) | Attr::Unknown) if end.password_wo_version.is_null() => out.push(WITHOUT_VERSION.broken(
            at(side, "password_wo"),
            &Violation {
                found: format!(
                    "{block}.password_wo is set without {block}.password_wo_version. Terraform cannot see a change of a write-only value."
                ),
                allowed: "password_wo with password_wo_version, a number; a change of it sends the password again".to_owned(),
                fix: "set password_wo_version = 1".to_owned(),
            },
        )),
        (Attr::Known(_), Attr::Null) if end.password_wo_version.is_known() => out.push(VERSION_ALONE.broken(
            at(side, "password_wo_version"),
            &Violation {
                found: format!("{block}.password_wo_version has no effect on {block}.password."),
                allowed: "password_wo_version together with password_wo".to_owned(),
                fix: "use password_wo instead of password, or remove password_wo_version".to_owned(),
            },
        )),
        _ => {}
    }
}

/// A call that configures the job needs the passwords. Only known at plan: after an import nothing may have to be sent.
pub(crate) fn password_missing(config: &TaskModel, out: &mut Diagnostics) {
    for (side, end) in known_endpoints(config) {
        let needs_password = end
            .engine
            .as_str()
            .and_then(|engine| engine_at(engine, side))
            .is_some_and(|engine| engine.password == Need::Required);
        if needs_password && end.password.is_null() && end.password_wo.is_null() {
            let block = side.block();
            out.push(
                MISSING.broken(
                    at(side, "password_wo"),
                    &Violation {
                        found: format!("{block} has no password, but DTS needs one to configure the task."),
                        allowed:
                            "password_wo (not stored in the state) with password_wo_version, or password (stored in the state)"
                                .to_owned(),
                        fix: format!("set password_wo = var.{block}_password and password_wo_version = 1"),
                    },
                ),
            );
        }
    }
}
