//! Encodes values in msgpack.

use rmp::encode as write;

use super::{KEY_LOWER, KEY_MAX_LENGTH, KEY_MIN_LENGTH, KEY_NULL, KEY_PREFIX, KEY_UPPER, REFINED_UNKNOWN, UNKNOWN};
use crate::value::{Number, Refinements, Value, number::WireNumber};

/// Encodes a value. The encoding depends on the type only for dynamic values, which contain their type.
pub fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    write_value(&mut out, value);
    out
}

// Writing to a Vec cannot fail, so the results of the writer are ignored.
fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => {
            let _ = write::write_nil(out);
        }
        Value::Unknown(refinements) => write_unknown(out, refinements),
        Value::Bool(bool) => {
            let _ = write::write_bool(out, *bool);
        }
        Value::Number(number) => write_number(out, number),
        Value::String(text) => {
            let _ = write::write_str(out, text);
        }
        Value::List(items) => {
            let _ = write::write_array_len(out, length(items.len()));
            items.iter().for_each(|item| write_value(out, item));
        }
        Value::Map(items) => {
            let _ = write::write_map_len(out, length(items.len()));
            for (key, item) in items {
                let _ = write::write_str(out, key);
                write_value(out, item);
            }
        }
        Value::Dynamic(ty, inner) => {
            let _ = write::write_array_len(out, 2);
            let _ = write::write_bin(out, &ty.to_bytes());
            write_value(out, inner);
        }
    }
}

fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn write_number(out: &mut Vec<u8>, number: &Number) {
    let _ = match number.wire_form() {
        WireNumber::Int(int) => write::write_sint(out, int).map(|_| ()),
        WireNumber::Float(float) => write::write_f64(out, float),
        WireNumber::Text(text) => write::write_str(out, &text),
    };
}

fn write_unknown(out: &mut Vec<u8>, known: &Refinements) {
    if known.is_empty() {
        let _ = write::write_ext_meta(out, 1, UNKNOWN);
        out.push(0);
        return;
    }
    let mut entries: Vec<(i64, Vec<u8>)> = Vec::new();
    let mut entry = |key: i64, fill: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = Vec::new();
        fill(&mut bytes);
        entries.push((key, bytes));
    };
    if let Some(null) = known.null {
        entry(KEY_NULL, &|bytes| write_value(bytes, &Value::Bool(null)));
    }
    if let Some(prefix) = &known.prefix {
        entry(KEY_PREFIX, &|bytes| write_value(bytes, &Value::string(prefix)));
    }
    for (key, bound) in [(KEY_LOWER, &known.lower), (KEY_UPPER, &known.upper)] {
        if let Some(bound) = bound {
            let pair = Value::List(vec![Value::Number(bound.value.clone()), Value::Bool(bound.inclusive)]);
            entry(key, &|bytes| write_value(bytes, &pair));
        }
    }
    for (key, length) in [(KEY_MIN_LENGTH, known.min_length), (KEY_MAX_LENGTH, known.max_length)] {
        if let Some(length) = length {
            entry(key, &|bytes| write_value(bytes, &Value::from(length)));
        }
    }
    let mut body = Vec::new();
    let _ = write::write_map_len(&mut body, length(entries.len()));
    for (key, bytes) in entries {
        let _ = write::write_sint(&mut body, key);
        body.extend(bytes);
    }
    let _ = write::write_ext_meta(out, length(body.len()), REFINED_UNKNOWN);
    out.extend(body);
}
