//! Delete: detach what is ours, then the role.

use std::collections::BTreeSet;

use dts_cloud::{Error, ram::DeleteRole};
use tfplugin::{
    context::Context, diagnostic::Diagnostic, path::AttributePath, private::Private, resource::Outcome,
    timeouts::Operation,
};

use super::{
    TIMEOUTS,
    model::{Policy, TrustModel},
    policies,
};
use crate::{
    clouds::{Clouds, account},
    shared::cloud_error,
};

pub(super) async fn delete(context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
    match try_delete(context, &state, &private).await {
        Ok(()) => Outcome::gone(),
        Err(diagnostic) => Outcome::with_state(state, diagnostic).remembering(private),
    }
}

async fn try_delete(context: &Context<Clouds>, state: &TrustModel, private: &Private) -> Result<(), Diagnostic> {
    let account = account(context)?;
    account.must_be(state.account_id.as_str(), &context.cancel).await?;
    let session = account.session(&context.cancel, TIMEOUTS.pick(&state.timeouts, Operation::Delete))?;
    let name = state.role_name.or(String::new());
    let failed =
        |error: &Error| cloud_error("Cannot delete the RAM role", &format!("Deleting RAM role {name:?}"), error);

    let attached = match policies::attached(&session, &name).await {
        Ok(attached) => attached,
        Err(error) if error.is_not_found() => return Ok(()),
        Err(error) => return Err(failed(&error)),
    };
    let foreign: BTreeSet<&Policy> =
        attached.iter().filter(|policy| !policies::is_ours(private, state, policy)).collect();
    if !foreign.is_empty() && !state.force_detach_policies.or(false) {
        return Err(still_used(&name, &foreign));
    }
    for policy in &attached {
        policies::detach(&session, &name, policy).await.map_err(|error| failed(&error))?;
    }
    match session.call(&DeleteRole { role_name: name.clone() }).await {
        Err(error) if !error.is_not_found() => Err(failed(&error)),
        _ => Ok(()),
    }
}

fn still_used(name: &str, foreign: &BTreeSet<&Policy>) -> Diagnostic {
    let list: Vec<String> = foreign.iter().map(|policy| policy.key()).collect();
    Diagnostic::error(
        "The RAM role has policies of somebody else",
        format!(
            "RAM role {name:?} also has {}, which this resource did not attach. Nothing was changed. Detach them where they \
             were attached, or set force_detach_policies = true and apply before you destroy.",
            list.join(", ")
        ),
    )
    .at(AttributePath::of(&["force_detach_policies"]))
}
