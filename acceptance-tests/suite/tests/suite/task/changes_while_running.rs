//! Changes to a running migration: in place, by a separate call each, and refused where the status does not allow it.

use dts_emulator::{Options, World};
use serde_json::{Value as Json, json};

use crate::captured_requests::hold;
use crate::support::case::{Case, assert_detail, assert_line, assert_no_changes, only_error, refused};
use crate::support::hcl::{self, Hcl};

const UPDATE: &str = "update dts_migration_task.orders";

/// The complete scenario, with more arguments of the task.
fn with(arguments: &str) -> Hcl {
    hcl::complete_migration().with("  migration_types = ", &format!("{arguments}\n  migration_types = "))
}

async fn running() -> Case {
    let case = Case::start().await;
    case.apply(&with("")).await;
    assert_eq!(case.job().await["status"], "Migrating");
    case
}

/// Applies a change; it must be one update in place with exactly this call. Returns the call's parameters.
async fn change(case: &Case, configuration: &Hcl, action: &str) -> Json {
    let (mark, id) = (case.mark().await, case.job().await["id"].clone());
    let run = case.apply(configuration).await;
    assert_eq!(run.planned_changes(), [UPDATE], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, [action]);
    let job = case.job().await;
    assert_eq!((&job["id"], &job["status"]), (&id, &"Migrating".into()));
    let calls = case.control.requests().await.unwrap();
    let call = calls[mark..].iter().find(|call| call["action"] == action).unwrap();
    call["parameters"].clone()
}

async fn reserve(case: &Case) -> Json {
    serde_json::from_str(case.job().await["parameters"]["Reserve"].as_str().unwrap()).unwrap()
}

fn parsed(text: &Json) -> Json {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

fn limits(full: &str, incremental: &str) -> Hcl {
    let block = |name: &str, inner: &str| match inner {
        "" => String::new(),
        inner => format!("    {name} {{\n      {inner}\n    }}\n"),
    };
    with(&format!("  throttling {{\n{}{}  }}", block("full", full), block("incremental", incremental)))
}

#[tokio::test]
async fn limits_are_set_changed_and_lifted_phase_by_phase() {
    let case = running().await;
    let sent = change(&case, &limits("rows_per_second = 100", ""), "ModifyDynamicConfig").await;
    assert_eq!((&sent["JobCode"], &sent["EnableLimit"]), (&json!("03"), &json!("true")));
    assert_eq!(parsed(&sent["ConfigList"]), json!({"dts.datamove.source.rps.max": 100}));

    let sent = change(&case, &limits("bytes_per_second = 7", ""), "ModifyDynamicConfig").await;
    let expected = json!({"dts.datamove.source.rps.max": -1, "dts.datamove.source.bps.max": 7});
    assert_eq!(parsed(&sent["ConfigList"]), expected);

    let sent = change(&case, &limits("bytes_per_second = 7", "rows_per_second = 5"), "ModifyDynamicConfig").await;
    assert_eq!((&sent["JobCode"], &sent["EnableLimit"]), (&json!("04"), &Json::Null));

    let sent = change(&case, &limits("", "rows_per_second = 5"), "ModifyDynamicConfig").await;
    assert_eq!((&sent["JobCode"], &sent["EnableLimit"]), (&json!("03"), &json!("false")));
    let sent = change(&case, &with(""), "ModifyDynamicConfig").await;
    assert_eq!(parsed(&sent["ConfigList"]), json!({"dts.datamove.source.rps.max": -1}));
    hold(&case, "limits").await;
}

#[tokio::test]
async fn limits_that_were_changed_in_the_console_are_put_right() {
    let case = Case::start().await;
    case.apply(&limits("rows_per_second = 100", "")).await;
    let external = crate::support::external_changes::ExternalClient::new(
        &case.emulator.url(),
        acceptance_harness::profiles::DESTINATION_OWNER,
    );
    let action = alibaba::dts::ModifyDynamicConfig {
        dts_job_id: case.job().await["id"].as_str().unwrap().to_owned(),
        job_code: "03".to_owned(),
        enable_limit: Some(true),
        config_list: json!({"dts.datamove.source.rps.max": 999}).to_string(),
        ..alibaba::dts::ModifyDynamicConfig::default()
    };
    external.call(action).await;
    change(&case, &limits("rows_per_second = 100", ""), "ModifyDynamicConfig").await;
    assert_eq!(reserve(&case).await["fullDynamicConfig"]["dts.datamove.source.rps.max"], 100);
}

#[tokio::test]
async fn encryption_changes_alone_and_nothing_else_is_sent() {
    let case = running().await;
    let encrypted = with("").with(
        "instance_id         = \"rm-source-orders\"",
        "encryption = \"ssl\"\n    instance_id         = \"rm-source-orders\"",
    );
    let sent = change(&case, &encrypted, "ModifyDtsJob").await;
    assert_eq!(parsed(&sent["Reserved"]), json!({"srcSSL": "1"}));
    assert_eq!((&sent["ModifyTypeEnum"], &sent["DbList"]), (&json!("UPDATE_RESERVED"), &Json::Null));
    assert_eq!(reserve(&case).await["srcSSL"], "1");
    let sent = change(&case, &with(""), "ModifyDtsJob").await;
    assert_eq!(parsed(&sent["Reserved"]), json!({"srcSSL": "0"}));
    hold(&case, "encryption").await;
}

#[tokio::test]
async fn an_endpoint_changes_its_instance_and_sends_the_account_only_if_changed() {
    let case = running().await;
    let moved = with("").with("\"rm-source-orders\"", "\"rm-source-stores\"");
    let sent = change(&case, &moved, "ModifyDtsJobEndpoint").await;
    let expected = json!({
        "Endpoint": "src", "EndpointInstanceType": "rds", "EndpointInstanceId": "rm-source-stores",
        "EndpointRegionId": "cn-hangzhou", "AliyunUid": "1234567890123456", "RoleName": "ram-for-dts",
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&sent[name], value, "{name}");
    }
    for absent in ["ModifyAccount", "Username", "Password"] {
        assert_eq!(sent[absent], Json::Null, "{absent}");
    }
    let user = with("").with("\"dts\" # source", "\"dts_2\" # source");
    let sent = change(&case, &user, "ModifyDtsJobEndpoint").await;
    assert_eq!(
        (&sent["Endpoint"], &sent["ModifyAccount"], &sent["Username"]),
        (&json!("src"), &json!("true"), &json!("dts_2"))
    );
    assert!(sent["Password"].is_string(), "a database account is a name and its password");
    hold(&case, "moved_end").await;
}

/// The plan warns before, and DTS rejects what it cannot reach, on the argument that is the cause.
#[tokio::test]
async fn a_database_that_cannot_be_reached_is_refused_on_its_argument() {
    let case = running().await;
    let before = case.job().await;
    let end = "\n    instance_id         = \"rm-source-orders\"";
    let region = |id: &str| format!("{id:?}{end}");
    for (argument, from, to, line, warned, message) in [
        ("source.instance_id", "\"rm-source-orders\"", "\"rm-nosuch\"", "rm-nosuch", true, "no RDS rm-nosuch"),
        ("source.region", &region("cn-hangzhou"), &region("cn-shanghai"), "cn-shanghai", true, "region cn-shanghai"),
        (
            "destination.username",
            "\"dts\" # dest",
            "\"stranger\" # dest",
            "stranger",
            false,
            "access denied for user stranger",
        ),
    ] {
        let configuration = with("").with(from, to);
        case.write(&configuration);
        let run = case.terraform.run(&["apply", "-json", "-auto-approve"]).await.unwrap();
        assert_eq!(run.planned_changes(), [UPDATE], "{}", run.output());
        let errors = run.errors();
        let error = only_error(&errors, &format!("Cannot change {argument} of the migration task"));
        assert_line(error, &configuration, line);
        assert_detail(error, &["InvalidEndpoint", message]);
        let redirected = run.diagnostics().iter().any(|one| one.detail.contains("Rule: endpoint-redirected"));
        assert_eq!(redirected, warned, "{}", run.output());
        let after = case.job().await;
        assert_eq!((&after["parameters"], &after["status"]), (&before["parameters"], &before["status"]));
    }
    case.write(&with(""));
    assert_no_changes(&case.terraform).await;
}

#[tokio::test]
async fn a_password_is_rotated_and_a_second_failure_does_not_send_it_again() {
    let mut case = running().await;
    case.terraform.set("TF_VAR_source_password", "rotated");
    case.terraform.set("TF_VAR_destination_password", "rotated");
    let sent = change(&case, &with("").with("= 1 # source", "= 2 # source"), "ModifyDtsJobPassword").await;
    assert_eq!(sent["Endpoint"], "src");

    // Both are rotated; the second call fails once.
    case.terraform.set("TF_VAR_source_password", "once more");
    let both = with("").with("= 1 # source", "= 3 # source").with("= 1 # destination", "= 2 # destination");
    let fault = json!({
        "match": {"action": "ModifyDtsJobPassword"}, "after": 1, "kind": "error", "code": "InvalidParameter",
        "message": "no", "http_status": 400,
    });
    case.control.fault(&fault).await.unwrap();
    case.write(&both);
    let errors = refused(&case.terraform).await;
    assert_line(only_error(&errors, "Cannot change a password of the migration task"), &both, "= 2 # destination");
    change(&case, &both, "ModifyDtsJobPassword").await;
    hold(&case, "password").await;
}

#[tokio::test]
async fn a_change_waits_for_an_earlier_change_of_dts() {
    let case = running().await;
    let fault = json!({
        "match": {"action": "ModifyDtsJobName"}, "times": 2, "kind": "error",
        "code": "DTS.Msg.OperationDenied.JobStatusModifying", "message": "modifying", "http_status": 200,
    });
    case.control.fault(&fault).await.unwrap();
    let run = case.apply(&with("").with("= \"orders\"\n", "= \"renamed\"\n")).await;
    assert_eq!(run.planned_changes(), [UPDATE]);
    assert_eq!(case.job().await["name"], "renamed");
}

#[tokio::test]
async fn what_the_status_does_not_allow_is_refused_at_plan() {
    let case = running().await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let status = |status: &'static str| {
        let (control, job) = (case.control.clone(), job.clone());
        async move { control.force(&job, &json!({"status": status})).await.unwrap() }
    };
    // To be planned alone: how the instance handles the status is tested separately.
    let task_only = ["plan", "-json", "-detailed-exitcode", "-target=dts_migration_task.orders"];
    let renamed = with("").with("= \"orders\"\n", "= \"renamed\"\n");
    let moved = with("").with("\"rm-source-orders\"", "\"rm-source-stores\"");
    let limited = limits("rows_per_second = 100", "");
    for (now, configuration, allowed) in [
        ("Migrating", &renamed, true),
        ("Retrying", &limited, true),
        ("Suspending", &moved, true),
        ("MigrationFailed", &moved, true),
        ("MigrationFailed", &renamed, false),
        ("MigrationFailed", &limited, false),
        ("Finished", &renamed, false),
        ("Finished", &moved, false),
        ("Finished", &limited, false),
        ("Locked", &renamed, false),
    ] {
        status(now).await;
        case.write(configuration);
        let run = case.terraform.run(&task_only).await.unwrap();
        if allowed {
            assert_eq!(run.code, Some(2), "{now}: {}", run.output());
        } else {
            let errors = run.errors();
            assert_detail(
                only_error(&errors, "The migration cannot be changed now"),
                &[now, "Migrating, Retrying, Suspending"],
            );
        }
    }
    // What only the provider knows changes in any status.
    status("Finished").await;
    case.write(&with("  on_destroy = \"stop_and_release\"\n  timeouts {\n    update = \"30m\"\n  }"));
    let mark = case.mark().await;
    let apply = ["apply", "-json", "-auto-approve", "-target=dts_migration_task.orders"];
    case.terraform.run(&apply).await.unwrap().success().unwrap();
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
}

/// A plan with an old state is not sent blindly.
#[tokio::test]
async fn the_status_at_apply_counts() {
    let case = running().await;
    case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh-only"]).await.unwrap().success().unwrap();
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    case.control.force(&job, &json!({"status": "Finished"})).await.unwrap();
    case.write(&with("").with("= \"orders\"\n", "= \"renamed\"\n"));
    let mark = case.mark().await;
    let run = case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    only_error(&run.errors(), "The migration cannot be changed now");
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
}

/// A change that was made meanwhile is not made again.
#[tokio::test]
async fn what_the_job_has_already_is_not_sent() {
    let case = running().await;
    let external = crate::support::external_changes::ExternalClient::new(
        &case.emulator.url(),
        acceptance_harness::profiles::DESTINATION_OWNER,
    );
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    external
        .call(alibaba::dts::ModifyDtsJobName {
            dts_job_id: job.clone(),
            dts_job_name: "renamed".to_owned(),
            ..alibaba::dts::ModifyDtsJobName::default()
        })
        .await;
    external
        .call(alibaba::dts::TransferInstanceClass {
            dts_job_id: job,
            instance_class: "medium".to_owned(),
            order_type: "UPGRADE".to_owned(),
            ..alibaba::dts::TransferInstanceClass::default()
        })
        .await;
    let blind = ["apply", "-json", "-auto-approve", "-refresh=false"];
    let renamed = with("").with("= \"orders\"\n", "= \"renamed\"\n").with("\"small\"", "\"medium\"");
    case.write(&renamed);
    let mark = case.mark().await;
    let run = case.terraform.run(&blind).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(run.planned_changes().len(), 2, "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    assert_no_changes(&case.terraform).await;

    // The counterpart: what differs is sent.
    case.write(&with("").with("= \"orders\"\n", "= \"another\"\n").with("\"small\"", "\"large\""));
    case.terraform.run(&blind).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJobName", "TransferInstanceClass"]);
}

#[tokio::test]
async fn what_the_call_does_not_have_comes_too_late_with_the_reason() {
    let case = Case::start().await;
    let wiki = |id: &str| {
        with("")
            .with("engine              = \"mysql\"\n    access_method       = \"alibaba_cloud_instance\"\n    region              = \"cn-hangzhou\"\n    instance_id         = \"rm-source-orders\"",
                &format!("engine              = \"mariadb\"\n    access_method       = \"alibaba_cloud_instance\"\n    region              = \"cn-hangzhou\"\n    instance_id         = {id:?}"))
            .with("orders = { all = true }", "wiki = { all = true }")
    };
    case.apply(&wiki("rm-source-wiki")).await;
    let configuration = wiki("rm-source-other");
    let errors = case.refused_plan(&configuration).await;
    let error = only_error(&errors, "The migration has started");
    assert_line(error, &configuration, "rm-source-other");
    assert_detail(error, &["mariadb", "allow_restart = true"]);
    assert_no_changes_again(&case, &wiki("rm-source-wiki")).await;
}

async fn assert_no_changes_again(case: &Case, configuration: &Hcl) {
    case.write(configuration);
    assert_no_changes(&case.terraform).await;
}

/// On a dedicated cluster, in the world of the options.
fn on_cluster(cluster: &str) -> Hcl {
    let end = r#"
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-first"
    username            = "dts"
    password_wo         = "first-password"
    password_wo_version = 1
"#;
    hcl::providers().and(&Hcl::new(format!(
        r#"resource "dts_migration_task" "orders" {{
  provider        = dts.destination_owner
  name            = "orders"
  migration_types = ["schema", "full", "incremental"]
  {cluster}
  source {{{end}  }}
  destination {{{end}  }}
  objects = {{ orders = {{ all = true }} }}
}}

resource "dts_migration_instance" "orders" {{
  provider = dts.destination_owner
  task_id  = dts_migration_task.orders.id
  du       = 2
}}
"#
    )))
}

#[tokio::test]
async fn a_task_moves_to_another_cluster_but_not_away_from_one() {
    let world = World::parse(include_str!("../options/world.toml"), "world.toml").unwrap();
    let case = Case::with(Options { polls: 1, world, ..Options::default() }).await;
    case.apply(&on_cluster("dedicated_cluster_id = \"dtscluster_first\"")).await;
    let second = on_cluster("dedicated_cluster_id = \"dtscluster_second\"");
    let sent = change(&case, &second, "ModifyDtsJobDedicatedCluster").await;
    assert_eq!(parsed(&sent["DtsJobIds"]), json!([case.job().await["id"]]));
    assert_eq!(case.job().await["parameters"]["DedicatedClusterId"], "dtscluster_second");

    let unknown = on_cluster("dedicated_cluster_id = \"dtscluster_third\"");
    assert_line(
        only_error(&case.refused_plan(&unknown).await, "The dedicated cluster cannot be used"),
        &unknown,
        "_third",
    );
    let errors = case.refused_plan(&on_cluster("")).await;
    assert_detail(
        only_error(&errors, "The migration has started"),
        &["DTS cannot remove a task from a dedicated cluster"],
    );
    hold(&case, "cluster").await;
}
