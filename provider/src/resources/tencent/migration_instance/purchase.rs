//! The purchase. Whatever happens to the answer, nothing is bought twice.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use jiff::Timestamp;
use tencent::{
    Error,
    dts::{CreateMigrationService, DescribeMigrationDetail, JobItem},
};
use tfplugin::diagnostic::Diagnostic;

use super::{job::jobs_named, ownership::Ownership};
use crate::{
    accounts::tencent::Session,
    diagnostics::cloud_error,
    resources::shared::{
        Poll,
        lost_answer::{self, Created, NotCreated, Policy, Sighting},
        wait,
    },
};

/// A purchase whose answer was lost may become visible late. It is not ordered again: DTS has no token that makes this safe.
const LOST_ANSWER: Policy = Policy { attempts: 1, patience: Duration::from_secs(30) };

/// Buys the job, and returns its ID.
///
/// # Errors
/// The job was not bought, or it is not known whether it was.
pub(super) async fn buy(
    session: &Session<'_>,
    ownership: &Ownership<'_>,
    existing: &[JobItem],
) -> Result<String, Diagnostic> {
    let known: BTreeSet<String> = existing.iter().map(|job| job.job_id.clone()).collect();
    let began = session.server_time();
    ownership.records.begin(&ownership.subject, &known, began);
    let order = order(session, ownership);
    let name = ownership.planned.name.or(String::new());
    let bought = lost_answer::create(
        session,
        &LOST_ANSWER,
        || session.call(&order),
        |session| sighting(session, ownership, &name, &known, began),
    );
    match bought.await {
        Ok(Created::Answered(answered)) => {
            let answered = answered.answer.job_ids.into_iter().next().unwrap_or_default();
            confirmed(session, ownership, &answered, &known, began).await
        }
        Ok(Created::Found(id)) => Ok(id),
        Err(failed) => {
            if !failed.may_have_created() {
                ownership.records.forget(&ownership.subject);
            }
            Err(not_bought(&name, &failed))
        }
    }
}

fn order(session: &Session<'_>, ownership: &Ownership<'_>) -> CreateMigrationService {
    let planned = ownership.planned;
    let text = |value: &tfplugin::model::Attr<String>| value.or(String::new());
    CreateMigrationService {
        src_database_type: text(&planned.source_engine),
        dst_database_type: text(&planned.destination_engine),
        src_region: planned.source_region.or(session.region()),
        dst_region: session.region(),
        instance_class: text(&planned.instance_class),
        count: Some(1),
        job_name: Some(text(&planned.name)),
        tags: ownership.tags(),
    }
}

/// The ID of the answer, if the job of this ID is the one that was bought. Otherwise the job is looked for by its name, as after a lost
/// answer: an ID of another job would connect the state with it.
async fn confirmed(
    session: &Session<'_>,
    ownership: &Ownership<'_>,
    answered: &str,
    known: &BTreeSet<String>,
    began: Option<Timestamp>,
) -> Result<String, Diagnostic> {
    let name = ownership.planned.name.or(String::new());
    let is_another = AtomicBool::new(known.contains(answered));
    let request = DescribeMigrationDetail { job_id: answered.to_owned() };
    let patient = session.within(LOST_ANSWER.patience);
    let found = wait(&patient, || async {
        match patient.call(&request).await {
            Ok(job) if !known.contains(answered) && [name.as_str(), ""].contains(&job.answer.job_name.as_str()) => {
                return Ok(Poll::Ready(Sighting::Found(answered.to_owned())));
            }
            Ok(_) => is_another.store(true, Ordering::Relaxed),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error),
        }
        match sighting(patient.clone(), ownership, &name, known, began).await? {
            Sighting::Absent => Ok(Poll::Pending),
            seen => Ok(Poll::Ready(seen)),
        }
    });
    match found.await {
        Ok(Sighting::Found(id)) => Ok(id),
        // The job costs money, so it is in the state even if DTS does not show it yet.
        _ if !is_another.load(Ordering::Relaxed) => Ok(answered.to_owned()),
        _ => Err(another_job(answered, &name)),
    }
}

fn another_job(answered: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        "The purchase returned the ID of another job",
        format!(
            "DTS accepted the purchase of migration job {name:?}, but CreateMigrationService returned the job ID {answered:?}, which is \
             the ID of another job. Apply again in the same directory: the provider then finds the job by its name and does not buy another \
             one."
        ),
    )
}

async fn sighting(
    session: Session<'_>,
    ownership: &Ownership<'_>,
    name: &str,
    known: &BTreeSet<String>,
    began: Option<Timestamp>,
) -> Result<Sighting<String>, Error> {
    let jobs = jobs_named(&session, name).await?;
    let ours: Vec<&JobItem> = jobs.iter().filter(|job| ownership.is_of_lost_answer(job, known, began)).collect();
    Ok(match ours.as_slice() {
        [] => Sighting::Absent,
        [job] => Sighting::Found(job.job_id.clone()),
        several => Sighting::Ambiguous(format!(
            "There are {} new jobs named {name:?} that match the configuration, so the provider cannot see which of them was bought.",
            several.len()
        )),
    })
}

fn not_bought(name: &str, failed: &NotCreated<Error>) -> Diagnostic {
    let mut diagnostic =
        cloud_error("Cannot buy the migration job", &format!("Buying migration job {name:?}"), &failed.error);
    if let Some(lookup) = &failed.lookup {
        diagnostic.detail.push_str(&format!(
            "\n\n{} Apply again in the same directory: if the job was bought, the provider then finds it by its name and does not buy another \
             one.",
            lookup.explain(&format!("migration job {name:?}"))
        ));
    }
    diagnostic
}
