//! The ConfigureDtsJob that makes a job. One whose answer is lost is looked for, and made again only where it is not there.

use std::collections::BTreeSet;

use alibaba::{
    Answered, Error,
    dts::{ConfigureDtsJob, ConfiguredJob, JobDetail},
};
use tfplugin::diagnostic::Diagnostic;

use crate::resources::alibaba::migration_task::apply::{
    adopt::{Lost, Search, not_found},
    create::configure_job,
    errors::configure_error,
};
use crate::resources::shared::Operation as _;

/// How often a job is asked for whose answers are lost.
const MAKINGS: usize = 3;

/// Makes a job; ids of job and instance. `before` are the jobs of its name that were there before.
pub(crate) async fn make(
    search: &Search<'_>,
    request: &ConfigureDtsJob,
    before: &BTreeSet<String>,
    here: &str,
) -> Result<(String, String), Diagnostic> {
    let mut left = MAKINGS;
    loop {
        left -= 1;
        let error = match configure_job(search.session, request).await {
            Ok(made) => return Ok(ids_of_answer(made)),
            Err(error) => error,
        };
        let lost = if error.outcome_unknown() { search.look_for_lost(before).await } else { Lost::Unclear };
        match lost {
            Lost::Found(job) => return Ok(ids_of_job(*job)),
            Lost::Absent if left > 0 && search.session.allows_another_call() => {}
            Lost::Absent | Lost::Unclear => return Err(failure(search, request, here, &error)),
        }
    }
}

fn failure(search: &Search<'_>, request: &ConfigureDtsJob, here: &str, error: &Error) -> Diagnostic {
    let tried = format!("Configuring migration task {:?} in account {here}", request.dts_job_name);
    let told = configure_error(search.planned, &tried, error);
    if error.outcome_unknown() { not_found(search.planned, told) } else { told }
}

fn ids_of_answer(made: Answered<ConfiguredJob>) -> (String, String) {
    (made.answer.dts_job_id, made.answer.dts_instance_id)
}

fn ids_of_job(job: JobDetail) -> (String, String) {
    (job.dts_job_id, job.dts_instance_id)
}
