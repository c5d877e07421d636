//! What ConfigureDtsJob of the emulator rejects, a rule rejects at plan. The configurations are generated: each value of some valid
//! ones is replaced by many others.

use dts_emulator::configure_refusal;
use serde_json::{Value as Json, json};
use tfplugin::{
    diagnostic::Diagnostics,
    model::{Content as _, Model as _},
    path::PathRef,
    schema::validate_block,
    value::{Items, Number, Type, Value, from_json},
};

use super::super::validate;
use crate::{
    facts::alibaba::reserve_keys,
    resources::alibaba::migration_task::{request, schema::model::TaskModel},
};

/// Arguments whose value is JSON in a text, which is mutated inside, too.
const JSON_TEXTS: [&str; 1] = ["objects_json"];

fn end(engine: &str, more: &Json) -> Json {
    let mut end = json!({
        "engine": engine, "access_method": "alibaba_cloud_instance", "region": "cn-hangzhou", "instance_id": "rm-1",
        "username": "dts", "password": "p", "encryption": "none",
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        end[key] = value.clone();
    }
    end
}

fn task(source: &Json, destination: &Json, more: &Json) -> Json {
    let mut task = json!({
        "name": "orders", "migration_types": ["schema", "full", "incremental"], "conflict_mode": "report",
        "objects": {"shop": {"all": true}}, "source": source, "destination": destination,
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        task[key] = value.clone();
    }
    task
}

/// Valid configurations.
fn bases() -> Vec<Json> {
    let mysql = end("mysql", &json!({"cross_account": {"account_id": "1234567890123456", "role_name": "r"}}));
    let plain = end("mysql", &json!({}));
    let by_cen = json!({"access_method": "cen", "instance_id": null, "vpc_id": "vpc-1", "cen_id": "cen-1", "host": "10.0.0.1", "port": 3306});
    let kafka = json!({"access_method": "ecs", "instance_id": "i-1", "port": 9092});
    let mongodb = end("mongodb", &json!({"database": "admin", "mongodb_topology": "replica_set"}));
    let oracle = json!({"access_method": "ecs", "instance_id": "i-1", "port": 1521, "oracle_sid": "ORCL"});
    let table =
        json!({"rename": "u", "filter": "id > 1", "columns": {"id": {"rename": "key", "type": "int"}}, "dml_op": "i"});
    let objects = json!({"shop": {"rename": "x", "tables": {"t": table, "v": {}}, "other_objects": {"views": {"a": "b", "c": "d"}}}});
    let wire = json!({"a": {"name": "x", "all": false, "dml_op": "i", "Table": {"t": {"name": "u", "all": false, "filter": "id > 1",
        "column": {"id": {"name": "key"}, "b": {"name": "c"}}}, "w": {}}, "View": {"v": {"name": "z", "all": true}, "y": {}}}, "b": {"name": "b"}});
    let options = json!({
        "retry": {"connection_minutes": 60, "other_minutes": 10},
        "throttling": {"full": {"queries_per_second": 5, "rows_per_second": 5, "bytes_per_second": 5}, "incremental": {"rows_per_second": 5}},
        "alerts": {"on_failure": true, "on_delay": true, "delay_seconds": 60, "delay_phones": ["13800000000"]},
        "data_verification": {"full": {"mode": "sample", "sample_percent": 20, "max_hours": 3, "reference": "both",
            "max_rows_per_second": 7, "alert_from_differences": 8}, "incremental": {"alert_on_failure": true}},
        "triggers": "manual", "environment_tag": "online", "etl": "script", "object_name_case": "upper", "assessment": true,
        "migrate_accounts": true, "migrate_events": true, "online_ddl": "adapt_to_dms", "heartbeat": "keep",
    });
    vec![
        task(&mysql, &plain, &options),
        task(&mysql, &plain, &json!({"objects": objects})),
        task(&plain, &end("mysql", &by_cen), &json!({"objects": null, "objects_json": wire.to_string()})),
        task(
            &plain,
            &end("kafka", &kafka),
            &json!({"migration_types": ["full"], "reserve": {"destTopic": "t", "destVersion": "1.0"}}),
        ),
        task(&mongodb, &mongodb, &json!({})),
        task(&end("oracle", &oracle), &plain, &json!({})),
        task(&plain, &plain, &json!({"migration_types": ["incremental"], "checkpoint": 1_700_000_000})),
    ]
}

/// Values that are tried in each place.
fn values() -> Vec<Json> {
    vec![
        json!(null),
        json!(""),
        json!(" "),
        json!("x"),
        json!("1"),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(4_294_967_296_i64),
        json!(9_007_199_254_740_992_i64),
        json!(true),
        json!(false),
        json!([]),
        json!(["x"]),
        json!([null]),
        json!({}),
        json!({"": {}}),
        json!({"x": null}),
        json!({"x": {"name": ""}}),
    ]
}

/// The value with each of its parts replaced or renamed, one at a time.
fn mutations(base: &Json) -> Vec<Json> {
    let mut all = values();
    match base {
        Json::Object(items) => {
            for (key, item) in items {
                let with = |key: &str, item: Json| {
                    let mut items = items.clone();
                    items.insert(key.to_owned(), item);
                    Json::Object(items)
                };
                all.extend(mutations(item).into_iter().map(|item| with(key, item)));
                if let Some(inner) = item.as_str().filter(|_| JSON_TEXTS.contains(&key.as_str())) {
                    let inner: Json = serde_json::from_str(inner).unwrap();
                    all.extend(mutations(&inner).into_iter().map(|inner| with(key, inner.to_string().into())));
                }
                let mut renamed = items.clone();
                renamed.remove(key);
                for name in ["", "x", &key.to_uppercase(), &format!("{key}s")] {
                    renamed.insert(name.to_owned(), item.clone());
                    all.push(Json::Object(renamed.clone()));
                    renamed.remove(name);
                }
            }
        }
        Json::Array(items) => {
            for index in 0..items.len() {
                all.extend(mutations(&items[index]).into_iter().map(|item| {
                    let mut items = items.clone();
                    items[index] = item;
                    Json::Array(items)
                }));
            }
        }
        _ => {}
    }
    all
}

/// Each known key of `reserve` with each value.
fn reserves(base: &Json) -> Vec<Json> {
    let texts = [
        "",
        "x",
        "0",
        "9",
        "true",
        "TRUE",
        "[]",
        "{}",
        "null",
        "-1",
        r#"{"fullDataCheck":"maybe"}"#,
        r#"{"fullDataCheck":true,"fullCheckModel":2}"#,
        r#"{"fullCheckModel":1,"fullCheckRatio":5}"#,
        r#"{"fullCheckModel":1}"#,
        r#"{"incrementalDataCheck":"true"}"#,
        r#"{"incrementalCheckDelayNoticeValue":-1}"#,
        r#"{"fullCheckReferEndpoint":"source"}"#,
    ];
    let with = |key: &str, text: &str| {
        let mut task = base.clone();
        task["reserve"] = json!({key: text, "destTopic": "t"});
        task
    };
    let keys = reserve_keys().iter().map(|row| row.key).chain(["", "other"]);
    keys.flat_map(|key| texts.map(|text| with(key, text))).collect()
}

fn dynamic(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(bool) => Value::Bool(*bool),
        Json::Number(number) => Value::Number(Number::parse(&number.to_string()).unwrap()),
        Json::String(text) => Value::string(text),
        Json::Array(items) => Value::List(items.iter().map(dynamic).collect()),
        Json::Object(items) => Value::Map(items.iter().map(|(key, item)| (key.as_str(), dynamic(item))).collect()),
    }
}

/// The configuration as Terraform sends it. None if Terraform rejects it, because it does not fit the schema.
fn value_of(json: &Json, ty: &Type) -> Option<Value> {
    let mut json = json.clone();
    let objects = json.as_object_mut()?.remove("objects").unwrap_or_default();
    let Value::Map(mut items) = from_json(&json, ty).ok()? else { return None };
    items.insert("objects", dynamic(&objects).into_dynamic());
    has_blocks(&items).then_some(Value::Map(items))
}

fn has_blocks(items: &Items) -> bool {
    ["source", "destination"].iter().all(|block| matches!(items.get(block), Some(Value::Map(_))))
}

#[test]
fn what_the_emulator_rejects_is_rejected_at_plan() {
    let block = TaskModel::block();
    let ty = block.ty();
    let (mut tried, mut both, mut gaps) = (0, 0, Vec::new());
    for base in bases() {
        let accepted = check(&base, &block, &ty);
        assert_eq!(accepted, Some((None, Vec::new())), "the configuration before the changes: {base}");
        for config in mutations(&base).into_iter().chain(reserves(&base)) {
            let Some((refusal, problems)) = check(&config, &block, &ty) else { continue };
            tried += 1;
            match refusal {
                Some(_) if !problems.is_empty() => both += 1,
                Some(refusal) => gaps.push(format!("{refusal}\n  {config}")),
                None => {}
            }
        }
    }
    println!("{tried} configurations, {both} rejected by both");
    assert!(both > 300, "{both} of {tried} configurations are rejected by both");
    assert!(gaps.is_empty(), "{} of {tried} have no rule:\n{}", gaps.len(), gaps.join("\n"));
}

/// What the emulator says of the request, and the problems at plan.
fn check(config: &Json, block: &tfplugin::schema::Block, ty: &Type) -> Option<(Option<String>, Vec<String>)> {
    let value = value_of(config, ty)?;
    let mut problems = Diagnostics::new();
    validate_block(block, &value, &PathRef::root(), &mut problems);
    let task = TaskModel::read(&value, &PathRef::root()).ok()?;
    validate(&task, &mut problems);
    let parameters = request::parameters(&task);
    let known = parameters.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    let refusal = configure_refusal(known);
    Some((refusal, problems.into_iter().map(|problem| problem.detail).collect()))
}
