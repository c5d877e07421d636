//! What DTS supports, and where.

use crate::docs::DocsError;
use crate::docs::markdown::{code, codes, table};
use crate::docs::sources::{Row, Sources};

/// Databases of another account on one side.
pub(super) fn matrix(sources: &Sources, side: &str) -> Result<String, DocsError> {
    let engines = sources.rows("engines", "engine")?;
    let methods = sources.rows("access_methods", "access_method")?;
    let rows = sources.rows("support_matrix", "combination")?;
    let rows = rows.iter().filter(|row| row.text("side") == side).map(|row| {
        let engine = named(&engines, "engine", row.text("engine"));
        let method = named(&methods, "access_method", row.text("access_method"));
        let wire = if row.flag("needs_wire", false) { "yes" } else { "" };
        vec![engine, method, row.text("status").to_owned(), wire.to_owned(), row.text("note").to_owned()]
    });
    Ok(table(&["Engine", "Access method", "Status", "`wire`", "Note"], rows))
}

/// `mysql` (MySQL).
fn named(rows: &[Row], column: &str, word: &str) -> String {
    let name = rows.iter().find(|row| row.text(column) == word).map_or("", |row| row.text("name"));
    format!("{} ({name})", code(word))
}

/// What an endpoint needs for each access method.
pub(super) fn access_methods(sources: &Sources) -> Result<String, DocsError> {
    const ARGUMENTS: [&str; 6] = ["region", "instance_id", "host", "port", "vpc_id", "cen_id"];
    let rows = sources.rows("access_methods", "access_method")?;
    let rows = rows.iter().map(|row| {
        let needed = arguments(row, &ARGUMENTS, "required");
        let optional = arguments(row, &ARGUMENTS, "optional");
        let across = if row.flag("cross_account", false) { "yes" } else { "no" };
        let id = row.text("instance_id_is").to_owned();
        vec![code(row.text("access_method")), row.text("name").to_owned(), needed, optional, id, across.to_owned()]
    });
    Ok(table(
        &["Access method", "Console", "Required", "Optional", "`instance_id` is that of the", "Across accounts"],
        rows,
    ))
}

/// What an endpoint needs for each engine.
pub(super) fn engines(sources: &Sources) -> Result<String, DocsError> {
    const ARGUMENTS: [&str; 5] = ["username", "password", "database", "oracle_sid", "mongodb_topology"];
    let rows = sources.rows("engines", "engine")?;
    let rows = rows.iter().map(|row| {
        let cloud = match (row.text("cloud_instance_type"), row.flag("cloud_confirmed", true)) {
            (_, false) => "values not confirmed",
            ("", true) => "no",
            (_, true) => "yes",
        };
        vec![
            code(row.text("engine")),
            row.text("name").to_owned(),
            row.text("side").to_owned(),
            arguments(row, &ARGUMENTS, "required"),
            arguments(row, &ARGUMENTS, "optional"),
            cloud.to_owned(),
            row.text("note").to_owned(),
        ]
    });
    Ok(table(&["Engine", "Console", "Side", "Required", "Optional", "Cloud instances", "Note"], rows))
}

fn arguments(row: &Row, names: &[&'static str], need: &str) -> String {
    codes(names.iter().copied().filter(|name| row.text(name) == need))
}

/// Known regions.
pub(super) fn regions(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows("regions", "region")?;
    let rows = rows.iter().map(|row| {
        let clusters = if row.flag("dedicated_clusters", false) { "yes" } else { "no" };
        let (name, partition) = (row.text("name").to_owned(), row.text("partition").to_owned());
        vec![code(row.text("region")), name, partition, clusters.to_owned()]
    });
    Ok(table(&["Region", "Name", "Cloud", "Dedicated clusters"], rows))
}

/// Classes of an instance of this kind of job.
pub(super) fn instance_classes(sources: &Sources, file: &str, noun: &str) -> Result<String, DocsError> {
    let rows = sources.rows(file, "class")?;
    let rows = rows.iter().map(|row| vec![code(row.text("class")), row.number("max_rps"), row.text("note").to_owned()]);
    Ok(table(&["Class", &format!("Rows a second of incremental {noun}"), "Note"], rows))
}

/// The documented pairs of a one-way synchronization.
pub(super) fn synchronization_pairs(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows("synchronization_pairs", "pair")?;
    let rows = rows.iter().map(|row| {
        let (source, destination) = (code(row.text("source")), code(row.text("destination")));
        vec![source, destination, words(row, "initial_phases"), row.text("note").to_owned()]
    });
    Ok(table(&["Source", "Destination", "`initial_phases`", "Note"], rows))
}

/// The pairs of a two-way synchronization.
pub(super) fn two_way_pairs(sources: &Sources) -> Result<String, DocsError> {
    let rows = sources.rows("two_way_pairs", "pair")?;
    let rows = rows.iter().map(|row| {
        let yes = |column: &str| if row.flag(column, false) { "yes" } else { "no" }.to_owned();
        let (source, destination) = (code(row.text("source")), code(row.text("destination")));
        let policies = words(row, "conflict_policies");
        vec![source, destination, yes("cross_account"), yes("self_managed"), policies, row.text("note").to_owned()]
    });
    Ok(table(&["Source", "Destination", "Across accounts", "Self-managed", "`on_conflict`", "Note"], rows))
}

/// The words of a list.
fn words(row: &Row, column: &str) -> String {
    codes(row.list(column).iter().filter_map(toml::Value::as_str))
}
