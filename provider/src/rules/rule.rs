//! A rule: what must hold, and how a violation is told.

use tfplugin::{
    diagnostic::{Diagnostic, Severity},
    path::AttributePath,
    validate::with_rule_id,
};

/// When a rule can speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// At `terraform validate`, and so in every plan.
    Validate,
    /// At plan, when the account, the prior state or the cloud is known; otherwise at apply, before anything is changed.
    Plan,
}

/// A rule over values, known before the cloud is asked to change anything.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its id, printed with every message.
    pub(crate) id: &'static str,
    /// Whether a violation refuses, or is a caution.
    pub(crate) severity: Severity,
    /// When it can speak.
    pub(crate) phase: Phase,
    /// Title of the message.
    pub(crate) title: &'static str,
    /// What must hold, as one sentence for the documentation.
    pub(crate) says: &'static str,
}

/// The three parts of a message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Violation {
    /// What is wrong with this value: whole sentences.
    pub(crate) found: String,
    /// What is allowed, without full stop; empty where the first part says it.
    pub(crate) allowed: String,
    /// What to write.
    pub(crate) write: String,
}

impl Rule {
    /// A rule that refuses at validate.
    pub(crate) const fn validate(id: &'static str, title: &'static str, says: &'static str) -> Self {
        Self { id, severity: Severity::Error, phase: Phase::Validate, title, says }
    }

    /// A rule that refuses at plan.
    pub(crate) const fn plan(id: &'static str, title: &'static str, says: &'static str) -> Self {
        Self { id, severity: Severity::Error, phase: Phase::Plan, title, says }
    }

    /// A caution: a warning, told by the plan once.
    pub(crate) const fn caution(id: &'static str, title: &'static str, says: &'static str) -> Self {
        Self { id, severity: Severity::Warning, phase: Phase::Plan, title, says }
    }

    /// The message, on the argument to blame.
    pub(crate) fn broken(&self, path: AttributePath, violation: &Violation) -> Diagnostic {
        let mut text = violation.found.clone();
        // A caution refuses nothing: what it says to write is advice.
        let write = if self.severity == Severity::Error { "Write" } else { "Consider" };
        for (label, part) in [("Allowed", &violation.allowed), (write, &violation.write)] {
            if !part.is_empty() {
                text.push_str(&format!("\n{label}: {part}"));
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
