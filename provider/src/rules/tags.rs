//! Tags: what the clouds have in common.

use tfplugin::{
    diagnostic::Diagnostic,
    model::{Attr, Map},
    path::AttributePath,
    value::Value,
};

use super::{Rule, Violation, shown};

/// The tag by which a configuration recognizes its own objects.
pub(crate) const OWNERSHIP_TAG: &str = "dts-ownership-id";

/// The limits of a cloud.
#[derive(Debug)]
pub(super) struct TagLimits {
    /// Name of the cloud in messages.
    pub(super) cloud: &'static str,
    /// Number of tags of an object.
    pub(super) tags: i64,
    /// Characters of a key.
    pub(super) key: i64,
    /// Characters of a value.
    pub(super) value: i64,
    /// Prefixes that the cloud keeps for its own tags.
    pub(super) reserved: &'static [&'static str],
}

/// The tag of `ownership_id` counts as well.
pub(super) static COUNT: Rule = Rule::plan(
    "tag-count",
    "There is no room for the ownership tag",
    "With `ownership_id` in the provider block, an object can have one tag fewer, because the provider adds its own.",
);

/// The limit of `ownership_id` is that of Alibaba Cloud; another cloud may have a lower one.
pub(super) static OWNERSHIP: Rule = Rule::plan(
    "ownership-length",
    "ownership_id is too long for a tag of this cloud",
    "`ownership_id` must not be longer than the value of a tag in the cloud: 256 characters in Alibaba Cloud, 255 in Tencent Cloud.",
);

impl TagLimits {
    /// The requirement of the rule on tags.
    pub(super) fn requirement(&self) -> String {
        let begin = match self.reserved {
            [] => String::new(),
            some => {
                let quoted: Vec<String> = some.iter().map(|prefix| format!("`{prefix}`")).collect();
                format!(" and do not begin with {}", quoted.join(" or "))
            }
        };
        format!(
            "must be at most {} tags, whose keys have 1 to {} characters{begin}, and whose values have at most {} characters",
            self.tags, self.key, self.value
        )
    }

    /// Rejects an ownership ID that is too long for a tag, and as many tags as the cloud allows if the provider adds the ownership tag.
    pub(super) fn room_for_ownership(
        &self,
        tags: &Attr<Map<String>>,
        ownership_id: Option<&str>,
    ) -> Option<Diagnostic> {
        let length = i64::try_from(ownership_id?.chars().count()).unwrap_or(i64::MAX);
        if length > self.value {
            return Some(self.too_long(length));
        }
        // An unknown value can become null, and then there is no such tag.
        let tags = tags.get().filter(|tags| !tags.has_unknown())?;
        let count = tags.known().count();
        // More tags than allowed are reported by the rule on the tags.
        if i64::try_from(count).ok()? != self.tags {
            return None;
        }
        Some(COUNT.broken(
            AttributePath::of(&["tags"]),
            &Violation {
                found: format!(
                    "There are {count} tags, and the provider adds the tag {OWNERSHIP_TAG:?} for ownership_id."
                ),
                allowed: format!("at most {} tags with ownership_id", self.tags - 1),
                fix: "remove a tag".to_owned(),
            },
        ))
    }

    fn too_long(&self, length: i64) -> Diagnostic {
        OWNERSHIP.broken(
            AttributePath::root(),
            &Violation {
                found: format!(
                    "ownership_id of the provider block has {length} characters. It is the value of the tag {OWNERSHIP_TAG:?}."
                ),
                allowed: format!("at most {} characters in a tag of {}", self.value, self.cloud),
                fix: "shorten ownership_id".to_owned(),
            },
        )
    }

    /// Checks the tags of an object.
    pub(super) fn check_tags(&self, value: &Value) -> Result<(), String> {
        self.check_each(value, |key, value| self.check_tag(key, value))
    }

    /// Checks tags to filter by, which can also be tags that only the cloud or this provider sets.
    pub(super) fn check_filter(&self, value: &Value) -> Result<(), String> {
        self.check_each(value, |key, value| self.check_length(key, value))
    }

    fn check_each(&self, value: &Value, check: impl Fn(&str, &Value) -> Result<(), String>) -> Result<(), String> {
        let Value::Map(tags) = value else { return Ok(()) };
        // A tag with the value null does not exist.
        let tags: Vec<(&str, &Value)> =
            tags.iter().map(|(key, value)| (key.as_str(), value)).filter(|(_, value)| !value.is_null()).collect();
        let mut problems: Vec<String> = tags.iter().filter_map(|(key, value)| check(key, value).err()).collect();
        let most = self.tags;
        if i64::try_from(tags.len()).is_ok_and(|count| count > most) {
            problems.push(format!("There are {} tags. Keep at most {most}.", tags.len()));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems.join(" ")) }
    }

    fn check_tag(&self, key: &str, value: &Value) -> Result<(), String> {
        if key == OWNERSHIP_TAG {
            return Err(format!(
                "{key:?} is the tag of ownership_id. Remove it, and set ownership_id in the provider block."
            ));
        }
        if let Some(prefix) = self.reserved.iter().find(|prefix| key.to_lowercase().starts_with(**prefix)) {
            return Err(format!(
                "The key {} begins with {prefix:?}, which {} keeps for its own tags. Use another key.",
                shown(key),
                self.cloud
            ));
        }
        if key.contains("http://") || key.contains("https://") {
            return Err(format!("The key {} contains a URL. Use another key.", shown(key)));
        }
        self.check_length(key, value)
    }

    fn check_length(&self, key: &str, value: &Value) -> Result<(), String> {
        let length = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        if key.is_empty() {
            return Err("A key is empty. Write a key, or remove the tag.".to_owned());
        }
        if length(key) > self.key {
            return Err(format!("The key {} has {} characters.", shown(key), length(key)));
        }
        match value.as_str() {
            Some(text) if length(text) > self.value => {
                Err(format!("The value of {} has {} characters.", shown(key), length(text)))
            }
            _ => Ok(()),
        }
    }
}
