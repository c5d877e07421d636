//! "Not found": a cloud may answer so for a while after an object was created.

use std::{future::Future, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tfplugin::private::Private;
use tokio::time::Instant;

use super::{Operation, PROPAGATION, private_state::Key, wait::Pauses};

/// When this provider first read the object (RFC 3339).
const SEEN_SINCE: Key<String> = Key::new("seen_since", 1);

/// How often "not found" has to be answered before it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// Once: the object was visible a minute ago, or is known to be gone.
    Counts,
    /// For some seconds.
    Repeated,
    /// For up to a minute: the object was created a moment ago, and this provider has not read it yet.
    New,
}

impl Absence {
    /// For an object that this provider created or read before.
    pub(crate) fn of(private: &Private, now: Timestamp) -> Self {
        let seen_since = SEEN_SINCE.read(private).and_then(|since| since.parse::<Timestamp>().ok());
        let propagation = SignedDuration::try_from(PROPAGATION).unwrap_or(SignedDuration::MAX);
        match seen_since.map(|since| now.duration_since(since)) {
            Some(age) if age > propagation => Self::Counts,
            _ => Self::Repeated,
        }
    }

    /// Records that the object was read.
    pub(crate) fn record_seen(private: &mut Private, now: Timestamp) {
        if SEEN_SINCE.read(private).is_none() {
            SEEN_SINCE.write(private, now.to_string());
        }
    }

    /// Forgets the previous object.
    pub(crate) fn reset(private: &mut Private) {
        SEEN_SINCE.remove(private);
    }

    fn patience(self) -> Duration {
        match self {
            Self::Counts => Duration::ZERO,
            Self::Repeated => Duration::from_secs(3),
            Self::New => PROPAGATION,
        }
    }

    /// Repeats a read while its error says that the object does not exist.
    ///
    /// # Errors
    /// Any other error, or the last one if the time is up.
    pub(crate) async fn confirmed<T, E, F>(
        self,
        operation: &impl Operation,
        is_absent: impl Fn(&E) -> bool,
        read: impl Fn() -> F,
    ) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let begun = Instant::now();
        let mut pauses = Pauses::new();
        loop {
            match read().await {
                Err(error) if is_absent(&error) && begun.elapsed() < self.patience() => {}
                other => return other,
            }
            if pauses.pause(operation).await.is_err() {
                // The call is not sent: its error says why.
                return read().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn not_found_counts_at_once_a_minute_after_the_object_was_seen() {
        let mut private = Private::default();
        assert_eq!(Absence::of(&private, at(0)), Absence::Repeated, "imported");
        Absence::record_seen(&mut private, at(0));
        Absence::record_seen(&mut private, at(50));
        assert_eq!(Absence::of(&private, at(59)), Absence::Repeated);
        assert_eq!(Absence::of(&private, at(61)), Absence::Counts);
        Absence::reset(&mut private);
        assert_eq!(Absence::of(&private, at(61)), Absence::Repeated);
    }
}
