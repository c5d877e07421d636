//! What the tests measured over the wire: changes at each status, and drift.

use crate::docs::DocsError;
use crate::docs::markdown::{code, table};
use crate::docs::sources::{Row, Sources};

/// Statuses of the jobs of both clouds in the order of their life, and the column of what has none.
const STATUSES: [&str; 31] = [
    "Always",
    "NotConfigured",
    "NotStarted",
    "Prechecking",
    "PrecheckFailed",
    "PreCheckPass",
    "Initializing",
    "InitializeFailed",
    "Migrating",
    "Synchronizing",
    "Modifying",
    "ModifyFailed",
    "Suspending",
    "Retrying",
    "MigrationFailed",
    "Failed",
    "Upgrade",
    "Downgrade",
    "Locked",
    "Finished",
    "created",
    "checkNotPass",
    "checkPass",
    "readyRun",
    "running",
    "readyComplete",
    "manualPaused",
    "failed",
    "canceled",
    "success",
    "Released",
];
/// When others make a change, and the heading of each.
const TIMES: [(&str, &str); 3] =
    [("before_the_start", "Before the start"), ("running", "While it runs"), ("always", "At any time")];

/// What becomes of a change of each argument of a resource. Statuses that are alike are one column.
pub(super) fn changes(sources: &Sources, resource: &str) -> Result<String, DocsError> {
    Ok(of_changes(&rows(sources, "changes", "change", resource)?))
}

/// The same for a synchronization in one direction.
pub(super) fn one_way(sources: &Sources, resource: &str) -> Result<String, DocsError> {
    Ok(of_changes(&in_direction(sources, resource, "one-way")?))
}

/// The same for a direction of a two-way synchronization: the changes with another outcome than in a synchronization in one direction, and
/// those of arguments that only a two-way synchronization has.
pub(super) fn of_two(sources: &Sources, resource: &str, direction: &str) -> Result<String, DocsError> {
    let one_way = in_direction(sources, resource, "one-way")?;
    let is_known = |row: &Row| one_way.iter().any(|known| is_same(known, row));
    let rows: Vec<Row> = in_direction(sources, resource, direction)?.into_iter().filter(|row| !is_known(row)).collect();
    Ok(of_changes(&rows))
}

/// Whether two changes of an argument have the same outcome at each status that both can have.
fn is_same(one: &Row, other: &Row) -> bool {
    let is_argument = ["argument", "to"].iter().all(|name| one.text(name) == other.text(name));
    let cells = STATUSES.map(|status| [one, other].map(|row| change(row.text(status))));
    is_argument && cells.iter().all(|[one, other]| one == other || one.is_empty() || other.is_empty())
}

fn in_direction(sources: &Sources, resource: &str, direction: &str) -> Result<Vec<Row>, DocsError> {
    let rows = rows(sources, "synchronization", "change", resource)?;
    Ok(rows.into_iter().filter(|row| row.text("direction") == direction).collect())
}

fn of_changes(rows: &[Row]) -> String {
    let mut columns: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for status in STATUSES {
        let cells: Vec<String> = rows.iter().map(|row| change(row.text(status))).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        match columns.iter_mut().find(|(_, known)| *known == cells) {
            Some((names, _)) => names.push(status),
            None => columns.push((vec![status], cells)),
        }
    }
    let headings: Vec<String> = columns.iter().map(|(names, _)| heading(names)).collect();
    let headings: Vec<&str> = ["Argument"].into_iter().chain(headings.iter().map(String::as_str)).collect();
    let lines = rows.iter().enumerate().map(|(at, row)| {
        let cells = columns.iter().map(|(_, cells)| cells[at].clone());
        [argument(row)].into_iter().chain(cells).collect()
    });
    table(&headings, grouped(lines))
}

/// What becomes of a change others make.
pub(super) fn drift(sources: &Sources, resource: &str) -> Result<String, DocsError> {
    let rows = rows(sources, "drift", "drift", resource)?;
    let times: Vec<(&str, &str)> =
        TIMES.into_iter().filter(|(when, _)| rows.iter().any(|row| !row.text(when).is_empty())).collect();
    let headings: Vec<&str> = ["Attribute"].into_iter().chain(times.iter().map(|(_, heading)| *heading)).collect();
    let lines = rows.iter().map(|row| {
        let cells = times.iter().map(|(when, _)| called(row.text(when)));
        [code(row.text("attribute"))].into_iter().chain(cells).collect()
    });
    Ok(table(&headings, grouped(lines)))
}

/// Rows with the same cells as one row, in the place of the first; the first cell names all of them.
fn grouped(lines: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines {
        match rows.iter_mut().find(|row| row[1..] == line[1..]) {
            Some(row) => row[0] = format!("{}, {}", row[0], line[0]),
            None => rows.push(line),
        }
    }
    rows
}

fn rows(sources: &Sources, file: &str, key: &str, resource: &str) -> Result<Vec<Row>, DocsError> {
    let all = sources.rows_of(&format!("acceptance-tests/suite/measured/{file}.toml"), key)?;
    Ok(all.into_iter().filter(|row| row.text("resource") == resource).collect())
}

fn heading(names: &[&str]) -> String {
    if *names == ["Always"] {
        return "A change is".to_owned();
    }
    names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" ")
}

fn argument(row: &Row) -> String {
    let to = row.text("to");
    if to.is_empty() { code(row.text("argument")) } else { code(&format!("{} = {to:?}", row.text("argument"))) }
}

/// In place, replaced or refused; which calls it takes is the provider's business.
fn change(measured: &str) -> String {
    match measured.split_once(": ") {
        Some(("in place", _)) => "in place".to_owned(),
        Some(("refused", why)) => format!("refused{}", rules(why)),
        Some((at_apply @ "refused at apply", _)) => at_apply.to_owned(),
        _ => measured.replace("in place, nothing to call", "in place, no call"),
    }
}

/// IDs of rules have no spaces; other refusals are described in words.
fn rules(why: &str) -> String {
    let ids: Vec<String> = why.split(", ").filter(|id| !id.contains(' ')).map(code).collect();
    if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) }
}

/// With the calls that put it right.
fn called(measured: &str) -> String {
    match measured.split_once(": ") {
        Some(("corrected", calls)) => {
            format!("corrected ({})", calls.split(", ").map(code).collect::<Vec<_>>().join(", "))
        }
        Some(("refused", why)) => format!("refused{}", rules(why)),
        Some((what, _)) if what.ends_with("warning") => what.to_owned(),
        _ => measured.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_the_same_cells_are_one_row() {
        let line = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let lines = [["`a`", "x", "y"], ["`b`", "x", "z"], ["`c`", "x", "y"]].map(|cells| line(&cells));
        assert_eq!(grouped(lines.into_iter()), [line(&["`a`, `c`", "x", "y"]), line(&["`b`", "x", "z"])]);
    }

    #[test]
    fn what_was_measured_is_said_in_few_words() {
        assert_eq!(change("in place: ConfigureDtsJob, StartDtsJob"), "in place");
        assert_eq!(change("in place, nothing to call"), "in place, no call");
        assert_eq!(change("refused: change-in-status, late-change"), "refused (`change-in-status`, `late-change`)");
        assert_eq!(change("refused: The migration was released"), "refused");
        assert_eq!(change("refused at apply: Precheck item X failed"), "refused at apply");
        assert_eq!(called("corrected: UpdateRole"), "corrected (`UpdateRole`)");
        assert_eq!(called("created again"), "created again");
    }
}
