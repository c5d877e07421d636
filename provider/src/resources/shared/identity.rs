//! What the identities of all resources have in common: the account, and the region of a job.

use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
};

use crate::accounts::{AccountOf, Client, Clouds, planned_account, planned_region};

/// The account that owns an object: the one its plan recorded, or the one of the credentials. None if it cannot be determined.
pub(crate) async fn owner<C: Client>(
    account: &AccountOf<C>,
    context: &Context<Clouds>,
    private: &Private,
) -> Option<String> {
    account.online()?;
    match planned_account(private) {
        Some(id) => Some(id.to_owned()),
        None => account.id(&context.cancel).await.ok(),
    }
}

/// The region of a job: the one its plan recorded, or the one of the provider block. None offline.
pub(crate) fn region<C: Client>(account: &AccountOf<C>, private: &Private) -> Option<String> {
    account.online()?;
    planned_region(private).or(account.region()).map(str::to_owned)
}

/// Rejects the identity of an object in another account than the provider block manages. An identity without account is one of the
/// account of the provider block.
///
/// # Errors
/// It is another account, or the credentials do not work.
pub(crate) async fn must_be_own_account<C: Client>(
    account: &AccountOf<C>,
    context: &Context<Clouds>,
    type_name: &str,
    id: Option<&str>,
) -> Result<(), Diagnostics> {
    let own = account.id_at_plan(&context.cancel).await?;
    match (id, own.as_deref()) {
        (Some(id), Some(own)) if id != own => Err(other_place(type_name, "account", id, own).into()),
        _ => Ok(()),
    }
}

/// Rejects the identity of an object in another region than that of the provider block.
///
/// # Errors
/// It is another region.
pub(crate) fn must_be_own_region<C: Client>(
    account: &AccountOf<C>,
    type_name: &str,
    region: &str,
) -> Result<(), Diagnostics> {
    match account.region() {
        Some(own) if own != region => Err(other_place(type_name, "region", region, own).into()),
        _ => Ok(()),
    }
}

/// `what` is `account` or `region`.
fn other_place(type_name: &str, what: &str, given: &str, own: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Import from another {what}"),
        format!(
            "The import identity of the {type_name} names {what} {given}, but this provider block works in {what} {own}. \
             Import it with the \
             provider block of {what} {given} (provider = dts.<alias> in the import block), or correct the {what}."
        ),
    )
}
