//! One connection with the settings that exact copies need.

use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Row, Value};
use tokio::time::timeout;

use super::endpoint::Endpoint;
use crate::error::{Error, Result};

/// Which server a session is connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Rows are read from it. The session is read-only.
    Source,
    /// Rows are written to it.
    Destination,
}

impl Side {
    /// The word for messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Destination => "destination",
        }
    }
}

/// One connection.
pub struct Session {
    conn: Conn,
    place: String,
    kept_warnings: u64,
}

/// The settings of both sides. The SQL mode is not strict, because the member 0 of an ENUM and zero dates are values that a
/// source can have; every warning of a write is checked instead.
const BOTH: &str = "SET NAMES utf8mb4, time_zone = '+00:00', foreign_key_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO', \
     wait_timeout = 3600, net_write_timeout = 600, net_read_timeout = 600";

/// The warnings of one statement that a destination keeps, so that each of them can be checked.
const KEPT_WARNINGS: u64 = 65535;
/// The warnings that MySQL keeps by default.
const KEPT_BY_DEFAULT: u64 = 1024;
/// MySQL lets only accounts with SESSION_VARIABLES_ADMIN change the number.
const NOT_PERMITTED: u16 = 1227;

impl Session {
    /// Opens a connection and sets it up.
    ///
    /// # Errors
    /// If the server cannot be reached or rejects the login.
    pub async fn open(endpoint: &Endpoint, side: Side) -> Result<Self> {
        let place = format!("{} {}", side.word(), endpoint.address);
        let conn = timeout(endpoint.connect_timeout, Conn::new(endpoint.options()))
            .await
            .map_err(|_| {
                Error::retry(format!("{place}: no connection within {} seconds", endpoint.connect_timeout.as_secs()))
            })?
            .map_err(|error| Error::of_server(&place, &error))?;
        let mut session = Self { conn, place, kept_warnings: KEPT_BY_DEFAULT };
        session.run(BOTH).await?;
        match side {
            Side::Source => session.run("SET SESSION TRANSACTION READ ONLY").await?,
            Side::Destination => {
                // MariaDB checks CHECK constraints on request only; MySQL does not know the variable.
                if session.is_mariadb().await? {
                    session.run("SET check_constraint_checks = 0").await?;
                }
                session.keep_warnings().await?;
            }
        }
        Ok(session)
    }

    async fn keep_warnings(&mut self) -> Result<()> {
        match self.run(format!("SET max_error_count = {KEPT_WARNINGS}")).await {
            Ok(()) => self.kept_warnings = KEPT_WARNINGS,
            Err(error) if error.code() == Some(NOT_PERMITTED) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The number of warnings of one statement that can be read.
    pub(crate) fn kept_warnings(&self) -> u64 {
        self.kept_warnings
    }

    async fn is_mariadb(&mut self) -> Result<bool> {
        Ok(self.text("SELECT VERSION()").await?.is_some_and(|version| version.contains("MariaDB")))
    }

    /// Where the session is connected to, for messages.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Runs a statement that returns no rows.
    ///
    /// # Errors
    /// If the server rejects it or the connection is lost.
    pub async fn run(&mut self, sql: impl AsRef<[u8]> + Send + Sync) -> Result<()> {
        let result = self.conn.query_drop(Statement(sql.as_ref())).await;
        result.map_err(|error| Error::of_server(&self.place, &error))
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// If the server rejects it or the connection is lost.
    pub async fn rows(&mut self, sql: impl AsRef<[u8]> + Send + Sync) -> Result<Vec<Vec<Value>>> {
        let rows: Vec<Row> =
            self.conn.query(Statement(sql.as_ref())).await.map_err(|error| Error::of_server(&self.place, &error))?;
        Ok(rows.into_iter().map(Row::unwrap).collect())
    }

    /// All rows of a query as text; NULL is `None`.
    ///
    /// # Errors
    /// If the server rejects it or the connection is lost.
    pub async fn texts(&mut self, sql: impl AsRef<[u8]> + Send + Sync) -> Result<Vec<Vec<Option<String>>>> {
        let rows = self.rows(sql).await?;
        Ok(rows.into_iter().map(|row| row.into_iter().map(text_of).collect()).collect())
    }

    /// The first column of the first row as text.
    ///
    /// # Errors
    /// If the server rejects it or the connection is lost.
    pub async fn text(&mut self, sql: impl AsRef<[u8]> + Send + Sync) -> Result<Option<String>> {
        let rows = self.texts(sql).await?;
        Ok(rows.into_iter().next().and_then(|row| row.into_iter().next()).flatten())
    }

    /// A column, by its name, of the first row as text.
    pub(crate) async fn named(&mut self, sql: impl AsRef<[u8]> + Send + Sync, column: &str) -> Result<Option<String>> {
        let row: Option<Row> = self
            .conn
            .query_first(Statement(sql.as_ref()))
            .await
            .map_err(|error| Error::of_server(&self.place, &error))?;
        Ok(row.and_then(|row| row.get_opt::<Value, _>(column).and_then(std::result::Result::ok)).and_then(text_of))
    }

    /// The number of warnings of the last statement.
    pub(crate) fn warnings(&self) -> u16 {
        self.conn.get_warnings()
    }

    /// The connection itself, for streams of rows and events.
    pub(crate) fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// The connection itself, for the stream of events, which takes it.
    pub(crate) fn into_conn(self) -> (Conn, String) {
        (self.conn, self.place)
    }

    /// Closes the connection. Errors are ignored: the server closes it anyway.
    pub async fn close(self) {
        let _ = self.conn.disconnect().await;
    }
}

/// The bytes of a statement, which need not be UTF-8.
pub(crate) struct Statement<'a>(pub(crate) &'a [u8]);

impl mysql_async::prelude::AsQuery for Statement<'_> {
    fn as_query(&self) -> std::borrow::Cow<'_, [u8]> {
        std::borrow::Cow::Borrowed(self.0)
    }
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::NULL => None,
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        other => Some(other.as_sql(true).trim_matches('\'').to_owned()),
    }
}
