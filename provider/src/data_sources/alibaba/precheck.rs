//! `dts_precheck`: the items of a task's last precheck.

use ::alibaba::dts::PrecheckReport;
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, List},
    path::AttributePath,
};

use super::session;
use crate::{
    accounts::Clouds,
    diagnostics::cloud_error_at,
    resources::alibaba::job::precheck::{PrecheckItem, blocks, latest, model_items},
};

const TYPE: &str = "dts_precheck";

/// Reads the last precheck of a migration or synchronization task. For each item, it returns what was checked, the result and how to fix a failure.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Report {
    /// ID of the task (DtsJobId).
    #[attr(required, validate(crate::rules::alibaba::task_id()))]
    task_id: Attr<String>,
    /// Result: `passed` or `failed`; `running` during the precheck, `not_run` before the first one.
    #[attr(computed)]
    state: Attr<String>,
    /// Codes of the items that block the task: they failed and are not ignored.
    #[attr(computed)]
    failed_codes: Attr<List<String>>,
    /// All items, in the order of DTS.
    #[attr(computed)]
    items: Attr<List<PrecheckItem>>,
}

/// The data source.
pub(super) struct Precheck;

#[async_trait]
impl DataSource for Precheck {
    type Model = Report;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, context: &Context<Clouds>, config: Report) -> Result<Report, Diagnostics> {
        let session = session(context, TYPE).await?;
        let id = config.task_id.or(String::new());
        let report = latest(&session, &id).await.map_err(|error| {
            let tried = format!("Reading the precheck of task {id}");
            cloud_error_at(AttributePath::of(&["task_id"]), "Cannot read the precheck", &tried, &error)
        })?;
        let failed = report.items.iter().filter(|item| blocks(item)).map(|item| item.item.clone());
        Ok(Report {
            state: state_of(&report).into(),
            failed_codes: failed.collect::<List<_>>().into(),
            items: model_items(&report.items).into(),
            ..config
        })
    }
}

fn state_of(report: &PrecheckReport) -> &'static str {
    let failed = report.items.iter().any(blocks);
    match report.state.as_str() {
        "Checking" => "running",
        _ if failed => "failed",
        "Failed" => "failed",
        "Finished" => "passed",
        _ => "not_run",
    }
}

#[cfg(test)]
mod tests {
    use alibaba::dts::PrecheckItem as Item;

    use super::*;

    #[test]
    fn an_ignored_item_does_not_fail_a_precheck() {
        let report = |state: &str, item: &str, skip| PrecheckReport {
            state: state.into(),
            items: vec![Item { state: item.into(), skip, ..Item::default() }],
            ..PrecheckReport::default()
        };
        assert_eq!(state_of(&report("Finished", "Success", false)), "passed");
        assert_eq!(state_of(&report("Finished", "Failed", true)), "passed");
        assert_eq!(state_of(&report("Failed", "Failed", false)), "failed");
        assert_eq!(state_of(&report("Checking", "Failed", false)), "running");
        assert_eq!(state_of(&PrecheckReport::default()), "not_run");
    }
}
