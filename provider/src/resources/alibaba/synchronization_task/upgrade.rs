//! Adding the reverse direction to a synchronization that runs in one direction (UpgradeTwoWay).

use alibaba::dts::JobStatus;
use serde_json::json;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{Synchronization, two_way::TwoWay};
use crate::{
    facts::alibaba::{two_way_pair, two_way_pairs},
    resources::alibaba::{
        job::{FORWARD, Kind, endpoint::Endpoint, of_kind::Extended},
        migration_task::TaskModel,
    },
};

type Task = Extended<Synchronization>;

/// Whether the plan adds the reverse direction to a task that has started.
pub(super) fn adds(prior: &Task, planned: &Task) -> bool {
    let status = JobStatus::of(prior.base.status.as_str().unwrap_or_default());
    prior.own.two_way.is_null() && !planned.own.two_way.is_null() && FORWARD.has_started(&status)
}

/// Whether the plan takes the reverse direction away from a task that has started.
pub(super) fn removes(prior: &Task, planned: &Task) -> bool {
    let status = JobStatus::of(prior.base.status.as_str().unwrap_or_default());
    prior.own.two_way.is_known() && planned.own.two_way.is_null() && FORWARD.has_started(&status)
}

/// The error of a plan that takes the reverse direction away.
pub(super) fn cannot_remove(prior: &Task) -> Diagnostic {
    let id = prior.base.id.as_str().unwrap_or_default();
    let detail = format!(
        "DTS cannot remove the reverse direction of synchronization task {id}, which has started. Write the block two_way again; to stop the \
         reverse direction, set reverse_desired_status = \"suspended\" in the instance. To start a new synchronization in one \
         direction, set allow_restart = true and apply: the task and its instance are then replaced."
    );
    Diagnostic::error("DTS cannot remove the reverse direction", detail).at(AttributePath::of(&["two_way"]))
}

/// A change of the topology has its own call.
pub(super) fn leave_to_kind(prior: &mut Task, planned: &Task) {
    if adds(prior, planned) {
        prior.base.kind = Kind(&FORWARD);
        prior.base.topology = planned.base.topology.clone();
    }
}

/// `Reserved` of the forward direction after the upgrade.
pub(super) fn settings(two_way: &TwoWay, forward: &TaskModel) -> String {
    let topology = two_way.topology(forward);
    let carries_ddl = two_way.carry_ddl.or(true);
    let policy = topology.policy().into_option();
    json!({"conflict": policy, "filterDDL": (!carries_ddl).to_string()}).to_string()
}

/// Whether DTS can add the reverse direction.
///
/// # Errors
/// It cannot; why not.
pub(super) fn check(prior: &Task, planned: &Task) -> Result<(), Box<Diagnostic>> {
    let ends = [prior.base.source.get(), prior.base.destination.get()];
    let word = |end: Option<&Endpoint>| end.and_then(|end| end.engine.as_str()).unwrap_or_default().to_owned();
    let [source, destination] = ends.map(word);
    let is_encrypted = ends.into_iter().flatten().any(|end| end.encryption.as_str().is_some_and(|one| one != "none"));
    let status = prior.base.status.as_str().unwrap_or_default();
    let why = match two_way_pair(&source, &destination) {
        Some(pair) if !pair.upgrade => Some(format!("its engines are {source} and {destination}")),
        None => Some(format!("its engines are {source} and {destination}")),
        Some(_) if is_encrypted => Some("a connection to a database is encrypted".to_owned()),
        Some(_) if status != JobStatus::Synchronizing.as_str() => Some(format!("its status is {status}")),
        Some(_) => None,
    };
    let Some(why) = why else { return Ok(()) };
    let pairs: Vec<String> = two_way_pairs()
        .iter()
        .filter(|pair| pair.upgrade)
        .map(|pair| format!("{} and {}", pair.source, pair.destination))
        .collect();
    let id = planned.base.id.as_str().unwrap_or_default();
    let detail = format!(
        "DTS cannot add the reverse direction to synchronization task {id}, because {why}. It adds one to a pay-as-you-go synchronization \
         between {}, which is Synchronizing and whose connections are not encrypted. Remove the block two_way. To start a new \
         synchronization in both directions, set allow_restart = true and apply: the task and its instance are then replaced.",
        pairs.join(", ")
    );
    let refused = Diagnostic::error("DTS cannot add the reverse direction", detail);
    Err(Box::new(refused.at(AttributePath::of(&["two_way", "on_conflict"]))))
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::*;

    fn task(engine: &str, encryption: &str, status: &str, two_way: Attr<TwoWay>) -> Task {
        let end = Endpoint { engine: engine.into(), encryption: encryption.into(), ..Endpoint::default() };
        let base = TaskModel {
            status: status.into(),
            source: end.clone().into(),
            destination: end.into(),
            ..TaskModel::default()
        };
        Extended { base, own: Synchronization { two_way, ..Synchronization::default() } }
    }

    #[test]
    fn dts_adds_the_reverse_direction_to_a_running_synchronization_of_mysql_databases() {
        let planned = task("mysql", "none", "", Attr::Known(TwoWay::default()));
        let before = |engine, encryption, status| task(engine, encryption, status, Attr::Null);
        assert!(check(&before("mysql", "none", "Synchronizing"), &planned).is_ok());
        for (engine, encryption, status, why) in [
            ("mongodb", "none", "Synchronizing", "its engines are mongodb and mongodb"),
            ("mysql", "ssl", "Synchronizing", "is encrypted"),
            ("mysql", "none", "Suspending", "its status is Suspending"),
        ] {
            let refused = check(&before(engine, encryption, status), &planned).unwrap_err();
            assert!(refused.detail.contains(why), "{}", refused.detail);
        }
        assert!(!adds(&before("mysql", "none", "PreCheckPass"), &planned), "it is configured again");
        assert!(!adds(&planned, &planned));
    }

    #[test]
    fn the_reverse_direction_of_a_started_task_cannot_be_removed() {
        let with = |status| task("mysql", "none", status, Attr::Known(TwoWay::default()));
        let without = task("mysql", "none", "", Attr::Null);
        assert!(removes(&with("Synchronizing"), &without) && removes(&with("Suspending"), &without));
        assert!(!removes(&with("PreCheckPass"), &without), "it is configured again");
        assert!(!removes(&with("Synchronizing"), &with("")) && !removes(&without, &without));
        assert!(cannot_remove(&with("Synchronizing")).detail.contains("Write the block two_way again"));
    }

    #[test]
    fn the_forward_direction_gets_its_policy() {
        let two_way = TwoWay { on_conflict: "fail".into(), carry_ddl: false.into(), ..TwoWay::default() };
        assert_eq!(settings(&two_way, &TaskModel::default()), r#"{"conflict":"interrupt","filterDDL":"true"}"#);
    }
}
