//! `suppress_warnings`: the warnings that are not shown.

use tfplugin::{
    diagnostic::{Diagnostics, Severity},
    model::Set,
    path::AttributePath,
    validate::nearest,
};

use super::ProviderModel;
use crate::{
    resources,
    rules::{self, Rule, SuppressedWarnings, Violation},
};

pub(super) static RULE: Rule = Rule::validate(
    "warning-id",
    "Invalid suppress_warnings",
    "`suppress_warnings` must contain only IDs of rules that are warnings.",
);

/// The warnings of the provider block that are not shown.
pub(super) fn warnings(config: &ProviderModel) -> SuppressedWarnings {
    ids(config).map(str::to_owned).collect()
}

fn ids(config: &ProviderModel) -> impl Iterator<Item = &str> {
    config.suppress_warnings.get().into_iter().flat_map(Set::known).map(String::as_str)
}

/// Checks that every ID is the ID of a warning. All wrong IDs are reported together.
pub(super) fn check(config: &ProviderModel, diagnostics: &mut Diagnostics) {
    let of = |severity| move |rule: &&Rule| rule.severity == severity;
    let all =
        || rules::general_rules().chain(rules::several_value_rules()).chain(super::rules()).chain(resources::rules());
    let valid: Vec<&str> = all().filter(of(Severity::Warning)).map(|rule| rule.id).collect();
    let on_values = rules::value_rules()
        .chain(super::value_rules())
        .chain(rules::alibaba::value_rules())
        .chain(rules::tencent::value_rules())
        .chain(resources::value_rules());
    let errors: Vec<&str> =
        all().filter(of(Severity::Error)).map(|rule| rule.id).chain(on_values.map(|rule| rule.id)).collect();
    let wrong: Vec<&str> = ids(config).filter(|id| !valid.contains(id)).collect();
    if wrong.is_empty() {
        return;
    }
    let found: Vec<String> = wrong.iter().map(|id| problem(id, errors.contains(id))).collect();
    let fixes = wrong.iter().map(|id| match nearest(id, &valid).filter(|_| !errors.contains(id)) {
        Some(meant) => format!("write {meant:?} instead of {id:?}"),
        None => format!("remove {id:?}"),
    });
    let fix = fixes.collect::<Vec<_>>().join(", and ");
    let mut valid = valid;
    valid.sort_unstable();
    diagnostics.push(RULE.broken(
        AttributePath::of(&["suppress_warnings"]),
        &Violation { found: found.join(" "), allowed: valid.join(", "), fix },
    ));
}

fn problem(id: &str, is_error: bool) -> String {
    if is_error {
        format!("Rule {id:?} is an error, and only warnings can be suppressed.")
    } else {
        format!("There is no rule {id:?}.")
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::*;

    fn problems(ids: &[&str]) -> Option<String> {
        let suppress_warnings = Attr::Known(ids.iter().map(|id| (*id).to_owned()).collect());
        let mut diagnostics = Diagnostics::new();
        check(&ProviderModel { suppress_warnings, ..ProviderModel::default() }, &mut diagnostics);
        diagnostics.into_iter().next().map(|one| one.detail)
    }

    #[test]
    fn only_ids_of_warnings_are_valid() {
        assert_eq!(problems(&[]), None);
        assert_eq!(problems(&["plaintext-connection", "incremental-runs-on"]), None);
        let misspelled = problems(&["plaintext-conection", "plaintext-connection"]).unwrap();
        assert!(misspelled.starts_with("There is no rule \"plaintext-conection\"."), "{misspelled}");
        assert!(misspelled.contains("Fix: write \"plaintext-connection\" instead of \"plaintext-conection\"."));
        for error in ["account-id", "account-allowed", "known-word", "late-change", "host-format"] {
            let text = problems(&[error]).unwrap();
            assert!(text.contains("is an error, and only warnings can be suppressed"), "{error}: {text}");
            assert!(text.contains(&format!("Fix: remove {error:?}")), "{text}");
        }
        let two = problems(&["region-unknwon", "account-id"]).unwrap();
        assert!(two.contains("no rule \"region-unknwon\"") && two.contains("\"account-id\" is an error"), "{two}");
        let fix = "Fix: write \"region-unknown\" instead of \"region-unknwon\", and remove \"account-id\".";
        assert!(two.contains(fix), "{two}");
    }
}
