//! Plans of the real binary, and what is wrong with them; `make policies` gives the same plans to Checkov.

use std::fs;
use std::path::Path;

use acceptance_harness::terraform::Terraform;
use serde_json::{Value as Json, json};

use super::{Finding, Findings};

/// Plans, and returns the plan as it is reviewed.
pub(super) async fn planned(terraform: &Terraform, arguments: &[&str]) -> Json {
    let arguments = [&["plan", "-out=saved.plan"], arguments].concat();
    terraform.run(&arguments).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    terraform.show(Some("saved.plan")).await.unwrap()
}

/// Rule by rule, the resources it must object to.
pub(super) fn expected(refused: &[(&str, &[String])]) -> Findings {
    let of_rule = |(rule, addresses): &(&str, &[String])| -> Vec<Finding> {
        addresses.iter().map(|address| ((*rule).to_owned(), address.clone())).collect()
    };
    refused.iter().flat_map(of_rule).collect()
}

/// Leaves a plan, and what must be found in it, where `make policies` looks.
pub(super) fn hand_over(name: &str, plan: &Json, expected: &Findings) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("policies");
    for (kind, document) in [("plans", plan.clone()), ("expected", json!(expected))] {
        let folder = folder.join(kind);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.json")), document.to_string()).unwrap();
    }
}
