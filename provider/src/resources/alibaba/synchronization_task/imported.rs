//! The block `two_way` of an imported task, from its two jobs.

use alibaba::{Error, dts::JobDetail};
use tfplugin::model::Attr;

use super::{
    Synchronization, rules,
    two_way::{Reverse, ReverseThrottling, TwoWay},
};
use crate::{
    facts::alibaba::two_way_pair,
    resources::{
        alibaba::{
            job::{
                FORWARD, JobKind, Kind, REVERSE, detail_of, endpoint::Endpoint, of_kind::Extended, topology::Topology,
            },
            migration_task::{Origin, TaskModel, differences, fill_derived, state_of},
        },
        shared::{Absence, Session},
    },
};

/// Adds the block. `reverse` is the reverse job of the task.
///
/// # Errors
/// A call failed.
pub(super) async fn add_two_way(
    session: &Session<'_>,
    task: &mut Extended<Synchronization>,
    reverse: &JobDetail,
) -> Result<(), Error> {
    let id = task.base.id.or(String::new());
    let forward = detail_of(session, &FORWARD, &id, Absence::Repeated).await?;
    let reverse = Some(reverse).filter(|job| REVERSE.has_started(&job.status));
    add(task, &forward, reverse);
    Ok(())
}

fn read(kind: &'static JobKind, job: &JobDetail) -> TaskModel {
    let topology = Topology { carry_ddl: true.into(), ..Topology::default() };
    state_of(job, TaskModel { kind: Kind(kind), topology, ..TaskModel::default() })
}

fn add(task: &mut Extended<Synchronization>, forward: &JobDetail, reverse: Option<&JobDetail>) {
    let topology = read(&FORWARD, forward).topology;
    let mut two_way = TwoWay { on_conflict: topology.on_conflict, carry_ddl: topology.carry_ddl, reverse: Attr::Null };
    let base = &mut task.base;
    base.kind = Kind(&FORWARD);
    if has_one_policy(base) {
        two_way.on_conflict = Attr::Null;
    }
    base.topology = two_way.topology(base);
    if let Some(keys) = base.reserve.get_mut() {
        keys.0.retain(|key, _| !rules::OWN_KEYS.contains(&key.as_str()));
        if keys.0.is_empty() {
            base.reserve = Attr::Null;
        }
    }
    two_way.reverse = reverse.and_then(|job| own_of(&two_way, base, job)).into();
    fill_derived(base);
    task.own.two_way = Attr::Known(two_way);
}

/// Whether the engines have a single policy for conflicts, which no configuration has to name.
fn has_one_policy(base: &TaskModel) -> bool {
    let engine = |end: &Attr<Endpoint>| end.get().and_then(|end| end.engine.as_str()).unwrap_or_default().to_owned();
    let pair = two_way_pair(&engine(&base.source), &engine(&base.destination));
    pair.is_some_and(|pair| pair.conflict_policies.len() == 1)
}

/// What the reverse job has in place of the settings of the task.
fn own_of(two_way: &TwoWay, base: &TaskModel, job: &JobDetail) -> Option<Reverse> {
    let live = read(&REVERSE, job);
    let expected = two_way.reverse_of(base);
    let differing: Vec<String> =
        differences(&live, &expected, Origin::Configured).iter().map(|argument| argument.name(&expected)).collect();
    let has = |name: &str| differing.iter().any(|one| one == name || one.starts_with(&format!("{name}.")));
    let mut own = Reverse::default();
    // Without an inverse, the reverse direction needs its own objects.
    let has_no_inverse = expected.objects.is_unknown();
    if has("objects") || has("objects_json") || has_no_inverse {
        (own.objects, own.objects_json) = (live.objects, live.objects_json);
    }
    if has("two_way.reverse.on_conflict") {
        own.on_conflict = live.topology.on_conflict;
    }
    if has("throttling") {
        own.throttling = live.throttling.map(|live| ReverseThrottling { incremental: live.incremental });
    }
    own.is_set().then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(reserved: &str, objects: &str) -> JobDetail {
        JobDetail { reserved: reserved.to_owned(), db_object: objects.to_owned(), ..JobDetail::default() }
    }

    fn imported(forward: &JobDetail, reverse: Option<&JobDetail>) -> Extended<Synchronization> {
        let base = state_of(forward, TaskModel { kind: Kind(&FORWARD), ..TaskModel::default() });
        let mut task = Extended { base, own: Synchronization::default() };
        add(&mut task, forward, reverse);
        task
    }

    const FORWARD_SETTINGS: &str = r#"{"syncArchitecture":"bidirectional","conflict":"overwrite","filterDDL":"true"}"#;
    const REVERSE_SETTINGS: &str = r#"{"syncArchitecture":"bidirectional","conflict":"ignore","targetTableMode":"2"}"#;

    #[test]
    fn an_imported_task_has_the_policies_of_both_directions() {
        let forward = job(FORWARD_SETTINGS, r#"{"a":{"name":"b","all":true}}"#);
        let reverse = job(REVERSE_SETTINGS, r#"{"b":{"name":"a","all":true}}"#);
        let task = imported(&forward, Some(&reverse));
        let two_way = task.own.two_way.get().unwrap();
        assert_eq!((two_way.on_conflict.as_str(), two_way.carry_ddl.get()), (Some("overwrite"), Some(&false)));
        let own = two_way.reverse.get().unwrap();
        assert_eq!(own.on_conflict.as_str(), Some("ignore"));
        assert!(own.objects.is_null() && own.objects_json.is_null(), "they follow from those of the task");
        assert!(task.base.reserve.is_null(), "the keys of the topology have arguments");
    }

    #[test]
    fn the_objects_of_the_reverse_direction_are_in_its_block_if_those_of_the_task_have_no_inverse() {
        for table in [r#"{"name":"t","filter":"id > 7"}"#, r#"{"name":"t","conflict":"overwrite"}"#] {
            let forward =
                job(FORWARD_SETTINGS, &format!(r#"{{"a":{{"name":"b","all":false,"Table":{{"t":{table}}}}}}}"#));
            let reverse = job(FORWARD_SETTINGS, r#"{"b":{"name":"a","all":false,"Table":{"t":{"name":"t"}}}}"#);
            let task = imported(&forward, Some(&reverse));
            let own = task.own.two_way.get().unwrap().reverse.get().unwrap_or_else(|| panic!("{table}")).clone();
            assert!(own.objects.is_known() || own.objects_json.is_known(), "{table}");
        }
    }

    #[test]
    fn other_objects_of_the_reverse_direction_are_in_its_block() {
        let forward = job(FORWARD_SETTINGS, r#"{"a":{"name":"b","all":true}}"#);
        let reverse = job(FORWARD_SETTINGS, r#"{"c":{"name":"a","all":true}}"#);
        let task = imported(&forward, Some(&reverse));
        let own = task.own.two_way.get().unwrap().reverse.get().unwrap().clone();
        assert!(own.objects.is_known() || own.objects_json.is_known());
        assert!(own.on_conflict.is_null());
        let same = job(FORWARD_SETTINGS, r#"{"b":{"name":"a","all":true}}"#);
        assert!(imported(&forward, Some(&same)).own.two_way.get().unwrap().reverse.is_null());
        assert!(imported(&forward, None).own.two_way.get().unwrap().reverse.is_null());
    }
}
