//! Family, version and variables of a server.

use std::collections::HashMap;
use std::fmt;

use crate::connect::Session;
use crate::error::Result;

/// The two families of servers, whose logs and statements differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Oracle MySQL, and what is compatible with it.
    MySql,
    /// MariaDB.
    MariaDb,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
        })
    }
}

/// Major, minor and patch number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u16, pub u16, pub u16);

impl Version {
    fn parse(text: &str) -> Self {
        // Old MariaDB servers add the prefix 5.5.5- for clients of MySQL.
        let text = text.strip_prefix("5.5.5-").unwrap_or(text);
        let mut numbers =
            text.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse().unwrap_or(0)).chain(std::iter::repeat(0));
        Self(numbers.next().unwrap_or(0), numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
    }
}

/// What a server says about itself.
#[derive(Debug, Clone)]
pub struct ServerFacts {
    /// Its family.
    pub family: Family,
    /// Its version.
    pub version: Version,
    /// The version as the server prints it.
    pub version_text: String,
    variables: HashMap<String, String>,
}

impl ServerFacts {
    /// Reads them; no privilege is needed.
    ///
    /// # Errors
    /// If the connection is lost.
    pub async fn read(session: &mut Session) -> Result<Self> {
        let version_text = session.text("SELECT VERSION()").await?.unwrap_or_default();
        let rows = session.texts("SHOW GLOBAL VARIABLES").await?;
        let variables = rows
            .into_iter()
            .filter_map(|row| match row.as_slice() {
                [Some(name), Some(value), ..] => Some((name.to_ascii_lowercase(), value.clone())),
                _ => None,
            })
            .collect();
        Ok(Self::new(version_text, variables))
    }

    fn new(version_text: String, variables: HashMap<String, String>) -> Self {
        let family = if version_text.contains("MariaDB") { Family::MariaDb } else { Family::MySql };
        Self { family, version: Version::parse(&version_text), version_text, variables }
    }

    /// A variable; `""` if the server does not have it.
    pub fn variable(&self, name: &str) -> &str {
        self.variables.get(name).map_or("", String::as_str)
    }

    /// A variable that is on or off.
    pub fn is_on(&self, name: &str) -> bool {
        matches!(self.variable(name).to_ascii_uppercase().as_str(), "ON" | "1" | "TRUE")
    }

    /// A variable that is a number; 0 if the server does not have it.
    pub fn number(&self, name: &str) -> u64 {
        self.variable(name).parse().unwrap_or(0)
    }

    /// The ID that replication uses.
    pub fn server_id(&self) -> u64 {
        self.number("server_id")
    }

    /// The size limit of a statement or row in bytes.
    pub fn max_packet(&self) -> usize {
        usize::try_from(self.number("max_allowed_packet")).unwrap_or(usize::MAX).max(1024)
    }

    /// Whether the transactions in the log have GTIDs (of MySQL).
    pub fn has_mysql_gtids(&self) -> bool {
        self.family == Family::MySql && self.variable("gtid_mode").eq_ignore_ascii_case("ON")
    }

    /// The statement that returns the end of the binary log.
    pub fn log_status_statement(&self) -> &'static str {
        let renamed = match self.family {
            Family::MySql => self.version >= Version(8, 2, 0),
            Family::MariaDb => false,
        };
        if renamed { "SHOW BINARY LOG STATUS" } else { "SHOW MASTER STATUS" }
    }

    /// The statement that returns what this server replicates from.
    pub fn replica_status_statement(&self) -> &'static str {
        match self.family {
            Family::MySql if self.version >= Version(8, 0, 22) => "SHOW REPLICA STATUS",
            _ => "SHOW SLAVE STATUS",
        }
    }

    /// Whether both are the same server process.
    pub fn is_same_server(&self, other: &Self) -> bool {
        match (self.variable("server_uuid"), other.variable("server_uuid")) {
            ("", _) | (_, "") => ["hostname", "port", "datadir", "server_uid"]
                .iter()
                .all(|name| self.variable(name) == other.variable(name)),
            (one, two) => one == two,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(version: &str, variables: &[(&str, &str)]) -> ServerFacts {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ServerFacts::new(version.to_owned(), variables)
    }

    #[test]
    fn the_family_decides_how_the_end_of_the_log_is_read() {
        assert_eq!(facts("5.5.5-10.11.19-MariaDB-log", &[]).version, Version(10, 11, 19));
        assert_eq!(facts("10.11.19-MariaDB", &[]).log_status_statement(), "SHOW MASTER STATUS");
        assert_eq!(facts("8.0.36", &[]).log_status_statement(), "SHOW MASTER STATUS");
        assert_eq!(facts("8.4.2", &[]).log_status_statement(), "SHOW BINARY LOG STATUS");
        assert_eq!(facts("9.7.4", &[]).replica_status_statement(), "SHOW REPLICA STATUS");
    }

    #[test]
    fn two_servers_on_one_host_are_different_by_port_and_folder() {
        let one = facts("10.11.19-MariaDB", &[("hostname", "h"), ("port", "1"), ("datadir", "/a/")]);
        let two = facts("10.11.19-MariaDB", &[("hostname", "h"), ("port", "2"), ("datadir", "/b/")]);
        assert!(one.is_same_server(&one.clone()));
        assert!(!one.is_same_server(&two));
        let uuid = |uuid| facts("8.4.2", &[("server_uuid", uuid), ("port", "1")]);
        assert!(uuid("a").is_same_server(&uuid("a")) && !uuid("a").is_same_server(&uuid("b")));
    }
}
