//! Views, routines, triggers and events of complete databases.

use super::table_text::replaced;
use crate::connect::Session;
use crate::error::{Error, Result};
use crate::plan::DatabaseChoice;
use crate::quote::{name, quoted};
use crate::shape::{TableKind, read_names};
use crate::sql::{Token, tokens};

/// Creates the views. A view can use another one, so those that fail are tried again after the others.
pub(super) async fn create_views(
    database: &DatabaseChoice,
    source: &mut Session,
    destination: &mut Session,
) -> Result<()> {
    let names = read_names(source, &database.name).await?;
    let mut left: Vec<String> =
        names.into_iter().filter(|(_, kind)| *kind == TableKind::View).map(|(name, _)| name).collect();
    let existing = read_names(destination, &database.destination).await?;
    left.retain(|view| !existing.iter().any(|(name, _)| name == view));
    destination.run(format!("USE {}", name(&database.destination))).await?;
    while !left.is_empty() {
        let mut failed = Vec::new();
        let mut last = None;
        for view in &left {
            let text = definition(source, "VIEW", database, view, "Create View").await?;
            if let Err(error) = destination.run(text).await {
                last = Some(error.during(&format!("view {}.{view}", database.destination)));
                failed.push(view.clone());
            }
        }
        if failed.len() == left.len() {
            return last.map_or(Ok(()), Err);
        }
        left = failed;
    }
    Ok(())
}

/// Creates the procedures and functions.
pub(super) async fn create_routines(
    database: &DatabaseChoice,
    source: &mut Session,
    destination: &mut Session,
) -> Result<()> {
    let list = "SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = ";
    for row in source.texts(format!("{list}{}", quoted(&database.name))).await? {
        let [Some(kind), Some(routine)] = row.as_slice() else { continue };
        if kind != "PROCEDURE" && kind != "FUNCTION" {
            continue;
        }
        let exists = format!("{list}{} AND routine_name = {}", quoted(&database.destination), quoted(routine));
        if destination.text(exists).await?.is_some() {
            continue;
        }
        let column = if kind == "PROCEDURE" { "Create Procedure" } else { "Create Function" };
        create(kind, database, routine, column, source, destination).await?;
    }
    Ok(())
}

/// Creates the triggers.
pub(super) async fn create_triggers(
    database: &DatabaseChoice,
    source: &mut Session,
    destination: &mut Session,
) -> Result<()> {
    let list = "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ";
    create_listed("TRIGGER", list, "SQL Original Statement", database, source, destination).await
}

/// Creates the events, disabled: the ones of the source still run there.
pub(super) async fn create_events(
    database: &DatabaseChoice,
    source: &mut Session,
    destination: &mut Session,
) -> Result<()> {
    let list = "SELECT event_name FROM information_schema.events WHERE event_schema = ";
    create_listed("EVENT", list, "Create Event", database, source, destination).await
}

async fn create_listed(
    kind: &str,
    list: &str,
    column: &str,
    database: &DatabaseChoice,
    source: &mut Session,
    destination: &mut Session,
) -> Result<()> {
    let existing = destination.texts(format!("{list}{}", quoted(&database.destination))).await?;
    for row in source.texts(format!("{list}{}", quoted(&database.name))).await? {
        let Some(Some(program)) = row.first() else { continue };
        if !existing.iter().any(|row| row[0].as_ref() == Some(program)) {
            create(kind, database, program, column, source, destination).await?;
        }
    }
    Ok(())
}

async fn create(
    kind: &str,
    database: &DatabaseChoice,
    program: &str,
    column: &str,
    source: &mut Session,
    destination: &mut Session,
) -> Result<()> {
    let text = definition(source, kind, database, program, column).await?;
    destination.run(format!("USE {}", name(&database.destination))).await?;
    let created = destination.run(text).await;
    created.map_err(|error| error.during(&format!("{} {}.{program}", kind.to_lowercase(), database.destination)))
}

/// The text that creates an object, with the rights of the caller and the name of the destination's database.
async fn definition(
    source: &mut Session,
    kind: &str,
    database: &DatabaseChoice,
    object: &str,
    column: &str,
) -> Result<String> {
    source.run(format!("USE {}", name(&database.name))).await?;
    let found = source.named(format!("SHOW CREATE {kind} {}.{}", name(&database.name), name(object)), column).await?;
    let text = found.ok_or_else(|| {
        Error::fail(format!(
            "{}: the text of the {} {}.{object} cannot be read; grant SHOW VIEW, SHOW CREATE ROUTINE, TRIGGER or EVENT",
            source.place(),
            kind.to_lowercase(),
            database.name
        ))
    })?;
    Ok(adapted(&text, kind, &database.name, &database.destination))
}

/// Removes DEFINER, replaces SQL SECURITY DEFINER, renames the database, and disables an event.
fn adapted(text: &str, kind: &str, old: &str, new: &str) -> String {
    let found = tokens(text);
    let mut edits = Vec::new();
    for (index, token) in found.iter().enumerate() {
        let next = |offset: usize| found.get(index + offset);
        if token.is("DEFINER") && next(1).is_some_and(|token| token.is("=")) {
            // `a`@`b`: the at sign begins a word.
            let mut end = index + 2;
            while found.get(end + 1).is_some_and(|token| token.text.starts_with('@')) {
                end += if found[end + 1].text == "@" { 2 } else { 1 };
            }
            edits.push((token.start..found.get(end).map_or(text.len(), Token::end), String::new()));
        } else if token.is("SECURITY") && next(1).is_some_and(|token| token.is("DEFINER")) {
            let end = next(1).map_or(text.len(), Token::end);
            edits.push((token.start..end, "SECURITY INVOKER".to_owned()));
        } else if old != new && token.name().as_deref() == Some(old) && next(1).is_some_and(|token| token.is(".")) {
            edits.push((token.start..token.end(), name(new)));
        } else if kind == "EVENT"
            && token.is("ENABLE")
            && next(1).is_some_and(|token| token.is("DO") || token.is("COMMENT"))
        {
            edits.push((token.start..token.end(), "DISABLE".to_owned()));
        }
    }
    let mut text = replaced(text, &edits);
    if matches!(kind, "PROCEDURE" | "FUNCTION") {
        text = with_invoker(&text);
    }
    text
}

/// A routine without SQL SECURITY has the rights of its definer: the characteristic is added before the body.
fn with_invoker(text: &str) -> String {
    let found = tokens(text);
    if found.iter().any(|token| token.is("SECURITY")) {
        return text.to_owned();
    }
    let mut depth = 0_usize;
    let mut after_parameters = None;
    for token in &found {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                after_parameters = Some(token.end());
                break;
            }
        }
    }
    let body = found.iter().skip_while(|token| Some(token.start) < after_parameters).find(|token| {
        ["BEGIN", "RETURN", "SELECT", "INSERT", "UPDATE", "DELETE", "SET", "CALL", "IF", "REPLACE"]
            .iter()
            .any(|word| token.is(word))
    });
    match body {
        Some(token) => replaced(text, &[(token.start..token.start, "SQL SECURITY INVOKER\n".to_owned())]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_has_the_rights_of_its_caller() {
        let text = "CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `d`.`v` AS select `d`.`t`.`a` from `d`.`t`";
        let expected =
            "CREATE ALGORITHM=UNDEFINED  SQL SECURITY INVOKER VIEW `e`.`v` AS select `e`.`t`.`a` from `e`.`t`";
        assert_eq!(adapted(text, "VIEW", "d", "e"), expected);
    }

    #[test]
    fn a_routine_has_the_rights_of_its_caller() {
        let text = "CREATE DEFINER=`root`@`%` PROCEDURE `p`(IN a DECIMAL(5,2))\nBEGIN SELECT a; END";
        let expected = "CREATE  PROCEDURE `p`(IN a DECIMAL(5,2))\nSQL SECURITY INVOKER\nBEGIN SELECT a; END";
        assert_eq!(adapted(text, "PROCEDURE", "d", "d"), expected);
    }

    #[test]
    fn an_event_is_created_disabled() {
        let text = "CREATE DEFINER=`u`@`h` EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE ENABLE DO DELETE FROM t";
        let expected = "CREATE  EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE DISABLE DO DELETE FROM t";
        assert_eq!(adapted(text, "EVENT", "d", "d"), expected);
    }
}
