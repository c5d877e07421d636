//! Finds and removes what carries a name: roles of the source owner, jobs of the destination owner.
//!
//! A name carries another one when it is that, or continues with `-`: `team-a` carries neither `team-ab` nor
//! `my-team-a`. The cloud's search is not trusted with that: it finds names that merely contain the text.

use std::collections::BTreeSet;
use std::time::Duration;

use alibaba::dts::{DeleteDtsJob, DescribeDtsJobs, JobStatus, JobSummary, StopDtsJob};
use alibaba::ram::{DeleteRole, DetachPolicyFromRole, ListPoliciesForRole, ListRoles};
use alibaba::{Action, CallContext, Class, Error};
use tokio::time::{Instant, sleep};

use super::accounts::{Account, Accounts};
use super::{RealError, Say};

const PAGE: i64 = 50;
/// How long a job may take to stop.
const TIMEOUT: Duration = Duration::from_mins(20);
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What carries a name.
#[derive(Clone, Debug, Default)]
pub struct Found {
    roles: Vec<String>,
    jobs: Vec<JobSummary>,
}

impl Found {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.jobs.is_empty()
    }

    /// One line for each.
    #[must_use]
    pub fn summary(&self) -> String {
        let roles = self.roles.iter().map(|name| format!("role {name}"));
        let jobs = self.jobs.iter().map(|job| format!("job {} {} ({})", job.dts_job_id, job.dts_job_name, job.status));
        roles.chain(jobs).collect::<Vec<_>>().join("\n")
    }
}

/// Whether a name is this one or continues it with `-`.
fn carries(name: &str, begins: &str) -> bool {
    name.strip_prefix(begins).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Removes everything that carries a name, and returns what that was.
///
/// # Errors
/// A call failed, or a job does not stop.
pub async fn sweep(accounts: &Accounts, begins: &str, say: Say<'_>) -> Result<Found, RealError> {
    let mut removed = Found::default();
    // The jobs first: they use the roles.
    for job in jobs(&accounts.destination, begins).await? {
        let what = format!("the job {} {} ({})", job.dts_job_id, job.dts_job_name, job.status);
        if runs(&job.status) {
            say(&format!("stopping {what}"));
        }
        if release(&accounts.destination, &job).await? {
            say(&format!("removed {what}"));
            removed.jobs.push(job);
        }
    }
    for role in roles(&accounts.source, begins).await? {
        if delete_role(&accounts.source, &role).await? {
            say(&format!("removed the role {role}"));
            removed.roles.push(role);
        }
    }
    Ok(removed)
}

async fn call<A: Action>(account: &Account, action: &A) -> Result<A::Answer, Error> {
    Ok(account.cloud.call(action, &CallContext::default()).await?.answer)
}

/// The same, where it is also a success if the object is already deleted; returns whether it existed.
async fn end<A: Action>(account: &Account, action: &A, doing: String) -> Result<bool, RealError> {
    match call(account, action).await {
        Ok(_) => Ok(true),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(RealError::cloud(doing)(error)),
    }
}

async fn roles(account: &Account, begins: &str) -> Result<Vec<String>, RealError> {
    let (mut found, mut action) = (Vec::new(), ListRoles::default());
    loop {
        let page = call(account, &action).await;
        let page = page.map_err(RealError::cloud(format!("listing the roles of account {}", account.id)))?;
        let names = page.roles.role.into_iter().map(|role| role.role_name);
        found.extend(names.filter(|name| carries(name, begins)));
        if !page.is_truncated || page.marker.is_empty() {
            return Ok(found);
        }
        action.marker = Some(page.marker);
    }
}

async fn jobs(account: &Account, begins: &str) -> Result<Vec<JobSummary>, RealError> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for page in 1.. {
        let listed = call(account, &page_of_jobs(account, begins, page)).await;
        let listed = listed.map_err(RealError::cloud(format!("listing the jobs of account {}", account.id)))?.jobs;
        // Not by the size of the page: the service may give shorter ones than requested.
        let new: Vec<JobSummary> = listed.into_iter().filter(|job| seen.insert(job.dts_job_id.clone())).collect();
        let last = new.is_empty();
        found.extend(new.into_iter().filter(|job| carries(&job.dts_job_name, begins)));
        if last {
            break;
        }
    }
    Ok(found)
}

fn page_of_jobs(account: &Account, begins: &str, page: i64) -> DescribeDtsJobs {
    let region = Some(account.cloud.region().to_owned());
    DescribeDtsJobs {
        region: region.clone(),
        region_id: region,
        job_type: Some("MIGRATION".to_owned()),
        search_by: Some("name".to_owned()),
        params: Some(begins.to_owned()),
        page_number: Some(page),
        page_size: Some(PAGE),
        without_db_list: Some(true),
        ..DescribeDtsJobs::default()
    }
}

/// Releases a job; false when it was released before. DTS may continue to list such a job as finished, so the release
/// is tried.
async fn release(account: &Account, job: &JobSummary) -> Result<bool, RealError> {
    stop(account, job).await?;
    let action = DeleteDtsJob {
        region_id: Some(account.cloud.region().to_owned()),
        dts_job_id: Some(job.dts_job_id.clone()),
        job_type: Some("MIGRATION".to_owned()),
        ..DeleteDtsJob::default()
    };
    end(account, &action, format!("releasing the job {}", job.dts_job_id)).await
}

fn runs(status: &JobStatus) -> bool {
    matches!(
        status,
        JobStatus::Migrating | JobStatus::Retrying | JobStatus::Suspending | JobStatus::Upgrade | JobStatus::Downgrade
    )
}

/// Stops a job that runs, and waits until it does not.
async fn stop(account: &Account, job: &JobSummary) -> Result<(), RealError> {
    let (began, mut pause, mut status) = (Instant::now(), SHORTEST_PAUSE, job.status.clone());
    let action = StopDtsJob {
        region_id: Some(account.cloud.region().to_owned()),
        dts_job_id: Some(job.dts_job_id.clone()),
        ..StopDtsJob::default()
    };
    while runs(&status) {
        match call(account, &action).await {
            // Its status has changed since the last poll, or is changing now: it is polled again.
            Err(error) if error.is_not_found() || error.class() == Some(Class::Pending) => {}
            stopped => {
                stopped.map_err(RealError::cloud(format!("stopping the job {}", job.dts_job_id)))?;
            }
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
        let by_id = DescribeDtsJobs { dts_job_id: Some(job.dts_job_id.clone()), ..page_of_jobs(account, "", 1) };
        let by_id = DescribeDtsJobs { search_by: None, params: None, ..by_id };
        let now = call(account, &by_id).await;
        let now = now.map_err(RealError::cloud(format!("reading the job {}", job.dts_job_id)))?.jobs;
        status = now.into_iter().next().map_or(JobStatus::Finished, |now| now.status);
        if runs(&status) && began.elapsed() > TIMEOUT {
            let minutes = TIMEOUT.as_secs() / 60;
            return Err(RealError::Stuck { job: job.dts_job_id.clone(), status: status.to_string(), minutes });
        }
    }
    Ok(())
}

/// Deletes a role with its attachments; false when it was gone before. RAM may continue to list it for a moment.
async fn delete_role(account: &Account, role_name: &str) -> Result<bool, RealError> {
    let list = ListPoliciesForRole { role_name: role_name.to_owned() };
    let attached = match call(account, &list).await {
        Err(error) if error.is_not_found() => return Ok(false),
        attached => attached.map_err(RealError::cloud(format!("reading the policies of the role {role_name}")))?,
    };
    for policy in attached.policies.policy {
        let what = format!("detaching {} from the role {role_name}", policy.policy_name);
        let (policy_type, policy_name) = (policy.policy_type, policy.policy_name);
        end(account, &DetachPolicyFromRole { policy_type, policy_name, role_name: role_name.to_owned() }, what).await?;
    }
    end(account, &DeleteRole { role_name: role_name.to_owned() }, format!("deleting the role {role_name}")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_carries_itself_and_its_prefixes_before_a_dash() {
        for name in ["team-a", "team-a-1", "team-a-1-changed"] {
            assert!(carries(name, "team-a"), "{name}");
        }
        for name in ["team-ab", "team-a1", "team", "my-team-a", "my-team-a-1", "Team-a", "team_a", ""] {
            assert!(!carries(name, "team-a"), "{name}");
        }
    }
}
