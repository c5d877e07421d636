//! The resources of one kind of job neither import nor change jobs of another kind, and name the right resource.

use super::complete;
use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl;

/// Imports a job with the resources of the other kind; both must be refused and name the resources of `kind`.
async fn refuses_import(case: &Case, configuration: &hcl::Hcl, kind: &str, other: &str) {
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let folder = case.another_folder();
    folder.write("main.tf", configuration.text()).unwrap();
    for (resource, id) in [("task", job.clone()), ("instance", format!("dts{job}"))] {
        let run = folder.import(&format!("dts_{other}_{resource}.orders"), &id).await.unwrap();
        assert_eq!(run.code, Some(1), "{}", run.output());
        let text = run.stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        let named = format!("Use dts_{kind}_task and dts_{kind}_instance for {kind} jobs");
        assert!(text.contains(&named), "{text}");
    }
}

#[tokio::test]
async fn a_synchronization_is_no_migration() {
    let case = Case::start().await;
    case.apply(&complete()).await;
    refuses_import(&case, &hcl::complete_migration(), "synchronization", "migration").await;
    // The counterpart: the resources of its kind.
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let folder = case.another_folder();
    folder.write("main.tf", complete().text()).unwrap();
    for (address, id) in
        [("dts_synchronization_task.orders", job.clone()), ("dts_synchronization_instance.orders", format!("dts{job}"))]
    {
        let run = folder.import(address, &id).await.unwrap();
        assert_eq!(run.code, Some(0), "{}", run.output());
    }
    let imported = folder.attributes("dts_synchronization_task.orders").await.unwrap();
    assert_eq!(imported["initial_phases"], serde_json::json!(["full", "schema"]));
    assert!(imported["reserve"].is_null(), "the topology is no option of the user: {imported:#}");
    assert_no_changes(&case.terraform).await;
}

#[tokio::test]
async fn a_migration_is_no_synchronization() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    refuses_import(&case, &complete(), "migration", "synchronization").await;
}
