//! No two rules contradict: what the message of a rule advises, applied to the refused form, passes all rules. The table is
//! `acceptance-tests/suite/rules/advice.toml`.

use std::collections::BTreeSet;

use acceptance_wire::Reported;
use serde::Deserialize;

use super::catalogue::{Rule, files, with_case};
use super::form::Form;
use super::paths::Fixture;
use crate::support::hcl::Hcl;

const TABLE: &str = include_str!("../../../rules/advice.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    applied: Vec<Advice>,
    not_mechanical: Vec<NotMechanical>,
}

/// An advice, and the changes of the refused form that follow it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advice {
    rule: String,
    /// A part of the message.
    advice: String,
    /// Texts of the refused form, each with what replaces it.
    change: Vec<[String; 2]>,
}

/// Rules whose advice has no exact text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotMechanical {
    rules: Vec<String>,
    reason: String,
}

impl Table {
    fn read() -> Self {
        toml::from_str(TABLE).unwrap()
    }

    fn rules(&self) -> BTreeSet<String> {
        let not_mechanical = self.not_mechanical.iter().flat_map(|row| row.rules.iter().cloned());
        self.applied.iter().map(|row| row.rule.clone()).chain(not_mechanical).collect()
    }
}

impl Advice {
    /// The refused form with the changes.
    fn applied(&self, rule: &Rule) -> Hcl {
        let refused = rule.case.form(Form::Refused).text().to_owned();
        Hcl::new(self.change.iter().fold(refused, |text, [from, to]| {
            assert!(text.contains(from.as_str()), "{}: the refused form does not have {from:?}:\n{text}", self.rule);
            text.replacen(from, to, 1)
        }))
    }

    /// What is wrong with the advice: the message does not have it, or the result does not pass.
    async fn problem(&self, fixture: &Fixture, rule: &Rule) -> Option<String> {
        let refused = reported(fixture, &rule.case.form(Form::Refused)).await;
        let of_rule = |one: &&Reported| one.rule() == Some(rule.id());
        if !refused.iter().filter(of_rule).any(|one| one.detail.contains(&self.advice)) {
            return Some(format!("{}: no message has the advice {:?}: {refused:#?}", self.rule, self.advice));
        }
        let after = reported(fixture, &self.applied(rule)).await;
        let left: Vec<&Reported> = after.iter().filter(|one| one.error || of_rule(one)).collect();
        (!left.is_empty()).then(|| format!("{}, after {:?}: {left:#?}", self.rule, self.advice))
    }
}

/// The diagnostics of validation, and those of a plan if there is no error before.
async fn reported(fixture: &Fixture, text: &Hcl) -> Vec<Reported> {
    let mut all = fixture.validated(text).await;
    if !all.iter().any(|one| one.error) && !text.text().contains("provider \"dts\" {") {
        all.extend(fixture.planned(text).await);
    }
    all
}

#[tokio::test]
async fn the_advice_of_each_rule_passes_all_rules() {
    let (table, rules) = (Table::read(), with_case());
    let fixture = Fixture::applied(&rules).await;
    let mut problems = Vec::new();
    for advice in &table.applied {
        let rule = rules.iter().find(|rule| rule.id() == advice.rule);
        let rule = rule.unwrap_or_else(|| panic!("there is no rule {}", advice.rule));
        problems.extend(advice.problem(&fixture, rule).await);
    }
    println!("{} advices applied, {} rules in the table", table.applied.len(), table.rules().len());
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn each_rule_has_a_row_or_a_reason() {
    let table = Table::read();
    let cases: BTreeSet<String> = files().into_keys().collect();
    let missing: Vec<&String> = cases.iter().filter(|id| !table.rules().contains(*id)).collect();
    assert!(missing.is_empty(), "add rows for these rules to acceptance-tests/suite/rules/advice.toml: {missing:?}");
    assert!(table.not_mechanical.iter().all(|row| row.reason.ends_with('.')), "a reason is a sentence");
}
