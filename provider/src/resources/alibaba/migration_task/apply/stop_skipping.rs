//! Precheck items that were ignored and are to be checked again.

use alibaba::{Error, dts::SkipPreCheck};
use serde_json::json;
use tfplugin::{diagnostic::Diagnostic, model::List, path::AttributePath};

use crate::resources::alibaba::migration_task::{plan::changes::Changes, schema::model::TaskModel};
use crate::{
    diagnostics::cloud_error_at,
    resources::alibaba::job::{precheck, retry_while_busy},
    resources::shared::Session,
};

/// Ends the skipping of items that were removed from `precheck.ignore`. The next precheck takes them into account.
///
/// # Errors
/// The call failed.
pub(crate) async fn stop_skipping(
    session: &Session<'_>,
    id: &str,
    prior: &TaskModel,
    changes: &Changes,
) -> Result<(), Diagnostic> {
    let noun = prior.kind.noun;
    let skipped = skipped(prior, changes);
    if skipped.is_empty() {
        return Ok(());
    }
    send(session, id, &skipped).await.map_err(|error| {
        cloud_error_at(
            AttributePath::of(&["precheck", "ignore"]),
            "Cannot stop ignoring a precheck item",
            &format!("Removing {} from the ignored precheck items of {noun} task {id}", skipped.join(", ")),
            &error,
        )
    })
}

/// The items that DTS skips now. Others need no call.
fn skipped(prior: &TaskModel, changes: &Changes) -> Vec<String> {
    let items = prior.failed_precheck_items.get().into_iter().flat_map(List::known);
    let codes = items.filter(|item| item.ignored.get() == Some(&true)).filter_map(|item| item.code.as_str());
    let mut skipped: Vec<String> =
        codes.filter(|code| changes.no_longer_ignored.contains(*code)).map(str::to_owned).collect();
    skipped.dedup();
    skipped
}

async fn send(session: &Session<'_>, id: &str, codes: &[String]) -> Result<(), Error> {
    // The last report has the names of the items and its own ID. Both are optional.
    let report = precheck::latest(session, id).await.unwrap_or_default();
    let name_of = |code: &String| report.items.iter().find(|item| item.item == *code).map(|item| item.names.as_str());
    let names: Option<Vec<&str>> = codes.iter().map(name_of).collect();
    let action = SkipPreCheck {
        region_id: Some(session.region()),
        dts_job_id: id.to_owned(),
        job_id: Some(report.job_id.clone()).filter(|id| !id.is_empty()),
        skip: false,
        items: Some(json!(codes).to_string()),
        names: names.map(|names| json!(names).to_string()),
    };
    retry_while_busy(session, &action).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::job::precheck::PrecheckItem;

    #[test]
    fn only_items_that_dts_skips_are_sent() {
        let item = |code: &str, ignored: bool| PrecheckItem {
            code: code.into(),
            ignored: ignored.into(),
            ..PrecheckItem::default()
        };
        let items: List<PrecheckItem> =
            [item("CHECK_A", true), item("CHECK_B", false), item("CHECK_C", true)].into_iter().collect();
        let prior = TaskModel { failed_precheck_items: items.into(), ..TaskModel::default() };
        let no_longer_ignored = ["CHECK_A", "CHECK_B"].into_iter().map(str::to_owned).collect();
        assert_eq!(skipped(&prior, &Changes { no_longer_ignored, ..Changes::default() }), ["CHECK_A"]);
        assert!(skipped(&prior, &Changes::default()).is_empty());
    }
}
