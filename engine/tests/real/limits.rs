//! What the source sees, wide rows, many tables, compressed logs, programs of a database, and what is left alone.

use engine::connect::{Session, Side};
use engine::plan::DatabaseChoice;

use crate::servers::{Pair, Server, fresh_name, pair};
use crate::support::{assert_equal, caught_up, finish, plan, start, value, wait_until};

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn the_source_sees_only_statements_that_read() {
    let source =
        Server::started(&["--server-id=41", "--log-bin=bin", "--binlog-format=ROW", "--log-output=TABLE"]).await;
    let destination = Server::started(&["--server-id=42"]).await;
    let pair = Pair { source, destination };
    pair.source
        .run_all("CREATE DATABASE d;\nCREATE TABLE d.t (id INT PRIMARY KEY);\nINSERT INTO d.t SELECT seq FROM seq_1_to_2000;\nCREATE USER m IDENTIFIED BY 'p';\nGRANT ALL ON *.* TO m")
        .await;
    pair.source.run_all("CREATE VIEW d.v AS SELECT * FROM d.t;\nSET GLOBAL general_log = ON").await;
    let mut plan = plan(&pair, vec![DatabaseChoice::complete("d")]);
    plan.source = pair.source.login("m", "p");
    assert!(
        engine::precheck::examine(&plan)
            .await
            .unwrap()
            .iter()
            .all(|item| item.state != engine::precheck::State::Failed)
    );
    let (job, _) = start(&plan);
    caught_up(&job).await;
    finish(job).await;
    engine::verify::compare(&plan, engine::verify::Comparison::default(), None).await.unwrap();
    let mut session = Session::open(&pair.source.root(), Side::Source).await.unwrap();
    let rows = session
        .texts("SELECT command_type, CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE user_host LIKE 'm[%' AND command_type NOT IN ('Connect', 'Quit', 'Binlog Dump', 'Binlog Dump GTID')")
        .await
        .unwrap();
    assert!(rows.len() > 20, "{}", rows.len());
    let allowed = ["SELECT", "SHOW", "SET", "LOCK", "UNLOCK", "START TRANSACTION", "COMMIT", "USE", "EXPLAIN"];
    for row in rows {
        let (kind, text) = (row[0].clone().unwrap_or_default(), row[1].clone().unwrap_or_default());
        let reads = allowed.iter().any(|word| text.trim_start().to_ascii_uppercase().starts_with(word));
        assert!(reads || ["Init DB", "Register Slave", "Register Replica"].contains(&kind.as_str()), "{kind}: {text}");
    }
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_row_of_20_megabytes_arrives_by_copy_and_by_log() {
    let pair = pair().await;
    let name = fresh_name("long");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v LONGBLOB);\nINSERT INTO {name}.t VALUES (1, REPEAT('ab', 10000000)), (2, 'x')"
        ))
        .await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    caught_up(&job).await;
    pair.source.run_all(&format!("INSERT INTO {name}.t SELECT id + 10, CONCAT(v, 'c') FROM {name}.t")).await;
    finish(job).await;
    assert_equal(pair, &name, &name).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn many_small_tables_arrive_and_the_progress_does_not_fall() {
    let pair = pair().await;
    let name = fresh_name("many");
    let mut sql = format!("CREATE DATABASE {name};\n");
    for table in 0..200 {
        sql.push_str(&format!("CREATE TABLE {name}.t{table} (id INT PRIMARY KEY);\nINSERT INTO {name}.t{table} SELECT seq FROM seq_1_to_10;\n"));
    }
    pair.source.run_all(&sql).await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    let last = std::sync::atomic::AtomicU64::new(0);
    let snapshot = wait_until(&job, "caught up", |snapshot| {
        let copied = snapshot.tables.values().map(|table| table.copied).sum();
        assert!(copied >= last.swap(copied, std::sync::atomic::Ordering::Relaxed));
        snapshot.caught_up
    })
    .await;
    assert_eq!(snapshot.rows, 2000);
    finish(job).await;
    assert_equal(pair, &name, &name).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_compressed_log_is_read() {
    let destination = Server::started(&["--server-id=52"]).await;
    let (option, variable) = match destination.is_mariadb() {
        true => ("--log-bin-compress=ON", "log_bin_compress"),
        false => ("--binlog-transaction-compression=ON", "binlog_transaction_compression"),
    };
    let options =
        ["--server-id=51", "--log-bin=bin", "--binlog-format=ROW", option, "--loose-log-bin-compress-min-len=10"];
    let source = Server::started(&options).await;
    let pair = Pair { source, destination };
    assert_eq!(value(&pair.source, &format!("SELECT @@{variable}")).await, "1");
    pair.source.run_all("CREATE DATABASE d;\nCREATE TABLE d.t (id INT PRIMARY KEY, v TEXT)").await;
    let (job, _) = start(&plan(&pair, vec![DatabaseChoice::complete("d")]));
    caught_up(&job).await;
    pair.source
        .run_all(
            "INSERT INTO d.t SELECT seq, REPEAT('x', seq) FROM seq_1_to_1000;\nUPDATE d.t SET v = CONCAT(v, 'y') WHERE id > 500;\n\
             DELETE FROM d.t WHERE id < 100;\nALTER TABLE d.t ADD a_rather_long_name_of_a_column INT DEFAULT 5;\nINSERT INTO d.t VALUES (5, 'z', 6)",
        )
        .await;
    finish(job).await;
    assert_equal(&pair, "d", "d").await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn programs_of_a_database_are_created_and_other_databases_are_left_alone() {
    let pair = pair().await;
    let (name, there) = (fresh_name("programs"), fresh_name("programs_there"));
    pair.destination.run_all(&format!("CREATE DATABASE other_{name};\nCREATE TABLE other_{name}.t (id INT PRIMARY KEY);\nINSERT INTO other_{name}.t VALUES (1)")).await;
    let databases = "SELECT GROUP_CONCAT(schema_name ORDER BY 1) FROM information_schema.schemata WHERE schema_name LIKE 'other\\_%'";
    let before = value(&pair.destination, databases).await;
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nUSE {name};\nCREATE TABLE t (id INT PRIMARY KEY, v INT);\nINSERT INTO t VALUES (1, 2);\n\
             CREATE VIEW b AS SELECT * FROM t;\nCREATE VIEW a AS SELECT * FROM b;\n\
             CREATE PROCEDURE p(IN x INT) BEGIN SELECT x; END;\nCREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 1;\n\
             CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.v = NEW.v + 1;\nCREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO DELETE FROM t"
        ))
        .await;
    let mut plan = plan(pair, vec![DatabaseChoice::complete(&name).renamed(&there)]);
    plan.options.triggers = true;
    plan.options.events = true;
    let (job, _) = start(&plan);
    caught_up(&job).await;
    assert_eq!(
        value(
            &pair.destination,
            &format!("SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = '{there}'")
        )
        .await,
        "0"
    );
    pair.source.run_all(&format!("INSERT INTO {name}.t VALUES (2, 5)")).await;
    finish(job).await;
    let at = &pair.destination;
    assert_eq!(
        value(at, &format!("SELECT GROUP_CONCAT(v ORDER BY id) FROM {there}.a")).await,
        "2,6",
        "the trigger ran once"
    );
    assert_eq!(value(at, &format!("SELECT {there}.f(1)")).await, "2");
    let security = "SELECT GROUP_CONCAT(security_type) FROM information_schema";
    assert_eq!(value(at, &format!("{security}.routines WHERE routine_schema = '{there}'")).await, "INVOKER,INVOKER");
    assert_eq!(value(at, &format!("{security}.views WHERE table_schema = '{there}'")).await, "INVOKER,INVOKER");
    assert_eq!(
        value(at, &format!("SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = '{there}'")).await,
        "1"
    );
    assert_eq!(
        value(at, &format!("SELECT status FROM information_schema.events WHERE event_schema = '{there}'")).await,
        "DISABLED"
    );
    assert_eq!(value(at, databases).await, before);
    assert_eq!(value(at, &format!("SELECT COUNT(*) FROM other_{name}.t")).await, "1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn no_row_is_missing_when_copies_begin_under_writes() {
    let pair = pair().await;
    for round in 0..15 {
        let name = fresh_name("mark");
        pair.source
            .run_all(&format!(
                "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT AUTO_INCREMENT PRIMARY KEY, w INT)"
            ))
            .await;
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let mut writers = Vec::new();
        for writer in 0..4 {
            let (mut session, name, stop) = (pair.source.session().await, name.clone(), std::sync::Arc::clone(&stop));
            writers.push(tokio::spawn(async move {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    session.run(format!("INSERT INTO {name}.t (w) VALUES ({writer})")).await.expect("cannot write");
                }
            }));
        }
        let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
        wait_until(&job, "changes", |snapshot| snapshot.events > 0).await;
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        for writer in writers {
            writer.await.expect("the writer stopped");
        }
        finish(job).await;
        let count = format!("SELECT COUNT(*) FROM {name}.t");
        assert_eq!(value(&pair.source, &count).await, value(&pair.destination, &count).await, "round {round}");
    }
}
