//! Everything that a folder has created, imported into the empty state of another one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use acceptance_harness::import_plan::{differences, unexpected_changes};
use acceptance_harness::terraform::Terraform;
use serde_json::Value as Json;

use crate::support::case::Case;

/// The addresses of a state's resources, and their import ids.
fn addresses(state: &Json) -> Vec<(String, String)> {
    let resources = state["values"]["root_module"]["resources"].as_array().unwrap();
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    resources.iter().map(|resource| (text(&resource["address"]), text(&resource["values"]["id"]))).collect()
}

/// Imports what `from` has into `into`, which has the same configuration and no state. The import reads everything
/// except what only the provider knows; applying that sends no call, and the next plan is empty. Returns the number of
/// resources.
pub(crate) async fn imported(case: &Case, from: &Terraform, into: &Terraform, values: &[&str]) -> usize {
    imported_by(case, from, into, values, &|_, id| format!("id = \"{id}\"")).await
}

/// [`imported`] with import blocks that name an object by another argument, which `object` makes of its address and its import ID.
pub(crate) async fn imported_by(
    case: &Case,
    from: &Terraform,
    into: &Terraform,
    values: &[&str],
    object: &dyn Fn(&str, &str) -> String,
) -> usize {
    let created = addresses(&from.show(None).await.unwrap());
    let mut blocks = String::new();
    for (address, id) in &created {
        writeln!(blocks, "import {{\n  to = {address}\n  {}\n}}", object(address, id)).unwrap();
    }
    into.write("imports.tf", &blocks).unwrap();
    let run = async |arguments: &[&str], values: &[&str]| {
        let arguments = [arguments, values].concat();
        into.run(&arguments).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"))
    };

    let mark = case.mark().await;
    run(&["plan", "-out=saved.plan"], values).await;
    let plan = into.show(Some("saved.plan")).await.unwrap();
    let changes = plan["resource_changes"].as_array().unwrap();
    let mut found = BTreeSet::new();
    for resource in changes {
        let change = &resource["change"];
        assert!(change["importing"].is_object(), "{resource:#}");
        found.extend(differences(change));
    }
    assert_eq!(changes.len(), created.len());
    assert_eq!(unexpected_changes(&plan), Vec::<String>::new(), "{plan:#}");
    assert!(found.contains("password_wo_version"), "the comparison sees what does differ: {plan:#}");

    run(&["apply", "saved.plan"], &[]).await;
    run(&["plan", "-detailed-exitcode"], values).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());
    let calls = case.control.requests().await.unwrap();
    let reported = calls[mark..].iter().filter(|call| call["parameters"].to_string().contains("Password"));
    assert_eq!(reported.count(), 0, "no password is sent");
    created.len()
}
