//! The table that is checked in.

use std::path::PathBuf;

use serde_json::Value as Json;

use super::outcome::Outcome;

/// The environment variable that causes the table to be written again.
const UPDATE: &str = "UPDATE";
const HEAD: &str =
    "# Measured over the wire by the tests `cells`. Not edited by hand: a run of them with UPDATE=1 writes it.\n";

/// An argument, and its cell at each status.
pub(super) struct Row {
    pub(super) resource: String,
    pub(super) argument: String,
    /// The new value, if the argument has several rows.
    pub(super) to: Option<String>,
    pub(super) cells: Vec<(&'static str, Outcome)>,
    /// What the emulator received; empty in Alibaba Cloud, whose requests other tests keep.
    pub(super) requests: Vec<Json>,
}

impl Row {
    /// The cells that show a defect.
    pub(super) fn wrong(&self) -> Vec<String> {
        let wrong = self.cells.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Wrong(_)));
        let to = self.to.as_ref().map(|to| format!(" = {to}")).unwrap_or_default();
        let name = format!("{}.{}{to}", self.resource, self.argument);
        wrong.map(|(status, one)| format!("{name} at {status}: {}", one.text())).collect()
    }

    fn text(&self) -> String {
        let mut text = format!("\n[[change]]\nresource = {:?}\nargument = {:?}\n", self.resource, self.argument);
        text.extend(self.to.iter().map(|to| format!("to = {to:?}\n")));
        for (status, outcome) in &self.cells {
            text.push_str(&format!("{status} = {:?}\n", outcome.text()));
        }
        text
    }
}

pub(super) fn text(rows: &[Row]) -> String {
    rows.iter().map(Row::text).collect()
}

/// Compares with the table that is checked in, or writes it.
pub(super) fn same_as_checked_in(name: &str, rows: &str) {
    let file = format!("measured/{name}.toml");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(&file);
    let found = format!("{HEAD}{rows}");
    if std::env::var_os(UPDATE).is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let differing: Vec<&str> = found.split("\n\n").filter(|row| !known.contains(row.trim_end())).collect();
    assert!(
        known == found,
        "acceptance-tests/suite/{file} differs; {UPDATE}=1 rewrites it. Rows that differ:\n{}",
        differing.join("\n\n")
    );
}
