//! What the control API shows of jobs, instances and dedicated clusters.

use serde_json::{Map, Value, json};

use crate::core::cloud::{Context, Service};
use crate::core::time::to_seconds;
use crate::jobs::Phase;

use super::Dts;
use super::cluster::used;
use super::job::{Direction, Job};

impl Service for Dts {
    fn name(&self) -> &'static str {
        "DTS"
    }

    fn describe_account(&self, context: Context<'_>, account: &str, shown: &mut Map<String, Value>) {
        let clusters = context.accounts.get(account).map(|account| account.clusters.as_slice()).unwrap_or_default();
        let clusters = clusters.iter().map(|cluster| {
            let used = used(self, account, cluster, None);
            json!({"id": cluster.id, "state": cluster.state, "du": cluster.du, "used_du": used})
        });
        let mut put = |name: &str, rows: Vec<Value>| shown.insert(name.to_owned(), Value::Array(rows));
        put("dedicated_clusters", clusters.collect());
        put("jobs", self.jobs.of_account(account).map(job).collect());
        put("instances", self.jobs.of_account(account).filter_map(instance).collect());
    }
}

/// All data of a job except its passwords.
pub(super) fn job(job: &Job) -> Value {
    let parameters: serde_json::Map<String, Value> =
        job.parameters.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    let modules: Vec<Value> = job
        .module_settings
        .iter()
        .map(|((module, name), value)| json!({"module": module, "name": name, "value": value}))
        .collect();
    let items: Vec<Value> = job.precheck.items.iter().map(|item| item.to_state()).collect();
    json!({
        "id": job.id,
        "instance_id": job.instance_id(),
        "kind": job.kind.name(),
        "direction": job.direction.name(),
        "partner": job.partner,
        "name": job.name,
        "status": job.status().name(),
        "released": job.released,
        "purchased": job.purchase.is_some(),
        "class": job.purchase.as_ref().map(|purchase| &purchase.class),
        "parameters": parameters,
        "precheck": {"id": job.precheck.id, "items": items},
        "skipped": job.skipped,
        "module_settings": modules,
        "progress": {"phase": job.machine.phase().map(Phase::name), "caught_up": job.machine.caught_up()},
        "create_time": to_seconds(job.created),
    })
}

fn instance(job: &Job) -> Option<Value> {
    let purchase = job.purchase.as_ref().filter(|_| job.direction == Direction::Forward)?;
    let of_job = |name: &str| job.parameters.get(name);
    Some(json!({
        "id": job.instance_id(),
        "two_way": job.partner.is_some(),
        "job_id": job.id,
        "class": purchase.class,
        "pay_type": purchase.pay_type,
        "du": purchase.du,
        "region": of_job("RegionId"),
        "source_region": of_job("SourceEndpointRegion"),
        "destination_region": of_job("DestinationEndpointRegion"),
        "source_engine": of_job("SourceEndpointEngineName"),
        "destination_engine": of_job("DestinationEndpointEngineName"),
        "resource_group": of_job("ResourceGroupId"),
        "status": job.status().name(),
        "tags": job.tags,
    }))
}
