//! Tags.

use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Map},
    validate::Validator,
};

use crate::rules::{Check, Requirement, ValueRule, tags::TagLimits};

/// The limits of the tag service.
static LIMITS: TagLimits = TagLimits { cloud: "Tencent Cloud", tags: 50, key: 127, value: 255, reserved: &[] };

static TAGS: ValueRule = ValueRule {
    id: "tencent-tag-format",
    subject: "The tags of an object in Tencent Cloud",
    requirement: Requirement::Computed(|| LIMITS.requirement()),
    check: Check::Value(|value| LIMITS.check_tags(value)),
};

pub(super) static RULES: [&ValueRule; 1] = [&TAGS];

/// Rejects as many tags as Tencent Cloud allows if the provider adds the ownership tag.
pub(crate) fn room_for_ownership(tags: &Attr<Map<String>>, ownership_id: Option<&str>) -> Option<Diagnostic> {
    LIMITS.room_for_ownership(tags, ownership_id)
}

/// The same rule for a filter.
static FILTER: ValueRule = ValueRule {
    id: "tencent-tag-format",
    subject: "Tags to filter by",
    requirement: Requirement::Computed(|| LIMITS.requirement()),
    check: Check::Value(|value| LIMITS.check_filter(value)),
};

/// Tags to filter by.
pub(crate) fn tag_filter() -> impl Validator {
    &FILTER
}

/// Tags that Tencent Cloud accepts.
pub(crate) fn tags() -> impl Validator {
    &TAGS
}

#[cfg(test)]
mod tests {
    use tfplugin::value::Value;

    use super::*;

    #[test]
    fn the_limits_of_tags_are_checked() {
        let check = |key: &str, value: &str| LIMITS.check_tags(&Value::Map([(key.to_owned(), value.into())].into()));
        assert_eq!(check(&"k".repeat(127), &"v".repeat(255)), Ok(()));
        assert!(check(&"k".repeat(128), "v").unwrap_err().contains("has 128 characters"));
        assert!(check("k", &"v".repeat(256)).unwrap_err().contains("has 256 characters"));
        let ownership = |length: usize| room_for_ownership(&Attr::Null, Some(&"o".repeat(length)));
        assert!(ownership(255).is_none());
        assert!(ownership(256).unwrap().detail.contains("at most 255 characters in a tag of Tencent Cloud"));
        assert!(check("dts-ownership-id", "v").unwrap_err().contains("set ownership_id in the provider block"));
    }
}
