//! The purchase of an instance. Whatever happens to the answer, nothing is bought twice.

use std::time::Duration;

use alibaba::{
    Error,
    dts::{CreateDtsInstance, JobSummary},
};
use tfplugin::diagnostic::Diagnostic;

use super::{JobKind, detail_of, retry_while_busy, summary};
use crate::{
    diagnostics::cloud_error,
    resources::shared::{
        Absence, Session,
        lost_answer::{self, Created, NotCreated, Policy, Sighting},
    },
};

/// A purchase whose answer was lost may become visible late.
const LOST_ANSWER: Policy = Policy { attempts: 3, patience: Duration::from_secs(30) };

/// A job with an instance, and who bought the instance.
#[derive(Debug)]
pub(in crate::resources) enum Purchase {
    /// This create.
    Own(Box<JobSummary>),
    /// Someone else: DTS rejected the order, because the job had an instance.
    Existing(Box<JobSummary>),
}

/// No instance was bought, or it is not known whether one was.
#[derive(Debug)]
pub(in crate::resources) struct NotPurchased {
    /// The error.
    pub(in crate::resources) diagnostic: Diagnostic,
    /// Whether an instance may have been bought.
    pub(in crate::resources) may_exist: bool,
}

/// Buys an instance for a job that has none. If the answer is lost, the instance is looked up, and ordered again only if the job exists and
/// has no instance: DTS sells one instance for a job.
///
/// # Errors
/// No instance was bought, or it is not known whether one was.
pub(in crate::resources) async fn purchase<'c>(
    session: &Session<'c>,
    kind: &JobKind,
    job: JobSummary,
    order: &CreateDtsInstance,
) -> Result<Purchase, NotPurchased> {
    let job_id = job.dts_job_id.clone();
    let find = |session: Session<'c>| find(session, kind, &job_id);
    let failed = match lost_answer::create(session, &LOST_ANSWER, || retry_while_busy(session, order), find).await {
        Ok(Created::Answered(answered)) => {
            let instance_id = instance_of(session, kind, &job, answered.instance_id).await;
            return Ok(Purchase::Own(Box::new(JobSummary { dts_instance_id: instance_id, ..job })));
        }
        Ok(Created::Found(found)) => return Ok(Purchase::Own(found)),
        Err(failed) => failed,
    };
    // DTS may have rejected a second purchase.
    if failed.lookup.is_none()
        && !failed.error.is_cancelled()
        && let Ok(Sighting::Found(found)) = find(session.clone()).await
    {
        return Ok(if failed.answer_lost { Purchase::Own(found) } else { Purchase::Existing(found) });
    }
    Err(NotPurchased { diagnostic: not_purchased(kind, &job_id, &failed), may_exist: failed.may_have_created() })
}

/// The ID of the instance of the answer. If the job had another one before the purchase, one of the two is wrong: the job is read again.
async fn instance_of(session: &Session<'_>, kind: &JobKind, job: &JobSummary, answered: String) -> String {
    if job.dts_instance_id.is_empty() || job.dts_instance_id == answered {
        return answered;
    }
    match detail_of(session, kind, &job.dts_job_id, Absence::Counts).await {
        Ok(now) if now.dts_instance_id == job.dts_instance_id => now.dts_instance_id,
        _ => answered,
    }
}

async fn find(session: Session<'_>, kind: &JobKind, job_id: &str) -> Result<Sighting<Box<JobSummary>>, Error> {
    Ok(match summary(&session, kind, job_id).await? {
        Some(job) if kind.has_instance(&job) => Sighting::Found(Box::new(job)),
        Some(_) => Sighting::Absent,
        None => Sighting::Ambiguous(format!(
            "DTS does not have {} task {job_id} any more, so the provider cannot see whether an instance was bought.",
            kind.noun
        )),
    })
}

fn not_purchased(kind: &JobKind, job_id: &str, failed: &NotCreated<Error>) -> Diagnostic {
    let noun = kind.noun;
    let tried = format!("Buying an instance for {noun} task {job_id}");
    let mut diagnostic = cloud_error(&format!("Cannot buy the {noun} instance"), &tried, &failed.error);
    if let Some(lookup) = &failed.lookup {
        diagnostic.detail.push_str(&format!(
            "\n\n{} Apply again. The provider then buys an instance only if the task has none.",
            lookup.explain("an instance of the task")
        ));
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::MIGRATION, *};
    use crate::resources::shared::testing::{Reply, StubCloud};

    const LIMIT: Duration = Duration::from_secs(3);

    /// The task as DTS lists it: it has an instance if it has a class.
    fn listed(class: &str) -> Reply {
        let job = json!({"DtsJobId": "job1", "Status": "PreCheckPass", "DtsJobClass": class});
        Reply::ok(json!({"TotalRecordCount": 1, "DtsJobList": [job]}))
    }

    async fn buy(cloud: &StubCloud) -> Result<Purchase, Diagnostic> {
        let job = JobSummary { dts_job_id: "job1".into(), ..JobSummary::default() };
        let order = CreateDtsInstance { job_id: Some("job1".into()), ..CreateDtsInstance::default() };
        purchase(&cloud.session(LIMIT), &MIGRATION, job, &order).await.map_err(|failed| failed.diagnostic)
    }

    #[tokio::test]
    async fn an_interrupted_purchase_claims_no_lookup() {
        let cloud = StubCloud::start(|action, _| match action {
            "CreateDtsInstance" => Reply::Hang,
            _ => listed(""),
        })
        .await;
        let interrupt = async {
            while cloud.count("CreateDtsInstance") == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            cloud.interrupt();
        };
        let (bought, ()) = tokio::join!(buy(&cloud), interrupt);
        let text = bought.unwrap_err().detail;
        assert!(text.contains("it may have had an effect"), "{text}");
        assert!(text.contains("interrupted before the provider had finished a lookup"), "{text}");
        assert!(!text.contains("did not find"), "{text}");
        assert_eq!(cloud.count("DescribeDtsJobs"), 0);
    }

    #[tokio::test]
    async fn a_lookup_that_failed_is_reported_as_such() {
        let cloud = StubCloud::start(|action, _| match action {
            "CreateDtsInstance" => Reply::Drop,
            _ => Reply::rejected(403, "Forbidden.RAM"),
        })
        .await;
        let text = buy(&cloud).await.unwrap_err().detail;
        assert!(text.contains("the lookup failed") && text.contains("Forbidden.RAM"), "{text}");
        assert!(!text.contains("did not find"), "{text}");
        assert_eq!(cloud.count("CreateDtsInstance"), 1);
    }

    #[tokio::test]
    async fn a_lookup_that_found_nothing_says_for_how_long_it_looked() {
        let cloud = StubCloud::start(|action, _| match action {
            "CreateDtsInstance" => Reply::Drop,
            _ => listed(""),
        })
        .await;
        let text = buy(&cloud).await.unwrap_err().detail;
        assert!(text.contains("looked for an instance of the task for 2 s after that and did not find it"), "{text}");
        assert_eq!(cloud.count("CreateDtsInstance"), 1, "there is no time for another order");
    }

    #[tokio::test]
    async fn an_instance_that_is_there_is_not_bought_again() {
        let bought = |reply: fn() -> Reply| async move {
            let cloud = StubCloud::start(move |action, _| match action {
                "CreateDtsInstance" => reply(),
                _ => listed("small"),
            })
            .await;
            buy(&cloud).await.unwrap()
        };
        assert!(matches!(bought(|| Reply::Drop).await, Purchase::Own(_)));
        let second = bought(|| Reply::rejected(400, "DTS.Msg.JobAlreadyPurchased")).await;
        assert!(matches!(second, Purchase::Existing(_)));
    }
}
