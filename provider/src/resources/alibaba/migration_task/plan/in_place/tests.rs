use super::*;
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

fn configured(parameters: &[&str]) -> Changes {
    let configuration = parameters.iter().map(|name| (*name).to_owned()).collect();
    Changes { configuration, ..Changes::default() }
}

fn calls(sorted: &Sorted) -> Vec<(Call, Option<Side>)> {
    sorted.steps.iter().map(|step| (step.row.call, step.side)).collect()
}

#[test]
fn each_change_finds_its_call_and_the_rest_comes_too_late() {
    let planned =
        TaskModel { dedicated_cluster_id: "dtscluster_1".into(), ..task(end("mysql", "alibaba_cloud_instance")) };
    let changes = Changes {
        name: true,
        rerun: true,
        ..configured(&[
            "DbList",
            "DedicatedClusterId",
            "Reserve.fullDynamicConfig.dts.datamove.source.rps.max",
            "Reserve.incDynamicConfig.dts.datamove.source.rps.max",
            "Reserve.srcSSL",
            "Reserve.maxRetryTime",
            "SourceEndpointInstanceID",
            "SourceEndpointEngineName",
        ])
    };
    let sorted = sort(&planned, &changes);
    let source = Some(Side::Source);
    assert_eq!(
        calls(&sorted),
        [
            (Call::Rename, None),
            (Call::Cluster, None),
            (Call::FullLimits, None),
            (Call::IncrementalLimits, None),
            (Call::Encryption, source),
            (Call::Endpoint, source)
        ]
    );
    let late: Vec<&str> = sorted.late.iter().map(|late| late.parameter.as_str()).collect();
    assert_eq!(late, ["DbList", "Reserve.maxRetryTime", "SourceEndpointEngineName", "precheck.rerun"]);
}

#[test]
fn a_password_goes_with_its_end_and_otherwise_alone() {
    let planned = task(end("mysql", "alibaba_cloud_instance"));
    let both = Changes { passwords: vec![Side::Source, Side::Destination], ..configured(&["SourceEndpointUserName"]) };
    let sorted = sort(&planned, &both);
    assert_eq!(calls(&sorted), [(Call::Endpoint, Some(Side::Source)), (Call::Password, Some(Side::Destination))]);
    assert_eq!(sorted.steps[0].parameters, ["SourceEndpointUserName", "SourceEndpointPassword"]);
}

#[test]
fn the_status_decides_what_is_allowed() {
    let planned = task(end("mysql", "alibaba_cloud_instance"));
    let changes = Changes { name: true, passwords: vec![Side::Source], ..Changes::default() };
    let sorted = sort(&planned, &changes);
    let refused = |status: JobStatus| -> Vec<Call> { sorted.not_in(&status).map(|step| step.row.call).collect() };
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
    let why = |source: Endpoint, parameter: &str| {
        let sorted = sort(&task(source), &configured(&[parameter]));
        sorted.late.first().and_then(|late| late.why.clone())
    };
    assert_eq!(why(end("mysql", "alibaba_cloud_instance"), "SourceEndpointInstanceID"), None);
    assert!(why(end("mariadb", "alibaba_cloud_instance"), "SourceEndpointInstanceID").unwrap().contains("mariadb"));
    assert!(why(end("mysql", "cen"), "SourceEndpointRegion").unwrap().contains("reached by cen"));
    let wire = Wire { engine: "X".into(), instance_type: "RDS".into() };
    let written = Endpoint { wire: wire.into(), ..end("mysql", "alibaba_cloud_instance") };
    assert!(why(written, "SourceEndpointInstanceID").unwrap().contains("wire"));
    let owner = "SourceEndpointOwnerID";
    assert!(why(end("mysql", "alibaba_cloud_instance"), owner).unwrap().contains("take one away"));
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
