//! Errors of setting up the client, on the argument that causes them.

use ::alibaba::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::Alibaba;
use crate::accounts::RuledOutBy;

/// The error of a client that cannot be set up. Terraform shows an error of an argument that is not set on the line of the block
/// around it.
pub(super) fn unusable(alibaba: &Alibaba, error: &Error) -> Diagnostic {
    let keys = credential_source(alibaba);
    let (summary, argument) = match error {
        Error::Credentials(_) => ("No usable Alibaba Cloud credentials", keys),
        Error::Endpoint(_) => ("Unusable endpoint", "endpoints"),
        Error::Region { .. } | Error::NoRegion => ("Unusable region", "region"),
        _ => ("Cannot use Alibaba Cloud", keys),
    };
    let path = AttributePath::of(&["alibaba", argument]);
    let advice = error.advice().map(|advice| format!("\n\n{advice}")).unwrap_or_default();
    Diagnostic::error(summary, format!("{}.{advice}", capitalized(&error.to_string()))).at(path)
}

/// The argument that names the source of the credentials, or the first one that could.
fn credential_source(alibaba: &Alibaba) -> &'static str {
    let given = [
        ("profile", alibaba.profile.is_known()),
        ("ecs_role_name", alibaba.ecs_role_name.is_known()),
        ("assume_role_with_oidc", alibaba.assume_role_with_oidc.is_known()),
    ];
    given.into_iter().find(|(_, given)| *given).map_or("access_key_id", |(name, _)| name)
}

/// An error of the account of the credentials, on the argument that causes it.
pub(super) fn at_argument(alibaba: &Alibaba, cause: Option<RuledOutBy>, error: Diagnostic) -> Diagnostic {
    let path = match cause {
        Some(RuledOutBy::AccountId) => AttributePath::of(&["alibaba", "account_id"]),
        Some(RuledOutBy::AllowedIds) => AttributePath::of(&["allowed_account_ids"]),
        None => AttributePath::of(&["alibaba", credential_source(alibaba)]),
    };
    error.at(path)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}
