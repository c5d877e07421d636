//! The requests of the Terraform provider of Tencent Cloud, as it sends them, and what it needs in the answers: every
//! call is followed by the reads with which it waits.

use serde_json::{Value, json};

use crate::setup::Stage;

use super::client::{Client, REGION, SOURCE, TARGET, allow, detail, trust};

/// All fields of an endpoint as that client sends them: the port always, the rest only if it is set.
fn side(instance: &str, password: &str, more: Value) -> Value {
    let mut info = json!({"InstanceId": instance, "Port": 0, "User": "dts", "Password": password});
    info.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"Region": REGION, "AccessType": "cdb", "DatabaseType": "mysql", "NodeType": "simple", "Info": [info]})
}

fn job_of(id: &str, source: Value) -> Value {
    json!({
        "JobId": id, "RunMode": "immediate",
        "MigrateOption": {
            "DatabaseTable": {"ObjectMode": "partial", "Databases": [{"DbName": "orders", "DBMode": "partial",
                "TableMode": "partial", "Tables": [{"TableName": "customers", "NewTableName": "clients", "TableEditMode": "rename"}]}]},
            "MigrateType": "fullAndIncrement", "Consistency": {"Mode": "noCheck"},
            "IsMigrateAccount": false, "IsOverrideRoot": false, "IsDstReadOnly": false,
        },
        "SrcInfo": source,
        "DstInfo": side("cdb-dst00001", "tencent-target-password", json!({})),
        "AutoRetryTimeRangeMinutes": 0,
    })
}

#[tokio::test]
async fn a_role_and_its_policies_are_managed() {
    let stage = Stage::tencent().await;
    let source = stage.source();
    let create = json!({"RoleName": "r", "PolicyDocument": trust(TARGET, Some("e")), "Description": "d", "ConsoleLogin": 0, "SessionDuration": 7200});
    let id = source.cam("CreateRole", create).await.ok()["RoleId"].as_str().unwrap().to_owned();
    let tag =
        json!({"Resource": format!("qcs::cam::uin/:role/{id}"), "ReplaceTags": [{"TagKey": "k", "TagValue": "v"}]});
    source.call("tag", "ModifyResourceTags", tag).await.ok();
    let roles = source.cam("DescribeRoleList", json!({"Page": 1, "Rp": 200})).await.ok();
    let role = &roles["List"][0];
    for text in ["RoleId", "RoleName", "PolicyDocument", "Description", "AddTime", "UpdateTime", "RoleArn"] {
        assert!(role[text].is_string(), "{text}");
    }
    assert!(role["ConsoleLogin"].is_u64() && role["SessionDuration"].is_u64());
    let number: u64 = id.parse().unwrap();
    let presets = source.cam("ListPolicies", json!({"Rp": 200, "Page": 1})).await.ok();
    let preset =
        presets["List"].as_array().unwrap().iter().find(|row| row["PolicyName"] == "QcloudDTSReadOnlyAccess").unwrap();
    source.cam("AttachRolePolicy", json!({"PolicyId": preset["PolicyId"], "AttachRoleId": id})).await.ok();
    source.cam("AttachRolePolicy", json!({"AttachRoleName": "r", "PolicyName": "QcloudCDBReadOnlyAccess"})).await.ok();
    let attached = source.cam("ListAttachedRolePolicies", json!({"Page": 1, "Rp": 200, "RoleId": id})).await.ok();
    for row in attached["List"].as_array().unwrap() {
        assert!(
            row["PolicyId"].is_u64()
                && row["CreateMode"].is_u64()
                && row["AddTime"].is_string()
                && row["PolicyType"] == "QCS"
        );
    }
    source.cam("UpdateRoleConsoleLogin", json!({"RoleId": number, "ConsoleLogin": 1})).await.ok();
    source.cam("UpdateRoleSessionDuration", json!({"RoleId": number, "SessionDuration": 3600})).await.ok();
    source.cam("DetachRolePolicy", json!({"DetachRoleId": id, "PolicyId": preset["PolicyId"]})).await.ok();
    source.cam("DetachRolePolicy", json!({"DetachRoleName": "r", "PolicyName": "QcloudCDBReadOnlyAccess"})).await.ok();
    source.cam("DeleteRole", json!({"RoleId": id})).await.ok();
    let detached = json!({"DetachRoleName": "r", "PolicyName": "QcloudCDBReadOnlyAccess"});
    source.cam("DetachRolePolicy", detached).await.refused("InvalidParameter.RoleNotExist", "");
    let equal = json!({"version": "2.0", "statement": [
        {"effect": "allow", "action": ["name/sts:AssumeRole"], "principal": {"qcs": [format!("qcs::cam::uin/{SOURCE}:uin/{SOURCE}")]}},
        {"effect": "allow", "action": ["name/sts:AssumeRole"], "principal": {"qcs": [format!("qcs::cam::uin/{SOURCE}:uin/{SOURCE}")]}}]});
    source.cam("CreateRole", json!({"RoleName": "two", "PolicyDocument": equal.to_string()})).await.ok();
    let read = source.cam("GetRole", json!({"RoleName": "two"})).await.ok();
    let document: Value = serde_json::from_str(read["RoleInfo"]["PolicyDocument"].as_str().unwrap()).unwrap();
    assert_eq!(document, equal, "two equal statements stay two");
}

#[tokio::test]
async fn a_sub_account_policy_is_managed() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    let document = allow("name/sts:AssumeRole", &format!("qcs::cam::uin/{SOURCE}:roleName/r"));
    let create = json!({"PolicyName": "p", "PolicyDocument": document, "Description": "d", "Tags": [{"Key": "k", "Value": "v"}]});
    let id = target.cam("CreatePolicy", create).await.ok()["PolicyId"].clone();
    let user = target
        .cam("AddUser", json!({"Name": "u", "Remark": "r", "UseApi": 0, "ConsoleLogin": 0, "NeedResetPassword": 0}))
        .await
        .ok();
    let read = target.cam("GetUser", json!({"Name": "u"})).await.ok();
    assert!(read["Uid"].is_u64() && read["ConsoleLogin"].is_u64());
    target.cam("AttachUserPolicy", json!({"PolicyId": id, "AttachUin": user["Uin"]})).await.ok();
    let attached =
        target.cam("ListAttachedUserPolicies", json!({"TargetUin": user["Uin"], "Page": 1, "Rp": 200})).await.ok();
    assert_eq!(attached["List"][0]["PolicyId"], id);
    target.cam("DetachUserPolicy", json!({"PolicyId": id, "DetachUin": user["Uin"]})).await.ok();
    target.cam("DeletePolicy", json!({"PolicyId": [id]})).await.ok();
    target.cam("DeleteUser", json!({"Name": "u", "Force": 0})).await.ok();
}

async fn bought(client: &Client) -> String {
    let buy = json!({"SrcDatabaseType": "mysql", "DstDatabaseType": "mysql", "SrcRegion": REGION, "DstRegion": REGION,
        "InstanceClass": "small", "JobName": "n", "Tags": [{"TagKey": "k", "TagValue": "v"}]});
    let id = client.dts("CreateMigrationService", buy).await.ok()["JobIds"][0].as_str().unwrap().to_owned();
    assert_eq!(detail(client, &id).await["Status"], "created");
    id
}

#[tokio::test]
async fn a_migration_is_bought_configured_started_and_destroyed() {
    let stage = Stage::tencent().await;
    super::client::make_role(&stage, None, &super::client::POLICIES).await;
    let client = stage.target();
    let id = bought(&client).await;
    let assume = json!({"RoleArn": super::client::role_arn(), "RoleSessionName": "s-1", "DurationSeconds": 7200});
    let keys = client.sts("AssumeRole", assume).await.ok()["Credentials"].clone();
    let other = json!({"AccountMode": "other", "Account": SOURCE, "AccountRole": "DTS-role",
        "TmpSecretId": keys["TmpSecretId"], "TmpSecretKey": keys["TmpSecretKey"], "TmpToken": keys["Token"]});
    client.dts("ModifyMigrationJob", job_of(&id, side("cdb-src00001", "tencent-source-password", other))).await.ok();
    let configured = detail(&client, &id).await;
    assert_eq!((&configured["Status"], &configured["JobName"]), (&json!("created"), &json!("n")), "the name survives");
    assert_eq!(configured["Tags"], json!([{"TagKey": "k", "TagValue": "v"}]));
    for side in ["SrcInfo", "DstInfo"] {
        assert!(configured[side]["Info"][0]["EngineVersion"].is_string() && configured[side]["Supplier"].is_string());
        assert_eq!(configured[side]["Info"][0]["Port"], 0, "nothing is filled in");
    }
    assert_eq!(configured["MigrateOption"]["DatabaseTable"]["Databases"][0]["Tables"][0]["NewTableName"], "clients");
    client.dts("CreateMigrateCheckJob", json!({"JobId": id})).await.ok();
    let first = client.dts("DescribeMigrationCheckJob", json!({"JobId": id})).await.ok();
    assert_eq!(first["CheckFlag"], "", "never null, and no verdict of an earlier check");
    let second = client.dts("DescribeMigrationCheckJob", json!({"JobId": id})).await.ok();
    assert_eq!(second["CheckFlag"], "checkPass");
    client.dts("StartMigrateJob", json!({"JobId": id})).await.ok();
    let statuses = [detail(&client, &id).await["Status"].clone(), detail(&client, &id).await["Status"].clone()];
    assert_eq!(statuses[1], "running", "it is there at the second look: {statuses:?}");
    client.dts("ModifyMigrateJobSpec", json!({"JobId": id, "NewInstanceClass": "small"})).await.ok();
    client.dts("ModifyMigrateJobSpec", json!({"JobId": id, "NewInstanceClass": "medium"})).await.ok();
    assert_eq!(detail(&client, &id).await["TradeInfo"]["InstanceClass"], "medium");
    for (action, status) in
        [("PauseMigrateJob", "manualPaused"), ("ContinueMigrateJob", "running"), ("StopMigrateJob", "canceled")]
    {
        client.dts(action, json!({"JobId": id})).await.ok();
        super::client::wait(&client, &id, status).await;
    }
    for _ in 0..2 {
        client.dts("IsolateMigrateJob", json!({"JobId": id})).await.ok();
        super::client::wait(&client, &id, "canceled").await;
    }
    while detail(&client, &id).await["TradeInfo"]["TradeStatus"] != "isolated" {}
    client.dts("DestroyMigrateJob", json!({"JobId": id})).await.ok();
    while detail(&client, &id).await["TradeInfo"]["TradeStatus"] != "offlined" {}
    detail(&client, &id).await;
}

#[tokio::test]
async fn lists_and_synchronization_are_answered() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    let id = bought(&client).await;
    let list = json!({"DatabaseType": "mysql", "AccountMode": "self", "TmpSecretId": "x", "TmpSecretKey": "y", "TmpToken": "z", "Limit": 20, "Offset": 0});
    let first = client.dts("DescribeMigrateDBInstances", list).await.ok();
    assert!(first["Instances"][0]["Vport"].is_u64());
    let next = json!({"DatabaseType": "mysql", "Limit": 20, "Offset": 20});
    assert_eq!(client.dts("DescribeMigrateDBInstances", next).await.ok()["Instances"], json!([]));
    let jobs = json!({"JobId": id, "DstAccessType": [null, "cdb"], "Limit": 20, "Offset": 0});
    assert_eq!(client.dts("DescribeMigrationJobs", jobs).await.ok()["TotalCount"], 0);
    let jobs = json!({"TagFilters": [{"TagKey": "k", "TagValue": ["v"]}], "Limit": 20, "Offset": 0});
    assert_eq!(client.dts("DescribeMigrationJobs", jobs).await.ok()["JobList"][0]["JobId"], id);
    let sync = json!({"PayMode": "PostPay", "SrcDatabaseType": "mysql"});
    client.dts("CreateSyncJob", sync).await.refused("NotEmulated", "synchronization");
}
