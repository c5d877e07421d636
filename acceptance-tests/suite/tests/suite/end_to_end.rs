//! Scenario 1, created and destroyed completely, on the emulator with its default speed.

use acceptance_harness::profiles::{DESTINATION_OWNER, OPERATOR, SOURCE_OWNER};
use dts_emulator::Options;

use crate::support::case::{Case, assert_detail, only_error};
use crate::support::hcl::{self, Hcl};

#[tokio::test]
async fn one_apply_creates_everything_and_one_destroy_removes_it() {
    let case = Case::with(Options::default()).await;
    let configuration = hcl::complete_migration().with(
        "instance_class = \"small\"",
        "instance_class = \"small\"\n  wait_for = \"caught_up\"\n  on_destroy = \"stop_and_release\"",
    );
    let run = case.apply(&configuration).await;
    assert_eq!(run.planned_changes().len(), 3, "{}", run.output());

    let role = case.role().await;
    assert_eq!(role["trust"]["Statement"][0]["Principal"]["Service"][0], "2345678901234567@dts.aliyuncs.com");
    assert_eq!(role["policies"][0]["name"], "AliyunDTSRolePolicy");
    let owner = case.account(DESTINATION_OWNER.account).await;
    assert_eq!(owner["roles"].as_array().unwrap().len(), 0, "the role belongs to the source owner");
    let job = case.job().await;
    assert_eq!((&job["purchased"], &job["class"]), (&true.into(), &"small".into()));
    assert_eq!(job["progress"]["caught_up"], true);
    assert_eq!(job["parameters"]["SourceEndpointOwnerID"], SOURCE_OWNER.account);
    assert_eq!(owner["instances"].as_array().unwrap().len(), 1);

    let attributes = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(
        (&attributes["scenario"], &attributes["precheck_state"]),
        (&"cross_account_source".into(), &"passed".into())
    );
    let items = attributes["precheck_items"].as_object().unwrap();
    assert!(items.len() > 10 && items.values().all(|state| state == "Success"), "{items:#?}");
    assert_eq!(attributes["failed_precheck_items"], serde_json::json!([]));
    let instance = case.terraform.attributes("dts_migration_instance.orders").await.unwrap();
    assert_eq!((&instance["status"], &instance["caught_up"]), (&"Migrating".into(), &true.into()));

    case.destroy().await;
    let warned: Vec<_> =
        case.control.requests().await.unwrap().into_iter().filter(|call| call["warnings"][0].is_string()).collect();
    assert!(warned.is_empty(), "the emulator knows every parameter that was sent: {warned:#?}");
}

/// A third account migrates between two others: both owners create a role that trusts it.
fn between_two_others() -> Hcl {
    let operator = "provider \"dts\" {\n  alias = \"operator\"\n  alibaba {\n    region  = \"cn-hangzhou\"\n    profile = \"operator\"\n  }\n}";
    let trusted = hcl::trust().with("2345678901234567", OPERATOR.account);
    let second = trusted
        .with("\"source\"", "\"destination\"")
        .with("dts.source_owner", "dts.destination_owner")
        .with("\"ram-for-dts\"", "\"ram-for-dts-destination\"");
    let task = hcl::task()
        .with("dts.destination_owner", "dts.operator")
        .with("role_name  = \"ram-for-dts\"", "role_name = dts_ram_role_trust.source.role_name")
        .with("password_wo_version = 1 # destination", "password_wo_version = 1\n    cross_account {\n      account_id = dts_ram_role_trust.destination.account_id\n      role_name = dts_ram_role_trust.destination.role_name\n    }");
    hcl::providers().and(&Hcl::new(operator)).and(&trusted).and(&second).and(&task)
}

#[tokio::test]
async fn a_third_account_migrates_between_two_others() {
    let case = Case::with(Options { polls: 1, ..Options::default() }).await;
    case.apply(&between_two_others()).await;
    let task = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(task["scenario"], "cross_account_both");
    for owner in [SOURCE_OWNER, DESTINATION_OWNER] {
        let account = case.account(owner.account).await;
        assert_eq!(account["roles"].as_array().unwrap().len(), 1, "{account:#}");
    }
    assert_eq!(case.account(OPERATOR.account).await["jobs"].as_array().unwrap().len(), 1);
    case.destroy().await;
}

/// DTS does not return which endpoint failed: then the message names both endpoints.
#[tokio::test]
async fn with_two_owners_the_message_names_both() {
    let case = Case::with(Options { polls: 1, ..Options::default() }).await;
    let configuration = between_two_others()
        .with("role_name = dts_ram_role_trust.destination.role_name", "role_name = \"no-such-role\"")
        .with("  objects = {", "  timeouts {\n    create = \"4s\"\n  }\n  objects = {");
    let errors = case.refused_apply(&configuration).await;
    let error = only_error(&errors, "Cannot configure the migration task");
    assert_detail(error, &["AssumeRoleFail", "source belongs to account 1234567890123456", "\"ram-for-dts\""]);
    assert_detail(error, &["destination belongs to account 2345678901234567", "\"no-such-role\""]);
    case.apply(&configuration.with("\"no-such-role\"", "dts_ram_role_trust.destination.role_name")).await;
}
