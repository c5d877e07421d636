//! A two-way synchronization between two accounts, created by a third one: one apply starts both directions.

use acceptance_harness::profiles::OPERATOR;
use serde_json::{Value as Json, json};

use crate::support::case::{Case, applied, assert_detail, assert_line, assert_no_changes, refused};
use crate::support::hcl::{self, Hcl};
use crate::support::reimport::imported;

const TASK: &str = "dts_synchronization_task.stores";
const INSTANCE: &str = "dts_synchronization_instance.stores";

fn role(name: &str, provider: &str) -> String {
    format!(
        "resource \"dts_ram_role_trust\" \"{name}\" {{\n  provider = dts.{provider}\n  role_name = \"ram-for-dts\"\n  \
         trusted_account_ids = [\"{}\"]\n}}\n",
        OPERATOR.account
    )
}

fn end(side: &str, region: &str, database: &str) -> String {
    format!(
        "  {side} {{\n    engine = \"mysql\"\n    access_method = \"alibaba_cloud_instance\"\n    region = \"{region}\"\n    \
         instance_id = \"rm-{side}-{database}\"\n    username = \"dts\" # of the {side}\n    password_wo = var.{side}_password\n    \
         password_wo_version = 1\n    cross_account {{\n      account_id = dts_ram_role_trust.{side}.account_id\n      \
         role_name = dts_ram_role_trust.{side}.role_name\n    }}\n  }}\n"
    )
}

/// A synchronization of a database with another one of the same name.
fn between(database: &str, regions: [&str; 2], objects: &str, arguments: &str) -> Hcl {
    let [from, to] = regions;
    let operator = format!(
        "provider \"dts\" {{\n  alias = \"operator\"\n  alibaba {{\n    region  = \"{to}\"\n    profile = \"operator\"\n  }}\n}}\n"
    );
    let task = format!(
        "resource \"dts_synchronization_task\" \"stores\" {{\n  provider = dts.operator\n  name = \"stores\"\n  \
         initial_phases = [\"schema\", \"full\"]\n  two_way {{\n    on_conflict = \"overwrite\"\n  }}\n{}{}  objects = {objects}\n}}\n",
        end("source", from, database),
        end("destination", to, database),
    );
    let instance = format!(
        "resource \"dts_synchronization_instance\" \"stores\" {{\n  provider = dts.operator\n  task_id = \
         dts_synchronization_task.stores.id\n  instance_class = \"small\"\n  {arguments}\n}}\n"
    );
    let all = [operator, role("source", "source_owner"), role("destination", "destination_owner"), task, instance];
    hcl::providers().and(&Hcl::new(all.join("\n")))
}

const RUNNING: &str = "reverse_desired_status = \"running\"";

/// The configuration, with the objects and further arguments of the instance.
fn two_way(objects: &str, arguments: &str) -> Hcl {
    between("stores", ["cn-hangzhou", "cn-shanghai"], objects, arguments)
}

/// A configuration that can be destroyed at any time.
pub(crate) fn complete() -> Hcl {
    two_way(SHOPS, "on_destroy = \"stop_and_release\"")
}

const SHOPS: &str = "{ stores = { tables = { shops = {} } } }";
const SHOPS_AND_SALES: &str = "{ stores = { tables = { shops = {}, sales = {} } } }";

/// The forward and the reverse job.
async fn jobs(case: &Case) -> [Json; 2] {
    let account = case.account(OPERATOR.account).await;
    let mut all = account["jobs"].as_array().unwrap().clone();
    all.sort_by_key(|job| job["direction"] == "Reverse");
    all.try_into().unwrap_or_else(|all| panic!("not two jobs: {all:#?}"))
}

async fn statuses(case: &Case) -> [String; 2] {
    jobs(case).await.map(|job| job["status"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn one_apply_starts_both_directions_and_each_is_suspended_and_resumed() {
    let case = Case::start().await;
    let run = case.apply(&two_way(SHOPS, "")).await;
    assert!(!run.output().contains("everse direction"), "{}", run.output());
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    let [_, reverse] = jobs(&case).await;
    assert_eq!(reverse["parameters"]["SourceEndpointInstanceID"], "rm-destination-stores");
    assert_eq!(reverse["parameters"]["SourceEndpointOwnerID"], "2345678901234567");
    assert_eq!(reverse["parameters"]["DestinationEndpointOwnerID"], "1234567890123456");
    assert_eq!(reverse["parameters"]["StructureInitialization"], "false");
    let instance = case.terraform.attributes(INSTANCE).await.unwrap();
    assert_eq!((&instance["reverse_id"], &instance["reverse_status"]), (&reverse["id"], &json!("Synchronizing")));

    for (status, calls, expected) in
        [("suspended", "SuspendDtsJob", "Suspending"), ("running", "StartDtsJob", "Synchronizing")]
    {
        let mark = case.mark().await;
        case.apply(&two_way(SHOPS, &format!("reverse_desired_status = \"{status}\""))).await;
        assert_eq!(case.mutations_since(mark).await, [calls]);
        assert_eq!(statuses(&case).await, ["Synchronizing", expected]);
    }
    assert_eq!(case.terraform.attributes(TASK).await.unwrap()["reverse_id"], reverse["id"]);
    for (status, calls, expected) in
        [("suspended", "SuspendDtsJob", "Suspending"), ("running", "StartDtsJob", "Synchronizing")]
    {
        let mark = case.mark().await;
        case.apply(&two_way(SHOPS, &format!("{RUNNING}\n  desired_status = \"{status}\""))).await;
        assert_eq!(case.mutations_since(mark).await, [calls]);
        assert_eq!(statuses(&case).await, [expected, "Synchronizing"]);
    }

    let refused = case.terraform.destroy().await.unwrap();
    assert_eq!(refused.code, Some(1), "{}", refused.output());
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"], "neither direction was released");
    case.apply(&two_way(SHOPS, &format!("{RUNNING}\n  on_destroy = \"stop_and_release\""))).await;
    case.destroy().await;
}

#[tokio::test]
async fn objects_are_added_in_place_in_each_direction() {
    let case = Case::start().await;
    let released = "on_destroy = \"stop_and_release\"";
    case.apply(&two_way(SHOPS, released)).await;
    let mark = case.mark().await;
    let run = case.apply(&two_way(SHOPS_AND_SALES, released)).await;
    assert_eq!(run.planned_changes(), [format!("update {TASK}")], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJob", "ModifyDtsJob"]);
    for job in jobs(&case).await {
        assert!(job["parameters"]["DbList"].as_str().unwrap().contains("sales"), "{job:#}");
    }
    // Only the reverse direction has fewer objects than the task.
    let own = two_way(SHOPS_AND_SALES, released).with(
        "on_conflict = \"overwrite\"",
        &format!("on_conflict = \"overwrite\"\n    reverse {{\n      objects = {SHOPS}\n    }}"),
    );
    let mark = case.mark().await;
    case.apply(&own).await;
    assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJob"]);
    let [forward, reverse] = jobs(&case).await.map(|job| job["parameters"]["DbList"].to_string());
    assert!(forward.contains("sales") && !reverse.contains("sales"), "{forward} {reverse}");
    case.destroy().await;
}

/// The precheck of the reverse direction needs other rights of the same database accounts.
#[tokio::test]
async fn a_reverse_direction_that_fails_leaves_the_forward_one_and_the_next_apply_continues() {
    let case = Case::start().await;
    let objects = "{ orders = { tables = { orders = {} } } }";
    let configuration = between("orders", ["cn-hangzhou", "cn-hangzhou"], objects, "on_destroy = \"stop_and_release\"");
    case.write(&configuration);
    let errors = refused(&case.terraform).await;
    let failed = "Reverse direction: Precheck item CHECK_AUTH_DEST failed";
    let found = errors.iter().find(|one| one.summary == failed).unwrap_or_else(|| panic!("{errors:#?}"));
    assert_detail(
        found,
        &["It is about source.username of the dts_synchronization_task", "The forward direction continues"],
    );
    let [forward, reverse] = jobs(&case).await;
    assert_eq!((&forward["status"], &reverse["status"]), (&json!("Synchronizing"), &json!("PrecheckFailed")));

    // The task has the configuration, so it tries again.
    let mark = case.mark().await;
    let errors = refused(&case.terraform).await;
    let found = errors.iter().find(|one| one.summary == failed).unwrap_or_else(|| panic!("{errors:#?}"));
    assert_line(found, &configuration, "# of the source");
    assert_eq!(case.mutations_since(mark).await, ["ConfigureDtsJob", "StartDtsJob"]);
    assert_eq!(jobs(&case).await[0]["status"], "Synchronizing");

    let passing = json!({"CHECK_AUTH_DEST": "Success", "CHECK_AUTH_SRC": "Success"});
    case.control.force(reverse["id"].as_str().unwrap(), &json!({"precheck": passing})).await.unwrap();
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    let bought = case.control.requests().await.unwrap();
    assert_eq!(bought.iter().filter(|call| call["action"] == "CreateDtsInstance").count(), 1);
    case.destroy().await;
}

#[tokio::test]
async fn a_two_way_synchronization_is_imported_with_its_reverse_direction() {
    let case = Case::start().await;
    let released = "on_destroy = \"stop_and_release\"";
    let own = two_way(SHOPS_AND_SALES, released).with(
        "on_conflict = \"overwrite\"",
        &format!(
            "on_conflict = \"overwrite\"\n    carry_ddl = false\n    reverse {{\n      on_conflict = \"ignore\"\n      objects = \
             {SHOPS}\n    }}"
        ),
    );
    case.apply(&own).await;
    case.terraform.run(&["apply", "-refresh-only", "-auto-approve"]).await.unwrap().success().unwrap();
    let other = case.another_folder();
    other.write("main.tf", own.text()).unwrap();
    assert_eq!(imported(&case, &case.terraform, &other, &[]).await, 4);
    let (before, after) = (case.terraform.attributes(TASK).await.unwrap(), other.attributes(TASK).await.unwrap());
    for name in ["two_way", "reverse_id", "reverse_status", "reverse_drift", "request_preview"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    case.destroy().await;
}

#[tokio::test]
async fn a_one_way_synchronization_gets_the_reverse_direction_in_place() {
    let case = Case::start().await;
    let released = "on_destroy = \"stop_and_release\"";
    let one_way = two_way(SHOPS, released).with("  two_way {\n    on_conflict = \"overwrite\"\n  }\n", "");
    case.apply(&one_way).await;
    let mark = case.mark().await;
    let run = case.apply(&two_way(SHOPS, released)).await;
    assert_eq!(run.planned_changes(), [format!("update {TASK}")], "{}", run.output());
    let calls = case.mutations_since(mark).await;
    assert_eq!(calls, ["UpgradeTwoWay", "ModifyDtsJob", "ConfigureDtsJob", "StartDtsJob"]);
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    let settings = jobs(&case).await.map(|job| job["parameters"]["Reserve"].to_string());
    assert!(settings.iter().all(|one| one.contains("overwrite")), "{settings:?}");
    // DTS cannot remove it again.
    let refused = case.refused_plan(&one_way).await;
    assert!(refused[0].detail.contains("two_way"), "{refused:#?}");
    case.write(&two_way(SHOPS, released));
    case.destroy().await;
}
