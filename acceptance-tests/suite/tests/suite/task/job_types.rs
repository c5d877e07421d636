//! A job of another type, such as a synchronization: it is neither imported nor changed nor released.

use serde_json::{Value as Json, json};

use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl::{self, Hcl};

/// From now on, DTS returns this type for the job. Lists of migrations do not contain it.
async fn answer_as(case: &Case, job_type: &str) {
    for (action, set) in [
        ("DescribeDtsJobDetail", json!({"JobType": job_type})),
        ("DescribeDtsJobs", json!({"DtsJobList": [], "TotalRecordCount": 0})),
    ] {
        let rule = json!({"match": {"action": action}, "times": 1000, "kind": "answer", "answer": {"set": set}});
        case.control.fault(&rule).await.unwrap();
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

fn with(arguments: &str) -> Hcl {
    hcl::complete_migration().with("  instance_class = ", &format!("{arguments}\n  instance_class = "))
}

#[tokio::test]
async fn a_synchronization_is_not_imported() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration()).await;
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let folder = case.another_folder();
    folder.write("main.tf", hcl::complete_migration().text()).unwrap();
    answer_as(&case, "sync").await;
    for (address, id) in
        [("dts_migration_task.orders", job.clone()), ("dts_migration_instance.orders", format!("dts{job}"))]
    {
        let run = folder.import(address, &id).await.unwrap();
        let text = flat(&run.stderr);
        assert_eq!(run.code, Some(1), "{text}");
        for piece in [&format!("DTS job {job} is a synchronization job (JobType \"sync\")"), "terraform state rm"] {
            assert!(text.contains(piece), "{piece:?} is missing in {text}");
        }
    }
    // The counterpart: the type of a migration.
    case.control.clear_faults().await.unwrap();
    assert_eq!(folder.import("dts_migration_task.orders", &job).await.unwrap().code, Some(0));
}

#[tokio::test]
async fn a_synchronization_in_the_state_is_neither_changed_nor_released() {
    let case = Case::start().await;
    case.apply(&with("on_destroy = \"stop_and_release\"")).await;
    answer_as(&case, "sync").await;
    let mark = case.mark().await;
    for arguments in [
        &["plan", "-json"][..],
        &["apply", "-json", "-auto-approve"],
        &["destroy", "-json", "-auto-approve"],
        &["destroy", "-json", "-auto-approve", "-refresh=false"],
    ] {
        let run = case.terraform.run(arguments).await.unwrap();
        assert_eq!(run.code, Some(1), "{}", run.output());
        assert!(run.errors().iter().all(|error| error.detail.contains("synchronization job")), "{:#?}", run.errors());
    }
    let renamed = with("on_destroy = \"stop_and_release\"").with("= \"orders\"\n", "= \"renamed\"\n");
    case.write(&renamed);
    let run = case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh=false"]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    let attributes: Json = case.terraform.attributes("dts_migration_task.orders").await.unwrap();
    assert_eq!(attributes["id"], case.job().await["id"], "the state is kept");

    // The counterpart: the type of a migration.
    case.control.clear_faults().await.unwrap();
    case.apply(&with("on_destroy = \"stop_and_release\"")).await;
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}
