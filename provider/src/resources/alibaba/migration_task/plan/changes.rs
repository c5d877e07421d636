//! What an update has to do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use tfplugin::{
    model::{Attr, Set},
    private::Private,
};

use crate::resources::alibaba::migration_task::{
    request::parameters,
    schema::{
        endpoint::{Side, password_changed},
        model::TaskModel,
    },
};
use crate::{facts::alibaba as facts, rules::alibaba as rules};

/// Prefix of the names of what is inside `Reserve`.
const RESERVE: &str = "Reserve.";
/// What DTS does not tell: after an import it is taken to be as the configuration says.
const NOT_TOLD: [&str; 7] =
    ["Checkpoint", "DataCheckConfigure", "DelayNotice", "DelayPhone", "DelayRuleTime", "ErrorNotice", "ErrorPhone"];

/// The difference between two models, by what DTS is sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// The name.
    pub(crate) name: bool,
    /// Parameters only ConfigureDtsJob can change, by wire name.
    pub(crate) configuration: Vec<String>,
    /// Sides whose password is to be sent again.
    pub(crate) passwords: Vec<Side>,
    /// The precheck is to run again for itself.
    pub(crate) precheck: bool,
    /// The user asks for that.
    pub(crate) rerun: bool,
    /// Precheck items that are to count again.
    pub(crate) noticed: BTreeSet<String>,
}

impl Changes {
    /// Whether anything changes that DTS has.
    pub(crate) fn any(&self) -> bool {
        self.name || self.rerun || !self.configuration.is_empty() || !self.passwords.is_empty()
    }
}

/// Key in the private data: this task was configured from here, so the state holds what was asked for. An imported one holds
/// only what DTS tells.
const CONFIGURED: &str = "configured";

/// Notes that the task was made or changed from here.
pub(crate) fn remember_configured(private: &mut Private) {
    private.set(CONFIGURED, true);
}

/// Whether the task was imported and not changed since.
pub(crate) fn is_imported(private: &Private) -> bool {
    private.get(CONFIGURED).is_none()
}

/// Compares. What an import could not tell is taken to be as the configuration says.
pub(crate) fn changes(prior: &TaskModel, planned: &TaskModel, imported: bool) -> Changes {
    let (before, after) = (comparable(prior), comparable(planned));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let told = |name: &&String| !(imported && (NOT_TOLD.contains(&name.as_str()) || is_own_key(planned, name)));
    let same = |name: &String| match (before.get(name), after.get(name)) {
        // Answers spell engines in their own way.
        (Some(Attr::Known(told)), Some(Attr::Known(wanted))) if imported && name.ends_with("EngineName") => {
            told.eq_ignore_ascii_case(wanted)
        }
        (before, after) => before == after,
    };
    let differing = names.into_iter().filter(told).filter(|name| !same(name));
    let (job_name, configuration): (Vec<_>, Vec<_>) = differing.cloned().partition(|name| name == "DtsJobName");
    let sides =
        [(Side::Source, &prior.source, &planned.source), (Side::Destination, &prior.destination, &planned.destination)];
    let passwords = sides.into_iter().filter_map(|(side, prior, planned)| {
        let (prior, planned) = (prior.get()?, planned.get()?);
        (!imported && password_changed(prior, planned)).then_some(side)
    });
    Changes {
        name: !job_name.is_empty(),
        configuration,
        passwords: passwords.collect(),
        precheck: precheck_wanted(prior, planned, imported),
        rerun: rerun_wanted(prior, planned, imported),
        noticed: ignored(prior).difference(&ignored(planned)).cloned().collect(),
    }
}

/// Codes the configuration ignores.
pub(crate) fn ignored(model: &TaskModel) -> BTreeSet<String> {
    model.ignored_prechecks.get().into_iter().flat_map(Set::known).cloned().collect()
}

/// A key of `reserve`: an import cannot tell which of DTS's keys were somebody's wish.
fn is_own_key(planned: &TaskModel, name: &str) -> bool {
    let key = name.strip_prefix(RESERVE).unwrap_or_default();
    planned.reserve.get().is_some_and(|own| own.0.contains_key(key))
}

/// A precheck that failed or was cut short is run again, and so is one the user asks for.
fn precheck_wanted(prior: &TaskModel, planned: &TaskModel, imported: bool) -> bool {
    let unfinished = matches!(prior.precheck_state.as_str(), Some("failed" | "interrupted"));
    unfinished || rerun_wanted(prior, planned, imported)
}

fn rerun_wanted(prior: &TaskModel, planned: &TaskModel, imported: bool) -> bool {
    let rerun = |model: &TaskModel| model.precheck.get().and_then(|precheck| precheck.rerun.get().copied());
    rerun(planned).is_some() && rerun(prior) != rerun(planned) && !imported
}

/// The parameters, with the JSON of `Reserve` taken apart and its defaults filled in, and the selection in one form.
pub(crate) fn comparable(model: &TaskModel) -> BTreeMap<String, Attr<String>> {
    let mut all = parameters(model);
    if let Some(Attr::Known(reserve)) = all.get("Reserve").cloned() {
        all.remove("Reserve");
        let defaults = facts::reserve_keys().iter().filter_map(|row| Some((row.key, row.default?)));
        all.extend(defaults.map(|(key, value)| (format!("{RESERVE}{key}"), Attr::from(value))));
        if let Ok(keys) = serde_json::from_str::<Json>(&reserve) {
            flatten(RESERVE, &keys, &mut all);
        }
    }
    if let Some(Attr::Known(selection)) = all.get_mut("DbList") {
        *selection = rules::normal_objects(selection);
    }
    all
}

/// Nested objects become keys with dots.
fn flatten(prefix: &str, json: &Json, all: &mut BTreeMap<String, Attr<String>>) {
    let Json::Object(keys) = json else { return };
    for (key, value) in keys {
        let name = format!("{prefix}{key}");
        match value {
            Json::Object(_) => flatten(&format!("{name}."), value, all),
            Json::String(text) => _ = all.insert(name, text.as_str().into()),
            other => _ = all.insert(name, other.to_string().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::migration_task::schema::{
        endpoint::{Endpoint, Wire},
        model::{Precheck, Retry},
    };

    /// A task without a password's version is taken for an imported one here.
    fn changes(prior: &TaskModel, planned: &TaskModel) -> Changes {
        let imported = prior.source.get().is_none_or(|end| end.password_wo_version.is_null());
        super::changes(prior, planned, imported)
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
    fn nothing_changed_is_nothing_to_do() {
        assert_eq!(changes(&model(), &model()), Changes::default());
        let spelled_out = TaskModel {
            retry: Attr::Known(Retry { connection_minutes: 720.into(), other_minutes: 10.into() }),
            ..model()
        };
        assert_eq!(changes(&model(), &spelled_out), Changes::default(), "defaults written down change nothing");
    }

    #[test]
    fn each_change_has_its_own_call() {
        let renamed = TaskModel { name: "orders-2".into(), ..model() };
        assert_eq!(changes(&model(), &renamed), Changes { name: true, ..Changes::default() });

        let mut rotated = model();
        rotated.source.get_mut().unwrap().password_wo_version = 2.into();
        assert_eq!(changes(&model(), &rotated), Changes { passwords: vec![Side::Source], ..Changes::default() });

        let mut moved = model();
        moved.destination.get_mut().unwrap().instance_id = "rm-2".into();
        assert_eq!(changes(&model(), &moved).configuration, ["DestinationEndpointInstanceID"]);

        let retry = Retry { connection_minutes: 30.into(), other_minutes: 10.into() };
        let patient = TaskModel { retry: Attr::Known(retry), ..model() };
        assert_eq!(changes(&model(), &patient).configuration, ["Reserve.maxRetryTime"]);

        let failed = TaskModel { precheck_state: "failed".into(), ..model() };
        assert!(changes(&failed, &model()).precheck);
        let cut_short = TaskModel { precheck_state: "interrupted".into(), ..model() };
        assert!(changes(&cut_short, &model()).precheck);
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
        assert_eq!(changes(&spelt("kafka", Attr::Null), &wanted), Changes::default());
        assert_eq!(changes(&spelt("oracle", Attr::Null), &wanted).configuration, ["SourceEndpointEngineName"]);
        assert_eq!(changes(&spelt("kafka", 1.into()), &wanted).configuration, ["SourceEndpointEngineName"]);
    }
}
