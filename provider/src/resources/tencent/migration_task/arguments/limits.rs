//! The limits of the migration.

use tencent::dts::{MigrationDetail, ModifyMigrateRateLimit, ModifyMigrationJob, RateLimit as WireLimit};
use tfplugin::model::Attr;

use super::{call::Call, draft::Draft};
use crate::resources::{
    shared::argument::{Row, Value, nested, number},
    tencent::migration_task::schema::{model::TaskModel, options::RateLimit},
};

/// The row of one limit.
macro_rules! limit {
    ($path:literal, $argument:ident, $field:ident, $wire:literal) => {
        Row {
            // All limits are read with the block.
            read: Some(read),
            change: Some(Call::RateLimit),
            ..Row::new(
                $path,
                |task| value(task, |limits| &limits.$argument),
                |task, (), draft| {
                    send(task, draft, $wire, |limits| &limits.$argument, |limit, value| limit.$field = Some(value))
                },
            )
        }
    };
}

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 5] = [
    limit!("rate_limit.dump_threads", dump_threads, dump_thread, "DumpThread"),
    limit!("rate_limit.dump_rows_per_second", dump_rows_per_second, dump_rps, "DumpRps"),
    limit!("rate_limit.load_threads", load_threads, load_thread, "LoadThread"),
    limit!("rate_limit.load_rows_per_second", load_rows_per_second, load_rps, "LoadRps"),
    limit!("rate_limit.sinker_threads", sinker_threads, sinker_thread, "SinkerThread"),
];

fn value(task: &TaskModel, limit: fn(&RateLimit) -> &Attr<i64>) -> Attr<Value> {
    number(&nested(&task.rate_limit, limit))
}

fn send(
    task: &TaskModel,
    draft: &mut Draft<'_>,
    wire: &str,
    limit: fn(&RateLimit) -> &Attr<i64>,
    set: fn(&mut WireLimit, i64),
) {
    let name = format!("MigrateOption.RateLimit.{wire}");
    draft.parameter(&name, &nested(&task.rate_limit, limit), |request: &mut ModifyMigrationJob, value| {
        set(request.migrate_option.rate_limit.get_or_insert_with(WireLimit::default), value);
    });
}

/// The limits that are set, as DTS returns them. DTS returns its own limits where none are set.
fn read(task: &mut TaskModel, job: &MigrationDetail) {
    let Some(known) = task.rate_limit.get() else { return };
    let configured = job.migrate_option.rate_limit.clone().unwrap_or_default();
    let live = &job.rate_limits;
    let is_live = live.has_user_set_rate_limit == "yes";
    let read = |known: &Attr<i64>, live: Option<i64>, configured: Option<i64>| {
        let live = live.filter(|_| is_live);
        match live.or(configured).filter(|limit| *limit > 0) {
            Some(limit) if known.is_known() => limit.into(),
            _ => known.clone(),
        }
    };
    task.rate_limit = RateLimit {
        dump_threads: read(&known.dump_threads, live.current_dump_thread, configured.dump_thread),
        dump_rows_per_second: read(&known.dump_rows_per_second, live.current_dump_rps, configured.dump_rps),
        load_threads: read(&known.load_threads, live.current_load_thread, configured.load_thread),
        load_rows_per_second: read(&known.load_rows_per_second, live.current_load_rps, configured.load_rps),
        sinker_threads: read(&known.sinker_threads, live.current_sinker_thread, configured.sinker_thread),
    }
    .into();
}

/// The call that sets the limits of a running job. All limits are sent: one that is not set any more keeps its value.
pub(crate) fn rate_limit_call(planned: &TaskModel) -> ModifyMigrateRateLimit {
    let limits = planned.rate_limit.get().cloned().unwrap_or_default();
    ModifyMigrateRateLimit {
        job_id: planned.instance_id.or(String::new()),
        dump_thread: limits.dump_threads.into_option(),
        dump_rps: limits.dump_rows_per_second.into_option(),
        load_thread: limits.load_threads.into_option(),
        load_rps: limits.load_rows_per_second.into_option(),
        sinker_thread: limits.sinker_threads.into_option(),
    }
}
