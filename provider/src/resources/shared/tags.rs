//! What has to be called to change tags.

use std::collections::BTreeMap;

use alibaba::wire::Tag;
use tfplugin::model::{Attr, Map};

/// Tags to set and keys to remove.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TagChange {
    pub(crate) set: Vec<Tag>,
    pub(crate) remove: Vec<String>,
}

/// The change from one set of tags to another.
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
    fn only_what_differs_is_called_for() {
        let change =
            tag_change(&tags(&[("a", "1"), ("b", "2"), ("c", "3")]), &tags(&[("a", "1"), ("b", "9"), ("d", "4")]));
        assert_eq!(change.set, [Tag::new("b", "9"), Tag::new("d", "4")]);
        assert_eq!(change.remove, ["c"]);
        assert_eq!(tag_change(&Attr::Null, &Attr::Null), TagChange::default());
    }
}
