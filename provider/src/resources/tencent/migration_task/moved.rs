//! A `moved` block that moves the migration job of another provider here.

use serde_json::{Map as JsonMap, Value as Json};
use tencent::{
    dts::{DbEndpointInfo, MigrateOption, MigrationDetail},
    wire::Read,
};
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    moves::{MoveSource, Moved},
    private::Private,
};

use super::{TYPE, read::state::state_of, schema::model::TaskModel};
use crate::resources::shared::moved::{Attributes, TENCENTCLOUD, mark_unread};

const SOURCE: &str = "tencentcloud_dts_migrate_job";

/// Attributes that are an object in the API and a list of at most one block in the other resource.
const BLOCKS: [&str; 2] = ["database_table", "consistency"];

/// Secrets, and settings that may have one. They must not get into the new state.
const DROPPED: [&str; 4] = ["password", "tmp_secret_id", "tmp_secret_key", "tmp_token"];

/// The task that a stored job becomes.
///
/// # Errors
/// It is no migration job, or one that this resource does not support.
pub(super) fn move_from(source: &MoveSource) -> Result<Moved<TaskModel>, Diagnostics> {
    let stored = TENCENTCLOUD.attributes(source, &[SOURCE], TYPE)?;
    let mut state = state_of(&answer(source, stored)?, TaskModel::default());
    // Only an answer of DTS says what the job does.
    (state.status, state.trade_status, state.check_state) = (Attr::Null, Attr::Null, Attr::Null);
    (state.desired_status, state.progress, state.caught_up) = (Attr::Null, Attr::Null, Attr::Null);
    for (block, end) in [("src_info", &mut state.source), ("dst_info", &mut state.destination)] {
        if let Some(end) = end.get_mut() {
            end.password = stored.block(block).block("info").text("password").map(str::to_owned).into();
        }
    }
    let mut private = Private::default();
    mark_unread(&mut private, SOURCE);
    Ok(Moved { state, private, warnings: not_taken_over(stored) })
}

/// What DTS would answer about the stored job.
fn answer(source: &MoveSource, stored: Attributes<'_>) -> Result<MigrationDetail, Diagnostics> {
    let id = stored.text("id").or(stored.text("service_id")).unwrap_or_default();
    if !stored.block("dst_info").block("info").text_or_empty("account_mode").eq_ignore_ascii_case("other") {
        for end in ["src_info", "dst_info"] {
            if stored.block(end).blocks("info").len() > 1 {
                return Err(unsupported(id, &format!("{end} has several nodes, and an endpoint of {TYPE} has one")));
            }
        }
    } else {
        return Err(unsupported(id, "its destination belongs to another account"));
    }
    let mut option: MigrateOption = read(id, source.state.get("migrate_option"))?;
    // Their values may be secrets.
    option.extra_attr = Vec::new();
    Ok(MigrationDetail {
        job_id: id.to_owned(),
        run_mode: stored.text_or_empty("run_mode").to_owned(),
        expect_run_time: stored.text_or_empty("expect_run_time").to_owned(),
        src_info: read::<DbEndpointInfo>(id, source.state.get("src_info"))?,
        dst_info: read::<DbEndpointInfo>(id, source.state.get("dst_info"))?,
        migrate_option: option,
        ..MigrationDetail::default()
    })
}

/// Reads a block as the object of an answer.
fn read<T: Read>(id: &str, stored: Option<&Json>) -> Result<T, Diagnostics> {
    let block = stored.and_then(first).cloned().unwrap_or_default();
    T::read(&as_answer(&Json::Object(block))).map_err(|mismatch| unsupported(id, &mismatch.to_string()))
}

/// The object of a list of at most one block.
fn first(stored: &Json) -> Option<&JsonMap<String, Json>> {
    stored.as_array().and_then(|list| list.first()).unwrap_or(stored).as_object()
}

/// The stored names are those of the API with underscores. The names of an answer are read without regard to letter case.
fn as_answer(stored: &Json) -> Json {
    match stored {
        Json::Object(items) => {
            let kept = items.iter().filter(|(name, _)| !DROPPED.contains(&name.as_str()));
            let convert = |(name, value): (&String, &Json)| {
                let is_block = BLOCKS.contains(&name.as_str());
                let value = if is_block {
                    first(value).map_or(Json::Null, |block| Json::Object(block.clone()))
                } else {
                    value.clone()
                };
                (name.replace('_', ""), as_answer(&value))
            };
            Json::Object(kept.map(convert).collect())
        }
        Json::Array(list) => Json::Array(list.iter().map(as_answer).collect()),
        other => other.clone(),
    }
}

fn not_taken_over(stored: Attributes<'_>) -> Diagnostics {
    let mut names = stored.block("migrate_option").set_names(&[
        "is_migrate_account",
        "is_override_root",
        "is_dst_read_only",
        "extra_attr",
    ]);
    names.extend(stored.block("src_info").block("info").set_names(&["tmp_secret_id", "tmp_secret_key", "tmp_token"]));
    if names.is_empty() {
        return Diagnostics::new();
    }
    Diagnostic::warning(
        "Arguments that are not taken over",
        format!(
            "{} of {SOURCE} {} are not taken over. The job keeps what it has in DTS. The provider assumes the role of another account \
             when it configures a job, and stores no temporary keys.",
            names.join(", "),
            stored.text_or_empty("id")
        ),
    )
    .into()
}

fn unsupported(id: &str, why: &str) -> Diagnostics {
    Diagnostic::error(
        "The resource cannot be moved",
        format!("{SOURCE} {id} cannot be moved to {TYPE}: {why}. Keep the resource in its provider."),
    )
    .into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stored() -> Json {
        json!({
            "id": "dts-iy98oxba", "service_id": "dts-iy98oxba", "status": "running", "run_mode": "immediate", "expect_run_time": "",
            "migrate_option": [{
                "migrate_type": "fullAndIncrement", "consistency": [{"mode": "full"}], "is_migrate_account": false,
                "is_override_root": false, "is_dst_read_only": true, "extra_attr": [{"key": "k", "value": "canary-4"}],
                "database_table": [{
                    "object_mode": "partial", "advanced_objects": [],
                    "databases": [{"db_name": "orders", "new_db_name": "", "db_mode": "all", "tables": []}],
                }],
            }],
            "src_info": [{
                "region": "ap-guangzhou", "access_type": "cdb", "database_type": "mysql", "node_type": "simple", "supplier": "",
                "extra_attr": [],
                "info": [{
                    "instance_id": "cdb-powiqx8q", "host": "", "port": 0, "user": "dts", "password": "canary-1", "account_mode": "other",
                    "account": "100000000001", "account_role": "DTS-role", "tmp_secret_id": "canary-2", "tmp_token": "canary-3",
                }],
            }],
            "dst_info": [{
                "region": "ap-shanghai", "access_type": "cdb", "database_type": "mysql", "node_type": "simple",
                "info": [{"instance_id": "cdb-destination", "user": "dts", "account_mode": "self"}],
            }],
        })
    }

    fn moved(stored: &Json) -> Result<Moved<TaskModel>, Diagnostics> {
        move_from(&MoveSource {
            provider: "registry.terraform.io/tencentcloudstack/tencentcloud".to_owned(),
            type_name: SOURCE.to_owned(),
            version: 0,
            state: stored.as_object().unwrap().clone(),
        })
    }

    #[test]
    fn a_job_becomes_a_task_that_was_not_read_yet() {
        let Moved { state, warnings, .. } = moved(&stored()).unwrap();
        assert_eq!((state.id.as_str(), state.instance_id.as_str()), (Some("dts-iy98oxba"), Some("dts-iy98oxba")));
        assert!(state.status.is_null() && state.desired_status.is_null());
        let source = state.source.get().unwrap();
        assert_eq!((source.engine.as_str(), source.instance_id.as_str()), (Some("mysql"), Some("cdb-powiqx8q")));
        assert_eq!((source.port.get(), source.password.as_str()), (None, Some("canary-1")));
        assert_eq!(source.cross_account.get().unwrap().account_id.as_str(), Some("100000000001"));
        assert!(state.destination.get().unwrap().cross_account.is_null());
        assert_eq!(state.migration_type.as_str(), Some("full_and_increment"));
        assert!(state.objects.get().unwrap().databases.is_known(), "{:?}", state.objects);
        let warning = warnings.into_iter().next().unwrap().detail;
        assert!(warning.contains("is_dst_read_only, extra_attr, tmp_secret_id, tmp_token of"), "{warning}");
        let shown = format!("{state:?}{warning}").replace("canary-1", "");
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn what_this_resource_does_not_support_is_an_error() {
        let error = |change: &dyn Fn(&mut Json)| {
            let mut stored = stored();
            change(&mut stored);
            moved(&stored).unwrap_err().into_iter().next().unwrap().detail
        };
        let other = error(&|stored| stored["dst_info"][0]["info"][0]["account_mode"] = "other".into());
        assert!(other.contains("its destination belongs to another account"), "{other}");
        let several = error(&|stored| {
            let node = stored["src_info"][0]["info"][0].clone();
            stored["src_info"][0]["info"].as_array_mut().unwrap().push(node);
        });
        assert!(several.contains("src_info has several nodes"), "{several}");
        let odd = error(&|stored| stored["migrate_option"][0]["database_table"][0]["databases"] = 7.into());
        assert!(odd.contains("should be"), "{odd}");
    }
}
