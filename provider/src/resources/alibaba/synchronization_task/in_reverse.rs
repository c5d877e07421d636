//! Diagnostics about the reverse direction, on the arguments of the configuration that they are about.

use std::collections::BTreeSet;

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::{AttributePath, Step},
    validate::rule_id,
};

/// The block of the reverse direction, by an argument that every configuration with it has or has a default for.
const BLOCK: [&str; 2] = ["two_way", "on_conflict"];

/// The diagnostics of the reverse direction. `own` are the arguments that its block has.
pub(super) fn in_reverse(own: &BTreeSet<&'static str>, diagnostics: Diagnostics) -> Diagnostics {
    diagnostics.into_iter().map(|one| on_argument(own, one)).collect()
}

fn on_argument(own: &BTreeSet<&'static str>, one: Diagnostic) -> Diagnostic {
    let path = path_of(own, &one.path);
    // The line with the ID of a rule is the last one.
    let said = rule_id(&one.detail).map_or(one.detail.as_str(), |(said, _)| said);
    let rule = &one.detail[said.len()..];
    let detail = format!(
        "{said}\n\nThis is about the reverse direction: its source is the database of the block destination, and its destination is the \
         database of the block source. The forward direction continues. The next apply continues with the reverse direction.{rule}"
    );
    Diagnostic { summary: format!("Reverse direction: {}", one.summary), detail, ..one }.at(path)
}

/// The place in the configuration of an argument of the reverse direction.
pub(super) fn path_of(own: &BTreeSet<&'static str>, path: &AttributePath) -> AttributePath {
    let names: Vec<&str> = path.steps().iter().filter_map(name_of).collect();
    match names.as_slice() {
        ["source", rest @ ..] => joined("destination", rest),
        ["destination", rest @ ..] => joined("source", rest),
        ["two_way", ..] => path.clone(),
        [first, rest @ ..] => match own.get(first) {
            Some(first) => AttributePath::of(&[&["two_way", "reverse", first], rest].concat()),
            None if *first == "precheck" => AttributePath::of(&BLOCK),
            None => path.clone(),
        },
        [] => AttributePath::of(&BLOCK),
    }
}

fn joined(block: &str, rest: &[&str]) -> AttributePath {
    AttributePath::of(&[&[block], rest].concat())
}

fn name_of(step: &Step) -> Option<&str> {
    match step {
        Step::Attribute(name) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_a_diagnostic_stays_at_its_end() {
        let one = Diagnostic::error("No", "Why.\n\nRule: change-in-status").at(AttributePath::of(&["objects"]));
        let found: Vec<Diagnostic> = in_reverse(&BTreeSet::new(), one.into()).into_iter().collect();
        assert_eq!(rule_id(&found[0].detail).map(|(_, id)| id), Some("change-in-status"));
        assert!(found[0].detail.starts_with("Why.\n\nThis is about the reverse direction"), "{}", found[0].detail);
    }

    #[test]
    fn a_diagnostic_is_on_the_argument_of_the_configuration() {
        let own: BTreeSet<&'static str> = ["objects"].into();
        for (of_job, of_configuration) in [
            ("source.username", "destination.username"),
            ("destination.cross_account.role_name", "source.cross_account.role_name"),
            ("objects", "two_way.reverse.objects"),
            ("objects_json", "objects_json"),
            ("precheck.ignore", "two_way.on_conflict"),
            ("two_way.reverse.on_conflict", "two_way.reverse.on_conflict"),
            ("name", "name"),
        ] {
            let path = AttributePath::of(&of_job.split('.').collect::<Vec<_>>());
            let one = Diagnostic::error("Precheck item X failed", "DTS says: no").at(path);
            let found: Vec<Diagnostic> = in_reverse(&own, one.into()).into_iter().collect();
            assert_eq!(found[0].path.to_string(), of_configuration);
            assert!(found[0].summary.starts_with("Reverse direction: Precheck item"));
            assert!(found[0].detail.starts_with("DTS says: no"), "the cause is first");
        }
        let without_path = in_reverse(&own, Diagnostic::error("", "").into());
        assert_eq!(without_path.iter().next().unwrap().path.to_string(), "two_way.on_conflict");
    }
}
