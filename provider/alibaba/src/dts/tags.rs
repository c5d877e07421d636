//! Tags of instances. DTS takes numbered parameters and answers a nested list, unlike RAM.

use super::Done;
use crate::wire::{FlatList, FlatTags, answer, request};

request! {
    /// Sets tags; existing keys take the new value.
    TagResources: DTS Idempotent -> Done {
        /// Region of the instances.
        region_id: String = Query "RegionId",
        /// `ALIYUN::DTS::INSTANCE`.
        resource_type: String = Query "ResourceType",
        /// Instance (not job) ids, 1 to 50.
        resource_ids: FlatList = Query "ResourceId",
        /// Tags, 1 to 20.
        tags: FlatTags = Query "Tag",
    }
}

request! {
    /// Removes tags by key, or all of them.
    UntagResources: DTS Idempotent -> Done {
        /// Region of the instances.
        region_id: String = Query "RegionId",
        /// `ALIYUN::DTS::INSTANCE`.
        resource_type: String = Query "ResourceType",
        /// Instance ids, 1 to 50.
        resource_ids: FlatList = Query "ResourceId",
        /// Keys to remove, 1 to 20; wins over `all`.
        tag_keys: FlatList = Query "TagKey",
        /// Remove every tag.
        all: Option<bool> = Query "All",
    }
}

request! {
    /// Lists tags of instances.
    ListTagResources: DTS Read -> InstanceTags {
        /// Region of the instances.
        region_id: String = Query "RegionId",
        /// `ALIYUN::DTS::INSTANCE`.
        resource_type: String = Query "ResourceType",
        /// Instance ids.
        resource_ids: FlatList = Query "ResourceId",
        /// Only these tags.
        tags: FlatTags = Query "Tag",
        /// Where to go on; from the previous answer.
        next_token: Option<String> = Query "NextToken",
    }
}

answer! {
    /// Answer of `ListTagResources`.
    InstanceTags {
        /// The list's wrapper.
        tag_resources: InstanceTagList = "TagResources",
        /// Token of the next page; empty at the end.
        next_token: String = "NextToken",
    }
}

answer! {
    /// The list inside the wrapper.
    InstanceTagList {
        /// One page of tags.
        tag_resource: Vec<InstanceTag> = "TagResource",
    }
}

answer! {
    /// One tag of one instance.
    InstanceTag {
        /// Instance id.
        resource_id: String = "ResourceId",
        /// `ALIYUN::DTS::INSTANCE`.
        resource_type: String = "ResourceType",
        /// Key.
        tag_key: String = "TagKey",
        /// Value.
        tag_value: String = "TagValue",
    }
}
