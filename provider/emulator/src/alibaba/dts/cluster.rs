//! Dedicated clusters: ListDedicatedCluster, DescribeDedicatedCluster, ModifyDtsJobDedicatedCluster,
//! ModifyDtsJobDuLimit, and the conditions under which a cluster accepts a job.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::gateway::{Call, Fields, Outcome, Parameters, Refusal, fields};
use crate::core::time;
use crate::core::world::Cluster;

use super::Dts;
use super::configuration::{Endpoint, Side};
use super::job::{Direction, Operation, check, find};

/// Units of one machine of a cluster.
const NODE_UNITS: u64 = 15;

/// The states of a cluster.
pub(crate) const CLUSTER_STATES: &[&str] =
    &["init", "schedule", "running", "upgrade", "downgrade", "locked", "releasing", "released"];

/// Refuses parameters of ConfigureDtsJob that name a cluster which does not accept the job. `taken` is a job that
/// already has units, and their number.
pub(crate) fn admit(
    dts: &Dts,
    context: CallContext<'_>,
    account: &str,
    parameters: &Parameters,
    taken: Option<(String, u64)>,
) -> Result<(), Refusal> {
    let Some(id) = parameters.get("DedicatedClusterId") else { return Ok(()) };
    let cluster = running(context, account, id)?;
    same_region(cluster, "RegionId", parameters.get("RegionId").unwrap_or_default())?;
    for side in Side::BOTH {
        same_region(cluster, &side.parameter("Region"), Endpoint::new(parameters, side).field("Region"))?;
    }
    match taken {
        Some((job, units)) => enough(dts, account, cluster, &job, units),
        None => Ok(()),
    }
}

/// Refuses more units than a cluster has free. The units of the job itself count as free.
pub(crate) fn enough_for(
    dts: &Dts,
    context: CallContext<'_>,
    account: &str,
    id: &str,
    job: &str,
    units: u64,
) -> Result<(), Refusal> {
    enough(dts, account, running(context, account, id)?, job, units)
}

fn enough(dts: &Dts, account: &str, cluster: &Cluster, job: &str, units: u64) -> Result<(), Refusal> {
    let left = cluster.du.saturating_sub(used(dts, account, cluster, Some(job)));
    if units <= left {
        return Ok(());
    }
    let message = format!("The dedicated cluster {} has {left} free DU, but the job needs {units}.", cluster.id);
    Err(Refusal::business(403, "OperationDenied", message))
}

/// Whether a job on the cluster can have a side in this region.
pub(crate) fn reaches(context: CallContext<'_>, account: &str, id: &str, region: &str) -> bool {
    named(context, account, id).is_ok_and(|cluster| is_in(cluster, region))
}

/// An empty region means the region of the cluster.
fn is_in(cluster: &Cluster, region: &str) -> bool {
    region.is_empty() || region == cluster.region
}

fn same_region(cluster: &Cluster, parameter: &str, given: &str) -> Result<(), Refusal> {
    if is_in(cluster, given) {
        return Ok(());
    }
    let why = format!("the dedicated cluster {} is in {}", cluster.id, cluster.region);
    Err(Refusal::wrong_for_dts(parameter, &why))
}

fn running<'a>(context: CallContext<'a>, account: &str, id: &str) -> Result<&'a Cluster, Refusal> {
    let cluster = named(context, account, id)?;
    if cluster.state == "running" {
        return Ok(cluster);
    }
    let message = format!("The dedicated cluster {id} is {}; it accepts jobs only when it is running.", cluster.state);
    Err(Refusal::business(403, "OperationDenied", message))
}

fn named<'a>(context: CallContext<'a>, account: &str, id: &str) -> Result<&'a Cluster, Refusal> {
    let clusters = context.accounts.get(account).map(|account| account.clusters.as_slice()).unwrap_or_default();
    let found = clusters.iter().find(|cluster| cluster.id == id);
    found.ok_or_else(|| Refusal::wrong_for_dts("DedicatedClusterId", "this account has no such cluster"))
}

/// Units in use: those of the world file, and those of purchased jobs.
pub(crate) fn used(dts: &Dts, account: &str, cluster: &Cluster, except: Option<&str>) -> u64 {
    let jobs = dts.jobs.of_account(account).filter(|job| !job.released && Some(job.id.as_str()) != except);
    // The instance of a two-way synchronization has its units once.
    let jobs = jobs.filter(|job| job.direction == Direction::Forward);
    let on_it = jobs.filter(|job| job.parameters.get("DedicatedClusterId") == Some(&cluster.id));
    let units = on_it.filter_map(|job| job.purchase.as_ref()).map(|purchase| purchase.du.unwrap_or(1));
    cluster.used_du + units.sum::<u64>()
}

pub(crate) fn list(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    find::permit(context, call, parameters.get("RegionId").unwrap_or("*"), "*")?;
    let page = parameters.number("PageNumber", 1..=100_000)?.unwrap_or(1);
    let size = parameters.number("PageSize", 1..=100)?.unwrap_or(20);
    let account = call.caller.account.as_str();
    let clusters = context.accounts.get(account).map(|account| account.clusters.as_slice()).unwrap_or_default();
    let mut found: Vec<&Cluster> = Vec::new();
    for cluster in clusters {
        if is_asked_for(parameters, cluster)? {
            found.push(cluster);
        }
    }
    match parameters.get("OrderColumn") {
        None | Some("gmtCreated") => {}
        Some("orderCount") => found.sort_by_key(|cluster| used(dts, account, cluster, None)),
        Some(_) => return Err(Refusal::invalid_for_dts("OrderColumn")),
    }
    if parameters.get("OrderDirection").is_some_and(|direction| direction.eq_ignore_ascii_case("desc")) {
        found.reverse();
    }
    let total = found.len();
    let skip = usize::try_from((page - 1) * size).unwrap_or(usize::MAX);
    let shown = found.into_iter().skip(skip).take(usize::try_from(size).unwrap_or(20));
    let shown: Vec<Value> = shown.map(|cluster| Value::Object(common(dts, &call.caller.account, cluster))).collect();
    Ok(fields(json!({
        "PageNumber": page,
        "PageRecordCount": shown.len(),
        "TotalRecordCount": total,
        "DedicatedClusterStatusList": {"DedicatedClusterStatus": shown},
    })))
}

fn is_asked_for(parameters: &Parameters, cluster: &Cluster) -> Result<bool, Refusal> {
    let state = parameters.get("State");
    if state.is_some_and(|state| !CLUSTER_STATES.contains(&state)) {
        return Err(Refusal::invalid_for_dts("State"));
    }
    let fits = match (parameters.get("Type"), parameters.get("Params")) {
        (None, _) => true,
        (Some("NAME"), Some(text)) => cluster.name.contains(text),
        (Some("INSTANCE"), Some(text)) => instance_id(cluster) == text,
        (Some("DEDICATEDCLUSTERID"), Some(text)) => cluster.id == text,
        (Some("NAME" | "INSTANCE" | "DEDICATEDCLUSTERID"), None) => return Err(Refusal::missing_for_dts("Params")),
        (Some(_), _) => return Err(Refusal::invalid_for_dts("Type")),
    };
    let here = parameters.get("RegionId").is_none_or(|region| region == cluster.region);
    Ok(fits && here && state.is_none_or(|state| state == cluster.state))
}

pub(crate) fn describe(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = call.parameters.required("DedicatedClusterId")?;
    find::permit(context, call, "*", id)?;
    let cluster = named(context, &call.caller.account, id)?;
    let mut shown = common(dts, &call.caller.account, cluster);
    shown.insert("GmtFinished".to_owned(), json!(0));
    Ok(shown)
}

fn instance_id(cluster: &Cluster) -> String {
    format!("dts{}", cluster.id.trim_start_matches("dtscluster_"))
}

/// The fields that the list has, too. The parts of a machine are not published and left out.
fn common(dts: &Dts, account: &str, cluster: &Cluster) -> Map<String, Value> {
    let used = used(dts, account, cluster, None);
    fields(json!({
        "DedicatedClusterId": cluster.id,
        "DedicatedClusterName": cluster.name,
        "DtsInstanceID": instance_id(cluster),
        "RegionId": cluster.region,
        "State": cluster.state,
        "NodeCount": cluster.du.div_ceil(NODE_UNITS),
        "Du": cluster.du,
        "UsedDu": used,
        "OversoldDu": 0,
        "DuUtilization": (100 * used).checked_div(cluster.du).unwrap_or(100),
        "CpuUtilization": 0,
        "MemUtilization": 0,
        "DiskUtilization": 0,
        "GmtCreated": time::WORLD_BEGAN_MILLISECONDS,
    }))
}

/// Moves jobs to a cluster: all of them or none.
pub(crate) fn move_jobs(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let cluster = call.parameters.required("DedicatedClusterId")?;
    let ids: BTreeSet<String> = serde_json::from_str(call.parameters.required("DtsJobIds")?)
        .map_err(|_| Refusal::wrong_for_dts("DtsJobIds", "it must be a JSON list of job ids"))?;
    if ids.is_empty() {
        return Err(Refusal::invalid_for_dts("DtsJobIds"));
    }
    let account = &call.caller.account;
    let mut incoming = 0;
    for id in &ids {
        let job = find::seen_by_id(dts, context, call, id)?;
        check(job.status(), Operation::ModifyUnits)?;
        let mut parameters = job.parameters.clone();
        parameters.set("DedicatedClusterId", cluster);
        let there = job.parameters.get("DedicatedClusterId") == Some(cluster);
        let units = job.purchase.as_ref().filter(|_| !there).map_or(0, |purchase| purchase.du.unwrap_or(1));
        admit(dts, context, account, &parameters, None)?;
        incoming += units;
    }
    enough_for(dts, context, account, cluster, "", incoming)?;
    for id in &ids {
        find::by_id(dts, context, call, id)?.parameters.set("DedicatedClusterId", cluster);
    }
    Ok(Fields::new())
}

/// Gives a purchased job on a cluster another number of units.
pub(crate) fn limit(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let id = call.parameters.required("DtsJobId")?;
    let units = call.parameters.number("DuLimit", 1..=100)?.ok_or_else(|| Refusal::missing("DuLimit"))?;
    let job = find::by_id(dts, context, call, id)?;
    check(job.status(), Operation::ModifyUnits)?;
    let cluster = job.parameters.get("DedicatedClusterId").filter(|_| job.purchase.is_some()).map(str::to_owned);
    let Some(cluster) = cluster else {
        let message = "The job has no instance on a dedicated cluster, so that it has no units.";
        return Err(Refusal::business(403, "OperationDenied", message));
    };
    enough_for(dts, context, &call.caller.account, &cluster, id, units)?;
    if let Some(purchase) = &mut find::by_id(dts, context, call, id)?.purchase {
        purchase.du = Some(units);
    }
    Ok(Fields::new())
}
