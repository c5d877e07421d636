//! Tags.

use std::sync::LazyLock;

use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Map},
    validate::{Validator, length},
};

use crate::{
    facts::alibaba::limit,
    rules::{Check, Requirement, ValueRule, tags::TagLimits},
};

static LIMITS: LazyLock<TagLimits> = LazyLock::new(|| TagLimits {
    cloud: "Alibaba Cloud",
    tags: limit("tags").max,
    key: limit("tag_key").max,
    value: limit("tag_value").max,
    reserved: &["aliyun", "acs:"],
});

static TAGS: ValueRule = ValueRule {
    id: "tag-format",
    subject: "The tags of an object",
    requirement: Requirement::Computed(|| LIMITS.requirement()),
    check: Check::Value(|value| LIMITS.check_tags(value)),
};

pub(super) static RULES: [&ValueRule; 1] = [&TAGS];

/// Rejects as many tags as Alibaba Cloud allows if the provider adds the ownership tag.
pub(crate) fn room_for_ownership(tags: &Attr<Map<String>>, ownership_id: Option<&str>) -> Option<Diagnostic> {
    LIMITS.room_for_ownership(tags, ownership_id)
}

/// The same rule for a filter.
static FILTER: ValueRule = ValueRule {
    id: "tag-format",
    subject: "Tags to filter by",
    requirement: Requirement::Computed(|| LIMITS.requirement()),
    check: Check::Value(|value| LIMITS.check_filter(value)),
};

/// Tags to filter by.
pub(crate) fn tag_filter() -> impl Validator {
    &FILTER
}

/// The value of a tag that is not empty.
pub(crate) fn tag_value() -> impl Validator {
    length(1..=usize::try_from(limit("tag_value").max).unwrap_or(usize::MAX))
}

/// Tags that Alibaba Cloud accepts.
pub(crate) fn tags() -> impl Validator {
    &TAGS
}

#[cfg(test)]
mod tests {
    use tfplugin::value::Value;

    use super::*;

    fn check(tags: &[(&str, Value)]) -> Result<(), String> {
        LIMITS.check_tags(&Value::Map(tags.iter().map(|(key, value)| (*key, value.clone())).collect()))
    }

    #[test]
    fn the_limits_of_tags_are_checked() {
        let long = |length: usize| Value::string("x".repeat(length));
        let key = |length: usize| "k".repeat(length);
        assert_eq!(check(&[("env", "prod".into()), ("empty", "".into()), ("none", Value::Null)]), Ok(()));
        assert_eq!(check(&[(&key(128), long(256))]), Ok(()));
        for (tags, message) in [
            (&[("", "v".into())][..], "A key is empty."),
            (&[("dts-ownership-id", "v".into())], "set ownership_id in the provider block"),
            (&[("Aliyun-x", "v".into())], "begins with \"aliyun\""),
            (&[("acs:x", "v".into())], "begins with \"acs:\""),
            (&[(key(129).as_str(), "v".into())], "has 129 characters"),
            (&[("k", long(257))], "The value of \"k\" has 257 characters."),
            (
                &[("", "v".into()), ("acs:x", "v".into())],
                "A key is empty. Write a key, or remove the tag. The key \"acs:x\"",
            ),
        ] {
            let refused = check(tags).unwrap_err();
            assert!(refused.contains(message), "{refused}");
        }
        for key in ["acs:x", "dts-ownership-id"] {
            assert_eq!(LIMITS.check_filter(&Value::Map([(key, "v".into())].into_iter().collect())), Ok(()), "{key}");
        }
        let many = |count: usize| -> Vec<String> { (0..count).map(|n| format!("k{n}")).collect() };
        let of = |keys: &[String]| check(&keys.iter().map(|key| (key.as_str(), Value::from("v"))).collect::<Vec<_>>());
        assert_eq!(of(&many(20)), Ok(()));
        assert!(of(&many(21)).unwrap_err().contains("There are 21 tags."));
    }
}
