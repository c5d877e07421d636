//! The calls of a job, and comparisons of both sides.

use std::time::{Duration, Instant};

use real_servers::Server;
use serde_json::Value;

use crate::client::Client;
use crate::stage::{PASSWORD, Pair};

/// The parameters of a job that migrates one complete database.
pub(crate) fn parameters(objects: &str) -> Vec<(&str, &str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("DtsJobName", "real rows"),
        ("JobType", "MIGRATION"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("DataSynchronization", "true"),
        ("DbList", objects),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointEngineName", "MYSQL"),
        ("SourceEndpointInstanceID", "rm-source"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointUserName", "dts"),
        ("SourceEndpointPassword", PASSWORD),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointEngineName", "MYSQL"),
        ("DestinationEndpointInstanceID", "rm-destination"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointUserName", "dts"),
        ("DestinationEndpointPassword", PASSWORD),
    ]
}

/// The parameters with some of them replaced.
pub(crate) fn with<'a>(
    mut parameters: Vec<(&'a str, &'a str)>,
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    parameters.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    parameters.extend(changes);
    parameters
}

/// Configures a job; returns its ID.
pub(crate) async fn configure(client: &Client, parameters: &[(&str, &str)]) -> String {
    client.dts("ConfigureDtsJob", parameters).await.ok()["DtsJobId"].as_str().unwrap().to_owned()
}

/// Starts the precheck and waits for its end; returns the answer with all items.
pub(crate) async fn precheck(client: &Client, job: &str) -> Value {
    client.dts("StartDtsJob", &[("DtsJobId", job)]).await.ok();
    let start = Instant::now();
    loop {
        let answer = client
            .dts("DescribePreCheckStatus", &[("DtsJobId", job), ("JobCode", "01"), ("PageSize", "100")])
            .await
            .ok();
        if answer["State"] != "Checking" {
            return answer;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{answer}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// State and detail of an item of a precheck.
pub(crate) fn item(answer: &Value, code: &str) -> (String, String) {
    let items = answer["JobProgress"].as_array().unwrap();
    let item = items.iter().find(|item| item["Item"] == code).unwrap_or_else(|| panic!("no {code} in {answer}"));
    (item["State"].as_str().unwrap().to_owned(), item["ErrDetail"].as_str().unwrap().to_owned())
}

/// Purchases the instance of a job and starts it.
pub(crate) async fn buy(client: &Client, job: &str) {
    let order = [("JobId", job), ("PayType", "PostPaid"), ("InstanceClass", "small"), ("AutoStart", "true")];
    client.dts("CreateDtsInstance", &order).await.ok();
}

/// The job in DescribeDtsJobs.
pub(crate) async fn listed(client: &Client, job: &str) -> Value {
    client.dts("DescribeDtsJobs", &[("DtsJobId", job)]).await.ok()["DtsJobList"][0].clone()
}

/// Waits until the job is as wanted; returns it.
pub(crate) async fn wait(client: &Client, job: &str, what: &str, is: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let shown = listed(client, job).await;
        if is(&shown) {
            return shown;
        }
        let is_failed = shown["Status"].as_str().is_some_and(|status| status.ends_with("Failed"));
        assert!(!is_failed || what == "failed", "{what}: {shown}");
        assert!(start.elapsed() < Duration::from_secs(90), "no {what}: {shown}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub(crate) async fn status(client: &Client, job: &str, wanted: &str) -> Value {
    wait(client, job, wanted, |shown| shown["Status"] == wanted).await
}

pub(crate) async fn caught_up(client: &Client, job: &str) -> Value {
    wait(client, job, "caught up", |shown| {
        shown["Status"] == "Migrating"
            && shown["DataSynchronizationStatus"]["Status"] == "Catched"
            && shown["Delay"] == 0
    })
    .await
}

/// From the configuration until the destination has caught up.
pub(crate) async fn run(client: &Client, parameters: &[(&str, &str)]) -> String {
    let job = configure(client, parameters).await;
    let checked = precheck(client, &job).await;
    assert_eq!(checked["State"], "Finished", "{checked}");
    buy(client, &job).await;
    caught_up(client, &job).await;
    job
}

/// Names and checksums of all tables of a database.
pub(crate) async fn checksums(server: &Server, database: &str) -> Vec<(String, String)> {
    let mut session = server.session().await;
    let sql = format!("SELECT table_name FROM information_schema.tables WHERE table_schema = '{database}' ORDER BY 1");
    let mut found = Vec::new();
    for row in session.texts(sql).await.unwrap() {
        let table = row[0].clone().unwrap();
        let sums = session.texts(format!("CHECKSUM TABLE `{database}`.`{table}`")).await.unwrap();
        found.push((table, sums[0][1].clone().unwrap_or_default()));
    }
    found
}

/// Fails unless all tables of a database are equal on both sides.
pub(crate) async fn assert_equal(pair: &Pair, database: &str) {
    let there = checksums(&pair.destination, database).await;
    assert!(!there.is_empty(), "{database} has no tables");
    assert_eq!(checksums(&pair.source, database).await, there);
}

/// Waits until all tables of a database are equal on both sides: a change arrives a moment after it was written.
pub(crate) async fn become_equal(pair: &Pair, database: &str) {
    let start = Instant::now();
    while checksums(&pair.source, database).await != checksums(&pair.destination, database).await
        && start.elapsed() < Duration::from_secs(30)
    {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_equal(pair, database).await;
}

/// One value.
pub(crate) async fn value(server: &Server, sql: &str) -> String {
    server.session().await.text(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}")).unwrap_or_default()
}

/// Creates a database with a table of some rows at the source.
pub(crate) async fn create(pair: &Pair, database: &str, rows: u32) {
    pair.source
        .run_all(&format!(
            "CREATE DATABASE {database};\n\
             CREATE TABLE {database}.t (id INT PRIMARY KEY AUTO_INCREMENT, v INT, w VARCHAR(40));\n\
             INSERT INTO {database}.t (v, w) SELECT seq, CONCAT('row ', seq) FROM seq_1_to_{rows}"
        ))
        .await;
}

/// The list of objects that selects a complete database.
pub(crate) fn complete(database: &str) -> String {
    format!(r#"{{"{database}":{{"name":"{database}","all":true}}}}"#)
}
