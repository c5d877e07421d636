//! A `moved` block that moves the synchronization job of another provider here.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    moves::{MoveSource, Moved},
};

use crate::resources::alibaba::{
    job::SYNCHRONIZATION,
    migration_task::{OtherJob, TaskModel, move_from},
};

/// The synchronization jobs of the provider of Alibaba Cloud.
static JOB: OtherJob = OtherJob {
    type_name: "alicloud_dts_synchronization_job",
    kind: &SYNCHRONIZATION,
    not_taken_over: &[
        "source_endpoint_vswitch_id",
        "src_primary_vswitch_id",
        "src_secondary_vswitch_id",
        "dest_primary_vswitch_id",
        "dest_secondary_vswitch_id",
        "job_parameters",
    ],
};

/// The task that a stored job becomes.
///
/// # Errors
/// It is no job of a forward direction that synchronizes changes, or one that this resource does not support.
pub(super) fn move_from_job(source: &MoveSource) -> Result<Moved<TaskModel>, Diagnostics> {
    if source.type_name == JOB.type_name {
        must_be_forward(source)?;
    }
    move_from(source, &JOB)
}

fn must_be_forward(source: &MoveSource) -> Result<(), Diagnostics> {
    let id = source.state.get("id").and_then(serde_json::Value::as_str).unwrap_or_default();
    let text = |name: &str| source.state.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let reason = if text("synchronization_direction").eq_ignore_ascii_case("reverse") {
        "is the reverse direction of a two-way synchronization. A task has both directions: move the job of the forward direction, and \
         write its block two_way. Remove the reverse job from the state with a removed block and destroy = false"
    } else if source.state.get("data_synchronization") == Some(&serde_json::Value::Bool(false)) {
        "does not synchronize changes (data_synchronization is false), and a task always does. Keep the job in its provider"
    } else {
        return Ok(());
    };
    Err(Diagnostic::error("The resource cannot be moved", format!("{} {id} {reason}.", JOB.type_name)).into())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn stored() -> Json {
        json!({
            "id": "i03e3zty16i1234", "dts_instance_id": "dtsi03e3zty16i1234", "dts_job_name": "orders", "status": "Synchronizing",
            "synchronization_direction": "Forward", "instance_class": "small",
            "structure_initialization": true, "data_initialization": true, "data_synchronization": true,
            "db_list": "{\"orders\":{\"name\":\"orders\",\"all\":true}}", "checkpoint": "1800000000",
            "source_endpoint_instance_type": "RDS", "source_endpoint_engine_name": "MySQL",
            "source_endpoint_instance_id": "rm-bp1aaaaaaaaaaaaaa", "source_endpoint_region": "cn-hangzhou",
            "source_endpoint_user_name": "dts", "source_endpoint_owner_id": "", "source_endpoint_role": "",
            "destination_endpoint_instance_type": "RDS", "destination_endpoint_engine_name": "MySQL",
            "destination_endpoint_instance_id": "rm-bp1bbbbbbbbbbbbbb", "destination_endpoint_region": "cn-hangzhou",
            "destination_endpoint_user_name": "dts", "destination_endpoint_owner_id": "2345678901234567",
            "destination_endpoint_role": "ram-for-dts",
        })
    }

    fn moved(change: impl Fn(&mut Json)) -> Result<Moved<TaskModel>, Diagnostics> {
        let mut stored = stored();
        change(&mut stored);
        move_from_job(&MoveSource {
            provider: "registry.terraform.io/aliyun/alicloud".to_owned(),
            type_name: JOB.type_name.to_owned(),
            version: 0,
            state: stored.as_object().unwrap().clone(),
        })
    }

    #[test]
    fn a_forward_job_becomes_a_task_with_its_owner() {
        for direction in [json!("Forward"), json!(""), Json::Null] {
            let moved = moved(|stored| stored["synchronization_direction"] = direction.clone()).unwrap();
            assert_eq!(moved.state.kind.task, "dts_synchronization_task");
            let types: Vec<&str> = moved.state.migration_types.get().unwrap().known().map(String::as_str).collect();
            assert_eq!(types, ["schema", "full", "incremental"]);
            let destination = moved.state.destination.get().unwrap();
            assert_eq!(destination.cross_account.get().unwrap().account_id.as_str(), Some("2345678901234567"));
            assert!(moved.state.status.is_null() && moved.warnings.is_empty());
        }
    }

    #[test]
    fn a_reverse_job_and_one_without_changes_are_refused() {
        let refused = |change: &dyn Fn(&mut Json)| moved(change).unwrap_err().into_iter().next().unwrap().detail;
        let reverse = refused(&|stored| stored["synchronization_direction"] = "Reverse".into());
        assert!(reverse.contains("two_way") && reverse.contains("destroy = false"), "{reverse}");
        let still = refused(&|stored| stored["data_synchronization"] = false.into());
        assert!(still.contains("data_synchronization is false"), "{still}");
    }
}
