//! Options that are separate parameters.

use serde_json::json;

use crate::options::row::{Row, Sent, UNSET, option};

const ONCE: &str = r#"["schema", "full"]"#;
const ALL: &str = r#"["schema", "full", "incremental"]"#;

pub(crate) fn task() -> Vec<Row> {
    let mut rows = vec![
        option("name")
            .words(&["first name", "second name"])
            .wire("DtsJobName", json!(["first name", "second name"]))
            .sent(Sent::By("ModifyDtsJobName")),
        option("migration_types")
            .values(&[ONCE, ALL, r#"["full"]"#, r#"["incremental"]"#])
            .wire("StructureInitialization", json!(["true", "true", "false", "false"]))
            .wire("DataInitialization", json!(["true", "true", "true", "false"]))
            .wire("DataSynchronization", json!(["false", "true", "false", "true"])),
        option("environment_tag")
            .words(&["normal", "online", UNSET])
            .wire("DtsBisLabel", json!(["normal", "online", null])),
        option("checkpoint")
            .with("migration_types", r#"["incremental"]"#)
            .values(&["1717230600", "1717234200", UNSET])
            .wire("Checkpoint", json!(["1717230600", "1717234200", null])),
        option("dedicated_cluster_id")
            .words(&["dtscluster_first", "dtscluster_second", UNSET])
            .wire("DedicatedClusterId", json!(["dtscluster_first", "dtscluster_second", null])),
        // Without the argument a task stays in its group.
        option("resource_group_id")
            .words(&["rg-first", "rg-second"])
            .wire("ResourceGroupId", json!(["rg-first", "rg-second"])),
        option("precheck.rerun").values(&["1", "2"]).sent(Sent::Again),
    ];
    // Options that only the provider uses are not sent.
    rows.extend(["allow_restart", "restart_on_loss"].map(|one| option(one).values(&["true", "false"])));
    rows.push(option("on_destroy").words(&["stop_and_release", "refuse_while_running"]));
    let timeouts = ["create", "read", "update", "delete"];
    rows.extend(timeouts.map(|one| option(format!("timeouts.{one}")).words(&["20m", "25m", UNSET])));
    rows
}
