//! What the emulator covers, from its own tables.

use crate::docs::DocsError;
use crate::docs::markdown::{code, codes, table};
use crate::docs::sources::Sources;

const SERVED: &str = "provider/emulator/src/alibaba/parameters.toml";
const NOT_SERVED: &str = "provider/emulator/src/alibaba/not_emulated.toml";
const ERRORS: &str = "acceptance-tests/fidelity/documented";
const ERROR_TABLES: [&str; 5] = ["across_accounts", "dts", "gateway", "ram", "sts"];

/// The actions of a service, and what becomes of the parameters of each.
pub(super) fn actions(sources: &Sources, service: &str) -> Result<String, DocsError> {
    let served = sources.table(SERVED)?;
    let actions = served.get(service).and_then(toml::Value::as_table).into_iter().flatten();
    let mut rows: Vec<Vec<String>> = actions
        .map(|(action, row)| {
            let names = |column| {
                let names = row.get(column).and_then(toml::Value::as_array).into_iter().flatten();
                codes(names.filter_map(toml::Value::as_str))
            };
            vec![code(action), names("honoured"), names("recorded"), names("refused")]
        })
        .collect();
    rows.sort();
    Ok(table(&["Action", "Honoured", "Recorded", "Refused"], rows))
}

/// What the cloud serves beside that.
pub(super) fn not_emulated(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows_of(NOT_SERVED, "group")?;
    let rows = rows.iter().map(|row| {
        let actions = row.list("actions").iter().filter_map(toml::Value::as_str);
        vec![row.text("service").to_owned(), row.text("about").to_owned(), codes(actions)]
    });
    Ok(table(&["Service", "What they are for", "Actions"], rows))
}

/// Documented errors that no call brings about.
pub(super) fn injected(sources: &Sources) -> Result<String, DocsError> {
    let mut found = Vec::new();
    for name in ERROR_TABLES {
        let rows = sources.rows_of(&format!("{ERRORS}/{name}.toml"), "error")?;
        let injected = rows.iter().filter(|row| !row.number("injected").is_empty());
        found.extend(
            injected
                .map(|row| vec![code(row.text("code")), row.text("service").to_uppercase(), row.number("injected")]),
        );
    }
    found.sort();
    Ok(table(&["Code", "Tried with", "HTTP status"], found))
}
