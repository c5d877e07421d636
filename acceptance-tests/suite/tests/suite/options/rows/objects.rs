//! The selection of objects: `DbList`.

use serde_json::{Value as Json, json};

use crate::options::row::{Row, UNSET, option};

/// An option inside `objects`, with the complete `objects` argument at each step.
fn inside(option_path: &str, values: &[&str]) -> Row {
    option(format!("objects{option_path}")).inside("objects", values)
}

/// The part of the request below `DbList`.
fn with_wire_values(row: Row, places: &[(&str, Json)]) -> Row {
    places.iter().fold(row, |row, (place, values)| row.wire(format!("DbList/{place}"), values.clone()))
}

pub(crate) fn objects() -> Vec<Row> {
    let mut rows = Vec::from(selections());
    rows.extend(of_databases());
    rows.extend(["dml_op", "ddl_op"].map(of_database));
    rows.extend(["dml_op", "ddl_op"].map(|argument| of_table(argument, [r#""x,y""#, r#""z""#], ["x,y", "z"], true)));
    rows.push(of_table("rename", [r#""b""#, r#""c""#], ["b", "c"], true));
    rows.push(of_table("filter", [r#""id > 10""#, r#""id > 20""#], ["id > 10", "id > 20"], false));
    rows.push(document_filter());
    rows.extend(columns());
    rows
}

/// Both forms of the selection.
fn selections() -> [Row; 2] {
    [
        with_wire_values(
            option("objects").values(&[
                "{ orders = { all = true } }",
                "{ inventory = { all = true } }",
                "{ orders = { all = true }, inventory = { all = true } }",
            ]),
            &[
                ("orders/name", json!(["orders", null, "orders"])),
                ("orders/all", json!([true, null, true])),
                ("inventory/name", json!([null, "inventory", "inventory"])),
                ("inventory/all", json!([null, true, true])),
            ],
        ),
        with_wire_values(
            option("objects_json").with("objects", UNSET).values(&[
                r#"jsonencode({ orders = { all = true, name = "orders", shard = 2 } })"#,
                r#"jsonencode({ orders = { name = "orders", all = true, shard = 4 } })"#,
            ]),
            &[
                ("orders/name", json!(["orders", "orders"])),
                ("orders/all", json!([true, true])),
                ("orders/shard", json!([2, 4])),
            ],
        ),
    ]
}

/// The objects that are selected in a database.
fn of_databases() -> [Row; 4] {
    let [rename, all] = complete_databases();
    let [other_objects, tables] = named_objects();
    [rename, all, other_objects, tables]
}

fn complete_databases() -> [Row; 2] {
    [
        with_wire_values(
            inside(
                ".*.rename",
                &[
                    r#"{ orders = { all = true, rename = "a" } }"#,
                    r#"{ orders = { all = true, rename = "b" } }"#,
                    "{ orders = { all = true } }",
                ],
            ),
            &[("orders/name", json!(["a", "b", "orders"])), ("orders/all", json!([true, true, true]))],
        ),
        with_wire_values(
            inside(
                ".*.all",
                &[
                    "{ orders = { all = true } }",
                    "{ orders = { all = false, tables = { customers = {} } } }",
                    "{ orders = { tables = { customers = {}, orders = {} } } }",
                ],
            ),
            &[
                ("orders/all", json!([true, false, false])),
                ("orders/Table/customers/name", json!([null, "customers", "customers"])),
                ("orders/Table/customers/all", json!([null, true, true])),
                ("orders/Table/orders/name", json!([null, null, "orders"])),
                ("orders/Table/orders/all", json!([null, null, true])),
            ],
        ),
    ]
}

fn named_objects() -> [Row; 2] {
    [
        with_wire_values(
            inside(
                ".*.other_objects",
                &[
                    r#"{ orders = { other_objects = { views = { totals = "totals" } } } }"#,
                    r#"{ orders = { other_objects = { views = { totals = "sums" }, procedures = { p = "p" } } } }"#,
                    "{ orders = { all = true } }",
                ],
            ),
            &[
                ("orders/all", json!([false, false, true])),
                ("orders/View/totals/name", json!(["totals", "sums", null])),
                ("orders/View/totals/all", json!([true, true, null])),
                ("orders/Procedure/p/name", json!([null, "p", null])),
                ("orders/Procedure/p/all", json!([null, true, null])),
            ],
        ),
        with_wire_values(
            inside(
                ".*.tables",
                &[
                    "{ orders = { tables = { a = {} } } }",
                    "{ orders = { tables = { a = {}, b = {} } } }",
                    "{ orders = { all = true } }",
                ],
            ),
            &[
                ("orders/all", json!([false, false, true])),
                ("orders/Table/a/name", json!(["a", "a", null])),
                ("orders/Table/a/all", json!([true, true, null])),
                ("orders/Table/b/name", json!([null, "b", null])),
                ("orders/Table/b/all", json!([null, true, null])),
            ],
        ),
    ]
}

fn of_database(argument: &str) -> Row {
    let value = |value: &str| format!("{{ orders = {{ all = true, {argument} = \"{value}\" }} }}");
    let row = inside(&format!(".*.{argument}"), &[&value("x,y"), &value("z"), "{ orders = { all = true } }"]);
    with_wire_values(
        row,
        &[(&format!("orders/{argument}"), json!(["x,y", "z", null])), ("orders/all", json!([true, true, true]))],
    )
}

/// An argument of a table, then a table without it. The complete table is selected unless rows or columns are given.
fn of_table(argument: &str, values: [&str; 2], wire: [&str; 2], selections: bool) -> Row {
    let value = |value: &str| format!("{{ orders = {{ tables = {{ a = {{ {argument} = {value} }} }} }} }}");
    let row = inside(
        &format!(".*.tables.*.{argument}"),
        &[&value(values[0]), &value(values[1]), "{ orders = { tables = { a = {} } } }"],
    );
    let (key, gone) = if argument == "rename" { ("name", json!("a")) } else { (argument, Json::Null) };
    with_wire_values(
        row,
        &[
            (&format!("orders/Table/a/{key}"), json!([wire[0], wire[1], gone])),
            ("orders/Table/a/all", json!([selections, selections, true])),
            ("orders/all", json!([false, false, false])),
        ],
    )
}

/// The condition of MongoDB is an object.
fn document_filter() -> Row {
    let end = [
        ("engine", r#""mongodb""#),
        ("access_method", r#""alibaba_cloud_instance""#),
        ("region", r#""cn-hangzhou""#),
        ("instance_id", r#""dds-catalog""#),
        ("database", r#""admin""#),
        ("mongodb_topology", r#""replica_set""#),
        ("username", r#""dts""#),
        ("password_wo", r#""first-password""#),
        ("password_wo_version", "1"),
    ];
    let value = |least: u32| {
        format!(
            "{{ catalog = {{ tables = {{ products = {{ filter = jsonencode({{ _id = {{ \"$gt\" = {least} }} }}) }} }} }} }}"
        )
    };
    let row = inside(".*.tables.*.filter", &[&value(10), &value(20)]).end("source", &end).end("destination", &end);
    with_wire_values(row, &[("catalog/Table/products/filter/_id/$gt", json!([10, 20]))])
}

fn columns() -> [Row; 3] {
    let table = |columns: &str| format!("{{ orders = {{ tables = {{ a = {{ columns = {{ {columns} }} }} }} }} }}");
    let row = |argument: &str, values: &[&str]| {
        let values: Vec<String> = values.iter().map(|columns| table(columns)).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        inside(&format!(".*.tables.*.columns{argument}"), &values)
    };
    let place = |rest: &str| format!("orders/Table/a/{rest}");
    [
        with_wire_values(
            row("", &["id = {}", "id = {}, total = {}"]),
            &[
                (&place("all"), json!([false, false])),
                (&place("column/id/name"), json!(["id", "id"])),
                (&place("column/total/name"), json!([null, "total"])),
            ],
        ),
        with_wire_values(
            row(".*.rename", &[r#"id = { rename = "key" }"#, r#"id = { rename = "number" }"#, "id = {}"]),
            &[(&place("column/id/name"), json!(["key", "number", "id"]))],
        ),
        with_wire_values(
            row(".*.type", &[r#"id = { type = "int" }"#, r#"id = { type = "bigint" }"#, "id = {}"]),
            &[(&place("column/id/type"), json!(["int", "bigint", null]))],
        ),
    ]
}
