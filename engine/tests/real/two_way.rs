//! Both directions between two servers: no change is sent back, and conflicts are resolved as the policy says.

use std::time::Duration;

use engine::job::Job;
use engine::plan::{DatabaseChoice, OnConflict, Plan, Steps, TwoWay};
use engine::shape::TableName;
use fastrand::Rng;
use real_servers::WITH_LOG;
use tokio::sync::OnceCell;

use crate::servers::{Pair, Server, fresh_name};
use crate::support::{assert_equal, caught_up, checksums, continued, failure, finish, plan, start, value, wait_until};

/// Two servers that both write a log.
async fn both() -> &'static Pair {
    static PAIR: OnceCell<Pair> = OnceCell::const_new();
    PAIR.get_or_init(|| async {
        let options = |id: &'static str| [&[id], &WITH_LOG[..]].concat();
        let source = Server::started(&options("--server-id=81")).await;
        Pair { source, destination: Server::started(&options("--server-id=82")).await }
    })
    .await
}

fn forward(pair: &Pair, name: &str, on_conflict: OnConflict) -> Plan {
    let mut plan = plan(pair, vec![DatabaseChoice::complete(name)]);
    plan.two_way = Some(TwoWay { marker: TableName::new("dts", format!("two_way_{name}")), on_conflict });
    plan
}

/// The plan of the other direction: changes of rows only.
fn reverse(forward: &Plan) -> Plan {
    let mut plan = forward.clone();
    std::mem::swap(&mut plan.source, &mut plan.destination);
    plan.steps = Steps { schema: false, full: false, incremental: true };
    plan.databases[0].ddl = false;
    plan
}

/// Waits until a query has a result.
async fn becomes(server: &Server, sql: &str, wanted: &str) {
    for _ in 0..200 {
        if value(server, sql).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(value(server, sql).await, wanted, "{sql}");
}

async fn become_equal(pair: &Pair, name: &str) {
    for _ in 0..200 {
        if checksums(&pair.source, name).await == checksums(&pair.destination, name).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_equal(pair, name, name).await;
}

/// The ends of both logs.
async fn ends(pair: &Pair) -> Vec<Vec<Option<String>>> {
    let mut ends = Vec::new();
    for server in [&pair.source, &pair.destination] {
        let mut session = server.session().await;
        let facts = engine::server::ServerFacts::read(&mut session).await.unwrap();
        ends.extend(session.texts(facts.log_status_statement()).await.unwrap());
    }
    ends
}

/// Changes rows with an odd or an even key, one transaction after the other.
async fn write(server: &Server, name: &str, parity: u32) -> u64 {
    let mut session = server.session().await;
    let mut random = Rng::with_seed(u64::from(parity) + 5);
    for round in 0..300 {
        let id = random.u32(0..500) * 2 + parity;
        let statements = match random.u32(0..4) {
            0 => vec![format!("REPLACE INTO {name}.t VALUES ({id}, {round}, 'r{round}')")],
            1 => vec![format!("DELETE FROM {name}.t WHERE id = {id}")],
            2 => vec![
                "BEGIN".to_owned(),
                format!("UPDATE {name}.t SET v = {round} WHERE id % 2 = {parity} AND id BETWEEN {id} AND {}", id + 40),
                "SAVEPOINT a".to_owned(),
                format!("REPLACE INTO {name}.t VALUES ({id}, 0, 'gone')"),
                "ROLLBACK TO SAVEPOINT a".to_owned(),
                format!("INSERT IGNORE INTO {name}.t VALUES ({id}, {round}, 's')"),
                "COMMIT".to_owned(),
            ],
            _ => vec![format!("UPDATE IGNORE {name}.t SET w = CONCAT('w', {round}) WHERE id = {id}")],
        };
        for sql in statements {
            if let Err(error) = session.run(sql).await {
                // The job of the other direction can wait for the same rows.
                assert!(error.is_lock_conflict(), "{error}");
                session.run("ROLLBACK").await.unwrap();
                break;
            }
        }
    }
    300
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn changes_of_both_sides_arrive_once_and_are_not_sent_back() {
    // Other tests would move the ends of the logs.
    let options = |id: &'static str| [&[id], &WITH_LOG[..]].concat();
    let source = Server::started(&options("--server-id=83")).await;
    let pair = Pair { source, destination: Server::started(&options("--server-id=84")).await };
    let name = "shared";
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v INT, w VARCHAR(20));\n\
             INSERT INTO {name}.t SELECT seq, seq, 'first' FROM seq_1_to_1000"
        ))
        .await;
    let there = forward(&pair, name, OnConflict::Fail);
    let (there_job, there_store) = start(&there);
    caught_up(&there_job).await;
    let back = reverse(&there);
    let (back_job, back_store) = start(&back);
    caught_up(&back_job).await;
    let (odd, even) = tokio::join!(write(&pair.source, name, 1), write(&pair.destination, name, 0));
    assert_eq!(odd + even, 600);
    become_equal(&pair, name).await;
    let before = ends(&pair).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(before, ends(&pair).await, "a change is sent back again and again");
    assert_eq!(there_job.progress().conflicts + back_job.progress().conflicts, 0);

    // Both continue after a suspension, in which both sides were written to.
    for job in [there_job, back_job] {
        job.suspend();
        assert_eq!(job.outcome().await, engine::job::Outcome::Suspended);
    }
    tokio::join!(write(&pair.source, name, 1), write(&pair.destination, name, 0));
    let (there_job, back_job) = (continued(&there, &there_store), continued(&back, &back_store));
    become_equal(&pair, name).await;

    // DDL statements go in the forward direction only.
    caught_up(&back_job).await;
    pair.source.run_all(&format!("ALTER TABLE {name}.t ADD x INT DEFAULT 7 AFTER id")).await;
    let columns = format!("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = '{name}'");
    becomes(&pair.destination, &columns, "4").await;
    pair.destination.run_all(&format!("INSERT INTO {name}.t VALUES (5001, 8, 9, 'new')")).await;
    becomes(&pair.source, &format!("SELECT CONCAT(x, v, w) FROM {name}.t WHERE id = 5001"), "89new").await;
    pair.destination.run_all(&format!("CREATE TABLE {name}.own (id INT PRIMARY KEY)")).await;
    pair.destination.run_all(&format!("UPDATE {name}.t SET v = 10 WHERE id = 5001")).await;
    becomes(&pair.source, &format!("SELECT v FROM {name}.t WHERE id = 5001"), "10").await;
    let tables = format!("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '{name}'");
    assert_eq!(value(&pair.source, &tables).await, "1", "the reverse direction carries no DDL");
    pair.destination.run_all(&format!("DROP TABLE {name}.own")).await;
    finish(there_job).await;
    finish(back_job).await;
    assert_equal(&pair, name, name).await;
}

/// A table that both sides have, a job in one direction, and a row 5 that only the destination has.
async fn with_foreign_rows(pair: &Pair, name: &str, on_conflict: OnConflict) -> (Job, Plan) {
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, u INT, w VARCHAR(20), UNIQUE (u));\n\
             INSERT INTO {name}.t VALUES (1, 1, 'first'), (2, 2, 'first'), (3, 3, 'first')"
        ))
        .await;
    let plan = forward(pair, name, on_conflict);
    let (job, _) = start(&plan);
    caught_up(&job).await;
    pair.destination
        .run_all(&format!("INSERT INTO {name}.t VALUES (5, 50, 'there');\nDELETE FROM {name}.t WHERE id IN (2, 3)"))
        .await;
    (job, plan)
}

fn rows(name: &str) -> String {
    format!("SELECT GROUP_CONCAT(CONCAT(id, ':', u, w) ORDER BY id) FROM {name}.t")
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn ignore_keeps_the_row_of_the_destination() {
    let (pair, name) = (both().await, fresh_name("ignores"));
    let (job, plan) = with_foreign_rows(pair, &name, OnConflict::Ignore).await;
    pair.source
        .run_all(&format!(
            "INSERT INTO {name}.t VALUES (5, 500, 'source');\nUPDATE {name}.t SET u = 50 WHERE id = 1;\n\
             UPDATE {name}.t SET w = 'again' WHERE id = 2;\nDELETE FROM {name}.t WHERE id = 3;\nINSERT INTO {name}.t VALUES (6, 6, 'source')"
        ))
        .await;
    // Two conflicts: an INSERT and an UPDATE. A missing row is inserted, and a row that is gone already is no conflict.
    wait_until(&job, "the last change", |snapshot| snapshot.applied == 3).await;
    assert_eq!(job.progress().conflicts, 2);
    assert_eq!(value(&pair.destination, &rows(&name)).await, "1:1first,2:2again,5:50there,6:6source");
    // What was waiting when the job continues overwrites rows.
    job.suspend();
    assert_eq!(job.outcome().await, engine::job::Outcome::Suspended);
    pair.destination.run_all(&format!("INSERT INTO {name}.t VALUES (7, 7, 'there')")).await;
    let (job, store) = start(&Plan { steps: Steps { schema: false, full: false, incremental: true }, ..plan.clone() });
    caught_up(&job).await;
    job.suspend();
    assert_eq!(job.outcome().await, engine::job::Outcome::Suspended);
    pair.source.run_all(&format!("INSERT INTO {name}.t VALUES (7, 70, 'source')")).await;
    let job = continued(&Plan { steps: Steps { schema: false, full: false, incremental: true }, ..plan }, &store);
    becomes(&pair.destination, &format!("SELECT w FROM {name}.t WHERE id = 7"), "source").await;
    assert_eq!(job.progress().conflicts, 0);
    finish(job).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn overwrite_replaces_the_row_of_the_destination() {
    let (pair, name) = (both().await, fresh_name("overwrites"));
    let (job, _) = with_foreign_rows(pair, &name, OnConflict::Overwrite).await;
    pair.source
        .run_all(&format!(
            "UPDATE {name}.t SET u = 50 WHERE id = 1;\nUPDATE {name}.t SET w = 'again' WHERE id = 2;\nDELETE FROM {name}.t WHERE id = 3"
        ))
        .await;
    finish(job).await;
    assert_eq!(value(&pair.destination, &rows(&name)).await, "1:50first,2:2again");
    assert_equal(pair, &name, &name).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn fail_ends_the_job_at_the_conflict_and_leaves_the_row() {
    let (pair, name) = (both().await, fresh_name("stops"));
    let (job, _) = with_foreign_rows(pair, &name, OnConflict::Fail).await;
    pair.source.run_all(&format!("INSERT INTO {name}.t VALUES (4, 4, 'source')")).await;
    wait_until(&job, "a change without a conflict", |snapshot| snapshot.applied == 1).await;
    pair.source.run_all(&format!("INSERT INTO {name}.t VALUES (5, 500, 'source')")).await;
    let message = failure(job).await;
    assert!(message.contains(&format!("the INSERT of a row of {name}.t meets a row of {name}.t")), "{message}");
    assert!(!message.contains("500"), "no value is shown: {message}");
    assert_eq!(value(&pair.destination, &rows(&name)).await, "1:1first,4:4source,5:50there");
}
