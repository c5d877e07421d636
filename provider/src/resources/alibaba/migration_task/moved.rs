//! A `moved` block that moves the migration or synchronization job of another provider here.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    moves::{MoveSource, Moved},
    private::Private,
};

use super::{read::state::found, schema::model::TaskModel};
use crate::{
    facts::alibaba::Side,
    resources::{
        alibaba::job::{JobKind, MIGRATION, stored_job, stored_password},
        shared::moved::{ALICLOUD, mark_unread},
    },
};

/// A resource of another provider whose jobs are moved.
pub(crate) struct OtherJob {
    /// Its type.
    pub(crate) type_name: &'static str,
    /// The kind of its jobs.
    pub(crate) kind: &'static JobKind,
    /// Its arguments that are used when a job is created, and that DTS does not return.
    pub(crate) not_taken_over: &'static [&'static str],
}

/// The migration jobs of the provider of Alibaba Cloud.
pub(super) static MIGRATION_JOB: OtherJob = OtherJob {
    type_name: "alicloud_dts_migration_job",
    kind: &MIGRATION,
    not_taken_over: &[
        "src_primary_vswitch_id",
        "src_secondary_vswitch_id",
        "dest_primary_vswitch_id",
        "dest_secondary_vswitch_id",
    ],
};

/// The task that a stored job becomes.
///
/// # Errors
/// It is a job of another kind, or one that this resource does not support.
pub(crate) fn move_from(source: &MoveSource, other: &OtherJob) -> Result<Moved<TaskModel>, Diagnostics> {
    let (type_name, task) = (other.type_name, other.kind.task);
    let stored = ALICLOUD.attributes(source, &[type_name], task)?;
    let mut state = found(other.kind, &stored_job(stored)?);
    // Only an answer of DTS says what the job does.
    state.status = Attr::Null;
    for (side, end) in [(Side::Source, &mut state.source), (Side::Destination, &mut state.destination)] {
        if let Some(end) = end.get_mut() {
            end.password = stored_password(stored, side);
        }
    }
    let mut private = Private::default();
    mark_unread(&mut private, type_name);
    let mut warnings = Diagnostics::new();
    let left_out = stored.set_names(other.not_taken_over);
    if !left_out.is_empty() {
        warnings.push(Diagnostic::warning(
            "Arguments that are not taken over",
            format!(
                "{} of {type_name} {} are used only when a job is created, and {task} has no such arguments. The job keeps what it was created with.",
                left_out.join(", "),
                state.id.as_str().unwrap_or_default()
            ),
        ));
    }
    Ok(Moved { state, private, warnings })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn stored() -> Json {
        json!({
            "id": "i03e3zty16i1234", "dts_instance_id": "dtsi03e3zty16i1234", "dts_job_name": "orders",
            "structure_initialization": true, "data_initialization": true, "data_synchronization": false,
            "db_list": "{\"orders\":{\"name\":\"orders\",\"all\":true}}", "status": "Migrating", "checkpoint": "1800000000",
            "source_endpoint_instance_type": "RDS", "source_endpoint_engine_name": "MySQL",
            "source_endpoint_instance_id": "rm-bp1aaaaaaaaaaaaaa", "source_endpoint_region": "cn-hangzhou",
            "source_endpoint_port": "3306", "source_endpoint_user_name": "dts", "source_endpoint_password": "canary-1",
            "source_endpoint_owner_id": "1234567890123456", "source_endpoint_role": "ram-for-dts",
            "destination_endpoint_instance_type": "EXPRESS", "destination_endpoint_engine_name": "mysql",
            "destination_endpoint_instance_id": "vpc-bp1bbbbbbbbbbbbbb", "destination_endpoint_region": "cn-beijing",
            "destination_endpoint_ip": "10.0.0.8", "destination_endpoint_port": "3307",
            "destination_endpoint_user_name": "root", "destination_endpoint_password": "canary-2",
            "destination_endpoint_ssl": "", "timeouts": null, "unknown_key": 7,
        })
    }

    fn moved(stored: &Json) -> Result<Moved<TaskModel>, Diagnostics> {
        let source = MoveSource {
            provider: "registry.terraform.io/aliyun/alicloud".to_owned(),
            type_name: MIGRATION_JOB.type_name.to_owned(),
            version: 0,
            state: stored.as_object().unwrap().clone(),
        };
        move_from(&source, &MIGRATION_JOB)
    }

    #[test]
    fn a_job_becomes_a_task_that_was_not_read_yet() {
        let Moved { state, private, warnings } = moved(&stored()).unwrap();
        assert_eq!((state.id.as_str(), state.name.as_str()), (Some("i03e3zty16i1234"), Some("orders")));
        let types: Vec<&str> = state.migration_types.get().unwrap().known().map(String::as_str).collect();
        assert_eq!(types, ["schema", "full"]);
        assert!(state.objects.is_known() && state.objects_json.is_null());
        let source = state.source.get().unwrap();
        assert_eq!(
            (source.engine.as_str(), source.access_method.as_str()),
            (Some("mysql"), Some("alibaba_cloud_instance"))
        );
        assert_eq!((source.instance_id.as_str(), source.port.get()), (Some("rm-bp1aaaaaaaaaaaaaa"), None));
        assert_eq!(source.password.as_str(), Some("canary-1"));
        assert_eq!(source.cross_account.get().unwrap().role_name.as_str(), Some("ram-for-dts"));
        let destination = state.destination.get().unwrap();
        assert_eq!(
            (destination.access_method.as_str(), destination.vpc_id.as_str()),
            (Some("express_connect"), Some("vpc-bp1bbbbbbbbbbbbbb"))
        );
        assert_eq!((destination.host.as_str(), destination.port.get()), (Some("10.0.0.8"), Some(&3307)));
        assert!(destination.instance_id.is_null() && destination.cross_account.is_null());
        assert!(state.status.is_null() && state.checkpoint.is_null());
        assert!(warnings.is_empty());
        let shown = format!("{private:?}{warnings:?}{:?}", state.request_preview);
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn a_job_of_an_older_provider_version_has_fewer_keys() {
        let mut old = stored();
        for key in
            ["source_endpoint_owner_id", "source_endpoint_role", "destination_endpoint_ssl", "timeouts", "unknown_key"]
        {
            old.as_object_mut().unwrap().remove(key);
        }
        let state = moved(&old).unwrap().state;
        assert!(state.source.get().unwrap().cross_account.is_null());
        assert_eq!(state.destination.get().unwrap().encryption.as_str(), Some("none"));
    }

    #[test]
    fn what_cannot_be_taken_over_is_named() {
        let mut switched = stored();
        switched["src_primary_vswitch_id"] = "vsw-1".into();
        let warnings = moved(&switched).unwrap().warnings;
        let warning = warnings.into_iter().next().unwrap();
        assert!(
            warning.detail.contains("src_primary_vswitch_id of alicloud_dts_migration_job i03e3zty16i1234"),
            "{warning:?}"
        );

        let mut unknown = stored();
        unknown["source_endpoint_engine_name"] = "TERADATA".into();
        let error = moved(&unknown).unwrap_err().into_iter().next().unwrap();
        assert!(error.detail.contains("source_endpoint_engine_name is \"TERADATA\""), "{error:?}");
    }
}
