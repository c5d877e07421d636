//! The `alibaba` block.

mod rules;
mod settings;

pub(crate) use rules::rules;
pub(super) use rules::{account_not_allowed, half_a_key, oidc_provider_arn, two_sources};
pub(crate) use settings::configure;
