//! What the data sources of one task and those of all tasks both return about a task.

use ::alibaba::dts::{DetailEndpoint, JobDetail, JobSummary, JobTag, ListedEndpoint, MigrationMode};
use tfplugin::model::{Attr, Map, Set};

use crate::resources::alibaba::migration_task::TaskModel;

/// The attributes that both data sources have.
pub(super) struct JobAttributes {
    pub(super) name: Attr<String>,
    pub(super) status: Attr<String>,
    pub(super) dts_instance_id: Attr<String>,
    pub(super) instance_class: Attr<String>,
    pub(super) migration_types: Attr<Set<String>>,
    pub(super) dedicated_cluster_id: Attr<String>,
    pub(super) resource_group_id: Attr<String>,
    pub(super) tags: Attr<Map<String>>,
    pub(super) create_time: Attr<String>,
    pub(super) delay_ms: Attr<i64>,
}

/// The attributes of a job. `task` is the model of the job; `tags` are the tags of its instance.
pub(super) fn attributes(job: &JobDetail, task: &TaskModel, tags: Vec<JobTag>) -> JobAttributes {
    JobAttributes {
        name: task.name.clone(),
        status: task.status.clone(),
        dts_instance_id: non_empty(&job.dts_instance_id),
        instance_class: non_empty(&job.dts_job_class),
        migration_types: task.migration_types.clone(),
        dedicated_cluster_id: task.dedicated_cluster_id.clone(),
        resource_group_id: task.resource_group_id.clone(),
        tags: Attr::Known(tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect()),
        create_time: non_empty(&job.create_time),
        // Before incremental migration starts DTS returns -1.
        delay_ms: job.delay.filter(|delay| *delay >= 0).into(),
    }
}

/// A text that DTS returns; null if it is empty.
pub(super) fn non_empty(text: &str) -> Attr<String> {
    Some(text).filter(|text| !text.is_empty()).map(str::to_owned).into()
}

/// A listed job in the form of DescribeDtsJobDetail, without what only that call returns.
pub(super) fn detail_of(job: &JobSummary) -> JobDetail {
    JobDetail {
        dts_job_id: job.dts_job_id.clone(),
        dts_job_name: job.dts_job_name.clone(),
        dts_instance_id: job.dts_instance_id.clone(),
        dts_job_class: job.dts_job_class.clone(),
        status: job.status.clone(),
        dedicated_cluster_id: job.dedicated_cluster_id.clone(),
        resource_group_id: job.resource_group_id.clone(),
        create_time: job.create_time.clone(),
        delay: job.delay,
        reserved: job.reserved.clone(),
        migration_mode: MigrationMode {
            structure_initialization: job.migration_mode.structure_initialization,
            data_initialization: job.migration_mode.data_initialization,
            data_synchronization: job.migration_mode.data_synchronization,
            ..MigrationMode::default()
        },
        source_endpoint: endpoint_of(&job.source_endpoint),
        destination_endpoint: endpoint_of(&job.destination_endpoint),
        ..JobDetail::default()
    }
}

fn endpoint_of(listed: &ListedEndpoint) -> DetailEndpoint {
    DetailEndpoint {
        instance_type: listed.instance_type.clone(),
        engine_name: listed.engine_name.clone(),
        instance_id: listed.instance_id.clone(),
        region: listed.region.clone(),
        ip: listed.ip.clone(),
        port: listed.port.clone(),
        ..DetailEndpoint::default()
    }
}
