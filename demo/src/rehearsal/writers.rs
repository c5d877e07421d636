//! An application that writes at the source while the migration runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use engine::connect::Session;
use tokio::task::JoinHandle;

/// The time between two transactions.
const PAUSE: Duration = Duration::from_millis(4);

/// A running application.
pub(crate) struct Writer {
    stop: Arc<AtomicBool>,
    transactions: Arc<AtomicU64>,
    task: JoinHandle<engine::Result<()>>,
}

impl Writer {
    /// Begins to write.
    pub(crate) fn start(session: Session) -> Self {
        let (stop, transactions) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let task = tokio::spawn(write(session, Arc::clone(&stop), Arc::clone(&transactions)));
        Self { stop, transactions, task }
    }

    /// How many transactions were committed so far.
    pub(crate) fn transactions(&self) -> u64 {
        self.transactions.load(Ordering::Relaxed)
    }

    /// Stops the application; returns the number of its transactions.
    pub(crate) async fn stop(self) -> engine::Result<u64> {
        self.stop.store(true, Ordering::Relaxed);
        let ended = self.task.await;
        ended.unwrap_or_else(|error| Err(engine::Error::fail(format!("the writer stopped unexpectedly: {error}"))))?;
        Ok(self.transactions.load(Ordering::Relaxed))
    }
}

async fn write(mut session: Session, stop: Arc<AtomicBool>, transactions: Arc<AtomicU64>) -> engine::Result<()> {
    while !stop.load(Ordering::Relaxed) {
        let (one, other) = (fastrand::u32(1..5000), fastrand::u32(1..200));
        session.run("START TRANSACTION").await?;
        for statement in [
            format!("UPDATE orders.orders SET status = 'sent', total = total + 1 WHERE id = {one}"),
            format!(
                "INSERT INTO orders.orders (customer_id, placed, status, total) VALUES ({other}, NOW(), 'new', {one} / 10)"
            ),
            format!("DELETE FROM orders.order_items WHERE order_id = {one} AND line = {}", 1 + other % 4),
            format!("REPLACE INTO orders.order_items VALUES ({one}, 9, 'P{other}', {other})"),
            format!("UPDATE inventory.stock SET amount = {one} WHERE product_code = 'P{other}'"),
            format!(
                "UPDATE orders.samples SET exact = exact + 0.25, bits = {other}, document = JSON_OBJECT('n', {one}) WHERE id = {}",
                1 + other % 9
            ),
        ] {
            session.run(statement).await?;
        }
        session.run("COMMIT").await?;
        transactions.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(PAUSE).await;
    }
    session.close().await;
    Ok(())
}
