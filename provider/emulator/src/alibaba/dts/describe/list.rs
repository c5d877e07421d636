//! DescribeDtsJobs. A call that names jobs by their IDs counts as a poll of them; other calls do not.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::Side;
use crate::alibaba::dts::job::{Direction, Job, JobKind, Status, find};
use crate::alibaba::gateway::{Call, Outcome, Parameters, Refusal, fields};

use super::progress::{delay, rates, status_objects};
use super::rows::rows;
use super::shared;

pub(crate) fn list(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    find::permit(context, call, "*", "*")?;
    let page = parameters.number("PageNumber", 1..=100_000)?.unwrap_or(1);
    let size = parameters.number("PageSize", 1..=100)?.unwrap_or(20);
    let ids = asked_ids(dts, parameters);
    let filter = Filter::read(parameters)?;
    poll(dts, context, &call.caller.account, ids.as_ref());
    let mut jobs: Vec<&Job> = match &ids {
        Some(ids) => dts.jobs.named(&call.caller.account, ids),
        None => dts.jobs.of_account(&call.caller.account).collect(),
    };
    // A reverse job is inside its forward job.
    jobs.retain(|job| job.direction == Direction::Forward);
    jobs.retain(|job| filter.lets(job) && !context.hides_from_lists(&job.account, &job.id));
    match parameters.get("OrderColumn") {
        None | Some("CreateTime") => {}
        Some("FinishTime") => jobs.sort_by_key(|job| job.finished),
        Some("duLimit") => jobs.sort_by_key(|job| job.purchase.as_ref().and_then(|purchase| purchase.du)),
        Some(_) => return Err(Refusal::invalid_for_dts("OrderColumn")),
    }
    if parameters.get("OrderDirection") == Some("DESC") {
        jobs.reverse();
    }
    let total = jobs.len();
    let without_objects = parameters.flag("WithoutDbList")?.unwrap_or(false);
    let skip = usize::try_from((page - 1) * size).unwrap_or(usize::MAX);
    let shown = jobs.into_iter().skip(skip).take(usize::try_from(size).unwrap_or(20));
    let shown: Vec<Value> = shown.map(|job| item(dts, context, job, without_objects)).collect();
    Ok(fields(json!({
        "PageNumber": page,
        "PageRecordCount": shown.len(),
        "TotalRecordCount": total,
        "DtsJobList": shown,
        "EtlDemoList": [],
    })))
}

/// The job IDs that the call names, by job or by instance.
fn asked_ids(dts: &Dts, parameters: &Parameters) -> Option<HashSet<String>> {
    let jobs = parameters.get("DtsJobId").map(|text| text.split(','));
    let instances = parameters.get("DtsInstanceId").map(|text| text.split(','));
    if jobs.is_none() && instances.is_none() {
        return None;
    }
    let of_instances = instances.into_iter().flatten().flat_map(|id| dts.jobs.of_instance(id.trim()));
    let of_instances = of_instances.map(|job| job.id.clone());
    Some(jobs.into_iter().flatten().map(|id| id.trim().to_owned()).chain(of_instances).collect())
}

fn poll(dts: &mut Dts, context: CallContext<'_>, account: &str, ids: Option<&HashSet<String>>) {
    for id in ids.into_iter().flatten() {
        if dts.jobs.get(id).is_some_and(|job| job.account == account) {
            dts.jobs.poll(id, context.moment());
        }
    }
}

/// Conditions on the listed jobs; an absent condition accepts every job.
struct Filter<'a> {
    kind: Option<JobKind>,
    region: Option<&'a str>,
    status: Option<&'a str>,
    /// Kind of search and the search text.
    search: Option<(&'a str, &'a str)>,
    cluster: Option<&'a str>,
    group: Option<&'a str>,
    label: Option<&'a str>,
    tags: Map<String, Value>,
}

impl<'a> Filter<'a> {
    fn read(parameters: &'a Parameters) -> Result<Self, Refusal> {
        let search = match (parameters.get("Type"), parameters.get("Params")) {
            (Some(kind), Some(text)) if ["instance", "name", "srcRds", "rds"].contains(&kind) => Some((kind, text)),
            (Some(_), Some(_)) => return Err(Refusal::invalid_for_dts("Type")),
            (Some(_), None) => return Err(Refusal::invalid_for_dts("Params")),
            (None, _) => None,
        };
        let tags = parameters.get("Tags").unwrap_or("{}");
        Ok(Self {
            // Without a type, only migrations are listed.
            kind: parameters.get("JobType").map_or(Some(JobKind::Migration), JobKind::named),
            region: parameters.get("Region").or(parameters.get("RegionId")),
            status: parameters.get("Status"),
            search,
            cluster: parameters.get("DedicatedClusterId"),
            group: parameters.get("ResourceGroupId"),
            label: parameters.get("DtsBisLabel"),
            tags: serde_json::from_str(tags).map_err(|_| Refusal::invalid_for_dts("Tags"))?,
        })
    }

    fn lets(&self, job: &Job) -> bool {
        let equals = |wanted: Option<&str>, name: &str| wanted.is_none_or(|it| job.parameters.get(name) == Some(it));
        let tagged = |(key, value): (&String, &Value)| job.tags.get(key).map(String::as_str) == value.as_str();
        self.kind == Some(job.kind)
            && equals(self.region, "RegionId")
            && equals(self.cluster, "DedicatedClusterId")
            && equals(self.group, "ResourceGroupId")
            && equals(self.label, "DtsBisLabel")
            && self.status.is_none_or(|status| status == job.status().name())
            && self.tags.iter().all(tagged)
            && self.search.is_none_or(|(kind, text)| found(job, kind, text))
    }
}

fn found(job: &Job, kind: &str, text: &str) -> bool {
    match kind {
        "name" => job.name.contains(text),
        "instance" => job.instance_id() == text || job.id == text,
        "srcRds" => job.side(Side::Source).field("InstanceID") == text,
        _ => Side::BOTH.iter().any(|side| job.side(*side).field("InstanceID") == text),
    }
}

/// A job of the list; a synchronization with its reverse job.
fn item(dts: &Dts, context: CallContext<'_>, job: &Job, without_objects: bool) -> Value {
    let mut shown = one(context, job, without_objects);
    shown.insert("OriginType".to_owned(), json!("DTS"));
    let tags: Vec<Value> = job.tags.iter().map(|(key, value)| json!({"TagKey": key, "TagValue": value})).collect();
    shown.insert("TagList".to_owned(), json!(tags));
    if job.is_synchronization() {
        let reverse = job.partner.as_ref().and_then(|id| dts.jobs.get(id));
        if reverse.is_some() {
            shown.insert("DtsJobDirection".to_owned(), json!(job.direction.name()));
        }
        shown.insert("ReverseJob".to_owned(), reverse_job(context, reverse, without_objects));
    }
    Value::Object(shown)
}

/// The reverse job of a synchronization. A synchronization with one direction has an empty object with two empty sides.
fn reverse_job(context: CallContext<'_>, job: Option<&Job>, without_objects: bool) -> Value {
    let Some(job) = job else { return json!({"SourceEndpoint": {}, "DestinationEndpoint": {}}) };
    let mut shown = one(context, job, without_objects);
    for absent in ["JobType", "RetryState", "DtsBisLabel", "ResourceGroupId", "DuRealUsage"] {
        shown.remove(absent);
    }
    shown.insert("DtsJobDirection".to_owned(), json!(job.direction.name()));
    shown.insert("ErrorDetails".to_owned(), json!([]));
    if job.status() == Status::NotConfigured {
        shown.insert("SourceEndpoint".to_owned(), json!({}));
        shown.insert("DestinationEndpoint".to_owned(), json!({}));
    }
    Value::Object(shown)
}

/// The fields that a job and a reverse job have.
fn one(context: CallContext<'_>, job: &Job, without_objects: bool) -> Map<String, Value> {
    let mut shown = shared::common(context, job);
    if without_objects {
        shown.remove("DbObject");
    }
    shown.insert("Checkpoint".to_owned(), json!(shared::checkpoint(job).to_string()));
    shown.insert("ExpireTime".to_owned(), json!(""));
    let delay = delay(job);
    shown.insert("Delay".to_owned(), json!(if delay < 0 { delay } else { delay / job.kind.listed_delay_unit() }));
    if let Some(du) = job.purchase.as_ref().and_then(|purchase| purchase.du) {
        shown.insert("DuUsage".to_owned(), json!(du));
    }
    let verification = job.verification();
    let checks = [
        ("StructureDataCheck", false),
        ("FullDataCheck", verification.full),
        ("IncDataCheck", verification.incremental),
    ];
    shown.insert("MigrationMode".to_owned(), shared::mode(job, &checks));
    let [rps, flow] = rates(job);
    shown.insert("Performance".to_owned(), json!({"Rps": rps, "Flow": flow}));
    for (name, side) in [("SourceEndpoint", Side::Source), ("DestinationEndpoint", Side::Destination)] {
        let mut endpoint = shared::endpoint(context, job, side);
        if context.accounts.alibaba_switches().lists_return_owners {
            endpoint.extend(shared::owner(job, side));
        }
        shown.insert(name.to_owned(), Value::Object(endpoint));
    }
    shown.extend(status_objects(job, context.moment(), &rows(context, &job.account, job)));
    shown
}
