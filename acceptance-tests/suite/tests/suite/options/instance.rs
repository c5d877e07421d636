//! Options of the instance. Each has a separate task; a change sends the one call that is documented for it, or none.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::changed::{changed, is_about};
use super::coverage::exported;
use super::render::{body, roles, task};
use super::row::option;
use super::walk::{saved_plan, start};
use crate::captured_requests::hold;
use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl::{self, Hcl};

/// An option, and the other arguments of the instance.
struct Row {
    option: &'static str,
    others: &'static [(&'static str, &'static str)],
    /// Its values, one per step.
    values: [Option<&'static str>; 3],
    /// Additional parameters of CreateDtsInstance.
    bought: Json,
    /// The calls of each change: action and parameters.
    calls: [Json; 2],
}

const CLASS: (&str, &str) = ("instance_class", r#""small""#);
const RELEASED: (&str, &str) = ("on_destroy", r#""stop_and_release""#);
/// Arguments that need no row: the task, and the resource group, which is set only at the purchase.
const NO_CHANGE: [&str; 2] = ["task_id", "resource_group_id"];

fn rows() -> Vec<Row> {
    let tagged = |tags: &[(&str, &str)]| {
        let mut parameters = json!({"ResourceType": "ALIYUN::DTS::INSTANCE"});
        for (at, (key, value)) in tags.iter().enumerate() {
            parameters[format!("Tag.{}.Key", at + 1)] = json!(key);
            parameters[format!("Tag.{}.Value", at + 1)] = json!(value);
        }
        json!(["TagResources", parameters])
    };
    let untagged =
        json!(["UntagResources", {"ResourceType": "ALIYUN::DTS::INSTANCE", "TagKey.1": "a", "TagKey.2": "b"}]);
    let raised = |class: &str| json!([["TransferInstanceClass", {"InstanceClass": class, "OrderType": "UPGRADE"}]]);
    let units = |units: &str| json!([["ModifyDtsJobDuLimit", {"DuLimit": units}]]);
    let mut rows = vec![
        Row {
            values: [Some(r#""small""#), Some(r#""large""#), Some(r#""xxlarge""#)],
            bought: json!({"InstanceClass": "small"}),
            calls: [raised("large"), raised("xxlarge")],
            others: &[RELEASED],
            ..silent("instance_class", [None; 3])
        },
        Row {
            others: &[RELEASED],
            bought: json!({"Du": "2"}),
            calls: [units("4"), units("1")],
            ..silent("du", [Some("2"), Some("4"), Some("1")])
        },
        Row {
            calls: [json!([tagged(&[("a", "2"), ("b", "3")])]), json!([untagged])],
            ..silent("tags", [Some(r#"{ a = "1" }"#), Some(r#"{ a = "2", b = "3" }"#), None])
        },
        Row {
            calls: [json!([["SuspendDtsJob", {}]]), json!([["StartDtsJob", {}]])],
            ..silent("desired_status", [Some(r#""running""#), Some(r#""suspended""#), None])
        },
        silent("wait_for", [Some(r#""accepted""#), Some(r#""caught_up""#), None]),
        silent("max_delay_ms", [Some("0"), Some("60000"), None]),
        silent("restart_on_loss", [Some("true"), None, Some("true")]),
        Row {
            others: &[CLASS],
            ..silent("on_destroy", [Some(r#""stop_and_release""#), None, Some(r#""stop_and_release""#)])
        },
    ];
    let timeouts = ["timeouts.create", "timeouts.read", "timeouts.update", "timeouts.delete"];
    rows.extend(timeouts.map(|one| silent(one, [Some(r#""20m""#), Some(r#""25m""#), None])));
    rows
}

/// An option that only the provider uses.
fn silent(option: &'static str, values: [Option<&'static str>; 3]) -> Row {
    let calls = [json!([]), json!([])];
    Row { option, others: &[CLASS, RELEASED], values, bought: json!({"InstanceClass": "small"}), calls }
}

fn label(row: &Row) -> String {
    row.option.replace('.', "_")
}

fn configuration(rows: &[Row], step: usize) -> Hcl {
    let units =
        |row: &Row| if row.option == "du" { vec![("dedicated_cluster_id", r#""dtscluster_first""#)] } else { vec![] };
    rows.iter().fold(hcl::providers().and(&roles()), |text, row| {
        let label = label(row);
        let its_task = units(row).into_iter().fold(option("name"), |task, (path, value)| task.with(path, value));
        let own = row.values[step].map(|value| (row.option, value));
        let arguments = row.others.iter().copied().chain(own).map(|(path, value)| (path.to_owned(), value.to_owned()));
        let instance = Hcl::new(format!(
            "resource \"dts_migration_instance\" {label:?} {{\n  provider = dts.destination_owner\n  task_id  = \
             dts_migration_task.{label}.id\n{}}}\n",
            body(&arguments.collect(), 1)
        ));
        text.and(&task(&label, &its_task.at(0))).and(&instance)
    })
}

/// Calls since a mark that change the instance of a job: action and parameters, without those that identify the job.
async fn calls(case: &Case, mark: usize, job: &str) -> Json {
    let mut found = Vec::new();
    for call in &case.control.requests().await.unwrap()[mark..] {
        let (action, object) = (call["action"].as_str().unwrap(), call["object"].as_str().unwrap());
        let reading = ["Describe", "Get", "List"].iter().any(|reading| action.starts_with(reading));
        if reading || !object.ends_with(job) {
            continue;
        }
        let mut parameters = call["parameters"].as_object().unwrap().clone();
        assert_eq!(parameters.remove("RegionId"), Some(json!("cn-hangzhou")), "{call:#}");
        for which in ["DtsJobId", "JobId", "ResourceId.1"] {
            parameters.remove(which);
        }
        found.push(json!([action, parameters]));
    }
    Json::Array(found)
}

async fn job(case: &Case, row: &Row) -> String {
    let task = case.terraform.attributes(&format!("dts_migration_task.{}", label(row))).await.unwrap();
    task["id"].as_str().unwrap_or_else(|| panic!("{} has no task: {task:#}", row.option)).to_owned()
}

#[tokio::test]
async fn each_is_on_the_wire_and_changes_alone() {
    let case = start().await;
    let rows = rows();
    case.apply(&configuration(&rows, 0)).await;
    let mut jobs = Vec::new();
    for row in &rows {
        let job = job(&case, row).await;
        let mut bought = json!({"PayType": "PostPaid", "AutoStart": "true", "DtsRegion": "cn-hangzhou"});
        bought.as_object_mut().unwrap().extend(row.bought.as_object().unwrap().clone());
        let all = calls(&case, 0, &job).await;
        let purchases: Vec<&Json> = all.as_array().unwrap().iter().skip(2).collect();
        assert_eq!(*purchases[0], json!(["CreateDtsInstance", bought]), "{}", row.option);
        assert_eq!(purchases.len(), if row.option == "tags" { 2 } else { 1 }, "{}: {purchases:#?}", row.option);
        jobs.push(job);
    }
    for step in 1..3 {
        case.write(&configuration(&rows, step));
        planned(&rows, &saved_plan(&case).await);
        let mark = case.mark().await;
        case.terraform.run(&["apply", "saved.plan"]).await.unwrap().success().unwrap_or_else(|e| panic!("{e}"));
        assert_no_changes(&case.terraform).await;
        for (row, job) in rows.iter().zip(&jobs) {
            assert_eq!(calls(&case, mark, job).await, row.calls[step - 1], "{} at step {step}", row.option);
        }
    }
    case.destroy().await;
    hold(&case, "instance").await;
}

/// Every instance is updated in place, and only its own option changes.
fn planned(rows: &[Row], plan: &Json) {
    let changes = plan["resource_changes"].as_array().unwrap();
    for row in rows {
        let address = format!("dts_migration_instance.{}", label(row));
        let change = &changes.iter().find(|change| change["address"] == address.as_str()).unwrap()["change"];
        assert_eq!(change["actions"], json!(["update"]), "{}", row.option);
        for path in changed(change) {
            assert!(is_about(&path, row.option), "{} changes {path} as well", row.option);
        }
    }
}

#[tokio::test]
async fn every_argument_has_a_row() {
    let case = Case::start().await;
    let expected = exported(&case, Some("dts_migration_instance")).await;
    let covered: BTreeSet<String> = rows().iter().map(|row| row.option).chain(NO_CHANGE).map(str::to_owned).collect();
    assert_eq!(expected, covered);
}

/// The resource group is sent with the purchase, and does not change.
#[tokio::test]
async fn the_resource_group_is_bought_into() {
    let case = start().await;
    let row =
        Row { bought: json!({}), ..silent("resource_group_id", [Some(r#""rg-first""#), Some(r#""rg-second""#), None]) };
    let rows = [row];
    case.apply(&configuration(&rows, 0)).await;
    let job = job(&case, &rows[0]).await;
    let bought = calls(&case, 0, &job).await;
    assert_eq!(bought[2][1]["ResourceGroupId"], "rg-first", "{bought:#}");
    case.write(&configuration(&rows, 1));
    let errors = case.refused_plan(&configuration(&rows, 1)).await;
    crate::support::case::assert_detail(
        crate::support::case::only_error(&errors, "Terraform cannot change the resource group of an instance"),
        &["rg-first", "rg-second"],
    );
    case.write(&configuration(&rows, 0));
    case.destroy().await;
    hold(&case, "resource_group").await;
}
