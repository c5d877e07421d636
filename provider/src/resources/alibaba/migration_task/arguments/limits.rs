//! Retry times and rate limits.

use std::collections::BTreeMap;

use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::Attr;

use super::{
    argument::{Row, Value, nested, number},
    call::Call,
    draft::Draft,
    reserved::Reserved,
};
use crate::{
    facts::alibaba as facts,
    resources::alibaba::migration_task::schema::model::{
        FullThrottle, IncrementalThrottle, Minutes, Retry, TaskModel, Throttling,
    },
};

const CONNECTION: &str = "maxRetryTime";
const OTHER: &str = "retry.blind.seconds";

const QUERIES: &str = "dts.datamove.blaster.qps.max";
const ROWS_PER_SECOND: &str = "dts.datamove.source.rps.max";
const BYTES: &str = "dts.datamove.source.bps.max";

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 4] = [
    Row {
        default: || Some(Value::Number(default_seconds(CONNECTION))),
        // Both arguments are read with the block.
        read: Some(|task, answer| task.retry = read_retry(answer.reserved, &task.retry)),
        ..Row::new(
            "retry.connection_minutes",
            |task| number(&seconds(task, CONNECTION)),
            |task, (), draft| {
                draft.reserve(CONNECTION, &seconds(task, CONNECTION));
            },
        )
    },
    Row {
        default: || Some(Value::Number(default_seconds(OTHER))),
        read: Some(|_, _| {}),
        ..Row::new(
            "retry.other_minutes",
            |task| number(&seconds(task, OTHER)),
            |task, (), draft| {
                draft.reserve(OTHER, &seconds(task, OTHER));
            },
        )
    },
    Row {
        read: Some(|task, answer| task.throttling = read_throttling(answer.reserved, &task.throttling)),
        change: Some(Call::FullLimits),
        ..Row::new(
            "throttling.full",
            |task| limits(task, Phase::Full),
            |task, (), draft| {
                send_limits(task, Phase::Full, draft);
            },
        )
    },
    Row {
        read: Some(|_, _| {}),
        change: Some(Call::IncrementalLimits),
        ..Row::new(
            "throttling.incremental",
            |task| limits(task, Phase::Incremental),
            |task, (), draft| {
                send_limits(task, Phase::Incremental, draft);
            },
        )
    },
];

/// A phase that has limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Full,
    Incremental,
}

impl Phase {
    /// The key of its limits in `Reserve`.
    fn key(self) -> &'static str {
        match self {
            Phase::Full => "fullDynamicConfig",
            Phase::Incremental => "incDynamicConfig",
        }
    }
}

fn minutes(task: &TaskModel, key: &str) -> Attr<Minutes> {
    if key == CONNECTION {
        nested(&task.retry, |retry| &retry.connection_minutes)
    } else {
        nested(&task.retry, |retry| &retry.other_minutes)
    }
}

/// The seconds that DTS has for the minutes of a configuration.
fn seconds(task: &TaskModel, key: &str) -> Attr<i64> {
    minutes(task, key).map(Minutes::seconds)
}

fn default_seconds(key: &str) -> i64 {
    let seconds = facts::reserve_key(key).and_then(|row| row.default).and_then(|seconds| seconds.parse::<i64>().ok());
    seconds.unwrap_or_default()
}

fn read_retry(reserved: &Reserved, known: &Attr<Retry>) -> Attr<Retry> {
    let found =
        |key: &str| reserved.text(key).and_then(|text| text.parse().ok()).unwrap_or_else(|| default_seconds(key));
    let (connection, other) = (found(CONNECTION), found(OTHER));
    if known.is_null() && (connection, other) == (default_seconds(CONNECTION), default_seconds(OTHER)) {
        return Attr::Null;
    }
    Retry {
        connection_minutes: Minutes::from_seconds(connection).into(),
        other_minutes: Minutes::from_seconds(other).into(),
    }
    .into()
}

/// The limits that are set, by their keys.
fn limits(task: &TaskModel, phase: Phase) -> Attr<Value> {
    let throttling = match &task.throttling {
        Attr::Known(throttling) => throttling,
        Attr::Unknown => return Attr::Unknown,
        Attr::Null => return Attr::Null,
    };
    let all = match phase {
        Phase::Full => throttling.full.clone().map(|full| {
            [
                (QUERIES, full.queries_per_second),
                (ROWS_PER_SECOND, full.rows_per_second),
                (BYTES, full.bytes_per_second),
            ]
            .to_vec()
        }),
        Phase::Incremental => throttling.incremental.clone().map(|incremental| {
            [(ROWS_PER_SECOND, incremental.rows_per_second), (BYTES, incremental.bytes_per_second)].to_vec()
        }),
    };
    match all {
        Attr::Known(all) if all.iter().any(|(_, limit)| limit.is_unknown()) => Attr::Unknown,
        Attr::Known(all) => {
            let set: BTreeMap<&'static str, i64> =
                all.into_iter().filter_map(|(key, limit)| Some((key, limit.into_option()?))).collect();
            // A block without a limit says the same as none.
            if set.is_empty() { Attr::Null } else { Attr::Known(Value::Limits(set)) }
        }
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Null,
    }
}

fn send_limits(task: &TaskModel, phase: Phase, draft: &mut Draft<'_>) {
    let text = |(key, limit): (&str, i64)| (key.to_owned(), Json::String(limit.to_string()));
    let object = limits(task, phase).map(|limits| match limits {
        Value::Limits(limits) => limits.into_iter().map(text).collect(),
        _ => JsonMap::new(),
    });
    draft.reserve_object(phase.key(), object);
}

/// The limits of a phase that a task is to have, and those that it loses: none stands for no limit.
pub(crate) fn changed_limits(
    prior: &TaskModel,
    planned: &TaskModel,
    phase: Phase,
) -> BTreeMap<&'static str, Option<i64>> {
    let set = |task: &TaskModel| match limits(task, phase) {
        Attr::Known(Value::Limits(limits)) => limits,
        _ => BTreeMap::new(),
    };
    let mut all: BTreeMap<&'static str, Option<i64>> = set(prior).into_keys().map(|key| (key, None)).collect();
    all.extend(set(planned).into_iter().map(|(key, limit)| (key, Some(limit))));
    all
}

fn read_throttling(reserved: &Reserved, known: &Attr<Throttling>) -> Attr<Throttling> {
    let limit = |phase: Phase, key: &str| -> Attr<i64> {
        // -1 and 0 stand for no limit.
        reserved.nested(phase.key(), key).and_then(|text| text.parse().ok()).filter(|limit| *limit > 0).into()
    };
    let full = FullThrottle {
        queries_per_second: limit(Phase::Full, QUERIES),
        rows_per_second: limit(Phase::Full, ROWS_PER_SECOND),
        bytes_per_second: limit(Phase::Full, BYTES),
    };
    let incremental = IncrementalThrottle {
        rows_per_second: limit(Phase::Incremental, ROWS_PER_SECOND),
        bytes_per_second: limit(Phase::Incremental, BYTES),
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
