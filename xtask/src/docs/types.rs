//! Types, in the words of the registry's pages.

use serde_json::Value as Json;

use super::schema::{Attribute, Nested};

/// `Set of String`.
pub(super) fn title(ty: &Json) -> String {
    match (ty.as_str(), ty.get(0).and_then(Json::as_str)) {
        (Some("string"), _) => "String".to_owned(),
        (Some("number"), _) => "Number".to_owned(),
        (Some("bool"), _) => "Boolean".to_owned(),
        (_, Some("list")) => format!("List of {}", title(&ty[1])),
        (_, Some("set")) => format!("Set of {}", title(&ty[1])),
        (_, Some("map")) => format!("Map of {}", title(&ty[1])),
        (_, Some("object")) => "Object".to_owned(),
        (_, Some("tuple")) => "Tuple".to_owned(),
        _ => "Dynamic".to_owned(),
    }
}

/// `set of string`, as in the signature of a function.
pub(super) fn signature(ty: &Json) -> String {
    match object(ty).filter(|_| ty.get(0).and_then(Json::as_str) == Some("object")) {
        Some(fields) => {
            let fields: Vec<String> = fields.iter().map(|(name, ty)| format!("{name} {}", signature(ty))).collect();
            format!("object({})", fields.join(", "))
        }
        None => title(ty).to_lowercase().replace("boolean", "bool"),
    }
}

/// What an attribute is, without whether it must be set.
pub(super) fn of(attribute: &Attribute) -> String {
    match &attribute.nested_type {
        Some(nested) => nesting("Attributes", nested),
        None => title(&attribute.ty),
    }
}

fn nesting(what: &str, nested: &Nested) -> String {
    match nested.nesting_mode.as_str() {
        "list" => format!("{what} List"),
        "set" => format!("{what} Set"),
        "map" => format!("{what} Map"),
        _ => what.to_owned(),
    }
}

/// The fields of an object type, or of the objects a collection type holds.
pub(super) fn object(ty: &Json) -> Option<&serde_json::Map<String, Json>> {
    match ty.get(0).and_then(Json::as_str)? {
        "object" => ty.get(1)?.as_object(),
        "list" | "set" | "map" => object(ty.get(1)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_told_in_words() {
        let policies = json!(["set", ["object", { "name": "string", "big": "bool" }]]);
        assert_eq!(title(&policies), "Set of Object");
        assert_eq!(signature(&json!(["object", { "big": "bool" }])), "object(big bool)");
        assert_eq!(signature(&json!(["set", "string"])), "set of string");
        assert_eq!(object(&policies).unwrap().len(), 2);
        assert_eq!(object(&json!(["map", "string"])), None);
        assert_eq!(title(&json!("dynamic")), "Dynamic");
    }
}
