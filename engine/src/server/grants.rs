//! The privileges of the login, from `SHOW GRANTS`.

use std::collections::HashSet;

use crate::connect::Session;
use crate::error::Result;

/// The privileges of a login.
#[derive(Debug, Clone, Default)]
pub struct Grants(Vec<Grant>);

#[derive(Debug, Clone)]
struct Grant {
    privileges: HashSet<String>,
    /// A pattern with `_` and `%`; `None` for all databases.
    database: Option<String>,
    /// `None` for all tables.
    table: Option<String>,
}

/// MariaDB prints some privileges with another name than MySQL.
const RENAMED: [(&str, &str); 3] = [
    ("BINLOG MONITOR", "REPLICATION CLIENT"),
    ("REPLICA MONITOR", "REPLICATION CLIENT"),
    ("REPLICATION REPLICA", "REPLICATION SLAVE"),
];

impl Grants {
    /// Reads the privileges of the session's account with its active roles.
    ///
    /// # Errors
    /// If the connection is lost.
    pub async fn read(session: &mut Session) -> Result<Self> {
        let mut rows = session.texts("SHOW GRANTS").await?;
        // MySQL shows the privileges of active roles on request only; other servers reject the statement.
        let roles = session.text("SELECT CURRENT_ROLE()").await.ok().flatten().filter(|roles| roles.contains('`'));
        if let Some(roles) = roles
            && let Ok(more) = session.texts(format!("SHOW GRANTS FOR CURRENT_USER() USING {roles}")).await
        {
            rows.extend(more);
        }
        Ok(Self::parse(rows.into_iter().filter_map(|row| row.into_iter().next().flatten())))
    }

    fn parse(lines: impl Iterator<Item = String>) -> Self {
        Self(lines.filter_map(|line| Grant::parse(&line)).collect())
    }

    /// Whether the login has a privilege on all objects of the server.
    pub fn global(&self, privilege: &str) -> bool {
        self.0.iter().any(|grant| grant.database.is_none() && grant.includes(privilege))
    }

    /// Whether the login has a privilege on all tables of a database.
    pub fn on_database(&self, privilege: &str, database: &str) -> bool {
        self.0.iter().any(|grant| grant.table.is_none() && grant.covers(database) && grant.includes(privilege))
    }

    /// Whether the login has a privilege on a table.
    pub fn on_table(&self, privilege: &str, database: &str, table: &str) -> bool {
        self.0.iter().any(|grant| {
            grant.covers(database)
                && grant.includes(privilege)
                && grant.table.as_deref().is_none_or(|name| name == table)
        })
    }
}

impl Grant {
    /// `GRANT a, b (column) ON db.table TO …`; a line that grants a role has no `ON`.
    fn parse(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("GRANT ")?;
        let (privileges, rest) = split_outside(rest, " ON ")?;
        let (object, _) = split_outside(rest, " TO ")?;
        let object = object.strip_prefix("TABLE ").unwrap_or(object).trim();
        if ["PROCEDURE ", "FUNCTION ", "PACKAGE "].iter().any(|kind| object.starts_with(kind)) {
            return None;
        }
        let (database, table) = split_outside(object, ".")?;
        let name = |text: &str| match text.trim() {
            "*" => None,
            text => Some(text.trim_matches('`').replace("``", "`")),
        };
        Some(Self { privileges: privilege_names(privileges), database: name(database), table: name(table) })
    }

    fn includes(&self, privilege: &str) -> bool {
        self.privileges.contains("ALL PRIVILEGES")
            || self.privileges.contains("ALL")
            || self.privileges.contains(privilege)
    }

    fn covers(&self, database: &str) -> bool {
        match (&self.database, &self.table) {
            (None, _) => true,
            // The database of a grant on one table is a name and not a pattern.
            (Some(name), Some(_)) => name == database,
            (Some(pattern), None) => matches_pattern(pattern.as_bytes(), database.as_bytes()),
        }
    }
}

/// The names of a list of privileges. A privilege on some columns only is left out: a copy needs all of them.
fn privilege_names(list: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut rest = list;
    loop {
        let (one, more) = split_outside(rest, ",").unwrap_or((rest, ""));
        let name = one.trim().to_ascii_uppercase();
        if !name.is_empty() && !name.contains('(') {
            let renamed = RENAMED.iter().find(|(printed, _)| *printed == name);
            names.insert(renamed.map_or(name, |(_, known)| (*known).to_owned()));
        }
        if more.is_empty() {
            return names;
        }
        rest = more;
    }
}

/// Splits at the first separator that is neither in quotation marks nor in parentheses.
fn split_outside<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let mut quote = None;
    let mut depth = 0_usize;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '`' | '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if quote.is_none() && depth == 0 && text[index..].starts_with(separator) {
            return Some((&text[..index], &text[index + separator.len()..]));
        }
    }
    None
}

/// Whether a name matches a pattern with `%`, `_` and `\`.
fn matches_pattern(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        ([b'%', rest @ ..], _) => (0..=name.len()).any(|skip| matches_pattern(rest, &name[skip..])),
        ([b'\\', c, rest @ ..], [n, more @ ..]) if c == n => matches_pattern(rest, more),
        ([b'_', rest @ ..], [_, more @ ..]) => matches_pattern(rest, more),
        ([c, rest @ ..], [n, more @ ..]) if *c != b'\\' && c == n => matches_pattern(rest, more),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(lines: &[&str]) -> Grants {
        Grants::parse(lines.iter().map(|line| (*line).to_owned()))
    }

    #[test]
    fn mariadb_prints_replication_client_with_another_name() {
        let grants = grants(&["GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*A'"]);
        assert!(grants.global("REPLICATION CLIENT") && grants.global("REPLICATION SLAVE"));
        assert!(!grants.global("SELECT"));
    }

    #[test]
    fn a_grant_on_a_database_is_a_pattern() {
        let grants = grants(&["GRANT USAGE ON *.* TO `u`@`%`", "GRANT SELECT, SHOW VIEW ON `shop\\_%`.* TO `u`@`%`"]);
        assert!(grants.on_database("SELECT", "shop_eu") && grants.on_table("SELECT", "shop_eu", "orders"));
        assert!(!grants.on_database("SELECT", "shopXeu") && !grants.on_database("INSERT", "shop_eu"));
    }

    #[test]
    fn a_grant_on_a_table_or_a_column_is_not_one_on_the_database() {
        let grants = grants(&["GRANT SELECT, INSERT (`a`, `b`) ON `d`.`t ON x` TO `u`@`%`"]);
        assert!(grants.on_table("SELECT", "d", "t ON x") && !grants.on_table("INSERT", "d", "t ON x"));
        assert!(!grants.on_database("SELECT", "d") && !grants.on_table("SELECT", "d", "u"));
    }

    #[test]
    fn all_privileges_include_each_one_and_a_role_none() {
        assert!(grants(&["GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"]).global("RELOAD"));
        assert!(!grants(&["GRANT `mover` TO `u`@`%`"]).global("SELECT"));
    }
}
