//! Applies all values of all rows: checks the requests, the planned changes, and the empty plan afterwards.

use std::collections::BTreeMap;

use dts_emulator::{Options, World};
use serde_json::Value as Json;

use super::changed::{changed, is_about};
use super::render::{address, configuration};
use super::row::{Row, Sent};
use super::wire::{Request, differences, taken_apart};
use crate::captured_requests::hold;
use crate::state::generated_configuration::generate;
use crate::support::case::{Case, assert_no_changes};

/// Parameters that the preview does not show.
const HIDDEN: [&str; 5] = ["UserName", "Password", "ErrorPhone", "DelayPhone", "DbList"];
/// The number of times that every row takes its next value.
const STEPS: usize = 3;

/// An emulator with the world of the tables.
pub(crate) async fn start() -> Case {
    let world = World::parse(include_str!("world.toml"), "world.toml").unwrap();
    let mut case = Case::with(Options { polls: 1, world, ..Options::default() }).await;
    for command in ["plan", "apply", "destroy"] {
        case.terraform.set(&format!("TF_CLI_ARGS_{command}"), "-parallelism=64");
    }
    case
}

/// Applies all steps of a table. All findings are reported together. The requests are stored under the name.
pub(crate) async fn walk(name: &str, rows: &[Row]) {
    let case = start().await;
    let mut wrong = Vec::new();
    case.apply(&configuration(rows, 0)).await;
    let ids = ids(&case, rows).await;
    let sent_calls = calls(&case, 0).await;
    let mut sent = Vec::new();
    for (row, id) in rows.iter().zip(&ids) {
        let request = sent_calls.get(id).and_then(|calls| configured(calls)).unwrap_or_default();
        expect(&mut wrong, row, 0, &as_expected(row, 0), &of_row(row, &request));
        sent.push(request);
    }
    for step in 1..=STEPS {
        case.write(&configuration(rows, step));
        let plan = saved_plan(&case).await;
        planned(rows, step, &plan, &mut wrong);
        let mark = case.mark().await;
        case.terraform.run(&["apply", "saved.plan"]).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
        assert_no_changes(&case.terraform).await;
        let sent_calls = calls(&case, mark).await;
        for ((row, id), sent) in rows.iter().zip(&ids).zip(&mut sent) {
            applied(row, step, sent_calls.get(id).map_or(&[], Vec::as_slice), sent, &mut wrong);
        }
    }
    written_by_terraform(&case, rows, &ids).await;
    case.destroy().await;
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
    hold(&case, name).await;
}

/// Plans into `saved.plan`, and returns the plan as JSON.
pub(crate) async fn saved_plan(case: &Case) -> Json {
    let run = case.terraform.run(&["plan", "-out=saved.plan"]).await.unwrap();
    run.success().unwrap_or_else(|error| panic!("{error}"));
    case.terraform.show(Some("saved.plan")).await.unwrap()
}

/// The configuration that Terraform generates for all tasks is valid, and its plan is empty.
async fn written_by_terraform(case: &Case, rows: &[Row], ids: &[String]) {
    let addresses: Vec<String> = rows.iter().enumerate().map(|(at, row)| address(at, row)).collect();
    let blocks: Vec<(&str, &str, &str)> =
        addresses.iter().zip(ids).map(|(address, id)| (address.as_str(), "destination_owner", id.as_str())).collect();
    generate(case, &blocks).await;
}

/// IDs of the tasks of the rows.
async fn ids(case: &Case, rows: &[Row]) -> Vec<String> {
    let state = case.terraform.show(None).await.unwrap();
    let resources = state["values"]["root_module"]["resources"].as_array().unwrap();
    let id_of = |address: String| {
        let found = resources.iter().find(|resource| resource["address"] == address.as_str());
        found.unwrap_or_else(|| panic!("no {address}"))["values"]["id"].as_str().unwrap().to_owned()
    };
    rows.iter().enumerate().map(|(at, row)| id_of(address(at, row))).collect()
}

/// An action and its parameters.
type Called = (String, Json);

/// Changing calls since a mark, by the object that they change.
async fn calls(case: &Case, mark: usize) -> BTreeMap<String, Vec<Called>> {
    let mut found: BTreeMap<String, Vec<Called>> = BTreeMap::new();
    for call in &case.control.requests().await.unwrap()[mark..] {
        let action = call["action"].as_str().unwrap().to_owned();
        if !["Describe", "Get", "List"].iter().any(|reading| action.starts_with(reading)) {
            let object = call["object"].as_str().unwrap().to_owned();
            found.entry(object).or_default().push((action, call["parameters"].clone()));
        }
    }
    found
}

/// The last configuration of the job.
fn configured(calls: &[Called]) -> Option<Request> {
    let call = calls.iter().rev().find(|(action, _)| action == "ConfigureDtsJob")?;
    Some(taken_apart(&call.1))
}

fn as_expected(row: &Row, step: usize) -> Request {
    row.wire_at(step).into_iter().map(|(place, value)| (place.to_owned(), value.clone())).collect()
}

/// The places of a request that a row describes; null if there is no value.
fn of_row(row: &Row, request: &Request) -> Request {
    let value = |place: &str| request.get(place).cloned().unwrap_or(Json::Null);
    row.wire.iter().map(|(place, _)| (place.clone(), value(place))).collect()
}

fn expect(wrong: &mut Vec<String>, row: &Row, step: usize, expected: &Request, found: &Request) {
    if expected != found {
        wrong.push(format!("{} at step {step}\n  expected {expected:?}\n  found    {found:?}", row.option));
    }
}

/// The places where the request must differ from the previous step.
fn expected_differences(row: &Row, step: usize) -> Request {
    let (old, new) = (as_expected(row, step - 1), as_expected(row, step));
    new.into_iter().filter(|(place, value)| old.get(place) != Some(value)).collect()
}

/// One call configures, one call starts the precheck, and the request differs only in the places of the row.
fn applied(row: &Row, step: usize, calls: &[Called], sent: &mut Request, wrong: &mut Vec<String>) {
    let (changes, differing) = (row.at(step) != row.at(step - 1), expected_differences(row, step));
    let expected: Vec<&str> = match row.sent {
        Sent::By(action) if changes => vec![action],
        Sent::Again if changes => vec!["ConfigureDtsJob", "StartDtsJob"],
        Sent::Configured if !differing.is_empty() => vec!["ConfigureDtsJob", "StartDtsJob"],
        _ => Vec::new(),
    };
    let actions: Vec<&str> = calls.iter().map(|(action, _)| action.as_str()).collect();
    if actions != expected {
        wrong.push(format!("{} at step {step} calls {actions:?}, not {expected:?}", row.option));
        return;
    }
    if let (Sent::By(_), Some((_, parameters))) = (row.sent, calls.first()) {
        expect(wrong, row, step, &as_expected(row, step), &of_row(row, &taken_apart(parameters)));
    } else if let Some(request) = configured(calls) {
        expect(wrong, row, step, &differing, &differences(sent, &request));
        *sent = request;
    }
}

/// The plan updates each task in place, and changes only the option of the row.
fn planned(rows: &[Row], step: usize, plan: &Json, wrong: &mut Vec<String>) {
    let changes = plan["resource_changes"].as_array().unwrap();
    for (at, row) in rows.iter().enumerate() {
        let address = address(at, row);
        let found = changes.iter().find(|change| change["address"] == address.as_str());
        let change = &found.unwrap_or_else(|| panic!("no {address} in the plan"))["change"];
        let action = if row.at(step) == row.at(step - 1) { "no-op" } else { "update" };
        if change["actions"] != serde_json::json!([action]) {
            wrong.push(format!("{} at step {step} is a {}", row.option, change["actions"]));
        }
        let differing = expected_differences(row, step);
        let parameters: Vec<&str> = differing.keys().map(|place| place.split('/').next().unwrap_or_default()).collect();
        for path in changed(change) {
            let own = is_about(&path, &row.option) || row.changing().any(|also| is_about(&path, also));
            let previewed = path.strip_prefix("request_preview.").is_some_and(|name| parameters.contains(&name));
            if !own && !previewed && !row.facts.contains(&path.as_str()) {
                wrong.push(format!("{} at step {step} changes {path} as well", row.option));
            }
        }
        let plain = |name: &&&str| !HIDDEN.iter().any(|end| name.ends_with(end));
        for name in parameters.iter().filter(plain).filter(|_| row.sent == Sent::Configured) {
            let of = |state: &Json| state["request_preview"][*name].clone();
            if of(&change["before"]) == of(&change["after"]) && !row.is_hidden() {
                wrong.push(format!("{} at step {step} does not show {name} in the preview", row.option));
            }
        }
    }
}
