//! Options that are keys of `Reserve`. All values are strings.

use serde_json::{Value as Json, json};

use crate::options::row::{REMOVED, Row, UNSET, option};

pub(crate) fn reserve() -> Vec<Row> {
    let mut rows = vec![
        option("conflict_mode")
            .words(&["report", "ignore", UNSET, "ignore"])
            .wire("Reserve/targetTableMode", json!(["0", "2", "0", "2"]))
            .fact("writes_over_existing_tables"),
        option("triggers")
            .words(&["manual", "auto", UNSET])
            .wire("Reserve/triggerMode", json!(["manual", "auto", null])),
        // The first and the last value follow from the names of the keys: they are not documented.
        option("online_ddl")
            .words(&["copy_temporary_tables", "adapt_to_dms", "adapt_to_ghost", UNSET])
            .wire("Reserve/whitelist.dms.online.ddl.enable", json!(["true", "false", "false", null]))
            .wire("Reserve/sqlparser.dms.original.ddl", json!(["false", "true", "false", null]))
            .wire("Reserve/whitelist.ghost.online.ddl.enable", json!(["true", "false", "false", null]))
            .wire("Reserve/sqlparser.ghost.original.ddl", json!(["false", "false", "true", null])),
        option("heartbeat")
            .words(&["drop", "keep", UNSET, "keep"])
            .wire("Reserve/a2aFlag", json!(["2.0", "1.0", null, "1.0"])),
        option("object_name_case")
            .words(&["dts_default", "as_source", "upper", "lower"])
            .wire("Reserve/dbListCaseChangeMode", json!(["default", "source", "dest_upper", "dest_lower"])),
        option("object_name_case")
            .words(&["upper", UNSET])
            .wire("Reserve/dbListCaseChangeMode", json!(["dest_upper", null])),
        option("etl")
            .words(&["e_drop()", "e_keep(op_is_insert)", UNSET])
            .wire("Reserve/etlOperatorCtl", json!(["Y", "Y", null]))
            .wire("Reserve/etlOperatorSetting", json!(["e_drop()", "e_keep(op_is_insert)", null])),
        option("reserve")
            .values(&[
                r#"{ tableAnalyze = "true", "any.key" = "1" }"#,
                r#"{ tableAnalyze = "true", "any.key" = "2" }"#,
                UNSET,
            ])
            .wire("Reserve/any.key", json!(["1", "2", null]))
            .wire("Reserve/tableAnalyze", json!(["true", "true", null])),
    ];
    rows.extend(switch("migrate_accounts", "privilegeMigration"));
    rows.extend(switch("migrate_events", "eventMove"));
    rows.extend(switch("assessment", "isAnalyzer"));
    rows.extend(retry());
    rows.extend(throttling());
    rows
}

/// Off is the default of DTS: a change from off to unset sends nothing.
fn switch(argument: &str, key: &str) -> [Row; 1] {
    [option(argument)
        .values(&["true", "false", "true", UNSET])
        .wire(format!("Reserve/{key}"), json!(["true", "false", "true", null]))]
}

/// The argument is in minutes, the API parameter is in seconds.
fn retry() -> [Row; 3] {
    let connection = |values: Json| ("Reserve/maxRetryTime", values);
    let other = |values: Json| ("Reserve/retry.blind.seconds", values);
    let grpc =
        |row: Row, pairs: [(&str, Json); 2]| pairs.into_iter().fold(row, |row, (key, values)| row.wire(key, values));
    [
        grpc(
            option("retry.connection_minutes").with("retry.other_minutes", "5").values(&["10", "1440", REMOVED]),
            [connection(json!(["600", "86400", null])), other(json!(["300", "300", null]))],
        ),
        grpc(
            option("retry.other_minutes").with("retry.connection_minutes", "60").values(&["1", "59", UNSET]),
            [connection(json!(["3600", "3600", "3600"])), other(json!(["60", "3540", "600"]))],
        ),
        grpc(
            option("retry.connection_minutes").with("retry.other_minutes", "7").values(&["60", UNSET]),
            [connection(json!(["3600", "43200"])), other(json!(["420", "420"]))],
        ),
    ]
}

fn throttling() -> Vec<Row> {
    let limits = [
        ("full.queries_per_second", "fullDynamicConfig/dts.datamove.blaster.qps.max"),
        ("full.rows_per_second", "fullDynamicConfig/dts.datamove.source.rps.max"),
        ("full.bytes_per_second", "fullDynamicConfig/dts.datamove.source.bps.max"),
        ("incremental.rows_per_second", "incDynamicConfig/dts.datamove.source.rps.max"),
        ("incremental.bytes_per_second", "incDynamicConfig/dts.datamove.source.bps.max"),
    ];
    let rows = limits.map(|(argument, key)| {
        option(format!("throttling.{argument}"))
            .values(&["100", "2000", REMOVED])
            .wire(format!("Reserve/{key}"), json!(["100", "2000", null]))
    });
    rows.into()
}
