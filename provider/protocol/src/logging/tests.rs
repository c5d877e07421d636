use std::sync::{Arc, Mutex};

use serde_json::Value;
use tracing::{debug, info, info_span, trace, warn};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;

use super::{HclogLayer, filter};

/// The lines that `log` writes at the level.
fn lines(level: LevelFilter, log: impl FnOnce()) -> Vec<Value> {
    let written = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&written);
    let write = move |line: &[u8]| sink.lock().unwrap().extend_from_slice(line);
    let subscriber =
        tracing_subscriber::registry().with(HclogLayer::new("provider.test", write).with_filter(filter(level)));
    tracing::subscriber::with_default(subscriber, log);
    let written = written.lock().unwrap();
    written.split_inclusive(|byte| *byte == b'\n').map(|line| serde_json::from_slice(line).unwrap()).collect()
}

#[test]
fn an_event_has_the_keys_of_hclog_and_its_fields() {
    let lines = lines(LevelFilter::TRACE, || {
        warn!(target: "alibaba::retry", attempt = 2, after = ?std::time::Duration::from_secs(1), "again \"soon\"");
    });
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(line["@level"], "warn");
    assert_eq!(line["@message"], "again \"soon\"");
    assert_eq!(line["@module"], "provider.test.alibaba.retry");
    assert_eq!(line["attempt"], 2);
    assert_eq!(line["after"], "1s");
    let time = line["@timestamp"].as_str().unwrap();
    assert!(time.ends_with('Z') && time.len() == "2024-01-01T00:00:00.000000Z".len(), "{time}");
    assert!(time.parse::<jiff::Timestamp>().is_ok());
}

#[test]
fn fields_of_enclosing_spans_are_included_and_the_inner_span_wins() {
    let lines = lines(LevelFilter::TRACE, || {
        let outer = info_span!("rpc", rpc = "ReadResource", step = 1, late = tracing::field::Empty).entered();
        outer.record("late", "yes");
        let _inner = info_span!("call", step = 2).entered();
        info!("done");
    });
    assert_eq!(lines[0]["rpc"], "ReadResource");
    assert_eq!(lines[0]["step"], 2);
    assert_eq!(lines[0]["late"], "yes");
}

#[test]
fn only_lines_of_the_level_and_above_are_written() {
    let log = || {
        debug!("below");
        info!("at");
        warn!("above");
    };
    let messages: Vec<Value> = lines(LevelFilter::INFO, log).iter().map(|line| line["@message"].clone()).collect();
    assert_eq!(messages, ["at", "above"]);
}

#[test]
fn libraries_that_log_headers_are_limited_to_warnings_at_every_level() {
    let lines = lines(LevelFilter::TRACE, || {
        trace!(target: "h2::codec", "authorization: canary");
        debug!(target: "hyper_util::client", "authorization: canary");
        trace!(target: "alibaba", "ours");
        warn!(target: "rustls", "theirs");
    });
    let messages: Vec<&Value> = lines.iter().map(|line| &line["@message"]).collect();
    assert_eq!(messages, ["ours", "theirs"]);
}
