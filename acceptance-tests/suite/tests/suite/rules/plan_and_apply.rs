//! Rules that need the account, the API or a state; and values that are known only after apply.

use acceptance_harness::terraform::Run;

use super::catalogue::{Rule, rules};
use super::folder::Chosen;
use super::form::Form;
use crate::support::case::{Case, applied};

/// Only explicit steps refresh the state: a provider that cannot read a state cannot plan it.
const NO_REFRESH: &str = "-refresh=false";

async fn plan(case: &Case) -> Run {
    case.terraform.run(&["plan", "-json", "-detailed-exitcode", NO_REFRESH]).await.unwrap()
}

/// The text without the IDs of this run.
async fn without_ids(case: &Case, mut text: String) -> String {
    let state = case.control.state().await.unwrap();
    for account in state["accounts"].as_array().unwrap() {
        for job in account["jobs"].as_array().unwrap() {
            for (key, name) in [("instance_id", "<INSTANCE ID>"), ("id", "<JOB ID>")] {
                if let Some(id) = job[key].as_str().filter(|id| !id.is_empty()) {
                    text = text.replace(id, name);
                }
            }
        }
    }
    text
}

/// Applies everything that the cases need.
pub(super) async fn apply_before(case: &Case, rules: &[Rule]) {
    let before = Chosen::none().and(Form::Before, rules.iter().filter(|rule| rule.case.needs_state()));
    before.write(&case.terraform);
    applied(&case.terraform).await;
    // The refresh updates the tasks, whose instances run now.
    case.terraform.run(&["apply", "-json", "-auto-approve", "-refresh-only"]).await.unwrap().success().unwrap();
}

async fn allowed_cases_plan(case: &Case, rules: &[Rule]) {
    let allowed = Chosen::none().and(Form::Allowed, rules);
    allowed.write(&case.terraform);
    let run = plan(case).await;
    allowed.none_reported(&run);
    assert_eq!(run.code, Some(2), "{}", run.output());
}

async fn each_is_reported_at_plan(case: &Case, rules: &[Rule]) {
    let refused = Chosen::none().and(Form::Refused, rules.iter().filter(|rule| rule.phase == "plan"));
    refused.write(&case.terraform);
    let run = plan(case).await;
    assert_eq!(run.code, Some(1), "{}", run.output());
    let reported = without_ids(case, refused.each_reported(&run)).await;
    insta::assert_snapshot!("reported_at_plan", reported);
}

async fn unknown_values_plan(case: &Case, rules: &[Rule]) {
    let unknown = Chosen::none().and(Form::Unknown, rules);
    unknown.write(&case.terraform);
    let run = plan(case).await;
    unknown.none_reported(&run);
    assert_eq!(run.code, Some(2), "{}", run.output());
}

/// Each value is known at apply, and is refused before the first call that changes anything.
async fn unknown_values_are_refused_at_apply(case: &Case, rules: &[Rule]) {
    let unknown = || Chosen::none().and(Form::Unknown, rules.iter().filter(|rule| rule.refuses()));
    // What the cautions about a change have applied stays.
    let kept = rules.iter().filter(|rule| !rule.refuses() && rule.case.needs_state());
    unknown().and(Form::Before, kept).write(&case.terraform);
    let mark = case.mark().await;
    let run = case.terraform.run(&["apply", "-json", "-auto-approve", NO_REFRESH]).await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    unknown().each_reported(&run);
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
}

/// Cautions about what the precheck then refuses.
const REFUSED_BY_PRECHECK: [&str; 2] = ["destination-name", "password-line-break"];

/// Cautions about engines of another account, which the built-in world does not have or which need a role there.
const OF_ANOTHER_ACCOUNT: [&str; 2] = ["tencent-cross-account-engine", "tencent-cross-account-ticket"];

/// A caution is not an error, at plan or at apply.
async fn cautions_apply(case: &Case, rules: &[Rule]) {
    let (stateful, cautions): (Vec<_>, Vec<_>) =
        rules.iter().filter(|rule| rule.case.needs_state() || !rule.refuses()).partition(|rule| rule.refuses());
    let is_applied = |id: &str| !REFUSED_BY_PRECHECK.contains(&id) && !OF_ANOTHER_ACCOUNT.contains(&id);
    let cautions: Vec<_> = cautions.into_iter().filter(|rule| is_applied(rule.id())).collect();
    let is_of_task = |rule: &&&Rule| {
        let form = rule.case.form(Form::Before);
        ["\"dts_migration_task\"", "\"dts_synchronization_task\""].iter().any(|task| form.text().contains(task))
    };
    let tasks = cautions.iter().filter(|rule| !rule.case.needs_state()).filter(is_of_task).count();
    Chosen::none().and(Form::Before, stateful).and(Form::Unknown, cautions).write(&case.terraform);
    let mark = case.mark().await;
    applied(&case.terraform).await;
    let configured = case.mutations_since(mark).await.iter().filter(|action| *action == "ConfigureDtsJob").count();
    assert_eq!(configured, tasks);
}

#[tokio::test]
async fn each_is_reported_at_plan_and_unknown_values_at_apply() {
    let rules = rules();
    let case = Case::start().await;
    apply_before(&case, &rules).await;
    allowed_cases_plan(&case, &rules).await;
    each_is_reported_at_plan(&case, &rules).await;
    unknown_values_plan(&case, &rules).await;
    unknown_values_are_refused_at_apply(&case, &rules).await;
    cautions_apply(&case, &rules).await;
    case.destroy().await;
}
