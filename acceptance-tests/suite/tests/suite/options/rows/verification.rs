//! Data verification: `DataCheckConfigure`, whose numbers and booleans are not quoted.

use serde_json::{Value as Json, json};

use crate::options::row::{REMOVED, Row, UNSET, option};

fn full(argument: &str) -> Row {
    option(format!("data_verification.full.{argument}"))
}

/// Values that are sent whenever the block is set; the third of three steps removes the block.
fn with_block(row: Row) -> Row {
    row.wire("DataCheckConfigure/fullDataCheck", json!([true, true, null]))
        .wire("DataCheckConfigure/incrementalDataCheck", json!([false, false, null]))
}

/// A limit or threshold; the rest of the block does not change.
fn number(argument: &str, key: &str, values: [u64; 2], more: &[(&str, Json)]) -> Row {
    let texts = values.map(|value| value.to_string());
    let row = full(argument)
        .with("data_verification.full.reference", r#""both""#)
        .values(&[&texts[0], &texts[1], UNSET])
        .wire(format!("DataCheckConfigure/{key}"), json!([values[0], values[1], null]));
    more.iter().fold(row, |row, (key, values)| row.wire(format!("DataCheckConfigure/{key}"), values.clone()))
}

pub(crate) fn verification() -> Vec<Row> {
    let mode = full("mode")
        .words(&["rows", "sample", REMOVED])
        .also("data_verification.full.sample_percent", &[UNSET, "20", UNSET])
        .wire("DataCheckConfigure/fullCheckModel", json!([2, 1, null]))
        .wire("DataCheckConfigure/fullCheckRatio", json!([null, 20, null]))
        .wire("DataCheckConfigure/checkMaximumHourEnable", json!([0, 0, null]))
        .wire("DataCheckConfigure/fullCheckReferEndpoint", json!(["all", "all", null]))
        .wire("DataCheckConfigure/fullCheckValidFailNotice", json!([false, false, null]));
    let reference = full("reference")
        .with("data_verification.full.mode", r#""rows""#)
        .words(&["source", UNSET, "destination", "both"])
        .wire("DataCheckConfigure/fullCheckReferEndpoint", json!(["src", "all", "dest", "all"]));
    let sample = full("sample_percent")
        .with("data_verification.full.mode", r#""sample""#)
        .values(&["10", "100"])
        .wire("DataCheckConfigure/fullCheckRatio", json!([10, 100]));
    let alert = option("data_verification.incremental.alert_on_failure")
        .values(&["true", "false", REMOVED])
        .wire("DataCheckConfigure/fullDataCheck", json!([false, false, null]))
        .wire("DataCheckConfigure/incrementalDataCheck", json!([true, true, null]))
        .wire("DataCheckConfigure/incrementalCheckErrorNotice", json!([true, false, null]));
    vec![
        with_block(mode),
        reference,
        sample,
        alert,
        number("max_hours", "checkMaximumHour", [1, 72], &[("checkMaximumHourEnable", json!([1, 1, 0]))]),
        number("max_rows_per_second", "fullCheckMaxReadRps", [1, 9_007_199_254_740_991], &[]),
        number("max_bytes_per_second", "fullCheckMaxReadBps", [1, 1_048_576], &[]),
        number(
            "alert_from_differences",
            "fullCheckNoticeValue",
            [1, 500],
            &[("fullCheckValidFailNotice", json!([true, true, false]))],
        ),
    ]
}
