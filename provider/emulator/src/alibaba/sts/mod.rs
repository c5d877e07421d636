//! STS 2015-04-01: who calls, and assuming roles.

mod assume_role;
mod identity;
mod session;
mod store;
mod with_oidc;

use std::sync::Arc;

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

/// The actions that anybody may call, without a key.
pub(crate) const OPEN_ROUTES: &[(&str, OpenHandler)] = &[("AssumeRoleWithOIDC", with_oidc::assume_role_with_oidc)];

/// The sessions of assumed roles, by the ID of their access key.
pub(crate) struct Sts {
    sessions: Tracked<Arc<Caller>>,
}

impl Default for Sts {
    fn default() -> Self {
        Self { sessions: Tracked::of([]) }
    }
}

impl Sts {
    /// The caller that the access key of a session belongs to.
    pub(crate) fn session(&self, key_id: &str) -> Option<&Arc<Caller>> {
        self.sessions.get(key_id)
    }
}

impl Service for Sts {
    fn name(&self) -> &'static str {
        "STS"
    }

    /// Nothing: the control API shows no sessions, because their credentials are secret.
    fn describe_account(&self, _: Context<'_>, _: &str, _: &mut Map<String, Value>) {}
}
