//! Instances on dedicated clusters: units in place of a class.

use alibaba::dts::{DescribeDedicatedCluster, JobSummary};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{KIND, model::InstanceModel, rules};
use crate::{diagnostics::cloud_error_at, facts::alibaba::class_words, resources::shared::Session, rules::Violation};

/// Whether class or units fit where the task runs, and whether the cluster has units left. Units of an
/// instance that was bought before are its own.
pub(super) async fn fits_cluster(
    session: &Session<'_>,
    planned: &InstanceModel,
    job: &JobSummary,
) -> Result<(), Diagnostic> {
    kind(planned, job)?;
    let cluster = &job.dedicated_cluster_id;
    let Some(du) = planned.du.get().copied().filter(|_| !cluster.is_empty()) else { return Ok(()) };
    let asked = DescribeDedicatedCluster { region_id: Some(session.region()), dedicated_cluster_id: cluster.clone() };
    let found = session.call(&asked).await.map_err(|error| {
        cloud_error_at(
            AttributePath::of(&["du"]),
            "Cannot read the dedicated cluster",
            &format!("Reading dedicated cluster {cluster}"),
            &error,
        )
    })?;
    // With overcommitment there are more units than the machines have.
    let total = found.du.max(found.oversold_du);
    match total.map(|total| total - found.used_du.unwrap_or_default() + held(job)) {
        Some(left) if du > left => Err(too_few(du, left, cluster)),
        _ => Ok(()),
    }
}

fn held(job: &JobSummary) -> i64 {
    if KIND.has_instance(job) { job.du_usage.unwrap_or_default() } else { 0 }
}

fn too_few(du: i64, left: i64, cluster: &str) -> Diagnostic {
    rules::DU_LEFT.broken(
        AttributePath::of(&["du"]),
        &Violation {
            found: format!("du is {du}, and the dedicated cluster {cluster} has {left} units left."),
            allowed: if left > 0 {
                format!("1 to {left}")
            } else {
                "nothing, until the cluster has units again".to_owned()
            },
            write: if left > 0 {
                format!("du = {left}, or scale the cluster out first")
            } else {
                "another cluster, or scale this one out first".to_owned()
            },
        },
    )
}

fn kind(planned: &InstanceModel, job: &JobSummary) -> Result<(), Diagnostic> {
    let cluster = &job.dedicated_cluster_id;
    if !cluster.is_empty() && planned.instance_class.is_known() {
        return Err(rules::CLASS_ON_CLUSTER.broken(
            AttributePath::of(&["instance_class"]),
            &Violation {
                found: format!(
                    "instance_class is set, and migration task {} runs on the dedicated cluster {cluster}.",
                    job.dts_job_id
                ),
                allowed: "du, the units the task may use of the cluster".to_owned(),
                write: "du = 1 in place of instance_class".to_owned(),
            },
        ));
    }
    if cluster.is_empty() && planned.du.is_known() {
        return Err(rules::DU_OFF_CLUSTER.broken(
            AttributePath::of(&["du"]),
            &Violation {
                found: format!("du is set, and migration task {} runs on no dedicated cluster.", job.dts_job_id),
                allowed: format!("instance_class: {}", class_words().join(", ")),
                write: "instance_class = \"small\" in place of du, or dedicated_cluster_id on the task".to_owned(),
            },
        ));
    }
    Ok(())
}
