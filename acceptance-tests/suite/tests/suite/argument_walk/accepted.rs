//! The reviewed list of inputs that are accepted, each with its reason.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

/// `acceptance-tests/suite/walk/accepted.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    /// Inputs that are not wrong, or that only the cloud can refuse.
    accepted: Vec<Row>,
    /// Inputs for which a rule is missing. It is empty; a rule can be added later than its row only on a branch.
    to_refuse: Vec<Row>,
    /// Arguments that no right configuration has.
    never_right: Vec<NeverRight>,
}

/// Arguments of a block that is refused whatever it has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NeverRight {
    arguments: Vec<String>,
    /// The block, from the configuration.
    pub(super) path: Vec<String>,
    /// Its arguments.
    pub(super) block: Json,
    /// The rule that refuses it.
    pub(super) rule: String,
    reason: String,
}

/// Inputs of some arguments for one reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// Arguments: `dts_migration_task.name`. A `*` stands for any text.
    arguments: Vec<String>,
    /// Arguments that the patterns fit and that are refused; they can have a `*`, too.
    #[serde(default)]
    except: Vec<String>,
    inputs: Vec<String>,
    reason: String,
}

/// Which list has an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum List {
    Accepted,
    ToRefuse,
}

/// An argument and an input.
pub(super) type Pair = (String, &'static str);

impl Lists {
    pub(super) fn read() -> Self {
        let lists: Self = toml::from_str(include_str!("../../../walk/accepted.toml")).unwrap();
        for row in lists.accepted.iter().chain(&lists.to_refuse) {
            assert!(row.reason.ends_with('.'), "a reason is a sentence: {row:?}");
        }
        assert!(lists.never_right.iter().all(|row| row.reason.ends_with('.')), "a reason is a sentence");
        lists
    }

    /// The row of an argument that no right configuration has.
    pub(super) fn never_right(&self, argument: &str) -> Option<&NeverRight> {
        self.never_right.iter().find(|row| row.arguments.iter().any(|one| one == argument))
    }

    /// The list that has this input.
    pub(super) fn list_of(&self, (argument, input): &Pair) -> Option<List> {
        let has = |rows: &[Row]| rows.iter().any(|row| row.has(argument, input));
        if has(&self.accepted) { Some(List::Accepted) } else { has(&self.to_refuse).then_some(List::ToRefuse) }
    }

    /// The rows that no accepted input uses: an argument pattern with an input.
    pub(super) fn unused(&self, used: &BTreeMap<Pair, List>) -> Vec<String> {
        let rows = [(List::Accepted, &self.accepted), (List::ToRefuse, &self.to_refuse)];
        let each = rows.into_iter().flat_map(|(list, rows)| rows.iter().map(move |row| (list, row)));
        let mut unused = Vec::new();
        for (list, row) in each {
            for argument in &row.arguments {
                for input in &row.inputs {
                    let fits =
                        |((name, what), of): (&Pair, &List)| *of == list && what == input && matches(argument, name);
                    if !used.iter().any(fits) {
                        unused.push(format!("{list:?}: {argument}, {input}"));
                    }
                }
            }
        }
        unused
    }
}

impl Row {
    fn has(&self, argument: &str, input: &str) -> bool {
        self.inputs.iter().any(|known| known == input)
            && !self.except.iter().any(|pattern| matches(pattern, argument))
            && self.arguments.iter().any(|pattern| matches(pattern, argument))
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end),
    }
}

#[test]
fn a_star_stands_for_any_text() {
    assert!(matches("a.*", "a.b.c") && matches("*.c", "a.b.c") && matches("a.b", "a.b"));
    assert!(!matches("a.*.c", "a.c") && !matches("a", "a.b"));
}
