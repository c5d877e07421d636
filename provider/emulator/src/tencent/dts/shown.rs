//! Jobs in the state of the control API and on the status page. Nothing here moves a job or shows a secret.

use serde_json::{Map, Value, json};

use crate::core::cloud::{Context, Listing, Service};
use crate::core::time::to_seconds;
use crate::jobs::{Moment, Phase};

use super::Dts;
use super::describe::{delay, step};
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
    /// The jobs for the status page, at most this many of each account, the newest.
    pub(crate) fn newest_jobs(&self, context: Context<'_>, moment: Moment<'_>, most: usize) -> Listing {
        let mut listing = Listing::default();
        for account in context.accounts.tencent_accounts() {
            let mut jobs: Vec<&Job> = self.of_account(&account.uin).collect();
            listing.total += jobs.len();
            jobs.sort_by_key(|job| std::cmp::Reverse(job.number));
            listing.rows.extend(jobs.into_iter().take(most).map(|job| {
                let mut row = page_row(job, moment);
                row["account"] = json!(account.name);
                (job.created, row)
            }));
        }
        listing
    }
}

/// A job with its databases, its progress, and the result of its check.
fn page_row(job: &Job, moment: Moment<'_>) -> Value {
    let configuration = job.configuration.as_ref();
    let (_, seconds) = delay(job);
    let status = match job.trade.status {
        TradeStatus::Normal | TradeStatus::NotBilled => job.status_word(),
        trade => trade.name(),
    };
    json!({
        "id": job.id,
        "instance_id": job.id,
        "name": job.name,
        "status": status,
        "error": job.error_message,
        "class": job.trade.class,
        "created": to_seconds(job.created),
        "delay_ms": if seconds < 0 { Value::Null } else { json!(seconds * 1000) },
        "source": end(configuration.map(|it| &it.source), &job.link.source, &job.link.source_region),
        "destination":
            end(configuration.map(|it| &it.destination), &job.link.destination, &job.link.destination_region),
        "phases": phases(job, moment),
        "precheck": check(job),
    })
}

fn end(endpoint: Option<&Endpoint>, engine: &str, region: &str) -> Value {
    let node = endpoint.and_then(Endpoint::first);
    let text = |name: &str| node.map(|node| node.fields.text(name)).unwrap_or_default();
    let port = node.and_then(|node| node.fields.number("Port")).filter(|port| *port > 0);
    let at = match (text("InstanceId"), text("Host"), port) {
        ("", host, Some(port)) => format!("{host}:{port}"),
        ("", host, None) => host.to_owned(),
        (instance, ..) => instance.to_owned(),
    };
    json!({"engine": engine, "at": at, "region": region, "owner": text("Account"), "role": text("AccountRole")})
}

fn phases(job: &Job, moment: Moment<'_>) -> Vec<Value> {
    let mut phases = vec![Phase::Schema, Phase::Full];
    if job.is_incremental() {
        phases.push(Phase::Incremental);
    }
    let row = |phase: Phase| {
        let (state, percent) = step(job, phase, moment);
        json!({"phase": phase.name(), "state": state, "percent": percent})
    };
    phases.into_iter().map(row).collect()
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
