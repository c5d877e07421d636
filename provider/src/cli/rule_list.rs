//! The list of all rules, for the documentation, for policies and for tests.

use tfplugin::diagnostic::Severity;

use crate::{
    config, resources,
    rules::{self, Phase, Rule, ValueRule},
};

/// How the list is printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum RuleFormat {
    /// One JSON object for each rule
    Json,
    /// Columns with a header
    Table,
}

/// One rule in the list.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct ListedRule {
    /// ID of the rule.
    pub(crate) id: &'static str,
    /// `error` or `warning`.
    pub(crate) severity: &'static str,
    /// When it is checked: `validate` or `plan`.
    pub(crate) phase: &'static str,
    /// What must hold, as one sentence.
    #[serde(rename = "says")]
    pub(crate) sentence: String,
}

impl From<&Rule> for ListedRule {
    fn from(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            phase: match rule.phase {
                Phase::Validate => "validate",
                Phase::Plan => "plan",
            },
            sentence: rule.sentence.to_owned(),
        }
    }
}

impl From<&ValueRule> for ListedRule {
    fn from(rule: &ValueRule) -> Self {
        Self { id: rule.id, severity: "error", phase: "validate", sentence: rule.sentence() }
    }
}

/// All rules, sorted by ID.
pub(crate) fn all_rules() -> Vec<ListedRule> {
    let several_values =
        rules::general_rules().chain(rules::several_value_rules()).chain(config::rules()).chain(resources::rules());
    let one_value = rules::value_rules()
        .chain(rules::alibaba::value_rules())
        .chain(rules::tencent::value_rules())
        .chain(resources::value_rules())
        .chain(config::value_rules());
    let mut all: Vec<ListedRule> =
        several_values.map(ListedRule::from).chain(one_value.map(ListedRule::from)).collect();
    all.sort_by_key(|rule| rule.id);
    all
}

/// The lines of the list.
///
/// # Errors
///
/// A rule cannot be written as JSON.
pub(super) fn lines(format: RuleFormat) -> serde_json::Result<Vec<String>> {
    let rules = all_rules();
    match format {
        RuleFormat::Json => rules.iter().map(serde_json::to_string).collect(),
        RuleFormat::Table => Ok(table(&rules)),
    }
}

fn table(rules: &[ListedRule]) -> Vec<String> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let line = |id, severity, phase, sentence| format!("{id:width$}  {severity:8}  {phase:8}  {sentence}");
    let header = line("RULE", "SEVERITY", "PHASE", "WHAT MUST HOLD");
    let rows = rules.iter().map(|rule| line(rule.id, rule.severity, rule.phase, &rule.sentence));
    std::iter::once(header).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_have_a_line_for_each_rule() {
        let count = all_rules().len();
        let json = lines(RuleFormat::Json).unwrap();
        assert_eq!((json.len(), table(&all_rules()).len()), (count, count + 1));
        let keys: serde_json::Value = serde_json::from_str(&json[0]).unwrap();
        assert!(["id", "severity", "phase", "says"].iter().all(|key| keys[key].is_string()), "{keys}");
        // The sentences start in the same column.
        let table = lines(RuleFormat::Table).unwrap();
        let column = table[0].find("WHAT").unwrap();
        assert!(table[1..].iter().all(|line| line.as_bytes()[column - 1] == b' ' && line.as_bytes()[column] != b' '));
    }

    #[test]
    fn every_id_is_unique_and_every_sentence_is_complete() {
        let all = all_rules();
        for pair in all.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} appears twice", pair[1].id);
        }
        for rule in &all {
            assert!(
                rule.sentence.ends_with('.')
                    && rule.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{rule:?}"
            );
        }
    }
}
