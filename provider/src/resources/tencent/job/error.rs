//! Errors about jobs.

use tencent::dts::MigrationDetail;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::reason_of;

/// The error of a task whose job does not exist.
pub(in crate::resources) fn no_such_job(id: &str, account_id: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        "No such migration job",
        format!(
            "There is no migration job {id} in account {account_id}, region {region}, or it was destroyed. DTS returns only the jobs of the \
             account and the region of the provider block. Check instance_id, or use the provider alias of the account and the region of \
             the job."
        ),
    )
    .at(AttributePath::of(&["instance_id"]))
}

/// The error of an import or a move whose job does not exist. `what` is the resource, such as `migration task`; `arrival` is `imported` or
/// `moved`.
pub(in crate::resources) fn no_such_import(
    what: &str,
    id: &str,
    account_id: &str,
    region: &str,
    arrival: &str,
) -> Diagnostic {
    Diagnostic::error(
        format!("No such {what}"),
        format!(
            "There is no {what} {id:?} in account {account_id}, region {region}, so it cannot be {arrival}. DTS returns only the jobs of \
             the account and the region of the provider block. Check the ID, or use the provider alias of the account and the region of \
             the job."
        ),
    )
}

/// The job does not exist any more, in the middle of an operation.
pub(in crate::resources) fn gone(id: &str) -> Diagnostic {
    Diagnostic::error(
        "The migration job does not exist any more",
        format!(
            "Migration job {id} was destroyed outside of Terraform during this operation. Run terraform plan to see what is left."
        ),
    )
}

/// The error of a job that has failed. `doing` begins a sentence: `Starting the job`.
pub(in crate::resources) fn failed_job(doing: &str, job: &MigrationDetail) -> Diagnostic {
    let reason = match reason_of(job) {
        reason if reason.is_empty() => "DTS gives no reason; the DTS console may show it.".to_owned(),
        reason => format!("DTS says: {reason}"),
    };
    Diagnostic::error(
        "The migration failed",
        format!(
            "{doing}: migration job {id} has the status {status:?}. {reason}\n\nFix the cause and apply again: the provider resumes the \
             job where it failed.",
            id = job.job_id,
            status = job.status.as_str(),
        ),
    )
}
