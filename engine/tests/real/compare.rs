//! Verification: differences are found, and there are none while rows are written.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::plan::DatabaseChoice;
use engine::verify::{Comparison, compare};

use crate::chaos::{create_tables, write};
use crate::servers::{fresh_name, pair};
use crate::support::{caught_up, finish, plan, start};

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_changed_a_removed_and_an_added_row_are_found() {
    let pair = pair().await;
    let name = fresh_name("verify");
    create_tables(&pair.source, &name).await;
    let plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    let (job, _) = start(&plan);
    caught_up(&job).await;
    finish(job).await;
    let equal = compare(&plan, Comparison::default(), None).await.unwrap();
    assert_eq!(
        equal.iter().map(|table| (table.rows, table.differences)).collect::<Vec<_>>(),
        [(1500, 0), (1500, 0), (500, 0)]
    );
    pair.destination
        .run_all(&format!(
            "UPDATE {name}.t SET v = 9 WHERE id = 700;\nDELETE FROM {name}.t WHERE id = 701;\nINSERT INTO {name}.t VALUES (-5, -5, NULL, 0);\n\
             UPDATE {name}.wide SET j = '[1]' WHERE k = x'000001';\nUPDATE {name}.p SET v = NULL WHERE b = 1500"
        ))
        .await;
    for rows in [false, true] {
        let found = compare(&plan, Comparison { percent: 100, rows }, None).await.unwrap();
        let differences: Vec<u64> = found.iter().map(|table| table.differences).collect();
        assert_eq!(differences, [1, 3, 1], "{found:?}");
        assert_eq!(found[1].keys, ["-5", "700", "701"]);
        assert_eq!(found[2].keys, ["_binary'\\0\\0\u{1}'"]);
    }
    let sample = compare(&plan, Comparison { percent: 30, rows: false }, None).await.unwrap();
    assert!(sample.iter().map(|table| table.rows).sum::<u64>() < 3500, "{sample:?}");
}

/// The sum and the exclusive or of the CRC-32 of these rows stay the same when they exchange their values.
#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn two_rows_that_exchange_their_values_are_found() {
    let pair = pair().await;
    let name = fresh_name("exchange");
    let rows = |first: u8, second: u8| {
        format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v INT NOT NULL);\n\
             INSERT INTO {name}.t VALUES (1828, {first}), (8400, {second})"
        )
    };
    pair.source.run_all(&rows(1, 8)).await;
    pair.destination.run_all(&rows(8, 1)).await;
    let plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    let found = compare(&plan, Comparison::default(), None).await.unwrap();
    assert_eq!(found.iter().map(|table| table.differences).collect::<Vec<_>>(), [2], "{found:?}");
    pair.destination.run_all(&format!("UPDATE {name}.t SET v = 9 - v")).await;
    let equal = compare(&plan, Comparison::default(), None).await.unwrap();
    assert_eq!(equal.iter().map(|table| (table.rows, table.differences)).collect::<Vec<_>>(), [(2, 0)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn there_is_no_false_difference_while_rows_are_written_and_a_true_one_is_found() {
    let pair = pair().await;
    let name = fresh_name("busy");
    create_tables(&pair.source, &name).await;
    let plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    let (job, _) = start(&plan);
    caught_up(&job).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn(write(pair.source.session().await, name.clone(), 77, Arc::clone(&stop)));
    let applied = || job.progress().position;
    for _ in 0..10 {
        let found = compare(&plan, Comparison::default(), Some(&applied)).await.unwrap();
        assert!(found.iter().all(|table| table.differences == 0), "{found:?}");
    }
    // No operation touches this key.
    pair.destination.run_all(&format!("INSERT INTO {name}.t VALUES (-5, NULL, NULL, 0)")).await;
    let found = compare(&plan, Comparison { percent: 100, rows: true }, Some(&applied)).await.unwrap();
    let keys: Vec<&String> = found.iter().flat_map(|table| &table.keys).collect();
    assert_eq!(keys, ["-5"]);
    stop.store(true, Ordering::Relaxed);
    writer.await.expect("the writer stopped");
    finish(job).await;
}
