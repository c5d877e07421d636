//! Precheck items that were ignored and are to count again.

use alibaba::{Error, dts::SkipPreCheck};
use serde_json::json;
use tfplugin::{diagnostic::Diagnostic, model::List, path::AttributePath};

use crate::resources::alibaba::migration_task::{plan::changes::Changes, schema::model::TaskModel};
use crate::{
    diagnostics::cloud_error_at,
    resources::alibaba::job::{precheck, retry_while_busy},
    resources::shared::Session,
};

/// Tells DTS to pass over these items no longer; the next precheck takes them into account.
///
/// # Errors
/// The call failed.
pub(crate) async fn notice_again(
    session: &Session<'_>,
    id: &str,
    prior: &TaskModel,
    changes: &Changes,
) -> Result<(), Diagnostic> {
    let skipped = skipped(prior, changes);
    if skipped.is_empty() {
        return Ok(());
    }
    send(session, id, &skipped).await.map_err(|error| {
        cloud_error_at(
            AttributePath::of(&["precheck", "ignore"]),
            "Cannot take a precheck item out of those that are ignored",
            &format!("Telling DTS that {} of migration task {id} counts again", skipped.join(", ")),
            &error,
        )
    })
}

/// Items DTS was told to skip: others it need not be told of.
fn skipped(prior: &TaskModel, changes: &Changes) -> Vec<String> {
    let items = prior.precheck_items.get().into_iter().flat_map(List::known);
    let codes = items.filter(|item| item.ignored.get() == Some(&true)).filter_map(|item| item.code.as_str());
    let mut skipped: Vec<String> = codes.filter(|code| changes.noticed.contains(*code)).map(str::to_owned).collect();
    skipped.dedup();
    skipped
}

async fn send(session: &Session<'_>, id: &str, codes: &[String]) -> Result<(), Error> {
    // The last report knows the items' names and its own id; both are optional.
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
    fn only_what_was_skipped_is_told() {
        let item = |code: &str, ignored: bool| PrecheckItem {
            code: code.into(),
            ignored: ignored.into(),
            ..PrecheckItem::default()
        };
        let items: List<PrecheckItem> =
            [item("CHECK_A", true), item("CHECK_B", false), item("CHECK_C", true)].into_iter().collect();
        let prior = TaskModel { precheck_items: items.into(), ..TaskModel::default() };
        let noticed = ["CHECK_A", "CHECK_B"].into_iter().map(str::to_owned).collect();
        assert_eq!(skipped(&prior, &Changes { noticed, ..Changes::default() }), ["CHECK_A"]);
        assert!(skipped(&prior, &Changes::default()).is_empty());
    }
}
