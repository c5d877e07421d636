//! Data sources: results, empty results and errors.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use serde_json::{Value as Json, json};

use crate::captured_requests::hold;
use crate::support::case::{Case, applied, assert_detail, assert_line, assert_no_changes};
use crate::support::hcl::{self, Hcl};

/// A data source of the destination owner.
fn data(kind: &str, name: &str, arguments: &str) -> Hcl {
    Hcl::new(format!("data \"dts_{kind}\" \"{name}\" {{\n  provider = dts.destination_owner\n{arguments}\n}}\n"))
}

fn all(parts: &[Hcl]) -> Hcl {
    parts.iter().fold(Hcl::new(""), |text, part| text.and(part))
}

async fn read(case: &Case, address: &str) -> Json {
    let found = case.terraform.attributes(&format!("data.dts_{address}")).await.unwrap();
    assert!(!found.is_null(), "no {address} in the state");
    found
}

fn names(tasks: &Json) -> Vec<&str> {
    tasks["tasks"].as_array().unwrap().iter().map(|task| task["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_task_is_found_with_everything_about_it() {
    let case = Case::start().await;
    let tagged = hcl::complete_migration()
        .with("\"small\"", "\"small\"\n  on_destroy     = \"stop_and_release\"\n  tags           = { team = \"a\" }");
    let id = "dts_migration_task.orders.id";
    let after = "  depends_on = [dts_migration_instance.orders]";
    let configuration = all(&[
        tagged,
        data("migration_task", "orders", &format!("  id = {id}\n{after}")),
        data("precheck", "orders", &format!("  task_id = {id}\n{after}")),
        data("migration_tasks", "all", after),
        data("migration_tasks", "named", &format!("  name = \"rder\"\n  tags = {{ team = \"a\" }}\n{after}")),
        data("migration_tasks", "other_tags", &format!("  tags = {{ team = \"b\" }}\n{after}")),
        data("migration_tasks", "on_cluster", &format!("  dedicated_cluster_id = \"dtscluster_destination\"\n{after}")),
        data("migration_tasks", "locked", &format!("  status = \"Locked\"\n{after}")),
    ]);
    case.write(&configuration);
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;

    let task = read(&case, "migration_task.orders").await;
    let job = case.job().await;
    assert_eq!((&task["id"], &task["name"]), (&job["id"], &json!("orders")));
    assert_eq!(task["dts_instance_id"], json!(format!("dts{}", job["id"].as_str().unwrap())));
    assert_eq!((&task["instance_class"], &task["tags"]), (&json!("small"), &json!({ "team": "a" })));
    assert_eq!(task["migration_types"], json!(["full", "incremental", "schema"]));
    assert_eq!(task["objects_json"], json!(r#"{"orders":{"all":true,"name":"orders"}}"#));
    assert_eq!((&task["scenario"], &task["uses_plaintext_connection"]), (&json!("cross_account_source"), &json!(true)));
    let (source, destination) = (&task["source"], &task["destination"]);
    assert_eq!((&source["engine"], &source["access_method"]), (&json!("mysql"), &json!("alibaba_cloud_instance")));
    assert_eq!((&source["account_id"], &source["role_name"]), (&json!(SOURCE_OWNER.account), &json!("ram-for-dts")));
    assert_eq!(
        (&destination["instance_id"], &destination["account_id"]),
        (&json!("rm-destination-orders"), &Json::Null)
    );

    let precheck = read(&case, "precheck.orders").await;
    assert_eq!((&precheck["state"], &precheck["failed_codes"]), (&json!("passed"), &json!([])));
    assert!(precheck["items"].as_array().unwrap().iter().any(|item| item["code"] == "CHECK_CONN_SRC"), "{precheck:#}");

    let listed = read(&case, "migration_tasks.all").await;
    assert_eq!(names(&listed), ["orders"]);
    let (listed, expected) =
        (&listed["tasks"][0], ["id", "dts_instance_id", "instance_class", "migration_types", "tags"]);
    expected.iter().for_each(|key| assert_eq!(listed[key], task[key], "{key}"));
    assert_eq!(listed["source"]["instance_id"], "rm-source-orders");
    assert_eq!(names(&read(&case, "migration_tasks.named").await), ["orders"]);
    for nothing in ["other_tags", "on_cluster", "locked"] {
        assert_eq!(read(&case, &format!("migration_tasks.{nothing}")).await["tasks"], json!([]), "{nothing}");
    }
    case.destroy().await;
    hold(&case, "task_data").await;
}

#[tokio::test]
async fn a_synchronization_is_found_by_its_own_data_sources_only() {
    let case = Case::start().await;
    let created = hcl::complete_migration()
        .with_all("dts_migration_", "dts_synchronization_")
        .with("migration_types = [\"schema\", \"full\", \"incremental\"]", "initial_phases = [\"schema\", \"full\"]")
        .with("\"small\"", "\"small\"\n  on_destroy     = \"stop_and_release\"");
    let id = "dts_synchronization_task.orders.id";
    let after = "  depends_on = [dts_synchronization_instance.orders]";
    let configuration = all(&[
        created,
        data("synchronization_task", "orders", &format!("  id = {id}\n{after}")),
        data("precheck", "orders", &format!("  task_id = {id}\n{after}")),
        data("synchronization_tasks", "named", &format!("  name = \"rder\"\n  status = \"Synchronizing\"\n{after}")),
        data("migration_tasks", "all", after),
        data("synchronization_support", "mysql", "  source_engine = \"mysql\"\n  two_way = true"),
    ]);
    case.write(&configuration);
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;

    let task = read(&case, "synchronization_task.orders").await;
    assert_eq!((&task["name"], &task["initial_phases"]), (&json!("orders"), &json!(["full", "schema"])));
    assert_eq!((&task["status"], &task["scenario"]), (&json!("Synchronizing"), &json!("cross_account_source")));
    assert_eq!(read(&case, "precheck.orders").await["state"], json!("passed"));
    let listed = read(&case, "synchronization_tasks.named").await;
    assert_eq!(names(&listed), ["orders"]);
    assert_eq!(listed["tasks"][0]["initial_phases"], task["initial_phases"]);
    assert_eq!(read(&case, "migration_tasks.all").await["tasks"], json!([]));
    let pairs = read(&case, "synchronization_support.mysql").await;
    let destinations: Vec<&Json> =
        pairs["pairs"].as_array().unwrap().iter().map(|pair| &pair["destination_engine"]).collect();
    assert_eq!(destinations, ["mysql", "polardb_mysql"]);

    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let wrong = configuration.and(&data("migration_task", "other", &format!("  id = \"{job}\"")));
    let refused = case.refused_plan(&wrong).await;
    assert_detail(&refused[0], &["is a synchronization job", "dts_synchronization_task"]);
    case.write(&configuration);
    case.destroy().await;
}

#[tokio::test]
async fn a_failed_precheck_is_read_with_what_failed() {
    let case = Case::start().await;
    case.refused_apply(&hcl::trust_and_task().with("rm-destination-orders", "rm-destination-used")).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let other = case.another_folder();
    let configuration = hcl::providers().and(&data("precheck", "orders", &format!("  task_id = \"{id}\"")));
    other.write("main.tf", configuration.text()).unwrap();
    applied(&other).await;
    let found = other.attributes("data.dts_precheck.orders").await.unwrap();
    assert_eq!((&found["state"], &found["failed_codes"]), (&json!("failed"), &json!(["CHECK_SAME_OBJ"])));
    let items = found["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["code"] == "CHECK_SAME_OBJ").unwrap();
    assert_eq!((&item["state"], &item["ignorable"]), (&json!("Failed"), &json!(true)), "{item:#}");
    assert!(item["message"].as_str().is_some_and(|message| !message.is_empty()), "{item:#}");
}

/// More tasks than DTS lists on one page.
#[tokio::test]
async fn all_pages_of_a_list_are_read() {
    let case = Case::start().await;
    let many = hcl::trust_and_task()
        .with("\"orders\"\n  migration_types", "\"orders-${count.index}\"\n  count           = 52\n  migration_types");
    let listed =
        data("migration_tasks", "all", "  name       = \"orders-\"\n  depends_on = [dts_migration_task.orders]");
    case.write(&many.and(&listed));
    applied(&case.terraform).await;
    let found = read(&case, "migration_tasks.all").await;
    let names = names(&found).into_iter().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(names, (0..52).map(|at| format!("orders-{at}")).collect());
    let calls = case.control.requests().await.unwrap();
    // The tasks' own creates look for jobs by their complete names.
    let listings = calls.iter().map(|call| &call["parameters"]).filter(|parameters| parameters["Params"] == "orders-");
    let pages: Vec<&Json> = listings.map(|parameters| &parameters["PageNumber"]).collect();
    assert_eq!(pages, ["1", "2"]);
}

/// What needs no task.
fn of_the_account() -> Hcl {
    all(&[
        hcl::providers(),
        data("caller_identity", "me", ""),
        data("dedicated_clusters", "all", ""),
        data("dedicated_clusters", "running", "  name  = \"dest\"\n  state = \"running\""),
        data("dedicated_clusters", "released", "  state = \"released\""),
        data("server_addresses", "vpc", "  type = \"vpc\"\n  source {\n    region = \"cn-hangzhou\"\n  }"),
        data(
            "server_addresses",
            "both",
            r#"  type = "internet"
  source {
    region = "cn-hangzhou"
    vpc_id = "vpc-source-orders"
    cross_account {
      account_id = "1234567890123456"
      role_name  = "ram-for-dts"
    }
  }
  destination {
    region = "cn-beijing"
  }"#,
        ),
    ])
}

#[tokio::test]
async fn the_account_its_clusters_and_the_addresses_are_found() {
    let case = Case::start().await;
    case.apply(&of_the_account()).await;

    let me = read(&case, "caller_identity.me").await;
    assert_eq!((&me["account_id"], &me["identity_type"]), (&json!(DESTINATION_OWNER.account), &json!("RAMUser")));
    assert_eq!(me["arn"], json!(format!("acs:ram::{}:user/terraform", DESTINATION_OWNER.account)));
    assert_eq!((me["user_id"].is_string(), &me["role_id"]), (true, &Json::Null), "{me:#}");

    let clusters = read(&case, "dedicated_clusters.all").await["clusters"].clone();
    assert_eq!((&clusters[0]["id"], &clusters[0]["free_du"]), (&json!("dtscluster_destination"), &json!(30)));
    assert_eq!(read(&case, "dedicated_clusters.running").await["clusters"], clusters);
    assert_eq!(read(&case, "dedicated_clusters.released").await["clusters"], json!([]));

    let vpc = read(&case, "server_addresses.vpc").await;
    assert_eq!(vpc["addresses"].as_array().unwrap().len(), 2, "{vpc:#}");
    assert_eq!(vpc["addresses"], vpc["source_addresses"]);
    let both = read(&case, "server_addresses.both").await;
    assert_eq!(both["addresses"].as_array().unwrap().len(), 4, "{both:#}");
    assert_ne!(both["source_addresses"], both["destination_addresses"]);
    let calls = case.control.requests().await.unwrap();
    let call = calls.iter().rfind(|call| call["parameters"]["SrcAliyunUid"] == SOURCE_OWNER.account).unwrap();
    let expected = json!({ "Type": "internet", "Region": "cn-hangzhou", "DestinationRegion": "cn-beijing", "SrcRoleName": "ram-for-dts", "SrcVpcId": "vpc-source-orders" });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(call["parameters"][name], *value, "{name}: {call:#}");
    }
    hold(&case, "account_data").await;
}

/// Seven data sources; two of them ask for a task that does not exist.
fn one_of_each() -> Hcl {
    let addresses = "  type = \"vpc\"\n  source {\n    region = \"cn-hangzhou\"\n  }";
    all(&[
        hcl::providers(),
        data("caller_identity", "me", ""),
        data("dedicated_clusters", "all", ""),
        data("migration_task", "missing", "  id = \"nosuchtask1\""),
        data("migration_tasks", "all", ""),
        data("precheck", "missing", "  task_id = \"nosuchtask2\""),
        data("server_addresses", "vpc", addresses),
        data("cross_account_support", "all", ""),
    ])
}

#[tokio::test]
async fn offline_only_the_support_matrix_is_read_and_online_only_what_is_not_there_is_missed() {
    let mut case = Case::start().await;
    let configuration = one_of_each();
    case.terraform.set("DTS_OFFLINE", "true");
    let errors = case.refused_plan(&configuration).await;
    assert_eq!(errors.len(), 6, "{errors:#?}");
    for error in &errors {
        assert_eq!(error.summary, "The provider is offline");
        let (kind, _) = error.address.trim_start_matches("data.").split_once('.').unwrap();
        assert_detail(error, &[kind, "offline = true", "DTS_OFFLINE"]);
    }
    assert_eq!(case.mark().await, 0, "offline nothing is called");

    case.terraform.unset("DTS_OFFLINE");
    let mut errors = case.refused_plan(&configuration).await;
    errors.sort_by(|one, other| one.summary.cmp(&other.summary));
    let summaries: Vec<&str> = errors.iter().map(|error| error.summary.as_str()).collect();
    assert_eq!(summaries, ["Cannot read the migration task", "Cannot read the precheck"], "{errors:#?}");
    assert_line(&errors[0], &configuration, "nosuchtask1");
    assert_detail(&errors[0], &["Reading migration task \"nosuchtask1\" in cn-hangzhou failed.", "Request ID: "]);
    assert_line(&errors[1], &configuration, "nosuchtask2");
}

/// The matrix needs no account at all.
#[tokio::test]
async fn the_support_matrix_is_read_offline_and_narrowed() {
    let mut case = Case::start().await;
    case.terraform.set("DTS_OFFLINE", "true");
    case.apply(&all(&[
        hcl::providers(),
        data("cross_account_support", "all", ""),
        data("cross_account_support", "mysql", "  side   = \"source\"\n  engine = \"mysql\""),
        data("cross_account_support", "cen", "  access_method = \"cen\""),
        data("cross_account_support", "none", "  side   = \"destination\"\n  engine = \"oracle\""),
    ]))
    .await;
    let combinations = |found: Json| found["combinations"].as_array().unwrap().clone();
    let every = combinations(read(&case, "cross_account_support.all").await);
    let mysql = combinations(read(&case, "cross_account_support.mysql").await);
    let ways: Vec<_> = mysql.iter().map(|row| row["access_method"].as_str().unwrap()).collect();
    assert_eq!(ways, ["alibaba_cloud_instance", "express_connect", "ecs"]);
    assert!(mysql.iter().all(|row| every.contains(row)) && every.len() > 20);
    let cen = combinations(read(&case, "cross_account_support.cen").await);
    assert!(!cen.is_empty() && cen.iter().all(|row| row["access_method"] == "cen"), "{cen:#?}");
    assert_eq!(combinations(read(&case, "cross_account_support.none").await), [] as [Json; 0]);
    assert_eq!(case.mark().await, 0, "nothing is called");
}

#[tokio::test]
async fn a_provider_block_that_is_not_known_yet_is_named() {
    let case = Case::start().await;
    let account = "resource \"terraform_data\" \"region\" {\n  input = \"cn-hangzhou\"\n}\n";
    let provider = r#"provider "dts" {
  alibaba {
    region  = terraform_data.region.output
    profile = "destination-owner"
  }
}
data "dts_caller_identity" "me" {}
"#;
    let head = "terraform {\n  required_providers {\n    dts = { source = \"crossaccount/dts\" }\n  }\n}\n";
    let configuration = Hcl::new(format!("{head}{account}{provider}"));
    let errors = case.refused_plan(&configuration).await;
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].summary, "The provider's configuration is not known yet");
    assert_detail(&errors[0], &["dts_caller_identity", "offline = true", "-target"]);
    case.terraform.run(&["apply", "-auto-approve", "-target=terraform_data.region"]).await.unwrap().success().unwrap();
    case.apply(&configuration).await;
    assert_eq!(read(&case, "caller_identity.me").await["account_id"], DESTINATION_OWNER.account);
}

#[tokio::test]
async fn another_account_than_the_allowed_is_refused() {
    let case = Case::start().await;
    let one = hcl::providers().and(&data("caller_identity", "me", ""));
    let allowing = |id: &str| {
        one.with(
            "alias = \"destination_owner\"",
            &format!("alias = \"destination_owner\"\n  allowed_account_ids = [\"{id}\"]"),
        )
    };
    let errors = case.refused_plan(&allowing(SOURCE_OWNER.account)).await;
    assert_eq!(errors[0].summary, "Alibaba Cloud account is not allowed", "{errors:#?}");
    case.apply(&allowing(DESTINATION_OWNER.account)).await;
}

#[tokio::test]
async fn invalid_words_are_refused_at_validate_at_their_line() {
    let case = Case::start().await;
    let source = |arguments: &str| format!("  type = \"vpc\"\n  source {{\n{arguments}\n  }}");
    let rows = [
        ("cross_account_support", "  side = \"middle\"".to_owned(), "middle", "known-word"),
        ("cross_account_support", "  engine = \"mysq\"".to_owned(), "mysq\"", "engine-known"),
        ("cross_account_support", "  access_method = \"tunnel\"".to_owned(), "tunnel", "access-method-known"),
        ("migration_tasks", "  status = \"Migratin\"".to_owned(), "Migratin\"", "known-word"),
        ("migration_task", "  id = \"\"".to_owned(), "  id = \"\"", "task-id"),
        ("precheck", "  task_id = \"\"".to_owned(), "task_id = \"\"", "task-id"),
        ("dedicated_clusters", "  state = \"asleep\"".to_owned(), "asleep", "known-word"),
        ("server_addresses", source("    region = \"cn_hangzhou\""), "cn_hangzhou", "region-format"),
        ("server_addresses", source("    region = \"cn-shanghai\"\n    vpc_id = \"bp1\""), "bp1", "vpc-id"),
    ];
    let blocks = rows.iter().enumerate().map(|(at, (kind, text, ..))| data(kind, &format!("bad{at}"), text));
    let configuration = hcl::providers().and(&all(&blocks.collect::<Vec<_>>()));
    case.write(&configuration);
    let run = case.terraform.validate().await.unwrap();
    let errors = run.errors();
    assert_eq!(errors.len(), rows.len(), "{errors:#?}");
    for (_, _, piece, rule) in &rows {
        let line = configuration.line_of(piece);
        let error = errors.iter().find(|error| error.place.as_ref().is_some_and(|place| place.line == line));
        assert_detail(
            error.unwrap_or_else(|| panic!("nothing at {piece:?}: {errors:#?}")),
            &[&format!("Rule: {rule}")],
        );
    }
}
