//! The check of a job.

use serde_json::{Value, json};

use crate::setup::Stage;

use super::client::{Client, buy, check, configuration, configured, detail, endpoint, findings, login};

/// A job of the source's account from a database to another one, configured.
async fn job_from(client: &Client, source: &str, destination: &str, objects: Option<Value>) -> String {
    let job = buy(client, "mysql", "mysql").await;
    configure(client, &job, source, destination, objects).await;
    job
}

async fn configure(client: &Client, job: &str, source: &str, destination: &str, objects: Option<Value>) {
    let password = "tencent-source-password";
    let mut parameters =
        configuration(job, endpoint("mysql", login(source, password)), endpoint("mysql", login(destination, password)));
    if let Some(objects) = objects {
        parameters["MigrateOption"]["DatabaseTable"] = objects;
    }
    client.dts("ModifyMigrationJob", parameters).await.ok();
}

fn step(id: &str, state: &str) -> (String, String) {
    (id.to_owned(), state.to_owned())
}

#[tokio::test]
async fn a_check_that_passes_has_all_steps() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = buy(&client, "mysql", "mysql").await;
    let not_configured = client.dts("CreateMigrateCheckJob", json!({"JobId": job})).await;
    not_configured.refused("FailedOperation.NotAllowOperation", "configured");
    let before = client.dts("DescribeMigrationCheckJob", json!({"JobId": job})).await.ok();
    assert_eq!(
        (&before["Status"], &before["CheckFlag"], &before["StepInfo"]),
        (&json!("notStarted"), &json!(""), &json!([]))
    );
    client.dts("StartMigrateJob", json!({"JobId": job})).await.refused("FailedOperation.NotAllowOperation", "check");
    configure(&client, &job, "cdb-src00001", "cdb-src00002", None).await;
    client.dts("CreateMigrateCheckJob", json!({"JobId": job})).await.ok();
    assert_eq!(detail(&client, &job).await["Status"], "checking");
    client
        .dts("CreateMigrateCheckJob", json!({"JobId": job}))
        .await
        .refused("FailedOperation.NotAllowOperation", "checking");
    let passed = client.dts("DescribeMigrationCheckJob", json!({"JobId": job})).await.ok();
    assert_eq!((&passed["Status"], &passed["CheckFlag"]), (&json!("success"), &json!("checkPass")));
    assert_eq!(passed["StepInfo"].as_array().unwrap().len(), 13);
    assert_eq!(passed["StepInfo"][0]["StepId"], "ConnectDBCheck");
    assert_eq!(detail(&client, &job).await["CheckStepInfo"]["Progress"]["Percent"], 100);
}

#[tokio::test]
async fn a_new_configuration_needs_a_new_check() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = job_from(&client, "cdb-src00001", "cdb-src00002", None).await;
    assert_eq!(check(&client, &job).await["CheckFlag"], "checkPass");
    configure(&client, &job, "cdb-src00001", "cdb-src00002", None).await;
    assert_eq!(detail(&client, &job).await["Status"], "created");
    client.dts("StartMigrateJob", json!({"JobId": job})).await.refused("FailedOperation.NotAllowOperation", "");
    check(&client, &job).await;
    client.dts("StartMigrateJob", json!({"JobId": job})).await.ok();
}

#[tokio::test]
async fn the_databases_decide_about_the_steps() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let wiki = job_from(&client, "cdb-src00002", "cdb-src00001", None).await;
    let found = check(&client, &wiki).await;
    assert_eq!(
        findings(&found),
        [step("DstPrivilegeCheck", "failed"), step("BinlogParamCheck", "failed"), step("ConstraintCheck", "failed")]
    );
    let item = &found["StepInfo"][7]["DetailCheckItems"][0];
    assert_eq!(
        (&item["CheckResult"], &found["CheckFlag"], &found["Status"]),
        (&json!("failed"), &json!("checkNotPass"), &json!("failed"))
    );
    assert!(item["FailureReason"].as_str().unwrap().contains("binlog_row_image"), "{item}");
    assert!(
        item["Solution"].as_str().unwrap().contains("FULL")
            && item["ErrorLog"].is_array()
            && item["HelpDoc"].is_array()
    );
    assert_eq!(detail(&client, &wiki).await["Status"], "checkNotPass");
    client.dts("StartMigrateJob", json!({"JobId": wiki})).await.refused("FailedOperation.NotAllowOperation", "");
    // Without increments, the binary log is not needed.
    let objects = json!({"ObjectMode": "partial", "Databases": [{"DbName": "wiki", "DBMode": "partial", "TableMode": "partial",
        "Tables": [{"TableName": "page"}]}]});
    let missing = job_from(&client, "cdb-src00002", "cdb-src00001", Some(objects)).await;
    assert!(findings(&check(&client, &missing).await).contains(&step("ConstraintRefCheck", "failed")));
    let same = job_from(&client, "cdb-src00001", "cdb-src00001", None).await;
    assert_eq!(
        findings(&check(&client, &same).await),
        [step("DstPrivilegeCheck", "failed"), step("DstEmptyCheck", "failed")]
    );
}

#[tokio::test]
async fn objects_that_the_source_does_not_have_fail_a_step() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let tables = |database: &str, tables: &[&str]| {
        let tables: Vec<Value> = tables.iter().map(|table| json!({"TableName": table})).collect();
        json!({"ObjectMode": "partial", "Databases": [
            {"DbName": database, "DBMode": "partial", "TableMode": "partial", "Tables": tables},
        ]})
    };
    let missing =
        job_from(&client, "cdb-src00001", "cdb-src00002", Some(tables("orders", &["customers", "a", "b"]))).await;
    let found = check(&client, &missing).await;
    assert_eq!(findings(&found), [step("ConstraintRefCheck", "failed")]);
    let reason = &found["StepInfo"][9]["DetailCheckItems"][0]["FailureReason"];
    assert_eq!(reason, "The source cdb-src00001 does not have the table orders.a, the table orders.b.");
    let present = job_from(&client, "cdb-src00001", "cdb-src00002", Some(tables("orders", &["Customers"]))).await;
    assert_eq!(check(&client, &present).await["CheckFlag"], "checkPass");
    // A world without objects has all objects.
    let schemas =
        "schemas = { orders = [\"customers\", \"orders\", \"order_items\"], inventory = [\"products\", \"stock\"] }\n";
    let stage = Stage::in_world(&[(schemas, "")]).await;
    let client = stage.source();
    let any = job_from(&client, "cdb-src00001", "cdb-src00002", Some(tables("shop", &["a"]))).await;
    assert_eq!(check(&client, &any).await["CheckFlag"], "checkPass");
}

/// Each row: a replacement in the world, and the step that fails because of it.
#[tokio::test]
async fn each_setting_of_a_database_fails_its_step() {
    for (from, to, found) in [
        (r#""PROCESS", "SELECT"]"#, r#""SELECT"]"#, "SrcPrivilegeCheck"),
        ("data_mb = 200", "data_mb = 200000", "DstSpaceCheck"),
        ("data_mb = 200", "parameters = { log_bin = \"OFF\" }", "BinlogParamCheck"),
        ("data_mb = 200", "parameters = { lower_case_table_names = \"1\" }", "SimpleParamCheck"),
        ("data_mb = 200", "parameters = { connect_timeout = \"5\" }", "SimpleParamCheck"),
        ("data_mb = 200", "checks = { ViewCheck = \"failed\" }", "ViewCheck"),
        (
            "name = \"orders\"\nversion = \"8.0\"\nregion = \"ap-guangzhou\"\nvip = \"10.1",
            "name = \"orders\"\nversion = \"8.4\"\nregion = \"ap-guangzhou\"\nvip = \"10.1",
            "VersionCheck",
        ),
    ] {
        let stage = Stage::in_world(&[(from, to)]).await;
        let client = stage.source();
        let job = configured(&client).await;
        let found_now = findings(&check(&client, &job).await);
        assert_eq!(found_now, [step(found, "failed")], "{to}");
    }
    let stage = Stage::in_world(&[(
        "data_mb = 200",
        "parameters = { gtid_mode = \"OFF\", character_set_server = \"latin1\" }",
    )])
    .await;
    let job = configured(&stage.source()).await;
    let warned = check(&stage.source(), &job).await;
    assert_eq!(findings(&warned), [step("BinlogParamCheck", "warning"), step("WarningParamCheck", "warning")]);
    assert_eq!(warned["CheckFlag"], "checkPass");
}

#[tokio::test]
async fn a_wrong_login_or_instance_is_found_when_the_databases_are_connected() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    for (info, part) in [
        (login("cdb-src00001", "wrong"), "Access denied for user 'dts'"),
        (login("cdb-none", "tencent-source-password"), "has no mysql instance cdb-none"),
        (login("cdb-dst00001", "tencent-target-password"), "has no mysql instance cdb-dst00001"),
    ] {
        let job = buy(&client, "mysql", "mysql").await;
        let destination = endpoint("mysql", login("cdb-src00002", "tencent-source-password"));
        client.dts("ModifyMigrationJob", configuration(&job, endpoint("mysql", info), destination)).await.ok();
        let found = check(&client, &job).await;
        assert_eq!(findings(&found), [step("ConnectDBCheck", "failed")]);
        let log = found["StepInfo"][0]["DetailCheckItems"][0]["ErrorLog"][0].as_str().unwrap();
        assert!(log.contains(part), "{log}");
        assert!(!found.to_string().contains("wrong"), "a password is not shown");
    }
    let job = buy(&client, "mysql", "mysql").await;
    let by_address = |port: u16| {
        let info = json!({"Host": "10.1.0.11", "Port": port, "User": "dts", "Password": "tencent-source-password"});
        json!({"Region": "ap-guangzhou", "AccessType": "extranet", "DatabaseType": "mysql", "NodeType": "simple", "Info": [info]})
    };
    let destination = endpoint("mysql", login("cdb-src00002", "tencent-source-password"));
    for (port, flag) in [(3307, "checkNotPass"), (3306, "checkPass")] {
        client.dts("ModifyMigrationJob", configuration(&job, by_address(port), destination.clone())).await.ok();
        assert_eq!(check(&client, &job).await["CheckFlag"], flag, "{port}");
    }
}

#[tokio::test]
async fn a_step_is_skipped_and_the_next_check_passes() {
    let stage = Stage::in_world(&[
        ("parameters = { binlog_row_image = \"MINIMAL\" }\n", ""),
        ("privileges = [\"RELOAD\"", "# privileges = [\"RELOAD\""),
    ])
    .await;
    let client = stage.source();
    let job = job_from(&client, "cdb-src00002", "cdb-src00001", None).await;
    let skip = async |parameters: Value| {
        let mut parameters = parameters;
        parameters["JobId"] = json!(job);
        client.dts("SkipCheckItem", parameters).await
    };
    skip(json!({"StepIds": ["ConstraintCheck"]})).await.refused("OperationDenied.OperationDeniedError", "checkNotPass");
    assert_eq!(findings(&check(&client, &job).await), [step("ConstraintCheck", "failed")]);
    skip(json!({"StepIds": ["ConnectDBCheck"]}))
        .await
        .refused("OperationDenied.OperationDeniedError", "cannot be skipped");
    skip(json!({"StepIds": ["NoCheck"]})).await.refused("InvalidParameterValue.InvalidParameterValueError", "NoCheck");
    skip(json!({"StepIds": ["OptimizeCheck"], "ForeignKeyFlag": "shield"}))
        .await
        .refused("InvalidParameterValue", "ConstraintCheck");
    let skipped = skip(json!({"StepIds": ["ConstraintCheck", "OptimizeCheck"]})).await.ok();
    assert_eq!(skipped["Message"], "skip item successfully");
    let shown = client.dts("DescribeMigrationCheckJob", json!({"JobId": job})).await.ok();
    let constraint = &shown["StepInfo"][8];
    assert_eq!(
        (&constraint["HasSkipped"], &constraint["StepStatus"], &shown["CheckFlag"]),
        (&json!(true), &json!("failed"), &json!("checkNotPass"))
    );
    assert_eq!(
        (&constraint["DetailCheckItems"][0]["CheckResult"], &constraint["DetailCheckItems"][0]["ErrorLog"]),
        (&json!("warning"), &json!(["skipped"]))
    );
    assert_eq!(shown["StepInfo"][12]["HasSkipped"], false, "it had nothing to skip");
    client.dts("StartMigrateJob", json!({"JobId": job})).await.refused("FailedOperation.NotAllowOperation", "");
    let again = check(&client, &job).await;
    assert_eq!((&again["CheckFlag"], findings(&again)), (&json!("checkPass"), vec![step("ConstraintCheck", "failed")]));
    client.dts("StartMigrateJob", json!({"JobId": job})).await.ok();
}

#[tokio::test]
async fn with_a_switch_a_skipped_step_passes_without_a_new_check() {
    let stage = Stage::with_switch("skipping_passes").await;
    let client = stage.source();
    let job = configured(&client).await;
    let forced = json!({"precheck": {"ConstraintCheck": "failed"}}).to_string();
    assert_eq!(stage.control("POST", &format!("jobs/{job}"), &forced).await.status, 200);
    assert_eq!(check(&client, &job).await["CheckFlag"], "checkNotPass");
    client
        .dts("SkipCheckItem", json!({"JobId": job, "StepIds": ["ConstraintCheck"], "ForeignKeyFlag": "migrate"}))
        .await
        .ok();
    assert_eq!(detail(&client, &job).await["Status"], "checkPass");
    client.dts("StartMigrateJob", json!({"JobId": job})).await.ok();
}

#[tokio::test]
async fn other_engines_have_fewer_steps() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    for (engine, id) in [
        ("postgresql", "postgres-dst00001"),
        ("mongodb", "cmgo-dst00001"),
        ("sqlserver", "mssql-dst00001"),
        ("redis", "crs-dst00001"),
        ("tendis", "tendis-dst00001"),
    ] {
        let job = buy(&client, engine, engine).await;
        let side = endpoint(engine, login(id, "tencent-target-password"));
        client.dts("ModifyMigrationJob", configuration(&job, side.clone(), side)).await.ok();
        let result = check(&client, &job).await;
        assert_eq!(
            (&result["CheckFlag"], result["StepInfo"].as_array().unwrap().len()),
            (&json!("checkPass"), 6),
            "{engine}"
        );
    }
    let job = buy(&client, "redis", "redis").await;
    let side = endpoint("redis", login("crs-dst00001", "tencent-target-password"));
    let mut parameters = configuration(&job, side.clone(), side);
    parameters["MigrateOption"]["MigrateType"] = json!("full");
    client.dts("ModifyMigrationJob", parameters).await.refused("InvalidParameterValue", "fullAndIncrement");
}
