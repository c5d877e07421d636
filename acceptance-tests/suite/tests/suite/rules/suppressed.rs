//! `suppress_warnings`: which warnings of rules are shown.

use acceptance_harness::terraform::{Diagnostic, Run};

use super::catalogue::{Rule, rules};
use super::folder::Chosen;
use super::form::Form;
use super::plan_and_apply::apply_before;
use crate::support::case::{Case, applied};
use crate::support::hcl;

/// The beginning of a provider block.
const PROVIDER: &str = "provider \"dts\" {\n";

fn cautions() -> Vec<Rule> {
    rules().into_iter().filter(|rule| !rule.refuses()).collect()
}

/// Adds the argument to every provider block of the folder.
fn suppress(case: &Case, ids: &[&str]) {
    for entry in std::fs::read_dir(case.terraform.directory()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "tf") {
            let text = std::fs::read_to_string(&path).unwrap();
            let argument = format!("{PROVIDER}  suppress_warnings = {ids:?}\n");
            std::fs::write(&path, text.replace(PROVIDER, &argument)).unwrap();
        }
    }
}

async fn plan(case: &Case) -> Run {
    case.terraform.run(&["plan", "-json", "-refresh=false"]).await.unwrap().success().unwrap()
}

fn warnings_of_rules(run: &Run) -> Vec<Diagnostic> {
    run.diagnostics().into_iter().filter(|one| one.detail.contains("\n\nRule: ")).collect()
}

#[tokio::test]
async fn each_caution_is_suppressed_by_its_id_and_the_others_stay() {
    let cautions = cautions();
    let case = Case::start().await;
    apply_before(&case, &cautions).await;
    let (first, second): (Vec<&Rule>, Vec<&Rule>) = {
        let half = cautions.len() / 2;
        (cautions[..half].iter().collect(), cautions[half..].iter().collect())
    };
    for (hidden, shown) in [(&first, &second), (&second, &first)] {
        Chosen::none().and(Form::Refused, &cautions).write(&case.terraform);
        let ids: Vec<&str> = hidden.iter().map(|rule| rule.id()).collect();
        suppress(&case, &ids);
        let found = warnings_of_rules(&plan(&case).await);
        let rule_of = |one: &Diagnostic| one.detail.rsplit_once("\n\nRule: ").unwrap().1.to_owned();
        for rule in hidden {
            assert!(!found.iter().any(|one| rule_of(one) == rule.id()), "{} is shown: {found:#?}", rule.id());
        }
        for rule in shown {
            let one = found.iter().find(|one| rule_of(one) == rule.id());
            let one = one.unwrap_or_else(|| panic!("{} is not shown", rule.id()));
            // The line to add has the IDs that are suppressed already.
            let mut all: Vec<&str> = ids.iter().copied().chain([rule.id()]).collect();
            all.sort_unstable();
            assert!(one.detail.contains(&format!("suppress_warnings = {all:?}\n\nRule: {}", rule.id())), "{one:#?}");
        }
    }
}

/// An apply plans again: it shows no suppressed warning, either.
#[tokio::test]
async fn an_apply_shows_no_suppressed_warning_and_a_later_plan_shows_none_again() {
    let case = Case::start().await;
    case.write(&hcl::trust_and_task());
    let run = case.terraform.plan().await.unwrap();
    let mut shown: Vec<String> = warnings_of_rules(&run).iter().map(|one| one.summary.clone()).collect();
    let all = shown.len();
    shown.sort();
    shown.dedup();
    assert_eq!((shown.len(), all), (2, 2), "each once: {shown:#?}");

    suppress(&case, &["incremental-runs-on", "plaintext-connection"]);
    assert_eq!(warnings_of_rules(&applied(&case.terraform).await), []);

    // Of a task that exists, only a new cause is a warning.
    case.write(&hcl::trust_and_task());
    assert_eq!(warnings_of_rules(&case.terraform.plan().await.unwrap()), []);
    case.destroy().await;
}
