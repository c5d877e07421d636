//! STS 2015-04-01: who calls, and taking on roles.

mod assume_role;
mod identity;

use crate::exchange::Handler;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] =
    &[("AssumeRole", assume_role::assume_role), ("GetCallerIdentity", identity::get_caller_identity)];
