//! Type expressions as schemas carry them: JSON such as `"string"` or `["map", "number"]`.

use serde_json::Value;

/// What a schema's rules need to know about a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TypeFacts {
    /// Somewhere inside it the type is left open.
    pub(super) has_dynamic: bool,
}

/// Reads a type expression.
pub(super) fn parse(json: &[u8]) -> Result<TypeFacts, String> {
    let value: Value = serde_json::from_slice(json).map_err(|error| format!("the type is not JSON: {error}"))?;
    facts(&value).map(|has_dynamic| TypeFacts { has_dynamic })
}

fn facts(value: &Value) -> Result<bool, String> {
    let refuse = || Err(format!("{value} is no type"));
    match value {
        Value::String(name) => match name.as_str() {
            "string" | "number" | "bool" => Ok(false),
            "dynamic" => Ok(true),
            _ => refuse(),
        },
        Value::Array(parts) => match (parts.first().and_then(Value::as_str), parts.get(1..).unwrap_or_default()) {
            (Some("list" | "map"), [element]) => facts(element),
            (Some("set"), [element]) => match facts(element)? {
                true => Err("a set's elements must have a fixed type".to_owned()),
                false => Ok(false),
            },
            (Some("tuple"), [Value::Array(elements)]) => any(elements.iter()),
            (Some("object"), [Value::Object(attributes)]) => any(attributes.values()),
            (Some("object"), [Value::Object(attributes), Value::Array(optional)]) => {
                let known = |name: &Value| name.as_str().is_some_and(|name| attributes.contains_key(name));
                if optional.iter().all(known) { any(attributes.values()) } else { refuse() }
            }
            _ => refuse(),
        },
        _ => refuse(),
    }
}

/// Whether any of the types is open; all of them must be types.
fn any<'a>(types: impl Iterator<Item = &'a Value>) -> Result<bool, String> {
    types.map(facts).try_fold(false, |open, found| Ok(open | found?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_and_open_ones_found() {
        let cases = [
            (r#""string""#, false),
            (r#"["list","number"]"#, false),
            (r#"["map",["object",{"a":"bool","b":["set","string"]}]]"#, false),
            (r#"["tuple",["string","dynamic"]]"#, true),
            (r#"["object",{"a":"string"},["a"]]"#, false),
            (r#"["list","dynamic"]"#, true),
        ];
        for (json, has_dynamic) in cases {
            assert_eq!(parse(json.as_bytes()), Ok(TypeFacts { has_dynamic }), "{json}");
        }
    }

    #[test]
    fn what_is_no_type_is_refused() {
        for json in ["", "1", "[]", r#""text""#, r#"["list"]"#, r#"["set","dynamic"]"#, r#"["object",{},["x"]]"#] {
            assert!(parse(json.as_bytes()).is_err(), "{json}");
        }
    }
}
