//! Every access method of a database, and the databases behind it.

use serde_json::Value;

use crate::client::{Answer, Client};
use crate::setup::{
    DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, attach, configure, item, items_in, job_parameters, make_role,
    precheck, trust, with,
};
use crate::ways::{CEN, DATABASE, REPLICA_SET, VPC, at, instances, source, ways};

/// A stage with a role that also allows DTS to use VPCs.
async fn stage() -> (Stage, Client) {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    attach(&stage.source_owner(), "AttachPolicyToRole", "AliyunVPCReadOnlyAccess").await.ok();
    let caller = stage.destination_owner();
    (stage, caller)
}

async fn try_configure(caller: &Client, changes: &[(&str, &str)]) -> Answer {
    caller.dts("ConfigureDtsJob", &with(job_parameters(), changes)).await
}

async fn checked(caller: &Client, changes: &[(&str, &str)]) -> Value {
    let job = configure(caller, &with(job_parameters(), changes)).await;
    precheck(caller, &job).await
}

#[tokio::test]
async fn every_access_method_reaches_its_database_and_a_wrong_field_none() {
    let (_stage, caller) = stage().await;
    for (way, wrong) in ways().into_iter().chain(instances()) {
        let good = checked(&caller, &way).await;
        assert_eq!((&good["State"], items_in(&good, "Failed")), (&"Finished".into(), vec![]), "{way:?}");
        for turn in wrong {
            let failed = checked(&caller, &[&way[..], &[turn]].concat()).await;
            assert_eq!(items_in(&failed, "Failed"), ["CHECK_CONN_SRC"], "{way:?} {turn:?}");
        }
    }
}

#[tokio::test]
async fn the_message_says_what_was_not_found() {
    let (_stage, caller) = stage().await;
    let express = source("EXPRESS", "MYSQL", &[&at("192.168.0.10", "3307")[..], &[VPC]].concat());
    let failed = checked(&caller, &express).await;
    let log = &item(&failed, "CHECK_CONN_SRC")["Logs"][0]["ErrMsg"];
    let place = "nothing answers at 192.168.0.10:3307 by EXPRESS vpc-source-orders of account";
    assert_eq!(log, &Value::from(format!("{place} {SOURCE_OWNER}")));
    let engine = source("EXPRESS", "MARIADB", &[&at("192.168.0.10", "3306")[..], &[VPC]].concat());
    let failed = checked(&caller, &engine).await;
    let log = &item(&failed, "CHECK_CONN_SRC")["Logs"][0]["ErrMsg"];
    assert_eq!(log, "mysql-source-orders is a MySQL database, not MARIADB");
}

#[tokio::test]
async fn binary_logs_are_checked_only_for_engines_that_have_them() {
    let (_stage, caller) = stage().await;
    for (engine, changes, items) in [
        ("MySQL", source("EXPRESS", "MYSQL", &[&at("192.168.0.10", "3306")[..], &[VPC]].concat()), 16),
        ("PolarDB", source("PolarDB", "PolarDB", &[("SourceEndpointInstanceID", "pc-source-orders")]), 16),
        ("SQL Server", source("RDS", "MSSQL", &[("SourceEndpointInstanceID", "rm-source-erp")]), 8),
    ] {
        assert_eq!(checked(&caller, &changes).await["Total"], items, "{engine}");
    }
}

#[tokio::test]
async fn each_access_method_has_required_fields() {
    let (_stage, caller) = stage().await;
    let mongodb =
        [("SourceEndpointInstanceID", "dds-source-catalog"), ("SourceEndpointDatabaseName", "admin"), REPLICA_SET];
    let oracle = [&at("192.168.0.15", "1521")[..], &[VPC, ("SourceEndpointOracleSID", "ORCL")]].concat();
    for (way, fields) in [
        (
            source("EXPRESS", "MYSQL", &[&at("192.168.0.10", "3306")[..], &[VPC]].concat()),
            &["SourceEndpointInstanceID", "SourceEndpointIP", "SourceEndpointPort"][..],
        ),
        (
            source("ECS", "MYSQL", &[("SourceEndpointInstanceID", "i-source-orders"), ("SourceEndpointPort", "3306")]),
            &["SourceEndpointInstanceID", "SourceEndpointPort"],
        ),
        (
            source("RDS", "MYSQL", &[("SourceEndpointInstanceID", "rm-source-orders")]),
            &["SourceEndpointInstanceID", "SourceEndpointRegion"],
        ),
        (
            source("RDS", "POSTGRESQL", &[("SourceEndpointInstanceID", "pgm-source-billing"), DATABASE]),
            &["SourceEndpointDatabaseName"],
        ),
        (source("EXPRESS", "ORACLE", &oracle), &["SourceEndpointOracleSID"]),
        (source("MONGODB", "MONGODB", &mongodb), &["SourceEndpointDatabaseName"]),
    ] {
        try_configure(&caller, &way).await.ok();
        for field in fields {
            let refused = try_configure(&caller, &[&way[..], &[(field, "")]].concat()).await;
            refused.refused("MissingParameter", field);
        }
    }
    let without = [&source("MONGODB", "MONGODB", &mongodb)[..], &[("Reserve", "{}")]].concat();
    try_configure(&caller, &without).await.refused("MissingParameter", "Reserve.srcEngineArchType");
    let cen = source("CEN", "REDIS", &[&at("192.168.0.11", "6379")[..], &[VPC]].concat());
    try_configure(&caller, &cen).await.refused("MissingParameter", "Reserve.srcInstanceId");
    try_configure(&caller, &[&cen[..], &[CEN]].concat()).await.ok();
}

#[tokio::test]
async fn types_engines_and_ports_are_checked() {
    let (_stage, caller) = stage().await;
    for (name, bad, good) in [
        ("SourceEndpointEngineName", "MYSQL8", "mysql"),
        ("SourceEndpointEngineName", "clickhouse", "MySQL"),
        ("DestinationEndpointEngineName", "TiDB", "MYSQL"),
        ("SourceEndpointInstanceType", "ODPS", "RDS"),
        ("DestinationEndpointInstanceType", "DISTRIBUTED_DMSLOGICDB", "RDS"),
        ("SourceEndpointPort", "65536", "3306"),
    ] {
        try_configure(&caller, &[(name, bad)]).await.refused_parameter(name);
        try_configure(&caller, &[(name, good)]).await.ok();
    }
}

#[tokio::test]
async fn a_public_address_belongs_to_no_account() {
    let stage = Stage::new().await;
    let public = source("OTHER", "MYSQL", &at("203.0.113.10", "3306"));
    let own = [&public[..], &[("SourceEndpointOwnerID", ""), ("SourceEndpointRole", "")]].concat();
    for caller in [stage.destination_owner(), stage.operator()] {
        let destination = [
            ("DestinationEndpointInstanceType", "OTHER"),
            ("DestinationEndpointInstanceID", ""),
            ("DestinationEndpointIP", "203.0.113.20"),
            ("DestinationEndpointPort", "3306"),
        ];
        let good = checked(&caller, &[&own[..], &destination].concat()).await;
        assert_eq!((&good["State"], items_in(&good, "Failed")), (&"Finished".into(), vec![]));
        let wrong = [&own[..], &destination, &[("SourceEndpointIP", "203.0.113.11")]].concat();
        assert_eq!(items_in(&checked(&caller, &wrong).await, "Failed"), ["CHECK_CONN_SRC"]);
    }
    try_configure(&stage.destination_owner(), &public).await.refused_parameter("SourceEndpointOwnerID");
}

#[tokio::test]
async fn the_vpc_of_another_account_needs_another_policy() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let express = source("EXPRESS", "MYSQL", &[&at("192.168.0.10", "3306")[..], &[VPC]].concat());
    let ecs =
        source("ECS", "MYSQL", &[("SourceEndpointInstanceID", "i-source-orders"), ("SourceEndpointPort", "3306")]);
    try_configure(&caller, &express).await.refused("NoPermission", "may not vpc:DescribeVpcs");
    try_configure(&caller, &ecs).await.ok();
    attach(&stage.source_owner(), "AttachPolicyToRole", "AliyunVPCReadOnlyAccess").await.ok();
    try_configure(&caller, &express).await.ok();
}

#[tokio::test]
async fn a_self_managed_database_of_another_account_can_only_be_the_source() {
    let stage = Stage::new().await;
    let operator = stage.operator();
    for owner in [stage.source_owner(), stage.destination_owner()] {
        make_role(&owner, "3456789012345678").await;
        attach(&owner, "AttachPolicyToRole", "AliyunVPCReadOnlyAccess").await.ok();
    }
    let other = [("DestinationEndpointOwnerID", DESTINATION_OWNER), ("DestinationEndpointRole", ROLE)];
    let express = [
        ("DestinationEndpointInstanceType", "EXPRESS"),
        ("DestinationEndpointInstanceID", "vpc-destination-orders"),
        ("DestinationEndpointIP", "192.168.1.10"),
        ("DestinationEndpointPort", "3306"),
    ];
    try_configure(&operator, &other).await.ok();
    try_configure(&operator, &[&other[..], &express].concat()).await.refused_parameter("DestinationEndpointOwnerID");
    // In the account of the job it is a valid destination.
    let trusted = [("RoleName", ROLE), ("NewAssumeRolePolicyDocument", &trust(DESTINATION_OWNER)[..])];
    stage.source_owner().ram("UpdateRole", &trusted).await.ok();
    let own = checked(&stage.destination_owner(), &express).await;
    assert_eq!((&own["State"], items_in(&own, "Failed")), (&"Finished".into(), vec![]));
}

#[tokio::test]
async fn a_server_without_authentication_accepts_only_an_empty_login() {
    let login = r#"engine = "Redis"
version = "7.0"
region = "cn-hangzhou"
username = "dts"
password = "source-db-password"
schemas = { 0 = ["session"] }

[[account.database]]
id = "am-source-reports""#;
    let open = login.replace("\"dts\"", "\"\"").replace("source-db-password", "");
    let redis = source("REDIS", "Redis", &[("SourceEndpointInstanceID", "r-source-sessions")]);
    let none = [&redis[..], &[("SourceEndpointUserName", ""), ("SourceEndpointPassword", "")]].concat();
    for (world, changes, failed) in [
        (&open[..], &none, vec![]),
        (&open, &redis, vec!["CHECK_CONN_SRC"]),
        (login, &none, vec!["CHECK_CONN_SRC"]),
        (login, &redis, vec![]),
    ] {
        let stage = Stage::in_world(&[(login, world)]).await;
        make_role(&stage.source_owner(), DESTINATION_OWNER).await;
        assert_eq!(items_in(&checked(&stage.destination_owner(), changes).await, "Failed"), failed, "{world}");
    }
}

#[tokio::test]
async fn every_field_of_a_side_is_returned() {
    let (_stage, caller) = stage().await;
    let oracle = source(
        "EXPRESS",
        "ORACLE",
        &[&at("192.168.0.15", "1521")[..], &[VPC, ("SourceEndpointOracleSID", "ORCL")]].concat(),
    );
    let destination = [
        ("DestinationEndpointEngineName", "postgresql"),
        ("DestinationEndpointInstanceID", "pgm-destination-billing"),
        ("DestinationEndpointDataBaseName", "billing"),
    ];
    let job = configure(&caller, &with(job_parameters(), &[&oracle[..], &destination].concat())).await;
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    let listed = caller.dts("DescribeDtsJobs", &[("DtsJobId", &job)]).await.ok()["DtsJobList"][0].clone();
    for shown in [&detail, &listed] {
        for (key, value) in [
            ("InstanceType", "EXPRESS"),
            ("EngineName", "Oracle"),
            ("InstanceID", "vpc-source-orders"),
            ("Ip", "192.168.0.15"),
            ("Port", "1521"),
            ("OracleSID", "ORCL"),
            ("Region", "cn-hangzhou"),
        ] {
            assert_eq!(shown["SourceEndpoint"][key], value, "{key}");
        }
        let destination = &shown["DestinationEndpoint"];
        assert_eq!(
            (&destination["EngineName"], &destination["DatabaseName"]),
            (&"PostgreSQL".into(), &"billing".into())
        );
    }
    let reserved: Value = serde_json::from_str(detail["Reserved"].as_str().unwrap()).unwrap();
    assert_eq!((&reserved["srcHostPorts"], &reserved["srcNetType"]), (&"192.168.0.15:1521".into(), &"VPC".into()));
    assert!(reserved.get("SourceEngineVersion").is_none(), "not known before a precheck");
    precheck(&caller, &job).await;
    let detail = caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    let reserved: Value = serde_json::from_str(detail["Reserved"].as_str().unwrap()).unwrap();
    assert_eq!(reserved["SourceEngineVersion"], "19c");
}
