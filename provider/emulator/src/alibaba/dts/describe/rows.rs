//! The data that a job migrates, for the figures of its progress.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::Side;
use crate::alibaba::dts::job::Job;
use crate::alibaba::dts::reach::locate;
use crate::rehearsal::{Figures, TableFigures};

/// The data that a job migrates: tables of the source, and the number of their rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    /// Source database, source table, destination database, destination table.
    pub(super) tables: Vec<[String; 4]>,
    pub(super) each: u64,
    /// Copied rows and all rows of each table, as an engine counts them.
    pub(super) counted: Option<Vec<[u64; 2]>>,
}

/// Finds the tables in the world; a complete database has the tables of the world file.
pub(crate) fn rows(context: CallContext<'_>, job_account: &str, job: &Job) -> Rows {
    if let Some(figures) = job.figures.as_ref().filter(|figures| !figures.tables.is_empty()) {
        return counted(job, figures);
    }
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
    Rows { tables, each: source.map_or(1000, |source| source.rows), counted: None }
}

/// The tables that an engine copies.
fn counted(job: &Job, figures: &Figures) -> Rows {
    let objects = job.objects().0;
    let target = |table: &TableFigures| {
        let database = objects.get(&table.database);
        let tables = database.and_then(|database| database.tables.as_ref());
        let name = tables.and_then(|tables| tables.get(&table.table)).unwrap_or(&table.table);
        [database.map_or(table.database.clone(), |database| database.target.clone()), name.clone()]
    };
    let names = |table: &TableFigures| {
        let [database, name] = target(table);
        [table.database.clone(), table.table.clone(), database, name]
    };
    Rows {
        tables: figures.tables.iter().map(names).collect(),
        each: 0,
        counted: Some(figures.tables.iter().map(|table| [table.copied, table.total]).collect()),
    }
}

impl Rows {
    /// Number of rows of all tables.
    pub(crate) fn all(&self) -> u64 {
        match &self.counted {
            Some(counted) => counted.iter().map(|[_, total]| total).sum(),
            None => self.tables.len() as u64 * self.each,
        }
    }

    /// Number of rows that are copied when the full phase has done this share.
    pub(super) fn copied(&self, percent: u32) -> u64 {
        match &self.counted {
            Some(counted) => counted.iter().map(|[copied, _]| copied).sum(),
            None => self.all() * u64::from(percent) / 100,
        }
    }
}
