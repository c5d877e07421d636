//! The tags of a job.

use std::collections::BTreeMap;

use tencent::dts::TagItem;

use crate::resources::shared::OWNERSHIP_TAG;

/// The tags without the ownership tag.
pub(crate) fn configured_tags(tags: &[TagItem]) -> BTreeMap<String, String> {
    let configured = tags.iter().filter(|tag| tag.tag_key != OWNERSHIP_TAG);
    configured.map(|tag| (tag.tag_key.clone(), tag.tag_value.clone())).collect()
}

/// The value of the ownership tag.
pub(in crate::resources) fn ownership_tag(tags: &[TagItem]) -> Option<&str> {
    tags.iter().find(|tag| tag.tag_key == OWNERSHIP_TAG).map(|tag| tag.tag_value.as_str())
}
