//! The clock and the nonces of signatures, as traits, so that tests can set both; and the clock of the cloud.

use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use tokio::time::Instant;

/// The current time, for the date of a signature and the expiry of temporary credentials.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// A source of texts that are used once.
pub trait NonceSource: Send + Sync {
    /// A text that has not been used before with the same key.
    fn nonce(&self) -> String;
}

/// The clock of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The clock of the cloud, from the `Date` headers of its responses. The clock of this machine may be wrong.
#[derive(Debug, Default)]
pub(crate) struct ServerClock(Mutex<Option<(Timestamp, Instant)>>);

impl ServerClock {
    /// Reads the clock from the headers of a response. Headers without a valid date change nothing.
    pub(crate) fn read(&self, headers: &HeaderMap) {
        let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
        if let Some(date) = date.and_then(|date| rfc2822::DateTimeParser::new().parse_timestamp(date).ok()) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, Instant::now()));
        }
    }

    /// The time now; none before the first response.
    pub(crate) fn now(&self) -> Option<Timestamp> {
        let (date, received) = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        date.checked_add(SignedDuration::try_from(received.elapsed()).ok()?).ok()
    }
}

/// 128 random bits in hexadecimal.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomNonces;

impl NonceSource for RandomNonces {
    fn nonce(&self) -> String {
        format!("{:032x}", fastrand::u128(..))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue, header::DATE};

    use super::{NonceSource as _, RandomNonces, ServerClock};

    #[tokio::test(start_paused = true)]
    async fn the_clock_of_the_cloud_runs_from_its_last_date_on() {
        let clock = ServerClock::default();
        clock.read(&HeaderMap::new());
        assert_eq!(clock.now(), None);
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static("Mon, 01 Jun 2026 12:00:00 GMT"));
        clock.read(&headers);
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.now(), Some("2026-06-01T12:01:30Z".parse().unwrap()));
        headers.insert(DATE, HeaderValue::from_static("noon"));
        clock.read(&headers);
        assert_eq!(clock.now(), Some("2026-06-01T12:01:30Z".parse().unwrap()));
    }

    #[test]
    fn nonces_are_32_hexadecimal_digits_and_differ() {
        let (one, two) = (RandomNonces.nonce(), RandomNonces.nonce());
        assert_eq!(one.len(), 32);
        assert!(one.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(one, two);
    }
}
