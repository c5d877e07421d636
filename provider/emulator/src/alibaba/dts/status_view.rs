//! A job for those who only look on: nothing here moves it, and nothing shows a password.

use serde_json::{Value, json};

use crate::alibaba::ids;
use crate::core::time::to_seconds;

use crate::alibaba::dts::configuration::Side;
use crate::alibaba::dts::describe::{delay, percent, phase_state};
use crate::alibaba::dts::job::Job;
use crate::alibaba::dts::job::Phase;
use crate::alibaba::dts::job::{Item, ItemState};
use crate::alibaba::dts::precheck::visible;

/// What a job is, between which databases, how far it is, and what its precheck found.
pub(crate) fn watched(job: &Job, pace: u32) -> Value {
    let delay = delay(job);
    json!({
        "id": job.id,
        "instance_id": ids::instance_id(&job.id),
        "name": job.name,
        "status": job.status_word(),
        "error": job.error_message,
        "class": job.purchase.as_ref().map(|purchase| &purchase.class),
        "created": to_seconds(job.created),
        "delay_ms": if delay < 0 { Value::Null } else { json!(delay) },
        "source": end(job, Side::Source),
        "destination": end(job, Side::Destination),
        "phases": phases(job, pace),
        "precheck": precheck(job, pace),
    })
}

fn end(job: &Job, side: Side) -> Value {
    let endpoint = job.side(side);
    let at = match (endpoint.field("InstanceID"), endpoint.field("IP"), endpoint.field("Port")) {
        ("", host, "") => host.to_owned(),
        ("", host, port) => format!("{host}:{port}"),
        (instance, ..) => instance.to_owned(),
    };
    json!({
        "engine": endpoint.engine(),
        "at": at,
        "region": endpoint.field("Region"),
        "owner": endpoint.field("OwnerID"),
        "role": endpoint.field("Role"),
    })
}

fn phases(job: &Job, pace: u32) -> Vec<Value> {
    let modes = job.modes;
    let has = [
        (Phase::Schema, modes.schema),
        (Phase::Full, modes.full),
        (Phase::Verification, job.verification().full && !modes.incremental),
        (Phase::Incremental, modes.incremental),
    ];
    let row = |phase: Phase| json!({"phase": phase.name(), "state": phase_state(job, phase), "percent": percent(job, phase, pace)});
    has.into_iter().filter(|(_, has)| *has).map(|(phase, _)| row(phase)).collect()
}

/// The items of the last precheck; of those it has not come to yet nothing is told.
fn precheck(job: &Job, pace: u32) -> Vec<Value> {
    let row = |item: Item| {
        let told = matches!(item.state, ItemState::Warning | ItemState::Failed);
        json!({
            "code": item.code,
            "state": item.state.name(),
            "skipped": item.skip,
            "found": if told { item.detail.unwrap_or(item.found) } else { String::new() },
        })
    };
    visible(job, pace).into_iter().map(row).collect()
}
