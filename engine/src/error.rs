//! What can go wrong, and whether trying again can help.

use mysql_async::{DriverError, IoError};

/// The result of everything in this crate that talks to a server.
pub type Result<T> = std::result::Result<T, Error>;

/// What a job does about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The connection was lost or the server is busy: the job tries again until its retry time is over.
    Retry,
    /// Trying again cannot help: the job fails.
    Fail,
    /// The plan asks for something that the engine cannot do: nothing was changed.
    Refuse,
}

/// An error with its cause. The message contains no password and no value of a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: Kind,
    code: Option<u16>,
    message: String,
}

/// Error numbers of servers that only mean: not now.
const NOT_NOW: [u16; 21] = [
    1040, 1042, 1043, 1047, 1053, 1077, 1078, 1079, 1080, 1129, 1152, 1158, 1159, 1160, 1161, 1184, 1205, 1213, 1317,
    1927, 3024,
];

/// Error numbers whose message names objects and accounts only; the message of any other number may quote a value.
const WITHOUT_VALUES: [u16; 31] = [
    1005, 1007, 1008, 1040, 1044, 1045, 1049, 1050, 1051, 1053, 1054, 1060, 1061, 1067, 1071, 1091, 1115, 1130, 1142,
    1143, 1146, 1193, 1205, 1213, 1227, 1236, 1273, 1286, 1290, 1449, 3948,
];

impl Error {
    /// An error that trying again may solve.
    pub fn retry(message: impl Into<String>) -> Self {
        Self { kind: Kind::Retry, code: None, message: message.into() }
    }

    /// An error that ends the job.
    pub fn fail(message: impl Into<String>) -> Self {
        Self { kind: Kind::Fail, code: None, message: message.into() }
    }

    /// Something that the engine does not do.
    pub fn refuse(message: impl Into<String>) -> Self {
        Self { kind: Kind::Refuse, code: None, message: message.into() }
    }

    /// What the job does about it.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The error number of the server, if a server returned the error.
    pub fn code(&self) -> Option<u16> {
        self.code
    }

    /// Whether the server rolled the transaction back and the same statements can be sent again at once.
    pub fn is_lock_conflict(&self) -> bool {
        matches!(self.code, Some(1205 | 1213))
    }

    /// The same error, with what was tried before its message.
    #[must_use]
    pub fn during(mut self, what: &str) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    /// The same error as one that ends the job.
    #[must_use]
    pub fn as_failure(mut self) -> Self {
        self.kind = Kind::Fail;
        self
    }

    /// An error of the client or the server at `place`, for example `source 127.0.0.1:3306`.
    pub(crate) fn of_server(place: &str, error: &mysql_async::Error) -> Self {
        match error {
            mysql_async::Error::Server(server) => Self::of_number(place, server.code, &server.message),
            mysql_async::Error::Io(IoError::Tls(tls)) => {
                Self::fail(format!("{place}: the encrypted connection could not be opened: {tls}"))
            }
            // A certificate that is not trusted, or a message that is not TLS.
            mysql_async::Error::Io(IoError::Io(io)) if io.kind() == std::io::ErrorKind::InvalidData => {
                Self::fail(format!("{place}: the encrypted connection could not be opened: {io}"))
            }
            mysql_async::Error::Io(IoError::Io(io)) => {
                Self::retry(format!("{place}: the connection was lost or refused: {io}"))
            }
            mysql_async::Error::Driver(driver) => Self::of_driver(place, driver),
            other => Self::fail(format!("{place}: {other}")),
        }
    }

    fn of_number(place: &str, code: u16, message: &str) -> Self {
        let kind = if NOT_NOW.contains(&code) { Kind::Retry } else { Kind::Fail };
        let words = if WITHOUT_VALUES.contains(&code) { message.to_owned() } else { without_quoted(message) };
        let message = match code {
            1236 => format!(
                "{place}: the server cannot send its binary log from the position of the job (error 1236: {words}). The log files \
                 are gone, or the server was replaced. Create the job again, and keep the log files longer than the job is suspended."
            ),
            1045 => format!(
                "{place}: the server rejects the login (error 1045: {words}). The user or the password is wrong, or the account \
                 requires an encrypted connection."
            ),
            _ => format!("{place}: error {code}: {words}"),
        };
        Self { kind, code: Some(code), message }
    }

    fn of_driver(place: &str, driver: &DriverError) -> Self {
        match driver {
            DriverError::ConnectionClosed | DriverError::PacketOutOfOrder => {
                Self::retry(format!("{place}: the server closed the connection"))
            }
            DriverError::UnknownAuthPlugin { name } => Self::fail(format!(
                "{place}: the user does not exist, or its login plugin {name} is not known to this program"
            )),
            DriverError::NoClientSslFlagFromServer => Self::fail(format!(
                "{place}: the server does not offer an encrypted connection. Enable TLS at the server, or turn it off for the job."
            )),
            DriverError::PacketTooLarge => {
                Self::fail(format!("{place}: a statement or row is larger than max_allowed_packet of the server"))
            }
            DriverError::FromValue { .. } | DriverError::FromRow { .. } | DriverError::UnexpectedPacket { .. } => {
                Self::fail(format!("{place}: the server sent an answer of an unexpected form"))
            }
            other => Self::fail(format!("{place}: {other}")),
        }
    }
}

/// The message without the text between single quotation marks, which may be a value of a row.
fn without_quoted(message: &str) -> String {
    let mut words = String::new();
    for (index, part) in message.split('\'').enumerate() {
        words.push_str(match index % 2 {
            0 => part,
            _ => "'…'",
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_of_a_duplicate_quotes_no_value() {
        let error =
            Error::of_number("destination db:3306", 1062, "Duplicate entry 'alice@example.com' for key 'email'");
        assert_eq!(error.kind(), Kind::Fail);
        assert_eq!(error.to_string(), "destination db:3306: error 1062: Duplicate entry '…' for key '…'");
    }

    #[test]
    fn the_message_of_a_missing_table_names_it() {
        let error = Error::of_number("source db:3306", 1146, "Table 'a.b' doesn't exist");
        assert_eq!(error.to_string(), "source db:3306: error 1146: Table 'a.b' doesn't exist");
    }

    #[test]
    fn a_deadlock_and_a_lost_connection_are_tried_again_but_a_wrong_password_is_not() {
        assert_eq!(Error::of_number("d", 1213, "Deadlock found").kind(), Kind::Retry);
        assert!(Error::of_number("d", 1213, "Deadlock found").is_lock_conflict());
        let lost = mysql_async::Error::Io(IoError::Io(std::io::ErrorKind::ConnectionReset.into()));
        assert_eq!(Error::of_server("d", &lost).kind(), Kind::Retry);
        assert_eq!(Error::of_number("d", 1045, "Access denied for user 'u'@'h'").kind(), Kind::Fail);
    }

    #[test]
    fn log_files_that_are_gone_are_described() {
        let error = Error::of_number("source", 1236, "Could not find first log file name in binary log index file");
        assert!(error.to_string().contains("The log files are gone"), "{error}");
        assert_eq!(error.kind(), Kind::Fail);
    }
}
