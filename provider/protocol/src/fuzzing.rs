//! What the fuzz targets call: values as the core sends and stores them. The first line of an input is the type, the rest the
//! value.

use crate::value::{Type, Value, decode, encode, from_json};

/// Whatever msgpack is read as a value is written so that it is read again.
pub fn msgpack(data: &[u8]) {
    let Some((ty, bytes)) = typed(data) else { return };
    if let Ok(value) = decode(bytes, &ty) {
        assert_survives(&value, &ty);
    }
}

/// Whatever JSON is read as a value, msgpack can carry.
pub fn json(data: &[u8]) {
    let Some((ty, bytes)) = typed(data) else { return };
    let Ok(json) = serde_json::from_slice(bytes) else { return };
    if let Ok(value) = from_json(&json, &ty) {
        assert_survives(&value, &ty);
    }
}

fn typed(data: &[u8]) -> Option<(Type, &[u8])> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    let ty = Type::from_bytes(&data[..end]).ok()?;
    assert_eq!(Type::from_bytes(&ty.to_bytes()).as_ref(), Ok(&ty), "a type survives its spelling");
    Some((ty, &data[end + 1..]))
}

fn assert_survives(value: &Value, ty: &Type) {
    let again = decode(&encode(value), ty);
    assert!(again.as_ref().is_ok_and(|again| again == value), "{value:?} as {ty:?} is read again as {again:?}");
}

#[cfg(test)]
#[path = "../../../fuzz/saved.rs"]
mod saved;

#[cfg(test)]
mod tests {
    use super::{json, msgpack, saved};

    #[test]
    fn saved_inputs_still_pass() {
        saved::each("msgpack", msgpack);
        saved::each("json", json);
    }
}
