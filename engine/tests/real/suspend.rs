//! Suspend and resume, limits, log files that are gone.

use std::time::{Duration, Instant};

use engine::checkpoint::{Position, Store};
use engine::job::Outcome;
use engine::plan::DatabaseChoice;

use crate::servers::{fresh_name, pair};
use crate::support::{assert_equal, caught_up, continued, failure, finish, plan, start, value, wait_until};

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_suspended_job_has_no_connection_and_continues() {
    let pair = pair().await;
    let name = fresh_name("suspended");
    let user = format!("u_{name}");
    for server in [&pair.source, &pair.destination] {
        server.run_all(&format!("CREATE USER {user} IDENTIFIED BY 'p';\nGRANT ALL ON *.* TO {user}")).await;
    }
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v INT);\n\
             INSERT INTO {name}.t SELECT seq, 0 FROM seq_1_to_20000"
        ))
        .await;
    let mut plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    plan.source = pair.source.login(&user, "p");
    plan.destination = pair.destination.login(&user, "p");
    let (job, store) = start(&plan);
    job.throttle().limit(Some(10_000), None);
    wait_until(&job, "rows", |snapshot| snapshot.rows > 1000).await;
    job.suspend();
    assert_eq!(job.outcome().await, Outcome::Suspended);
    for server in [&pair.source, &pair.destination] {
        let begin = Instant::now();
        let count = format!("SELECT COUNT(*) FROM information_schema.processlist WHERE user = '{user}'");
        while value(server, &count).await != "0" {
            assert!(begin.elapsed() < Duration::from_secs(5), "a connection is left");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    pair.source
        .run_all(&format!("UPDATE {name}.t SET v = v + 1 WHERE id <= 10000;\nDELETE FROM {name}.t WHERE id > 19000"))
        .await;
    let job = continued(&plan, &store);
    caught_up(&job).await;
    assert!(job.progress().rows < 20_000, "the copied part is not copied again: {}", job.progress().rows);
    job.suspend();
    assert_eq!(job.outcome().await, Outcome::Suspended);
    pair.source.run_all(&format!("UPDATE {name}.t SET v = v + 1 WHERE id <= 10000")).await;
    let job = continued(&plan, &store);
    finish(job).await;
    assert_equal(pair, &name, &name).await;
    assert_eq!(continued(&plan, &store).outcome().await, Outcome::Finished, "a finished job does nothing");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_limit_is_kept_within_a_tenth() {
    let pair = pair().await;
    let name = fresh_name("limit");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v INT);\nINSERT INTO {name}.t SELECT seq, 0 FROM seq_1_to_30000"
        ))
        .await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    job.throttle().limit(Some(1_000), None);
    let before = wait_until(&job, "rows", |snapshot| snapshot.rows > 0).await.rows;
    let begin = Instant::now();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let rows = u128::from(job.progress().rows - before) * 1000 / begin.elapsed().as_millis();
    assert!((850..=1150).contains(&rows), "{rows} rows per second");
    job.throttle().limit(None, None);
    caught_up(&job).await;
    finish(job).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_limit_of_queries_slows_the_copy() {
    let pair = pair().await;
    let name = fresh_name("queries");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v INT);\nINSERT INTO {name}.t SELECT seq, 0 FROM seq_1_to_10000"
        ))
        .await;
    let mut seconds = Vec::new();
    for limit in [None, Some(10)] {
        let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
        let begin = Instant::now();
        job.throttle().limit_queries(limit);
        wait_until(&job, "all rows", |snapshot| snapshot.rows == 10_000).await;
        seconds.push(begin.elapsed().as_secs_f64());
        finish(job).await;
        pair.destination.run_all(&format!("DROP DATABASE {name}")).await;
    }
    // 20 ranges, each with a query for its end and one for its rows.
    assert!(seconds[0] < 3.0 && (3.5..6.0).contains(&seconds[1]), "{seconds:?}");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn log_files_that_are_gone_fail_the_job_with_words() {
    let pair = pair().await;
    let name = fresh_name("purged");
    pair.source.run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY)")).await;
    let plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    let (job, store) = start(&plan);
    caught_up(&job).await;
    job.suspend();
    assert_eq!(job.outcome().await, Outcome::Suspended);
    let mut checkpoint = Store::load(&*store).unwrap().unwrap();
    checkpoint.applied = Some(Position::new("bin.000000", 4));
    Store::save(&*store, &checkpoint).unwrap();
    let message = failure(continued(&plan, &store)).await;
    assert!(message.contains("1236") && message.contains("The log files are gone"), "{message}");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_ddl_statement_that_was_run_before_a_crash_is_not_an_error() {
    let pair = pair().await;
    let name = fresh_name("pending");
    pair.source.run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY)")).await;
    let plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    let (job, store) = start(&plan);
    caught_up(&job).await;
    job.suspend();
    assert_eq!(job.outcome().await, Outcome::Suspended);
    // The destination has the column, and the checkpoint is from before the statement.
    let alter = format!("ALTER TABLE {name}.t ADD c INT DEFAULT 3");
    let mut session = pair.source.session().await;
    session.run(&alter).await.unwrap();
    pair.destination.run_all(&alter).await;
    let message = failure(continued(&plan, &store)).await;
    assert!(message.contains("1060"), "without the mark of a started statement, the column is foreign: {message}");
    let mut checkpoint = Store::load(&*store).unwrap().unwrap();
    assert!(checkpoint.pending_ddl.is_some(), "the mark is stored before the statement is run");
    let job = continued(&plan, &store);
    pair.source.run_all(&format!("INSERT INTO {name}.t VALUES (1, 4)")).await;
    finish(job).await;
    assert_equal(pair, &name, &name).await;
    checkpoint = Store::load(&*store).unwrap().unwrap();
    assert_eq!(checkpoint.pending_ddl, None);
}
