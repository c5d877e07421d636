//! Tags.

use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Map},
    path::AttributePath,
    validate::Validator,
    value::Value,
};

use crate::{
    facts::alibaba::limit,
    rules::{Check, Requirement, Rule, ValueRule, Violation, shown},
};

/// The tag by which a configuration recognizes its own objects.
pub(crate) const OWNERSHIP_TAG: &str = "dts-ownership-id";

/// Prefixes that Alibaba Cloud keeps for its own tags.
const RESERVED: [&str; 2] = ["aliyun", "acs:"];

static TAGS: ValueRule = ValueRule {
    id: "tag-format",
    subject: "The tags of an object",
    requirement: Requirement::Computed(|| {
        format!(
            "must be at most {} tags, whose keys have 1 to {} characters and do not begin with `aliyun` or `acs:`, and whose values have \
             at most {} characters",
            limit("tags").max,
            limit("tag_key").max,
            limit("tag_value").max
        )
    }),
    check: Check::Value(check_tags),
};

pub(super) static RULES: [&ValueRule; 1] = [&TAGS];

/// The tag of `ownership_id` counts as well.
pub(super) static COUNT: Rule = Rule::plan(
    "tag-count",
    "There is no room for the ownership tag",
    "With `ownership_id` in the provider block, an object can have one tag fewer, because the provider adds its own.",
);

/// Rejects as many tags as Alibaba Cloud allows if the provider adds the ownership tag.
pub(crate) fn room_for_ownership(tags: &Attr<Map<String>>, ownership_id: Option<&str>) -> Option<Diagnostic> {
    let (most, _) = (limit("tags").max, ownership_id?);
    // An unknown value can become null, and then there is no such tag.
    let tags = tags.get().filter(|tags| !tags.has_unknown())?;
    let count = tags.known().count();
    // More tags than allowed are reported by the rule on the tags.
    if i64::try_from(count).ok()? != most {
        return None;
    }
    Some(COUNT.broken(
        AttributePath::of(&["tags"]),
        &Violation {
            found: format!("There are {count} tags, and the provider adds the tag {OWNERSHIP_TAG:?} for ownership_id."),
            allowed: format!("at most {} tags with ownership_id", most - 1),
            fix: "remove a tag".to_owned(),
        },
    ))
}

/// Tags that Alibaba Cloud accepts.
pub(crate) fn tags() -> impl Validator {
    &TAGS
}

fn check_tags(value: &Value) -> Result<(), String> {
    let Value::Map(tags) = value else { return Ok(()) };
    // A tag with the value null does not exist.
    let tags: Vec<(&str, &Value)> =
        tags.iter().map(|(key, value)| (key.as_str(), value)).filter(|(_, value)| !value.is_null()).collect();
    let mut problems: Vec<String> = tags.iter().filter_map(|(key, value)| check_tag(key, value).err()).collect();
    let most = limit("tags").max;
    if i64::try_from(tags.len()).is_ok_and(|count| count > most) {
        problems.push(format!("There are {} tags. Keep at most {most}.", tags.len()));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join(" ")) }
}

fn check_tag(key: &str, value: &Value) -> Result<(), String> {
    let length = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if key.is_empty() {
        return Err("A key is empty. Write a key, or remove the tag.".to_owned());
    }
    if key == OWNERSHIP_TAG {
        return Err(format!(
            "{key:?} is the tag of ownership_id. Remove it, and set ownership_id in the provider block."
        ));
    }
    if let Some(prefix) = RESERVED.into_iter().find(|prefix| key.to_lowercase().starts_with(prefix)) {
        return Err(format!(
            "The key {} begins with {prefix:?}, which Alibaba Cloud keeps for its own tags. Use another key.",
            shown(key)
        ));
    }
    if key.contains("http://") || key.contains("https://") {
        return Err(format!("The key {} contains a URL. Use another key.", shown(key)));
    }
    if length(key) > limit("tag_key").max {
        return Err(format!("The key {} has {} characters.", shown(key), length(key)));
    }
    match value.as_str() {
        Some(text) if length(text) > limit("tag_value").max => {
            Err(format!("The value of {} has {} characters.", shown(key), length(text)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tags: &[(&str, Value)]) -> Result<(), String> {
        check_tags(&Value::Map(tags.iter().map(|(key, value)| (*key, value.clone())).collect()))
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
        let many = |count: usize| -> Vec<String> { (0..count).map(|n| format!("k{n}")).collect() };
        let of = |keys: &[String]| check(&keys.iter().map(|key| (key.as_str(), Value::from("v"))).collect::<Vec<_>>());
        assert_eq!(of(&many(20)), Ok(()));
        assert!(of(&many(21)).unwrap_err().contains("There are 21 tags."));
    }
}
