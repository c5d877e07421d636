//! Values on the wire that no schema is needed to write: broken ones, and the empty one of a schema.

use tfplugin::generated::tfplugin6::DynamicValue;
use tfplugin::generated::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::generated::tfplugin6::schema::{Block, NestedBlock};

/// msgpack's nil.
const NIL: u8 = 0xc0;
/// msgpack's empty array.
const EMPTY_ARRAY: u8 = 0x90;
/// msgpack's empty map.
const EMPTY_MAP: u8 = 0x80;

/// A value given as msgpack.
pub fn msgpack(bytes: impl Into<Vec<u8>>) -> DynamicValue {
    DynamicValue { msgpack: bytes.into(), json: Vec::new() }
}

/// Bytes that are no value of any object type, each with its name.
///
/// A length that is announced and not delivered must not be allocated, and nesting must not eat the stack.
pub fn malformed() -> Vec<(&'static str, DynamicValue)> {
    let deep = vec![0x91; 200_000];
    vec![
        ("no bytes at all", msgpack([])),
        ("a reserved byte", msgpack([0xc1])),
        ("a map that ends early", msgpack([0x82, 0xa1, b'a'])),
        ("an array in place of an object", msgpack([0x92, NIL, NIL])),
        ("a map with numbers as keys", msgpack([0x81, 0x01, 0x02])),
        ("a string that is not UTF-8", msgpack([0x81, 0xa2, 0xff, 0xfe, NIL])),
        ("a map of 4 billion entries", msgpack([0xdf, 0xff, 0xff, 0xff, 0xff])),
        ("a string of 4 GiB", msgpack([0xdb, 0xff, 0xff, 0xff, 0xff, b'a'])),
        ("200,000 arrays in each other", msgpack(deep)),
        ("an extension that ends early", msgpack([0xc7, 0x10, 0x0c])),
        ("broken JSON", DynamicValue { msgpack: Vec::new(), json: b"{\"a\":".to_vec() }),
    ]
}

/// The value of a configuration block without any argument: every attribute null, every block absent.
pub fn empty_config(block: &Block) -> DynamicValue {
    let mut bytes = Vec::new();
    write_block(block, &mut bytes);
    msgpack(bytes)
}

fn write_block(block: &Block, out: &mut Vec<u8>) {
    let count = block.attributes.len() + block.block_types.len();
    out.push(0xdf);
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
    for attribute in &block.attributes {
        write_string(&attribute.name, out);
        out.push(NIL);
    }
    for nested in &block.block_types {
        write_string(&nested.type_name, out);
        write_nested(nested, out);
    }
}

fn write_nested(nested: &NestedBlock, out: &mut Vec<u8>) {
    match (nested.nesting(), &nested.block) {
        (NestingMode::List | NestingMode::Set, _) => out.push(EMPTY_ARRAY),
        (NestingMode::Map, _) => out.push(EMPTY_MAP),
        // A group is never absent: its attributes are null instead.
        (NestingMode::Group, Some(block)) => write_block(block, out),
        (NestingMode::Single | NestingMode::Group | NestingMode::Invalid, _) => out.push(NIL),
    }
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(0xdb);
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use tfplugin::generated::tfplugin6::schema::Attribute;

    use super::*;

    #[test]
    fn empty_config_has_every_name_once() {
        let attribute = |name: &str| Attribute { name: name.to_owned(), ..Attribute::default() };
        let nested = |name: &str, mode: NestingMode, block| NestedBlock {
            type_name: name.to_owned(),
            nesting: mode.into(),
            block: Some(block),
            ..NestedBlock::default()
        };
        let group = Block { attributes: vec![attribute("b")], ..Block::default() };
        let block = Block {
            attributes: vec![attribute("a")],
            block_types: vec![nested("l", NestingMode::List, Block::default()), nested("g", NestingMode::Group, group)],
            ..Block::default()
        };
        let text = |name: u8| [0xdb, 0, 0, 0, 1, name];
        let mut wanted = vec![0xdf, 0, 0, 0, 3];
        wanted.extend(text(b'a'));
        wanted.push(NIL);
        wanted.extend(text(b'l'));
        wanted.push(EMPTY_ARRAY);
        wanted.extend(text(b'g'));
        wanted.extend([0xdf, 0, 0, 0, 1]);
        wanted.extend(text(b'b'));
        wanted.push(NIL);
        assert_eq!(empty_config(&block).msgpack, wanted);
    }
}
