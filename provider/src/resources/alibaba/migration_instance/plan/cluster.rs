//! Instances on dedicated clusters have DUs in place of a class.

use alibaba::dts::{DescribeDedicatedCluster, JobSummary};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::{
    diagnostics::cloud_error_at,
    resources::{
        alibaba::{
            job::JobKind,
            migration_instance::{rules, schema::InstanceModel},
        },
        shared::Session,
    },
    rules::Violation,
};

/// Rejects a class on a dedicated cluster, DUs without one, and more DUs than the cluster has available. The DUs that the instance already
/// has are available to it.
///
/// # Errors
/// The violation, or the cluster cannot be read.
pub(in crate::resources::alibaba::migration_instance) async fn must_fit_cluster(
    session: &Session<'_>,
    planned: &InstanceModel,
    job: &JobSummary,
) -> Result<(), Diagnostic> {
    must_match_cluster(planned, job)?;
    let cluster = &job.dedicated_cluster_id;
    let Some(du) = planned.du.get().copied().filter(|_| !cluster.is_empty()) else { return Ok(()) };
    let action = DescribeDedicatedCluster { region_id: Some(session.region()), dedicated_cluster_id: cluster.clone() };
    let found = session.call(&action).await.map_err(|error| {
        cloud_error_at(
            AttributePath::of(&["du"]),
            "Cannot read the dedicated cluster",
            &format!("Reading dedicated cluster {cluster}"),
            &error,
        )
    })?;
    // With overcommitment, there are more DUs than the machines have.
    let total = found.du.max(found.oversold_du);
    match total.map(|total| total - found.used_du.unwrap_or_default() + own_du(&planned.kind, job)) {
        Some(left) if du > left => Err(not_enough_du(du, left, cluster)),
        _ => Ok(()),
    }
}

fn own_du(kind: &JobKind, job: &JobSummary) -> i64 {
    if kind.has_instance(job) { job.du_usage.unwrap_or_default() } else { 0 }
}

fn not_enough_du(du: i64, left: i64, cluster: &str) -> Diagnostic {
    let dus = if left == 1 { "DU" } else { "DUs" };
    rules::DU_LEFT.broken(
        AttributePath::of(&["du"]),
        &Violation {
            found: format!("du is {du}, but the dedicated cluster {cluster} has only {left} {dus} left."),
            allowed: if left > 0 {
                if left == 1 { "1".to_owned() } else { format!("1 to {left}") }
            } else {
                "no value, until the cluster has DUs available again".to_owned()
            },
            fix: if left > 0 {
                format!("set du = {left} or less, or add DUs to the cluster first")
            } else {
                "use another cluster, or add DUs to this one first".to_owned()
            },
        },
    )
}

fn must_match_cluster(planned: &InstanceModel, job: &JobSummary) -> Result<(), Diagnostic> {
    let noun = planned.kind.noun;
    let cluster = &job.dedicated_cluster_id;
    if !cluster.is_empty() && planned.instance_class.is_known() {
        return Err(rules::CLASS_ON_CLUSTER.broken(
            AttributePath::of(&["instance_class"]),
            &Violation {
                found: format!(
                    "instance_class is set, but {noun} task {} runs on the dedicated cluster {cluster}.",
                    job.dts_job_id
                ),
                allowed: "du, the number of DUs of the cluster that the task can use".to_owned(),
                fix: "remove instance_class and set du = 1".to_owned(),
            },
        ));
    }
    if cluster.is_empty() && planned.du.is_known() {
        return Err(rules::DU_OFF_CLUSTER.broken(
            AttributePath::of(&["du"]),
            &Violation {
                found: format!("du is set, but {noun} task {} does not run on a dedicated cluster.", job.dts_job_id),
                allowed: format!("instance_class ({})", (planned.kind.classes)().join(", ")),
                fix: "remove du and set instance_class = \"small\", or set dedicated_cluster_id on the task".to_owned(),
            },
        ));
    }
    Ok(())
}
