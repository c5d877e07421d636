use tfplugin::generated::tfplugin6::resource_identity_schema::IdentityAttribute;
use tfplugin::generated::tfplugin6::schema::{Attribute, Block, NestedBlock, Object, nested_block, object};
use tfplugin::generated::tfplugin6::{
    ActionSchema, Function, ResourceIdentitySchema, Schema, function, get_provider_schema,
};

use super::{identity_problems, problems};

fn text(name: &str) -> Attribute {
    Attribute { name: name.to_owned(), r#type: br#""string""#.to_vec(), optional: true, ..Attribute::default() }
}

fn nested(name: &str, mode: nested_block::NestingMode, attributes: Vec<Attribute>) -> NestedBlock {
    let block = Block { attributes, ..Block::default() };
    NestedBlock { type_name: name.to_owned(), block: Some(block), nesting: mode.into(), ..NestedBlock::default() }
}

fn object(name: &str, mode: object::NestingMode, attributes: Vec<Attribute>) -> Attribute {
    let object = Object { attributes, nesting: mode.into(), ..Object::default() };
    Attribute { name: name.to_owned(), nested_type: Some(object), optional: true, ..Attribute::default() }
}

fn schema(block: Block) -> Schema {
    Schema { version: 0, block: Some(block) }
}

/// The problems of one resource `r` beside a provider without arguments.
fn of(block: Block) -> Vec<String> {
    problems(&get_provider_schema::Response {
        provider: Some(schema(Block::default())),
        resource_schemas: [("r".to_owned(), schema(block))].into(),
        ..Default::default()
    })
}

fn of_attribute(attribute: Attribute) -> Vec<String> {
    of(Block { attributes: vec![attribute], ..Block::default() })
}

fn of_block(nested: NestedBlock) -> Vec<String> {
    of(Block { block_types: vec![nested], ..Block::default() })
}

#[test]
fn good_schema_has_no_problems() {
    use nested_block::NestingMode::{List, Set, Single};

    let secret = Attribute { write_only: true, ..text("secret") };
    let block = Block {
        attributes: vec![text("a"), secret.clone(), object("o", object::NestingMode::Map, vec![text("x")])],
        block_types: vec![
            nested("s", Single, vec![secret]),
            nested("l", List, vec![text("x")]),
            nested("t", Set, vec![text("x")]),
        ],
        ..Block::default()
    };
    assert_eq!(of(block), [""; 0]);
}

#[test]
fn each_broken_attribute_is_named_with_its_rule() {
    let cases = [
        (Attribute { optional: false, ..text("a") }, "neither required"),
        (Attribute { required: true, ..text("a") }, "both required and optional"),
        (Attribute { required: true, optional: false, computed: true, ..text("a") }, "both required and computed"),
        (Attribute { write_only: true, computed: true, ..text("a") }, "both write-only and computed"),
        (Attribute { r#type: Vec::new(), ..text("a") }, "no type"),
        (Attribute { r#type: b"\"text\"".to_vec(), ..text("a") }, "is no type"),
        (Attribute { deprecation_message: "gone".to_owned(), ..text("a") }, "not deprecated"),
        (object("a", object::NestingMode::Invalid, vec![]), "no nesting mode"),
        (Attribute { r#type: b"\"string\"".to_vec(), ..object("a", object::NestingMode::Map, vec![]) }, "both a type"),
    ];
    for (attribute, rule) in cases {
        let found = of_attribute(attribute);
        assert!(
            found.iter().any(|problem| problem.starts_with("r.a: ") && problem.contains(rule)),
            "{rule}: {found:?}"
        );
    }
}

#[test]
fn names_are_held_to_the_cores_form_and_kept_apart() {
    for name in ["", "A", "a-b", "9a", "_a", "ä"] {
        assert!(!of_attribute(text(name)).is_empty(), "{name}");
    }
    assert!(of_attribute(text("count")).join("").contains("keeps for itself"));
    let twice = Block {
        attributes: vec![text("a")],
        block_types: vec![nested("a", nested_block::NestingMode::List, vec![])],
        ..Block::default()
    };
    assert!(of(twice).join("").contains("twice"));
}

#[test]
fn limits_must_fit_the_nesting_mode() {
    use nested_block::NestingMode::{Group, Invalid, List, Map, Single};

    let limits =
        |mode, min_items, max_items| of_block(NestedBlock { min_items, max_items, ..nested("b", mode, vec![]) }).len();
    for (mode, min, max) in [(Single, 0, 1), (Single, 2, 2), (Group, 0, 1), (Map, 1, 0), (List, 2, 1), (List, -1, 0)] {
        assert_eq!(limits(mode, min, max), 1, "{mode:?} {min} {max}");
    }
    for (mode, min, max) in [(Single, 1, 1), (Single, 0, 0), (Group, 0, 0), (Map, 0, 0), (List, 1, 0), (List, 1, 2)] {
        assert_eq!(limits(mode, min, max), 0, "{mode:?} {min} {max}");
    }
    assert_eq!(limits(Invalid, 0, 0), 1);
}

#[test]
fn sets_hold_no_open_types_and_no_write_only_attributes() {
    let open = Attribute { r#type: br#""dynamic""#.to_vec(), ..text("x") };
    let secret = Attribute { write_only: true, ..text("x") };
    for inner in [open, secret] {
        let inner = vec![inner];
        assert_eq!(of_block(nested("b", nested_block::NestingMode::Set, inner.clone())).len(), 1);
        assert_eq!(of_attribute(object("b", object::NestingMode::Set, inner.clone())).len(), 1);
        assert_eq!(of_block(nested("b", nested_block::NestingMode::List, inner)).len(), 0);
    }
}

#[test]
fn only_resources_may_have_write_only_attributes() {
    let block = Block { attributes: vec![Attribute { write_only: true, ..text("a") }], ..Block::default() };
    assert!(of(block.clone()).is_empty());
    let found = problems(&get_provider_schema::Response {
        provider: Some(schema(block.clone())),
        data_source_schemas: [("d".to_owned(), schema(block))].into(),
        ..Default::default()
    });
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn functions_have_names_and_types() {
    let parameter = |name: &str| function::Parameter {
        name: name.to_owned(),
        r#type: br#""string""#.to_vec(),
        ..function::Parameter::default()
    };
    let good = Function {
        parameters: vec![parameter("a")],
        variadic_parameter: Some(parameter("more")),
        r#return: Some(function::Return { r#type: br#""bool""#.to_vec() }),
        ..Function::default()
    };
    let found = |name: &str, function: Function| {
        let all = get_provider_schema::Response {
            provider: Some(schema(Block::default())),
            functions: [(name.to_owned(), function)].into(),
            ..Default::default()
        };
        problems(&all).len()
    };
    assert_eq!(found("good", good.clone()), 0);
    assert_eq!(found("Bad", good.clone()), 1);
    assert_eq!(found("good", Function { parameters: vec![parameter("more")], ..good.clone() }), 1);
    assert_eq!(found("good", Function { parameters: vec![parameter("A")], ..good.clone() }), 1);
    assert_eq!(found("good", Function { r#return: None, ..good.clone() }), 1);
    let untyped = function::Parameter { r#type: Vec::new(), ..parameter("a") };
    assert_eq!(found("good", Function { parameters: vec![untyped], ..good }), 1);
}

#[test]
fn identities_have_plain_attributes_that_an_import_needs_or_may_have() {
    let attribute = |name: &str| IdentityAttribute {
        name: name.to_owned(),
        r#type: br#""string""#.to_vec(),
        required_for_import: true,
        ..IdentityAttribute::default()
    };
    let found = |identity_attributes: Vec<IdentityAttribute>| {
        let schema = ResourceIdentitySchema { identity_attributes, ..ResourceIdentitySchema::default() };
        identity_problems(&[("r".to_owned(), schema)].into()).len()
    };
    assert_eq!(found(vec![attribute("a"), attribute("b")]), 0);
    assert_eq!(found(Vec::new()), 1);
    assert_eq!(found(vec![attribute("a"), attribute("a")]), 1);
    assert_eq!(found(vec![attribute("A")]), 1);
    assert_eq!(found(vec![IdentityAttribute { optional_for_import: true, ..attribute("a") }]), 1);
    assert_eq!(found(vec![IdentityAttribute { required_for_import: false, ..attribute("a") }]), 1);
    assert_eq!(found(vec![IdentityAttribute { r#type: br#""dynamic""#.to_vec(), ..attribute("a") }]), 1);
}

#[test]
fn a_list_needs_a_resource_and_an_action_needs_a_schema() {
    let found = problems(&get_provider_schema::Response {
        provider: Some(schema(Block::default())),
        resource_schemas: [("r".to_owned(), schema(Block::default()))].into(),
        list_resource_schemas: ["r", "x"].map(|name| (name.to_owned(), schema(Block::default()))).into(),
        action_schemas: [
            ("a".to_owned(), ActionSchema { schema: Some(schema(Block::default())) }),
            ("b".to_owned(), ActionSchema { schema: None }),
        ]
        .into(),
        ..Default::default()
    });
    assert_eq!(found, ["x: there is a list, but no such resource", "b: the action has no schema"]);
}
