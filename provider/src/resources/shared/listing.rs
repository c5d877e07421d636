//! What the list resources of all clouds have in common: the session, and the filters that no API has.

use std::{pin::pin, time::Duration};

use cloud_core::Error;
use futures_util::{Stream, StreamExt as _};
use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    list_resource::Found,
    model::{Attr, Map},
};

use super::{SessionOf, minutes};
use crate::{
    accounts::{AccountOf, Client, Clouds},
    diagnostics::cloud_error,
};

/// Time limit of one list. A list of an account with thousands of objects takes minutes under the rate limits of the cloud.
const LIMIT: Duration = minutes(20);

/// How many objects of a page are read at the same time, if the list of the cloud does not return what a filter needs.
pub(crate) const CONCURRENT_READS: usize = 8;

/// Where a list looks: a session, and the account of the credentials.
pub(crate) struct Place<'c, C> {
    pub(crate) session: SessionOf<'c, C>,
    pub(crate) account_id: String,
}

impl<'c, C: Client> Place<'c, C> {
    /// The account of the provider block.
    ///
    /// # Errors
    /// The provider is offline or not known yet, or the credentials do not work or belong to another account.
    pub(crate) async fn of(
        account: &'c AccountOf<C>,
        context: &Context<Clouds>,
        type_name: &str,
    ) -> Result<Self, Diagnostic> {
        let cloud = account.reader(type_name)?;
        let account_id = account.id(&context.cancel).await?;
        Ok(Self { session: SessionOf::new(cloud, &context.cancel, LIMIT), account_id })
    }
}

/// Whether a name begins with the text of a filter.
pub(crate) fn has_prefix(prefix: &Attr<String>, name: &str) -> bool {
    prefix.as_str().is_none_or(|prefix| name.starts_with(prefix))
}

/// Whether all tags of a filter are among the tags of an object.
pub(crate) fn has_tags<'t>(filter: &Attr<Map<String>>, tags: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> bool {
    let is_tag = |(key, value): (&String, &String)| tags.clone().any(|tag| tag == (key.as_str(), value.as_str()));
    filter.get().is_none_or(|filter| filter.known().all(is_tag))
}

/// The name of an object for people: its name, or its ID if it has none.
pub(crate) fn display_name(name: &str, id: &str) -> String {
    if name.is_empty() { id.to_owned() } else { name.to_owned() }
}

/// The error of a list. `objects` says what it lists: `the RAM roles of account 1234`.
pub(crate) fn cannot_list(objects: &str, error: &Error) -> Diagnostic {
    cloud_error("Cannot list the objects", &format!("Listing {objects}"), error)
}

/// Adds the objects that a filter selects, by their names. `checked` has none for an object that is not selected, and a warning for one
/// that cannot be read.
pub(crate) async fn add_selected<I: tfplugin::model::Model>(
    found: &mut Found<I>,
    checked: impl Stream<Item = Result<Option<String>, Diagnostic>>,
    identity: impl Fn(&str) -> I,
) {
    let mut checked = pin!(checked);
    while let Some(checked) = checked.next().await {
        match checked {
            Ok(Some(name)) => found.add(&identity(&name), name).await,
            Ok(None) => {}
            Err(warning) => found.warn(warning).await,
        }
    }
}

/// The warning about an object that is left out, because the call that a filter needs has failed.
pub(crate) fn left_out(object: &str, error: &Error) -> Diagnostic {
    let error = cloud_error("An object is left out of the list", &format!("Reading {object}"), error);
    Diagnostic::warning(error.summary, error.detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_is_not_set_selects_everything() {
        let tags = [("team", "a"), ("env", "prod")];
        let filter = |pairs: &[(&str, &str)]| {
            Attr::Known(
                pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<Map<String>>(),
            )
        };
        assert!(has_tags(&Attr::Null, tags.into_iter()) && has_tags(&filter(&[]), tags.into_iter()));
        assert!(has_tags(&filter(&[("env", "prod"), ("team", "a")]), tags.into_iter()));
        assert!(!has_tags(&filter(&[("env", "prod"), ("team", "b")]), tags.into_iter()));
        assert!(has_prefix(&Attr::Null, "orders") && has_prefix(&"ord".into(), "orders"));
        assert!(!has_prefix(&"rders".into(), "orders"));
        assert_eq!((display_name("", "i-1"), display_name("a", "i-1")), ("i-1".to_owned(), "a".to_owned()));
    }
}
