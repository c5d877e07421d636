//! What an update has to do.

use std::collections::BTreeSet;

use alibaba::dts::JobStatus;
use tfplugin::{model::Set, private::Private};

use crate::resources::alibaba::migration_task::{
    arguments::{Argument, Call, Origin, differences},
    schema::model::TaskModel,
};

/// The difference between two models.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// The arguments that differ.
    pub(crate) arguments: Vec<Argument>,
    /// The precheck has to run again, even if nothing else changes.
    pub(crate) precheck: bool,
    /// Whether the user requests that.
    pub(crate) rerun: bool,
    /// Precheck items that are no longer ignored.
    pub(crate) no_longer_ignored: BTreeSet<String>,
}

impl Changes {
    /// Whether anything changes that DTS has.
    pub(crate) fn any(&self) -> bool {
        self.rerun || !self.arguments.is_empty()
    }

    /// Drops the arguments that DTS has by now as they are planned.
    pub(crate) fn drop_reached(&mut self, now: &TaskModel, planned: &TaskModel, imported: bool) {
        let left: Vec<String> =
            differences(now, planned, origin(imported)).iter().map(|argument| argument.name(planned)).collect();
        self.arguments.retain(|argument| left.contains(&argument.name(planned)));
    }

    /// Whether the name changes.
    pub(crate) fn renames(&self) -> bool {
        self.has(Call::Rename)
    }

    /// Whether a password is to be sent again.
    pub(crate) fn sends_passwords(&self) -> bool {
        self.has(Call::Password)
    }

    fn has(&self, call: Call) -> bool {
        self.arguments.iter().any(|argument| argument.call() == Some(call))
    }

    /// The arguments that only ConfigureDtsJob can change of a task that has not started: all but name and passwords.
    pub(crate) fn configuration(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| !matches!(argument.call(), Some(Call::Rename | Call::Password)))
    }
}

/// A job that was purchased and not configured yet takes its name with the configuration.
pub(crate) fn takes_no_other_call(prior: &TaskModel, changes: &Changes) -> bool {
    prior.status.as_str() == Some(JobStatus::NotConfigured.as_str()) && changes.renames()
}

/// Key in the private data: Terraform configured this task, so the state has the planned values. The state of an imported task
/// has only what DTS returns.
const CONFIGURED: &str = "configured";

/// Notes that the task was made or changed from here.
pub(crate) fn remember_configured(private: &mut Private) {
    private.set(CONFIGURED, true);
}

/// Whether the task was imported and not changed since.
pub(crate) fn is_imported(private: &Private) -> bool {
    private.get(CONFIGURED).is_none()
}

/// Compares. What DTS does not return is taken to be as the configuration says after an import.
pub(crate) fn changes(prior: &TaskModel, planned: &TaskModel, imported: bool) -> Changes {
    Changes {
        arguments: differences(prior, planned, origin(imported)),
        precheck: needs_precheck(prior, planned, imported),
        rerun: requests_rerun(prior, planned, imported),
        no_longer_ignored: ignored(prior).difference(&ignored(planned)).cloned().collect(),
    }
}

fn origin(imported: bool) -> Origin {
    if imported { Origin::Imported } else { Origin::Configured }
}

/// Codes of the precheck items that the configuration ignores.
pub(crate) fn ignored(model: &TaskModel) -> BTreeSet<String> {
    model.ignored_prechecks.get().into_iter().flat_map(Set::known).cloned().collect()
}

/// A precheck that failed or was interrupted runs again, and so does one that the user requests.
fn needs_precheck(prior: &TaskModel, planned: &TaskModel, imported: bool) -> bool {
    let unfinished = matches!(prior.precheck_state.as_str(), Some("failed" | "interrupted"));
    unfinished || requests_rerun(prior, planned, imported)
}

fn requests_rerun(prior: &TaskModel, planned: &TaskModel, imported: bool) -> bool {
    let rerun = |model: &TaskModel| model.precheck.get().and_then(|precheck| precheck.rerun.get().copied());
    rerun(planned).is_some() && rerun(prior) != rerun(planned) && !imported
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::*;
    use crate::resources::alibaba::migration_task::schema::{
        endpoint::{Endpoint, Wire},
        model::{Minutes, Precheck, Retry},
    };

    /// A task without a password's version is taken for an imported one here.
    fn changes(prior: &TaskModel, planned: &TaskModel) -> Changes {
        let imported = prior.source.get().is_none_or(|end| end.password_wo_version.is_null());
        super::changes(prior, planned, imported)
    }

    /// The paths of the arguments that differ.
    fn names(prior: &TaskModel, planned: &TaskModel) -> Vec<String> {
        changes(prior, planned).arguments.iter().map(|argument| argument.name(planned)).collect()
    }

    fn model() -> TaskModel {
        let end = Endpoint {
            engine: "mysql".into(),
            access_method: "alibaba_cloud_instance".into(),
            instance_id: "rm-1".into(),
            encryption: "none".into(),
            password_wo_version: 1.into(),
            ..Endpoint::default()
        };
        TaskModel {
            name: "orders".into(),
            conflict_mode: "report".into(),
            source: end.clone().into(),
            destination: end.into(),
            ..TaskModel::default()
        }
    }

    #[test]
    fn equal_models_have_no_changes() {
        assert!(!changes(&model(), &model()).any());
        let spelled_out = TaskModel {
            retry: Attr::Known(Retry {
                connection_minutes: Minutes::new(720).into(),
                other_minutes: Minutes::new(10).into(),
            }),
            ..model()
        };
        assert_eq!(names(&model(), &spelled_out), [""; 0], "defaults written down change nothing");
    }

    #[test]
    fn each_change_has_its_own_call() {
        let renamed = TaskModel { name: "orders-2".into(), ..model() };
        assert_eq!(names(&model(), &renamed), ["name"]);
        assert!(changes(&model(), &renamed).renames() && changes(&model(), &renamed).configuration().count() == 0);

        let mut rotated = model();
        rotated.source.get_mut().unwrap().password_wo_version = 2.into();
        assert_eq!(names(&model(), &rotated), ["source.password_wo_version"]);
        assert!(changes(&model(), &rotated).sends_passwords());
        assert_eq!(changes(&model(), &rotated).configuration().count(), 0);

        let mut moved = model();
        moved.destination.get_mut().unwrap().instance_id = "rm-2".into();
        assert_eq!(names(&model(), &moved), ["destination.instance_id"]);

        let retry = Retry { connection_minutes: Minutes::new(30).into(), other_minutes: Minutes::new(10).into() };
        let longer = TaskModel { retry: Attr::Known(retry), ..model() };
        assert_eq!(names(&model(), &longer), ["retry.connection_minutes"]);

        let failed = TaskModel { precheck_state: "failed".into(), ..model() };
        assert!(changes(&failed, &model()).precheck);
        let interrupted_check = TaskModel { precheck_state: "interrupted".into(), ..model() };
        assert!(changes(&interrupted_check, &model()).precheck);
        let imported = TaskModel { precheck_state: "not_run".into(), ..model() };
        assert!(!changes(&imported, &model()).precheck);

        let rerun = TaskModel { precheck: Attr::Known(Precheck { rerun: 1.into(), ..Precheck::default() }), ..model() };
        assert!(changes(&model(), &rerun).precheck);
        assert!(!changes(&rerun, &rerun).precheck && !changes(&rerun, &model()).precheck);
        assert!(!changes(&TaskModel::default(), &rerun).precheck, "fresh from an import");
    }

    /// The API's answers spell engines in their own way; a change the user makes counts all the same.
    #[test]
    fn an_import_is_no_change_of_an_engines_spelling() {
        let spelt = |word: &str, version: Attr<i64>| {
            let wire = Wire { engine: word.into(), instance_type: "EXPRESS".into() };
            let end = Endpoint { wire: wire.into(), password_wo_version: version, ..Endpoint::default() };
            TaskModel { source: end.into(), ..TaskModel::default() }
        };
        let wanted = spelt("KAFKA", 1.into());
        assert_eq!(names(&spelt("kafka", Attr::Null), &wanted), [""; 0]);
        assert_eq!(names(&spelt("oracle", Attr::Null), &wanted), ["source.wire.engine"]);
        assert_eq!(names(&spelt("kafka", 1.into()), &wanted), ["source.wire.engine"]);
    }
}
