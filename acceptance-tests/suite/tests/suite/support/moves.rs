//! A state that the provider of another vendor has stored.

use serde_json::{Value as Json, json};

use super::case::Case;
use super::hcl::Hcl;

/// Rewrites the state of a case as if the provider at this address (`aliyun/alicloud`) had stored it, and installs a plugin of its
/// name: Terraform needs it only to know that it is installed, so it is a copy of this provider. `stored` has the type and the attributes for a resource
/// of ours.
pub(crate) fn store_by_other_provider(case: &mut Case, address: &str, stored: fn(&str, &Json) -> (&'static str, Json)) {
    let file = case.terraform.directory().join("terraform.tfstate");
    let mut state: Json = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    for resource in state["resources"].as_array_mut().unwrap() {
        let (type_name, attributes) =
            stored(resource["type"].as_str().unwrap(), &resource["instances"][0]["attributes"]);
        resource["type"] = type_name.into();
        resource["provider"] = format!("provider[\"registry.terraform.io/{address}\"]").into();
        resource["instances"] = json!([{
            "schema_version": 0, "attributes": attributes, "sensitive_attributes": [],
            "private": "eyJlMmJmYjczMC1lY2FhLTExZTYtOGY4OC0zNDM2M2JjN2M0YzAiOnt9fQ==",
        }]);
    }
    std::fs::write(&file, state.to_string()).unwrap();
    install(case, address);
}

fn install(case: &mut Case, address: &str) {
    let (_, name) = address.split_once('/').unwrap();
    let folder = case.terraform.directory().parent().unwrap().join("bin");
    std::fs::hard_link(folder.join("terraform-provider-dts"), folder.join(format!("terraform-provider-{name}")))
        .unwrap();
    let folder = folder.display().to_string();
    let text = format!(
        "provider_installation {{\n  dev_overrides {{\n    \"crossaccount/dts\" = {folder:?}\n    {address:?} = {folder:?}\n  }}\n  \
         direct {{}}\n}}\n"
    );
    let settings = case.terraform.directory().join("moves.tfrc");
    std::fs::write(&settings, text).unwrap();
    case.terraform.set("TF_CLI_CONFIG_FILE", settings.display().to_string());
}

/// A `moved` block for each pair.
pub(crate) fn moved(pairs: &[(&str, &str)]) -> Hcl {
    let blocks = pairs.iter().map(|(from, to)| format!("moved {{\n  from = {from}\n  to   = {to}\n}}\n"));
    Hcl::new(blocks.collect::<String>())
}
