//! Random writes during copy and follow: both sides are equal at the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::connect::Session;
use engine::plan::DatabaseChoice;
use fastrand::Rng;

use crate::servers::{Server, fresh_name, pair};
use crate::support::{assert_equal, finish, plan, start};

/// Tables with a second unique key, a composite key in a collation without case, and wide rows.
pub(crate) async fn create_tables(server: &Server, name: &str) {
    server
        .run_all(&format!(
            "CREATE DATABASE {name};\n\
             CREATE TABLE {name}.t (id INT PRIMARY KEY, u INT, w VARCHAR(30), v INT UNSIGNED, UNIQUE (u), UNIQUE (w));\n\
             INSERT INTO {name}.t SELECT seq, seq, CONCAT('w', seq), 0 FROM seq_1_to_1500;\n\
             CREATE TABLE {name}.p (a VARCHAR(10) NOT NULL, b SMALLINT NOT NULL, v DECIMAL(8,3), f FLOAT, PRIMARY KEY (a, b));\n\
             INSERT INTO {name}.p SELECT CONCAT('k', seq % 50), seq, seq / 7, seq / 3 FROM seq_1_to_1500;\n\
             CREATE TABLE {name}.wide (k BINARY(3) PRIMARY KEY, m MEDIUMINT, x MEDIUMTEXT, j JSON, ts TIMESTAMP(3) NULL, bl BLOB);\n\
             INSERT INTO {name}.wide SELECT UNHEX(LPAD(HEX(seq), 6, '0')), -seq, REPEAT('x', seq), '{{}}', NOW(3), NULL FROM seq_1_to_500"
        ))
        .await;
}

/// Writes until it is stopped.
pub(crate) async fn write(mut session: Session, name: String, seed: u64, stop: Arc<AtomicBool>) -> u64 {
    let mut random = Rng::with_seed(seed);
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        for sql in operation(&mut random, &name) {
            if let Err(error) = session.run(&sql).await {
                assert!(error.is_lock_conflict() || matches!(error.code(), Some(1062)), "{sql}: {error}");
                let _ = session.run("ROLLBACK").await;
                break;
            }
        }
        done += 1;
    }
    done
}

fn operation(random: &mut Rng, name: &str) -> Vec<String> {
    let (one, other) = (random.u32(1..2500), random.u32(1..2500));
    let key = |random: &mut Rng| {
        let letter = if random.bool() { 'k' } else { 'K' };
        format!("'{letter}{}'", random.u32(0..50))
    };
    let (a, b) = (key(random), random.u32(1..1800));
    let k = format!("x'{:06x}'", random.u32(1..700));
    match random.u32(0..16) {
        0 => vec![format!("INSERT IGNORE INTO {name}.t VALUES ({one}, {other}, 'w{other}', 1)")],
        1 => vec![format!("UPDATE IGNORE {name}.t SET u = {other}, v = v + 1 WHERE id = {one}")],
        2 => vec![format!("DELETE FROM {name}.t WHERE id = {one}")],
        3 => vec![format!("UPDATE IGNORE {name}.t SET id = {other} WHERE id = {one}")],
        4 => vec![format!("REPLACE INTO {name}.t VALUES ({one}, {other}, 'W{other}', 4294967295)")],
        5 | 6 => exchange(name, one, other),
        7 => vec![
            "BEGIN".to_owned(),
            format!("UPDATE {name}.t SET v = {other} WHERE id BETWEEN {one} AND {}", one + 30),
            format!("DELETE FROM {name}.p WHERE b BETWEEN {b} AND {}", b + 3),
            "COMMIT".to_owned(),
        ],
        8 => vec!["BEGIN".to_owned(), format!("DELETE FROM {name}.t WHERE id < {one}"), "ROLLBACK".to_owned()],
        9 => vec![format!("INSERT IGNORE INTO {name}.p VALUES ({a}, {b}, {one}.125, {other}.3)")],
        10 => vec![format!("UPDATE IGNORE {name}.p SET a = {a}, b = b + 1 WHERE b = {b}")],
        11 => vec![format!("UPDATE IGNORE {name}.p SET a = UPPER(a), v = NULL WHERE b = {b}")],
        12 => vec![format!(
            "REPLACE INTO {name}.wide VALUES ({k}, -{one}, REPEAT('y', {other}), '[{one}]', NOW(3), REPEAT(x'00ff27', {one}))"
        )],
        13 => vec![format!(
            "UPDATE {name}.wide SET m = -8388608 + {one}, x = CONCAT('ü', LEFT(x, 100)) WHERE k > {k} LIMIT 5"
        )],
        14 => vec![format!("DELETE FROM {name}.wide WHERE k = {k}")],
        _ => vec![format!("INSERT IGNORE INTO {name}.wide VALUES ({k}, {one}, NULL, '\"a\"', NULL, '')")],
    }
}

/// Two rows exchange their unique values.
fn exchange(name: &str, one: u32, other: u32) -> Vec<String> {
    vec![
        "BEGIN".to_owned(),
        format!("SELECT u, w INTO @u, @w FROM {name}.t WHERE id = {one} FOR UPDATE"),
        format!("SELECT u, w INTO @x, @y FROM {name}.t WHERE id = {other} FOR UPDATE"),
        format!("UPDATE {name}.t SET u = NULL, w = NULL WHERE id = {one}"),
        format!("UPDATE IGNORE {name}.t SET u = @u, w = @w WHERE id = {other}"),
        format!("UPDATE IGNORE {name}.t SET u = @x, w = @y WHERE id = {one}"),
        "COMMIT".to_owned(),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn both_sides_are_equal_after_random_writes_with_20_seeds() {
    let pair = pair().await;
    for seed in 0..20 {
        let name = fresh_name("chaos");
        create_tables(&pair.source, &name).await;
        let stop = Arc::new(AtomicBool::new(false));
        let mut writers = Vec::new();
        for writer in 0..3 {
            let session = pair.source.session().await;
            writers.push(tokio::spawn(write(session, name.clone(), seed * 10 + writer, Arc::clone(&stop))));
        }
        let mut plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
        plan.options.chunk_rows = 50;
        plan.options.batch_rows = [5, 100, 1000][usize::try_from(seed % 3).expect("small")];
        let (job, _) = start(&plan);
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        stop.store(true, Ordering::Relaxed);
        let mut operations = 0;
        for writer in writers {
            operations += writer.await.expect("the writer stopped");
        }
        let events = job.progress().events;
        finish(job).await;
        assert!(operations > 100, "seed {seed}: only {operations} operations");
        println!("seed {seed}: {operations} operations, {events} changed rows followed");
        assert_equal(pair, &name, &name).await;
        for server in [&pair.source, &pair.destination] {
            server.run_all(&format!("DROP DATABASE {name}")).await;
        }
    }
}
