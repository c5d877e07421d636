//! The attributes that a plan shows before the first call to DTS: for reviewers and policies.

use tfplugin::model::{Attr, Set};

use crate::resources::alibaba::migration_task::{
    request::preview,
    schema::{endpoint::Endpoint, model::TaskModel},
};

/// Fills the computed facts of a plan, each as far as its own inputs are known.
pub(crate) fn fill(planned: &mut TaskModel) {
    planned.scenario = scenario(planned);
    planned.is_cross_account = match planned.scenario.as_str() {
        Some(scenario) => (scenario != "same_account").into(),
        None => Attr::Unknown,
    };
    planned.uses_plaintext_connection = plaintext(planned);
    planned.writes_over_existing_tables = planned.conflict_mode.clone().map(|mode| mode == "ignore");
    planned.ignored_prechecks = ignored(planned);
    planned.request_preview = preview(planned);
}

/// Whether an end belongs to another account; none where that is not known yet.
fn crosses(endpoint: &Attr<Endpoint>) -> Option<bool> {
    let Attr::Known(endpoint) = endpoint else { return None };
    (!endpoint.cross_account.is_unknown()).then(|| endpoint.cross_account.is_known())
}

fn scenario(planned: &TaskModel) -> Attr<String> {
    match (crosses(&planned.source), crosses(&planned.destination)) {
        (Some(false), Some(false)) => "same_account".into(),
        (Some(true), Some(false)) => "cross_account_source".into(),
        (Some(false), Some(true)) => "cross_account_destination".into(),
        (Some(true), Some(true)) => "cross_account_both".into(),
        _ => Attr::Unknown,
    }
}

fn plaintext(planned: &TaskModel) -> Attr<bool> {
    let ends = [&planned.source, &planned.destination];
    let encryption = || ends.into_iter().filter_map(|end| end.get()).map(|end| &end.encryption);
    // SCRAM proves who logs in; it does not encrypt.
    if encryption().any(|encryption| matches!(encryption.as_str(), Some("none" | "scram_sha_256"))) {
        return true.into();
    }
    if encryption().filter(|encryption| encryption.is_known()).count() == ends.len() {
        false.into()
    } else {
        Attr::Unknown
    }
}

fn ignored(planned: &TaskModel) -> Attr<Set<String>> {
    match &planned.precheck {
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Known(Set::default()),
        Attr::Known(precheck) if precheck.ignore.is_null() => Attr::Known(Set::default()),
        Attr::Known(precheck) => precheck.ignore.clone(),
    }
}
