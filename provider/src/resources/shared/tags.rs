//! Tags: what a change sets and removes, and how returned tags become state.

use std::collections::BTreeMap;

use tfplugin::model::{Attr, Map};

// It is not one of the configured tags.
pub(crate) use crate::rules::OWNERSHIP_TAG;

/// Tags to set and keys to remove.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TagChange {
    pub(crate) set: Vec<(String, String)>,
    pub(crate) remove: Vec<String>,
}

/// The calls that turn one set of tags into another.
pub(crate) fn tag_change(prior: &Attr<Map<String>>, planned: &Attr<Map<String>>) -> TagChange {
    let (prior, planned) = (plain(prior), plain(planned));
    TagChange {
        set: planned
            .iter()
            .filter(|(key, value)| prior.get(*key) != Some(value))
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        remove: prior.keys().filter(|key| !planned.contains_key(*key)).map(|key| (*key).to_owned()).collect(),
    }
}

/// The state of returned tags. A cloud returns no tags and an empty map alike: the configuration decides which of them it is. A
/// configured null means that there is no such tag, and stays as long as that is true.
pub(crate) fn returned_tags(tags: BTreeMap<String, String>, known: &Attr<Map<String>>) -> Attr<Map<String>> {
    let mut state: Map<String> = tags.into_iter().collect();
    let nulls = known.get().into_iter().flat_map(|known| known.0.iter().filter(|(_, value)| value.is_null()));
    for (key, _) in nulls {
        state.0.entry(key.clone()).or_insert(Attr::Null);
    }
    if state.0.is_empty() && !known.get().is_some_and(|known| known.0.is_empty()) {
        return Attr::Null;
    }
    Attr::Known(state)
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
        assert_eq!(change.set, [("b", "9"), ("d", "4")].map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(change.remove, ["c"]);
        assert_eq!(tag_change(&Attr::Null, &Attr::Null), TagChange::default());
    }

    #[test]
    fn no_returned_tags_are_what_the_configuration_says() {
        assert!(returned_tags(BTreeMap::new(), &Attr::Null).is_null());
        assert!(returned_tags(BTreeMap::new(), &tags(&[("a", "1")])).is_null());
        assert_eq!(returned_tags(BTreeMap::new(), &tags(&[])), tags(&[]));
    }

    #[test]
    fn a_configured_null_is_no_tag() {
        let mut configured = tags(&[("a", "1")]);
        configured.get_mut().unwrap().0.insert("b".to_owned(), Attr::Null);
        let returned = |pairs: &[(&str, &str)]| {
            returned_tags(
                pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
                &configured,
            )
        };
        assert_eq!(returned(&[("a", "1")]), configured, "nothing differs");
        assert_eq!(returned(&[("a", "1"), ("b", "2")]), tags(&[("a", "1"), ("b", "2")]), "someone set it");
        assert_eq!(tag_change(&configured, &configured), TagChange::default());
        assert_eq!(tag_change(&tags(&[("a", "1"), ("b", "2")]), &configured).remove, ["b"]);
        let mut only_null = tags(&[]);
        only_null.get_mut().unwrap().0.insert("b".to_owned(), Attr::Null);
        assert_eq!(returned_tags(BTreeMap::new(), &only_null), only_null);
    }
}
