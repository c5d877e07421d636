//! A rule that compares several values, and the message of a violation.

use tfplugin::{
    diagnostic::{Diagnostic, Severity},
    path::AttributePath,
    validate::with_rule_id,
};

/// When a rule is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// At `terraform validate`, and so in every plan.
    Validate,
    /// At plan, where the account, the prior state and the cloud are known; otherwise at apply, before the first change.
    Plan,
}

/// A rule over several values, checked before the first API call that changes something.
#[derive(Debug)]
pub(crate) struct Rule {
    /// ID of the rule, printed with every message.
    pub(crate) id: &'static str,
    /// Whether a violation is an error or a warning.
    pub(crate) severity: Severity,
    /// When the rule is checked.
    pub(crate) phase: Phase,
    /// Title of the message.
    pub(crate) title: &'static str,
    /// What must hold, as one sentence for the documentation.
    pub(crate) sentence: &'static str,
}

/// The three parts of a message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Violation {
    /// What is wrong with the value: complete sentences.
    pub(crate) found: String,
    /// What is allowed, without full stop; empty if the first part says it.
    pub(crate) allowed: String,
    /// What to do: an instruction that begins with a verb, without full stop.
    pub(crate) fix: String,
}

impl Rule {
    /// A rule whose violation is an error at validate.
    pub(crate) const fn validate(id: &'static str, title: &'static str, sentence: &'static str) -> Self {
        Self { id, severity: Severity::Error, phase: Phase::Validate, title, sentence }
    }

    /// A rule whose violation is an error at plan.
    pub(crate) const fn plan(id: &'static str, title: &'static str, sentence: &'static str) -> Self {
        Self { id, severity: Severity::Error, phase: Phase::Plan, title, sentence }
    }

    /// A rule whose violation is a warning, shown once, by the plan.
    pub(crate) const fn warning(id: &'static str, title: &'static str, sentence: &'static str) -> Self {
        Self { id, severity: Severity::Warning, phase: Phase::Plan, title, sentence }
    }

    /// The message, on the argument that causes it.
    pub(crate) fn broken(&self, path: AttributePath, violation: &Violation) -> Diagnostic {
        let mut text = violation.found.clone();
        // After a warning the apply can continue.
        let fix = if self.severity == Severity::Error { "Fix" } else { "Advice" };
        for (label, part) in [("Allowed", &violation.allowed), (fix, &violation.fix)] {
            if !part.is_empty() {
                text.push_str(&format!("\n{label}: {part}."));
            }
        }
        Diagnostic {
            severity: self.severity,
            summary: self.title.to_owned(),
            detail: with_rule_id(&text, self.id),
            path,
        }
    }
}
