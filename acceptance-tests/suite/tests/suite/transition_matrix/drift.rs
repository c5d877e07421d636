//! Changes outside Terraform: every argument is changed, shown by the next plan and corrected by its apply, or
//! reported by a guard.
//!
//! The change comes from the same provider with a copy of the object: the emulator returns the changed job.

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
    // The meaning of DuUsage is not documented.
    "du",
    "precheck.rerun",
    "source.password",
    "source.password_wo",
    "source.password_wo_version",
];

/// Arguments whose two values differ only in letter case, which the service chooses.
const SPELLING: [&str; 2] = ["source.wire.engine", "destination.wire.engine"];

/// When the change outside Terraform happens.
const TIMES: [(&str, Status); 2] = [("before_the_start", ALL[4]), ("running", ALL[5])];

/// One cell of the table.
enum Seen {
    /// The next apply corrected it with these calls.
    Corrected(Vec<String>),
    /// The summary of a guard or the ID of a rule.
    Refused(String),
    /// The object is created again.
    Again,
    /// There is nothing to correct: the state is updated, with these warnings.
    Followed(Vec<String>),
    /// The API does not return the value.
    NotReturned,
    /// The value cannot be changed outside Terraform either.
    Fixed,
    Wrong(String),
}

impl Seen {
    fn text(&self) -> String {
        match self {
            Self::Corrected(calls) => format!("corrected: {}", calls.join(", ")),
            Self::Refused(what) => format!("refused: {what}"),
            Self::Again => "created again".to_owned(),
            Self::Followed(warnings) if warnings.is_empty() => "no drift, the state is updated".to_owned(),
            Self::Followed(warnings) => {
                format!("no drift, the state is updated, with a warning: {}", warnings.join(", "))
            }
            Self::NotReturned => "not returned by the API".to_owned(),
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
async fn changes_outside_terraform_are_corrected_or_reported() {
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
            fixture.bring(&mut subject, *status, None).await;
        }
        // Each of the two databases has a separate password: the plan shows the change of the database.
        if !(change.argument.contains(".password") && preparation == Preparation::Configured) {
            let seen = drifted(&fixture, &mut subject, &change, preparation).await.unwrap_or_else(Seen::Wrong);
            cells.push((*when, seen));
        }
    }
    let to = change.to.as_ref().map(|to| format!(" = {to}")).unwrap_or_default();
    Row { attribute: format!("{}{to}", change.argument), resource: change.resource, cells }
}

/// Changes the object outside Terraform.
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
        return Err(format!("the change outside Terraform is refused: {}", reason(&reported)));
    }
    let seen = seen(fixture, subject, &subject.arguments(change, preparation, 0)).await?;
    let hidden = NOT_RETURNED.contains(&change.argument.as_str()) || removes_the_user_name(change, preparation);
    let ended = change.to.as_deref() == Some("stopped");
    match seen {
        Seen::Followed(_) if hidden => Ok(Seen::NotReturned),
        Seen::Followed(warnings) if ended || SPELLING.contains(&change.argument.as_str()) => {
            Ok(Seen::Followed(warnings))
        }
        Seen::Followed(_) => Err("the plan is empty: the change is not seen".to_owned()),
        Seen::Corrected(_) if hidden => {
            Err("it is listed as not returned by the API, but the plan shows it".to_owned())
        }
        Seen::Corrected(calls) => {
            let expected = change.wire(preparation, 0);
            let found =
                if expected.is_empty() { expected.clone() } else { fixture.on_the_wire(&subject.job, expected).await };
            if found == *expected {
                Ok(Seen::Corrected(calls))
            } else {
                Err(format!("not corrected by {calls:?}: the job has {found:?}, not {expected:?}"))
            }
        }
        other => Ok(other),
    }
}

/// A missing user name says nothing: an endpoint can have a user name that DTS does not return.
fn removes_the_user_name(change: &Change, preparation: Preparation) -> bool {
    change.argument.ends_with(".username") && change.wire(preparation, 1).values().all(Json::is_null)
}

/// Refreshes, plans the previous configuration, and applies it.
async fn seen(fixture: &Fixture, subject: &mut Subject, arguments: &Json) -> Result<Seen, String> {
    let mut reported = subject.object.refresh(&fixture.provider).await.map_err(|error| error.to_string())?;
    if !subject.object.exists() {
        return Ok(Seen::Again);
    }
    let repair = plan(fixture, &subject.object, arguments).await;
    if repair.is_refused() {
        return Ok(Seen::Refused(reason(&repair.reported)));
    }
    if repair.replaces {
        return Ok(Seen::Again);
    }
    if repair.is_empty() {
        reported.extend(repair.reported);
        // Cautions are about the configuration, not about the change.
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
    let again = plan(fixture, &subject.object, arguments).await;
    match (again.is_empty(), calls.is_empty()) {
        (false, _) => Err(format!("after {calls:?} the plan is not empty: {}", differences(&again))),
        (true, true) => Err("the plan shows it, and the apply calls nothing".to_owned()),
        (true, false) => Ok(Seen::Corrected(calls)),
    }
}

async fn plan(fixture: &Fixture, object: &Object, arguments: &Json) -> Plan {
    object.plan(&fixture.provider, arguments).await.unwrap_or_else(|error| panic!("{error}"))
}

/// The change with this name.
fn named(name: &str) -> Change {
    changes::all().into_iter().find(|one| one.name() == name).unwrap_or_else(|| panic!("no change {name}"))
}

/// Every status of a task and of an instance; the change only selects the resource type.
fn statuses() -> Vec<(Change, Status)> {
    let subjects = ["dts_migration_task.name", "dts_migration_instance.tags"].map(named);
    subjects.iter().flat_map(|change| ALL.map(|status| (change.clone(), status))).collect()
}

async fn of_status(change: Change, status: Status) -> Row {
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, status.preparation).await;
    fixture.bring(&mut subject, status, None).await;
    let arguments = subject.arguments(&change, status.preparation, 0);
    let seen = seen(&fixture, &mut subject, &arguments).await.unwrap_or_else(Seen::Wrong);
    Row { attribute: format!("status = {}", status.name), resource: change.resource, cells: vec![("always", seen)] }
}

/// Objects that were deleted outside Terraform before any data was migrated.
async fn of_loss(change: Change) -> Row {
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, Preparation::Configured).await;
    let mut theirs = subject.object.clone();
    let end = theirs.plan_destroy(&fixture.provider).await.unwrap_or_else(|error| panic!("{error}"));
    let reported = theirs.apply(&fixture.provider, &end).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(!reported.iter().any(|one| one.error) && !theirs.exists(), "{reported:#?}");
    let arguments = subject.arguments(&change, Preparation::Configured, 0);
    let seen = seen(&fixture, &mut subject, &arguments).await.unwrap_or_else(Seen::Wrong);
    Row { attribute: "the object is gone".to_owned(), resource: change.resource, cells: vec![(TIMES[0].0, seen)] }
}

/// Values that the configuration does not set are not drift: keys that the service adds, its spelling, its defaults.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_adds_is_no_drift() {
    let change = named("dts_migration_task.name");
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, Preparation::Configured).await;
    let arguments = subject.arguments(&change, Preparation::Configured, 0);
    assert!(arguments.get("retry").is_none() && arguments.get("reserve").is_none());
    let request = DescribeDtsJobDetail { dts_job_id: Some(subject.job.clone()), ..DescribeDtsJobDetail::default() };
    let job = fixture.external.call(request).await;
    let reserved: Json = serde_json::from_str(&job.reserved).unwrap();
    assert_eq!(reserved["useJobTask"], "1", "a key the service adds: {reserved}");
    assert_eq!(reserved["maxRetryTime"], json!(43_200), "a default: {reserved}");
    assert_eq!(job.source_endpoint.engine_name, "MySQL", "sent in capitals, returned in mixed case");
    subject.object.refresh(&fixture.provider).await.unwrap();
    assert!(plan(&fixture, &subject.object, &arguments).await.is_empty());
}

/// Values that Alibaba Cloud decides are shown unchanged, and are not drift.
#[tokio::test(flavor = "multi_thread")]
async fn computed_attributes_follow_the_cloud() {
    let change = named("dts_migration_instance.tags");
    let fixture = Fixture::start(&change).await;
    let mut subject = fixture.subject(&change, Preparation::Moved).await;
    let arguments = subject.arguments(&change, Preparation::Moved, 0);
    for (phase, full, caught_up) in [("full", "Migrating", false), ("caught_up", "Finished", true)] {
        fixture.force(&subject.job, json!({"status": "Migrating", "phase": phase})).await;
        subject.object.refresh(&fixture.provider).await.unwrap();
        let state = &subject.object.state;
        assert_eq!(state.attribute("status").as_str(), Some("Migrating"));
        assert_eq!(state.attribute("caught_up"), &Value::Bool(caught_up));
        assert_eq!(state.attribute("delay_ms").is_null(), !caught_up);
        assert_eq!(state.attribute("progress").attribute("full").attribute("status").as_str(), Some(full));
        assert!(plan(&fixture, &subject.object, &arguments).await.is_empty());
    }
}
