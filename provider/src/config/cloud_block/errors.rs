//! Errors of setting up a client, on the argument that causes them.

use cloud_core::Error;
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{Arguments, CloudBlock};
use crate::accounts::{Client as _, RuledOutBy};

/// The error of a client that cannot be set up. Terraform shows an error of an argument that is not set on the line of the block
/// around it.
pub(super) fn unusable<B: CloudBlock>(arguments: &Arguments<'_>, error: &Error) -> Diagnostic {
    let (cloud, keys) = (B::Client::CLOUD, credential_source(arguments));
    let (summary, argument) = match error {
        Error::Credentials(_) => (format!("No usable {cloud} credentials"), credential_argument::<B>(arguments, error)),
        Error::Endpoint(_) => ("Unusable endpoint".to_owned(), "endpoints"),
        Error::Region { .. } | Error::NoRegion => ("Unusable region".to_owned(), "region"),
        _ => (format!("Cannot use {cloud}"), keys),
    };
    let path = AttributePath::of(&[arguments.block, argument]);
    let advice = error.advice().map(|advice| format!("\n\n{advice}")).unwrap_or_default();
    Diagnostic::error(summary, format!("{}.{advice}", capitalized(&error.to_string()))).at(path)
}

/// The argument that causes an error of the credentials: of a file that cannot be read, the argument that names it.
fn credential_argument<B: CloudBlock>(arguments: &Arguments<'_>, error: &Error) -> &'static str {
    match arguments.profiles_at {
        (argument, true) if B::is_error_of_profiles(error) => argument,
        _ => credential_source(arguments),
    }
}

/// The argument that names the source of the credentials, or the first one that could.
fn credential_source(arguments: &Arguments<'_>) -> &'static str {
    let given = arguments.other_sources.into_iter().find(|(_, given)| *given);
    given.map_or(arguments.key[0].0, |(name, _)| name)
}

/// An error of the account of the credentials, on the argument that causes it. The name of a host has the region.
pub(super) fn at_argument<B: CloudBlock>(
    arguments: &Arguments<'_>,
    region: &str,
    cause: Option<RuledOutBy>,
    mut error: Diagnostic,
) -> Diagnostic {
    let in_host = !region.is_empty() && error.detail.contains(&format!(".{region}."));
    if let (None, true, Some(meant)) = (cause, in_host, B::unknown_region(region)) {
        let hint = if meant == region { String::new() } else { format!(" Did you mean {meant:?}?") };
        error.detail = format!("The provider does not know the region {region:?}.{hint}\n\n{}", error.detail);
        return error.at(AttributePath::of(&[arguments.block, "region"]));
    }
    let path = match cause {
        Some(RuledOutBy::AccountId) => AttributePath::of(&[arguments.block, "account_id"]),
        Some(RuledOutBy::AllowedIds) => AttributePath::of(&["allowed_account_ids"]),
        None => AttributePath::of(&[arguments.block, credential_source(arguments)]),
    };
    error.at(path)
}

/// A text as the beginning of a sentence.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Alibaba;

    fn blamed(region: &str, detail: &str) -> Diagnostic {
        let block = Alibaba { profile: "p".into(), ..Alibaba::default() };
        at_argument::<Alibaba>(&block.arguments(), region, None, Diagnostic::error("Title", detail))
    }

    #[test]
    fn a_host_of_an_unknown_region_is_an_error_of_the_region() {
        let misspelled = blamed("cn-hangzou", "cannot reach sts.cn-hangzou.aliyuncs.com");
        assert_eq!(misspelled.path, AttributePath::of(&["alibaba", "region"]));
        assert!(misspelled.detail.contains("Did you mean \"cn-hangzhou\"?"), "{}", misspelled.detail);
        // A known region, and an error that is not about a host of the region, are about the credentials.
        for (region, detail) in
            [("cn-hangzhou", "cannot reach sts.cn-hangzhou.aliyuncs.com"), ("cn-hangzou", "the key does not exist")]
        {
            assert_eq!(blamed(region, detail).path, AttributePath::of(&["alibaba", "profile"]), "{region}: {detail}");
        }
    }
}
