//! Resources of the provider of Alibaba Cloud that `moved` blocks move here.
//!
//! The states are written as that provider stores them.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::{RawState, move_resource_state};

use crate::support::case::{
    Case, DESTINATION_PASSWORD, SOURCE_PASSWORD, applied, assert_detail, assert_no_changes, only_error,
};
use crate::support::grpc::{GrpcProvider, only_diagnostic};
use crate::support::hcl::{self, Hcl};
use crate::support::moves::{moved, store_by_other_provider};

/// The attributes that the other provider has stored of an object of ours.
fn stored(type_name: &str, ours: &Json) -> (&'static str, Json) {
    match type_name {
        "dts_ram_role_trust" => (
            "alicloud_ram_role",
            json!({
                "id": ours["role_name"], "role_name": ours["role_name"], "name": ours["role_name"],
                "assume_role_policy_document": ours["trust_policy"], "document": ours["trust_policy"], "version": "1",
                "description": ours["description"], "max_session_duration": 3600, "arn": ours["arn"], "role_id": ours["role_id"],
                "create_time": ours["create_date"], "tags": null, "force": null, "services": [], "ram_users": [],
                "timeouts": null,
            }),
        ),
        "dts_migration_task" => ("alicloud_dts_migration_job", stored_job(ours)),
        "dts_migration_instance" => (
            "alicloud_dts_migration_instance",
            json!({
                "id": ours["id"], "dts_instance_id": ours["id"], "instance_class": ours["instance_class"], "status": "Migrating",
                "sync_architecture": "oneway", "payment_type": "PayAsYouGo", "compute_unit": null, "database_count": null,
                "source_endpoint_engine_name": "MySQL", "source_endpoint_region": "cn-hangzhou",
                "destination_endpoint_engine_name": "MySQL", "destination_endpoint_region": "cn-hangzhou", "tags": null,
            }),
        ),
        "dts_synchronization_task" => {
            let mut job = stored_job(ours);
            (job["synchronization_direction"], job["status"]) = (json!("Forward"), json!("Synchronizing"));
            ("alicloud_dts_synchronization_job", job)
        }
        "dts_synchronization_instance" => (
            "alicloud_dts_synchronization_instance",
            json!({
                "id": ours["id"], "instance_class": ours["instance_class"], "sync_architecture": "oneway", "auto_pay": null,
                "payment_type": "PayAsYouGo", "payment_duration": null, "compute_unit": null, "tags": null,
                "source_endpoint_engine_name": "MySQL", "source_endpoint_region": "cn-hangzhou",
                "destination_endpoint_engine_name": "MySQL", "destination_endpoint_region": "cn-hangzhou",
            }),
        ),
        other => panic!("{other}"),
    }
}

/// The other provider reads a list of jobs, which does not name the account of an endpoint.
fn stored_job(ours: &Json) -> Json {
    json!({
        "id": ours["id"], "dts_instance_id": ours["dts_instance_id"], "dts_job_name": ours["name"], "status": "Migrating",
        "structure_initialization": true, "data_initialization": true, "data_synchronization": true,
        "db_list": "{\"orders\":{\"name\":\"orders\",\"all\":true}}", "checkpoint": "1800000000", "instance_class": null,
        "source_endpoint_instance_type": "RDS", "source_endpoint_engine_name": "MySQL", "source_endpoint_region": "cn-hangzhou",
        "source_endpoint_instance_id": "rm-source-orders", "source_endpoint_ip": "", "source_endpoint_port": "",
        "source_endpoint_database_name": "", "source_endpoint_oracle_sid": null, "source_endpoint_user_name": "dts",
        "source_endpoint_password": SOURCE_PASSWORD, "source_endpoint_owner_id": "", "source_endpoint_role": "",
        "destination_endpoint_instance_type": "RDS", "destination_endpoint_engine_name": "MySQL",
        "destination_endpoint_region": "cn-hangzhou", "destination_endpoint_instance_id": "rm-destination-orders",
        "destination_endpoint_ip": "", "destination_endpoint_port": "", "destination_endpoint_database_name": "",
        "destination_endpoint_oracle_sid": null, "destination_endpoint_user_name": "dts",
        "destination_endpoint_password": DESTINATION_PASSWORD, "timeouts": null,
    })
}

/// A complete migration in the state of the other provider.
async fn with_state_of_other_provider() -> (Case, Hcl) {
    let mut case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    store_by_other_provider(&mut case, "aliyun/alicloud", stored);
    let blocks = moved(&[
        ("alicloud_ram_role.source", "dts_ram_role_trust.source"),
        ("alicloud_dts_migration_job.orders", "dts_migration_task.orders"),
        ("alicloud_dts_migration_instance.orders", "dts_migration_instance.orders"),
    ]);
    (case, hcl::complete_migration().and(&blocks))
}

#[tokio::test]
async fn a_migration_of_another_provider_is_moved_without_a_change_in_the_cloud() {
    let (case, configuration) = with_state_of_other_provider().await;
    case.write(&configuration);
    let mark = case.mark().await;
    let planned = case.terraform.run(&["plan", "-no-color"]).await.unwrap().success().unwrap();
    let text = &planned.stdout;
    assert!(text.contains("alicloud_ram_role.source has moved to dts_ram_role_trust.source"), "{text}");
    // The configuration has the passwords in write-only arguments: the state forgets them.
    assert!(
        text.contains("(moved from alicloud_dts_migration_job.orders)")
            && text.contains("0 to add, 1 to change, 0 to destroy"),
        "{text}"
    );

    let run = applied(&case.terraform).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0], "{}", run.output());
    for text in [planned.output(), run.output()] {
        assert!(!text.contains(SOURCE_PASSWORD) && !text.contains(DESTINATION_PASSWORD), "{text}");
    }
    assert_no_changes(&case.terraform).await;
    let state = std::fs::read_to_string(case.terraform.directory().join("terraform.tfstate")).unwrap();
    assert!(!state.contains(SOURCE_PASSWORD) && !state.contains("moved_from"), "{state}");
    let task = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(
        task["source"]["cross_account"]["account_id"], SOURCE_OWNER.account,
        "the other provider does not know it"
    );
    case.write(
        &configuration
            .with("instance_class = \"small\"", "instance_class = \"small\"\n  on_destroy = \"stop_and_release\""),
    );
    applied(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_synchronization_of_another_provider_is_moved_without_a_change_in_the_cloud() {
    let mut case = Case::start().await;
    let complete = hcl::complete_migration()
        .with_all("dts_migration_", "dts_synchronization_")
        .with("migration_types = [\"schema\", \"full\", \"incremental\"]", "initial_phases = [\"schema\", \"full\"]")
        .with("instance_class = \"small\"", "instance_class = \"small\"\n  on_destroy = \"stop_and_release\"");
    case.apply(&complete).await;
    store_by_other_provider(&mut case, "aliyun/alicloud", stored);
    let blocks = moved(&[
        ("alicloud_ram_role.source", "dts_ram_role_trust.source"),
        ("alicloud_dts_synchronization_job.orders", "dts_synchronization_task.orders"),
        ("alicloud_dts_synchronization_instance.orders", "dts_synchronization_instance.orders"),
    ]);
    case.write(&complete.and(&blocks));
    let mark = case.mark().await;
    let planned = case.terraform.run(&["plan", "-no-color"]).await.unwrap().success().unwrap();
    assert!(planned.stdout.contains("0 to add") && planned.stdout.contains("0 to destroy"), "{}", planned.output());
    applied(&case.terraform).await;
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    assert_no_changes(&case.terraform).await;
    let task = case.terraform.attributes("dts_synchronization_task.orders").await.unwrap();
    assert_eq!(task["initial_phases"], json!(["full", "schema"]));
    case.destroy().await;
}

#[tokio::test]
async fn without_a_refresh_nothing_is_replaced_and_an_apply_changes_nothing() {
    let (case, configuration) = with_state_of_other_provider().await;
    case.write(&configuration);
    let mark = case.mark().await;
    let planned = case.terraform.run(&["plan", "-no-color", "-refresh=false"]).await.unwrap().success().unwrap();
    assert!(planned.stdout.contains("0 to add, 3 to change, 0 to destroy"), "{}", planned.output());
    let run = case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    assert!(errors.iter().all(|error| error.summary == "The moved resource was not refreshed"), "{errors:#?}");
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
}

#[tokio::test]
async fn an_object_that_the_provider_block_does_not_find_is_an_error_and_not_a_new_object() {
    let (case, configuration) = with_state_of_other_provider().await;
    // The other account, in which there is no such task.
    case.write(&configuration.with_all("dts.destination_owner", "dts.source_owner"));
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    let task = errors.iter().find(|error| error.summary == "No such migration task");
    let task = task.unwrap_or_else(|| panic!("{errors:#?}"));
    assert_detail(task, &[SOURCE_OWNER.account, "cn-hangzhou", "cannot be moved"]);
}

#[tokio::test]
async fn the_address_of_the_provider_may_be_short_and_what_cannot_be_moved_says_why() {
    let case = Case::start().await;
    let grpc = GrpcProvider::start(&case.emulator.url(), DESTINATION_OWNER).await;
    let request = |address: &str, source: &str, state: Json| move_resource_state::Request {
        source_provider_address: address.to_owned(),
        source_type_name: source.to_owned(),
        source_state: Some(RawState { json: state.to_string().into_bytes(), ..RawState::default() }),
        source_private: b"not ours".to_vec(),
        target_type_name: "dts_migration_task".to_owned(),
        ..move_resource_state::Request::default()
    };
    let job = stored_job(&json!({"id": "i03e3zty16i1234", "dts_instance_id": "dtsi03e3zty16i1234", "name": "orders"}));
    let mut answers = Vec::new();
    for address in ["registry.terraform.io/aliyun/alicloud", "registry.opentofu.org/hashicorp/alicloud", "alicloud"] {
        let request = request(address, "alicloud_dts_migration_job", job.clone());
        answers.push(grpc.client.clone().move_resource_state(request).await.unwrap().into_inner());
    }
    assert!(answers.iter().all(|answer| answer.diagnostics.is_empty() && *answer == answers[0]), "{answers:?}");
    for (address, source, state, expected) in [
        (
            "example.com/other/alicloud",
            "alicloud_dts_migration_job",
            job.clone(),
            "cannot be moved to dts_migration_task",
        ),
        ("alicloud", "alicloud_ram_role", json!({}), "alicloud_ram_role (provider alicloud) cannot be moved"),
        ("alicloud", "alicloud_dts_migration_job", json!([]), "is not a JSON object"),
        ("alicloud", "alicloud_dts_migration_job", json!({}), "source_endpoint_engine_name is \"\""),
    ] {
        let answer =
            grpc.client.clone().move_resource_state(request(address, source, state)).await.unwrap().into_inner();
        only_diagnostic(&answer.diagnostics, expected);
        assert_eq!(answer.target_state, None);
    }
    let refused = only_error_of_attachment(&case).await;
    assert!(refused.contains("destroy = false"), "{refused}");
}

/// The error of a `moved` block for an attachment of a policy.
async fn only_error_of_attachment(case: &Case) -> String {
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let request = move_resource_state::Request {
        source_provider_address: "registry.terraform.io/aliyun/alicloud".to_owned(),
        source_type_name: "alicloud_ram_role_policy_attachment".to_owned(),
        source_state: Some(RawState { json: b"{}".to_vec(), ..RawState::default() }),
        target_type_name: "dts_ram_role_trust".to_owned(),
        ..move_resource_state::Request::default()
    };
    let answer = grpc.client.clone().move_resource_state(request).await.unwrap().into_inner();
    only_diagnostic(&answer.diagnostics, "Remove the attachment from the state").detail.clone()
}

/// Within this provider there is nothing to move between types.
#[tokio::test]
async fn a_move_to_another_type_is_refused_with_what_to_do_instead() {
    let case = Case::start().await;
    case.apply(&hcl::providers().and(&hcl::trust())).await;
    let moved = "moved {\n  from = dts_ram_role_trust.source\n  to   = dts_migration_task.orders\n}\n";
    let errors = case.refused_plan(&hcl::providers().and(&hcl::task()).and(&Hcl::new(moved))).await;
    let error = only_error(&errors, "Cannot move between these resource types");
    assert_detail(error, &["cannot be moved to dts_migration_task", "Import", "`removed` block"]);
}
