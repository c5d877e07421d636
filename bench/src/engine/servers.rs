//! The servers, their table, and the writes.

use std::time::{Duration, Instant};

use ::engine::plan::{DatabaseChoice, Options, Plan, Steps};
use real_servers::{Server, WITH_LOG};

use super::super::BenchError;

/// The database of the table at the source, and at the destination of the engine.
pub(super) const DATABASE: &str = "bench";
/// How many sessions write at the same time.
const WRITERS: u32 = 4;
/// Changed rows of a transaction.
pub(super) const CHANGES: u64 = 4;
/// Seconds that a replica may take.
const LONGEST: u64 = 600;

/// A source, the destination of copies, and a replica of the source.
pub(super) struct Servers {
    pub(super) source: Server,
    pub(super) destination: Server,
    pub(super) replica: Server,
}

impl Servers {
    pub(super) async fn start() -> Result<Self, BenchError> {
        let memory = "--innodb-buffer-pool-size=512M";
        let source = Server::start(&[&["--server-id=1001", memory], &WITH_LOG[..]].concat()).await?;
        let destination = Server::start(&["--server-id=1002", memory]).await?;
        let replica = Server::start(&["--server-id=1003", memory]).await?;
        Ok(Self { source, destination, replica })
    }

    /// Creates the table with rows of about 200 bytes, in the character set that new databases have nowadays: MariaDB's default
    /// without a configuration is latin1, which the engine converts and mydumper does not.
    pub(super) async fn fill(&self, rows: u32) -> Result<(), BenchError> {
        let sql = format!(
            "CREATE OR REPLACE DATABASE {DATABASE} CHARACTER SET utf8mb4;\n\
             CREATE TABLE {DATABASE}.t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, c CHAR(120) NOT NULL, \
             pad CHAR(60) NOT NULL, KEY (k));\n\
             INSERT INTO {DATABASE}.t SELECT seq, seq * 7919 % {rows}, \
             CONCAT_WS('-', SHA2(seq, 224), SHA2(seq + 1, 224)), SHA1(seq) FROM seq_1_to_{rows};\n\
             ANALYZE TABLE {DATABASE}.t"
        );
        Ok(self.source.execute(&sql).await?)
    }

    /// Writes transactions at the source, each with two updates, a delete and an insert.
    pub(super) async fn write(&self, rows: u32, transactions: u32) -> Result<(), BenchError> {
        let writers = (0..WRITERS).map(|writer| self.write_as(writer, rows, transactions / WRITERS));
        futures_util::future::try_join_all(writers).await?;
        Ok(())
    }

    /// The keys of each writer are its own, so that none waits for another one.
    async fn write_as(&self, writer: u32, rows: u32, transactions: u32) -> Result<(), BenchError> {
        let mut session = self.source.session().await;
        let mut random = fastrand::Rng::with_seed(u64::from(writer));
        let mut key = || random.u32(0..rows / WRITERS) * WRITERS + writer + 1;
        for number in 0..transactions {
            let (one, two, three) = (key(), key(), key());
            for sql in [
                "BEGIN".to_owned(),
                format!("UPDATE {DATABASE}.t SET k = k + 1 WHERE id = {one}"),
                format!("UPDATE {DATABASE}.t SET c = CONCAT('{number}-', LEFT(c, 100)) WHERE id = {two}"),
                format!("DELETE FROM {DATABASE}.t WHERE id = {three}"),
                format!("INSERT INTO {DATABASE}.t VALUES ({three}, {number}, REPEAT('c', 110), 'pad')"),
                "COMMIT".to_owned(),
            ] {
                session.run(sql).await?;
            }
        }
        Ok(())
    }

    /// The plan of a full copy.
    pub(super) fn plan(&self) -> Plan {
        Plan {
            source: self.source.root(),
            destination: self.destination.root(),
            databases: vec![DatabaseChoice::complete(DATABASE)],
            steps: Steps::FULL,
            options: Options::default(),
            two_way: None,
        }
    }

    /// File and offset of the end of the log.
    pub(super) async fn position(&self) -> Result<(String, String), BenchError> {
        let rows = self.source.session().await.texts("SHOW MASTER STATUS").await?;
        match rows.first().map(Vec::as_slice) {
            Some([Some(file), Some(offset), ..]) => Ok((file.clone(), offset.clone())),
            _ => Err(BenchError::Different("the source has no binary log".to_owned())),
        }
    }

    /// Waits until the replica has applied everything up to a position; returns the seconds since its start.
    pub(super) async fn replicate(&self, (file, offset): &(String, String)) -> Result<f64, BenchError> {
        let begun = Instant::now();
        let mut session = self.replica.session().await;
        session.run("START SLAVE").await?;
        let waited = session.text(format!("SELECT MASTER_POS_WAIT('{file}', {offset}, {LONGEST})")).await?;
        let seconds = begun.elapsed().as_secs_f64();
        session.run("STOP SLAVE").await?;
        match waited {
            Some(number) if number != "-1" => Ok(seconds),
            _ => Err(BenchError::Different(format!("the replica did not end within {LONGEST} seconds"))),
        }
    }

    /// Fails unless a table has as many rows as were copied.
    pub(super) async fn has_rows(&self, server: &Server, database: &str, rows: u32) -> Result<(), BenchError> {
        let found = server.session().await.text(format!("SELECT COUNT(*) FROM {database}.t")).await?;
        if found == Some(rows.to_string()) {
            return Ok(());
        }
        Err(BenchError::Different(format!("{database} has {found:?} rows, not {rows}")))
    }
}

/// Waits a moment, so that a server has written what it has in memory.
pub(super) async fn settle() {
    tokio::time::sleep(Duration::from_secs(2)).await;
}
