//! Tags of roles. RAM takes lists as JSON text and answers a flat list.

use super::Done;
use crate::wire::{JsonList, JsonTags, answer, request};

request! {
    /// Sets tags; existing keys take the new value.
    TagResources: RAM Idempotent -> Done {
        /// `role`.
        resource_type: String = Query "ResourceType",
        /// Role names, at most 50.
        resource_names: JsonList = Query "ResourceNames",
        /// Tags, at most 20.
        tags: JsonTags = Query "Tag",
    }
}

request! {
    /// Removes tags by key, or all of them.
    UntagResources: RAM Idempotent -> Done {
        /// `role`.
        resource_type: String = Query "ResourceType",
        /// Role names, at most 50.
        resource_names: JsonList = Query "ResourceNames",
        /// Keys to remove, at most 20.
        tag_keys: JsonList = Query "TagKeys",
        /// Remove every tag.
        all: Option<bool> = Query "All",
    }
}

request! {
    /// Lists tags of the named roles, or the roles that carry the given tags.
    ListTagResources: RAM Read -> RoleTags {
        /// `role`.
        resource_type: String = Query "ResourceType",
        /// Role names.
        resource_names: JsonList = Query "ResourceNames",
        /// Only these tags.
        tags: JsonTags = Query "Tag",
        /// Where to go on; from the previous answer.
        next_token: Option<String> = Query "NextToken",
        /// Rows per page, 1 to 100.
        page_size: Option<i64> = Query "PageSize",
    }
}

answer! {
    /// Answer of `ListTagResources`.
    RoleTags {
        /// One page of tags.
        tag_resources: Vec<RoleTag> = "TagResources",
        /// Token of the next page; empty at the end.
        next_token: String = "NextToken",
    }
}

answer! {
    /// One tag of one role.
    RoleTag {
        /// Role name.
        resource_name: String = "ResourceName",
        /// `role`.
        resource_type: String = "ResourceType",
        /// Key.
        tag_key: String = "TagKey",
        /// Value.
        tag_value: String = "TagValue",
    }
}
