//! A resource with one value that comes later, and how a mistake in it is caught.

use std::collections::BTreeSet;

use acceptance_harness::terraform::Diagnostic;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

/// Stands for a value of a resource that is not made yet.
pub(super) const LATER: &str = "LATER";
/// A value that turns into null.
pub(super) const OR_NULL: &str = "= LATER == \"none\" ? null : LATER";

/// A resource with one value that comes later: as it must be, and as a mistake.
pub(super) struct Later {
    /// Names the resource and its value.
    pub(super) id: &'static str,
    /// What stands in the configuration, and what with the value that comes later.
    known: &'static str,
    unknown: &'static str,
    right: &'static str,
    wrong: &'static str,
    /// The rule the wrong value breaks.
    rule: &'static str,
}

pub(super) const fn later(
    id: &'static str,
    known: &'static str,
    unknown: &'static str,
    [right, wrong]: [&'static str; 2],
    rule: &'static str,
) -> Later {
    Later { id, known, unknown, right, wrong, rule }
}

impl Later {
    /// The resource that makes the value.
    fn made_by(&self, value: &str) -> Hcl {
        Hcl::new(format!("resource \"terraform_data\" {:?} {{\n  input = {value:?}\n}}\n", self.id))
    }

    /// A resource of its own from a configuration that is right.
    pub(super) fn inside(&self, resource: &Hcl, kind: &str, old: &str) -> Hcl {
        let value = self.unknown.replace(LATER, &format!("terraform_data.{}.output", self.id));
        let label = format!("resource {kind:?} {:?}", self.id);
        resource.with(self.known, &value).with(&format!("resource {kind:?} {old:?}"), &label)
    }
}

/// All of them in one configuration, right or wrong.
pub(super) fn all(cases: &[Later], wrong: bool, resource: impl Fn(&Later) -> Hcl) -> Hcl {
    cases.iter().fold(hcl::providers(), |text, case| {
        let value = if wrong { case.wrong } else { case.right };
        text.and(&case.made_by(value)).and(&resource(case))
    })
}

/// The resource and the rule of each error.
fn refused(errors: &[Diagnostic]) -> BTreeSet<(String, String)> {
    let rule = |error: &Diagnostic| error.detail.rsplit_once("\n\nRule: ").map(|(_, rule)| rule.to_owned());
    errors.iter().map(|error| (error.address.clone(), rule(error).unwrap_or_default())).collect()
}

pub(super) fn expected(cases: &[Later], kind: &str) -> BTreeSet<(String, String)> {
    cases.iter().map(|case| (format!("{kind}.{}", case.id), case.rule.to_owned())).collect()
}

/// The plan refuses nothing; the apply refuses each, and calls nothing that changes anything.
pub(super) async fn caught_at_apply(case: &Case, wrong: &Hcl, expected: BTreeSet<(String, String)>) {
    case.write(wrong);
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(2), "{:#?}", run.errors());
    let mark = case.mark().await;
    let errors = case.refused_apply(wrong).await;
    assert_eq!(refused(&errors), expected, "{errors:#?}");
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    assert_eq!(case.mutations_since(mark).await, [""; 0]);
}
