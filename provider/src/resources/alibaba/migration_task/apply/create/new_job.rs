//! The call that creates a job, also when its answer is lost.

use std::time::Duration;

use alibaba::{
    Answered, Error,
    dts::{ConfigureDtsJob, ConfiguredJob, JobDetail},
};
use tfplugin::diagnostic::Diagnostic;

use crate::resources::{
    alibaba::migration_task::{
        apply::{
            check::configure_job,
            equal_jobs::{FoundJobs, JobSearch},
            errors::configure_error,
            ownership::Ownership,
        },
        schema::model::TaskModel,
    },
    shared::{
        Session,
        lost_answer::{self, Created, NotCreated, Policy},
    },
};

/// A job whose create call was not answered may be missing in the lists for a while.
const LOST_ANSWER: Policy = Policy { attempts: 3, patience: Duration::from_secs(60) };

/// The IDs of a job and of its instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JobIds {
    pub(super) id: String,
    pub(super) instance_id: String,
}

impl JobIds {
    pub(super) fn of(job: &JobDetail) -> Self {
        Self { id: job.dts_job_id.clone(), instance_id: job.dts_instance_id.clone() }
    }
}

/// Creates a job. `found` are the jobs of its name that existed before.
pub(super) async fn create_job<'c>(
    session: &Session<'c>,
    search: &JobSearch<'_>,
    request: &ConfigureDtsJob,
    found: &FoundJobs,
    ownership: &Ownership<'_>,
) -> Result<JobIds, Diagnostic> {
    let records = ownership.records;
    records.begin(ownership.subject, &found.ids(), session.server_time());
    let call = || configure_job(session, request);
    let look_up = |session: Session<'c>| search.look_up(session, &found.listed);
    let created = match lost_answer::create(session, &LOST_ANSWER, call, look_up).await {
        Ok(Created::Answered(Answered { answer: ConfiguredJob { dts_job_id, dts_instance_id }, .. })) => {
            JobIds { id: dts_job_id, instance_id: dts_instance_id }
        }
        Ok(Created::Found(job)) => JobIds::of(&job),
        Err(failed) => {
            if !failed.may_have_created() {
                records.forget(ownership.subject);
            }
            return Err(not_created(search.task, &request.dts_job_name, &ownership.subject.account_id, &failed));
        }
    };
    records.created(ownership.subject, &created.id);
    Ok(created)
}

fn not_created(planned: &TaskModel, name: &str, account_id: &str, failed: &NotCreated<Error>) -> Diagnostic {
    let noun = planned.kind.noun;
    let tried = format!("Configuring {noun} task {name:?} in account {account_id}");
    let mut diagnostic = configure_error(planned, &tried, &failed.error);
    if let Some(lookup) = &failed.lookup {
        diagnostic.detail.push_str(&format!(
            "\n\n{} Apply again. The provider then continues with the job if it exists, and otherwise creates one. The DTS \
             console lists jobs by their name.",
            lookup.explain(&format!("a new job named {name:?}"))
        ));
    }
    diagnostic
}
