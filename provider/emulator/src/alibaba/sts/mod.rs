//! STS 2015-04-01: the identity of a caller, and assuming roles.

mod assume_role;
mod identity;
mod session;
mod store;
mod with_oidc;

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::core::accounts::Caller;
use crate::core::cloud::{Context, Service};
use crate::core::tracked::Tracked;
use crate::policy::Circumstances;

use super::context::CallContext;
use super::gateway::{Call, Outcome, Parameters};

/// An action's implementation.
pub(crate) type Handler = fn(&mut Sts, CallContext<'_>, &Call) -> Outcome;

/// The implementation of an action that needs no signature.
pub(crate) type OpenHandler = fn(&mut Sts, CallContext<'_>, &Parameters, &Circumstances) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] =
    &[("AssumeRole", assume_role::assume_role), ("GetCallerIdentity", identity::get_caller_identity)];

/// The actions that need no access key.
pub(crate) const OPEN_ROUTES: &[(&str, OpenHandler)] = &[("AssumeRoleWithOIDC", with_oidc::assume_role_with_oidc)];

/// So many sessions are kept before those that have expired are removed.
const KEPT: usize = 1000;

/// The sessions of assumed roles, by the ID of their access key.
pub(crate) struct Sts {
    sessions: Tracked<Arc<Caller>>,
    /// The number of sessions at which the expired ones are removed.
    full: usize,
}

impl Default for Sts {
    fn default() -> Self {
        Self { sessions: Tracked::of([]), full: KEPT }
    }
}

impl Sts {
    /// The caller that the access key of a session belongs to.
    pub(crate) fn session(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.sessions.get(key_id)
    }

    /// Adds a session. From time to time the expired ones are removed first, so that their number stays below the
    /// number of those that are valid, plus a constant. An expired session is kept for a while because its caller gets
    /// a more exact error then.
    fn add(&mut self, caller: Caller, now: Timestamp) {
        if self.sessions.len() >= self.full {
            let expired = self.sessions.iter().filter(|(_, caller)| has_expired(caller, now));
            let expired: Vec<String> = expired.map(|(id, _)| id.clone()).collect();
            expired.iter().for_each(|id| self.sessions.remove(id));
            self.full = KEPT.max(2 * self.sessions.len());
        }
        self.sessions.insert(caller.key_id.clone(), Arc::new(caller));
    }
}

fn has_expired(caller: &Caller, now: Timestamp) -> bool {
    caller.session.as_ref().is_some_and(|session| session.expires <= now)
}

impl Service for Sts {
    fn name(&self) -> &'static str {
        "STS"
    }

    /// The control API shows no sessions, because their credentials are secret.
    fn describe_account(&self, _: Context<'_>, _: &str, _: &mut Map<String, Value>) {}
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{KEPT, Sts};
    use crate::core::accounts::{Caller, Identity, SessionLimits};
    use crate::core::secret::Secret;

    fn session(number: usize, expires: Timestamp) -> Caller {
        Caller {
            key_id: format!("STS.{number}"),
            account: "1".to_owned(),
            identity: Identity::Root,
            secret: Secret::new("s"),
            session: Some(SessionLimits { token: Secret::new("t"), expires, requester: String::new() }),
        }
    }

    #[test]
    fn expired_sessions_are_removed_and_valid_ones_are_kept() {
        let now: Timestamp = "2024-06-01T08:30:10Z".parse().unwrap();
        let mut sts = Sts::default();
        let valid = 2 * KEPT;
        for number in 0..valid {
            sts.add(session(number, now + SignedDuration::from_hours(1)), now);
        }
        assert_eq!(sts.sessions.len(), valid, "none has expired");
        let later = now + SignedDuration::from_mins(20);
        for number in valid..20 * KEPT {
            sts.add(session(number, later), later);
        }
        assert!(sts.sessions.len() <= 2 * valid, "{} sessions", sts.sessions.len());
        assert!((0..valid).all(|number| sts.session(&format!("STS.{number}")).is_some()));
        let removed = sts.sessions.take_changed().iter().filter(|id| sts.session(id).is_none()).count();
        assert!(removed > 0, "the data directory is changed, too");
    }
}
