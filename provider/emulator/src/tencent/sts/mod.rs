//! STS 2018-08-13: the identity of a caller, and assuming roles.

mod assume_role;
mod identity;

use serde_json::{Map, Value};

use crate::core::cloud::{Context, Service};

use super::context::CallContext;
use super::gateway::{Call, Outcome};
use super::sessions::Sessions;

/// An action's implementation.
pub(crate) type Handler = fn(&mut Sessions, CallContext<'_>, &Call) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] =
    &[("AssumeRole", assume_role::assume_role), ("GetCallerIdentity", identity::get_caller_identity)];

impl Service for Sessions {
    fn name(&self) -> &'static str {
        "STS"
    }

    /// The control API shows no sessions, because their credentials are secret.
    fn describe_account(&self, _: Context<'_>, _: &str, _: &mut Map<String, Value>) {}
}
