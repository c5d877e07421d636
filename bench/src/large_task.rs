//! A `dts_migration_task` with a given number of tables, as Terraform sends it.

use tfplugin::generated::tfplugin6::schema::object::NestingMode;
use tfplugin::generated::tfplugin6::schema::{Attribute, Block, Object};
use tfplugin::value::{Items, Value};

use acceptance_harness::profiles::SOURCE_OWNER;

/// Every tenth table has a row filter.
const FILTERED: u32 = 10;

/// The configuration: it has every argument, null where it is not set.
pub(super) fn config(block: &Block, tables: u32) -> Value {
    let types = ["full", "incremental", "schema"];
    let given = object([
        ("name", "orders".into()),
        ("migration_types", Value::List(types.map(Value::from).into())),
        ("objects", objects(tables).into_dynamic()),
        ("source", end("rm-source-orders", true)),
        ("destination", end("rm-destination-orders", false)),
    ]);
    complete(block, given)
}

fn objects(tables: u32) -> Value {
    object([("orders", object([("tables", Value::Map((0..tables).map(table).collect()))]))])
}

/// The values that Terraform proposes for a new resource: unknown where the provider may set a value and the user does not.
pub(super) fn proposed(block: &Block, config: &Value) -> Value {
    let Value::Map(mut items) = config.clone() else { return config.clone() };
    for attribute in block.attributes.iter().filter(|attribute| attribute.computed) {
        if let Some(item) = items.get_mut(&attribute.name).filter(|item| item.is_null()) {
            *item = Value::unknown();
        }
    }
    Value::Map(items)
}

/// The provider block of a plan without any call.
pub(super) fn offline(block: &Block) -> Value {
    let alibaba = object([("region", "cn-hangzhou".into()), ("account_id", "2345678901234567".into())]);
    complete(block, object([("offline", true.into()), ("alibaba", alibaba)]))
}

/// The name of the last table; its presence shows that all tables were planned.
pub(super) fn last_table(tables: u32) -> String {
    name(tables.saturating_sub(1))
}

fn name(index: u32) -> String {
    format!("table_{index:05}")
}

fn table(index: u32) -> (String, Value) {
    let filter = index.is_multiple_of(FILTERED).then(|| ("filter", Value::from("created_at > '2026-01-01'")));
    (name(index), object(filter))
}

fn end(instance: &str, of_another_account: bool) -> Value {
    let owner = [("account_id", SOURCE_OWNER.account.into()), ("role_name", "ram-for-dts".into())];
    object([
        ("engine", "mysql".into()),
        ("access_method", "alibaba_cloud_instance".into()),
        ("region", "cn-hangzhou".into()),
        ("instance_id", instance.into()),
        ("username", "dts".into()),
        ("password_wo", "secret".into()),
        ("password_wo_version", Value::from(1_i64)),
        ("cross_account", if of_another_account { object(owner) } else { Value::Null }),
    ])
}

fn object<'n>(items: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    Value::Map(items.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The block with all arguments and blocks of its schema.
fn complete(block: &Block, given: Value) -> Value {
    let Value::Map(mut items) = given else { return given };
    complete_attributes(&block.attributes, &mut items);
    for nested in &block.block_types {
        let item = items.get_mut(&nested.type_name).map(std::mem::take).unwrap_or_default();
        let completed = nested.block.as_ref().map(|inner| complete(inner, item.clone())).unwrap_or(item);
        items.insert(nested.type_name.clone(), completed);
    }
    Value::Map(items)
}

fn complete_attributes(attributes: &[Attribute], items: &mut Items) {
    for attribute in attributes {
        if !items.contains_key(&attribute.name) {
            items.insert(attribute.name.clone(), Value::Null);
        }
        if let (Some(object), Some(item)) = (&attribute.nested_type, items.get_mut(&attribute.name)) {
            complete_nested(object, item);
        }
    }
}

fn complete_nested(object: &Object, value: &mut Value) {
    match (object.nesting(), value) {
        (NestingMode::Map, Value::Map(elements)) => {
            for element in elements.values_mut() {
                if let Value::Map(items) = element {
                    complete_attributes(&object.attributes, items);
                }
            }
        }
        (NestingMode::Single, Value::Map(items)) => complete_attributes(&object.attributes, items),
        _ => {}
    }
}
