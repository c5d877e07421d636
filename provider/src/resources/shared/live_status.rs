//! What the last refresh saw of a job, for the plan that follows it: the status, since when, the reason that DTS gives, and the
//! `desired_status` that the state had before.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use tfplugin::private::Private;

use super::private_state::Key;

/// What a refresh saw.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub(in crate::resources) struct Seen {
    /// The status.
    pub(in crate::resources) status: String,
    /// When a refresh first saw it (RFC 3339). DTS does not return when a status changed.
    pub(in crate::resources) since: String,
    /// Why, as DTS says.
    pub(in crate::resources) reason: String,
    /// The `desired_status` in the state before the refresh that first saw this status, if the job deviates from it.
    pub(in crate::resources) before: Option<String>,
}

const SEEN: Key<Seen> = Key::new("seen", 1);

impl From<Seen> for Json {
    fn from(seen: Seen) -> Self {
        json!({"status": seen.status, "since": seen.since, "reason": seen.reason, "before": seen.before})
    }
}

/// Records what a refresh saw. `before` is the `desired_status` that the state had, if the job deviates from it.
pub(in crate::resources) fn record(
    private: &mut Private,
    status: &str,
    reason: &str,
    before: Option<&str>,
    now: Timestamp,
) {
    let last = SEEN.read(private).filter(|last| last.status == status);
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let since = last.as_ref().map_or_else(|| now.to_string(), |last| last.since.clone());
    let before = before.map(str::to_owned).or_else(|| last.and_then(|last| last.before));
    SEEN.write(private, Seen { status: status.to_owned(), since, reason: reason.to_owned(), before });
}

/// What the last refresh saw.
pub(in crate::resources) fn seen(private: &Private) -> Seen {
    SEEN.read(private).unwrap_or_default()
}

/// Forgets it: the job was just changed.
pub(in crate::resources) fn forget(private: &mut Private) {
    SEEN.remove(private);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    #[test]
    fn a_status_keeps_the_time_at_which_it_was_first_seen() {
        let mut private = Private::default();
        record(&mut private, "Suspending", "", Some("running"), at(1));
        record(&mut private, "Suspending", "", None, at(2));
        let first = Seen {
            status: "Suspending".into(),
            since: at(1).to_string(),
            before: Some("running".into()),
            ..Seen::default()
        };
        assert_eq!(seen(&private), first);
        record(&mut private, "Migrating", "", None, at(3));
        assert_eq!((seen(&private).since, seen(&private).before), (at(3).to_string(), None));
        forget(&mut private);
        assert_eq!(seen(&private), Seen::default());
    }
}
