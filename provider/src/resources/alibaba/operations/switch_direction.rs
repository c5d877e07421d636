//! The switch of the directions of a two-way synchronization. Which IDs the two jobs have afterwards is not documented, so the forward job
//! is recognized by the database that it reads from.

use std::time::Duration;

use alibaba::{
    Error,
    dts::{DescribeDtsJobs, JobStatus, JobSummary, ListedEndpoint, ReverseTwoWayDirection},
};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{OperationError, Session, TIMEOUT};
use crate::{
    diagnostics::cloud_error,
    resources::{
        alibaba::job::{SYNCHRONIZATION, retry_while_busy},
        shared::{
            Absence, Poll, WaitError,
            lost_answer::{self, NotCreated, Policy, Sighting},
            wait,
        },
    },
};

/// The argument with the database.
const FORWARD_SOURCE: &str = "forward_source";

/// The call is sent once: a second one would switch the directions back if the first one has its effect late.
const LOST_ANSWER: Policy = Policy { attempts: 1, patience: Duration::from_secs(30) };

/// Makes the job that reads from the database `forward_source` the forward job of the instance, unless it is.
///
/// # Errors
/// The synchronization has one direction, or another database; a direction does not run and is not suspended; a call failed, the time is
/// up, or the user interrupted Terraform.
pub(crate) async fn switch_direction(
    session: &Session<'_>,
    instance_id: &str,
    forward_source: &str,
) -> Result<(), OperationError> {
    let wanted = Wanted { session, instance_id, forward_source };
    if wanted.is_forward(&wanted.found().await?)? {
        session.show(|| format!("the forward direction reads from {forward_source} already"));
        return Ok(());
    }
    let forward = wanted.stable("waiting for a change of the jobs by DTS", |_| Ok(true)).await?;
    if !wanted.is_forward(&forward)? {
        may_switch(&forward)?;
        wanted.switch().await?;
    }
    let forward = wanted.stable("switching the directions", |forward| wanted.is_forward(forward)).await?;
    session.show(|| {
        format!(
            "the forward direction reads from {forward_source} now: job {} is {}",
            forward.dts_job_id, forward.status
        )
    });
    Ok(())
}

/// The state to reach.
struct Wanted<'a, 'c> {
    session: &'a Session<'c>,
    instance_id: &'a str,
    forward_source: &'a str,
}

impl<'c> Wanted<'_, 'c> {
    /// Whether the forward job reads from the database.
    fn is_forward(&self, forward: &JobSummary) -> Result<bool, Diagnostic> {
        let is = |end| is_named(end, self.forward_source);
        match (is(&forward.source_endpoint), is(&forward.destination_endpoint)) {
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            (both, _) => Err(not_one_end(forward, self.forward_source, both)),
        }
    }

    /// The forward job of the two-way synchronization, with its reverse job.
    async fn found(&self) -> Result<JobSummary, OperationError> {
        let (session, instance_id) = (self.session, self.instance_id);
        let found = Absence::Repeated.confirmed(session, Option::is_none, || async {
            listed(session, instance_id).await.map_err(Some)?.ok_or(None)
        });
        let forward = found.await.map_err(|error| match error {
            Some(error) => self.cannot_read(&error),
            None => no_such_instance(instance_id, &session.region()).into(),
        })?;
        if forward.reverse_job.dts_job_id.is_empty() {
            return Err(one_direction(&forward).into());
        }
        Ok(forward)
    }

    fn cannot_read(&self, error: &Error) -> OperationError {
        let tried = format!("Reading synchronization instance {}", self.instance_id);
        OperationError::of_call(error, &tried, |error| {
            cloud_error("Cannot read the synchronization instance", &tried, error)
        })
    }

    /// Waits until DTS itself changes neither job, and the forward one is as it should be. `doing` says what for.
    async fn stable(
        &self,
        doing: &str,
        is_wanted: impl Fn(&JobSummary) -> Result<bool, Diagnostic>,
    ) -> Result<JobSummary, OperationError> {
        let waited = wait(self.session, || async {
            let forward = self.found().await?;
            let statuses = [&forward.status, &forward.reverse_job.status];
            self.session.show(|| format!("{doing}: forward {}, reverse {}", statuses[0], statuses[1]));
            let is_stable = !statuses.into_iter().any(|status| SYNCHRONIZATION.is_transient(status));
            Ok(if is_stable && is_wanted(&forward)? { Poll::Ready(forward) } else { Poll::Pending })
        });
        let what = "Waiting until DTS has completed the current change of the jobs";
        waited.await.map_err(|error| match error {
            WaitError::Failed(failed) => failed,
            WaitError::TimedOut => self.of_wait(WaitError::TimedOut, what),
            WaitError::Cancelled => self.of_wait(WaitError::Cancelled, what),
        })
    }

    fn of_wait(&self, error: WaitError<Error>, doing: &str) -> OperationError {
        let job = format!("synchronization instance {}", self.instance_id);
        OperationError::of_wait_for(&job, SYNCHRONIZATION.noun, error, doing, TIMEOUT)
    }

    /// Calls DTS once. If the answer is lost, the endpoints of the forward job show whether the call had its effect.
    async fn switch(&self) -> Result<(), OperationError> {
        let action = ReverseTwoWayDirection {
            region_id: Some(self.session.region()),
            dts_instance_id: self.instance_id.to_owned(),
        };
        let look_up = |session: Session<'c>| async move {
            Ok(match listed(&session, self.instance_id).await? {
                Some(forward) => match self.is_forward(&forward) {
                    Ok(true) => Sighting::Found(()),
                    Ok(false) => Sighting::Absent,
                    Err(unclear) => Sighting::Ambiguous(unclear.detail),
                },
                None => Sighting::Ambiguous("DTS does not list the instance any more.".to_owned()),
            })
        };
        let sent =
            lost_answer::create(self.session, &LOST_ANSWER, || retry_while_busy(self.session, &action), look_up).await;
        sent.map(|_| ()).map_err(|failed| self.not_switched(&failed))
    }

    fn not_switched(&self, failed: &NotCreated<Error>) -> OperationError {
        let tried = format!("Switching the directions of synchronization instance {}", self.instance_id);
        OperationError::of_call(&failed.error, &tried, |error| {
            let mut diagnostic = cloud_error("Cannot switch the directions", &tried, error);
            if let Some(lookup) = &failed.lookup {
                let looked = lookup.explain(&format!("a forward job that reads from {}", self.forward_source));
                diagnostic.detail.push_str(&format!(
                    "\n\n{looked} Run the action again: it switches the directions only if they are not switched."
                ));
            }
            diagnostic
        })
    }
}

/// The forward job of an instance.
async fn listed(session: &Session<'_>, instance_id: &str) -> Result<Option<JobSummary>, Error> {
    let action = DescribeDtsJobs {
        region: Some(session.region()),
        job_type: Some(SYNCHRONIZATION.job_type.to_owned()),
        dts_instance_id: Some(instance_id.to_owned()),
        without_db_list: Some(true),
        ..DescribeDtsJobs::default()
    };
    match session.call(&action).await {
        Ok(answered) => Ok(answered.answer.jobs.into_iter().find(|job| is_forward_job(job, instance_id))),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_forward_job(job: &JobSummary, instance_id: &str) -> bool {
    job.dts_instance_id == instance_id
        && !job.job_direction.eq_ignore_ascii_case("Reverse")
        && SYNCHRONIZATION.must_be_own(&job.dts_job_id, &job.job_type).is_ok()
}

/// Whether a text names the database: by its instance, its host, or its host and port.
fn is_named(end: &ListedEndpoint, text: &str) -> bool {
    let address = format!("{}:{}", end.ip, end.port);
    let is = |name: &str| name.eq_ignore_ascii_case(text);
    [&end.instance_id, &end.ip].into_iter().any(|name| !name.is_empty() && is(name))
        || !end.ip.is_empty() && is(&address)
}

/// DTS switches the directions only while both jobs synchronize or are suspended.
fn may_switch(forward: &JobSummary) -> Result<(), Diagnostic> {
    let reverse = &forward.reverse_job;
    let jobs = [
        ("forward", &forward.dts_job_id, &forward.status, &forward.error_message),
        ("reverse", &reverse.dts_job_id, &reverse.status, &reverse.error_message),
    ];
    let allowed = [JobStatus::Synchronizing, JobStatus::Suspending];
    let Some((direction, id, status, message)) = jobs.into_iter().find(|(_, _, status, _)| !allowed.contains(status))
    else {
        return Ok(());
    };
    let message = if message.is_empty() { String::new() } else { format!(" DTS says about it: {message}.") };
    Err(Diagnostic::error(
        "The directions cannot be switched now",
        format!(
            "The {direction} job {id} is {status}. DTS switches the directions only while each job is {} or {}. Nothing was changed.{message}",
            allowed[0], allowed[1]
        ),
    ))
}

fn no_such_instance(instance_id: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        "No such synchronization instance",
        format!(
            "There is no synchronization instance {instance_id} in region {region} of the account of the provider block. instance_id is the \
             DtsInstanceID: \"dts\" and the ID of a task. Check it, or use the provider alias of the account and the region of the instance."
        ),
    )
}

fn one_direction(forward: &JobSummary) -> Diagnostic {
    Diagnostic::error(
        "The synchronization has one direction",
        format!(
            "Synchronization instance {} has no reverse job, so there is nothing to switch. Nothing was changed. The block two_way of \
             dts_synchronization_task adds the reverse direction.",
            forward.dts_instance_id
        ),
    )
}

fn not_one_end(forward: &JobSummary, forward_source: &str, is_both: bool) -> Diagnostic {
    let which = if is_both { "both databases" } else { "none of the databases" };
    let [source, destination] = [&forward.source_endpoint, &forward.destination_endpoint].map(name_of);
    Diagnostic::error(
        "forward_source is not one of the two databases",
        format!(
            "{forward_source:?} names {which} of synchronization instance {}. Its forward job {} reads from {source} and writes to \
             {destination}. Write one of these. Nothing was changed.",
            forward.dts_instance_id, forward.dts_job_id
        ),
    )
    .at(AttributePath::of(&[FORWARD_SOURCE]))
}

/// How `forward_source` names a database.
fn name_of(end: &ListedEndpoint) -> String {
    match (end.instance_id.is_empty(), end.ip.is_empty(), end.port.is_empty()) {
        (false, ..) => format!("{:?}", end.instance_id),
        (true, false, false) => format!("\"{}:{}\"", end.ip, end.port),
        (true, false, true) => format!("{:?}", end.ip),
        _ => "a database without an address".to_owned(),
    }
}

#[cfg(test)]
mod tests;
