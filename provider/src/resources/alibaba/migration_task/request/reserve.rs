//! `Reserve`: only what the user set, and the conflict mode DTS asks for. Values are text there.

use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::{Attr, Map};

use crate::facts::alibaba as facts;
use crate::resources::alibaba::migration_task::schema::{
    endpoint::Side,
    model::{TaskModel, Throttling},
};

/// The JSON text; none while a part of it is unknown.
pub(super) fn of(planned: &TaskModel) -> Option<String> {
    let mut reserve = Reserve::default();
    reserve.option("conflict_mode", &planned.conflict_mode);
    reserve.option("triggers", &planned.triggers);
    reserve.option("online_ddl", &planned.online_ddl);
    reserve.option("heartbeat", &planned.heartbeat);
    reserve.option("object_name_case", &planned.object_name_case);
    reserve.put("privilegeMigration", &planned.migrate_accounts);
    reserve.put("eventMove", &planned.migrate_events);
    reserve.put("isAnalyzer", &planned.assessment);
    retry(&mut reserve, planned);
    for (side, end) in [(Side::Source, &planned.source), (Side::Destination, &planned.destination)] {
        let Some(end) = end.get() else { continue };
        let of_side = |argument: &str| format!("{}.{argument}", side.block());
        reserve.option(&of_side("encryption"), &end.encryption);
        reserve.option(&of_side("mongodb_topology"), &end.mongodb_topology);
        let (cen, oracle) = match side {
            Side::Source => ("srcInstanceId", "srcOracleType"),
            Side::Destination => ("destInstanceId", "destOracleType"),
        };
        reserve.put(cen, &end.cen_id);
        reserve.put(oracle, &end.oracle_sid.clone().map(|_| "sid"));
    }
    etl(&mut reserve, planned);
    throttling(&mut reserve, &planned.throttling);
    free_keys(&mut reserve, &planned.reserve);
    reserve.text()
}

/// The object while it is filled.
#[derive(Default)]
struct Reserve {
    keys: JsonMap<String, Json>,
    unknown: bool,
}

impl Reserve {
    fn put(&mut self, key: &str, value: &Attr<impl ToString>) {
        self.unknown |= value.is_unknown();
        if let Some(value) = value.get() {
            self.keys.insert(key.to_owned(), Json::String(value.to_string()));
        }
    }

    /// An option with words of its own: `schemas/alibaba/option_values.toml` has their keys.
    fn option(&mut self, argument: &str, value: &Attr<String>) {
        self.unknown |= value.is_unknown();
        for (key, wire) in value.as_str().map(|value| facts::option(argument, value)).unwrap_or_default() {
            self.keys.insert((*key).to_owned(), Json::String((*wire).to_owned()));
        }
    }

    fn nested(&mut self, key: &str, inner: Reserve) {
        self.unknown |= inner.unknown;
        if !inner.keys.is_empty() {
            self.keys.insert(key.to_owned(), Json::Object(inner.keys));
        }
    }

    fn text(self) -> Option<String> {
        (!self.unknown).then(|| Json::Object(self.keys).to_string())
    }
}

/// Minutes for people, seconds for DTS.
fn retry(reserve: &mut Reserve, planned: &TaskModel) {
    reserve.unknown |= planned.retry.is_unknown();
    let Some(retry) = planned.retry.get() else { return };
    let seconds = |minutes: &Attr<i64>| minutes.clone().map(|minutes| minutes.saturating_mul(60));
    reserve.put("maxRetryTime", &seconds(&retry.connection_minutes));
    reserve.put("retry.blind.seconds", &seconds(&retry.other_minutes));
}

fn etl(reserve: &mut Reserve, planned: &TaskModel) {
    reserve.put("etlOperatorCtl", &planned.etl.clone().map(|_| "Y"));
    reserve.put("etlOperatorSetting", &planned.etl);
}

/// Key of the limits of full and incremental migration.
const QUERIES: &str = "dts.datamove.blaster.qps.max";
const ROWS: &str = "dts.datamove.source.rps.max";
const BYTES: &str = "dts.datamove.source.bps.max";

fn throttling(reserve: &mut Reserve, throttling: &Attr<Throttling>) {
    reserve.unknown |= throttling.is_unknown();
    let Some(throttling) = throttling.get() else { return };
    reserve.unknown |= throttling.full.is_unknown() || throttling.incremental.is_unknown();
    if let Some(full) = throttling.full.get() {
        let mut limits = Reserve::default();
        limits.put(QUERIES, &full.queries_per_second);
        limits.put(ROWS, &full.rows_per_second);
        limits.put(BYTES, &full.bytes_per_second);
        reserve.nested("fullDynamicConfig", limits);
    }
    if let Some(incremental) = throttling.incremental.get() {
        let mut limits = Reserve::default();
        limits.put(ROWS, &incremental.rows_per_second);
        limits.put(BYTES, &incremental.bytes_per_second);
        reserve.nested("incDynamicConfig", limits);
    }
}

fn free_keys(reserve: &mut Reserve, keys: &Attr<Map<String>>) {
    reserve.unknown |= keys.is_unknown();
    for (key, value) in keys.get().iter().flat_map(|keys| &keys.0) {
        reserve.put(key, value);
    }
}
