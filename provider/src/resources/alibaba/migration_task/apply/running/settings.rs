//! Limits, encryption and the cluster of a started task. Only what changes is sent.

use alibaba::dts::{ModifyDtsJob, ModifyDtsJobDedicatedCluster, ModifyDynamicConfig};
use serde_json::{Map as JsonMap, Value as Json, json};

use super::Changing;
use crate::resources::alibaba::migration_task::plan::in_place::Step;

/// ModifyDynamicConfig: lifts a limit.
const NO_LIMIT: i64 = -1;

impl Changing<'_> {
    pub(super) fn cluster(&self) -> ModifyDtsJobDedicatedCluster {
        ModifyDtsJobDedicatedCluster {
            region_id: Some(self.session.region()),
            dts_job_ids: json!([self.id]).to_string(),
            dedicated_cluster_id: self.planned.dedicated_cluster_id.clone().or(String::new()),
        }
    }

    /// All limits of a phase that are set, and those that are lifted: whether the call keeps what it is not told is not
    /// documented.
    pub(super) fn limits(&self, step: &Step, full: bool) -> ModifyDynamicConfig {
        let (key, job_code) = if full { ("fullDynamicConfig", "03") } else { ("incDynamicConfig", "04") };
        let mut limits = self.set_limits(key);
        let any = !limits.is_empty();
        let prefix = format!("Reserve.{key}.");
        for name in step.parameters.iter().filter_map(|parameter| parameter.strip_prefix(&prefix)) {
            limits.entry(name).or_insert(NO_LIMIT.into());
        }
        ModifyDynamicConfig {
            region_id: Some(self.session.region()),
            dts_job_id: self.id.to_owned(),
            job_code: job_code.to_owned(),
            enable_limit: full.then_some(any),
            config_list: Json::Object(limits).to_string(),
        }
    }

    fn set_limits(&self, key: &str) -> JsonMap<String, Json> {
        let prefix = format!("Reserve.{key}.");
        let all = super::comparable(self.planned);
        let own = all.iter().filter_map(|(name, value)| Some((name.strip_prefix(&prefix)?, value.get()?)));
        own.map(|(name, value)| (name.to_owned(), value.parse::<i64>().map_or_else(|_| json!(value), Json::from)))
            .collect()
    }

    pub(super) fn encryption(&self, step: &Step) -> ModifyDtsJob {
        let key = |parameter: &String| {
            let key = parameter.strip_prefix("Reserve.")?;
            Some((key.to_owned(), Json::String(self.wanted(parameter)?)))
        };
        let changed: JsonMap<String, Json> = step.parameters.iter().filter_map(key).collect();
        ModifyDtsJob {
            region_id: Some(self.session.region()),
            dts_instance_id: self.instance_id.to_owned(),
            dts_job_id: Some(self.id.to_owned()),
            reserved: Some(Json::Object(changed).to_string()),
            modify_type: Some("UPDATE_RESERVED".to_owned()),
            ..ModifyDtsJob::default()
        }
    }
}
