//! Alerts: separate parameters; telephone numbers are separated by commas.

use serde_json::json;

use crate::options::row::{REMOVED, Row, UNSET, option};

const ONE: &str = r#"["13800000001"]"#;
const TWO: &str = r#"["13800000002", "13800000001"]"#;

pub(crate) fn alerts() -> Vec<Row> {
    vec![
        option("alerts.on_failure")
            .values(&["true", "false", REMOVED])
            .wire("ErrorNotice", json!(["true", "false", null])),
        option("alerts.failure_phones")
            .with("alerts.on_failure", "true")
            .values(&[ONE, TWO, UNSET])
            .wire("ErrorPhone", json!(["13800000001", "13800000001,13800000002", null])),
        option("alerts.on_delay")
            .values(&["true", "false", REMOVED])
            .also("alerts.delay_seconds", &["60", UNSET, UNSET])
            .wire("DelayNotice", json!(["true", "false", null]))
            .wire("DelayRuleTime", json!(["60", null, null])),
        option("alerts.delay_seconds")
            .with("alerts.on_delay", "true")
            .values(&["10", "3600", REMOVED])
            .wire("DelayNotice", json!(["true", "true", null]))
            .wire("DelayRuleTime", json!(["10", "3600", null])),
        option("alerts.delay_phones")
            .with("alerts.on_delay", "true")
            .with("alerts.delay_seconds", "60")
            .values(&[TWO, ONE, UNSET])
            .wire("DelayPhone", json!(["13800000001,13800000002", "13800000001", null])),
    ]
}
