//! Property tests: decoding an encoded value returns the same value, and decoding arbitrary bytes does not panic.

use proptest::prelude::*;

use super::{Bound, Items, Number, Refinements, Type, Value, decode, encode};

fn any_number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        "-?[1-9][0-9]{0,40}(\\.[0-9]{1,30})?".prop_map(|text| Number::parse(&text).unwrap()),
        any::<f64>().prop_filter_map("finite", |float| Number::from_f64(float).ok()),
    ]
}

fn any_refinements() -> impl Strategy<Value = Refinements> {
    let bound = || {
        proptest::option::of((any_number(), any::<bool>()).prop_map(|(value, inclusive)| Bound { value, inclusive }))
    };
    (
        proptest::option::of(any::<bool>()),
        proptest::option::of("\\PC{0,6}"),
        bound(),
        bound(),
        proptest::option::of(0..1_000_i64),
        proptest::option::of(0..1_000_i64),
    )
        .prop_map(|(null, prefix, lower, upper, min_length, max_length)| Refinements {
            null,
            prefix,
            lower,
            upper,
            min_length,
            max_length,
        })
}

fn leaf(ty: Type, value: BoxedStrategy<Value>) -> BoxedStrategy<(Type, Value)> {
    prop_oneof![1 => Just(Value::Null), 1 => any_refinements().prop_map(|known| Value::Unknown(known.into())), 6 => value]
        .prop_map(move |value| (ty.clone(), value))
        .boxed()
}

fn any_typed_value() -> impl Strategy<Value = (Type, Value)> {
    prop_oneof![
        leaf(Type::Bool, any::<bool>().prop_map(Value::Bool).boxed()),
        leaf(Type::Number, any_number().prop_map(Value::Number).boxed()),
        leaf(Type::String, "\\PC{0,40}".prop_map(Value::String).boxed()),
    ]
    .prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            proptest::collection::btree_map("[a-z]{1,6}", inner.clone(), 0..4).prop_map(|items| {
                let types = items.iter().map(|(name, (ty, _))| (name.as_str(), ty.clone())).collect();
                let values = items.into_iter().map(|(name, (_, value))| (name, value)).collect();
                (Type::Object(types), Value::Map(values))
            }),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| {
                let (types, values) = items.into_iter().unzip();
                (Type::Tuple(types), Value::List(values))
            }),
            (inner.clone(), 0..4_usize)
                .prop_map(|((ty, value), count)| (Type::List(Box::new(ty)), Value::List(vec![value; count]))),
            inner.prop_map(|(ty, value)| match value {
                // Terraform encodes an unknown or null value of dynamic type without a type.
                Value::Null | Value::Unknown(_) => (Type::Dynamic, value),
                value => (Type::Dynamic, Value::Dynamic(Box::new(ty), Box::new(value))),
            }),
        ]
    })
}

proptest! {
    #[test]
    fn a_decoded_value_equals_the_encoded_one((ty, value) in any_typed_value()) {
        prop_assert_eq!(decode(&encode(&value), &ty).unwrap(), value);
    }

    #[test]
    fn malformed_bytes_do_not_panic((ty, value) in any_typed_value(), cut in 0..64_usize, flip in any::<u8>()) {
        let mut bytes = encode(&value);
        if !bytes.is_empty() {
            let at = cut % bytes.len();
            bytes[at] ^= flip;
        }
        let _ = decode(&bytes, &ty);
        bytes.truncate(cut);
        let _ = decode(&bytes, &ty);
    }

    #[test]
    fn random_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), (ty, _) in any_typed_value()) {
        let _ = decode(&bytes, &ty);
        let _ = decode(&bytes, &Type::Dynamic);
    }
}

#[test]
fn sets_are_equal_in_any_order() {
    let ty = Type::Set(Box::new(Type::String));
    let one = encode(&Value::List(vec!["b".into(), "a".into()]));
    let other = encode(&Value::List(vec!["a".into(), "b".into()]));
    assert_eq!(decode(&one, &ty).unwrap(), decode(&other, &ty).unwrap());
}

#[test]
fn excessive_nesting_is_rejected() {
    let mut bytes = Vec::new();
    for _ in 0..10_000 {
        bytes.extend([0x92, 0xc4, 9]);
        bytes.extend(b"\"dynamic\"");
    }
    assert!(decode(&bytes, &Type::Dynamic).unwrap_err().to_string().contains("nested too deeply"));
}

#[test]
fn a_false_length_reserves_no_memory() {
    let ty = Type::Map(Box::new(Type::List(Box::new(Type::Bool))));
    assert!(decode(&[0x81, 0xa1, b'k', 0xdd, 0xff, 0xff, 0xff, 0xff], &ty).is_err());
    assert_eq!(decode(&[0x80], &ty).unwrap(), Value::Map(Items::default()));
}
