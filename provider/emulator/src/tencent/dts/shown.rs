//! Jobs in the state of the control API and on the status page. Nothing here moves a job or shows a secret.

use serde_json::{Map, Value, json};

use crate::core::cloud::{Context, JobRow, Service};
use crate::core::time::to_seconds;
use crate::core::world::TencentAccount;
use crate::jobs::{Moment, Phase, Standing, course};

use super::Dts;
use super::describe::{BEHIND_SECONDS, delay, step};
use super::job::{Endpoint, Job, StepState, TradeStatus};

impl Service for Dts {
    fn name(&self) -> &'static str {
        "DTS"
    }

    /// A job is an instance that is paid for, too; destroyed jobs are listed apart.
    fn describe_account(&self, _: Context<'_>, account: &str, shown: &mut Map<String, Value>) {
        let jobs: Vec<&Job> = self.of_account(account).collect();
        let instances = jobs.iter().map(
            |job| json!({"id": job.id, "class": job.trade.class, "status": job.trade.status.name(), "tags": tags(job)}),
        );
        let destroyed = self.jobs.values().filter(|job| job.account == account && job.is_gone());
        let destroyed: Vec<&str> = destroyed.map(|job| job.id.as_str()).collect();
        shown.insert("instances".to_owned(), Value::Array(instances.collect()));
        shown.insert("jobs".to_owned(), jobs.iter().map(|job| state(job)).collect());
        shown.insert("destroyed_jobs".to_owned(), json!(destroyed));
    }
}

fn tags(job: &Job) -> Map<String, Value> {
    job.tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect()
}

/// All data of a job except its secrets.
pub(super) fn state(job: &Job) -> Value {
    let configuration = job.configuration.as_ref();
    let steps: Vec<Value> = job
        .check
        .steps
        .iter()
        .map(|step| json!({"id": step.id, "state": step.state.name(), "skipped": job.skipped.contains(&step.id)}))
        .collect();
    json!({
        "id": job.id,
        "instance_id": job.id,
        "name": job.name,
        "status": job.status(),
        "trade_status": job.trade.status.name(),
        "class": job.trade.class,
        "source": end(configuration.map(|it| &it.source), &job.link.source, &job.link.source_region),
        "destination":
            end(configuration.map(|it| &it.destination), &job.link.destination, &job.link.destination_region),
        "options": configuration.map(|it| &it.option),
        "run_mode": configuration.map(|it| &it.run_mode),
        "check": {"passed": job.check.passed, "steps": steps},
        "skipped": job.skipped,
        "foreign_keys": job.foreign_keys,
        "rate_limit": job.rate_limit,
        "progress": {"phase": job.machine.phase().map(Phase::name), "caught_up": job.machine.caught_up()},
        "tags": tags(job),
        "create_time": to_seconds(job.created),
    })
}

impl Dts {
    /// The rows of all jobs.
    pub(crate) fn job_rows(&self, context: Context<'_>, moment: Moment<'_>) -> Vec<JobRow> {
        let of_account = |account: &TencentAccount| {
            let rows = self.of_account(&account.uin).map(|job| row(job, &account.name, moment));
            rows.collect::<Vec<JobRow>>()
        };
        context.accounts.tencent_accounts().flat_map(of_account).collect()
    }

    /// A job with its databases, its progress, and the result of its check.
    pub(crate) fn job_page(&self, moment: Moment<'_>, id: &str) -> Option<Value> {
        self.jobs.get(id).filter(|job| !job.is_gone()).map(|job| details(job, moment))
    }
}

fn row(job: &Job, account: &str, moment: Moment<'_>) -> JobRow {
    let configuration = job.configuration.as_ref();
    let (_, seconds) = delay(job);
    let (status, is_in_use) = match job.trade.status {
        TradeStatus::Normal | TradeStatus::NotBilled => (job.status_word(), true),
        trade => (trade.name(), false),
    };
    let now = has_phases(job).into_iter().rev().find(|phase| job.machine.phase() >= Some(*phase));
    let standing =
        if is_in_use { Standing::of(job.machine.state(), job.machine.phase()) } else { Standing::Interrupted };
    let shown = json!({
        "id": job.id,
        "name": job.name,
        "account": account,
        "status": status,
        "error": job.error_message,
        "direction": Value::Null,
        "created": to_seconds(job.created),
        "delay_ms": if seconds < 0 { Value::Null } else { json!(seconds * 1000) },
        "source": address(configuration.map(|it| &it.source)),
        "destination": address(configuration.map(|it| &it.destination)),
        "phase": now.map(Phase::name),
        "percent": now.map(|phase| step(job, phase, moment).1),
    });
    JobRow { standing, created: job.created, shown }
}

fn details(job: &Job, moment: Moment<'_>) -> Value {
    let configuration = job.configuration.as_ref();
    let (_, seconds) = delay(job);
    json!({
        "id": job.id,
        "instance_id": job.id,
        "class": job.trade.class,
        "source": end(configuration.map(|it| &it.source), &job.link.source, &job.link.source_region),
        "destination":
            end(configuration.map(|it| &it.destination), &job.link.destination, &job.link.destination_region),
        "phases": phases(job, moment),
        "delays": course(&job.machine, moment, seconds * 1000, BEHIND_SECONDS * 1000),
        "precheck": check(job),
        "rehearsal": Value::Null,
    })
}

fn address(endpoint: Option<&Endpoint>) -> String {
    let node = endpoint.and_then(Endpoint::first);
    let text = |name: &str| node.map(|node| node.fields.text(name)).unwrap_or_default();
    let port = node.and_then(|node| node.fields.number("Port")).filter(|port| *port > 0);
    match (text("InstanceId"), text("Host"), port) {
        ("", host, Some(port)) => format!("{host}:{port}"),
        ("", host, None) => host.to_owned(),
        (instance, ..) => instance.to_owned(),
    }
}

fn end(endpoint: Option<&Endpoint>, engine: &str, region: &str) -> Value {
    let node = endpoint.and_then(Endpoint::first);
    let text = |name: &str| node.map(|node| node.fields.text(name)).unwrap_or_default();
    let (owner, role) = (text("Account"), text("AccountRole"));
    json!({"engine": engine, "at": address(endpoint), "region": region, "owner": owner, "role": role})
}

fn has_phases(job: &Job) -> Vec<Phase> {
    let mut phases = vec![Phase::Schema, Phase::Full];
    if job.is_incremental() {
        phases.push(Phase::Incremental);
    }
    phases
}

fn phases(job: &Job, moment: Moment<'_>) -> Vec<Value> {
    let row = |phase: Phase| {
        let (state, percent) = step(job, phase, moment);
        let time = |at: Option<jiff::Timestamp>| at.map(to_seconds);
        json!({
            "phase": phase.name(), "state": state, "percent": percent,
            "begin": time(job.machine.begin_of(phase)), "end": time(job.machine.end_of(phase)),
        })
    };
    has_phases(job).into_iter().map(row).collect()
}

fn check(job: &Job) -> Vec<Value> {
    let row = |step: &super::job::Step| {
        let found = step.items.iter().filter(|item| item.state != StepState::Pass);
        let found: Vec<&str> = found.map(|item| item.reason.as_str()).collect();
        json!({
            "code": step.id, "state": step.state.name(), "skipped": job.skipped.contains(&step.id),
            "found": found.join(" "),
        })
    };
    job.check.steps.iter().map(row).collect()
}
