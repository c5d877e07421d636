//! Warnings of a synchronization: pairs of engines and initial phases that Alibaba Cloud does not document.

use tfplugin::{diagnostic::Diagnostics, model::Attr, path::AttributePath};

use super::ALWAYS;
use crate::{
    facts::alibaba::{is_synchronized, synchronization_pair},
    resources::alibaba::{job::endpoint::Endpoint, migration_task::TaskModel},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 4] = [&PAIR, &PHASES, &CHANGES_ONLY, &PUBLIC_IP];

static PAIR: Rule = Rule::warning(
    "sync-pair",
    "The provider does not know this pair of engines",
    "A synchronization between engines that the provider does not know as a pair can be new or not supported.",
);
static PHASES: Rule = Rule::warning(
    "sync-phases",
    "An initial phase is not documented for this pair of engines",
    "`initial_phases` should have only the phases that Alibaba Cloud documents for the engines.",
);
static CHANGES_ONLY: Rule = Rule::warning(
    "sync-changes-only",
    "The destination must have the tables and the rows",
    "A synchronization without initial phases needs the tables and the rows at the destination.",
);
static PUBLIC_IP: Rule = Rule::warning(
    "sync-public-ip",
    "A synchronization over a public IP address is not documented",
    "Alibaba Cloud does not document `public_ip` for synchronizations.",
);

/// The warnings of a configuration.
pub(super) fn warnings(config: &TaskModel, out: &mut Diagnostics) {
    let phases = phases(config);
    if phases.as_ref().is_some_and(Vec::is_empty) {
        out.push(CHANGES_ONLY.broken(
            AttributePath::of(&["initial_phases"]),
            &says(
                "initial_phases is empty, so DTS copies neither the tables nor their rows, only later changes.".to_owned(),
                "set initial_phases = [\"schema\", \"full\"], or copy the databases to the destination before the apply",
            ),
        ));
    }
    public_ip(config, out);
    let engine = |end: &Attr<Endpoint>| end.get().and_then(|end| end.engine.as_str().map(str::to_owned));
    if let Some((source, destination)) = engine(&config.source).zip(engine(&config.destination)) {
        pair(&source, &destination, &phases.unwrap_or_default(), out);
    }
}

/// The engines, and the phases of the pair.
fn pair(source: &str, destination: &str, phases: &[String], out: &mut Diagnostics) {
    if !is_synchronized(source, destination) {
        return out.push(PAIR.broken(
            AttributePath::of(&["destination", "engine"]),
            &says(
                format!(
                    "source.engine is {source:?} and destination.engine is {destination:?}. The provider does not know that DTS \
                     synchronizes this pair. DTS adds pairs, so it can be new."
                ),
                "look up the pair in the synchronization scenarios of the DTS documentation before the apply",
            ),
        ));
    }
    let Some(pair) = synchronization_pair(source, destination) else { return };
    let other = |phase: &&String| !pair.initial_phases.contains(&phase.as_str());
    let Some(other) = phases.iter().find(other) else { return };
    let documented: Vec<String> = pair.initial_phases.iter().map(|phase| format!("{phase:?}")).collect();
    out.push(PHASES.broken(
        AttributePath::of(&["initial_phases"]),
        &says(
            format!(
                "initial_phases has {other:?}, which Alibaba Cloud does not document for a synchronization from {source:?} to \
                 {destination:?}. DTS may reject it."
            ),
            &format!("set initial_phases = [{}]", documented.join(", ")),
        ),
    ));
}

fn says(found: String, fix: &str) -> Violation {
    Violation { found, allowed: String::new(), fix: fix.to_owned() }
}

/// The initial phases; none while one of them is unknown.
fn phases(config: &TaskModel) -> Option<Vec<String>> {
    let types = config.migration_types.get().filter(|types| !types.has_unknown())?;
    Some(types.known().filter(|phase| *phase != ALWAYS).cloned().collect())
}

fn public_ip(config: &TaskModel, out: &mut Diagnostics) {
    for (block, end) in [("source", &config.source), ("destination", &config.destination)] {
        if end.get().is_some_and(|end| end.access_method.as_str() == Some("public_ip")) {
            out.push(PUBLIC_IP.broken(
                AttributePath::of(&[block, "access_method"]),
                &says(
                    format!(
                        "{block}.access_method is \"public_ip\", which Alibaba Cloud documents for migrations. DTS may reject it for a \
                         synchronization."
                    ),
                    "reach the database over a private network, for example with access_method = \"express_connect\" or \"ecs\"",
                ),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::{model::Set, validate::rule_id};

    use super::*;

    fn task(source: &str, destination: &str, phases: &[&str]) -> TaskModel {
        let end = |engine: &str| Attr::Known(Endpoint { engine: engine.into(), ..Endpoint::default() });
        let types = phases.iter().chain([&ALWAYS]).map(|phase| Attr::from(*phase)).collect();
        TaskModel {
            source: end(source),
            destination: end(destination),
            migration_types: Attr::Known(Set(types)),
            ..TaskModel::default()
        }
    }

    fn rules_of(task: &TaskModel) -> Vec<String> {
        let mut found = Diagnostics::new();
        warnings(task, &mut found);
        found.into_iter().map(|one| rule_id(&one.detail).unwrap().1.to_owned()).collect()
    }

    #[test]
    fn a_pair_and_its_phases_are_compared_with_the_table() {
        for (source, destination, phases, expected) in [
            ("mysql", "mysql", &["schema", "full"][..], &[][..]),
            ("postgresql", "postgresql", &["schema", "full"], &[]),
            ("mysql", "mysql", &[], &["sync-changes-only"]),
            ("mysql", "sls", &["schema", "full"], &["sync-pair"]),
            ("redis", "redis", &["full"], &[]),
            ("redis", "redis", &["schema", "full"], &["sync-phases"]),
            ("mysql", "polardb_x_1", &["schema"], &["sync-phases"]),
        ] {
            assert_eq!(rules_of(&task(source, destination, phases)), expected, "{source} {destination} {phases:?}");
        }
    }

    #[test]
    fn an_unknown_engine_or_phase_gives_no_warning() {
        let mut task = task("mysql", "sls", &[]);
        task.destination = Attr::Known(Endpoint { engine: Attr::Unknown, ..Endpoint::default() });
        task.migration_types = Attr::Unknown;
        assert_eq!(rules_of(&task), [""; 0]);
    }
}
