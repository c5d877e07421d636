//! The data that a job migrates, for the figures of its progress.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::Side;
use crate::alibaba::dts::job::Job;
use crate::alibaba::dts::reach::locate;

/// The data that a job migrates: tables of the source, and the number of their rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    /// Source database, source table, destination database, destination table.
    pub(super) tables: Vec<[String; 4]>,
    pub(super) each: u64,
}

/// Finds the tables in the world; a complete database has the tables of the world file.
pub(crate) fn rows(context: CallContext<'_>, job_account: &str, job: &Job) -> Rows {
    let owner = job.side(Side::Source).cross_account().map_or(job_account, |(owner, _)| owner);
    let source = locate(context, owner, job, Side::Source);
    let mut tables = Vec::new();
    for (name, database) in job.objects().0 {
        let pairs: Vec<(String, String)> = match database.tables {
            Some(tables) => tables.into_iter().collect(),
            None => {
                let known = source.and_then(|source| source.schemas.get(&name)).cloned().unwrap_or_default();
                known.into_iter().map(|table| (table.clone(), table)).collect()
            }
        };
        tables.extend(pairs.into_iter().map(|(from, to)| [name.clone(), from, database.target.clone(), to]));
    }
    Rows { tables, each: source.map_or(1000, |source| source.rows) }
}

impl Rows {
    /// Number of rows of all tables.
    pub(crate) fn all(&self) -> u64 {
        self.tables.len() as u64 * self.each
    }
}
