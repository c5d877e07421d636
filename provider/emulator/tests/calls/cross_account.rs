//! Every way in which a cross-account authorization can be broken and fixed.

use dts_emulator::{Options, ReportMode};

use crate::client::{Answer, Client};
use crate::setup::{
    DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, attach, configure, item, items_in, job_parameters, make_role,
    precheck, trust, with,
};

const NOT_AUTHORIZED: &str =
    "NoPermission : You are not authorized to do this action. You should be authorized by RAM.";

async fn try_configure(caller: &Client, changes: &[(&str, &str)]) -> Answer {
    caller.dts("ConfigureDtsJob", &with(job_parameters(), changes)).await
}

async fn set_trust(owner: &Client, document: &str) {
    owner.ram("UpdateRole", &[("RoleName", ROLE), ("NewAssumeRolePolicyDocument", document)]).await.ok();
}

#[tokio::test]
async fn a_complete_authorization_allows_the_job() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let answer = try_configure(&stage.destination_owner(), &[]).await.ok();
    assert_eq!((&answer["Success"], &answer["HttpStatusCode"]), (&"true".into(), &"200".into()));
    assert_eq!(answer["DtsInstanceId"], format!("dts{}", answer["DtsJobId"].as_str().unwrap()));
}

#[tokio::test]
async fn a_missing_role_is_reported_until_it_exists() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let refused = try_configure(&caller, &[]).await;
    refused.refused("AssumeRoleFail", "EntityNotExist.Role : The role not exists");
    assert_eq!((refused.status, &refused.body["Success"]), (200, &"false".into()));
    assert_eq!(stage.state(DESTINATION_OWNER).await["jobs"].as_array().unwrap().len(), 0);
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    try_configure(&caller, &[]).await.ok();
    try_configure(&caller, &[("SourceEndpointRole", "other")]).await.refused("AssumeRoleFail", "EntityNotExist.Role");
}

#[tokio::test]
async fn every_broken_trust_is_refused_and_the_repaired_one_accepted() {
    let stage = Stage::new().await;
    let (owner, caller) = (stage.source_owner(), stage.destination_owner());
    make_role(&owner, DESTINATION_OWNER).await;
    let good = trust(DESTINATION_OWNER);
    let service = format!(r#","Service":["{DESTINATION_OWNER}@dts.aliyuncs.com"]"#);
    let deny = format!(
        r#"{{"Statement":[{{"Action":"sts:AssumeRole","Effect":"Deny","Principal":{{"Service":["{DESTINATION_OWNER}@dts.aliyuncs.com"]}}}},"#
    );
    let broken = [
        ("another account is trusted", trust("3456789012345678")),
        ("the owner itself is trusted", trust(SOURCE_OWNER)),
        ("the RAM principal alone", good.replace(&service, "")),
        ("a Deny statement", good.replace(r#"{"Statement":["#, &deny)),
        (
            "a Condition",
            good.replace(r#""Effect""#, r#""Condition":{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}},"Effect""#),
        ),
        ("another action", good.replace("sts:AssumeRole", "sts:GetCallerIdentity")),
    ];
    for (what, document) in broken {
        assert_ne!(document, good, "{what}");
        set_trust(&owner, &document).await;
        let refused = try_configure(&caller, &[]).await;
        assert_eq!((refused.code(), &refused.body["ErrMessage"]), ("AssumeRoleFail", &NOT_AUTHORIZED.into()), "{what}");
        set_trust(&owner, &good).await;
        try_configure(&caller, &[]).await.ok();
    }
    // Statements that are not about DTS have no effect.
    set_trust(&owner, &good.replace(r#""RAM":["acs:ram::2345678901234567:root"],"#, "")).await;
    try_configure(&caller, &[]).await.ok();
}

#[tokio::test]
async fn the_policies_of_the_role_must_allow_the_actions_of_dts() {
    let stage = Stage::new().await;
    let (owner, caller) = (stage.source_owner(), stage.destination_owner());
    make_role(&owner, DESTINATION_OWNER).await;
    try_configure(&caller, &[]).await.ok();
    attach(&owner, "DetachPolicyFromRole", "AliyunDTSRolePolicy").await.ok();
    try_configure(&caller, &[]).await.refused("AssumeRoleFail", NOT_AUTHORIZED);
    attach(&owner, "AttachPolicyToRole", "AliyunVPCReadOnlyAccess").await.ok();
    try_configure(&caller, &[]).await.refused("NoPermission", "(Access Denied)");
    attach(&owner, "AttachPolicyToRole", "AliyunDTSRolePolicy").await.ok();
    try_configure(&caller, &[]).await.ok();

    let document = r#"{"Version":"1","Statement":[{"Effect":"Deny","Action":"rds:ModifySecurityIps","Resource":"acs:rds:*:*:dbinstance/rm-source-*"}]}"#;
    owner.ram("CreatePolicy", &[("PolicyName", "deny"), ("PolicyDocument", document)]).await.ok();
    let custom = [("PolicyType", "Custom"), ("PolicyName", "deny"), ("RoleName", ROLE)];
    owner.ram("AttachPolicyToRole", &custom).await.ok();
    try_configure(&caller, &[]).await.refused("NoPermission", "(Access Denied)");
    owner.ram("DetachPolicyFromRole", &custom).await.ok();
    try_configure(&caller, &[]).await.ok();
}

#[tokio::test]
async fn role_names_and_owner_ids_have_different_errors() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let arn = format!("acs:ram::{SOURCE_OWNER}:role/{ROLE}");
    for (parameter, value, code, part) in [
        ("SourceEndpointRole", &arn[..], "AssumeRoleFail", "InvalidParameter : Invalid role arn format:acs:ram"),
        ("SourceEndpointRole", "AliyunDTSDefaultRole", "Abnormal.RamCheckUserRole", "AliyunDTSDefaultRole"),
        ("SourceEndpointOwnerID", "9876543210987654", "DTS.Msg.Forbidden.AliyunUIDNotFound", "9876543210987654"),
        ("SourceEndpointOwnerID", "source-owner", "DTS.Msg.InvalidParameter.AliyunUidFormat", "UID"),
    ] {
        try_configure(&caller, &[(parameter, value)]).await.refused(code, part);
    }
    for lonely in ["SourceEndpointRole", "SourceEndpointOwnerID"] {
        try_configure(&caller, &[(lonely, "")]).await.refused_parameter(lonely);
    }
    let public =
        [("SourceEndpointInstanceType", "OTHER"), ("SourceEndpointIP", "1.2.3.4"), ("SourceEndpointPort", "3306")];
    try_configure(&caller, &public).await.refused_parameter("SourceEndpointOwnerID");
    try_configure(&caller, &[]).await.ok();
}

#[tokio::test]
async fn an_owner_that_never_used_dts_is_not_found() {
    let stage = Stage::in_world(&[("dts_activated = true ", "dts_activated = false ")]).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    try_configure(&stage.destination_owner(), &[]).await.refused("DTS.Msg.Forbidden.AliyunUIDNotFound", SOURCE_OWNER);
    let stage = Stage::in_world(&[("default_role_authorized = true ", "default_role_authorized = false ")]).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    try_configure(&stage.destination_owner(), &[]).await.refused("DTS.Msg.Forbidden.AliyunUIDNotFound", SOURCE_OWNER);
}

#[tokio::test]
async fn the_start_checks_the_role_again() {
    let stage = Stage::new().await;
    let (owner, caller) = (stage.source_owner(), stage.destination_owner());
    make_role(&owner, DESTINATION_OWNER).await;
    let job = configure(&caller, &job_parameters()).await;
    attach(&owner, "DetachPolicyFromRole", "AliyunDTSRolePolicy").await.ok();
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.refused("AssumeRoleFail", NOT_AUTHORIZED);
    attach(&owner, "AttachPolicyToRole", "AliyunDTSRolePolicy").await.ok();
    assert_eq!(precheck(&caller, &job).await["State"], "Finished");
}

#[tokio::test]
async fn the_precheck_can_report_the_failure_instead() {
    let options = Options { report_cross_account: ReportMode::Precheck, strict: true, ..Options::default() };
    let stage = Stage::with(options).await;
    let (owner, caller) = (stage.source_owner(), stage.destination_owner());
    let job = configure(&caller, &job_parameters()).await;
    let failed = precheck(&caller, &job).await;
    assert_eq!((&failed["State"], items_in(&failed, "Failed")), (&"Failed".into(), vec!["CHECK_CONN_SRC".to_owned()]));
    assert_eq!(
        item(&failed, "CHECK_CONN_SRC")["ErrDetail"],
        "AssumeRoleFail: EntityNotExist.Role : The role not exists"
    );
    assert_eq!(item(&failed, "CHECK_CONN_DEST")["State"], "Success");
    make_role(&owner, DESTINATION_OWNER).await;
    assert_eq!(precheck(&caller, &job).await["State"], "Finished");
}

#[tokio::test]
async fn both_sides_can_belong_to_other_accounts() {
    let stage = Stage::new().await;
    let operator = stage.operator();
    let destination = [("DestinationEndpointOwnerID", DESTINATION_OWNER), ("DestinationEndpointRole", ROLE)];
    make_role(&stage.source_owner(), "3456789012345678").await;
    try_configure(&operator, &destination).await.refused("AssumeRoleFail", "EntityNotExist.Role");
    make_role(&stage.destination_owner(), "3456789012345678").await;
    let job = configure(&operator, &with(job_parameters(), &destination)).await;
    assert_eq!(precheck(&operator, &job).await["State"], "Finished");
    let detail = operator.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    for (side, owner) in [("SourceEndpoint", SOURCE_OWNER), ("DestinationEndpoint", DESTINATION_OWNER)] {
        assert_eq!((&detail[side]["AliyunUid"], &detail[side]["RoleName"]), (&owner.into(), &ROLE.into()));
    }
}

#[tokio::test]
async fn an_instance_in_the_wrong_account_is_not_reached() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let changes = [("SourceEndpointInstanceID", "rm-operator-audit"), ("DataSynchronization", "false")];
    let job = configure(&caller, &with(job_parameters(), &changes)).await;
    let failed = precheck(&caller, &job).await;
    assert_eq!(items_in(&failed, "Failed"), ["CHECK_CONN_SRC"]);
    let log = item(&failed, "CHECK_CONN_SRC")["Logs"][0]["ErrMsg"].as_str().unwrap();
    assert_eq!(log, format!("no RDS rm-operator-audit in account {SOURCE_OWNER}, region cn-hangzhou"));
}
