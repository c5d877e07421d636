use super::*;
use crate::{
    Model,
    model::{Attr, Map, Model as _},
    path::AttributePath,
    value::{Items, Refinements},
};

/// A disk.
#[derive(Clone, Debug, Model)]
struct Disk {
    /// Where it is.
    #[attr(required, replace)]
    zone: Attr<String>,
    /// Size in GB.
    #[attr(default = 40)]
    size: Attr<i64>,
    /// Compared without regard to case.
    #[attr(optional, equal = equal_ignoring_case)]
    name: Attr<String>,
    /// Its ID.
    #[attr(computed)]
    id: Attr<String>,
    /// Used space in GB.
    #[attr(computed, volatile)]
    used: Attr<i64>,
    /// Partitions by name.
    #[attr(optional)]
    partitions: Attr<Map<Partition>>,
    /// Its encryption.
    #[block]
    encryption: Attr<Encryption>,
}

/// A partition.
#[derive(Clone, Debug, Model)]
struct Partition {
    /// The file system.
    #[attr(required)]
    format: Attr<String>,
    /// The UUID.
    #[attr(computed)]
    uuid: Attr<String>,
}

/// An encryption.
#[derive(Clone, Debug, Model)]
struct Encryption {
    /// The passphrase.
    #[attr(optional, write_only, sensitive)]
    passphrase: Attr<String>,
    /// The cipher.
    #[attr(optional, replace)]
    cipher: Attr<String>,
}

fn equal_ignoring_case(a: &Value, b: &Value) -> bool {
    matches!((a, b), (Value::String(a), Value::String(b)) if a.eq_ignore_ascii_case(b))
}

fn disk(items: &[(&str, Value)]) -> Value {
    let mut all: Items = ["zone", "size", "name", "id", "used", "partitions", "encryption"]
        .iter()
        .map(|name| (*name, Value::Null))
        .collect();
    all.extend(items.iter().map(|(name, value)| (*name, value.clone())));
    Value::Map(all)
}

fn object(items: &[(&str, Value)]) -> Value {
    Value::Map(items.iter().map(|(name, value)| (*name, value.clone())).collect())
}

fn encryption(passphrase: &str, cipher: &str) -> Value {
    let passphrase = if passphrase.is_empty() { Value::Null } else { passphrase.into() };
    object(&[("passphrase", passphrase), ("cipher", cipher.into())])
}

fn prior() -> Value {
    disk(&[
        ("zone", "zone-a".into()),
        ("size", 40.into()),
        ("name", "Data".into()),
        ("id", "d-1".into()),
        ("used", 7.into()),
        ("encryption", encryption("", "aes")),
    ])
}

#[test]
fn a_create_plans_defaults_and_leaves_computed_values_unknown() {
    let config = disk(&[("zone", "zone-a".into()), ("encryption", encryption("secret", "aes"))]);
    let plan = plan_by_schema(&Disk::block(), None, &config, &config);
    assert_eq!(plan.planned.attribute("size"), &40.into());
    assert!(plan.planned.attribute("id").is_unknown());
    let encryption = plan.planned.attribute("encryption");
    assert!(encryption.attribute("passphrase").is_null(), "write-only values are never planned");
    assert_eq!(encryption.attribute("cipher"), &"aes".into());
    assert!(plan.replace.is_empty());
}

#[test]
fn without_a_change_the_plan_is_the_prior_state() {
    let config =
        disk(&[("zone", "zone-a".into()), ("name", "DATA".into()), ("encryption", encryption("secret", "aes"))]);
    let plan = plan_by_schema(&Disk::block(), Some(&prior()), &config, &config);
    assert_eq!(plan.planned, prior());
    assert!(plan.replace.is_empty());
}

#[test]
fn a_change_keeps_computed_values_except_volatile_ones() {
    let config = disk(&[("zone", "zone-a".into()), ("size", 80.into()), ("encryption", encryption("", "aes"))]);
    let plan = plan_by_schema(&Disk::block(), Some(&prior()), &config, &config);
    assert_eq!(plan.planned.attribute("id"), &"d-1".into());
    assert!(plan.planned.attribute("used").is_unknown());
    assert!(plan.replace.is_empty());
}

#[test]
fn a_replacement_has_the_paths_of_attributes_also_in_changed_and_removed_blocks() {
    let block = Disk::block();
    let config = disk(&[("zone", "zone-b".into()), ("encryption", encryption("", "other"))]);
    let paths = plan_by_schema(&block, Some(&prior()), &config, &config).replace;
    assert_eq!(paths, [AttributePath::of(&["zone"]), AttributePath::of(&["encryption", "cipher"])]);
    let config = disk(&[("zone", "zone-a".into())]);
    let paths = plan_by_schema(&block, Some(&prior()), &config, &config).replace;
    assert_eq!(paths, [AttributePath::of(&["encryption", "cipher"])]);
}

#[test]
fn a_new_element_of_a_nested_map_is_planned_as_new_and_the_others_stay() {
    let block = Disk::block();
    let partition = |uuid: Value| object(&[("format", "ext4".into()), ("uuid", uuid)]);
    let mut prior = prior();
    let Value::Map(items) = &mut prior else { unreachable!() };
    items.insert("partitions", object(&[("root", partition("u-1".into()))]));
    let config = disk(&[
        ("zone", "zone-a".into()),
        ("partitions", object(&[("root", partition(Value::Null)), ("data", partition(Value::Null))])),
        ("encryption", encryption("", "aes")),
    ]);
    let planned = plan_by_schema(&block, Some(&prior), &config, &config).planned;
    assert_eq!(planned.attribute("partitions").attribute("root").attribute("uuid"), &"u-1".into());
    assert!(planned.attribute("partitions").attribute("data").attribute("uuid").is_unknown());
}

#[test]
fn the_resource_plans_computed_values_only_and_refinements_stay() {
    let block = Disk::block();
    let refined = Value::Unknown(Refinements { null: Some(false), ..Refinements::default() }.into());
    let config = disk(&[("zone", refined.clone())]);
    let plan = plan_by_schema(&block, None, &config, &config);
    let by_resource = disk(&[("zone", "zone-c".into()), ("id", "known already".into()), ("used", Value::unknown())]);
    let merged = merge_resource_plan(&block, plan.planned, &by_resource, &config);
    assert_eq!(merged.attribute("zone"), &refined);
    assert_eq!(merged.attribute("id"), &"known already".into());
    assert!(merged.attribute("used").is_unknown());
}

#[test]
fn write_only_values_are_removed_also_in_blocks() {
    let stripped = without_write_only(&Disk::block(), &disk(&[("encryption", encryption("secret", "aes"))]));
    assert_eq!(stripped.attribute("encryption"), &encryption("", "aes"));
}
