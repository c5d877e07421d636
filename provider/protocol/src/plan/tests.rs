use super::*;
use crate::{
    Model,
    model::{Attr, Map, Model as _},
    path::AttributePath,
    value::{Items, Refinements},
};

/// A door.
#[derive(Clone, Debug, Model)]
struct Door {
    /// Who it belongs to.
    #[attr(required, replace)]
    owner: Attr<String>,
    /// Width in millimetres.
    #[attr(default = 900)]
    width: Attr<i64>,
    /// Compared without case.
    #[attr(optional, equal = same_letters)]
    colour: Attr<String>,
    /// Number plate.
    #[attr(computed)]
    id: Attr<String>,
    /// Times of use.
    #[attr(computed, volatile)]
    uses: Attr<i64>,
    /// Panes by place.
    #[attr(optional)]
    panes: Attr<Map<Pane>>,
    /// The lock.
    #[block]
    lock: Attr<Lock>,
}

/// A pane.
#[derive(Clone, Debug, Model)]
struct Pane {
    /// Kind of glass.
    #[attr(required)]
    glass: Attr<String>,
    /// Serial number.
    #[attr(computed)]
    serial: Attr<String>,
}

/// A lock.
#[derive(Clone, Debug, Model)]
struct Lock {
    /// Opens it.
    #[attr(optional, write_only, sensitive)]
    code: Attr<String>,
    /// Maker.
    #[attr(optional, replace)]
    maker: Attr<String>,
}

fn same_letters(a: &Value, b: &Value) -> bool {
    matches!((a, b), (Value::String(a), Value::String(b)) if a.eq_ignore_ascii_case(b))
}

fn object(items: &[(&str, Value)]) -> Value {
    let mut all: Items =
        ["owner", "width", "colour", "id", "uses", "panes", "lock"].iter().map(|name| (*name, Value::Null)).collect();
    all.extend(items.iter().map(|(name, value)| (*name, value.clone())));
    Value::Map(all)
}

fn inner(items: &[(&str, Value)]) -> Value {
    Value::Map(items.iter().map(|(name, value)| (*name, value.clone())).collect())
}

fn lock(code: &str, maker: &str) -> Value {
    inner(&[("code", if code.is_empty() { Value::Null } else { code.into() }), ("maker", maker.into())])
}

fn existing() -> Value {
    object(&[
        ("owner", "ann".into()),
        ("width", 900.into()),
        ("colour", "Red".into()),
        ("id", "d-1".into()),
        ("uses", 7.into()),
        ("lock", lock("", "acme")),
    ])
}

#[test]
fn a_create_shows_defaults_and_leaves_computed_values_unknown() {
    let config = object(&[("owner", "ann".into()), ("lock", lock("secret", "acme"))]);
    let plan = plan_by_schema(&Door::block(), None, &config, &config);
    assert_eq!(plan.planned.attribute("width"), &900.into());
    assert!(plan.planned.attribute("id").is_unknown());
    assert!(plan.planned.attribute("lock").attribute("code").is_null(), "write-only values are never planned");
    assert_eq!(plan.planned.attribute("lock").attribute("maker"), &"acme".into());
    assert!(plan.replace.is_empty());
}

#[test]
fn nothing_changed_plans_the_prior_state() {
    let config = object(&[("owner", "ann".into()), ("colour", "RED".into()), ("lock", lock("secret", "acme"))]);
    let plan = plan_by_schema(&Door::block(), Some(&existing()), &config, &config);
    assert_eq!(plan.planned, existing());
    assert!(plan.replace.is_empty());
}

#[test]
fn a_change_keeps_ids_and_forgets_only_what_may_change() {
    let config = object(&[("owner", "ann".into()), ("width", 800.into()), ("lock", lock("", "acme"))]);
    let plan = plan_by_schema(&Door::block(), Some(&existing()), &config, &config);
    assert_eq!(plan.planned.attribute("id"), &"d-1".into());
    assert!(plan.planned.attribute("uses").is_unknown());
    assert!(plan.replace.is_empty());
}

#[test]
fn replacement_names_the_attribute_also_inside_and_with_the_block() {
    let block = Door::block();
    let config = object(&[("owner", "bob".into()), ("lock", lock("", "other"))]);
    let paths = plan_by_schema(&block, Some(&existing()), &config, &config).replace;
    assert_eq!(paths, [AttributePath::of(&["owner"]), AttributePath::of(&["lock", "maker"])]);
    let config = object(&[("owner", "ann".into())]);
    let paths = plan_by_schema(&block, Some(&existing()), &config, &config).replace;
    assert_eq!(paths, [AttributePath::of(&["lock", "maker"])]);
}

#[test]
fn a_new_element_of_a_nested_map_is_new_and_the_others_stay() {
    let block = Door::block();
    let pane = |serial: Value| inner(&[("glass", "clear".into()), ("serial", serial)]);
    let mut prior = existing();
    let Value::Map(items) = &mut prior else { unreachable!() };
    items.insert("panes", inner(&[("top", pane("s-1".into()))]));
    let config = object(&[
        ("owner", "ann".into()),
        ("panes", inner(&[("top", pane(Value::Null)), ("low", pane(Value::Null))])),
        ("lock", lock("", "acme")),
    ]);
    let planned = plan_by_schema(&block, Some(&prior), &config, &config).planned;
    assert_eq!(planned.attribute("panes").attribute("top").attribute("serial"), &"s-1".into());
    assert!(planned.attribute("panes").attribute("low").attribute("serial").is_unknown());
}

#[test]
fn the_resource_decides_computed_values_only_and_refinements_survive() {
    let block = Door::block();
    let refined = Value::Unknown(Refinements { null: Some(false), ..Refinements::default() }.into());
    let config = object(&[("owner", refined.clone())]);
    let plan = plan_by_schema(&block, None, &config, &config);
    let hook = object(&[("owner", "somebody else".into()), ("id", "known already".into()), ("uses", Value::unknown())]);
    let merged = merge_resource_plan(&block, plan.planned, &hook, &config);
    assert_eq!(merged.attribute("owner"), &refined);
    assert_eq!(merged.attribute("id"), &"known already".into());
    assert!(merged.attribute("uses").is_unknown());
}

#[test]
fn write_only_values_are_stripped_everywhere() {
    let stripped = without_write_only(&Door::block(), &object(&[("lock", lock("secret", "acme"))]));
    assert_eq!(stripped.attribute("lock"), &lock("", "acme"));
}
