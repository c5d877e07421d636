//! The program of the servers, and what differs between MariaDB and MySQL: data, options, statements.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{ServerError, failed, is_root};

/// The environment variable with the path of another server program, for example a `mysqld` of MySQL 8.0.
pub const VARIABLE: &str = "REHEARSAL_MYSQLD";

/// The family of a server program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    MariaDb,
    MySql,
}

/// A server program.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: PathBuf,
    pub(crate) kind: Kind,
}

impl Program {
    /// `mariadbd`, or the program that the variable names.
    pub(crate) fn chosen() -> Result<Self, ServerError> {
        match std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
            None => Ok(Self { path: "mariadbd".into(), kind: Kind::MariaDb }),
            Some(path) => Self::of(path.into()),
        }
    }

    fn of(path: PathBuf) -> Result<Self, ServerError> {
        let asked = Command::new(&path).arg("--version").output();
        let version = match asked {
            Ok(asked) if asked.status.success() => String::from_utf8_lossy(&asked.stdout).into_owned(),
            Ok(asked) => {
                let said = String::from_utf8_lossy(&asked.stderr).into_owned();
                return Err(failed(format!("{} ({VARIABLE}) --version failed: {said}", path.display())));
            }
            Err(error) => {
                let fix = "write the path of mysqld of MySQL 8.0 or newer, or of mariadbd";
                return Err(failed(format!("cannot run {} ({VARIABLE}): {error}; {fix}", path.display())));
            }
        };
        kind(&version).map(|kind| Self { path: path.clone(), kind }).ok_or_else(|| {
            failed(format!("{} ({VARIABLE}) is not MariaDB or MySQL 8.0 or newer: {version}", path.display()))
        })
    }

    /// The path of the program.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Creates the data of a server in a folder.
    pub(crate) fn create_data(&self, folder: &Path) -> Result<(), ServerError> {
        let mut command = match self.kind {
            Kind::MariaDb => {
                let mut command = Command::new("mariadb-install-db");
                command.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
                command.args(["--skip-name-resolve", "--silent"]);
                command
            }
            Kind::MySql => {
                let mut command = Command::new(&self.path);
                command.args(["--no-defaults", "--initialize-insecure"]);
                command
            }
        };
        let created = command
            .args(is_root().then_some("--user=root"))
            .arg(format!("--datadir={}", folder.join("data").display()))
            // Two servers that are created at the same time use the same names in a shared temporary directory.
            .env("TMPDIR", folder)
            .output()
            .map_err(|error| {
                let program = command.get_program().to_string_lossy().into_owned();
                failed(format!("cannot run {program} ({error}): install mariadb-server-core and mariadb-client-core"))
            })?;
        if created.status.success() { Ok(()) } else { Err(failed(String::from_utf8_lossy(&created.stderr))) }
    }

    /// The options that only this family has or needs.
    pub(crate) fn options(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::MariaDb => &["--skip-name-resolve", "--innodb-log-file-size=64M"],
            // MySQL takes an account of localhost for 127.0.0.1 only if it resolves names.
            // The folder of --secure-file-priv that a package sets may not exist.
            Kind::MySql => &["--innodb-redo-log-capacity=128M", "--loose-mysqlx=OFF", "--secure-file-priv="],
        }
    }

    /// The option of a server that writes no binary log: MySQL writes one by default.
    pub(crate) fn without_log(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::MariaDb => &[],
            Kind::MySql => &["--skip-log-bin"],
        }
    }

    /// Statements for a new server.
    pub(crate) fn first_statements(&self) -> &'static [&'static str] {
        match self.kind {
            // An account without a name takes the place of accounts of other hosts.
            Kind::MariaDb => &["DELETE FROM mysql.global_priv WHERE User = ''", "FLUSH PRIVILEGES"],
            Kind::MySql => &[],
        }
    }

    /// A statement of MariaDB as this family understands it: the tables `seq_1_to_N` exist in MariaDB only.
    pub(crate) fn translated<'s>(&self, sql: &'s str) -> Cow<'s, str> {
        match self.kind {
            Kind::MariaDb => Cow::Borrowed(sql),
            Kind::MySql => with_sequences(sql),
        }
    }
}

/// The family by the answer to `--version`; none for MySQL before 8.0 and for other programs.
fn kind(version: &str) -> Option<Kind> {
    if version.contains("MariaDB") {
        return Some(Kind::MariaDb);
    }
    let number = version.split_whitespace().skip_while(|word| *word != "Ver").nth(1)?;
    let major: u32 = number.split('.').next()?.parse().ok()?;
    (major >= 8).then_some(Kind::MySql)
}

const SEQUENCE: &str = "seq_1_to_";

/// Replaces tables with the numbers from 1 to N by queries that return these.
fn with_sequences(sql: &str) -> Cow<'_, str> {
    let mut rest = sql;
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once(SEQUENCE) {
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, tail) = after.split_at(digits);
        text.push_str(before);
        text.push_str(&format!(
            "(WITH RECURSIVE numbers (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM numbers WHERE seq < {number}) \
             SELECT seq FROM numbers) {SEQUENCE}{number}"
        ));
        rest = tail;
    }
    if text.is_empty() { Cow::Borrowed(sql) } else { Cow::Owned(text + rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_is_in_the_version() {
        assert_eq!(kind("mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu"), Some(Kind::MariaDb));
        assert_eq!(kind("/usr/sbin/mysqld  Ver 8.0.36 for Linux on x86_64"), Some(Kind::MySql));
        assert_eq!(kind("/usr/sbin/mysqld  Ver 9.7.4-2 for Linux on x86_64"), Some(Kind::MySql));
        assert_eq!(kind("/usr/sbin/mysqld  Ver 5.7.44 for Linux on x86_64"), None);
        assert_eq!(kind("cat (GNU coreutils) 9.1"), None);
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = Program::of("/missing/mysqld".into()).unwrap_err().to_string();
        assert!(error.contains("/missing/mysqld (REHEARSAL_MYSQLD)") && error.contains("write the path"), "{error}");
        let error = Program::of("/bin/echo".into()).unwrap_err().to_string();
        assert!(error.contains("is not MariaDB or MySQL 8.0 or newer"), "{error}");
    }

    #[test]
    fn sequences_become_queries() {
        assert_eq!(with_sequences("SELECT 1"), "SELECT 1");
        let text = with_sequences("INSERT INTO t SELECT seq FROM seq_1_to_30 WHERE seq > 2");
        assert!(text.starts_with("INSERT INTO t SELECT seq FROM (WITH RECURSIVE"), "{text}");
        assert!(text.ends_with("seq < 30) SELECT seq FROM numbers) seq_1_to_30 WHERE seq > 2"), "{text}");
    }
}
