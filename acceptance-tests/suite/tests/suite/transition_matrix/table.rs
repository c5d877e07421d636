//! The table that is checked in.

use std::path::PathBuf;

use serde_json::Value as Json;

use super::change::Change;
use super::outcome::Outcome;

/// The environment variable that causes the table to be written again.
const UPDATE: &str = "UPDATE";
const HEAD: &str =
    "# Measured over the wire by the tests `cells`. Not edited by hand: a run of them with UPDATE=1 writes it.\n";

/// An argument, and its cell at each status.
pub(super) struct Row {
    /// The name of the change.
    pub(super) name: String,
    /// The first lines in the table.
    pub(super) head: String,
    pub(super) cells: Vec<(&'static str, Outcome)>,
    /// What the emulator received; empty in Alibaba Cloud, whose requests other tests keep.
    pub(super) requests: Vec<Json>,
}

impl Row {
    /// The row of a change whose measurement panicked.
    pub(super) fn unmeasured(change: &Change) -> Self {
        let cell = ("Always", Outcome::Wrong("it cannot be measured: its panic is in the output".to_owned()));
        Self { name: change.name(), head: head(change), cells: vec![cell], requests: Vec::new() }
    }

    /// The cells that show a defect.
    pub(super) fn wrong(&self) -> Vec<String> {
        let wrong = self.cells.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Wrong(_)));
        wrong.map(|(status, one)| format!("{} at {status}: {}", self.name, one.text())).collect()
    }

    fn text(&self) -> String {
        let mut text = self.head.clone();
        for (status, outcome) in &self.cells {
            text.push_str(&format!("{status} = {:?}\n", outcome.text()));
        }
        text
    }
}

pub(super) fn text(rows: &[Row]) -> String {
    rows.iter().map(Row::text).collect()
}

/// The table in which the rows that were measured replace those that are checked in. The names are those of all rows, in their order.
pub(super) fn with_others(name: &str, measured: &[Row], heads: &[String]) -> String {
    let known = checked_in(name);
    let known = known.split("\n[[change]]").skip(1).map(|row| format!("\n[[change]]{row}"));
    let known: Vec<String> = known.map(|row| format!("{}\n", row.trim_end())).collect();
    let all: Vec<String> = measured.iter().map(Row::text).chain(known).collect();
    heads.iter().filter_map(|head| all.iter().find(|row| row.starts_with(head.as_str()))).cloned().collect()
}

fn path_of(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("measured/{name}.toml"))
}

/// The table; empty where there is none yet.
pub(super) fn checked_in(name: &str) -> String {
    std::fs::read_to_string(path_of(name)).unwrap_or_default()
}

/// The first lines of the row of a change.
pub(super) fn head(change: &Change) -> String {
    let mut text = format!("\n[[change]]\nresource = {:?}\nargument = {:?}\n", change.resource, change.argument);
    text.extend(change.to.iter().map(|to| format!("to = {to:?}\n")));
    text.extend(change.direction.iter().map(|direction| format!("direction = {:?}\n", direction.word())));
    text
}

/// Writes the table, if that is wanted.
pub(super) fn update(name: &str, rows: &str) {
    if std::env::var_os(UPDATE).is_some() {
        let path = path_of(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("{HEAD}{rows}")).unwrap();
    }
}

/// Compares with the table that is checked in, or writes it.
pub(super) fn same_as_checked_in(name: &str, rows: &str) {
    let file = format!("measured/{name}.toml");
    let found = format!("{HEAD}{rows}");
    update(name, rows);
    let known = checked_in(name);
    let differing: Vec<&str> = found.split("\n\n").filter(|row| !known.contains(row.trim_end())).collect();
    assert!(
        known == found,
        "acceptance-tests/suite/{file} differs; {UPDATE}=1 rewrites it. Rows that differ:\n{}",
        differing.join("\n\n")
    );
}
