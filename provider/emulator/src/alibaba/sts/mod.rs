//! STS 2015-04-01: who calls, and taking on roles.

mod assume_role;
mod identity;
mod session;
mod with_oidc;

use crate::alibaba::gateway::{Handler, OpenHandler};

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] =
    &[("AssumeRole", assume_role::assume_role), ("GetCallerIdentity", identity::get_caller_identity)];

/// The actions that anybody may call, without a key.
pub(crate) const OPEN_ROUTES: &[(&str, OpenHandler)] = &[("AssumeRoleWithOIDC", with_oidc::assume_role_with_oidc)];
