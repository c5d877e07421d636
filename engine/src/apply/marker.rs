//! The table that marks the transactions of a two-way synchronization.

use crate::connect::Session;
use crate::error::Result;
use crate::plan::TwoWay;
use crate::quote::name;

/// Creates the table at the destination, if it does not exist.
pub(super) async fn create(two_way: &TwoWay, destination: &mut Session) -> Result<()> {
    let marker = &two_way.marker;
    destination.run(format!("CREATE DATABASE IF NOT EXISTS {}", name(&marker.database))).await?;
    let columns = "id TINYINT PRIMARY KEY, transactions BIGINT UNSIGNED NOT NULL";
    let sql = format!("CREATE TABLE IF NOT EXISTS {} ({columns}) ENGINE = InnoDB", marker.sql());
    destination.run(sql).await.map_err(|error| error.during(&format!("table {marker}")))
}

/// The first statement of a transaction: its row comes before all others in the log, and differs each time, so that the log
/// has it.
pub(super) fn statement(two_way: &TwoWay) -> String {
    format!(
        "INSERT INTO {} VALUES (1, 1) ON DUPLICATE KEY UPDATE transactions = transactions + 1",
        two_way.marker.sql()
    )
}
