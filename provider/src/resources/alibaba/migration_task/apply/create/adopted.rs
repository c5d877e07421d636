//! A job that an earlier create of this configuration created: the create continues with it.

use std::collections::BTreeSet;

use alibaba::dts::{ConfigureDtsJob, JobDetail};
use tfplugin::{diagnostic::Diagnostics, model::Attr, resource::Outcome, timeouts::Operation};

use crate::resources::{
    alibaba::{
        job::precheck,
        migration_task::{
            apply::{
                check::{check, configure_job, precheck_incomplete, with_status},
                equal_jobs::is_purchased,
                errors::configure_error,
                ownership::Ownership,
            },
            schema::model::TaskModel,
        },
    },
    shared::Session,
};

/// From now on, no other resource can take the job.
pub(super) fn hold_adopted(session: &Session<'_>, ownership: &Ownership<'_>, job: &JobDetail) {
    ownership.records.begin(ownership.subject, &BTreeSet::new(), session.server_time());
    ownership.records.created(ownership.subject, &job.dts_job_id);
    ownership.in_flight.hold_adopted(&job.dts_job_id);
}

/// The state of an adopted job. One that was not purchased is configured with what cannot be compared, and checked like a new one; one that
/// was purchased stays as it is. Whatever happens, the task is in the state.
pub(super) async fn complete_adopted(
    session: &Session<'_>,
    planned: TaskModel,
    request: ConfigureDtsJob,
    job: &JobDetail,
) -> Outcome<TaskModel> {
    let noun = planned.kind.noun;
    if is_purchased(&planned.kind, job) {
        // The report of the last precheck is read with the job.
        let state = TaskModel { precheck_state: Attr::Null, precheck_items: Attr::Null, ..planned };
        return with_status(session, state, Diagnostics::new()).await;
    }
    let id = planned.id.or(String::new());
    let request = ConfigureDtsJob { dts_job_id: Some(id.clone()), ..request };
    let configured = match precheck::wait_until_idle(session, &id).await {
        Err(incomplete) => Err(precheck_incomplete(&planned, &id, incomplete)),
        Ok(()) => configure_job(session, &request)
            .await
            .map_err(|error| configure_error(&planned, &format!("Configuring {noun} task {id} again"), &error)),
    };
    match configured {
        Ok(_) => check(session, planned, Operation::Create).await,
        Err(diagnostic) => {
            let mut state = TaskModel { precheck_state: "interrupted".into(), ..planned };
            state.set_precheck_items(&[]);
            with_status(session, state, diagnostic.into()).await
        }
    }
}
