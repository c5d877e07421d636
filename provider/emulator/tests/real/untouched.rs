//! Everything of a server as text, so that a test can compare it before and after a job.

use std::collections::BTreeMap;

use engine::connect::Session;
use real_servers::Server;

/// What servers change by themselves, or what a login changes.
const OWN: [&str; 8] = [
    "mysql.innodb_table_stats",
    "mysql.innodb_index_stats",
    "mysql.gtid_slave_pos",
    "mysql.gtid_executed",
    "mysql.general_log",
    "mysql.slow_log",
    "mysql.transaction_registry",
    "mysql.engine_cost",
];
/// Databases whose tables show the state of the server.
const VIRTUAL: &str = "('information_schema', 'performance_schema', 'sys')";
/// Variables that count or show the position of the log.
const COUNTERS: [&str; 4] = ["gtid_", "timestamp", "innodb_buffer_pool_load", "insert_id"];

/// Definitions and rows of all tables, programs and variables of a server, except those of one database.
pub(crate) async fn everything_but(server: &Server, database: &str) -> BTreeMap<String, String> {
    let mut session = server.session().await;
    let mut found = BTreeMap::new();
    let databases = format!(
        "SELECT schema_name, default_collation_name FROM information_schema.schemata \
         WHERE schema_name NOT IN {VIRTUAL} AND schema_name <> '{database}' ORDER BY 1"
    );
    for row in session.texts(databases).await.unwrap() {
        let (name, collation) = (text(&row, 0), text(&row, 1));
        found.insert(format!("database {name}"), collation);
        tables(&mut session, &name, &mut found).await;
        programs(&mut session, &name, &mut found).await;
    }
    for row in session.texts("SHOW GLOBAL VARIABLES").await.unwrap() {
        let name = text(&row, 0);
        if !COUNTERS.iter().any(|counter| name.starts_with(counter)) {
            found.insert(format!("variable {name}"), text(&row, 1));
        }
    }
    found
}

async fn tables(session: &mut Session, database: &str, found: &mut BTreeMap<String, String>) {
    let list = format!("SELECT table_name FROM information_schema.tables WHERE table_schema = '{database}'");
    for row in session.texts(list).await.unwrap() {
        let table = format!("{database}.{}", text(&row, 0));
        if OWN.contains(&table.as_str()) {
            continue;
        }
        let quoted = format!("`{database}`.`{}`", text(&row, 0));
        let definition = session.texts(format!("SHOW CREATE TABLE {quoted}")).await.unwrap();
        found.insert(format!("definition of {table}"), text(&definition[0], 1));
        // A log table has no order of rows, others are read in the order of their text.
        let rows = session.rows(format!("SELECT * FROM {quoted}")).await.unwrap();
        let mut rows: Vec<String> = rows
            .iter()
            .map(|row| row.iter().map(|value| value.as_sql(true)).collect::<Vec<String>>().join(", "))
            .collect();
        rows.sort();
        found.insert(format!("rows of {table}"), rows.join("\n"));
    }
}

async fn programs(session: &mut Session, database: &str, found: &mut BTreeMap<String, String>) {
    for (kind, columns, table, schema) in [
        ("routine", "routine_name, routine_definition, security_type", "routines", "routine_schema"),
        ("trigger", "trigger_name, action_statement, event_object_table", "triggers", "trigger_schema"),
        ("event", "event_name, event_definition, status", "events", "event_schema"),
    ] {
        let sql = format!("SELECT {columns} FROM information_schema.{table} WHERE {schema} = '{database}'");
        for row in session.texts(sql).await.unwrap() {
            found.insert(format!("{kind} {database}.{}", text(&row, 0)), format!("{row:?}"));
        }
    }
}

fn text(row: &[Option<String>], index: usize) -> String {
    row.get(index).cloned().flatten().unwrap_or_default()
}

/// Fails unless both are equal; says what differs.
pub(crate) fn assert_same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    let keys = before.keys().chain(after.keys());
    let different: Vec<&String> = keys.filter(|key| before.get(*key) != after.get(*key)).collect();
    assert!(different.is_empty(), "changed: {different:?}");
}
