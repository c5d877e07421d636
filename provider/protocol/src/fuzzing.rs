//! The functions that the fuzz targets call. They test values in the encodings in which Terraform sends and stores them. The
//! first line of an input is the type, and the rest is the value.

use crate::value::{Type, Value, decode, encode, from_json};

/// Checks that a value which was decoded from msgpack is decoded again from its own encoding.
pub fn msgpack(data: &[u8]) {
    let Some((ty, bytes)) = split_type(data) else { return };
    if let Ok(value) = decode(bytes, &ty) {
        assert_round_trip(&value, &ty);
    }
}

/// Checks that msgpack can represent every value that was decoded from JSON.
pub fn json(data: &[u8]) {
    let Some((ty, bytes)) = split_type(data) else { return };
    let Ok(json) = serde_json::from_slice(bytes) else { return };
    if let Ok(value) = from_json(&json, &ty) {
        assert_round_trip(&value, &ty);
    }
}

fn split_type(data: &[u8]) -> Option<(Type, &[u8])> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    let ty = Type::from_bytes(&data[..end]).ok()?;
    assert_eq!(Type::from_bytes(&ty.to_bytes()).as_ref(), Ok(&ty), "a type is read back from its JSON form");
    Some((ty, &data[end + 1..]))
}

fn assert_round_trip(value: &Value, ty: &Type) {
    let decoded = decode(&encode(value), ty);
    assert!(decoded.as_ref().is_ok_and(|decoded| decoded == value), "{value:?} as {ty:?} is decoded as {decoded:?}");
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
