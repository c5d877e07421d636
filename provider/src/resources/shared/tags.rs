//! Tags: what a change sets and removes, and how returned tags become state.

use std::collections::BTreeMap;

use alibaba::wire::Tag;
use tfplugin::model::{Attr, Map};

/// Tags to set and keys to remove.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TagChange {
    pub(crate) set: Vec<Tag>,
    pub(crate) remove: Vec<String>,
}

/// The calls that turn one set of tags into another.
pub(crate) fn tag_change(prior: &Attr<Map<String>>, planned: &Attr<Map<String>>) -> TagChange {
    let (prior, planned) = (plain(prior), plain(planned));
    TagChange {
        set: planned
            .iter()
            .filter(|(key, value)| prior.get(*key) != Some(value))
            .map(|(key, value)| Tag::new(*key, *value))
            .collect(),
        remove: prior.keys().filter(|key| !planned.contains_key(*key)).map(|key| (*key).to_owned()).collect(),
    }
}

/// The state of returned tags. A cloud returns no tags and an empty map alike: the configuration decides which of them it is.
pub(crate) fn returned_tags(tags: BTreeMap<String, String>, known: &Attr<Map<String>>) -> Attr<Map<String>> {
    if tags.is_empty() && !known.get().is_some_and(|known| known.0.is_empty()) {
        return Attr::Null;
    }
    Attr::Known(tags.into_iter().collect())
}

fn plain(tags: &Attr<Map<String>>) -> BTreeMap<&str, &str> {
    tags.get().into_iter().flat_map(Map::known).map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Attr<Map<String>> {
        Attr::Known(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn only_what_differs_is_changed() {
        let change =
            tag_change(&tags(&[("a", "1"), ("b", "2"), ("c", "3")]), &tags(&[("a", "1"), ("b", "9"), ("d", "4")]));
        assert_eq!(change.set, [Tag::new("b", "9"), Tag::new("d", "4")]);
        assert_eq!(change.remove, ["c"]);
        assert_eq!(tag_change(&Attr::Null, &Attr::Null), TagChange::default());
    }

    #[test]
    fn no_returned_tags_are_what_the_configuration_says() {
        assert!(returned_tags(BTreeMap::new(), &Attr::Null).is_null());
        assert!(returned_tags(BTreeMap::new(), &tags(&[("a", "1")])).is_null());
        assert_eq!(returned_tags(BTreeMap::new(), &tags(&[])), tags(&[]));
    }
}
