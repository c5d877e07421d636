//! Compares both sides: checksums of ranges of the key, and the rows of ranges that differ. It can run while a job follows the
//! changes: each comparison waits until the destination has what the source had, and a row that differs is read again.

mod checksum;
mod rows;

use std::time::Duration;

use tokio::time::{Instant, sleep};

use self::checksum::Checksum;
use crate::checkpoint::Position;
use crate::connect::{Session, Side};
use crate::copy::{CopyTable, Range, next_key, selected_tables};
use crate::error::{Error, Result};
use crate::plan::Plan;
use crate::server::ServerFacts;
use crate::shape::TableName;
use crate::start_position;

/// How both sides are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// The share of the ranges that are compared, in percent.
    pub percent: u8,
    /// Whether all values are compared, and not only checksums.
    pub rows: bool,
}

impl Default for Comparison {
    fn default() -> Self {
        Self { percent: 100, rows: false }
    }
}

/// The result for one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The table at the source.
    pub table: TableName,
    /// The rows of the source that were compared.
    pub rows: u64,
    /// The rows that differ, or that one side does not have.
    pub differences: u64,
    /// The keys of up to 100 of these rows, as SQL literals.
    pub keys: Vec<String>,
}

/// The largest number of keys that is reported for a table.
const KEYS: usize = 100;
/// How long a comparison waits for the job to apply the changes.
const PATIENCE: Duration = Duration::from_secs(600);

/// Compares all selected tables. `applied` returns up to where a running job has applied the changes; none means that nothing
/// writes to either side.
///
/// # Errors
/// If a connection is lost, a table does not exist, or the job does not advance.
pub async fn compare(
    plan: &Plan,
    how: Comparison,
    applied: Option<&(dyn Fn() -> Option<Position> + Send + Sync)>,
) -> Result<Vec<Compared>> {
    let mut both = Both::open(plan, applied).await?;
    let mut results = Vec::new();
    for table in selected_tables(plan, &mut both.source).await? {
        results.push(
            compare_table(&mut both, &table, how)
                .await
                .map_err(|error| error.during(&format!("comparison of {}", table.source)))?,
        );
    }
    both.source.close().await;
    both.destination.close().await;
    Ok(results)
}

async fn compare_table(both: &mut Both<'_>, table: &CopyTable, how: Comparison) -> Result<Compared> {
    let mut result = Compared { table: table.source.clone(), rows: 0, differences: 0, keys: Vec::new() };
    let mut after: Option<Vec<String>> = None;
    for index in 0_u64.. {
        let upto =
            if table.key.is_empty() { None } else { next_key(table, after.as_deref(), &mut both.source).await? };
        let range = Range { after: after.take(), upto: upto.clone() };
        // A multiple of the golden ratio spreads the chosen ranges over the table.
        if index.wrapping_mul(61) % 100 < u64::from(how.percent) {
            compare_range(both, table, &range, how.rows, &mut result).await?;
        }
        match upto {
            Some(key) => after = Some(key),
            None => break,
        }
    }
    Ok(result)
}

async fn compare_range(
    both: &mut Both<'_>,
    table: &CopyTable,
    range: &Range,
    rows: bool,
    result: &mut Compared,
) -> Result<()> {
    let compares_rows =
        rows || (both.families_differ && table.columns.iter().any(|column| checksum::differs_in_form(&column.kind)));
    let mut counted = 0;
    if !compares_rows || table.key.is_empty() {
        for _ in 0..3 {
            let [there, here] = checksums(both, table, range).await?;
            counted = there.rows;
            if there == here {
                result.rows += counted;
                return Ok(());
            }
        }
    }
    if table.key.is_empty() {
        result.rows += counted;
        result.differences += 1;
        return Ok(());
    }
    let (rows, different) = rows::different(both, table, range).await?;
    result.rows += rows;
    for key in different {
        result.differences += 1;
        if result.keys.len() < KEYS {
            result.keys.push(key);
        }
    }
    Ok(())
}

/// The checksums of the source and of the destination. With a running job the destination is read once it has what the source
/// had; otherwise both are read at the same time.
async fn checksums(both: &mut Both<'_>, table: &CopyTable, range: &Range) -> Result<[Checksum; 2]> {
    if both.applied.is_none() {
        let there = checksum::of(&mut both.source, table, range, true);
        let here = checksum::of(&mut both.destination, table, range, false);
        return Ok(tokio::try_join!(there, here)?.into());
    }
    let there = checksum::of(&mut both.source, table, range, true).await?;
    both.wait().await?;
    Ok([there, checksum::of(&mut both.destination, table, range, false).await?])
}

/// Sessions at both servers.
struct Both<'a> {
    source: Session,
    destination: Session,
    status: &'static str,
    families_differ: bool,
    applied: Option<&'a (dyn Fn() -> Option<Position> + Send + Sync)>,
}

impl<'a> Both<'a> {
    async fn open(plan: &Plan, applied: Option<&'a (dyn Fn() -> Option<Position> + Send + Sync)>) -> Result<Self> {
        let mut source = Session::open(&plan.source, Side::Source).await?;
        let mut destination = Session::open(&plan.destination, Side::Destination).await?;
        let facts = ServerFacts::read(&mut source).await?;
        let there = ServerFacts::read(&mut destination).await?;
        let families_differ = facts.family != there.family;
        Ok(Self { source, destination, status: facts.log_status_statement(), families_differ, applied })
    }

    /// Waits until the destination has all that the source has now.
    async fn wait(&mut self) -> Result<()> {
        let Some(applied) = self.applied else { return Ok(()) };
        let target = start_position::current(&mut self.source, self.status).await?;
        let start = Instant::now();
        while !applied().is_some_and(|applied| applied.is_at_or_after(&target)) {
            if start.elapsed() > PATIENCE {
                return Err(Error::retry(format!(
                    "the job did not apply the changes up to {target} within {} seconds",
                    PATIENCE.as_secs()
                )));
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}
