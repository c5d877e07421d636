//! Settings that are sent as the text of a JSON object, and the valid values of each of them.
//!
//! The documentation writes numbers and bools in quotation marks, and the console sends them without: both forms are
//! accepted everywhere.

use serde_json::{Map, Value};

/// Settings by key.
pub(crate) type Settings = Map<String, Value>;

/// The valid values of a setting.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// Any value; the published list of values is not complete.
    Any,
    /// True or false.
    Flag,
    /// A whole number from the first to the second.
    Number(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A JSON list, or a text with one.
    List,
    /// A JSON object, or a text with one.
    Object,
}

/// The largest number that JSON clients keep exactly.
pub(crate) const LARGEST: i64 = 9_007_199_254_740_991;

/// Reads the text, or returns why it is not valid.
pub(crate) fn parse(text: &str) -> Result<Settings, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(settings)) => Ok(settings),
        Ok(_) => Err("it is not a JSON object".to_owned()),
        Err(error) => Err(format!("it is not JSON: {error}")),
    }
}

/// A setting as text, whether it was sent with quotation marks or without; a null counts as absent.
pub(crate) fn text(settings: &Settings, key: &str) -> Option<String> {
    let value = settings.get(key).filter(|value| !value.is_null())?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Whether a setting exists and is true.
pub(crate) fn is_true(settings: &Settings, key: &str) -> bool {
    text(settings, key).is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

/// A setting that is an object, sent as JSON or as a text with JSON.
pub(crate) fn nested(settings: &Settings, key: &str) -> Option<Settings> {
    text(settings, key).and_then(|text| parse(&text).ok())
}

/// Compares the settings with a table; keys that the table does not have are accepted. Returns the first key with a
/// value that is not valid, and why.
pub(crate) fn check(settings: &Settings, table: &[(&str, Shape)]) -> Result<(), (String, String)> {
    for (key, shape) in table {
        let Some(given) = text(settings, key) else { continue };
        shape.fits(&given).map_err(|why| ((*key).to_owned(), why))?;
    }
    Ok(())
}

impl Shape {
    fn fits(self, given: &str) -> Result<(), String> {
        let parsed = || serde_json::from_str::<Value>(given);
        match self {
            Self::Any => Ok(()),
            Self::Flag if ["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(given)) => Ok(()),
            Self::Flag => Err("it must be true or false".to_owned()),
            Self::Number(from, to) => match given.trim().parse::<i64>() {
                Ok(number) if (from..=to).contains(&number) => Ok(()),
                _ => Err(format!("it must be a number from {from} to {to}")),
            },
            Self::Word(words) if words.contains(&given) => Ok(()),
            Self::Word(words) => Err(format!("it must be one of {}", words.join(", "))),
            Self::List if parsed().is_ok_and(|value| value.is_array()) => Ok(()),
            Self::List => Err("it must be a JSON list".to_owned()),
            Self::Object if parsed().is_ok_and(|value| value.is_object()) => Ok(()),
            Self::Object => Err("it must be a JSON object".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Shape, check, is_true, nested, parse, text};

    #[test]
    fn quoted_and_raw_values_are_the_same() {
        let settings = parse(r#"{"a":"1","b":1,"c":true,"d":"True","e":{"x":1},"f":"{\"x\":1}","g":null}"#).unwrap();
        assert_eq!((text(&settings, "a"), text(&settings, "b")), (Some("1".to_owned()), Some("1".to_owned())));
        assert!(is_true(&settings, "c") && is_true(&settings, "d") && !is_true(&settings, "a"));
        assert_eq!(nested(&settings, "e"), nested(&settings, "f"));
        assert_eq!((text(&settings, "g"), text(&settings, "h")), (None, None));
        assert!(parse("[]").is_err() && parse("a=1").is_err());
    }

    #[test]
    fn each_kind_has_valid_and_invalid_values() {
        for (shape, good, bad) in [
            (Shape::Flag, json!("FALSE"), json!("no")),
            (Shape::Number(-1, 5), json!(5), json!(6)),
            (Shape::Number(1, 5), json!("1"), json!("one")),
            (Shape::Word(&["a", "b"]), json!("b"), json!("c")),
            (Shape::List, json!("[]"), json!({})),
            (Shape::Object, json!({"a": 1}), json!("a")),
        ] {
            let with = |value| serde_json::Map::from_iter([("k".to_owned(), value)]);
            assert!(check(&with(good), &[("k", shape)]).is_ok(), "{shape:?}");
            assert_eq!(check(&with(bad), &[("k", shape)]).unwrap_err().0, "k", "{shape:?}");
        }
    }
}
