//! Settings that come with a switch: alerts, and the sample of a verification.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use crate::resources::alibaba::migration_task::schema::model::{Alerts, TaskModel, Verification};
use crate::{
    facts::alibaba::limit,
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 3] = [&ALERT_DELAY, &ALERT_SETTING, &SAMPLE];

static ALERT_DELAY: Rule = Rule::validate(
    "alert-delay",
    "A delay alert needs delay_seconds",
    "`alerts.on_delay` needs `alerts.delay_seconds`.",
);
static ALERT_SETTING: Rule = Rule::validate(
    "alert-off",
    "Settings of an alert that is not enabled",
    "The settings of an alert need `on_failure = true` or `on_delay = true`.",
);
static SAMPLE: Rule = Rule::validate(
    "verification-sample",
    "mode = \"sample\" and sample_percent must be set together",
    "`sample_percent` needs `mode = \"sample\"`, and `mode = \"sample\"` needs `sample_percent`.",
);

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    if let Some(alerts) = config.alerts.get() {
        alert(alerts, out);
    }
    if let Some(verification) = config.data_verification.get() {
        sample(verification, out);
    }
}

fn path(steps: &[&str]) -> AttributePath {
    AttributePath::of(steps)
}

fn alert(alerts: &Alerts, out: &mut Diagnostics) {
    let at = |argument: &str| path(&["alerts", argument]);
    if alerts.on_delay.get() == Some(&true) && alerts.delay_seconds.is_null() {
        out.push(ALERT_DELAY.broken(
            at("on_delay"),
            &Violation {
                found: "alerts.on_delay is true, but delay_seconds is not set. DTS sends the alert when the delay is longer \
                than delay_seconds.".to_owned(),
                allowed: format!("delay_seconds of at least {}", limit("alerts.delay_seconds").min),
                fix: "set delay_seconds = 60".to_owned(),
            },
        ));
    }
    let settings = [
        (alerts.failure_phones.is_known(), &alerts.on_failure, "failure_phones", "on_failure"),
        (alerts.delay_phones.is_known(), &alerts.on_delay, "delay_phones", "on_delay"),
        (alerts.delay_seconds.is_known(), &alerts.on_delay, "delay_seconds", "on_delay"),
    ];
    for (set, on, argument, switch) in settings {
        let off = on.is_null() || on.get() == Some(&false);
        if set && off {
            out.push(ALERT_SETTING.broken(
                at(argument),
                &Violation {
                    found: format!("alerts.{argument} is set, but alerts.{switch} is not true, so no alert is sent."),
                    allowed: format!("{argument} with {switch} = true"),
                    fix: format!("set {switch} = true, or remove {argument}"),
                },
            ));
        }
    }
}

fn sample(verification: &Verification, out: &mut Diagnostics) {
    let Some(full) = verification.full.get() else { return };
    let at = |argument: &str| path(&["data_verification", "full", argument]);
    let by_sample = full.mode.as_str() == Some("sample");
    if by_sample && full.sample_percent.is_null() {
        out.push(
            SAMPLE.broken(
                at("mode"),
                &Violation {
                    found: "data_verification.full.mode is \"sample\", but sample_percent is not set. It is the percentage of rows \
                        to compare."
                        .to_owned(),
                    allowed: "mode = \"sample\" with sample_percent from 10 to 100".to_owned(),
                    fix: "set sample_percent = 20".to_owned(),
                },
            ),
        );
    }
    if !by_sample && !full.mode.is_unknown() && full.sample_percent.is_known() {
        out.push(SAMPLE.broken(
            at("sample_percent"),
            &Violation {
                found:
                    "data_verification.full.sample_percent is set, but mode = \"rows\" compares every row.".to_owned(),
                allowed: "sample_percent with mode = \"sample\"".to_owned(),
                fix: "set mode = \"sample\", or remove sample_percent".to_owned(),
            },
        ));
    }
}
