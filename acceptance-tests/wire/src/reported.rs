//! Diagnostics as tests look at them.

use tfplugin::generated::tfplugin6::attribute_path::step::Selector;
use tfplugin::generated::tfplugin6::{AttributePath, Diagnostic, diagnostic::Severity};

/// What the provider reports to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Whether it refuses; the others are warnings.
    pub error: bool,
    /// The attribute that caused the error, as in `source.cross_account.role_name` or `reserve["srcSSL"]`; empty for the complete block.
    pub path: String,
    /// The first line.
    pub summary: String,
    /// The rest.
    pub detail: String,
}

impl Reported {
    pub(super) fn all(diagnostics: &[Diagnostic]) -> Vec<Self> {
        diagnostics.iter().map(Self::of).collect()
    }

    fn of(diagnostic: &Diagnostic) -> Self {
        Self {
            error: diagnostic.severity() != Severity::Warning,
            path: diagnostic.attribute.as_ref().map(written).unwrap_or_default(),
            summary: diagnostic.summary.clone(),
            detail: diagnostic.detail.clone(),
        }
    }

    /// Id of the rule it speaks for; none for what is no rule's.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.detail.rsplit_once("\n\nRule: ").map(|(_, id)| id)
    }
}

fn written(path: &AttributePath) -> String {
    let mut text = String::new();
    for step in &path.steps {
        match &step.selector {
            Some(Selector::AttributeName(name)) if text.is_empty() => text.push_str(name),
            Some(Selector::AttributeName(name)) => text.push_str(&format!(".{name}")),
            Some(Selector::ElementKeyString(key)) => text.push_str(&format!("[{key:?}]")),
            Some(Selector::ElementKeyInt(index)) => text.push_str(&format!("[{index}]")),
            None => text.push('?'),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use tfplugin::generated::tfplugin6::attribute_path::Step;

    use super::*;

    #[test]
    fn path_and_rule_are_read() {
        let step = |selector| Step { selector: Some(selector) };
        let steps = vec![
            step(Selector::AttributeName("a".to_owned())),
            step(Selector::ElementKeyString("k".to_owned())),
            step(Selector::AttributeName("b".to_owned())),
        ];
        let diagnostic = Diagnostic {
            severity: Severity::Warning.into(),
            attribute: Some(AttributePath { steps }),
            detail: "Why.\n\nRule: some-rule".to_owned(),
            ..Diagnostic::default()
        };
        let reported = Reported::of(&diagnostic);
        assert_eq!((reported.path.as_str(), reported.rule(), reported.error), ("a[\"k\"].b", Some("some-rule"), false));
    }
}
