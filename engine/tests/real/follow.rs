//! Copy and follow: equal after writes, filters, renames, columns, conflict modes, DDL.

use engine::plan::{Conflict, DatabaseChoice, Dml, Steps, TableChoice};
use engine::progress::Phase;

use crate::servers::{fresh_name, pair};
use crate::support::{assert_equal, caught_up, failure, finish, plan, start, value, wait_until};

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn rows_and_changes_arrive() {
    let pair = pair().await;
    let name = fresh_name("basic");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name} CHARACTER SET latin1;\n\
             CREATE TABLE {name}.t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20), u INT, UNIQUE (u));\n\
             INSERT INTO {name}.t (v, u) SELECT CONCAT('v', seq), seq FROM seq_1_to_3000;\n\
             CREATE TABLE {name}.pair (a VARCHAR(10), b INT, v INT, PRIMARY KEY (a, b));\n\
             INSERT INTO {name}.pair SELECT CONCAT('k', seq % 7), seq, seq FROM seq_1_to_2000;\n\
             CREATE TABLE {name}.child (id INT PRIMARY KEY, t INT, FOREIGN KEY (t) REFERENCES t (id));\n\
             INSERT INTO {name}.child SELECT seq, seq FROM seq_1_to_100"
        ))
        .await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    let snapshot = caught_up(&job).await;
    assert_eq!(snapshot.percent(), 100);
    assert_eq!(snapshot.rows, 5100);
    assert_equal(pair, &name, &name).await;
    pair.source
        .run_all(&format!(
            "UPDATE {name}.t SET u = u + 10000 WHERE id <= 2;\nUPDATE {name}.t SET u = 1 WHERE id = 2;\nUPDATE {name}.t SET u = 2 WHERE id = 1;\n\
             DELETE FROM {name}.t WHERE id BETWEEN 100 AND 200;\nUPDATE {name}.pair SET b = b + 5000 WHERE b < 50;\n\
             REPLACE INTO {name}.t (id, v, u) VALUES (300, 'new', 400);\nDELETE FROM {name}.pair WHERE a = 'k3'"
        ))
        .await;
    wait_until(&job, "the changes", |snapshot| snapshot.events > 300 && snapshot.caught_up).await;
    assert_equal(pair, &name, &name).await;
    let charset =
        format!("SELECT default_character_set_name FROM information_schema.schemata WHERE schema_name = '{name}'");
    assert_eq!(value(&pair.destination, &charset).await, "latin1");
    finish(job).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_row_arrives_within_a_second_after_a_quiet_time() {
    let pair = pair().await;
    let name = fresh_name("quiet");
    pair.source.run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY)")).await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    caught_up(&job).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(job.progress().delay(), Some(std::time::Duration::ZERO));
    pair.source.run_all(&format!("INSERT INTO {name}.t VALUES (1)")).await;
    let begin = std::time::Instant::now();
    wait_until(&job, "the row", |snapshot| snapshot.applied == 1).await;
    assert!(begin.elapsed().as_millis() < 1000, "{:?}", begin.elapsed());
    finish(job).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn names_columns_and_filters_are_mapped() {
    let pair = pair().await;
    let (name, there) = (fresh_name("map"), fresh_name("mapped"));
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\n\
             CREATE TABLE {name}.a (id INT PRIMARY KEY, secret VARCHAR(20), city VARCHAR(20), KEY (secret), KEY (city));\n\
             INSERT INTO {name}.a VALUES (1, 's', 'Ulm'), (2, 's', 'Bonn');\n\
             CREATE TABLE {name}.b (id INT PRIMARY KEY, amount INT);\n\
             INSERT INTO {name}.b VALUES (1, 5), (2, 50), (3, 500), (4, NULL);\n\
             CREATE TABLE {name}.c (id INT PRIMARY KEY)"
        ))
        .await;
    let tables = vec![
        TableChoice::complete("a").renamed("z").with_columns(&[("id", "id"), ("city", "town")]),
        TableChoice::complete("b").filtered("amount >= 10 AND amount < 100"),
    ];
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::of_tables(&name, tables).renamed(&there)]));
    caught_up(&job).await;
    let rows = |table: &str, columns: &str| format!("SELECT GROUP_CONCAT({columns} ORDER BY id) FROM {there}.{table}");
    assert_eq!(value(&pair.destination, &rows("z", "CONCAT(id, town)")).await, "1Ulm,2Bonn");
    assert_eq!(value(&pair.destination, &rows("b", "id")).await, "2");
    pair.source
        .run_all(&format!(
            "UPDATE {name}.b SET amount = 11 WHERE id = 1;\nUPDATE {name}.b SET amount = 1000 WHERE id = 2;\n\
             INSERT INTO {name}.b VALUES (5, 99), (6, 100);\nUPDATE {name}.a SET city = 'Kiel', secret = 'x' WHERE id = 2;\n\
             INSERT INTO {name}.a VALUES (3, 's', 'Jena');\nINSERT INTO {name}.c VALUES (1)"
        ))
        .await;
    finish(job).await;
    assert_eq!(value(&pair.destination, &rows("b", "id")).await, "1,5");
    assert_eq!(value(&pair.destination, &rows("z", "CONCAT(id, town)")).await, "1Ulm,2Kiel,3Jena");
    let tables = format!(
        "SELECT GROUP_CONCAT(table_name ORDER BY 1) FROM information_schema.tables WHERE table_schema = '{there}'"
    );
    assert_eq!(value(&pair.destination, &tables).await, "b,z");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn an_existing_table_is_reported_or_its_rows_are_kept_by_the_copy_and_overwritten_by_changes() {
    let pair = pair().await;
    let name = fresh_name("conflict");
    let create = format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v VARCHAR(9))");
    pair.source.run_all(&format!("{create};\nINSERT INTO {name}.t VALUES (1, 'source'), (2, 'source')")).await;
    pair.destination.run_all(&format!("{create};\nINSERT INTO {name}.t VALUES (1, 'there'), (9, 'there')")).await;
    let mut plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    let message = failure(start(&plan).0).await;
    assert!(message.contains(&format!("has a table {name}.t already")), "{message}");
    plan.options.conflict = Conflict::Ignore;
    let (job, _) = start(&plan);
    caught_up(&job).await;
    let rows = format!("SELECT GROUP_CONCAT(id, v ORDER BY id) FROM {name}.t");
    assert_eq!(value(&pair.destination, &rows).await, "1there,2source,9there");
    pair.source.run_all(&format!("UPDATE {name}.t SET v = 'later' WHERE id = 1")).await;
    wait_until(&job, "the change", |snapshot| snapshot.applied == 1).await;
    assert_eq!(value(&pair.destination, &rows).await, "1later,2source,9there");
    // TRUNCATE of a table that the job did not create fails the job, and changes nothing.
    pair.source.run_all(&format!("TRUNCATE {name}.t")).await;
    let message = failure(job).await;
    assert!(message.contains("was not created by this job"), "{message}");
    assert_eq!(value(&pair.destination, &rows).await, "1later,2source,9there");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_full_migration_ends_and_a_table_without_a_key_is_copied_once() {
    let pair = pair().await;
    let name = fresh_name("full");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.nokey (v INT);\nINSERT INTO {name}.nokey SELECT seq % 3 FROM seq_1_to_1000;\n\
             CREATE TABLE {name}.t (id INT PRIMARY KEY);\nINSERT INTO {name}.t SELECT seq FROM seq_1_to_1234"
        ))
        .await;
    let mut plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    plan.steps = Steps::FULL;
    let (job, _) = start(&plan);
    let ended =
        wait_until(&job, "the end", |snapshot| snapshot.phase == Phase::Ended || snapshot.percent() == 100).await;
    assert_eq!(job.outcome().await, engine::job::Outcome::Finished, "{ended:?}");
    assert_equal(pair, &name, &name).await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn ddl_arrives_and_rows_after_it_are_in_the_right_columns() {
    let pair = pair().await;
    let name = fresh_name("ddl");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, a VARCHAR(9), b VARCHAR(9));\n\
             CREATE TABLE {name}.gone (id INT PRIMARY KEY);\nCREATE TABLE {name}.bare (id INT PRIMARY KEY);\n\
             CREATE TABLE {name}.old (id INT PRIMARY KEY);\nINSERT INTO {name}.t VALUES (1, 'a', 'b');\nINSERT INTO {name}.bare VALUES (1)"
        ))
        .await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    caught_up(&job).await;
    pair.source
        .run_all(&format!(
            "ALTER TABLE {name}.t ADD c INT DEFAULT 7 AFTER id;\nINSERT INTO {name}.t VALUES (2, 8, 'x', 'y');\n\
             ALTER TABLE {name}.t DROP b;\nINSERT INTO {name}.t VALUES (3, 9, 'z');\nCREATE INDEX i ON {name}.t (a);\n\
             USE {name};\nALTER TABLE t CHANGE a d VARCHAR(30);\nUPDATE t SET d = 'longer than nine' WHERE id = 1;\n\
             DROP TABLE gone;\nTRUNCATE bare;\nINSERT INTO bare VALUES (5);\nRENAME TABLE old TO young;\nINSERT INTO young VALUES (1);\n\
             CREATE TABLE fresh (id INT PRIMARY KEY, v TEXT);\nINSERT INTO fresh VALUES (1, 'v');\n\
             CREATE TABLE selected (PRIMARY KEY (id)) AS SELECT id, d FROM t;\nDROP TABLE selected;\nCREATE TEMPORARY TABLE tmp (a INT);\nINSERT INTO tmp VALUES (1)"
        ))
        .await;
    finish(job).await;
    assert_equal(pair, &name, &name).await;
    let columns = format!(
        "SELECT GROUP_CONCAT(column_name ORDER BY ordinal_position) FROM information_schema.columns \
         WHERE table_schema = '{name}' AND table_name = 't'"
    );
    assert_eq!(value(&pair.destination, &columns).await, "id,c,d");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn ddl_during_the_copy_and_statement_format_fail_the_job_with_words() {
    let pair = pair().await;
    let name = fresh_name("during");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, a VARCHAR(9));\n\
             INSERT INTO {name}.t SELECT seq, seq FROM seq_1_to_20000"
        ))
        .await;
    let chosen = plan(pair, vec![DatabaseChoice::complete(&name)]);
    let (job, _) = start(&chosen);
    job.throttle().limit(Some(20_000), None);
    wait_until(&job, "rows", |snapshot| snapshot.rows > 0).await;
    pair.source.run_all(&format!("ALTER TABLE {name}.t COMMENT 'x'")).await;
    let message = failure(job).await;
    assert!(
        message.contains(&format!("ALTER TABLE {name}.t")) && message.contains("during the schema or full copy"),
        "{message}"
    );

    let name = fresh_name("statement");
    pair.source.run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY)")).await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    caught_up(&job).await;
    pair.source.run_all(&format!("SET SESSION binlog_format = STATEMENT;\nINSERT INTO {name}.t VALUES (1)")).await;
    let message = failure(job).await;
    assert!(message.contains("set binlog_format to ROW"), "{message}");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn child_rows_that_the_engine_of_the_source_deletes_with_their_parent_stay_at_the_destination() {
    let pair = pair().await;
    let name = fresh_name("cascade");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.parent (id INT PRIMARY KEY);\n\
             CREATE TABLE {name}.child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES {name}.parent (id) ON DELETE CASCADE);\n\
             INSERT INTO {name}.parent VALUES (1), (2);\nINSERT INTO {name}.child VALUES (1, 1), (2, 2)"
        ))
        .await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    caught_up(&job).await;
    pair.source.run_all(&format!("SET foreign_key_checks = 1;\nDELETE FROM {name}.parent WHERE id = 1")).await;
    finish(job).await;
    let count = |table: &str| format!("SELECT COUNT(*) FROM {name}.{table}");
    assert_eq!(value(&pair.destination, &count("parent")).await, "1");
    assert_eq!(value(&pair.source, &count("child")).await, "1");
    // MySQL 9.6 and newer delete child rows outside the storage engine, and log it.
    let logged =
        "SELECT COUNT(*) FROM performance_schema.global_variables WHERE variable_name = 'innodb_native_foreign_keys'";
    let is_logged = !pair.source.is_mariadb() && value(&pair.source, logged).await == "1";
    let left = if is_logged { "1" } else { "2" };
    assert_eq!(value(&pair.destination, &count("child")).await, left, "the precheck warns of this");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn kinds_of_changes_that_are_not_selected_do_not_arrive() {
    let pair = pair().await;
    let name = fresh_name("dml");
    pair.source
        .run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v INT);\nINSERT INTO {name}.t VALUES (1, 1), (2, 2)"))
        .await;
    let mut database = DatabaseChoice::complete(&name);
    database.dml = Dml { insert: true, update: false, delete: false };
    database.ddl = false;
    let (job, _) = start(&plan(pair, vec![database]));
    caught_up(&job).await;
    pair.source
        .run_all(&format!(
            "INSERT INTO {name}.t VALUES (3, 3);\nUPDATE {name}.t SET v = 9 WHERE id = 1;\nDELETE FROM {name}.t WHERE id = 2;\nTRUNCATE {name}.t;\n\
             INSERT INTO {name}.t VALUES (4, 4)"
        ))
        .await;
    finish(job).await;
    assert_eq!(
        value(&pair.destination, &format!("SELECT GROUP_CONCAT(id, v ORDER BY id) FROM {name}.t")).await,
        "11,22,33,44"
    );
}
