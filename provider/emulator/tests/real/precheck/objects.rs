//! The items about objects: what a rehearsal cannot move is in `CHECK_DB_AVA`, existing tables are in `CHECK_SAME_OBJ`.

use crate::job::{complete, configure, create, item, parameters, precheck, with};
use crate::stage::{Stage, fresh_name, pair};

/// An object that an item reports: code, statements at the source and at the destination, state, words, and their repair.
struct Case {
    code: &'static str,
    source: &'static str,
    destination: &'static str,
    state: &'static str,
    words: &'static str,
    repair_source: &'static str,
    repair_destination: &'static str,
}

const NOTHING: Case = Case {
    code: "CHECK_DB_AVA",
    source: "",
    destination: "",
    state: "Failed",
    words: "",
    repair_source: "",
    repair_destination: "",
};

const CASES: [Case; 7] = [
    Case {
        source: "CREATE TABLE DB.keyless (a INT)",
        words: "keyless: no primary key",
        repair_source: "ALTER TABLE DB.keyless ADD PRIMARY KEY (a)",
        ..NOTHING
    },
    Case {
        source: "CREATE TABLE DB.nullable (a INT, UNIQUE (a))",
        words: "nullable: no primary key and no unique key without NULL",
        repair_source: "ALTER TABLE DB.nullable MODIFY a INT NOT NULL",
        ..NOTHING
    },
    Case {
        source: "CREATE TABLE DB.parent (id INT PRIMARY KEY);\n\
                 CREATE TABLE DB.child (id INT PRIMARY KEY, p INT, CONSTRAINT fk FOREIGN KEY (p) REFERENCES DB.parent (id) ON DELETE CASCADE)",
        state: "Warning",
        words: "child (fk): changes that the foreign key causes",
        repair_source: "DROP TABLE DB.child",
        ..NOTHING
    },
    Case {
        destination: "CREATE DATABASE DB;\nCREATE TABLE DB.other (id INT PRIMARY KEY);\n\
                      CREATE EVENT DB.evening ON SCHEDULE EVERY 1 DAY DO DELETE FROM DB.other",
        state: "Warning",
        words: "evening: events of the destination can change migrated rows",
        repair_destination: "DROP DATABASE DB",
        ..NOTHING
    },
    Case {
        source: "CREATE TABLE DB.net (id INT PRIMARY KEY, a VECTOR_TYPE)",
        words: "net.a (type",
        repair_source: "ALTER TABLE DB.net DROP a",
        ..NOTHING
    },
    Case {
        source: "CREATE TABLE DB.big (id INT PRIMARY KEY, v LONGBLOB);\nINSERT INTO DB.big VALUES (1, REPEAT('x', 40000000));\nANALYZE TABLE DB.big",
        words: "big (a row has 40000000 bytes)",
        repair_source: "DROP TABLE DB.big",
        ..NOTHING
    },
    Case {
        code: "CHECK_SAME_OBJ",
        destination: "CREATE DATABASE DB;\nCREATE TABLE DB.t (id INT PRIMARY KEY AUTO_INCREMENT, v INT, w VARCHAR(39))",
        words: "column w varchar(39) instead of w varchar(40)",
        repair_destination: "ALTER TABLE DB.t MODIFY w VARCHAR(40)",
        ..NOTHING
    },
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn each_object_that_cannot_be_moved_has_its_item() {
    let (pair, name) = (pair().await, fresh_name("cases"));
    create(pair, &name, 10).await;
    let stage = Stage::new(pair, &name).await;
    let client = stage.client();
    // Existing tables are used, so that their columns are compared.
    let objects = complete(&name);
    let existing = with(parameters(&objects), &[("Reserve", r#"{"targetTableMode":"2"}"#)]);
    let unknown = if pair.source.is_mariadb() { "INET6" } else { "VECTOR" };
    for case in &CASES {
        let run = |sql: &str| sql.replace("DB", &name).replace("VECTOR_TYPE", unknown);
        pair.source.run_all(&run(case.source)).await;
        pair.destination.run_all(&run(case.destination)).await;
        let job = configure(&client, &existing).await;
        let answer = precheck(&client, &job).await;
        let (state, detail) = item(&answer, case.code);
        assert!(state == case.state && detail.contains(case.words), "{} {state} {detail}", case.words);
        pair.source.run_all(&run(case.repair_source)).await;
        pair.destination.run_all(&run(case.repair_destination)).await;
        let answer = precheck(&client, &configure(&client, &existing).await).await;
        assert_eq!(
            (item(&answer, case.code).0.as_str(), &answer["State"]),
            ("Success", &"Finished".into()),
            "{answer}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_trigger_of_the_destination_fails_until_it_is_dropped() {
    let (pair, name) = (pair().await, fresh_name("triggers"));
    create(pair, &name, 10).await;
    let there = "CREATE TABLE DB.t (id INT PRIMARY KEY AUTO_INCREMENT, v INT, w VARCHAR(40));\n\
                 CREATE TRIGGER DB.counts BEFORE INSERT ON DB.t FOR EACH ROW SET NEW.v = NEW.v + 1";
    pair.destination.run_all(&format!("CREATE DATABASE {name};\n{}", there.replace("DB", &name))).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    let job = configure(&client, &with(parameters(&objects), &[("Reserve", r#"{"targetTableMode":"2"}"#)])).await;
    let (state, detail) = item(&precheck(&client, &job).await, "CHECK_DB_AVA");
    assert!(state == "Failed" && detail.contains("counts: triggers of the destination"), "{state} {detail}");
    pair.destination.run_all(&format!("DROP TRIGGER {name}.counts")).await;
    assert_eq!(precheck(&client, &job).await["State"], "Finished");
}
