//! The block `two_way`, and the configuration of the reverse direction that follows from it.

use std::collections::BTreeSet;

use tfplugin::{
    Model,
    model::{Attr, Set},
    validate::one_of,
};

use super::ALWAYS;
use crate::{
    facts::alibaba::two_way_pair,
    resources::alibaba::{
        job::{
            Kind, REVERSE,
            endpoint::Endpoint,
            objects::{self, Objects, inverse},
            topology::{ON_CONFLICT, Topology},
        },
        migration_task::{IncrementalThrottle, Precheck, TaskModel, Throttling, Verification},
    },
    rules::alibaba as rules,
};

/// The second direction. Its endpoints are those of the task in the opposite roles, with their accounts and roles.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct TwoWay {
    /// What happens when a change of the source meets another row at the destination: with `fail`, the synchronization fails; with `ignore`, the row stays; with `overwrite`, the change replaces it. Default: `fail`. For MongoDB, `ignore` is the default and the only valid value; for Tair, the later write always wins, so it must not be set.
    #[attr(optional, validate(one_of(ON_CONFLICT)))]
    pub(crate) on_conflict: Attr<String>,
    /// Whether the forward direction also copies schema changes (DDL). The reverse direction never does.
    #[attr(default = true)]
    pub(crate) carry_ddl: Attr<bool>,
    /// What the reverse direction has in place of the settings of the task.
    #[block]
    pub(crate) reverse: Attr<Reverse>,
}

/// What the reverse direction has in place of the settings of the task.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Reverse {
    /// Databases of the reverse direction, as in `objects` of the task; their keys are names at the destination of the task. Default: the objects of the task, with source and destination names exchanged. Required if the task has row filters.
    #[attr(optional, equal = objects::same_objects)]
    pub(crate) objects: Attr<Objects>,
    /// The same in the JSON format of DTS (`DbList`).
    #[attr(optional, equal = rules::same_objects, validate(rules::db_list_json()))]
    pub(crate) objects_json: Attr<String>,
    /// What happens when a change meets another row, in the reverse direction. Default: `on_conflict` of the block `two_way`.
    #[attr(optional, validate(one_of(ON_CONFLICT)))]
    pub(crate) on_conflict: Attr<String>,
    /// Precheck settings of the reverse direction.
    #[block]
    pub(crate) precheck: Attr<Precheck>,
    /// Rate limits of the reverse direction.
    #[block]
    pub(crate) throttling: Attr<ReverseThrottling>,
}

/// Rate limits of the reverse direction, which has no initial phases.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct ReverseThrottling {
    /// Limits of the synchronization of changes.
    #[block]
    pub(crate) incremental: Attr<IncrementalThrottle>,
}

impl TwoWay {
    /// The settings of the forward direction.
    pub(super) fn topology(&self, forward: &TaskModel) -> Topology {
        Topology { on_conflict: self.policy(forward), carry_ddl: self.carry_ddl.clone() }
    }

    /// `on_conflict`, or the default of the engines: the first policy that they have.
    fn policy(&self, forward: &TaskModel) -> Attr<String> {
        if !self.on_conflict.is_null() {
            return self.on_conflict.clone();
        }
        let engine = |end: &Attr<Endpoint>| end.get().map_or(Attr::Null, |end| end.engine.clone());
        let engines = [engine(&forward.source), engine(&forward.destination)];
        if engines.iter().any(Attr::is_unknown) {
            return Attr::Unknown;
        }
        let pair = two_way_pair(engines[0].as_str().unwrap_or_default(), engines[1].as_str().unwrap_or_default());
        match pair {
            Some(pair) => pair.conflict_policies.first().map(|policy| (*policy).to_owned()).into(),
            None => ON_CONFLICT.first().map(|policy| (*policy).to_owned()).into(),
        }
    }

    /// Takes what DTS has in place of the known settings of the forward direction.
    pub(super) fn refresh(&mut self, forward: &TaskModel) {
        let (known, found) = (self.topology(forward), &forward.topology);
        if found.on_conflict.is_known() && found.on_conflict != known.on_conflict {
            self.on_conflict = found.on_conflict.clone();
        }
        if found.carry_ddl.is_known() && self.carry_ddl.is_known() {
            self.carry_ddl = found.carry_ddl.clone();
        }
    }

    /// The configuration of the reverse direction. Only the forward direction has initial phases, so the tables of the reverse one exist at
    /// its destination: that is no conflict.
    pub(super) fn reverse_of(&self, forward: &TaskModel) -> TaskModel {
        let own = self.reverse.clone().or(Reverse::default());
        let (objects, objects_json) = own.selection(forward);
        let on_conflict = if own.on_conflict.is_null() { self.policy(forward) } else { own.on_conflict };
        TaskModel {
            kind: Kind(&REVERSE),
            topology: Topology { on_conflict, carry_ddl: Attr::Null },
            migration_types: Attr::Known(Set(vec![ALWAYS.into()])),
            conflict_mode: "ignore".into(),
            // DTS takes it before the purchase only, with the forward job.
            dedicated_cluster_id: Attr::Null,
            source: forward.destination.clone(),
            destination: forward.source.clone(),
            objects,
            objects_json,
            precheck: own.precheck,
            data_verification: without_full(&forward.data_verification),
            throttling: own.throttling.map(|own| Throttling { full: Attr::Null, incremental: own.incremental }),
            ..forward.clone()
        }
    }
}

/// The verification of a direction without a full phase: that of the changes, if there is one.
fn without_full(forward: &Attr<Verification>) -> Attr<Verification> {
    match forward {
        Attr::Known(own) if own.incremental.is_null() => Attr::Null,
        own => own.clone().map(|own| Verification { full: Attr::Null, ..own }),
    }
}

impl Reverse {
    /// The arguments and blocks that it has.
    pub(super) fn arguments(&self) -> BTreeSet<&'static str> {
        let has = [
            ("objects", !self.objects.is_null()),
            ("objects_json", !self.objects_json.is_null()),
            ("precheck", !self.precheck.is_null()),
            ("throttling", !self.throttling.is_null()),
        ];
        has.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect()
    }

    /// Whether it has an argument.
    pub(super) fn is_set(&self) -> bool {
        !(self.on_conflict.is_null() && self.arguments().is_empty())
    }

    /// `objects` and `objects_json` of the reverse direction; unknown if they follow from objects that are not known yet, or that have no
    /// inverse. The keys that only the JSON has, such as the policies of single tables, have none.
    fn selection(&self, forward: &TaskModel) -> (Attr<Objects>, Attr<String>) {
        if !(self.objects.is_null() && self.objects_json.is_null()) {
            return (self.objects.clone(), self.objects_json.clone());
        }
        let json = forward.objects_json.as_str().and_then(objects::from_json).filter(|selection| selection.complete);
        let databases = match (forward.objects.get(), &json) {
            (Some(objects), _) => Some(objects.databases()),
            (None, json) => json.as_ref().map(|selection| &selection.databases),
        };
        match databases.and_then(inverse) {
            Some(databases) => (Attr::Known(databases.into()), Attr::Null),
            None => (Attr::Unknown, Attr::Null),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::job::{FORWARD, endpoint::CrossAccount};

    fn end(instance: &str, owner: &str) -> Attr<Endpoint> {
        let owner = CrossAccount { account_id: owner.into(), role_name: format!("role-of-{owner}").into() };
        Endpoint { instance_id: instance.into(), cross_account: owner.into(), ..Endpoint::default() }.into()
    }

    fn forward(list: &str) -> TaskModel {
        TaskModel {
            kind: Kind(&FORWARD),
            source: end("rm-a", "1"),
            destination: end("rm-b", "2"),
            objects_json: list.into(),
            migration_types: Attr::Known(["schema", "full", ALWAYS].map(str::to_owned).into_iter().collect()),
            ..TaskModel::default()
        }
    }

    #[test]
    fn the_reverse_direction_has_the_endpoints_with_their_owners_exchanged_and_only_changes() {
        let two_way = TwoWay { on_conflict: "overwrite".into(), carry_ddl: true.into(), ..TwoWay::default() };
        let reverse = two_way.reverse_of(&forward(r#"{"a":{"name":"b","all":true}}"#));
        assert_eq!((reverse.source, reverse.destination), (end("rm-b", "2"), end("rm-a", "1")));
        assert_eq!(reverse.migration_types, Attr::Known(Set(vec![ALWAYS.into()])));
        assert_eq!(reverse.conflict_mode.as_str(), Some("ignore"));
        assert_eq!(reverse.topology.on_conflict.as_str(), Some("overwrite"));
        assert!(reverse.topology.carry_ddl.is_null(), "it never carries DDL");
        assert!(reverse.objects.get().unwrap().databases().0.contains_key("b"));
    }

    #[test]
    fn the_reverse_direction_has_neither_the_cluster_nor_the_verification_of_a_full_phase() {
        let with = |verification: Verification| TaskModel {
            dedicated_cluster_id: "dtscluster_first".into(),
            data_verification: verification.into(),
            ..forward(r#"{"a":{"all":true}}"#)
        };
        let full = Verification { full: Attr::Known(Default::default()), ..Verification::default() };
        let reverse = TwoWay::default().reverse_of(&with(full.clone()));
        assert!(reverse.dedicated_cluster_id.is_null() && reverse.data_verification.is_null());
        let both = Verification { incremental: Attr::Known(Default::default()), ..full };
        let reverse = TwoWay::default().reverse_of(&with(both));
        let own = reverse.data_verification.get().unwrap();
        assert!(own.full.is_null() && own.incremental.is_known());
    }

    #[test]
    fn the_reverse_direction_can_have_its_own_objects_and_policy() {
        let own = Reverse {
            objects_json: r#"{"x":{"all":true}}"#.into(),
            on_conflict: "ignore".into(),
            ..Reverse::default()
        };
        let two_way = TwoWay { on_conflict: "fail".into(), reverse: own.into(), ..TwoWay::default() };
        let reverse = two_way.reverse_of(&forward(r#"{"a":{"name":"b","all":true}}"#));
        assert_eq!(reverse.objects_json.as_str(), Some(r#"{"x":{"all":true}}"#));
        assert!(reverse.objects.is_null());
        assert_eq!(reverse.topology.on_conflict.as_str(), Some("ignore"));
    }

    #[test]
    fn objects_with_keys_that_only_the_json_has_have_no_inverse() {
        let reverse = |list: String| TwoWay::default().reverse_of(&forward(&list));
        let table = |keys: &str| format!(r#"{{"a":{{"name":"b","Table":{{"t":{{"name":"t"{keys}}}}}}}}}"#);
        assert!(reverse(table(r#","conflict":"overwrite""#)).objects.is_unknown());
        assert!(reverse(table("")).objects.is_known());
    }

    #[test]
    fn the_default_policy_is_that_of_the_engines() {
        for (engine, policy) in [("mysql", Some("fail")), ("mongodb", Some("ignore")), ("redis", None)] {
            let end = Endpoint { engine: engine.into(), ..Endpoint::default() };
            let task = TaskModel { source: end.clone().into(), destination: end.into(), ..TaskModel::default() };
            let two_way = TwoWay::default();
            assert_eq!(two_way.topology(&task).on_conflict.as_str(), policy, "{engine}");
            assert_eq!(two_way.reverse_of(&task).topology.on_conflict.as_str(), policy, "{engine}");
        }
        let later = Endpoint { engine: Attr::Unknown, ..Endpoint::default() };
        let task = TaskModel { source: later.into(), ..TaskModel::default() };
        assert!(TwoWay::default().topology(&task).on_conflict.is_unknown());
    }

    #[test]
    fn a_refresh_shows_only_what_differs() {
        let mut task = forward(r#"{"a":{"all":true}}"#);
        let mut two_way = TwoWay { carry_ddl: true.into(), ..TwoWay::default() };
        task.topology = two_way.topology(&task);
        two_way.refresh(&task);
        assert!(two_way.on_conflict.is_null(), "it is the default");
        task.topology = Topology { on_conflict: "overwrite".into(), carry_ddl: false.into() };
        two_way.refresh(&task);
        assert_eq!((two_way.on_conflict.as_str(), two_way.carry_ddl.get()), (Some("overwrite"), Some(&false)));
    }
}
