//! A table of error codes: what each of them means, as rows of a file in `schemas/`.

use serde::Deserialize;

use super::meaning::{Class, Meaning};

/// One row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorRow {
    /// Code; a trailing `*` stands for any ending.
    pub code: String,
    /// Key of the service, or absent for all.
    pub service: Option<String>,
    /// Only when the message contains this text.
    pub message_contains: Option<String>,
    /// Kind of the error.
    pub class: Class,
    /// Whether repeating the same call may help.
    pub retryable: bool,
    /// The call was rejected before anything was done, even if the answer is that of a server failure.
    #[serde(default)]
    pub rejected_before_execution: bool,
    /// The cause may be a change that was just made and is not visible everywhere yet.
    #[serde(default)]
    pub eventual_consistency: bool,
    /// What to do next.
    pub advice: String,
    /// Where the row was read, for readers and for the test of the table.
    pub source: String,
    /// When the row was read.
    pub seen: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    error: Vec<ErrorRow>,
}

/// The rows of a file.
///
/// ```
/// use cloud_core::ErrorTable;
///
/// let table = ErrorTable::parse(
///     r#"
///     [[error]]
///     code = "Throttling*"
///     class = "throttled"
///     retryable = true
///     advice = "Repeat the call later."
///     source = "API reference"
///     seen = "2026-01-01"
///     "#,
/// )?;
/// assert!(table.best(None, "queues", "Throttling.User", "").is_some_and(|row| row.retryable));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct ErrorTable(Vec<ErrorRow>);

impl ErrorTable {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is not a table of error codes.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str::<File>(text).map(|file| Self(file.error))
    }

    /// All rows.
    pub fn rows(&self) -> &[ErrorRow] {
        &self.0
    }

    /// The row that fits best: one with a part of the message before one without, a complete code before a prefix, the longest
    /// prefix, then a row of the `preferred` service before one of all services. Without a service the rows of any service fit.
    pub fn best(&self, service: Option<&str>, preferred: &str, code: &str, message: &str) -> Option<&ErrorRow> {
        let rank = |row: &&ErrorRow| {
            let named = row.service.as_deref() == Some(preferred);
            (row.message_contains.is_some(), !row.code.ends_with('*'), row.code.len(), named)
        };
        self.0.iter().filter(|row| row.fits(service, code, message)).max_by_key(rank)
    }
}

impl ErrorRow {
    /// What an error means: by the row, and by the HTTP status for what the row leaves open.
    pub fn meaning(&'static self, http_status: u16) -> Meaning {
        let by_status = Meaning::of_status(http_status);
        Meaning {
            class: self.class,
            retryable: self.retryable || (self.class == Class::Transient && by_status.retryable),
            rejected_before_execution: by_status.rejected_before_execution || self.rejected_before_execution,
            eventual_consistency: self.eventual_consistency,
            advice: Some(self.advice.as_str()),
            ..by_status
        }
    }

    fn fits(&self, service: Option<&str>, code: &str, message: &str) -> bool {
        let service_fits = match (&self.service, service) {
            (Some(wanted), Some(service)) => wanted == service,
            _ => true,
        };
        let code_fits = match self.code.strip_suffix('*') {
            Some(beginning) => code.starts_with(beginning),
            None => code == self.code,
        };
        let part = self.message_contains.as_deref();
        service_fits && code_fits && part.is_none_or(|part| message.contains(part))
    }
}
