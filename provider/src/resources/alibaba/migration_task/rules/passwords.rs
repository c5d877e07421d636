//! Two ways to give a password.

use tfplugin::diagnostic::Diagnostics;

use super::at;
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Endpoint, Side, known_endpoints},
    model::TaskModel,
};
use crate::{
    facts::alibaba::{Need, engine_at},
    resources::shared::password_rules::{self, Passwords},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 1] = [&MISSING];

static MISSING: Rule = Rule::plan(
    "password-missing",
    "Missing password",
    "A task needs a password for every database that requires one. An imported task needs none until it is configured again.",
);

pub(super) fn check(side: Side, end: &Endpoint, out: &mut Diagnostics) {
    let passwords = Passwords {
        block: side.block(),
        password: &end.password,
        password_wo: &end.password_wo,
        password_wo_version: &end.password_wo_version,
    };
    password_rules::check(&passwords, out);
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
