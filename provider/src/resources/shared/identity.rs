//! What the identities of all resources have in common: the account, and the region of a job.

use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
};

use crate::accounts::{Clouds, account, planned_account};

/// The account that holds an object: the one its plan remembered, or the one behind the credentials. None where that
/// cannot be told.
pub(crate) async fn owner(context: &Context<Clouds>, private: &Private) -> Option<String> {
    let account = account(context).ok()?;
    account.online()?;
    match planned_account(private) {
        Some(id) => Some(id.to_owned()),
        None => account.id(&context.cancel).await.ok(),
    }
}

/// The region of the provider's jobs, where it is sure.
pub(crate) fn region(context: &Context<Clouds>) -> Option<String> {
    Some(account(context).ok()?.online()?.region().to_owned())
}

/// Refuses the identity of an object in an account the provider does not work in. An import that names no account means
/// the provider's own.
///
/// # Errors
/// It is another account, or the credentials do not work.
pub(crate) async fn reachable(context: &Context<Clouds>, type_name: &str, id: Option<&str>) -> Result<(), Diagnostics> {
    let own = account(context)?.id_at_plan(&context.cancel).await?;
    match (id, own.as_deref()) {
        (Some(id), Some(own)) if id != own => Err(elsewhere(type_name, "account", id, own).into()),
        _ => Ok(()),
    }
}

/// The same for a region.
///
/// # Errors
/// It is another region.
pub(crate) fn same_region(context: &Context<Clouds>, type_name: &str, region: &str) -> Result<(), Diagnostics> {
    match account(context)?.region() {
        Some(own) if own != region => Err(elsewhere(type_name, "region", region, own).into()),
        _ => Ok(()),
    }
}

fn elsewhere(type_name: &str, what: &str, given: &str, own: &str) -> Diagnostic {
    Diagnostic::error(
        "Import from elsewhere",
        format!(
            "The identity names a {type_name} in {what} {given}, and this provider block works in {what} {own}. Import it with \
             the provider block of {what} {given} (provider = dts.<alias> in the import block), or correct the {what}."
        ),
    )
}
