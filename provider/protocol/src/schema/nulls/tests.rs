use super::*;
use crate::{
    Model,
    model::{Attr, List, Map, Model as _, Set},
    schema::validate_block,
    value::{Items, from_json},
};

/// A file.
#[derive(Clone, Debug, Default, Model)]
struct File {
    /// Name of the file. It is not a path.
    #[attr(required)]
    name: Attr<String>,
    /// Who has the file.
    #[attr(optional)]
    owner: Attr<Owner>,
    /// Words.
    #[attr(optional)]
    words: Attr<Set<String>>,
    /// Lines.
    #[attr(optional)]
    lines: Attr<List<List<String>>>,
    /// Limits.
    #[attr(optional)]
    limits: Attr<Map<i64>>,
    /// Labels.
    #[attr(optional, null_elements)]
    labels: Attr<Map<String>>,
    /// Parts.
    #[attr(optional)]
    parts: Attr<Map<Owner>>,
    /// The place.
    #[block(required)]
    place: Attr<Place>,
}

/// An owner.
#[derive(Clone, Debug, Default, Model)]
struct Owner {
    /// ID of the owner.
    #[attr(required)]
    id: Attr<String>,
}

/// A place.
#[derive(Clone, Debug, Default, Model)]
struct Place {
    /// How to get there.
    #[attr(required)]
    way: Attr<String>,
    /// A key.
    #[block]
    key: Attr<Owner>,
}

/// The errors of a configuration: path, and text without its rule.
fn errors(json: serde_json::Value) -> Vec<String> {
    let block = File::block();
    problems(&from_json(&json, &block.ty()).unwrap())
}

fn problems(config: &Value) -> Vec<String> {
    let mut out = Diagnostics::new();
    validate_block(&File::block(), config, &PathRef::root(), &mut out);
    let text = |detail: &str| detail.split("\n\nRule: ").next().unwrap_or_default().to_owned();
    out.into_iter().map(|one| format!("{}: {}", one.path, text(&one.detail))).collect()
}

#[test]
fn a_required_argument_is_not_null_at_any_depth() {
    assert_eq!(
        errors(serde_json::json!({"name": null, "owner": {"id": null}, "place": {"way": null, "key": {"id": null}}})),
        [
            "name: name must not be null. Write the name of the file.",
            "owner.id: owner.id must not be null. Write the ID of the owner, or remove owner.",
            "place.way: place.way must not be null. Write how to get there.",
            "place.key.id: place.key.id must not be null. Write the ID of the owner, or remove the key block.",
        ]
    );
    assert_eq!(
        errors(serde_json::json!({"name": "a", "owner": null, "place": {"way": "b", "key": null}})),
        [""; 0],
        "the twin passes"
    );
}

#[test]
fn a_value_that_is_known_later_passes() {
    let later = Value::unknown;
    let key = Value::Map(Items::from([("id", later())]));
    let place = Value::Map(Items::from([("way", later()), ("key", key)]));
    let config = [("name", later()), ("owner", later()), ("place", place), ("words", Value::List(vec![later()]))];
    assert_eq!(problems(&Value::Map(Items::from(config))), [""; 0]);
}

#[test]
fn an_element_is_not_null_unless_its_attribute_allows_it() {
    let with = |more: serde_json::Value| {
        let mut config = serde_json::json!({"name": "a", "place": {"way": "b"}});
        config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        errors(config)
    };
    for (more, start) in [
        (serde_json::json!({"words": ["a", null]}), "words: words must not contain null."),
        (serde_json::json!({"lines": [["a"], null]}), "lines[1]: lines[1] must not be null."),
        (serde_json::json!({"lines": [["a", null]]}), "lines[0][1]: lines[0][1] must not be null."),
        (serde_json::json!({"limits": {"a": null}}), "limits[\"a\"]: limits[\"a\"] must not be null."),
        (serde_json::json!({"parts": {"a": null}}), "parts[\"a\"]: parts[\"a\"] must not be null."),
        (serde_json::json!({"parts": {"a": {"id": null}}}), "parts[\"a\"].id: parts[\"a\"].id must not be null."),
    ] {
        let found = with(more);
        assert!(found.len() == 1 && found[0].starts_with(start), "{found:?}");
    }
    let filled = serde_json::json!({"words": ["a"], "lines": [["a"]], "limits": {"a": 1}, "parts": {"a": {"id": "1"}}});
    assert_eq!(with(filled), [""; 0]);
    assert_eq!(with(serde_json::json!({"labels": {"a": null}})), [""; 0]);
}
