//! A migration of Tencent Cloud.

use tencent::dts::{CheckStep, DbEndpointInfo, DbItem, JobStep, MigrationDetail};
use tfplugin::diagnostic::Diagnostic;
use tokio_util::sync::CancellationToken;

use super::{Jobs, MOST_OBJECTS, address, present_delay};
use crate::{
    accounts::tencent::{Account, Session},
    job_view::{self, LOOK_LIMIT},
    report::model::{Check, Endpoint, JobReport, Moved, Outcome, Span, Verification},
    resources::{
        shared::Absence,
        tencent::{
            job::detail_of,
            migration_task::{blocks, message_of, report_of as check_of},
        },
    },
    rules::tencent::beijing_time,
};

/// The job.
///
/// # Errors
/// The job cannot be read, or does not exist.
pub(super) async fn jobs(account: &Account, id: &str, cancel: &CancellationToken) -> Result<Jobs, Diagnostic> {
    let region = job_view::region(account, "TENCENTCLOUD_REGION")?;
    let session = account.session(cancel, LOOK_LIMIT)?;
    let report = job_view::existing_tencent_job(found(&session, id).await, account, id, &region, cancel).await?;
    Ok(Jobs { region, reports: vec![report] })
}

async fn found(session: &Session<'_>, id: &str) -> Result<Option<JobReport>, cloud_core::Error> {
    let Some(detail) = detail_of(session, id, Absence::Counts).await? else { return Ok(None) };
    let checks = check_of(session, id).await?.steps;
    Ok(Some(report_of(&detail, &checks)))
}

fn report_of(detail: &MigrationDetail, checks: &[CheckStep]) -> JobReport {
    let job = job_view::tencent_job(detail);
    let mut objects = objects(detail);
    let all = objects.len();
    objects.truncate(MOST_OBJECTS);
    JobReport {
        instance_id: detail.job_id.clone(),
        class: detail.trade_info.instance_class.clone(),
        source: endpoint(&detail.src_info),
        destination: endpoint(&detail.dst_info),
        created_at: beijing_time(&detail.create_time),
        started_at: beijing_time(&detail.start_time),
        ended_at: beijing_time(&detail.end_time),
        checks: checks.iter().map(check).collect(),
        all_objects: Some(all).filter(|all| *all > objects.len()),
        objects,
        spans: spans(detail),
        verification: verification(detail),
        delays: present_delay(&job),
        job,
    }
}

fn check(step: &CheckStep) -> Check {
    let outcome = match step.step_status.as_str() {
        "pass" => Outcome::Passed,
        _ if step.has_skipped => Outcome::Ignored,
        _ if blocks(step) => Outcome::Failed,
        "warning" => Outcome::Warning,
        _ => Outcome::Pending,
    };
    let message = if outcome == Outcome::Passed { String::new() } else { message_of(step) };
    Check { code: step.step_id.clone(), state: step.step_status.clone(), outcome, message }
}

fn spans(detail: &MigrationDetail) -> Vec<Span> {
    let span = |phase: &str, from: &str, to: &str| {
        Some(Span { phase: phase.to_owned(), from: beijing_time(from)?, to: beijing_time(to), recorded: false })
    };
    let check = span("precheck", &detail.check.start_at, &detail.check.end_at);
    let step = |step: &JobStep| span(&step.step_id, &step.start_time, &step.finish_time);
    check.into_iter().chain(detail.step_info.steps.iter().filter_map(step)).collect()
}

/// The result of the comparison; none if none is configured and none has run.
fn verification(detail: &MigrationDetail) -> Option<Verification> {
    let mode = detail.migrate_option.consistency.as_ref().and_then(|it| it.mode.as_deref()).unwrap_or_default();
    let state = detail.compare_task.status.as_str();
    match (state, mode) {
        ("" | "notexist", "" | "noCheck" | "notConfigured") => None,
        _ => Some(Verification { state: state.to_owned(), detail: String::new() }),
    }
}

fn objects(detail: &MigrationDetail) -> Vec<Moved> {
    let selected = &detail.migrate_option.database_table;
    if selected.object_mode == "all" {
        return vec![moved("*".to_owned(), "*".to_owned())];
    }
    selected.databases.iter().flat_map(of_item).collect()
}

/// The objects of an item; a database or a schema without tables is complete.
fn of_item(item: &DbItem) -> Vec<Moved> {
    let name = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
    let joined = |parts: [Option<String>; 3]| parts.into_iter().flatten().collect::<Vec<_>>().join(".");
    let (database, schema) = (name(&item.db_name), name(&item.schema_name));
    let new_database = name(&item.new_db_name).or_else(|| database.clone());
    let new_schema = name(&item.new_schema_name).or_else(|| schema.clone());
    let of = |source: Option<String>, target: Option<String>| {
        let source_name = joined([database.clone(), schema.clone(), source]);
        moved(source_name, joined([new_database.clone(), new_schema.clone(), target]))
    };
    let tables = item.tables.iter().map(|table| (name(&table.table_name), name(&table.new_table_name)));
    let views = item.views.iter().map(|view| (name(&view.view_name), name(&view.new_view_name)));
    let named: Vec<Moved> = tables.chain(views).map(|(source, target)| of(source.clone(), target.or(source))).collect();
    if named.is_empty() { vec![of(Some("*".to_owned()), Some("*".to_owned()))] } else { named }
}

fn moved(source: String, destination: String) -> Moved {
    Moved { source, destination, state: String::new(), rows: None }
}

/// The first node of an endpoint: with several nodes, all belong to one cluster.
fn endpoint(endpoint: &DbEndpointInfo) -> Endpoint {
    let node = endpoint.info.first().cloned().unwrap_or_default();
    let port = node.port.filter(|port| *port > 0).map(|port| port.to_string()).unwrap_or_default();
    let at = match node.instance_id.unwrap_or_default() {
        instance if instance.is_empty() => address(&node.host.unwrap_or_default(), &port),
        instance => instance,
    };
    let of_other = node.account_mode.as_deref() == Some("other");
    let other = |value: Option<String>| value.filter(|_| of_other).unwrap_or_default();
    Endpoint {
        engine: endpoint.database_type.clone(),
        at,
        region: endpoint.region.clone(),
        owner: other(node.account),
        role: other(node.account_role),
    }
}

#[cfg(test)]
mod tests {
    use tencent::dts::{CompareTask, TableItem};

    use super::*;

    #[test]
    fn objects_have_both_names_and_a_complete_database_is_one_row() {
        let table = TableItem {
            table_name: Some("orders".to_owned()),
            new_table_name: Some("orders2".to_owned()),
            ..TableItem::default()
        };
        let partial = DbItem {
            db_name: Some("shop".to_owned()),
            schema_name: Some("public".to_owned()),
            new_schema_name: Some("app".to_owned()),
            tables: vec![table],
            ..DbItem::default()
        };
        let complete = DbItem { db_name: Some("logs".to_owned()), ..DbItem::default() };
        let names = |item: &DbItem| of_item(item).into_iter().map(|it| [it.source, it.destination]).collect::<Vec<_>>();
        assert_eq!(names(&partial), [["shop.public.orders", "shop.app.orders2"]]);
        assert_eq!(names(&complete), [["logs.*", "logs.*"]]);
    }

    #[test]
    fn a_skipped_step_is_not_a_failure() {
        let outcome = |status: &str, has_skipped| {
            check(&CheckStep { step_status: status.into(), has_skipped, ..CheckStep::default() }).outcome
        };
        assert_eq!(outcome("pass", false), Outcome::Passed);
        assert_eq!(outcome("failed", false), Outcome::Failed);
        assert_eq!(outcome("failed", true), Outcome::Ignored);
        assert_eq!(outcome("warning", false), Outcome::Warning);
        assert_eq!(outcome("blocked", false), Outcome::Pending);
    }

    #[test]
    fn a_comparison_is_shown_if_it_is_configured_or_has_run() {
        let of = |status: &str| {
            let task = CompareTask { status: status.into(), ..CompareTask::default() };
            verification(&MigrationDetail { compare_task: task, ..MigrationDetail::default() })
        };
        assert!(of("").is_none() && of("notexist").is_none());
        assert_eq!(of("consistent").unwrap().state, "consistent");
    }
}
