//! Warnings of settings that have no effect, that are below the advice of Alibaba Cloud, or that are most likely not intended.

use tfplugin::{diagnostic::Diagnostics, model::Attr, path::AttributePath};

use super::{at, objects::with_selection, types::types_of};
use crate::resources::alibaba::{
    job::objects::line_of,
    migration_task::schema::{
        endpoint::{Endpoint, known_endpoints},
        model::{Minutes, TaskModel},
    },
};
use crate::rules::{Rule, Violation};

pub(super) static RULES: [&Rule; 4] = [&DELAY_ALERT, &SHORT_RETRY, &SAME_DATABASE, &LINE_BREAK];

static DELAY_ALERT: Rule = Rule::warning(
    "alert-incremental",
    "A delay alert without incremental migration",
    "`alerts.on_delay` has an effect only with incremental migration.",
);
static SHORT_RETRY: Rule = Rule::warning(
    "retry-short",
    "DTS retries for a short time only",
    "Retry times of at least 30 minutes (`connection_minutes`) and 10 minutes (`other_minutes`) are recommended.",
);
static SAME_DATABASE: Rule = Rule::warning(
    "same-database",
    "A database is migrated to itself",
    "A database should not be migrated to the same database of the same instance.",
);
static LINE_BREAK: Rule = Rule::warning(
    "password-line-break",
    "The password ends with a line break",
    "A password that was read from a file can end with the line break of the file.",
);

/// Retry times that the guides recommend.
const RECOMMENDED: [(&str, i64); 2] = [("connection_minutes", 30), ("other_minutes", 10)];

fn says(found: String, fix: &str) -> Violation {
    Violation { found, allowed: String::new(), fix: fix.to_owned() }
}

/// The warnings of a configuration.
pub(super) fn collect(config: &TaskModel, out: &mut Diagnostics) {
    delay_alert(config, out);
    short_retry(config, out);
    same_database(config, out);
}

fn delay_alert(config: &TaskModel, out: &mut Diagnostics) {
    let on_delay = config.alerts.get().is_some_and(|alerts| alerts.on_delay == Attr::Known(true));
    if on_delay && types_of(config).is_some_and(|types| !types.incremental) {
        out.push(DELAY_ALERT.broken(
            AttributePath::of(&["alerts", "on_delay"]),
            &says(
                "alerts.on_delay is true, but only incremental migration has a delay.".to_owned(),
                "remove on_delay, or add \"incremental\" to migration_types",
            ),
        ));
    }
}

fn short_retry(config: &TaskModel, out: &mut Diagnostics) {
    let Some(retry) = config.retry.get() else { return };
    let set: [&Attr<Minutes>; 2] = [&retry.connection_minutes, &retry.other_minutes];
    for ((argument, recommended), minutes) in RECOMMENDED.into_iter().zip(set) {
        let Some(minutes) = minutes.get().map(|minutes| minutes.whole()).filter(|minutes| *minutes < recommended)
        else {
            continue;
        };
        out.push(SHORT_RETRY.broken(
            AttributePath::of(&["retry", argument]),
            &says(
                format!("retry.{argument} is {minutes}. Alibaba Cloud recommends at least {recommended} minutes."),
                &format!("set {argument} = {recommended} or more"),
            ),
        ));
    }
}

fn same_database(config: &TaskModel, out: &mut Diagnostics) {
    let (Some(source), Some(destination)) = (config.source.get(), config.destination.get()) else { return };
    if !is_same_instance(source, destination) {
        return;
    }
    with_selection(config, |form, selection| {
        for (name, database) in selection.databases.known() {
            if database.rename.is_unknown() || database.rename.as_str().is_some_and(|rename| rename != name) {
                continue;
            }
            let place = AttributePath::of(&[form.argument()]).key(name);
            out.push(SAME_DATABASE.broken(
                line_of(&place, form),
                &says(
                    format!("{place} is migrated to the same database of the same instance."),
                    "give the database another name at the destination, or set another destination",
                ),
            ));
        }
    });
}

fn is_same_instance(source: &Endpoint, destination: &Endpoint) -> bool {
    let place = |end: &Endpoint| {
        [&end.engine, &end.access_method, &end.region, &end.vpc_id, &end.instance_id, &end.host, &end.database]
            .map(Clone::clone)
    };
    let known = |end: &Endpoint| end.instance_id.is_known() || end.host.is_known();
    let unknown = |end: &Endpoint| place(end).iter().any(|text| text.is_unknown()) || end.port.is_unknown();
    known(source)
        && !unknown(source)
        && !unknown(destination)
        && place(source) == place(destination)
        && source.port == destination.port
}

/// Passwords that end with a line break. A write-only password is in no state: its version says whether it is new.
pub(super) fn line_breaks(config: &TaskModel, prior: Option<&TaskModel>, out: &mut Diagnostics) {
    for (side, end) in known_endpoints(config) {
        let before =
            prior.and_then(|prior| known_endpoints(prior).find(|(other, _)| *other == side)).map(|(_, end)| end);
        let is_new = [
            ("password", &end.password, before.is_none_or(|before| before.password != end.password)),
            (
                "password_wo",
                &end.password_wo,
                before.is_none_or(|before| before.password_wo_version != end.password_wo_version),
            ),
        ];
        for (argument, password, is_new) in is_new {
            if is_new && password.as_str().is_some_and(|password| password.ends_with('\n')) {
                out.push(LINE_BREAK.broken(
                    at(side, argument),
                    &says(
                        format!(
                            "{}.{argument} ends with a line break, which becomes part of the password.",
                            side.block()
                        ),
                        "use chomp(), for example chomp(file(\"password.txt\"))",
                    ),
                ));
            }
        }
    }
}
