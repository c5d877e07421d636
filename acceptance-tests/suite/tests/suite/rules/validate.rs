//! The rules that need only the configuration.

use super::catalogue::{Rule, rules};
use super::folder::Chosen;
use super::form::Form;
use crate::support::case::Case;

#[tokio::test]
async fn each_is_refused_on_its_line_and_its_twin_is_not() {
    let rules = rules();
    let case = Case::start().await;
    let refused = Chosen::none().and(Form::Refused, rules.iter().filter(|rule| rule.phase == "validate"));
    refused.write(&case.terraform);
    let run = case.terraform.validate().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    insta::assert_snapshot!("refused_at_validate", refused.each_reported(&run));

    let allowed = Chosen::none().and(Form::Allowed, rules.iter());
    allowed.write(&case.terraform);
    let run = case.terraform.validate().await.unwrap();
    allowed.none_reported(&run);
    assert_eq!(run.code, Some(0), "{}", run.output());
}

/// A caution helps with the decision about a plan: the plan shows it, and `validate` does not.
#[test]
fn a_caution_is_reported_at_plan() {
    let early: Vec<Rule> = rules().into_iter().filter(|rule| !rule.refuses() && rule.phase != "plan").collect();
    assert!(early.is_empty(), "{early:#?}");
}
