//! `Reserved`: the settings DTS keeps, with many of its own among them.

use serde_json::Value as Json;
use tfplugin::model::{Attr, Map};

use crate::facts::alibaba as facts;
use crate::resources::alibaba::migration_task::schema::model::{
    FullThrottle, IncrementalThrottle, Retry, TaskModel, Throttling,
};

/// The answered JSON object.
pub(super) struct Reserved(Json);

impl Reserved {
    /// Reads it; anything but an object holds nothing.
    pub(super) fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// A value as text: numbers and booleans come quoted or not.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        text(&self.0[key])
    }

    /// The word of an option.
    pub(super) fn option(&self, argument: &str) -> Option<&'static str> {
        facts::option_of_wire(argument, &|key| self.text(key))
    }

    fn nested(&self, key: &str) -> Json {
        match &self.0[key] {
            Json::String(text) => serde_json::from_str(text).unwrap_or_default(),
            other => other.clone(),
        }
    }
}

fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(bool) => Some(bool.to_string()),
        Json::Object(_) | Json::Array(_) => Some(json.to_string()),
        Json::Null => None,
    }
}

/// Fills in all that `Reserved` tells of a task. Defaults the user did not write stay unwritten.
pub(super) fn fill(known: &mut TaskModel, reserved: &Reserved) {
    if let Some(mode) = reserved.option("conflict_mode") {
        known.conflict_mode = mode.into();
    } else if !known.conflict_mode.is_known() {
        known.conflict_mode = "report".into();
    }
    known.triggers = word("triggers", &known.triggers, reserved);
    known.online_ddl = word("online_ddl", &known.online_ddl, reserved);
    known.heartbeat = word("heartbeat", &known.heartbeat, reserved);
    known.object_name_case = word("object_name_case", &known.object_name_case, reserved);
    known.migrate_accounts = switch("privilegeMigration", &known.migrate_accounts, reserved);
    known.migrate_events = switch("eventMove", &known.migrate_events, reserved);
    known.assessment = switch("isAnalyzer", &known.assessment, reserved);
    let on = reserved.text("etlOperatorCtl").is_none_or(|switch| switch.eq_ignore_ascii_case("Y"));
    known.etl = match reserved.text("etlOperatorSetting").filter(|script| on && !script.is_empty()) {
        Some(script) => script.into(),
        None => Attr::Null,
    };
    known.retry = retry_of(reserved, &known.retry);
    known.throttling = throttling_of(reserved, &known.throttling);
    keep_own_keys(known, reserved);
}

/// An option that is in force without being asked for is the service's default: no configuration.
fn word(argument: &'static str, known: &Attr<String>, reserved: &Reserved) -> Attr<String> {
    match reserved.option(argument) {
        Some(found) if known.is_null() && is_default(argument, found) => Attr::Null,
        Some(found) => found.into(),
        None => Attr::Null,
    }
}

/// What the console has chosen where nobody chooses: DTS adds it to every job's settings.
fn is_default(argument: &str, word: &str) -> bool {
    let keys = facts::option(argument, word);
    !keys.is_empty()
        && keys.iter().all(|(key, wire)| {
            facts::reserve_key(key).and_then(|row| row.default).is_some_and(|default| default == *wire)
        })
}

fn switch(key: &str, known: &Attr<bool>, reserved: &Reserved) -> Attr<bool> {
    match reserved.text(key).as_deref() {
        Some("true") => true.into(),
        Some("false") if known.is_known() => false.into(),
        // Off is the default.
        _ => known.clone().into_option().filter(|on| !on).into(),
    }
}

fn retry_of(reserved: &Reserved, known: &Attr<Retry>) -> Attr<Retry> {
    let minutes = |key: &str| reserved.text(key)?.parse::<i64>().ok().map(|seconds| seconds / 60);
    let (connection, other) = (minutes("maxRetryTime").unwrap_or(720), minutes("retry.blind.seconds").unwrap_or(10));
    if known.is_null() && (connection, other) == (720, 10) {
        return Attr::Null;
    }
    Retry { connection_minutes: connection.into(), other_minutes: other.into() }.into()
}

fn throttling_of(reserved: &Reserved, known: &Attr<Throttling>) -> Attr<Throttling> {
    let limit = |limits: &Json, key: &str| -> Attr<i64> {
        // -1 and 0 stand for no limit.
        text(&limits[key]).and_then(|text| text.parse().ok()).filter(|limit| *limit > 0).into()
    };
    let (full, incremental) = (reserved.nested("fullDynamicConfig"), reserved.nested("incDynamicConfig"));
    let full = FullThrottle {
        queries_per_second: limit(&full, "dts.datamove.blaster.qps.max"),
        rows_per_second: limit(&full, "dts.datamove.source.rps.max"),
        bytes_per_second: limit(&full, "dts.datamove.source.bps.max"),
    };
    let incremental = IncrementalThrottle {
        rows_per_second: limit(&incremental, "dts.datamove.source.rps.max"),
        bytes_per_second: limit(&incremental, "dts.datamove.source.bps.max"),
    };
    let known = known.get();
    let full =
        Some(full).filter(|full| *full != FullThrottle::default() || known.is_some_and(|known| known.full.is_known()));
    let incremental = Some(incremental).filter(|incremental| {
        *incremental != IncrementalThrottle::default() || known.is_some_and(|known| known.incremental.is_known())
    });
    if known.is_none() && full.is_none() && incremental.is_none() {
        return Attr::Null;
    }
    Throttling { full: full.into(), incremental: incremental.into() }.into()
}

/// Only the keys the user set are looked at.
fn keep_own_keys(known: &mut TaskModel, reserved: &Reserved) {
    let Some(keys) = known.reserve.get_mut() else { return };
    let kept: Map<String> = keys
        .known()
        .filter_map(|(key, value)| {
            let found = reserved.text(key)?;
            Some((key.clone(), if same_text(value, &found) { value.clone() } else { found }))
        })
        .collect();
    known.reserve = Attr::Known(kept);
}

/// JSON in a text is compared by meaning.
fn same_text(a: &str, b: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Json>(text).ok();
    a == b || json(a).is_some_and(|a| json(b) == Some(a))
}
