//! The attributes of a resource of another provider, as Terraform has stored them.

use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::{Attr, Map};

/// The attributes of a resource, or those of a nested block.
#[derive(Clone, Copy)]
pub(crate) struct Attributes<'a>(Option<&'a JsonMap<String, Json>>);

impl<'a> Attributes<'a> {
    /// The attributes of a stored state.
    pub(crate) fn of(state: &'a JsonMap<String, Json>) -> Self {
        Self(Some(state))
    }

    fn get(self, name: &str) -> Option<&'a Json> {
        self.0?.get(name).filter(|value| !value.is_null())
    }

    /// A text. `""` counts as not set, as in the provider that stored it.
    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// A text, empty if it is not set.
    pub(crate) fn text_or_empty(self, name: &str) -> &'a str {
        self.text(name).unwrap_or_default()
    }

    /// A whole number, also one that is stored as a text.
    pub(crate) fn number(self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// A bool; `false` if it is not set.
    pub(crate) fn flag(self, name: &str) -> bool {
        self.get(name).and_then(Json::as_bool).unwrap_or(false)
    }

    /// A map of tags, without null values. An empty map counts as not set.
    pub(crate) fn tags(self, name: &str) -> Attr<Map<String>> {
        let stored = self.get(name).and_then(Json::as_object);
        let tags = stored.into_iter().flatten().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.into())));
        let tags = Map(tags.collect());
        if tags.0.is_empty() { Attr::Null } else { Attr::Known(tags) }
    }

    /// The blocks of a list.
    pub(crate) fn blocks(self, name: &str) -> Vec<Attributes<'a>> {
        let list = self.get(name).and_then(Json::as_array);
        list.into_iter().flatten().filter_map(Json::as_object).map(Attributes::of).collect()
    }

    /// The block of a list of at most one. Without a block, nothing in it is set.
    pub(crate) fn block(self, name: &str) -> Attributes<'a> {
        self.blocks(name).into_iter().next().unwrap_or(Attributes(None))
    }

    /// Those of the names that have a value other than `""`, `false`, `0` and an empty list.
    pub(crate) fn set_names(self, names: &[&'static str]) -> Vec<&'static str> {
        let is_set = |value: &Json| match value {
            Json::Null | Json::Bool(false) => false,
            Json::String(text) => !text.is_empty(),
            Json::Array(list) => !list.is_empty(),
            Json::Number(number) => number.as_f64() != Some(0.0),
            _ => true,
        };
        names.iter().copied().filter(|name| self.get(name).is_some_and(is_set)).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_that_is_not_set_is_null_or_empty_or_missing() {
        let state = json!({
            "a": "x", "b": "", "c": null, "d": "3306", "e": 7, "f": true,
            "tags": {"k": "v", "n": null}, "empty": {}, "list": [{"a": "inner"}], "none": [], "zero": 0,
        });
        let state = Attributes::of(state.as_object().unwrap());
        assert_eq!((state.text("a"), state.text("b"), state.text("c"), state.text("z")), (Some("x"), None, None, None));
        assert_eq!((state.number("d"), state.number("e"), state.number("a")), (Some(3306), Some(7), None));
        assert!(state.flag("f") && !state.flag("c"));
        assert_eq!(state.tags("tags").get().map(|tags| tags.0.len()), Some(1));
        assert!(state.tags("empty").is_null() && state.tags("z").is_null());
        assert_eq!(state.block("list").text("a"), Some("inner"));
        assert_eq!((state.block("none").text("a"), state.block("z").block("y").text("a")), (None, None));
        assert_eq!(state.set_names(&["a", "b", "c", "f", "none", "zero", "z", "e"]), ["a", "f", "e"]);
    }
}
