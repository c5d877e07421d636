//! The binary form of MySQL's JSON as text.

use mysql_async::binlog::jsonb::{JsonContainer, JsonDom, JsonNumber, JsonScalar, Value};

/// The text of a JSON value; numbers keep their type: a DOUBLE keeps its point, a DECIMAL all its digits.
pub(super) fn text(value: Value<'_>) -> std::io::Result<String> {
    let mut text = String::new();
    write(&mut text, value.parse()?);
    Ok(text)
}

fn write(text: &mut String, value: JsonDom) {
    match value {
        JsonDom::Container(JsonContainer::Array(elements)) => {
            text.push('[');
            for (index, element) in elements.into_iter().enumerate() {
                separate(text, index);
                write(text, element);
            }
            text.push(']');
        }
        JsonDom::Container(JsonContainer::Object(members)) => {
            text.push('{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                separate(text, index);
                write_string(text, &key);
                text.push_str(": ");
                write(text, member);
            }
            text.push('}');
        }
        JsonDom::Scalar(scalar) => write_scalar(text, scalar),
    }
}

fn separate(text: &mut String, index: usize) {
    if index > 0 {
        text.push_str(", ");
    }
}

fn write_scalar(text: &mut String, scalar: JsonScalar) {
    match scalar {
        JsonScalar::Null => text.push_str("null"),
        JsonScalar::Boolean(value) => text.push_str(if value { "true" } else { "false" }),
        JsonScalar::Number(JsonNumber::Int(value)) => text.push_str(&value.to_string()),
        JsonScalar::Number(JsonNumber::Uint(value)) => text.push_str(&value.to_string()),
        JsonScalar::Number(JsonNumber::Double(value)) => text.push_str(&format!("{value:?}")),
        JsonScalar::Number(JsonNumber::Decimal(value)) => text.push_str(&value.to_string()),
        JsonScalar::DateTime(value) => write_string(text, &format!("{value:.6}")),
        JsonScalar::Opaque(value) => write_string(text, &value.to_string()),
        JsonScalar::String(value) => write_string(text, &value),
    }
}

fn write_string(text: &mut String, value: &str) {
    text.push_str(&serde_json::Value::String(value.to_owned()).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_type() {
        assert_eq!(text(Value::F64(1.0)).unwrap(), "1.0");
        assert_eq!(text(Value::I16(-1)).unwrap(), "-1");
        assert_eq!(text(Value::U64(u64::MAX)).unwrap(), "18446744073709551615");
        assert_eq!(text(Value::Null).unwrap(), "null");
    }
}
