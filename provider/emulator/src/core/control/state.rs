//! What exists, as JSON.

use serde_json::{Value, json};

use crate::alibaba::dts::cluster::used;
use crate::alibaba::dts::job::Job;
use crate::alibaba::ids;
use crate::alibaba::ram::Role;
use crate::core::account::Account;
use crate::core::emulation::Emulation;
use crate::core::time::to_seconds;
use crate::core::world::Cluster;

impl Emulation {
    /// Everything calls have made, account by account.
    pub(crate) fn state(&self) -> Value {
        let accounts: Vec<Value> = self.accounts.values().map(|account| self.account_state(account)).collect();
        json!({"accounts": accounts})
    }

    fn account_state(&self, account: &Account) -> Value {
        let jobs: Vec<&Job> = self.jobs.of_account(&account.id).collect();
        let policies: Vec<&String> = account.policies.keys().collect();
        json!({
            "id": account.id,
            "name": account.name,
            "roles": account.roles.values().map(|it| role(&account.id, it)).collect::<Vec<_>>(),
            "policies": policies,
            "dedicated_clusters": account.clusters.iter().map(|it| self.cluster(account, it)).collect::<Vec<_>>(),
            "jobs": jobs.iter().map(|it| job(it)).collect::<Vec<_>>(),
            "instances": jobs.iter().filter_map(|it| instance(it)).collect::<Vec<_>>(),
        })
    }

    fn cluster(&self, account: &Account, cluster: &Cluster) -> Value {
        let used = used(self, &account.id, cluster, None);
        json!({"id": cluster.id, "state": cluster.state, "du": cluster.du, "used_du": used})
    }
}

fn role(account: &str, role: &Role) -> Value {
    let policies: Vec<Value> =
        role.attached.keys().map(|(kind, name)| json!({"type": kind.name(), "name": name})).collect();
    json!({
        "name": role.name,
        "arn": role.arn(account),
        "role_id": role.id,
        "trust": serde_json::from_str::<Value>(role.trust.text()).unwrap_or(Value::Null),
        "description": role.description,
        "max_session_duration": role.max_session_seconds,
        "create_date": to_seconds(role.created),
        "policies": policies,
        "tags": role.tags,
    })
}

pub(crate) fn job(job: &Job) -> Value {
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
        "instance_id": ids::instance_id(&job.id),
        "name": job.name,
        "status": job.life.status().name(),
        "released": job.released,
        "purchased": job.purchase.is_some(),
        "class": job.purchase.as_ref().map(|purchase| &purchase.class),
        "parameters": parameters,
        "precheck": {"id": job.precheck.id, "items": items},
        "skipped": job.skipped,
        "module_settings": modules,
        "progress": {"phase": job.life.phase().map(crate::alibaba::dts::job::Phase::name), "caught_up": job.life.caught_up()},
        "create_time": to_seconds(job.created),
    })
}

fn instance(job: &Job) -> Option<Value> {
    let purchase = job.purchase.as_ref()?;
    let of_job = |name: &str| job.parameters.get(name);
    Some(json!({
        "id": ids::instance_id(&job.id),
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
        "status": job.life.status().name(),
        "tags": job.tags,
    }))
}
