//! A task whose create did not finish is found again and never created twice. An equal job of another user or another state stops the
//! create and stays unchanged.

use std::collections::BTreeSet;

use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_harness::terraform::{Run, Terraform};
use alibaba::dts::ModifyDtsJobName;
use serde_json::{Value as Json, json};

use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error, refused};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::{self, Hcl};
#[cfg(unix)]
use crate::support::stopped_command::killed_at;

const ADOPTED: &str = "An existing migration task is now managed by Terraform";
const EXISTS: &str = "A migration task like this one exists already";
const FORGET: [&str; 3] = ["state", "rm", "dts_migration_task.orders"];

async fn jobs(case: &Case) -> Vec<Json> {
    case.account(DESTINATION_OWNER.account).await["jobs"].as_array().unwrap().clone()
}

fn warned(run: &Run) -> Vec<String> {
    let warnings = run.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == "warning");
    warnings.map(|warning| warning.summary).collect()
}

async fn fault(case: &Case, kind: &str) {
    case.control.fault(&json!({"match": {"action": "ConfigureDtsJob"}, "kind": kind})).await.unwrap();
}

async fn configured(case: &Case) -> usize {
    case.mutations_since(0).await.iter().filter(|action| *action == "ConfigureDtsJob").count()
}

/// A task that another state manages.
async fn left_behind() -> Case {
    let case = Case::start().await;
    case.apply(&hcl::trust_and_task()).await;
    case.terraform.run(&FORGET).await.unwrap().success().unwrap();
    case
}

/// A complete configuration that was applied, and whose state was lost. The data directory is kept.
async fn with_lost_state(configuration: &Hcl) -> Case {
    let case = Case::start().await;
    case.write(configuration);
    applied(&case.terraform).await;
    std::fs::remove_file(case.terraform.directory().join("terraform.tfstate")).unwrap();
    case
}

#[tokio::test]
#[cfg(unix)]
async fn a_job_that_a_killed_apply_created_is_adopted() {
    for kind in ["hold_after", "hold_before"] {
        let case = Case::start().await;
        case.write(&hcl::trust_and_task());
        killed_at(&case, "ConfigureDtsJob", kind).await;
        let existed = jobs(&case).await.len();
        assert_eq!(existed, usize::from(kind == "hold_after"));
        let run = case.apply(&hcl::trust_and_task()).await;
        assert_eq!(warned(&run).contains(&ADOPTED.to_owned()), existed == 1, "{}", run.output());
        let job = case.job().await;
        assert_eq!(job["status"], "PreCheckPass");
        assert_eq!(case.terraform.attributes("dts_migration_task.orders").await.unwrap()["id"], job["id"]);
        case.destroy().await;
    }
}

#[tokio::test]
async fn a_job_whose_state_was_lost_is_adopted_and_checked_again() {
    for status in ["PreCheckPass", "Prechecking"] {
        let case = with_lost_state(&hcl::trust_and_task()).await;
        let (mark, id) = (case.mark().await, case.job().await["id"].as_str().unwrap().to_owned());
        case.control.force(&id, &json!({"status": status})).await.unwrap();
        let run = case.apply(&hcl::trust_and_task()).await;
        assert!(warned(&run).contains(&ADOPTED.to_owned()), "{}", run.output());
        assert_eq!(case.mutations_since(mark).await, ["ConfigureDtsJob", "StartDtsJob"]);
        assert_eq!(case.job().await["id"], id.as_str());
        case.destroy().await;
    }
}

/// Neither the job nor its instance is created again, and nothing is changed.
#[tokio::test]
async fn a_running_migration_whose_state_was_lost_is_adopted_as_it_is() {
    let complete = hcl::complete_migration()
        .with("  instance_class = ", "  on_destroy = \"stop_and_release\"\n  instance_class = ");
    let case = with_lost_state(&complete).await;
    let (before, mark) = (case.job().await, case.mark().await);
    assert_eq!(before["status"], "Migrating");
    let run = case.apply(&complete).await;
    assert!(warned(&run).contains(&ADOPTED.to_owned()), "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    assert_eq!(case.job().await["id"], before["id"]);
    case.destroy().await;
}

/// The task alone: the role belongs to another configuration.
fn task_alone() -> Hcl {
    hcl::providers().and(&hcl::task())
}

/// Another state with an equal task: refused, and nothing is changed.
async fn is_refused(case: &Case, other: &Terraform, arguments: &[&str], pieces: &[&str]) {
    let (before, mark) = (jobs(case).await, case.mark().await);
    let run = other.run(arguments).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    let error = only_error(&errors, EXISTS);
    let id = before[0]["id"].as_str().unwrap();
    let task = format!("to = dts_migration_task.NAME\n    id = {id:?}");
    assert_detail(error, &[&task, "was created", "Nothing was created or changed.", "write another name"]);
    assert_detail(error, pieces);
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
    // The emulated job continues with each read.
    let of = |jobs: &[Json]| {
        jobs.iter().map(|job| ["id", "status", "class"].map(|name| job[name].clone())).collect::<Vec<_>>()
    };
    assert_eq!(of(&jobs(case).await), of(&before));
}

const APPLY: [&str; 3] = ["apply", "-json", "-auto-approve"];

#[tokio::test]
async fn an_equal_task_in_another_directory_is_refused_in_every_status() {
    let case = Case::start().await;
    case.apply(&hcl::trust_and_task()).await;
    let other = case.another_folder();
    other.write("main.tf", task_alone().text()).unwrap();
    is_refused(&case, &other, &APPLY, &["status PreCheckPass", "not purchased"]).await;
    case.apply(&hcl::complete_migration()).await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let instance = format!("to = dts_migration_instance.NAME\n    id = \"dts{id}\"");
    is_refused(&case, &other, &APPLY, &["status Migrating", &instance]).await;
    case.control.force(&id, &json!({"status": "Suspending"})).await.unwrap();
    is_refused(&case, &other, &APPLY, &["status Suspending", &instance]).await;
    other.destroy().await.unwrap().success().unwrap();
    assert_eq!(jobs(&case).await.len(), 1, "the destroy of the other state has nothing to destroy");
}

#[tokio::test]
async fn another_state_in_the_same_directory_does_not_adopt_the_job() {
    let case = Case::start().await;
    case.apply(&hcl::trust_and_task()).await;
    case.write(&task_alone());
    let arguments = ["apply", "-json", "-auto-approve", "-state=other.tfstate"];
    is_refused(&case, &case.terraform, &arguments, &[]).await;
    // Directly after the create, before a refresh has removed the record.
    let fresh = Case::start().await;
    fresh.write(&hcl::trust_and_task());
    applied(&fresh.terraform).await;
    fresh.write(&task_alone());
    is_refused(&fresh, &fresh.terraform, &arguments, &[]).await;
}

/// Two equal resources, with one provider block or with two of the same account: one of them is created.
#[tokio::test]
async fn two_equal_tasks_of_one_run_do_not_share_a_job() {
    let second = hcl::task().with("\"dts_migration_task\" \"orders\"", "\"dts_migration_task\" \"again\"");
    let alias = Hcl::new(
        "provider \"dts\" {\n  alias = \"same_account\"\n  alibaba {\n    region  = \"cn-hangzhou\"\n    profile = \"destination-owner\"\n  }\n}\n",
    );
    let of_alias = second.with("dts.destination_owner", "dts.same_account");
    for (twice, rounds) in [(task_alone().and(&second), 1), (task_alone().and(&alias).and(&of_alias), 5)] {
        for _ in 0..rounds {
            let case = Case::start().await;
            case.apply(&hcl::providers().and(&hcl::trust())).await;
            let folder = case.another_folder();
            folder.write("main.tf", twice.text()).unwrap();
            let errors = refused(&folder).await;
            only_error(&errors, EXISTS);
            assert_eq!(jobs(&case).await.len(), 1);
            let errors = refused(&folder).await;
            only_error(&errors, EXISTS);
            folder.destroy().await.unwrap().success().unwrap();
            assert_eq!(jobs(&case).await.len(), 0);
        }
    }
}

const ONLY_AGAIN: &str = "-target=dts_migration_task.again";

fn again() -> Hcl {
    hcl::task().with("\"dts_migration_task\" \"orders\"", "\"dts_migration_task\" \"again\"")
}

/// The first task of a state, directly after its create: no refresh has removed the record.
async fn just_created(configuration: &Hcl) -> (Case, Terraform) {
    let case = Case::start().await;
    case.apply(&hcl::providers().and(&hcl::trust())).await;
    let folder = case.another_folder();
    folder.write("main.tf", configuration.text()).unwrap();
    applied(&folder).await;
    (case, folder)
}

/// A second equal task, added while the state holds the first one, in runs that do not refresh the first one.
#[tokio::test]
async fn a_task_that_is_added_does_not_take_the_job_of_an_equal_one_that_is_not_refreshed() {
    let (case, folder) = just_created(&task_alone()).await;
    folder.write("main.tf", task_alone().and(&again()).text()).unwrap();
    let partial = ["has not read the complete state", "-refresh=false"];
    is_refused(&case, &folder, &["apply", "-json", "-auto-approve", ONLY_AGAIN], &partial).await;
    is_refused(&case, &folder, &["apply", "-json", "-auto-approve", "-refresh=false"], &partial).await;
    folder.run(&["plan", ONLY_AGAIN, "-out=saved.plan"]).await.unwrap().success().unwrap();
    is_refused(&case, &folder, &["apply", "-json", "saved.plan"], &partial).await;
    is_refused(&case, &folder, &APPLY, &[]).await;
    folder.destroy().await.unwrap().success().unwrap();
    assert_eq!(jobs(&case).await.len(), 0);
}

/// The same with an ownership tag, which is a proof without a record.
#[tokio::test]
async fn a_task_that_is_added_does_not_take_the_job_of_an_equal_one_with_the_same_ownership_id() {
    let (case, folder) = just_created(&owned("team-a")).await;
    folder.write("main.tf", owned("team-a").and(&again()).text()).unwrap();
    is_refused(&case, &folder, &["apply", "-json", "-auto-approve", ONLY_AGAIN], &["complete state"]).await;
    is_refused(&case, &folder, &APPLY, &["another resource manages it"]).await;
    is_refused(&case, &folder, &["apply", "-json", "-auto-approve", "-refresh=false"], &["complete state"]).await;
}

/// The counterpart: Terraform has never got the object of this create, so no resource can have it.
#[tokio::test]
#[cfg(unix)]
async fn a_job_that_a_killed_apply_created_is_adopted_by_a_targeted_apply() {
    let case = Case::start().await;
    case.write(&hcl::trust_and_task());
    killed_at(&case, "StartDtsJob", "hold_before").await;
    let id = case.job().await["id"].clone();
    let run = case.terraform.run(&["apply", "-json", "-auto-approve", "-target=dts_migration_task.orders"]).await;
    let run = run.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert!(warned(&run).contains(&ADOPTED.to_owned()), "{}", run.output());
    assert_eq!(case.job().await["id"], id);
    case.destroy().await;
}

fn owned(id: &str) -> Hcl {
    let id = format!("alias = \"destination_owner\"\n  ownership_id = \"{id}\"");
    task_alone().with("alias = \"destination_owner\"", &id)
}

#[tokio::test]
async fn a_job_with_our_ownership_tag_is_adopted_from_another_directory() {
    let case = Case::start().await;
    case.apply(&hcl::providers().and(&hcl::trust())).await;
    let [first, second, third] = [case.another_folder(), case.another_folder(), case.another_folder()];
    first.write("main.tf", owned("team-a").text()).unwrap();
    applied(&first).await;
    assert_no_changes(&first).await;
    let before = case.job().await;
    let tagged = |actions: Vec<String>| actions.into_iter().filter(|action| action == "TagResources").count();
    assert_eq!(tagged(case.mutations_since(0).await), 1);
    third.write("main.tf", owned("team-b").text()).unwrap();
    is_refused(&case, &third, &APPLY, &["does not have the ownership_id"]).await;
    second.write("main.tf", owned("team-a").text()).unwrap();
    let run = applied(&second).await;
    assert!(warned(&run).contains(&ADOPTED.to_owned()), "{}", run.output());
    assert_no_changes(&second).await;
    assert_eq!(case.job().await["id"], before["id"]);
}

/// Without a record, the create works, and only an interrupted one needs an import.
#[tokio::test]
async fn a_data_directory_that_cannot_be_written_costs_only_the_record() {
    let case = Case::start().await;
    case.apply(&hcl::providers().and(&hcl::trust())).await;
    let folder = case.another_folder();
    folder.write("main.tf", task_alone().text()).unwrap();
    let data = folder.directory().join(".terraform");
    std::fs::create_dir_all(&data).unwrap();
    // Not even the superuser can create a folder in the place of a file.
    std::fs::write(data.join("dts"), "").unwrap();
    applied(&folder).await;
    std::fs::remove_file(folder.directory().join("terraform.tfstate")).unwrap();
    is_refused(&case, &folder, &APPLY, &[]).await;
}

/// Two states, two runs at the same time: never one job in both, and never two equal jobs.
#[tokio::test]
async fn two_runs_at_once_never_share_a_job_and_never_have_two() {
    let complete = task_alone().and(&hcl::instance());
    for round in 0..20 {
        let case = Case::start().await;
        case.apply(&hcl::providers().and(&hcl::trust())).await;
        let (one, another) = (case.another_folder(), case.another_folder());
        for folder in [&one, &another] {
            folder.write("main.tf", complete.text()).unwrap();
        }
        let (first, second) = tokio::join!(one.apply(), another.apply());
        let runs = [first.unwrap(), second.unwrap()];
        let failed: Vec<&Run> = runs.iter().filter(|run| run.code != Some(0)).collect();
        assert_eq!(failed.len(), 1, "round {round}: {:#?}", failed.iter().map(|run| run.errors()).collect::<Vec<_>>());
        only_error(&failed[0].errors(), EXISTS);
        // A job of the other run that was not purchased may be left: it is in the state of that run.
        let running = jobs(&case).await.into_iter().filter(|job| job["purchased"] == true);
        assert_eq!(running.count(), 1, "round {round}");
        let mut ids = BTreeSet::new();
        for folder in [&one, &another] {
            let id = folder.attributes("dts_migration_task.orders").await.unwrap()["id"].clone();
            assert!(id.is_null() || ids.insert(id.to_string()), "round {round}: one job in two states");
        }
    }
}

/// The new job would be equal to the old one.
#[tokio::test]
async fn a_task_is_not_adopted_by_its_own_successor() {
    let case = Case::start().await;
    let first = hcl::trust_and_task()
        .with("  migration_types = ", "  lifecycle {\n    create_before_destroy = true\n  }\n  migration_types = ");
    case.apply(&first).await;
    let replace = ["apply", "-json", "-auto-approve", "-replace=dts_migration_task.orders"];
    is_refused(&case, &case.terraform, &replace, &["remove create_before_destroy"]).await;
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn a_create_whose_response_is_lost_is_found_and_not_repeated() {
    let case = Case::start().await;
    fault(&case, "drop_after").await;
    let run = case.apply(&hcl::trust_and_task()).await;
    assert_eq!(configured(&case).await, 1);
    assert!(!warned(&run).contains(&ADOPTED.to_owned()), "it is this apply's own");
    assert_eq!(case.job().await["status"], "PreCheckPass");
    case.destroy().await;
}

/// The provider searches for it, and creates it again as soon as it is certain that it does not exist.
#[tokio::test]
async fn a_create_that_did_not_arrive_is_repeated() {
    let case = Case::start().await;
    fault(&case, "drop_before").await;
    case.apply(&hcl::trust_and_task()).await;
    assert_eq!(configured(&case).await, 2, "the one that did not arrive, and the one that did");
    assert_eq!(jobs(&case).await.len(), 1);
    case.destroy().await;
}

/// The search is limited, and it is skipped when little time is left.
#[tokio::test]
async fn a_create_that_never_arrives_is_reported_and_the_next_apply_creates_the_task() {
    let case = Case::start().await;
    fault(&case, "drop_before").await;
    let short = "name            = \"orders\"\n  timeouts {\n    create = \"4s\"\n  }";
    case.write(&hcl::trust_and_task().with("name            = \"orders\"", short));
    let errors = refused(&case.terraform).await;
    assert_detail(
        only_error(&errors, "Cannot configure the migration task"),
        &["Apply again", "a new job named \"orders\"", "did not find it"],
    );
    assert!(jobs(&case).await.is_empty());
    case.apply(&hcl::trust_and_task()).await;
    assert_eq!(jobs(&case).await.len(), 1);
    case.destroy().await;
}

/// Applies next to a job of another user, which stays unchanged.
async fn applied_next_to(case: &Case, configuration: &Hcl) {
    let before = jobs(case).await;
    case.write(configuration);
    let run = applied(&case.terraform).await;
    assert!(!warned(&run).contains(&ADOPTED.to_owned()), "{}", run.output());
    assert_no_changes(&case.terraform).await;
    let after = jobs(case).await;
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[..before.len()], before, "the others are untouched");
    case.terraform.destroy().await.unwrap().success().unwrap();
    assert_eq!(jobs(case).await, before);
}

#[tokio::test]
async fn a_job_of_other_content_belongs_to_another_user() {
    let case = left_behind().await;
    applied_next_to(&case, &hcl::trust_and_task().with("orders = { all = true }", "inventory = { all = true }")).await;
}

#[tokio::test]
async fn a_job_with_a_longer_name_belongs_to_another_user() {
    let case = left_behind().await;
    let external = ExternalClient::new(&case.emulator.url(), DESTINATION_OWNER);
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let action = ModifyDtsJobName { dts_job_id: id, dts_job_name: "orders-2".into(), ..ModifyDtsJobName::default() };
    external.call(action).await;
    applied_next_to(&case, &hcl::trust_and_task()).await;
}
