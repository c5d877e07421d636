//! The comparison of both sides at the end: the checksum of each table, and each value of each row.

use std::collections::BTreeMap;

use acceptance_harness::table::Table;
use engine::plan::{DatabaseChoice, Options, Plan, Steps};
use engine::verify::{Compared, Comparison, compare};

use crate::RehearsalError;
use crate::accounts::Servers;
use crate::world::DATABASES;

/// Compares all tables; returns the lines of a table, and the number of tables that differ.
pub(crate) async fn compare_all(servers: &Servers) -> Result<(Vec<String>, usize), RehearsalError> {
    let [source, destination] = servers.logins();
    let databases = DATABASES.iter().map(|(name, target)| DatabaseChoice::complete(*name).renamed(*target)).collect();
    let plan = Plan { source, destination, databases, steps: Steps::FULL, options: Options::default(), two_way: None };
    let compared = compare(&plan, Comparison { percent: 100, rows: true }, None).await?;
    let (here, there) = (checksums(servers, true).await?, checksums(servers, false).await?);
    let mut table = Table::new(&["table", "rows", "checksum at the source", "at the destination", "rows that differ"]);
    let mut different = 0;
    for Compared { table: name, rows, differences, .. } in compared {
        let sums = [&here, &there].map(|sums| sums.get(&name.to_string()).cloned().unwrap_or_default());
        different += usize::from(differences > 0 || sums[0] != sums[1]);
        let [one, other] = sums;
        table.row([name.to_string(), rows.to_string(), one, other, differences.to_string()]);
    }
    Ok((table.text().lines().map(str::to_owned).collect(), different))
}

/// The checksums of the tables of a side, by the names at the source.
async fn checksums(servers: &Servers, of_source: bool) -> Result<BTreeMap<String, String>, RehearsalError> {
    let server = if of_source { &servers.source } else { &servers.destination };
    let mut session = server.wait().await?;
    let mut found = BTreeMap::new();
    for (name, target) in DATABASES {
        let database = if of_source { name } else { target };
        let sql = format!(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = '{database}' AND table_type = 'BASE TABLE'"
        );
        for row in session.texts(sql).await? {
            let Some(Some(table)) = row.first() else { continue };
            let sums = session.texts(format!("CHECKSUM TABLE {database}.{table}")).await?;
            let sum = sums.first().and_then(|row| row.get(1).cloned().flatten()).unwrap_or_default();
            found.insert(format!("{name}.{table}"), sum);
        }
    }
    Ok(found)
}
