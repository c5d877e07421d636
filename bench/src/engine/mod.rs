//! The engine of jobs between real servers, side by side with other programs on the same MariaDB servers.
//!
//! | module | what is measured |
//! |---|---|
//! | `servers` | the servers, the table and the writes |
//! | `copy` | full copy, beside `mariadb-dump \| mariadb` and mydumper |
//! | `follow` | changes of the binary log, beside a replica of MariaDB |

mod copy;
mod follow;
mod servers;

use std::time::Instant;

use ::engine::verify::{Comparison, compare};

use self::servers::Servers;
use super::memory::of_process;
use super::metric::{Metric, Unit};
use super::samples::Samples;
use super::{BenchError, Settings};

/// Everything that was measured of the engine.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    rows: u32,
    copied: Samples,
    dumped: Samples,
    /// None if mydumper is not installed.
    mydumped: Option<Samples>,
    events: u64,
    followed: Samples,
    replicated: Samples,
    /// Seconds for both sides.
    compared: f64,
    /// Peak of the resident memory in bytes, with the rows and with twice as many.
    peaks: [f64; 2],
}

pub(super) async fn measure(settings: &Settings, mut progress: impl FnMut(&str)) -> Result<Engine, BenchError> {
    let rows = settings.engine_rows;
    let servers = Servers::start().await?;
    let twice = 2 * rows;
    servers.fill(rows).await?;
    let once = peak(async || copy::by_engine(&servers, rows).await).await?;
    servers.fill(twice).await?;
    let doubled = peak(async || copy::by_engine(&servers, twice).await).await?;
    servers.fill(rows).await?;
    let has_mydumper = copy::has_mydumper();
    if !has_mydumper {
        progress(copy::NO_MYDUMPER);
    }
    let mut mydumped = has_mydumper.then(Samples::default);
    let (mut copied, mut dumped) = (Samples::default(), Samples::default());
    for _ in 0..settings.engine_rounds {
        copied.add(copy::by_engine(&servers, rows).await?);
        dumped.add(copy::by_dump(&servers, rows).await?);
        if let Some(samples) = &mut mydumped {
            samples.add(copy::by_mydumper(&servers, rows).await?);
        }
    }
    let follow = follow::measure(&servers, settings).await?;
    let begun = Instant::now();
    let found = compare(&servers.plan(), Comparison::default(), None).await?;
    let compared = begun.elapsed().as_secs_f64();
    if let Some(table) = found.iter().find(|table| table.differences > 0) {
        let what = format!("{} rows of {} differ after the changes", table.differences, table.table);
        return Err(BenchError::Different(what));
    }
    Ok(Engine {
        rows,
        copied,
        dumped,
        mydumped,
        events: follow.events,
        followed: follow.engine,
        replicated: follow.replica,
        compared,
        peaks: [once, doubled],
    })
}

/// The peak of the resident memory of this process during a copy.
async fn peak(copy: impl AsyncFnOnce() -> Result<f64, BenchError>) -> Result<f64, BenchError> {
    let path = "/proc/self/clear_refs";
    std::fs::write(path, "5").map_err(|error| BenchError::Unreadable {
        what: "the peak of the memory",
        path: path.into(),
        reason: error.to_string(),
    })?;
    copy().await?;
    of_process(std::process::id(), "VmHWM:")
}

impl Engine {
    pub(super) fn metrics(&self) -> Vec<Metric> {
        let metric = |name: String, unit, goal, ours| Metric { name, unit, goal, ours, control: None };
        let rows = f64::from(self.rows);
        let dump = self.dumped.divided_by(&self.copied).median();
        let replica = self.replicated.divided_by(&self.followed).median();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let events = self.events as f64 / self.followed.median();
        let each_million = self.compared / 2.0 * 1e6 / rows;
        let mut metrics = vec![
            metric(format!("engine: copy of {rows} rows"), Unit::PerSecond, None, rows / self.copied.median()),
            metric("  against mariadb-dump | mariadb".into(), Unit::Speedup, Some(1.6), dump),
        ];
        let name = "  against mydumper and myloader with 2 threads";
        metrics.push(match &self.mydumped {
            Some(samples) => {
                let ratio = samples.divided_by(&self.copied).median();
                metric(name.into(), Unit::Speedup, Some(0.9), ratio)
            }
            None => metric(format!("{name}: NOT MEASURED"), Unit::Speedup, None, f64::NAN),
        });
        let [once, doubled] = self.peaks;
        metrics.extend([
            metric("engine: changes of the binary log".into(), Unit::PerSecond, None, events),
            metric("  against a replica with one thread".into(), Unit::Speedup, Some(1.4), replica),
            metric("engine: comparison of 1,000,000 rows, a side".into(), Unit::Milliseconds, Some(2.0), each_million),
            metric(format!("engine: peak memory, {rows} rows"), Unit::Megabytes, Some(150e6), once),
            metric("  with twice as many rows".into(), Unit::Times, Some(1.25), doubled / once),
        ]);
        metrics
    }

    /// What could not be measured, and why.
    pub(super) fn notes(&self) -> Vec<String> {
        self.mydumped.is_none().then(|| copy::NO_MYDUMPER.to_owned()).into_iter().collect()
    }
}
