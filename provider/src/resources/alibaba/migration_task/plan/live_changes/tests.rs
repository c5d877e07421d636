use super::*;
use crate::resources::alibaba::job::{Kind, MIGRATION, SYNCHRONIZATION};
use crate::resources::alibaba::migration_task::schema::endpoint::{CrossAccount, Wire};

fn end(engine: &str, access: &str) -> Endpoint {
    Endpoint {
        engine: engine.into(),
        access_method: access.into(),
        instance_id: "rm-1".into(),
        region: "cn-hangzhou".into(),
        username: "dts".into(),
        ..Endpoint::default()
    }
}

fn task(source: Endpoint) -> TaskModel {
    TaskModel {
        name: "orders".into(),
        source: source.into(),
        destination: end("mysql", "alibaba_cloud_instance").into(),
        ..TaskModel::default()
    }
}

fn changed(paths: &[&str]) -> Changes {
    Changes { arguments: paths.iter().map(|path| Argument::named(path)).collect(), ..Changes::default() }
}

fn names(arguments: &[Argument]) -> Vec<String> {
    arguments.iter().map(|argument| argument.name(&TaskModel::default())).collect()
}

fn calls(live: &LiveChanges) -> Vec<(Call, Option<Side>)> {
    live.steps.iter().map(|step| (step.row.call, step.side)).collect()
}

#[test]
fn each_change_finds_its_call_and_the_rest_comes_too_late() {
    let planned =
        TaskModel { dedicated_cluster_id: "dtscluster_1".into(), ..task(end("mysql", "alibaba_cloud_instance")) };
    let changes = Changes {
        rerun: true,
        ..changed(&[
            "name",
            "objects",
            "dedicated_cluster_id",
            "throttling.full",
            "throttling.incremental",
            "source.encryption",
            "retry.connection_minutes",
            "source.instance_id",
            "source.engine",
        ])
    };
    let live = live_changes(&planned, &changes);
    let source = Some(Side::Source);
    assert_eq!(
        calls(&live),
        [
            (Call::Rename, None),
            (Call::Cluster, None),
            (Call::FullLimits, None),
            (Call::IncrementalLimits, None),
            (Call::Settings, source),
            (Call::Endpoint, source)
        ]
    );
    let immutable: Vec<Argument> = live.immutable.into_iter().map(|immutable| immutable.argument).collect();
    assert_eq!(names(&immutable), ["objects", "retry.connection_minutes", "source.engine", "precheck.rerun"]);
}

#[test]
fn only_a_synchronization_changes_its_objects_in_place() {
    let of_kind = |kind| TaskModel { kind: Kind(kind), ..task(end("mysql", "alibaba_cloud_instance")) };
    let live = live_changes(&of_kind(&SYNCHRONIZATION), &changed(&["objects"]));
    assert_eq!(calls(&live), [(Call::Objects, None)]);
    for status in [JobStatus::Synchronizing, JobStatus::Failed] {
        assert_eq!(live.not_allowed_in(&status).count(), 0, "{status}");
    }
    for status in [JobStatus::Initializing, JobStatus::Suspending, JobStatus::Modifying, JobStatus::Finished] {
        assert_eq!(live.not_allowed_in(&status).count(), 1, "{status}");
    }
    let live = live_changes(&of_kind(&MIGRATION), &changed(&["objects"]));
    assert_eq!((calls(&live).len(), live.immutable.len()), (0, 1));
}

#[test]
fn a_password_goes_with_its_end_and_otherwise_alone() {
    let planned = task(end("mysql", "alibaba_cloud_instance"));
    let both = changed(&["source.username", "source.password", "destination.password"]);
    let live = live_changes(&planned, &both);
    assert_eq!(calls(&live), [(Call::Endpoint, Some(Side::Source)), (Call::Password, Some(Side::Destination))]);
    assert_eq!(names(&live.steps[0].arguments), ["source.username", "source.password"]);
}

#[test]
fn the_status_decides_what_is_allowed() {
    let planned = task(end("mysql", "alibaba_cloud_instance"));
    let live = live_changes(&planned, &changed(&["name", "source.password"]));
    let refused = |status: JobStatus| -> Vec<Call> { live.not_allowed_in(&status).map(|step| step.row.call).collect() };
    for all in [JobStatus::Migrating, JobStatus::Retrying, JobStatus::Suspending] {
        assert_eq!(refused(all), []);
    }
    assert_eq!(refused(JobStatus::MigrationFailed), [Call::Rename]);
    for none in [JobStatus::Finished, JobStatus::Upgrade, JobStatus::Locked, JobStatus::of("SomethingNew")] {
        assert_eq!(refused(none), [Call::Rename, Call::Password]);
    }
}

#[test]
fn the_ends_the_call_does_not_have_come_too_late_with_a_reason() {
    let why = |source: Endpoint, path: &str| {
        let live = live_changes(&task(source), &changed(&[path]));
        live.immutable.first().and_then(|immutable| immutable.why.clone())
    };
    assert_eq!(why(end("mysql", "alibaba_cloud_instance"), "source.instance_id"), None);
    assert!(why(end("mariadb", "alibaba_cloud_instance"), "source.instance_id").unwrap().contains("mariadb"));
    assert!(why(end("mysql", "cen"), "source.region").unwrap().contains("access method cen"));
    let wire = Wire { engine: "X".into(), instance_type: "RDS".into() };
    let written = Endpoint { wire: wire.into(), ..end("mysql", "alibaba_cloud_instance") };
    assert!(why(written, "source.instance_id").unwrap().contains("wire"));
    let owner = "source.cross_account.account_id";
    assert!(why(end("mysql", "alibaba_cloud_instance"), owner).unwrap().contains("cannot remove it"));
    let other = CrossAccount { account_id: "1234567890123456".into(), role_name: "r".into() };
    let owned = Endpoint { cross_account: other.into(), ..end("mysql", "alibaba_cloud_instance") };
    assert_eq!(why(owned, owner), None);
}

#[test]
fn a_sharded_source_has_a_type_of_its_own_and_a_sharded_destination_none() {
    let sharded = Endpoint { mongodb_topology: "sharded".into(), ..end("mongodb", "alibaba_cloud_instance") };
    assert_eq!(type_of_modify(Side::Source, &sharded), Ok("distributed_mongodb"));
    assert!(type_of_modify(Side::Destination, &sharded).unwrap_err().contains("sharded mongodb"));
    assert_eq!(type_of_modify(Side::Destination, &end("mongodb", "alibaba_cloud_instance")), Ok("mongodb"));
    assert_eq!(type_of_modify(Side::Source, &end("mysql", "express_connect")), Ok("express"));
}
