use serde_json::Value;

use crate::client::Client;
use crate::setup::{
    DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, attach, configure, job_parameters, make_role, precheck, status, wait,
};

/// A job that runs.
async fn running(stage: &Stage) -> (Client, String) {
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    precheck(&caller, &job).await;
    let purchase = [("PayType", "PostPaid"), ("JobId", &job[..]), ("InstanceClass", "small"), ("AutoStart", "true")];
    caller.dts("CreateDtsInstance", &purchase).await.ok();
    wait(&caller, &job, "Migrating").await;
    (caller, job)
}

async fn detail(caller: &Client, job: &str) -> Value {
    caller.dts("DescribeDtsJobDetail", &[("DtsJobId", job)]).await.ok()
}

#[tokio::test]
async fn the_name_changes_while_the_job_runs() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    caller.dts("ModifyDtsJobName", &[("DtsJobId", &job), ("DtsJobName", "new name")]).await.ok();
    assert_eq!(detail(&caller, &job).await["DtsJobName"], "new name");
    caller.dts("ModifyDtsJobName", &[("DtsJobId", &job)]).await.refused("MissingDtsJobName", "");
}

/// A call that names another region does not find the job; one without a region does.
#[tokio::test]
async fn a_job_is_found_in_its_region_only() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    let instance = format!("dts{job}");
    let tag = [
        ("ResourceType", "ALIYUN::DTS::INSTANCE"),
        ("ResourceId.1", &instance),
        ("Tag.1.Key", "a"),
        ("Tag.1.Value", "b"),
    ];
    let listed = async |region: &str| {
        let jobs = caller.dts("DescribeDtsJobs", &[("RegionId", region)]).await.ok();
        jobs["TotalRecordCount"].as_u64().unwrap()
    };
    let renamed = [("DtsJobId", &job[..]), ("DtsJobName", "other")];
    for (region, found) in [("cn-beijing", false), ("cn-hangzhou", true)] {
        let region_id = [("RegionId", region)];
        let by_id = [&[("DtsJobId", &job[..])][..], &region_id].concat();
        let of_instance = [&[("DtsInstanceID", &instance[..])][..], &region_id].concat();
        for (action, parameters) in [
            ("DescribeDtsJobDetail", &by_id),
            ("DescribeDtsJobDetail", &of_instance),
            ("ModifyDtsJobName", &[&renamed[..], &region_id].concat()),
            ("TagResources", &[&tag[..], &region_id].concat()),
        ] {
            let answer = caller.dts(action, parameters).await;
            if found { drop(answer.ok()) } else { answer.refused("Forbidden.InstanceNotFound", "") }
        }
        assert_eq!(listed(region).await, u64::from(found), "{region}");
    }
    caller.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
}

#[tokio::test]
async fn the_class_only_grows() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    let transfer = |class: &'static str, order: &'static str| {
        let (caller, job) = (caller.clone(), job.clone());
        async move {
            caller
                .dts("TransferInstanceClass", &[("DtsJobId", &job), ("InstanceClass", class), ("OrderType", order)])
                .await
        }
    };
    transfer("huge", "UPGRADE").await.refused_parameter("InstanceClass");
    for (class, order) in [("small", "UPGRADE"), ("large", "DOWNGRADE")] {
        let lower = transfer(class, order).await;
        lower.refused("NoPermission", "can only be raised");
        assert_eq!(lower.status, 403);
    }
    assert_eq!(transfer("large", "UPGRADE").await.ok()["ChargeType"], "POSTPAY");
    assert_eq!(wait(&caller, &job, "Migrating").await, ["Upgrade", "Migrating"]);
    assert_eq!(detail(&caller, &job).await["DtsJobClass"], "large");
}

#[tokio::test]
async fn reserved_settings_are_merged() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    let instance = format!("dts{job}");
    let modify = |reserved: &'static str| {
        let (caller, instance) = (caller.clone(), instance.clone());
        async move {
            let parameters =
                [("DtsInstanceId", &instance[..]), ("ModifyTypeEnum", "UPDATE_RESERVED"), ("Reserved", reserved)];
            caller.dts("ModifyDtsJob", &parameters).await
        }
    };
    modify(r#"{"srcSSL":"1"}"#).await.ok();
    modify(r#"{"maxRetryTime":"1200"}"#).await.ok();
    modify("x").await.refused_parameter("Reserved");
    modify(r#"{"retry.blind.seconds":"1200"}"#).await.refused_parameter("Reserved.retry.blind.seconds");
    let shown = detail(&caller, &job).await;
    assert_eq!(shown["SourceEndpoint"]["SslSolutionEnum"], "ENABLE_WITH_CERTIFICATE");
    let reserved: Value = serde_json::from_str(shown["Reserved"].as_str().unwrap()).unwrap();
    assert_eq!(reserved["maxRetryTime"], 1200);
}

#[tokio::test]
async fn throttling_is_set_per_phase() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    let limit = |code: &'static str, more: Vec<(&'static str, &'static str)>| {
        let (caller, job) = (caller.clone(), job.clone());
        async move {
            caller.dts("ModifyDynamicConfig", &[&[("DtsJobId", &job[..]), ("JobCode", code)], &more[..]].concat()).await
        }
    };
    let rows = ("ConfigList", r#"{"dts.datamove.source.rps.max":"100"}"#);
    limit("03", vec![("EnableLimit", "true"), rows]).await.ok();
    limit("03", vec![rows]).await.refused("MissingEnableLimit", "");
    limit("04", vec![rows]).await.ok();
    limit("04", vec![("ConfigList", r#"{"dts.datamove.blaster.qps.max":"1"}"#)]).await.refused_parameter("ConfigList");
    limit("07", vec![rows]).await.refused_parameter("JobCode");
    let shown = detail(&caller, &job).await;
    let reserved: Value = serde_json::from_str(shown["Reserved"].as_str().unwrap()).unwrap();
    assert_eq!(reserved["fullDynamicConfig"]["dts.datamove.source.rps.max"], "100");
}

#[tokio::test]
async fn an_endpoint_moves_to_another_instance_with_the_same_checks() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    let base = [
        ("DtsJobId", &job[..]),
        ("Endpoint", "src"),
        ("EndpointInstanceType", "rds"),
        ("EndpointInstanceId", "rm-source-stores"),
    ];
    let modify = |more: Vec<(&'static str, &'static str)>| {
        let all: Vec<(&str, &str)> = base.into_iter().chain(more).collect();
        let caller = caller.clone();
        async move { caller.dts("ModifyDtsJobEndpoint", &all).await }
    };
    modify(vec![("RoleName", "other")]).await.refused("AssumeRoleFail", "EntityNotExist.Role");
    modify(vec![("DryRun", "true")]).await.ok();
    assert_eq!(detail(&caller, &job).await["SourceEndpoint"]["InstanceID"], "rm-source-orders");
    let moved = modify(vec![
        ("AliyunUid", SOURCE_OWNER),
        ("RoleName", ROLE),
        ("ModifyAccount", "true"),
        ("Username", "dts"),
        ("Password", "source-db-password"),
    ])
    .await
    .ok();
    assert_eq!(moved["HttpStatusCode"], "200");
    let source = detail(&caller, &job).await["SourceEndpoint"].clone();
    assert_eq!(
        (&source["InstanceID"], &source["UserName"], &source["AliyunUid"]),
        (&"rm-source-stores".into(), &"dts".into(), &SOURCE_OWNER.into())
    );
    caller.dts("ModifyDtsJobEndpoint", &[base[0], ("Endpoint", "source"), base[2]]).await.refused_parameter("Endpoint");
}

/// DTS makes a dry run before each change: nothing changes if it fails.
#[tokio::test]
async fn an_endpoint_that_cannot_be_reached_is_not_changed() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    let rds = [("DtsJobId", &job[..]), ("Endpoint", "src"), ("EndpointInstanceType", "rds")];
    let before = detail(&caller, &job).await;
    for (change, found) in [
        (&[("EndpointInstanceId", "rm-nosuch")][..], "no RDS rm-nosuch in account 1234567890123456"),
        (
            &[("EndpointRegionId", "cn-shanghai")],
            "no RDS rm-source-orders in account 1234567890123456, region cn-shanghai",
        ),
        (&[("EndpointInstanceId", "rm-source-wiki")], "rm-source-wiki is a MariaDB database, not MYSQL"),
        (&[("ModifyAccount", "true"), ("Username", "stranger")], "access denied for user stranger"),
        (&[("ModifyAccount", "true"), ("Username", "dts"), ("Password", "wrong")], "access denied for user dts"),
    ] {
        for dry_run in ["true", "false"] {
            let call = [&rds[..], change, &[("DryRun", dry_run)]].concat();
            caller.dts("ModifyDtsJobEndpoint", &call).await.refused("DTS.Msg.InvalidEndpoint", found);
        }
        let after = detail(&caller, &job).await;
        assert_eq!((&after["SourceEndpoint"], &after["Status"]), (&before["SourceEndpoint"], &before["Status"]));
    }
    // A login that is not to be changed is not tested.
    let unchanged = [&rds[..], &[("Username", "stranger"), ("Password", "wrong")]].concat();
    caller.dts("ModifyDtsJobEndpoint", &unchanged).await.ok();
}

#[tokio::test]
async fn an_endpoint_moves_into_a_vpc() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    attach(&stage.source_owner(), "AttachPolicyToRole", "AliyunVPCReadOnlyAccess").await.ok();
    let express = [
        ("DtsJobId", &job[..]),
        ("Endpoint", "src"),
        ("EndpointInstanceType", "Express"),
        ("EndpointVpcId", "vpc-source-orders"),
        ("EndpointIp", "192.168.0.10"),
        ("EndpointPort", "3306"),
    ];
    caller.dts("ModifyDtsJobEndpoint", &express[..5]).await.refused("MissingParameter", "EndpointPort");
    caller.dts("ModifyDtsJobEndpoint", &express).await.ok();
    let source = detail(&caller, &job).await["SourceEndpoint"].clone();
    assert_eq!(
        (&source["InstanceType"], &source["InstanceID"], &source["Ip"], &source["Port"]),
        (&"EXPRESS".into(), &"vpc-source-orders".into(), &"192.168.0.10".into(), &"3306".into())
    );
}

#[tokio::test]
async fn settings_of_modules_are_kept_and_answered_with_a_request_id_only() {
    let stage = Stage::new().await;
    let (caller, job) = running(&stage).await;
    let set = |parameters: &'static str| {
        let (caller, job) = (caller.clone(), job.clone());
        async move { caller.dts("ModifyDtsJobConfig", &[("DtsJobId", &job), ("Parameters", parameters)]).await }
    };
    let answer = set(r#"[{"module":"03","name":"sink.batch","value":"1"}]"#).await.ok();
    assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), ["RequestId"]);
    set(r#"[{"module":"03","name":"sink.batch","value":"2"}]"#).await.ok();
    for wrong in ["{}", "[]", r#"[{"module":"05","name":"n","value":"v"}]"#, r#"[{"module":"03","name":"n"}]"#] {
        let refused = set(wrong).await;
        refused.refused("InvalidParameters", "");
        assert_eq!(refused.status, 400, "{wrong}");
    }
    let settings = stage.state(DESTINATION_OWNER).await["jobs"][0]["module_settings"].clone();
    assert_eq!(settings, serde_json::json!([{"module": "03", "name": "sink.batch", "value": "2"}]));
}

#[tokio::test]
async fn calls_of_a_running_job_are_refused_before_it_runs() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    for action in ["SuspendDtsJob", "StopDtsJob"] {
        caller.dts(action, &[("DtsJobId", &job)]).await.refused("InvalidJobStatus", "NotStarted");
    }
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(status(&caller, &job).await, "Prechecking");
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.refused("InvalidJobStatus", "Prechecking");
    caller.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.ok();
}

#[tokio::test]
async fn the_addresses_of_dts_servers_are_returned() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let answer = caller.dts("DescribeDTSIP", &[("SourceEndpointRegion", "cn-hangzhou")]).await.ok();
    assert!(answer["DynamicMessage"].as_str().unwrap().contains("/25,"));
    assert_eq!(answer["Success"], "true");
    let list = caller.dts("WhiteIpList", &[("Region", "cn-hangzhou"), ("Type", "vpc")]).await.ok();
    assert_eq!(list["SrcIpList"], answer["DynamicMessage"]);
    caller.dts("WhiteIpList", &[("Region", "cn-hangzhou"), ("Type", "lan")]).await.refused_parameter("Type");
}
