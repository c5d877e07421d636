//! UpdatePolicyDescription.

use serde_json::json;

use crate::alibaba::gateway::{Call, Outcome, fields};
use crate::core::cloud::Context;

use super::policies::{custom_json, no_policy};
use super::{Ram, allowed, validate};

pub(super) fn describe(ram: &mut Ram, context: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("PolicyName")?;
    let description = validate::description(call.parameters.get("NewDescription").unwrap_or_default())?;
    let account = allowed(ram, call, "policy", name)?;
    let mut policy = account.policies.get_mut(name).ok_or_else(|| no_policy(name))?;
    policy.description = description;
    policy.updated = context.now;
    Ok(fields(json!({"Policy": custom_json(name, &policy)})))
}
