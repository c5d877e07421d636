//! Import of all three into an empty state.

use acceptance_harness::import_plan::unexpected_changes;
use acceptance_harness::terraform::Terraform;
use serde_json::Value as Json;

use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::hcl::{self, Hcl};
#[cfg(unix)]
use crate::support::stopped_command::killed_at;

fn configuration() -> Hcl {
    hcl::complete_migration()
        .with("  instance_class = ", "  on_destroy = \"stop_and_release\"\n  wait_for = \"caught_up\"\n  tags = { project = \"orders\" }\n  instance_class = ")
        .with("  role_name           = ", "  description = \"for DTS\"\n  tags = { team = \"a\" }\n  force_detach_policies = true\n  role_name           = ")
}

async fn import_all(terraform: &Terraform, job: &str) {
    let instance = format!("dts{job}");
    for (address, id) in [
        ("dts_ram_role_trust.source", "ram-for-dts"),
        ("dts_migration_task.orders", job),
        ("dts_migration_instance.orders", &instance),
    ] {
        terraform.import(address, id).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    }
}

#[tokio::test]
async fn all_three_are_imported_and_the_next_apply_sends_no_call() {
    let case = Case::start().await;
    case.apply(&configuration()).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let empty = case.another_folder();
    empty.write("main.tf", configuration().text()).unwrap();
    import_all(&empty, &job).await;

    let mark = case.mark().await;
    empty.run(&["plan", "-out=saved.plan"]).await.unwrap().success().unwrap();
    let plan = empty.show(Some("saved.plan")).await.unwrap();
    assert!(plan["resource_changes"].is_array(), "{plan:#}");
    assert_eq!(unexpected_changes(&plan), Vec::<String>::new(), "{plan:#}");

    applied(&empty).await;
    assert_no_changes(&empty).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());
    let calls = case.control.requests().await.unwrap();
    let passwords = calls[mark..].iter().filter(|call| call["parameters"].to_string().contains("Password"));
    assert_eq!(passwords.count(), 0, "no password is sent");

    // The imported state can destroy what the other one created.
    empty.destroy().await.unwrap().success().unwrap();
    assert_eq!(case.account("2345678901234567").await["jobs"], Json::Array(Vec::new()));
}

/// The precheck of an imported task runs in the next apply, and only then can an instance be bought.
#[tokio::test]
#[cfg(unix)]
async fn an_imported_task_whose_precheck_never_ran_is_checked_by_the_next_apply() {
    let case = Case::start().await;
    case.write(&hcl::complete_migration());
    killed_at(&case, "StartDtsJob", "hold_before").await;
    let job = case.job().await;
    assert_eq!(job["status"], "NotStarted");
    let other = case.another_folder();
    let on_destroy = "  on_destroy = \"stop_and_release\"\n  instance_class = ";
    let complete = hcl::complete_migration().with("  instance_class = ", on_destroy);
    other.write("main.tf", complete.text()).unwrap();
    let id = job["id"].as_str().unwrap();
    for (address, id) in [("dts_ram_role_trust.source", "ram-for-dts"), ("dts_migration_task.orders", id)] {
        other.import(address, id).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    }
    let planned = other.plan().await.unwrap().planned_changes();
    assert_eq!(planned, ["update dts_migration_task.orders", "create dts_migration_instance.orders"]);
    let mark = case.mark().await;
    applied(&other).await;
    assert_eq!(case.mutations_since(mark).await, ["StartDtsJob", "CreateDtsInstance"]);
    assert_no_changes(&other).await;
    other.destroy().await.unwrap().success().unwrap();
}

/// The IDs look alike: for the wrong one of two, the error names the right one.
#[tokio::test]
async fn a_wrong_id_is_refused_with_the_right_one() {
    let case = Case::start().await;
    case.write(&configuration());
    for (address, id, expected) in [
        ("dts_migration_task.orders", "dtsi03e3zty16i1234", "Write \"i03e3zty16i1234\""),
        ("dts_migration_instance.orders", "i03e3zty16i1234", "Write \"dtsi03e3zty16i1234\""),
        ("dts_ram_role_trust.source", "acs:ram::1234567890123456:role/ram-for-dts", "Write \"ram-for-dts\""),
    ] {
        let run = case.terraform.import(address, id).await.unwrap();
        let text = run.stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert_eq!(run.code, Some(1), "{text}");
        assert!(text.contains("Invalid import ID") && text.contains(expected), "{text}");
    }
    for (address, id, what, place) in [
        ("dts_ram_role_trust.source", "ram-for-dts", "RAM role", "account 1234567890123456"),
        (
            "dts_migration_task.orders",
            "i03e3zty16i1234",
            "migration task",
            "account 2345678901234567, region cn-hangzhou",
        ),
        (
            "dts_migration_instance.orders",
            "dtsi03e3zty16i1234",
            "migration instance",
            "account 2345678901234567, region cn-hangzhou",
        ),
    ] {
        let run = case.terraform.import(address, id).await.unwrap();
        let text = run.stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        let expected = format!("There is no {what} \"{id}\" in {place}");
        assert!(run.code == Some(1) && text.contains(&expected), "{text}");
    }
}
