//! The state of an instance, from what DTS returns.

use alibaba::dts::{JobStatus, JobSummary, Phase as WirePhase};
use tfplugin::model::{Attr, Map};

use crate::resources::{
    alibaba::{
        job::{JobKind, refreshed_desired_status},
        migration_instance::{
            schema::{InstanceModel, Phase, Progress},
            status::is_caught_up,
        },
    },
    shared::{OWNERSHIP_TAG, returned_tags},
};

/// The state of a job. Arguments that only the provider uses (`wait_for`, `on_destroy` …) stay as they are.
pub(super) fn state_of(job: JobSummary, known: InstanceModel) -> InstanceModel {
    let own =
        |known: &Attr<String>, default: &str| known.clone().into_option().unwrap_or_else(|| default.to_owned()).into();
    let id = id_of(&job, &known);
    InstanceModel {
        // On a dedicated cluster, the instance has DUs, and the class that DTS returns has no meaning.
        instance_class: if job.dts_job_class.is_empty() || on_cluster(&job) {
            known.instance_class
        } else {
            job.dts_job_class.as_str().into()
        },
        du: if on_cluster(&job) && known.du.is_null() { job.du_usage.into() } else { known.du },
        resource_group_id: Some(&job.resource_group_id)
            .filter(|group| !group.is_empty())
            .cloned()
            .or(known.resource_group_id.into_option())
            .into(),
        tags: tags_of(&job, &known.tags),
        desired_status: desired_of(&known.kind, &job, known.desired_status.as_str()).into(),
        wait_for: own(&known.wait_for, known.kind.wait_for),
        on_destroy: own(&known.on_destroy, "refuse_while_running"),
        max_delay_ms: known.max_delay_ms.or(5000).into(),
        restart_on_loss: known.restart_on_loss.or(false).into(),
        id,
        status: job.status.as_str().into(),
        delay_ms: job.delay.filter(|delay| *delay >= 0).into(),
        caught_up: is_caught_up(&job).into(),
        create_time: job.create_time.as_str().into(),
        progress: progress_of(&known.kind, &job).into(),
        task_id: job.dts_job_id.into(),
        timeouts: known.timeouts,
        kind: known.kind,
    }
}

/// The ID is the one of the purchase: no later answer changes it. An import has what the user has written.
fn id_of(job: &JobSummary, known: &InstanceModel) -> Attr<String> {
    let is_import = known.status.is_null();
    match known.id.as_str().filter(|id| !id.is_empty()) {
        Some(known) if !is_import || job.dts_instance_id.is_empty() => known.into(),
        _ => job.dts_instance_id.as_str().into(),
    }
}

/// The state after an apply: what was planned, even if DTS returns something else or returns it late. The next refresh shows what DTS has.
pub(in crate::resources::alibaba::migration_instance) fn applied(
    job: JobSummary,
    planned: &InstanceModel,
) -> InstanceModel {
    let group = Some(job.resource_group_id.clone()).filter(|group| !group.is_empty());
    let found = state_of(job, planned.clone());
    InstanceModel {
        task_id: planned.task_id.clone(),
        instance_class: planned.instance_class.clone(),
        du: planned.du.clone(),
        resource_group_id: planned_or(&planned.resource_group_id, group.into()),
        tags: planned.tags.clone(),
        desired_status: planned.desired_status.clone(),
        status: planned_or(&planned.status, found.status),
        progress: planned_or(&planned.progress, found.progress),
        delay_ms: planned_or(&planned.delay_ms, found.delay_ms),
        caught_up: planned_or(&planned.caught_up, found.caught_up),
        ..found
    }
}

fn on_cluster(job: &JobSummary) -> bool {
    !job.dedicated_cluster_id.is_empty()
}

/// The desired status that a refresh stores.
pub(super) fn desired_of(kind: &JobKind, job: &JobSummary, known: Option<&str>) -> String {
    refreshed_desired_status(kind, &job.status, job.migration_mode.data_synchronization, known).to_owned()
}

/// The planned value, unless it is known only after the apply.
fn planned_or<T: Clone>(planned: &Attr<T>, found: Attr<T>) -> Attr<T> {
    if planned.is_unknown() { found } else { planned.clone() }
}

/// The tags of the instance.
pub(in crate::resources::alibaba::migration_instance) fn tags_of(
    job: &JobSummary,
    known: &Attr<Map<String>>,
) -> Attr<Map<String>> {
    let configured = job.tags.iter().filter(|tag| tag.tag_key != OWNERSHIP_TAG);
    returned_tags(configured.map(|tag| (tag.tag_key.clone(), tag.tag_value.clone())).collect(), known)
}

fn progress_of(kind: &JobKind, job: &JobSummary) -> Progress {
    let mode = &job.migration_mode;
    let is_over = kind.drops_initial_phases && job.status == JobStatus::Synchronizing;
    let initial = |has: bool, phase: &WirePhase| match is_over && phase.status.is_empty() {
        true => phase_of(has, &WirePhase { status: "Finished".into(), percent: "100".into(), ..WirePhase::default() }),
        false => phase_of(has, phase),
    };
    let sync = &job.data_synchronization_status;
    let incremental = WirePhase {
        status: sync.status.clone(),
        percent: sync.percent.clone(),
        progress: sync.progress.clone(),
        error_message: sync.error_message.clone(),
    };
    Progress {
        schema: initial(mode.structure_initialization, &job.structure_initialization_status),
        full: initial(mode.data_initialization, &job.data_initialization_status),
        incremental: phase_of(mode.data_synchronization, &incremental),
        verification: verification_of(job),
    }
}

/// The current verification: that of incremental migration once it has begun.
fn verification_of(job: &JobSummary) -> Attr<Phase> {
    let (full, incremental) = (&job.full_data_check_status, &job.inc_data_check_status);
    let has_begun = |phase: &WirePhase| !phase.status.is_empty() && phase.status != "NotStarted";
    let has_full = job.migration_mode.full_data_check || !full.status.is_empty();
    let has_incremental = job.migration_mode.inc_data_check || !incremental.status.is_empty();
    if has_incremental && (has_begun(incremental) || !has_full) {
        phase_of(true, incremental)
    } else {
        phase_of(has_full, full)
    }
}

/// The phases that a job has, by their names, in their order.
pub(crate) fn phases_of(kind: &JobKind, job: &JobSummary) -> Vec<(&'static str, Phase)> {
    let Progress { schema, full, incremental, verification } = progress_of(kind, job);
    let all = [("schema", schema), ("full", full), ("incremental", incremental), ("verification", verification)];
    all.into_iter().filter_map(|(name, phase)| Some((name, phase.into_option()?))).collect()
}

fn phase_of(has: bool, phase: &WirePhase) -> Attr<Phase> {
    if !has {
        return Attr::Null;
    }
    let detail = if phase.error_message.is_empty() { &phase.progress } else { &phase.error_message };
    Phase {
        status: if phase.status.is_empty() { "NotStarted" } else { phase.status.as_str() }.into(),
        percent: phase.percent.trim_end_matches('%').parse::<i64>().unwrap_or(0).into(),
        detail: detail.as_str().into(),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use alibaba::dts::{JobTag, ListedMode};

    use super::*;

    #[test]
    fn an_imported_instance_is_read_completely() {
        let job = JobSummary {
            dts_job_id: "job1".into(),
            dts_instance_id: "dtsjob1".into(),
            dts_job_class: "medium".into(),
            status: JobStatus::Migrating,
            delay: Some(-1),
            migration_mode: ListedMode { structure_initialization: true, ..ListedMode::default() },
            structure_initialization_status: WirePhase {
                status: "Finished".into(),
                percent: "100".into(),
                ..WirePhase::default()
            },
            tags: vec![JobTag { tag_key: "env".into(), tag_value: "prod".into() }],
            ..JobSummary::default()
        };
        let state = state_of(job, InstanceModel::default());
        assert_eq!(state.task_id.as_str(), Some("job1"));
        assert_eq!(state.instance_class.as_str(), Some("medium"));
        assert_eq!(state.desired_status.as_str(), Some("running"));
        assert!(state.delay_ms.is_null(), "no delay before incremental migration");
        let progress = state.progress.get().unwrap();
        assert_eq!(progress.schema.get().unwrap().percent, 100.into());
        assert!(progress.incremental.is_null());
        assert_eq!(state.tags.get().unwrap().0.len(), 1);
    }
}
