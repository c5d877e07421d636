//! A migration or a synchronization of Alibaba Cloud.

use alibaba::{
    Error,
    dts::{DetailEndpoint, JobDetail, PrecheckItem, PrecheckReport},
};
use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::{Jobs, MOST_OBJECTS, address, present_delay, verification_phase};
use crate::{
    accounts::{Account, Session},
    job_view::{self, Job, LOOK_LIMIT},
    report::{
        model::{Check, Endpoint, JobReport, Moved, Outcome, Rows, Span},
        time::parsed,
    },
    resources::{
        alibaba::job::{
            FORWARD, REVERSE, detail, detail_of, kind_of,
            objects::from_wire,
            precheck::{PhaseItems, blocks, latest, message_of, phase_items},
        },
        shared::Absence,
    },
};

/// The job, and the reverse one of a two-way synchronization.
///
/// # Errors
/// The job cannot be read, or does not exist.
pub(super) async fn jobs(account: &Account, id: &str, cancel: &CancellationToken) -> Result<Jobs, Diagnostic> {
    let region = job_view::region(account, "ALIBABA_CLOUD_REGION_ID")?;
    let session = account.session(cancel, LOOK_LIMIT)?;
    let reports = job_view::existing_alibaba_jobs(found(&session, id).await, account, id, &region, cancel).await?;
    Ok(Jobs { region, reports })
}

async fn found(session: &Session<'_>, id: &str) -> Result<Vec<JobReport>, Error> {
    let first = detail(session, id).await?;
    let kind = kind_of(id, &first.job_type)?;
    let mut reports = Vec::new();
    for job in job_view::alibaba_jobs_of(session, kind, id).await? {
        let detail = match job.direction {
            None => first.clone(),
            Some("reverse") => detail_of(session, &REVERSE, &job.id, Absence::Counts).await?,
            Some(_) => detail_of(session, &FORWARD, &job.id, Absence::Counts).await?,
        };
        reports.push(report_of(session, job, detail).await?);
    }
    Ok(reports)
}

async fn report_of(session: &Session<'_>, job: Job, detail: JobDetail) -> Result<JobReport, Error> {
    let precheck = latest(session, &job.id).await?;
    let phases = phases(session, &job).await?;
    let mut spans: Vec<Span> = span("precheck", &precheck).into_iter().collect();
    spans.extend(phases.iter().filter_map(|(name, report)| span(name, report)));
    let counted = phases.last().filter(|(_, report)| !report.items.is_empty());
    let (objects, all_objects) = match counted {
        Some((name, report)) => {
            let all = report.total_record_count.and_then(|total| usize::try_from(total).ok());
            let shown = report.items.iter().take(MOST_OBJECTS).map(|item| moved(item, *name == "full"));
            (shown.collect::<Vec<Moved>>(), all)
        }
        None => limited(configured(&detail.db_object)),
    };
    Ok(JobReport {
        instance_id: detail.dts_instance_id,
        class: detail.dts_job_class,
        source: endpoint(&detail.source_endpoint),
        destination: endpoint(&detail.destination_endpoint),
        created_at: parsed(&detail.create_time),
        started_at: parsed(&detail.boot_time),
        ended_at: parsed(&detail.finish_time),
        checks: precheck.items.iter().map(check).collect(),
        all_objects: all_objects.filter(|all| *all > objects.len()),
        objects,
        spans,
        verification: verification_phase(&job),
        delays: present_delay(&job),
        job,
    })
}

/// The items of the initial phases that have begun. A synchronization has none: DTS returns only its precheck.
async fn phases(session: &Session<'_>, job: &Job) -> Result<Vec<(&'static str, PrecheckReport)>, Error> {
    let mut reports = Vec::new();
    if job.title != "Migration" {
        return Ok(reports);
    }
    for (name, phase) in [("schema", PhaseItems::Schema), ("full", PhaseItems::Full)] {
        if job.phases.iter().any(|known| known.name == name && known.has_begun()) {
            reports.push((name, phase_items(session, &job.id, phase, MOST_OBJECTS).await?));
        }
    }
    Ok(reports)
}

/// From the first begin to the last end of the items. After a failure, some items never begin.
fn span(phase: &str, report: &PrecheckReport) -> Option<Span> {
    let from = report.items.iter().filter_map(|item| parsed(&item.boot_time)).min()?;
    let ends = || report.items.iter().map(|item| parsed(&item.finish_time));
    let is_over = matches!(report.state.as_str(), "Finished" | "Failed") || ends().all(|end| end.is_some());
    let to = if is_over { ends().flatten().max() } else { None };
    Some(Span { phase: phase.to_owned(), from, to, recorded: false })
}

fn check(item: &PrecheckItem) -> Check {
    let outcome = match item.state.as_str() {
        "Success" => Outcome::Passed,
        _ if item.skip => Outcome::Ignored,
        _ if blocks(item) => Outcome::Failed,
        "Warning" => Outcome::Warning,
        _ => Outcome::Pending,
    };
    let says_something = !matches!(outcome, Outcome::Passed | Outcome::Pending);
    let message = if says_something { message_of(item) } else { String::new() };
    Check { code: item.item.clone(), state: item.state.clone(), outcome, message }
}

fn moved(item: &PrecheckItem, counts_rows: bool) -> Moved {
    let rows = || Some(Rows { done: item.current.parse().ok()?, total: u64::try_from(item.total?).ok()? });
    let target = if item.target_names.is_empty() { &item.names } else { &item.target_names };
    Moved {
        source: qualified(&item.source_schema, &item.names),
        destination: qualified(&item.destination_schema, target),
        state: item.state.clone(),
        rows: if counts_rows { rows() } else { None },
    }
}

fn qualified(schema: &str, name: &str) -> String {
    if schema.is_empty() { name.to_owned() } else { format!("{schema}.{name}") }
}

/// The objects of the configuration.
fn configured(db_object: &str) -> Vec<Moved> {
    let mut objects = Vec::new();
    let object = |source: String, destination: String| Moved { source, destination, state: String::new(), rows: None };
    for (name, database) in from_wire(db_object).unwrap_or_default().databases.known() {
        let target = database.rename.as_str().unwrap_or(name);
        match database.tables.get() {
            Some(tables) if !database.is_complete() => objects.extend(tables.known().map(|(table, settings)| {
                let renamed = settings.rename.as_str().unwrap_or(table);
                object(qualified(name, table), qualified(target, renamed))
            })),
            _ => objects.push(object(qualified(name, "*"), qualified(target, "*"))),
        }
    }
    objects
}

fn limited(mut objects: Vec<Moved>) -> (Vec<Moved>, Option<usize>) {
    let all = objects.len();
    objects.truncate(MOST_OBJECTS);
    (objects, Some(all))
}

fn endpoint(endpoint: &DetailEndpoint) -> Endpoint {
    let at = match endpoint.instance_id.as_str() {
        "" => address(&endpoint.ip, &endpoint.port),
        instance => instance.to_owned(),
    };
    // DTS may fill the account for an endpoint of the account of the job, but no role.
    let of_other = !endpoint.role_name.is_empty();
    let other = |text: &String| if of_other { text.clone() } else { String::new() };
    Endpoint {
        engine: endpoint.engine_name.clone(),
        at,
        region: endpoint.region.clone(),
        owner: other(&endpoint.aliyun_uid),
        role: other(&endpoint.role_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_is_ignored_or_found_something_is_not_a_failure() {
        let outcome = |state: &str, skip| {
            let item = PrecheckItem { state: state.into(), skip, can_skip: true, ..PrecheckItem::default() };
            check(&item).outcome
        };
        assert_eq!(outcome("Success", false), Outcome::Passed);
        assert_eq!(outcome("Failed", false), Outcome::Failed);
        assert_eq!(outcome("Failed", true), Outcome::Ignored);
        assert_eq!(outcome("Warning", false), Outcome::Warning);
        assert_eq!(outcome("Checking", false), Outcome::Pending);
    }

    #[test]
    fn a_phase_lasts_from_the_first_begin_to_the_last_end() {
        let item = |boot: &str, finish: &str| PrecheckItem {
            boot_time: boot.into(),
            finish_time: finish.into(),
            ..PrecheckItem::default()
        };
        let in_state = |state: &str, items| {
            span("full", &PrecheckReport { state: state.into(), items, ..PrecheckReport::default() })
        };
        let of = |items: Vec<PrecheckItem>| in_state("Migrating", items);
        let [first, second, third] = ["2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z", "2026-01-01T00:00:03Z"];
        let over = of(vec![item(second, third), item(first, second)]).unwrap();
        assert_eq!((over.from, over.to), (first.parse().unwrap(), Some(third.parse().unwrap())));
        assert_eq!(of(vec![item(first, second), item(second, "")]).unwrap().to, None);
        assert!(of(vec![item("", "")]).is_none());
        let failed = in_state("Failed", vec![item(first, second), item("", "")]).unwrap();
        assert_eq!(failed.to, Some(second.parse().unwrap()), "the other item never begins");
    }

    #[test]
    fn the_configured_objects_have_both_names() {
        let text = r#"{"shop":{"name":"shop2","all":false,"Table":{"orders":{"name":"orders2","all":true}}},"logs":{"name":"logs","all":true}}"#;
        let objects = configured(text);
        let names: Vec<[&str; 2]> = objects.iter().map(|it| [it.source.as_str(), it.destination.as_str()]).collect();
        assert_eq!(names, [["logs.*", "logs.*"], ["shop.orders", "shop2.orders2"]]);
        assert!(configured("no JSON").is_empty());
    }

    #[test]
    fn only_the_full_phase_counts_rows() {
        let item = PrecheckItem {
            source_schema: "shop".into(),
            names: "orders".into(),
            current: "7".into(),
            total: Some(9),
            ..PrecheckItem::default()
        };
        assert_eq!(moved(&item, true).rows, Some(Rows { done: 7, total: 9 }));
        assert_eq!((moved(&item, false).rows, moved(&item, false).destination.as_str()), (None, "orders"));
    }

    #[test]
    fn the_owner_is_shown_only_with_a_role() {
        let of = |role: &str| {
            let wire = DetailEndpoint {
                aliyun_uid: "1234567890123456".into(),
                role_name: role.into(),
                ip: "10.0.0.1".into(),
                port: "3306".into(),
                ..DetailEndpoint::default()
            };
            endpoint(&wire)
        };
        assert_eq!((of("r").owner.as_str(), of("r").at.as_str()), ("1234567890123456", "10.0.0.1:3306"));
        assert_eq!(of("").owner, "");
    }
}
