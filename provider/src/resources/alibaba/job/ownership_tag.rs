//! The ownership tag of a job. DTS keeps the tags of a job with its instance, also before the purchase.

use alibaba::{Class, Error, dts::JobTag, wire::Tag};

use super::actions::set_tags;
use crate::resources::shared::{OWNERSHIP_TAG, Session};

/// Adds the ownership tag. Succeeds if DTS takes no tags before the purchase: the instance gets the tag after it.
///
/// # Errors
/// The call failed.
pub(in crate::resources) async fn tag_as_owned(
    session: &Session<'_>,
    instance_id: &str,
    ownership_id: &str,
) -> Result<(), Error> {
    match set_tags(session, instance_id, vec![Tag::new(OWNERSHIP_TAG, ownership_id)]).await {
        Err(error) if error.is_cancelled() || is_about_the_status(&error) => Ok(()),
        result => result,
    }
}

fn is_about_the_status(error: &Error) -> bool {
    error.class() == Some(Class::Pending) || error.code().is_some_and(|code| code.contains("JobStatus"))
}

/// Whether the tags have our ownership tag.
pub(in crate::resources) fn is_tagged_as_owned(tags: &[JobTag], ownership_id: Option<&str>) -> bool {
    ownership_id.is_some_and(|id| tags.iter().any(|tag| tag.tag_key == OWNERSHIP_TAG && tag.tag_value == id))
}
