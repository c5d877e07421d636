//! STS 2018-08-13: the identity of a caller, and assuming roles.

mod assume_role;
mod identity;
mod session;
mod web_identity;

use serde_json::{Map, Value};

use crate::core::cloud::{Context, Service};
use crate::policy::Circumstances;

use super::context::CallContext;
use super::gateway::{Call, Fields, Outcome};
use super::sessions::Sessions;

/// An action's implementation.
pub(crate) type Handler = fn(&mut Sessions, CallContext<'_>, &Call) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] =
    &[("AssumeRole", assume_role::assume_role), ("GetCallerIdentity", identity::get_caller_identity)];

/// The implementation of an action that needs no signature.
pub(crate) type OpenHandler = fn(&mut Sessions, CallContext<'_>, &Fields, &Circumstances) -> Outcome;

/// The actions that need no signature.
pub(crate) const OPEN_ROUTES: &[(&str, OpenHandler)] =
    &[("AssumeRoleWithWebIdentity", web_identity::assume_role_with_web_identity)];

impl Service for Sessions {
    fn name(&self) -> &'static str {
        "STS"
    }

    /// The control API shows no sessions, because their credentials are secret.
    fn describe_account(&self, _: Context<'_>, _: &str, _: &mut Map<String, Value>) {}
}
