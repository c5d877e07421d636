//! Each check fails by its real cause, and passes once that is repaired.

use engine::plan::{Conflict, DatabaseChoice, Plan, Steps, TableChoice};
use engine::precheck::{Check, Item, State, examine};

use crate::servers::{Pair, Server, fresh_name, pair};
use crate::support::plan;

async fn item(plan: &Plan, check: Check) -> Item {
    let items = examine(plan).await.expect("no precheck");
    items.iter().find(|item| item.check == check).unwrap_or_else(|| panic!("no {check:?} in {items:?}")).clone()
}

async fn expect(plan: &Plan, check: Check, state: State, words: &str) {
    let item = item(plan, check).await;
    assert_eq!(item.state, state, "{item:?}");
    assert!(item.message.contains(words), "{item:?}");
    assert_eq!(item.message.is_empty(), state == State::Success);
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_migration_that_can_start_has_no_failed_item() {
    let pair = pair().await;
    let name = fresh_name("fine");
    pair.source
        .run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v TEXT);\nCREATE VIEW {name}.v AS SELECT 1 AS x"))
        .await;
    let items = examine(&plan(pair, vec![DatabaseChoice::complete(&name)])).await.unwrap();
    assert_eq!(items.len(), 21, "{items:?}");
    let failed: Vec<&Item> = items.iter().filter(|item| item.state == State::Failed).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_failed_login_is_reported_for_its_side() {
    let pair = pair().await;
    let mut plan = plan(pair, vec![DatabaseChoice::complete("x")]);
    plan.destination = pair.destination.login("root", "wrong-password");
    let items = examine(&plan).await.unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!((items[0].state, items[1].state), (State::Success, State::Failed));
    assert!(items[1].message.contains("1045") && !items[1].message.contains("wrong-password"), "{items:?}");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn privileges_are_missing_until_they_are_granted() {
    let pair = pair().await;
    let name = fresh_name("rights");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY);\nCREATE USER {name} IDENTIFIED BY 'p'"
        ))
        .await;
    pair.source
        .run_all(&format!("GRANT SELECT ON {name}.* TO {name};\nGRANT REPLICATION SLAVE ON *.* TO {name}"))
        .await;
    pair.destination
        .run_all(&format!("CREATE USER {name} IDENTIFIED BY 'p';\nGRANT SELECT, INSERT ON {name}.* TO {name}"))
        .await;
    let mut plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    plan.source = pair.source.login(&name, "p");
    plan.destination = pair.destination.login(&name, "p");
    expect(&plan, Check::SourcePrivileges, State::Failed, "REPLICATION CLIENT on *.*").await;
    expect(&plan, Check::DestinationPrivileges, State::Failed, &format!("DELETE on {name}.*")).await;
    pair.source.run_all(&format!("GRANT REPLICATION CLIENT ON *.* TO {name}")).await;
    pair.destination.run_all(&format!("GRANT ALL ON {name}.* TO {name}")).await;
    expect(&plan, Check::SourcePrivileges, State::Success, "").await;
    expect(&plan, Check::DestinationPrivileges, State::Success, "").await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn the_settings_of_the_log_fail_until_they_are_right() {
    let source = Server::started(&["--server-id=31", "--log-bin=bin", "--binlog-format=ROW"]).await;
    let destination = Server::started(&["--server-id=32"]).await;
    let pair = Pair { source, destination };
    pair.source.run_all("CREATE DATABASE d;\nCREATE TABLE d.t (id INT PRIMARY KEY)").await;
    let plan = plan(&pair, vec![DatabaseChoice::complete("d")]);
    let cases = [
        (Check::LogFormat, "binlog_format", "MIXED", "ROW", "binlog_format is MIXED"),
        (Check::LogRowImage, "binlog_row_image", "MINIMAL", "FULL", "binlog_row_image is MINIMAL"),
        (Check::ServerIds, "server_id", "32", "31", "server_id is 32 on both servers"),
    ];
    for (check, variable, wrong, right, words) in cases {
        pair.source.run_all(&format!("SET GLOBAL {variable} = {wrong}")).await;
        expect(&plan, check, State::Failed, words).await;
        pair.source.run_all(&format!("SET GLOBAL {variable} = {right}")).await;
        expect(&plan, check, State::Success, "").await;
    }
    let day = if pair.source.is_mariadb() { "expire_logs_days = 1" } else { "binlog_expire_logs_seconds = 86400" };
    pair.source.run_all(&format!("SET GLOBAL {day}")).await;
    expect(&plan, Check::LogFiles, State::Warning, "after 24 hours").await;
    pair.source.run_all("SET GLOBAL sql_mode = 'ANSI_QUOTES'").await;
    expect(&plan, Check::SqlMode, State::Warning, "ANSI_QUOTES").await;
    let mut turned = plan.clone();
    std::mem::swap(&mut turned.source, &mut turned.destination);
    expect(&turned, Check::LogOn, State::Failed, "log_bin is off").await;
    turned.steps = Steps::FULL;
    assert!(
        examine(&turned).await.unwrap().iter().all(|item| item.check != Check::LogOn),
        "a full migration needs no log"
    );
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn objects_that_cannot_be_migrated_are_named() {
    let pair = pair().await;
    let name = fresh_name("objects");
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {name};\nCREATE TABLE {name}.nokey (v INT);\nCREATE TABLE {name}.isam (id INT PRIMARY KEY) ENGINE = MyISAM;\n\
             CREATE TABLE {name}.merged (id INT NOT NULL, KEY (id)) ENGINE = MERGE UNION = ({name}.isam);\n\
             CREATE TABLE {name}.parent (id INT PRIMARY KEY);\n\
             CREATE TABLE {name}.child (id INT PRIMARY KEY, p INT, CONSTRAINT fk FOREIGN KEY (p) REFERENCES {name}.parent (id) ON DELETE CASCADE);\n\
             CREATE TABLE {name}.big (id INT PRIMARY KEY, v LONGBLOB);\nINSERT INTO {name}.big VALUES (1, REPEAT('x', 40000000))"
        ))
        .await;
    pair.source.run_all(&format!("ANALYZE TABLE {name}.big")).await;
    if pair.source.is_mariadb() {
        let only_there =
            format!("CREATE TABLE {name}.net (id INT PRIMARY KEY, a INET6);\nCREATE SEQUENCE {name}.numbers");
        pair.source.run_all(&only_there).await;
    }
    let of = |tables: &[&str]| {
        plan(
            pair,
            vec![DatabaseChoice::of_tables(&name, tables.iter().map(|table| TableChoice::complete(*table)).collect())],
        )
    };
    expect(&of(&["nokey"]), Check::Keys, State::Failed, &format!("{name}.nokey: no primary key")).await;
    let mut full = of(&["nokey"]);
    full.steps = Steps::FULL;
    expect(&full, Check::Keys, State::Warning, "nokey").await;
    expect(&of(&["isam"]), Check::StorageEngines, State::Warning, "isam").await;
    expect(&of(&["merged"]), Check::StorageEngines, State::Failed, "merged").await;
    expect(&of(&["child"]), Check::ForeignKeys, State::Failed, "fk refers to").await;
    expect(&of(&["child", "parent"]), Check::ForeignKeys, State::Warning, "child (fk)").await;
    if pair.source.is_mariadb() {
        expect(&of(&["net"]), Check::Types, State::Failed, "net.a (type inet6)").await;
        expect(&of(&["numbers"]), Check::Types, State::Failed, "a sequence").await;
    } else {
        println!("SKIPPED: the type INET6 and sequences: MySQL does not have them");
    }
    expect(&of(&["big"]), Check::RowSize, State::Failed, "a row has 40000000 bytes").await;
    expect(&of(&["missing"]), Check::Databases, State::Failed, &format!("no table {name}.missing")).await;
    let good = of(&["parent"]);
    for check in
        [Check::Keys, Check::StorageEngines, Check::ForeignKeys, Check::Types, Check::RowSize, Check::Databases]
    {
        expect(&good, check, State::Success, "").await;
    }
    let renamed = TableChoice::complete("child").with_columns(&[("id", "id"), ("p", "q")]).filtered("p > 1");
    let renamed = plan(pair, vec![DatabaseChoice::of_tables(&name, vec![renamed, TableChoice::complete("parent")])]);
    expect(&renamed, Check::Databases, State::Failed, "another name at the destination").await;
    let keyless = TableChoice::complete("child").with_columns(&[("p", "p")]);
    let keyless = plan(pair, vec![DatabaseChoice::of_tables(&name, vec![keyless, TableChoice::complete("parent")])]);
    expect(&keyless, Check::Databases, State::Failed, "select the columns of the primary key").await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn what_is_at_the_destination_is_reported() {
    let pair = pair().await;
    let name = fresh_name("there");
    let create = format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY, v VARCHAR(9))");
    pair.source.run_all(&create).await;
    pair.destination
        .run_all(&format!(
            "{create};\nCREATE TRIGGER {name}.trg BEFORE INSERT ON {name}.t FOR EACH ROW SET NEW.v = 'x';\n\
             CREATE EVENT {name}.evt ON SCHEDULE EVERY 1 DAY DO DELETE FROM {name}.t"
        ))
        .await;
    let mut plan = plan(pair, vec![DatabaseChoice::complete(&name)]);
    expect(&plan, Check::SameNames, State::Failed, &format!("{name}.t: the destination has it already")).await;
    plan.options.conflict = Conflict::Ignore;
    expect(&plan, Check::SameNames, State::Success, "").await;
    pair.destination.run_all(&format!("ALTER TABLE {name}.t MODIFY v VARCHAR(8)")).await;
    expect(&plan, Check::SameNames, State::Failed, "column v varchar(8) instead of v varchar(9)").await;
    expect(&plan, Check::TriggersAndEvents, State::Failed, "trg").await;
    pair.destination.run_all(&format!("DROP TRIGGER {name}.trg")).await;
    expect(&plan, Check::TriggersAndEvents, State::Warning, "evt").await;
    pair.destination.run_all(&format!("DROP EVENT {name}.evt")).await;
    expect(&plan, Check::TriggersAndEvents, State::Success, "").await;
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_database_is_not_migrated_onto_itself() {
    let pair = pair().await;
    let name = fresh_name("self");
    pair.source.run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY)")).await;
    let mut onto_itself = plan(pair, vec![DatabaseChoice::complete(&name)]);
    onto_itself.destination = pair.source.root();
    expect(&onto_itself, Check::Topology, State::Failed, "the same server").await;
    onto_itself.databases[0].destination = format!("{name}_copy");
    expect(&onto_itself, Check::Topology, State::Success, "").await;
}
