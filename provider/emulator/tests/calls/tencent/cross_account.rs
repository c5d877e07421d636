//! Migration from a database of another account: the steps of the guide, its three errors, and their repair.

use serde_json::{Value, json};

use crate::setup::Stage;

use super::cam::grant;
use super::client::{
    Client, POLICIES, ROLE, SOURCE, TARGET, allow, buy, check, configuration, detail, endpoint, findings, login,
    make_role, other_source, own_destination, role_arn, trust, wait,
};

async fn credentials(client: &Client, external_id: Option<&str>) -> Value {
    let mut parameters = json!({"RoleArn": role_arn(), "RoleSessionName": "tf-dts"});
    if let Some(id) = external_id {
        parameters["ExternalId"] = json!(id);
    }
    client.sts("AssumeRole", parameters).await.ok()["Credentials"].clone()
}

fn listing(engine: &str, credentials: &Value) -> Value {
    json!({"DatabaseType": engine, "MigrateRole": "src", "AccountMode": "other",
        "TmpSecretId": credentials["TmpSecretId"], "TmpSecretKey": credentials["TmpSecretKey"], "TmpToken": credentials["Token"]})
}

/// Configures a new job and returns the result of its check.
async fn check_of(client: &Client, source: Value) -> (String, Value) {
    let job = buy(client, "mysql", "mysql").await;
    client.dts("ModifyMigrationJob", configuration(&job, source, own_destination())).await.ok();
    let result = check(client, &job).await;
    (job, result)
}

fn reason(check: &Value) -> &str {
    check["StepInfo"][0]["DetailCheckItems"][0]["FailureReason"].as_str().unwrap()
}

#[tokio::test]
async fn a_user_migrates_a_database_of_another_account() {
    let stage = Stage::tencent().await;
    make_role(&stage, Some("e-1"), &POLICIES).await;
    grant(&stage, "assume", &allow("name/sts:AssumeRole", &role_arn())).await;
    let user = stage.sub_account();
    let keys = credentials(&user, Some("e-1")).await;
    let instances = user.dts("DescribeMigrateDBInstances", listing("mysql", &keys)).await.ok();
    assert_eq!(instances["TotalCount"], 2);
    assert_eq!(instances["Instances"][0]["InstanceId"], "cdb-src00001");
    let (job, result) = check_of(&user, other_source(&keys)).await;
    assert_eq!(result["CheckFlag"], "checkPass", "{result:#}");
    let read = detail(&user, &job).await["SrcInfo"]["Info"][0].clone();
    assert_eq!(
        (&read["Account"], &read["AccountRole"], &read["AccountMode"]),
        (&json!(SOURCE), &json!(ROLE), &json!("other"))
    );
    assert_eq!(
        (&read["TmpSecretId"], &read["TmpToken"], &read["Password"]),
        (&keys["TmpSecretId"], &keys["Token"], &json!(""))
    );
    user.dts("StartMigrateJob", json!({"JobId": job})).await.ok();
    wait(&user, &job, "readyComplete").await;
    user.dts("CompleteMigrateJob", json!({"JobId": job})).await.ok();
    wait(&user, &job, "success").await;
    let state = stage.state(TARGET).await.to_string();
    for secret in ["TmpSecretKey", "Token"] {
        assert!(!state.contains(keys[secret].as_str().unwrap()), "{secret}");
    }
}

/// The first error: the role does not exist.
#[tokio::test]
async fn a_role_that_does_not_exist_is_an_error_of_sts_and_of_the_check() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    let parameters = json!({"RoleArn": role_arn(), "RoleSessionName": "tf-dts"});
    target.sts("AssumeRole", parameters).await.refused("InternalError.GetRoleError", "role not exist");
    let (job, result) = check_of(&target, other_source(&Value::Null)).await;
    assert_eq!(reason(&result), "role not exist[InternalError.GetRoleError]");
    make_role(&stage, None, &POLICIES).await;
    assert_eq!(check(&target, &job).await["CheckFlag"], "checkPass");
}

/// The second error: the role lacks the policy of the product.
#[tokio::test]
async fn a_role_without_the_policies_of_the_product_lists_no_instances() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    make_role(&stage, None, &[]).await;
    let attach = async |policy: &str| {
        stage.source().cam("AttachRolePolicy", json!({"AttachRoleName": ROLE, "PolicyName": policy})).await.ok();
    };
    let keys = credentials(&target, None).await;
    let list = async |engine: &str| target.dts("DescribeMigrateDBInstances", listing(engine, &keys)).await;
    list("mysql").await.refused("InternalError.InternalInnerCommonError", "dts:DescribeMigrateDBInstances");
    attach("QcloudDTSReadOnlyAccess").await;
    list("mysql").await.refused("InternalError.InternalInnerCommonError", "cdb:DescribeDBInstances");
    let (job, result) = check_of(&target, other_source(&keys)).await;
    assert!(reason(&result).contains("does not allow cdb:DescribeDBInstances"), "{}", reason(&result));
    attach("QcloudCDBReadOnlyAccess").await;
    list("mysql").await.ok();
    assert_eq!(check(&target, &job).await["CheckFlag"], "checkPass");
    for (engine, action, policy) in [
        ("postgresql", "postgres:DescribeDBInstances", "QcloudPostgreSQLReadOnlyAccess"),
        ("mongodb", "mongodb:DescribeDBInstances", "QcloudMongoDBReadOnlyAccess"),
        ("sqlserver", "sqlserver:DescribeDBInstances", "QcloudSQLServerReadOnlyAccess"),
        ("redis", "redis:DescribeInstances", "QcloudRedisReadOnlyAccess"),
    ] {
        list(engine).await.refused("InternalError.InternalInnerCommonError", action);
        attach(policy).await;
        assert_eq!(list(engine).await.ok()["TotalCount"], 1, "{engine}");
    }
}

/// The third error: a user may not assume the role. The root account and a user with the policy may.
#[tokio::test]
async fn a_user_without_the_policy_cannot_assume_the_role() {
    let stage = Stage::tencent().await;
    make_role(&stage, None, &POLICIES).await;
    let parameters = json!({"RoleArn": role_arn(), "RoleSessionName": "tf-dts"});
    let user = stage.sub_account();
    let refused = user.sts("AssumeRole", parameters.clone()).await;
    refused.refused("AuthFailure.UnauthorizedOperation", &format!("resource ({}) has no permission", role_arn()));
    stage.target().sts("AssumeRole", parameters.clone()).await.ok();
    grant(&stage, "assume", &allow("name/sts:AssumeRole", &role_arn())).await;
    user.sts("AssumeRole", parameters).await.ok();
}

#[tokio::test]
async fn temporary_keys_must_be_those_of_a_session() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    make_role(&stage, None, &POLICIES).await;
    let keys = credentials(&target, None).await;
    target.dts("DescribeMigrateDBInstances", listing("mysql", &keys)).await.ok();
    for name in ["TmpSecretId", "TmpSecretKey", "TmpToken"] {
        let mut wrong = listing("mysql", &keys);
        wrong[name] = json!("other");
        target
            .dts("DescribeMigrateDBInstances", wrong)
            .await
            .refused("AuthFailure.UnauthorizedOperationError", "not valid");
        let mut absent = listing("mysql", &keys);
        absent[name] = json!("");
        target.dts("DescribeMigrateDBInstances", absent).await.refused("MissingParameter", name);
    }
    let (job, result) = check_of(&target, other_source(&keys)).await;
    assert_eq!(result["CheckFlag"], "checkPass");
    stage.control("POST", "clock", r#"{"advance_seconds": 7201}"#).await;
    target
        .dts("DescribeMigrateDBInstances", listing("mysql", &keys))
        .await
        .refused("AuthFailure.UnauthorizedOperationError", "expired");
    let expired = check(&target, &job).await;
    assert_eq!(findings(&expired), [("ConnectDBCheck".to_owned(), "failed".to_owned())]);
    let renewed = credentials(&target, None).await;
    target.dts("ModifyMigrationJob", configuration(&job, other_source(&renewed), own_destination())).await.ok();
    assert_eq!(check(&target, &job).await["CheckFlag"], "checkPass");
}

#[tokio::test]
async fn the_fields_of_another_account_are_checked() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    let job = buy(&target, "mysql", "mysql").await;
    let with = async |changes: Value| {
        let mut source = other_source(&Value::Null);
        for (name, value) in changes.as_object().unwrap() {
            source["Info"][0][name] = value.clone();
        }
        target.dts("ModifyMigrationJob", configuration(&job, source, own_destination())).await
    };
    for (changes, code, part) in [
        (json!({"Account": TARGET}), "InvalidParameterValue", "self"),
        (json!({"Account": ""}), "MissingParameter", "Account"),
        (json!({"AccountRole": ""}), "MissingParameter", "AccountRole"),
        (json!({"AccountRole": "a.b"}), "InvalidParameterValue", "AccountRole"),
        (json!({"TmpSecretId": "x"}), "InvalidParameterValue", "together"),
    ] {
        with(changes).await.refused(code, part);
    }
    with(json!({})).await.ok();
    let mut by_address = other_source(&Value::Null);
    by_address["AccessType"] = json!("extranet");
    by_address["Info"][0]["Host"] = json!("10.1.0.11");
    by_address["Info"][0]["Port"] = json!(3306);
    target
        .dts("ModifyMigrationJob", configuration(&job, by_address, own_destination()))
        .await
        .refused("InvalidParameterValue", "cdb");
}

#[tokio::test]
async fn without_temporary_keys_dts_assumes_the_role_itself() {
    let stage = Stage::tencent().await;
    make_role(&stage, None, &POLICIES).await;
    let (job, result) = check_of(&stage.target(), other_source(&Value::Null)).await;
    assert_eq!(result["CheckFlag"], "checkPass");
    let other = trust(SOURCE, None);
    stage.source().cam("UpdateAssumeRolePolicy", json!({"RoleName": ROLE, "PolicyDocument": other})).await.ok();
    assert!(reason(&check(&stage.target(), &job).await).contains("does not trust"));
    let with_id = trust(TARGET, Some("e-1"));
    stage.source().cam("UpdateAssumeRolePolicy", json!({"RoleName": ROLE, "PolicyDocument": with_id})).await.ok();
    assert!(reason(&check(&stage.target(), &job).await).contains("external ID"));
    let strict = Stage::with_switch("needs_temporary_keys").await;
    make_role(&strict, None, &POLICIES).await;
    let (_, refused) = check_of(&strict.target(), other_source(&Value::Null)).await;
    assert!(reason(&refused).contains("Temporary credentials"));
    let keys = credentials(&strict.target(), None).await;
    assert_eq!(check_of(&strict.target(), other_source(&keys)).await.1["CheckFlag"], "checkPass");
}

#[tokio::test]
async fn with_a_switch_an_endpoint_has_an_external_id() {
    let stage = Stage::with_switch("accepts_role_external_id").await;
    make_role(&stage, Some("e-1"), &POLICIES).await;
    for (id, flag) in [("e-1", "checkPass"), ("e-2", "checkNotPass")] {
        let mut source = other_source(&Value::Null);
        source["Info"][0]["RoleExternalId"] = json!(id);
        let (job, result) = check_of(&stage.target(), source).await;
        assert_eq!(result["CheckFlag"], flag);
        assert_eq!(detail(&stage.target(), &job).await["SrcInfo"]["Info"][0]["RoleExternalId"], id);
    }
}

#[tokio::test]
async fn some_engines_of_another_account_need_a_ticket() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    let policies = [
        "QcloudDTSReadOnlyAccess",
        "QcloudCDBReadOnlyAccess",
        "QcloudRedisReadOnlyAccess",
        "QcloudTendisReadOnlyAccess",
    ];
    make_role(&stage, None, &policies).await;
    let keys = credentials(&target, None).await;
    assert_eq!(target.dts("DescribeMigrateDBInstances", listing("redis", &keys)).await.ok()["TotalCount"], 1);
    target
        .dts("DescribeMigrateDBInstances", listing("tendis", &keys))
        .await
        .refused("UnsupportedOperation.UnsupportedOperationError", "ticket");
    let configure = async |engine: &str, source: &str, destination: &str| {
        let job = buy(&target, engine, engine).await;
        let mut info = login(source, "tencent-source-password");
        info["AccountMode"] = json!("other");
        info["Account"] = json!(SOURCE);
        info["AccountRole"] = json!(ROLE);
        let destination = endpoint(engine, login(destination, "tencent-target-password"));
        target.dts("ModifyMigrationJob", configuration(&job, endpoint(engine, info), destination)).await
    };
    configure("redis", "crs-src00001", "crs-dst00001").await.ok();
    configure("tendis", "tendis-src00001", "tendis-dst00001")
        .await
        .refused("UnsupportedOperation.UnsupportedOperationError", "tendis");
    let opened = Stage::in_world(&[("tickets = [\"redis\"]", "tickets = [\"redis\", \"tendis\"]")]).await;
    make_role(&opened, None, &policies).await;
    let keys = credentials(&opened.target(), None).await;
    assert_eq!(opened.target().dts("DescribeMigrateDBInstances", listing("tendis", &keys)).await.ok()["TotalCount"], 1);
}
