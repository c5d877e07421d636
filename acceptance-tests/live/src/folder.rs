//! A Terraform folder with `main.tf` and its values.

use alibaba::Environment;
use serde_json::{Value as Json, json};

use super::settings::{Settings, Side};
use super::{RealError, environment};
use acceptance_harness::terraform::{Installation, Terraform};

/// Addresses of what `main.tf` creates, in the order in which it is imported.
pub(super) const ROLE: &str = "dts_ram_role_trust.role";
pub(super) const TASK: &str = "dts_migration_task.task";
pub(super) const INSTANCE: &str = "dts_migration_instance.instance";

/// A separate folder for the run of this name, without a state yet.
pub(super) fn new(settings: &Settings, environment: &Environment, name: &str) -> Result<Terraform, RealError> {
    let mut terraform = Terraform::new(Installation::DevOverride)?;
    terraform.allow(settings.limit);
    for (variable, value) in environment::handed_on(environment) {
        terraform.set(variable, value);
    }
    // A profile is always named, so nothing asks this machine unless the profile itself requires it.
    terraform.unset("ALIBABA_CLOUD_ECS_METADATA_DISABLED");
    terraform.set("TF_VAR_source_password", settings.source.password.expose());
    terraform.set("TF_VAR_destination_password", settings.destination.password.expose());
    terraform.write("main.tf", include_str!("main.tf"))?;
    write_values(&terraform, settings, name, false)?;
    Ok(terraform)
}

/// Writes the values; `changed` gives those of the change.
pub(super) fn write_values(
    terraform: &Terraform,
    settings: &Settings,
    name: &str,
    changed: bool,
) -> Result<(), RealError> {
    let values = json!({
        "name": name,
        "changed": changed,
        "region": settings.region,
        "encryption": settings.encryption,
        "from": side(&settings.source, &settings.database),
        "to": side(&settings.destination, &database(name)),
    });
    Ok(terraform.write("terraform.tfvars.json", &values.to_string())?)
}

/// The database that a run creates at the destination: a separate one, so that no run finds another's tables there.
pub(super) fn database(name: &str) -> String {
    name.replace('-', "_")
}

fn side(side: &Side, database: &str) -> Json {
    json!({
        "profile": side.profile,
        "account_id": side.account_id,
        "instance_id": side.instance_id,
        "username": side.username,
        "database": database,
    })
}
