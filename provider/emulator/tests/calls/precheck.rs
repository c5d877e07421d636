use serde_json::Value;

use crate::client::Client;
use crate::setup::{
    DESTINATION_OWNER, Stage, configure, item, items_in, job_parameters, make_role, precheck, status, with,
};

/// A stage with a complete role, after changes of the world.
async fn stage_with(changes: &[(&str, &str)]) -> (Stage, Client) {
    let stage = Stage::in_world(changes).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    (stage, caller)
}

async fn checked(caller: &Client, changes: &[(&str, &str)]) -> (String, Value) {
    let job = configure(caller, &with(job_parameters(), changes)).await;
    let answer = precheck(caller, &job).await;
    (job, answer)
}

#[tokio::test]
async fn a_valid_job_passes_all_sixteen_items_in_order() {
    let (_stage, caller) = stage_with(&[]).await;
    let (job, answer) = checked(&caller, &[]).await;
    let codes: Vec<&str> =
        answer["JobProgress"].as_array().unwrap().iter().map(|it| it["Item"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 16);
    assert_eq!(
        codes[..5],
        ["CHECK_CONN_SRC", "CHECK_AUTH_SRC", "CHECK_CONN_DEST", "CHECK_AUTH_DEST", "CHECK_BINLOG_ON"]
    );
    assert_eq!((&answer["State"], &answer["ErrorItem"], &answer["Total"]), (&"Finished".into(), &0.into(), &16.into()));
    let first = &answer["JobProgress"][0];
    for (key, value) in [
        ("Names", "CHECK_CONN_SRC_DETAIL"),
        ("State", "Success"),
        ("IgnoreFlag", "N"),
        ("ErrMsg", ""),
        ("Current", "1"),
    ] {
        assert_eq!(first[key], value);
    }
    assert_eq!(
        (&first["CanSkip"], &first["Skip"], &first["OrderNum"], &first["Total"]),
        (&false.into(), &false.into(), &1.into(), &1.into())
    );
    assert!(first["BootTime"].as_str().unwrap().ends_with("+00:00"));
    assert_eq!(status(&caller, &job).await, "PreCheckPass");
}

#[tokio::test]
async fn without_incremental_there_are_eight_items() {
    let (_stage, caller) = stage_with(&[]).await;
    let (_, answer) = checked(&caller, &[("DataSynchronization", "false")]).await;
    assert_eq!(answer["Total"], 8);
    assert_eq!(answer["JobProgress"][7]["Item"], "CHECK_DB_AVA");
}

#[tokio::test]
async fn a_running_precheck_shows_items_one_after_the_other() {
    let (_stage, caller) = stage_with(&[]).await;
    let job = configure(&caller, &job_parameters()).await;
    let parameters = [("DtsJobId", &job[..]), ("JobCode", "01")];
    let describe = || caller.dts("DescribePreCheckStatus", &parameters);
    let before = describe().await.ok();
    assert_eq!((&before["State"], &before["Total"], &before["JobId"]), (&"NotStarted".into(), &0.into(), &"".into()));
    caller.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    let half = describe().await.ok();
    assert_eq!(half["State"], "Checking");
    assert_eq!(
        (items_in(&half, "Success").len(), items_in(&half, "Checking").len(), items_in(&half, "NotStarted").len()),
        (8, 1, 7)
    );
    assert_eq!(describe().await.ok()["State"], "Finished");
    let page = caller
        .dts("DescribePreCheckStatus", &[("DtsJobId", &job), ("JobCode", "01"), ("PageNo", "2"), ("PageSize", "10")])
        .await
        .ok();
    assert_eq!((&page["PageRecordCount"], &page["TotalRecordCount"]), (&6.into(), &16.into()));
}

#[tokio::test]
async fn a_wrong_login_fails_the_connection_of_its_side() {
    let (_stage, caller) = stage_with(&[]).await;
    for (parameter, value, code) in [
        ("SourceEndpointPassword", "wrong", "CHECK_CONN_SRC"),
        ("SourceEndpointUserName", "root", "CHECK_CONN_SRC"),
        ("DestinationEndpointPassword", "wrong", "CHECK_CONN_DEST"),
        ("DestinationEndpointInstanceID", "rm-unknown", "CHECK_CONN_DEST"),
        ("DestinationEndpointRegion", "cn-beijing", "CHECK_CONN_DEST"),
        ("DestinationEndpointEngineName", "MariaDB", "CHECK_CONN_DEST"),
    ] {
        let (job, answer) = checked(&caller, &[(parameter, value)]).await;
        assert_eq!(items_in(&answer, "Failed"), [code], "{parameter}");
        assert_eq!((&answer["State"], &answer["ErrorItem"]), (&"Failed".into(), &1.into()));
        let failed = item(&answer, code);
        let error = code.replace("CHECK_", "CHECK__ERROR_");
        assert_eq!(failed["ErrMsg"], error);
        assert_eq!(failed["ErrDetail"], format!("{error}_DETAIL"));
        assert_eq!(failed["RepairMethod"], format!("{error}_REPAIR"));
        assert_eq!(failed["CanSkip"], false);
        assert_eq!(status(&caller, &job).await, "PrecheckFailed");
    }
    let (_, good) = checked(&caller, &[]).await;
    assert_eq!(good["State"], "Finished");
}

#[tokio::test]
async fn a_repaired_password_passes_the_next_precheck() {
    let (_stage, caller) = stage_with(&[]).await;
    let (job, failed) = checked(&caller, &[("SourceEndpointPassword", "wrong")]).await;
    assert_eq!(failed["State"], "Failed");
    let repair = |password: &'static str| {
        let (caller, job) = (caller.clone(), job.clone());
        async move {
            caller.dts("ModifyDtsJobPassword", &[("DtsJobId", &job), ("Endpoint", "src"), ("Password", password)]).await
        }
    };
    repair("wrong").await.refused_parameter("Password");
    repair("source-db-password").await.ok();
    assert_eq!(precheck(&caller, &job).await["State"], "Finished");
}

#[tokio::test]
async fn the_settings_of_a_database_in_the_world_fail_their_items() {
    let source = r#"binlog = { enabled = true, format = "ROW", row_image = "FULL", retained = true }"#;
    let privileges = r#"privileges = ["SELECT", "REPLICATION CLIENT", "REPLICATION SLAVE", "SHOW VIEW"]"#;
    for (from, to, code) in [
        (source, source.replace("enabled = true", "enabled = false"), "CHECK_BINLOG_ON"),
        (source, source.replace("ROW", "STATEMENT"), "CHECK_BINLOG_MODE"),
        (source, source.replace("FULL", "MINIMAL"), "CHECK_BINLOG_ROW_IMAGE"),
        (source, source.replace("retained = true", "retained = false"), "CHECK_BINLOG_EXIST"),
        (privileges, r#"privileges = ["ReadOnly"]"#.to_owned(), "CHECK_AUTH_SRC"),
        ("privileges = [\"ReadWrite\"]", "privileges = [\"ReadOnly\"]".to_owned(), "CHECK_AUTH_DEST"),
        ("server_id = 2001", "server_id = 1001".to_owned(), "CHECK_SERVER_ID"),
        ("version = \"8.0\"", "version = \"4.1\"".to_owned(), "CHECK_SRC"),
        ("server_id = 1001", "server_id = 1001\nold_password_format = true".to_owned(), "CHECK_MYSQL_PASSOWRD_FORMAT"),
        (
            "server_id = 1001",
            "server_id = 1001\nprecheck = { CHECK_TOPOLOGY = \"Failed\" }".to_owned(),
            "CHECK_TOPOLOGY",
        ),
    ] {
        let (_stage, caller) = stage_with(&[(from, &to)]).await;
        let (_, answer) = checked(&caller, &[]).await;
        assert_eq!(items_in(&answer, "Failed"), [code], "{to}");
    }
}

#[tokio::test]
async fn different_sql_modes_cause_a_warning_only() {
    let changes = [
        ("server_id = 1001", "server_id = 1001\nsql_mode = \"ANSI\""),
        ("server_id = 2001", "server_id = 2001\nsql_mode = \"\""),
    ];
    let (_stage, caller) = stage_with(&changes).await;
    let (job, answer) = checked(&caller, &[]).await;
    assert_eq!(
        (items_in(&answer, "Warning"), &answer["State"]),
        (vec!["CHECK_SQL_MODE".to_owned()], &"Finished".into())
    );
    assert_eq!(status(&caller, &job).await, "PreCheckPass");
}

#[tokio::test]
async fn same_named_tables_fail_unless_ignored_or_renamed() {
    let (_stage, caller) = stage_with(&[]).await;
    let used = ("DestinationEndpointInstanceID", "rm-destination-used");
    let (_, failed) = checked(&caller, &[used]).await;
    assert_eq!(items_in(&failed, "Failed"), ["CHECK_SAME_OBJ"]);
    assert_eq!(item(&failed, "CHECK_SAME_OBJ")["Logs"][0]["ErrMsg"], "already at the destination: orders.customers");
    for pass in [
        ("Reserve", r#"{"targetTableMode":"2"}"#),
        ("Reserve", r#"{"targetTableMode":2}"#),
        ("DbList", r#"{"orders":{"name":"orders_new","all":true}}"#),
        ("DbList", r#"{"orders":{"name":"orders","all":false,"Table":{"customers":{"name":"clients"}}}}"#),
    ] {
        let (_, answer) = checked(&caller, &[used, pass]).await;
        assert_eq!(answer["State"], "Finished", "{pass:?}");
    }
    let (_, answer) =
        checked(&caller, &[used, ("DbList", r#"{"orders":{"all":false,"Table":{"orders":{"name":"customers"}}}}"#)])
            .await;
    assert_eq!(items_in(&answer, "Failed"), ["CHECK_SAME_OBJ"]);
}

#[tokio::test]
async fn objects_that_the_source_does_not_have_fail_an_item() {
    let (_stage, caller) = stage_with(&[]).await;
    let list = |text: &'static str| ("DbList", text);
    for present in [
        r#"{"orders":{"all":false,"Table":{"customers":{},"order_items":{}}},"inventory":{"all":true}}"#,
        r#"{"ORDERS":{"all":false,"Table":{"Customers":{}}}}"#,
        // A world file has tables only.
        r#"{"orders":{"all":false,"View":{"totals":{}}}}"#,
    ] {
        assert_eq!(checked(&caller, &[list(present)]).await.1["State"], "Finished", "{present}");
    }
    for (missing, found) in [
        (r#"{"order":{"all":true}}"#, "rm-source-orders does not have the database order"),
        (
            r#"{"orders":{"all":false,"Table":{"customers":{},"clients":{},"goods":{}}}}"#,
            "rm-source-orders does not have the table orders.clients, the table orders.goods",
        ),
    ] {
        let (_, failed) = checked(&caller, &[list(missing)]).await;
        assert_eq!(items_in(&failed, "Failed"), ["CHECK_ENGINE"], "{missing}");
        let item = item(&failed, "CHECK_ENGINE");
        assert_eq!((&item["Logs"][0]["ErrMsg"], &item["CanSkip"]), (&found.into(), &false.into()));
    }
}

/// A login to such an engine names one database, and the objects are its schemas.
#[tokio::test]
async fn a_schema_that_the_source_does_not_have_is_called_a_schema() {
    let billing = [
        ("SourceEndpointEngineName", "PostgreSQL"),
        ("SourceEndpointInstanceID", "pgm-source-billing"),
        ("SourceEndpointDatabaseName", "billing"),
        ("DestinationEndpointEngineName", "PostgreSQL"),
        ("DestinationEndpointInstanceID", "pgm-destination-billing"),
        ("DestinationEndpointDataBaseName", "billing"),
    ];
    let (_stage, caller) = stage_with(&[]).await;
    for (name, found) in [("public", None), ("publik", Some("pgm-source-billing does not have the schema publik"))] {
        let objects = format!(r#"{{"{name}":{{"all":true}}}}"#);
        let (_, report) = checked(&caller, &[&billing[..], &[("DbList", &objects)]].concat()).await;
        let item = item(&report, "CHECK_ENGINE");
        assert_eq!(item["Logs"][0]["ErrMsg"].as_str(), found, "{report:#}");
    }
}

#[tokio::test]
async fn a_source_without_objects_in_the_world_has_all_objects() {
    let objects = "[account.database.schemas]\norders = [\"customers\", \"orders\", \"order_items\"]\ninventory = [\"products\", \"stock\", \"warehouses\"]\n";
    let (_stage, caller) = stage_with(&[(objects, "")]).await;
    let (_, answer) = checked(&caller, &[("DbList", r#"{"order":{"all":true}}"#)]).await;
    assert_eq!(answer["State"], "Finished");
}

#[tokio::test]
async fn database_names_must_be_usable() {
    let (_stage, caller) = stage_with(&[]).await;
    let full = ("DataSynchronization", "false");
    let (_, good) = checked(&caller, &[full, ("DbList", r#"{"orders":{"name":"orders_2-x"}}"#)]).await;
    assert_eq!(good["State"], "Finished");
    let (_, bad) = checked(&caller, &[full, ("DbList", r#"{"orders":{"name":"orders neu"}}"#)]).await;
    assert_eq!(items_in(&bad, "Failed"), ["CHECK_DB_AVA"]);
}

#[tokio::test]
async fn skippable_items_are_skipped_and_others_refused() {
    let (_stage, caller) = stage_with(&[]).await;
    let (job, failed) = checked(&caller, &[("DestinationEndpointInstanceID", "rm-destination-used")]).await;
    assert_eq!(item(&failed, "CHECK_SAME_OBJ")["CanSkip"], true);
    let task = failed["JobId"].as_str().unwrap().to_owned();
    let skip = |more: Vec<(&'static str, String)>| {
        let (caller, job) = (caller.clone(), job.clone());
        async move {
            let more = more.iter().map(|(name, value)| (*name, value.as_str()));
            let all: Vec<(&str, &str)> = [("DtsJobId", job.as_str())].into_iter().chain(more).collect();
            caller.dts("SkipPreCheck", &all).await
        }
    };
    let items = |codes: &str| ("SkipPreCheckItems", codes.to_owned());
    let yes = || ("Skip", "true".to_owned());
    skip(vec![yes(), items(r#"["CHECK_CONN_SRC"]"#)]).await.refused_parameter("SkipPreCheckItems");
    skip(vec![yes(), items(r#"["CHECK_SAME_OBJ"]"#), ("JobId", "other".to_owned())])
        .await
        .refused("InvalidJobId", "last precheck");
    skip(vec![yes(), items(r#"["CHECK_SAME_OBJ"]"#), ("SkipPreCheckNames", r#"["X"]"#.to_owned())])
        .await
        .refused_parameter("SkipPreCheckNames");
    let names = ("SkipPreCheckNames", r#"["CHECK_SAME_OBJ_DETAIL"]"#.to_owned());
    let answer = skip(vec![yes(), items(r#"["CHECK_SAME_OBJ"]"#), names, ("JobId", task.clone())]).await.ok();
    assert_eq!((&answer["SkipItems"], &answer["MigrationJobId"]), (&r#"["CHECK_SAME_OBJ"]"#.into(), &task.into()));

    let passed = precheck(&caller, &job).await;
    let same = item(&passed, "CHECK_SAME_OBJ");
    assert_eq!(
        (&passed["State"], &same["State"], &same["Skip"], &same["IgnoreFlag"]),
        (&"Finished".into(), &"Warning".into(), &true.into(), &"Y".into())
    );
    assert_eq!(status(&caller, &job).await, "PreCheckPass");

    skip(vec![("Skip", "false".to_owned()), items(r#"["CHECK_SAME_OBJ"]"#)]).await.ok();
    caller
        .dts(
            "ConfigureDtsJob",
            &with(job_parameters(), &[("DtsJobId", &job), ("DestinationEndpointInstanceID", "rm-destination-used")]),
        )
        .await
        .ok();
    assert_eq!(precheck(&caller, &job).await["State"], "Failed");
}

#[tokio::test]
async fn one_instance_may_be_both_sides() {
    let (_stage, caller) = stage_with(&[]).await;
    let same = [
        ("SourceEndpointInstanceID", "rm-destination-used"),
        ("SourceEndpointPassword", "destination-db-password"),
        ("SourceEndpointOwnerID", ""),
        ("SourceEndpointRole", ""),
        ("DestinationEndpointInstanceID", "rm-destination-used"),
    ];
    let renamed = ("DbList", r#"{"orders":{"name":"orders_copy","all":true}}"#);
    let (_, answer) = checked(&caller, &[&same[..], &[renamed]].concat()).await;
    assert_eq!((&answer["State"], items_in(&answer, "Failed")), (&"Finished".into(), Vec::new()));
    let (_, onto_itself) = checked(&caller, &same).await;
    assert_eq!(items_in(&onto_itself, "Failed"), ["CHECK_SAME_OBJ"]);
}
