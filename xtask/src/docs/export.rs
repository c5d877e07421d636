//! The provider's schema, as Terraform prints it.

use serde_json::{Map, Value as Json, json};

use super::{DocsError, newer};
use acceptance_harness::terraform::{Installation, Terraform};

/// The file it is kept in, from the root.
pub const FILE: &str = "schemas/terraform/provider-schema.json";

/// The provider's address in it. OpenTofu prints another registry.
const ADDRESS: &str = "registry.terraform.io/crossaccount/dts";

/// What all versions of Terraform print.
const PARTS: [&str; 5] =
    ["provider", "resource_schemas", "data_source_schemas", "ephemeral_resource_schemas", "functions"];

const CONFIGURATION: &str = r#"terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}
"#;

/// The text of `schemas/terraform/provider-schema.json`: `terraform providers schema -json` of the provider that was built, and what only
/// Terraform 1.14 and later print.
///
/// # Errors
/// Terraform or the provider is missing, or Terraform fails.
pub async fn exported() -> Result<String, DocsError> {
    let terraform = Terraform::new(Installation::DevOverride)?;
    terraform.write("main.tf", CONFIGURATION)?;
    let printed = terraform.run(&["providers", "schema", "-json"]).await?.success()?.json()?;
    let all = printed["provider_schemas"].as_object().cloned().unwrap_or_default();
    let [only] = all.values().collect::<Vec<_>>()[..] else { return Err(DocsError::Providers(all.len())) };
    let parts = PARTS.iter().filter_map(|part| Some(((*part).to_owned(), only.get(part)?.clone())));
    let parts = parts.chain(newer::parts().await?);
    let document = json!({
        "format_version": printed["format_version"],
        "provider_schemas": { ADDRESS: Json::Object(parts.collect::<Map<_, _>>()) },
    });
    let text = serde_json::to_string_pretty(&document).map_err(DocsError::Schema)?;
    Ok(format!("{text}\n"))
}
