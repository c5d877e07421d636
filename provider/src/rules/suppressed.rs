//! Warnings of rules that the user does not want to see: `suppress_warnings` of the provider block.

use std::collections::BTreeSet;

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    validate::{rule_id, with_rule_id},
};

/// The IDs of the rules whose warnings are not shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct SuppressedWarnings(BTreeSet<String>);

impl SuppressedWarnings {
    /// Removes the suppressed warnings. Every other warning of a rule gets the line that suppresses it.
    pub(crate) fn filter(&self, diagnostics: &mut Diagnostics) {
        let all = std::mem::take(diagnostics);
        diagnostics.extend(all.into_iter().filter_map(|one| self.shown(one)));
    }

    fn shown(&self, diagnostic: Diagnostic) -> Option<Diagnostic> {
        let Some((text, rule)) = rule_id(&diagnostic.detail).filter(|_| diagnostic.severity == Severity::Warning)
        else {
            return Some(diagnostic);
        };
        if self.0.contains(rule) {
            return None;
        }
        let ids: BTreeSet<&str> = self.0.iter().map(String::as_str).chain([rule]).collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        let line = format!("To suppress this warning, write in the provider block: suppress_warnings = {ids:?}");
        Some(Diagnostic { detail: with_rule_id(&format!("{text}\n{line}"), rule), ..diagnostic })
    }
}

impl FromIterator<String> for SuppressedWarnings {
    fn from_iter<I: IntoIterator<Item = String>>(ids: I) -> Self {
        Self(ids.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(rule: &str) -> Diagnostic {
        Diagnostic::warning("Title", with_rule_id("Text {1}.", rule))
    }

    fn shown(suppressed: &[&str], diagnostics: impl IntoIterator<Item = Diagnostic>) -> Vec<Diagnostic> {
        let suppressed: SuppressedWarnings = suppressed.iter().map(|id| (*id).to_owned()).collect();
        let mut diagnostics: Diagnostics = diagnostics.into_iter().collect();
        suppressed.filter(&mut diagnostics);
        diagnostics.into_iter().collect()
    }

    #[test]
    fn a_suppressed_warning_is_removed_and_others_show_how_to_suppress_them() {
        let found = shown(&["rule-b"], [warning("rule-a"), warning("rule-b")]);
        let [only] = found.as_slice() else { panic!("{found:?}") };
        let line = r#"To suppress this warning, write in the provider block: suppress_warnings = ["rule-a", "rule-b"]"#;
        assert_eq!(only.detail, format!("Text {{1}}.\n{line}\n\nRule: rule-a"));
    }

    #[test]
    fn errors_and_warnings_without_a_rule_stay_as_they_are() {
        let error = Diagnostic { severity: Severity::Error, ..warning("rule-a") };
        let other = Diagnostic::warning("Title", "The migration is locked.");
        assert_eq!(shown(&["rule-a"], [error.clone(), other.clone()]), [error, other]);
    }
}
