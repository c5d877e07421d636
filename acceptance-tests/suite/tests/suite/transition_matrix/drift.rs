//! Changes made outside Terraform: every argument is changed, shown by the next plan and corrected by its apply, or
//! named by a guard.
//!
//! Somebody else is the same provider with a copy of the object: what it makes of the job, the emulator tells.

use acceptance_wire::{Object, Plan};
use alibaba::dts::DescribeDtsJobDetail;
use futures_util::StreamExt as _;
use serde_json::{Value as Json, json};
use tfplugin::value::Value;

use super::AT_ONCE;
use super::change::Change;
use super::changes::{self, is_provider_only};
use super::fixture::{Fixture, Subject};
use super::measure::{differences, reason};
use super::status::{ALL, Preparation, Status};
use super::table;

/// Arguments that no API returns: the plan cannot show a change of them.
const NOT_RETURNED: [&str; 22] = [
    "alerts.delay_phones",
    "alerts.delay_seconds",
    "alerts.failure_phones",
    "alerts.on_delay",
    "alerts.on_failure",
    "checkpoint",
    "data_verification.full.alert_from_differences",
    "data_verification.full.max_bytes_per_second",
    "data_verification.full.max_hours",
    "data_verification.full.max_rows_per_second",
    "data_verification.full.mode",
    "data_verification.full.reference",
    "data_verification.full.sample_percent",
    "data_verification.incremental.alert_on_failure",
    "destination.password",
    "destination.password_wo",
    "destination.password_wo_version",
    // What DuUsage counts is not documented.
    "du",
    "precheck.rerun",
    "source.password",
    "source.password_wo",
    "source.password_wo_version",
];

/// Arguments whose two values differ in their letter case only, which is the service's own.
const SPELLING: [&str; 2] = ["source.wire.engine", "destination.wire.engine"];

/// When others make the change.
const TIMES: [(&str, Status); 2] = [("before_the_start", ALL[4]), ("running", ALL[5])];

/// One cell of the table.
enum Seen {
    /// The next apply put it right, by these calls.
    PutRight(Vec<String>),
    /// A guard's or rule's words.
    Named(String),
    /// The object is created again.
    Again,
    /// There is nothing to correct: the state is updated, with these warnings.
    Followed(Vec<String>),
    /// The cloud does not tell.
    NotTold,
    /// Others cannot change it either.
    Fixed,
    Wrong(String),
}

impl Seen {
    fn text(&self) -> String {
        match self {
            Self::PutRight(calls) => format!("corrected: {}", calls.join(", ")),
            Self::Named(what) => format!("refused: {what}"),
            Self::Again => "created again".to_owned(),
            Self::Followed(warnings) if warnings.is_empty() => "no drift, the state is updated".to_owned(),
            Self::Followed(warnings) => {
                format!("no drift, the state is updated, with a warning: {}", warnings.join(", "))
            }
            Self::NotTold => "not returned by the API".to_owned(),
            Self::Fixed => "cannot be changed".to_owned(),
            Self::Wrong(what) => format!("WRONG: {what}"),
        }
    }
}

struct Row {
    resource: String,
    attribute: String,
    cells: Vec<(&'static str, Seen)>,
}

impl Row {
    fn text(&self) -> String {
        let head = format!("\n[[drift]]\nresource = {:?}\nattribute = {:?}\n", self.resource, self.attribute);
        self.cells.iter().fold(head, |text, (when, seen)| format!("{text}{when} = {:?}\n", seen.text()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_change_is_seen_and_put_right_or_named() {
    let only = std::env::var("CELLS").ok();
    let chosen = |name: &str| only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let changes = changes::all().into_iter().filter(|one| !is_provider_only(one) && chosen(&one.name()));
    let mut rows: Vec<Row> = futures_util::stream::iter(changes).map(of_argument).buffered(AT_ONCE).collect().await;
    let statuses = statuses().into_iter().filter(|(change, _)| chosen(&format!("{}.status", change.resource)));
    let of_statuses: Vec<Row> = futures_util::stream::iter(statuses)
        .map(|(change, status)| of_status(change, status))
        .buffered(AT_ONCE)
        .collect()
        .await;
    rows.extend(of_statuses);
    for name in ["dts_migration_task.name", "dts_ram_role_trust.description"].into_iter().filter(|name| chosen(name)) {
        rows.push(of_loss(named(name)).await);
    }
    let text: String = rows.iter().map(Row::text).collect();
    let wrong: Vec<&str> = text.split("\n\n").filter(|row| row.contains("WRONG")).collect();
    assert!(only.is_none(), "{text}");
    table::same_as_checked_in("drift", &text);
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n\n"));
}

async fn of_argument(change: Change) -> Row {
    let mut cells = Vec::new();
    let fixture = Fixture::start(&change).await;
    let when: &[(&str, Option<Status>)] = match change.resource.as_str() {
        "dts_migration_task" => &TIMES.map(|(when, status)| (when, Some(status))),
        "dts_migration_instance" => &[("running", Some(ALL[5]))],
        _ => &[("always", None)],
    };
    for (when, status) in when {
        let preparation = status.map_or(Preparation::Configured, |status| status.preparation);
        let mut subject = fixture.subject(&change, preparation).await;
        if let Some(status) = status {
            fixture.bring(&mut subject, *status).await;
        }
        // A password of its own for each of two databases: the database is seen.
        if !(change.argument.contains(".password") && preparation == Preparation::Configured) {
            let seen = drifted(&fixture, &mut subject, &change, preparation).await.unwrap_or_else(Seen::Wrong);
            cells.push((*when, seen));
        }
    }
    let to = change.to.as_ref().map(|to| format!(" = {to}")).unwrap_or_default();
    Row { attribute: format!("{}{to}", change.argument), resource: change.resource, cells }
}

/// Somebody else makes the change.
async fn drifted(
    fixture: &Fixture,
    subject: &mut Subject,
    change: &Change,
    preparation: Preparation,
) -> Result<Seen, String> {
    let mut theirs = subject.object.clone();
    let changed = plan(fixture, &theirs, &subject.arguments(change, preparation, 1)).await;
    if changed.is_refused() || changed.replaces {
        return Ok(Seen::Fixed);
    }
    let reported = theirs.apply(&fixture.provider, &changed).await.map_err(|error| error.to_string())?;
    if reported.iter().any(|one| one.error) {
        return Err(format!("somebody else cannot change it: {}", reason(&reported)));
    }
    let seen = seen(fixture, subject, &subject.arguments(change, preparation, 0)).await?;
    let hidden = NOT_RETURNED.contains(&change.argument.as_str()) || takes_the_login_away(change, preparation);
    let ended = change.to.as_deref() == Some("stopped");
    match seen {
        Seen::Followed(_) if hidden => Ok(Seen::NotTold),
        Seen::Followed(warnings) if ended || SPELLING.contains(&change.argument.as_str()) => {
            Ok(Seen::Followed(warnings))
        }
        Seen::Followed(_) => Err("the plan is empty: the change is not seen".to_owned()),
        Seen::PutRight(_) if hidden => Err("it is listed as not returned by the API, but the plan shows it".to_owned()),
        Seen::PutRight(calls) => {
            let expected = change.wire(preparation, 0);
            let found =
                if expected.is_empty() { expected.clone() } else { fixture.on_the_wire(&subject.job, expected).await };
            if found == *expected {
                Ok(Seen::PutRight(calls))
            } else {
                Err(format!("not corrected by {calls:?}: the job has {found:?}, not {expected:?}"))
            }
        }
        other => Ok(other),
    }
}

/// An answer without a login name is no answer: an end may have one that DTS does not tell.
fn takes_the_login_away(change: &Change, preparation: Preparation) -> bool {
    change.argument.ends_with(".username") && change.wire(preparation, 1).values().all(Json::is_null)
}

/// Refreshes, plans what was there before, and applies it.
async fn seen(fixture: &Fixture, subject: &mut Subject, wanted: &Json) -> Result<Seen, String> {
    let mut reported = subject.object.refresh(&fixture.provider).await.map_err(|error| error.to_string())?;
    if !subject.object.exists() {
        return Ok(Seen::Again);
    }
    let repair = plan(fixture, &subject.object, wanted).await;
    if repair.is_refused() {
        return Ok(Seen::Named(reason(&repair.reported)));
    }
    if repair.replaces {
        return Ok(Seen::Again);
    }
    if repair.is_empty() {
        reported.extend(repair.reported);
        // Cautions speak of the configuration.
        let mut warnings: Vec<String> =
            reported.into_iter().filter(|one| one.rule().is_none()).map(|one| one.summary).collect();
        warnings.dedup();
        return Ok(Seen::Followed(warnings));
    }
    fixture.new_calls();
    let reported = subject.object.apply(&fixture.provider, &repair).await.map_err(|error| error.to_string())?;
    let calls = fixture.new_calls();
    if reported.iter().any(|one| one.error) {
        return Err(format!("the repair is refused at apply after {calls:?}: {}", reason(&reported)));
    }
    subject.object.refresh(&fixture.provider).await.map_err(|error| error.to_string())?;
    let again = plan(fixture, &subject.object, wanted).await;
    match (again.is_empty(), calls.is_empty()) {
        (false, _) => Err(format!("after {calls:?} the plan is not empty: {}", differences(&again))),
        (true, true) => Err("the plan shows it, and the apply calls nothing".to_owned()),
        (true, false) => Ok(Seen::PutRight(calls)),
    }
}

async fn plan(fixture: &Fixture, object: &Object, wanted: &Json) -> Plan {
    object.plan(&fixture.provider, wanted).await.unwrap_or_else(|error| panic!("{error}"))
}

/// The change of this name.
fn named(name: &str) -> Change {
    changes::all().into_iter().find(|one| one.name() == name).unwrap_or_else(|| panic!("no change {name}"))
}

/// Every status, of a task and of an instance; the change only says what they are.
fn statuses() -> Vec<(Change, Status)> {
    let subjects = ["dts_migration_task.name", "dts_migration_instance.tags"].map(named);
    subjects.iter().flat_map(|change| ALL.map(|status| (change.clone(), status))).collect()
}

async fn of_status(change: Change, status: Status) -> Row {
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, status.preparation).await;
    fixture.bring(&mut subject, status).await;
    let wanted = subject.arguments(&change, status.preparation, 0);
    let seen = seen(&fixture, &mut subject, &wanted).await.unwrap_or_else(Seen::Wrong);
    Row { attribute: format!("status = {}", status.name), resource: change.resource, cells: vec![("always", seen)] }
}

/// What somebody else destroyed before any data has moved.
async fn of_loss(change: Change) -> Row {
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, Preparation::Configured).await;
    let mut theirs = subject.object.clone();
    let end = theirs.plan_destroy(&fixture.provider).await.unwrap_or_else(|error| panic!("{error}"));
    let reported = theirs.apply(&fixture.provider, &end).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(!reported.iter().any(|one| one.error) && !theirs.exists(), "{reported:#?}");
    let wanted = subject.arguments(&change, Preparation::Configured, 0);
    let seen = seen(&fixture, &mut subject, &wanted).await.unwrap_or_else(Seen::Wrong);
    Row { attribute: "the object is gone".to_owned(), resource: change.resource, cells: vec![(TIMES[0].0, seen)] }
}

/// What nobody chose is no drift: keys the service adds, its own spelling, its defaults.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_adds_is_no_drift() {
    let change = named("dts_migration_task.name");
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, Preparation::Configured).await;
    let wanted = subject.arguments(&change, Preparation::Configured, 0);
    assert!(wanted.get("retry").is_none() && wanted.get("reserve").is_none());
    let asked = DescribeDtsJobDetail { dts_job_id: Some(subject.job.clone()), ..DescribeDtsJobDetail::default() };
    let job = fixture.somebody.call(asked).await;
    let reserved: Json = serde_json::from_str(&job.reserved).unwrap();
    assert_eq!(reserved["useJobTask"], "1", "a key the service adds: {reserved}");
    assert_eq!(reserved["maxRetryTime"], json!(43_200), "a default: {reserved}");
    assert_eq!(job.source_endpoint.engine_name, "MySQL", "sent in capitals, answered so");
    subject.object.refresh(&fixture.provider).await.unwrap();
    assert!(plan(&fixture, &subject.object, &wanted).await.is_empty());
}

/// What the cloud decides is shown unchanged, and is not drift.
#[tokio::test(flavor = "multi_thread")]
async fn computed_attributes_follow_the_cloud() {
    let change = named("dts_migration_instance.tags");
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, Preparation::Moved).await;
    let wanted = subject.arguments(&change, Preparation::Moved, 0);
    for (phase, full, caught_up) in [("full", "Migrating", false), ("caught_up", "Finished", true)] {
        fixture.force(&subject.job, json!({"status": "Migrating", "phase": phase})).await;
        subject.object.refresh(&fixture.provider).await.unwrap();
        let state = &subject.object.state;
        assert_eq!(state.attribute("status").as_str(), Some("Migrating"));
        assert_eq!(state.attribute("caught_up"), &Value::Bool(caught_up));
        assert_eq!(state.attribute("delay_ms").is_null(), !caught_up);
        assert_eq!(state.attribute("progress").attribute("full").attribute("status").as_str(), Some(full));
        assert!(plan(&fixture, &subject.object, &wanted).await.is_empty());
    }
}
