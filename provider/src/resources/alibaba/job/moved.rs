//! What DTS would answer about a job that the provider of Alibaba Cloud has stored. The stored values are what it read from DTS, so the
//! code that reads an answer converts them.

use alibaba::dts::{DetailEndpoint, JobDetail, MigrationMode};
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
};

use crate::{
    facts::alibaba::{self as facts, Side},
    resources::shared::moved::Attributes,
};

/// The answer about the job of a stored `alicloud_dts_migration_job`. Without its status and its position: the first refresh reads them.
///
/// # Errors
/// The type or the engine of an endpoint is not known.
pub(in crate::resources) fn stored_job(stored: Attributes<'_>) -> Result<JobDetail, Diagnostics> {
    let text = |name: &str| stored.text_or_empty(name).to_owned();
    Ok(JobDetail {
        dts_job_id: text("id"),
        dts_instance_id: text("dts_instance_id"),
        dts_job_name: text("dts_job_name"),
        db_object: text("db_list"),
        migration_mode: MigrationMode {
            structure_initialization: stored.flag("structure_initialization"),
            data_initialization: stored.flag("data_initialization"),
            data_synchronization: stored.flag("data_synchronization"),
            ..MigrationMode::default()
        },
        source_endpoint: endpoint(stored, Side::Source)?,
        destination_endpoint: endpoint(stored, Side::Destination)?,
        ..JobDetail::default()
    })
}

/// The password of an endpoint, which DTS does not return.
pub(in crate::resources) fn stored_password(stored: Attributes<'_>, side: Side) -> Attr<String> {
    stored.text(&format!("{}_password", prefix(side))).map(str::to_owned).into()
}

fn prefix(side: Side) -> &'static str {
    match side {
        Side::Source => "source_endpoint",
        Side::Destination => "destination_endpoint",
    }
}

fn endpoint(stored: Attributes<'_>, side: Side) -> Result<DetailEndpoint, Diagnostics> {
    let text = |name: &str| stored.text_or_empty(&format!("{}_{name}", prefix(side))).to_owned();
    let (instance_type, engine_name) = (text("instance_type"), text("engine_name"));
    must_be_known(side, &instance_type, &engine_name)?;
    let (owner, role) = (text("owner_id"), text("role"));
    let is_cross_account = !owner.is_empty() && !role.is_empty();
    // A database with a public IP address has no region.
    let has_region = facts::access_of_answer(&instance_type) != Some("public_ip");
    Ok(DetailEndpoint {
        aliyun_uid: if is_cross_account { owner } else { String::new() },
        role_name: if is_cross_account { role } else { String::new() },
        region: if has_region { text("region") } else { String::new() },
        instance_type,
        engine_name,
        instance_id: text("instance_id"),
        ip: text("ip"),
        port: text("port"),
        database_name: text("database_name"),
        oracle_sid: text("oracle_sid"),
        user_name: text("user_name"),
        ssl_solution: ssl_solution(&text("ssl")).to_owned(),
        ..DetailEndpoint::default()
    })
}

/// The answer for an option of the request: `0`, `1` or `3`.
fn ssl_solution(option: &str) -> &'static str {
    match option {
        "0" => "DISABLE",
        "1" => "ENABLE_WITH_CERTIFICATE",
        "3" => "ENABLE_ONLY_4_KAFKA_SCRAM_SHA_256",
        _ => "",
    }
}

fn must_be_known(side: Side, instance_type: &str, engine: &str) -> Result<(), Diagnostics> {
    let is_known = facts::engine_of_answer(side, engine, instance_type).is_some()
        && facts::access_of_answer(instance_type).is_some();
    if is_known {
        return Ok(());
    }
    Err(Diagnostic::error(
        "The resource cannot be moved",
        format!(
            "{p}_engine_name is {engine:?} and {p}_instance_type is {instance_type:?}, and this provider does not support this database. Keep \
             the resource in its provider.",
            p = prefix(side)
        ),
    )
    .into())
}
