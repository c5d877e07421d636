//! A resource with one value that is known after apply, and the error for a mistake in that value.

use std::collections::BTreeSet;

use acceptance_harness::terraform::Diagnostic;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

/// Placeholder for a value of a resource that does not exist yet.
pub(super) const LATER: &str = "LATER";
/// A value that becomes null.
pub(super) const OR_NULL: &str = "= LATER == \"none\" ? null : LATER";

/// A resource with one value that is known after apply: a valid one, and a mistake.
pub(super) struct Later {
    /// Names the resource and its value.
    pub(super) id: &'static str,
    /// The text of the configuration, and its replacement with the value that is known after apply.
    known: &'static str,
    unknown: &'static str,
    right: &'static str,
    wrong: &'static str,
    /// The rule that the wrong value violates.
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
    /// The resource that provides the value.
    fn source_of(&self, value: &str) -> Hcl {
        Hcl::new(format!("resource \"terraform_data\" {:?} {{\n  input = {value:?}\n}}\n", self.id))
    }

    /// A separate resource from a valid configuration.
    pub(super) fn inside(&self, resource: &Hcl, kind: &str, old: &str) -> Hcl {
        let value = self.unknown.replace(LATER, &format!("terraform_data.{}.output", self.id));
        let label = format!("resource {kind:?} {:?}", self.id);
        resource.with(self.known, &value).with(&format!("resource {kind:?} {old:?}"), &label)
    }
}

/// All of them in one configuration, valid or invalid.
pub(super) fn all(cases: &[Later], wrong: bool, resource: impl Fn(&Later) -> Hcl) -> Hcl {
    cases.iter().fold(hcl::providers(), |text, case| {
        let value = if wrong { case.wrong } else { case.right };
        text.and(&case.source_of(value)).and(&resource(case))
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
