//! Limits, encryption and the cluster of a started task. Only what changes is sent.

use alibaba::dts::{ModifyDtsJob, ModifyDtsJobDedicatedCluster, ModifyDynamicConfig};
use serde_json::{Map as JsonMap, Value as Json, json};

use super::LiveUpdate;
use crate::resources::alibaba::migration_task::{
    arguments::{Phase, changed_limits, reserve_keys},
    plan::live_changes::Step,
};

/// ModifyDynamicConfig: lifts a limit.
const NO_LIMIT: i64 = -1;

impl LiveUpdate<'_> {
    pub(super) fn cluster(&self) -> ModifyDtsJobDedicatedCluster {
        ModifyDtsJobDedicatedCluster {
            region_id: Some(self.session.region()),
            dts_job_ids: json!([self.id]).to_string(),
            dedicated_cluster_id: self.planned.dedicated_cluster_id.clone().or(String::new()),
        }
    }

    /// All limits of a phase that are set, and those that are lifted: whether the call keeps a limit that it does not name is not
    /// documented.
    pub(super) fn limits(&self, phase: Phase) -> ModifyDynamicConfig {
        let limits = changed_limits(self.prior, self.planned, phase);
        let any = limits.values().any(Option::is_some);
        let named = |(key, limit): (&str, Option<i64>)| (key.to_owned(), Json::from(limit.unwrap_or(NO_LIMIT)));
        let limits: JsonMap<String, Json> = limits.into_iter().map(named).collect();
        ModifyDynamicConfig {
            region_id: Some(self.session.region()),
            dts_job_id: self.id.to_owned(),
            job_code: match phase {
                Phase::Full => "03",
                Phase::Incremental => self.planned.kind.incremental_code,
            }
            .to_owned(),
            enable_limit: (phase == Phase::Full).then_some(any),
            config_list: Json::Object(limits).to_string(),
        }
    }

    /// Only what changes is sent.
    pub(super) fn settings(&self, step: &Step) -> ModifyDtsJob {
        let changed = reserve_keys(&step.arguments, self.planned);
        ModifyDtsJob {
            region_id: Some(self.session.region()),
            dts_instance_id: self.instance_id.to_owned(),
            dts_job_id: Some(self.id.to_owned()),
            direction: self.planned.kind.direction(),
            reserved: Some(Json::Object(changed).to_string()),
            modify_type: Some("UPDATE_RESERVED".to_owned()),
            ..ModifyDtsJob::default()
        }
    }
}
