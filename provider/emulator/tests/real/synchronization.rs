//! Synchronizations between real servers, in one and in two directions.

use std::time::{Duration, Instant};

use real_servers::{Server, WITH_LOG};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::client::Client;
use crate::job::{assert_equal, become_equal, complete, create, item, parameters, value, with};
use crate::stage::{PASSWORD, Pair, Stage, fresh_name, pair, world};

/// Two servers that both write a log.
async fn both() -> &'static Pair {
    static PAIR: OnceCell<Pair> = OnceCell::const_new();
    PAIR.get_or_init(|| async {
        let options = |id: &'static str| [&[id], &WITH_LOG[..]].concat();
        let source = Server::started(&options("--server-id=91")).await;
        let destination = Server::started(&options("--server-id=92")).await;
        for server in [&source, &destination] {
            server.run_all(&format!("CREATE USER dts IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON *.* TO dts")).await;
        }
        Pair { source, destination }
    })
    .await
}

/// A world whose servers may be read and written.
fn two_way_world(pair: &Pair, database: &str) -> String {
    world(pair, database)
        .replace("use = \"source\"", "use = \"both\"")
        .replace("use = \"destination\"", "use = \"both\"")
        .replace(&format!("[\"{database}\"]"), &format!("[\"{database}\", \"dts\"]"))
}

/// One direction of an instance.
struct Flow<'a> {
    client: &'a Client,
    instance: &'a str,
    direction: &'a str,
}

impl Flow<'_> {
    async fn call(&self, action: &str) {
        let named = [("DtsInstanceId", self.instance), ("SynchronizationDirection", self.direction)];
        self.client.dts(action, &named).await.ok();
    }

    async fn detail(&self) -> Value {
        let named = [("DtsInstanceID", self.instance), ("SynchronizationDirection", self.direction)];
        self.client.dts("DescribeDtsJobDetail", &named).await.ok()
    }

    async fn wait(&self, wanted: &str) -> Value {
        let start = Instant::now();
        loop {
            let detail = self.detail().await;
            let status = detail["Status"].as_str().unwrap();
            if status.eq_ignore_ascii_case(wanted) {
                return detail;
            }
            assert!(!status.ends_with("Failed") || wanted.ends_with("Failed"), "{detail}");
            assert!(start.elapsed() < Duration::from_secs(60), "no {wanted}: {detail}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn configure(&self, objects: &str, settings: &str) {
        let sides = [
            ("SourceEndpointInstanceID", "rm-destination"),
            ("DestinationEndpointInstanceID", "rm-source"),
            ("StructureInitialization", "false"),
            ("DataInitialization", "false"),
        ];
        let of_direction: &[(&str, &str)] = if self.direction == "Reverse" { &sides } else { &[] };
        let common = [
            ("JobType", "SYNC"),
            ("DtsInstanceId", self.instance),
            ("SynchronizationDirection", self.direction),
            ("Reserve", settings),
        ];
        let parameters = with(with(parameters(objects), &common), of_direction);
        self.client.dts("ConfigureDtsJob", &parameters).await.ok();
    }

    /// The items of the precheck, which has ended.
    async fn checked(&self) -> Value {
        let job = self.detail().await["DtsJobId"].as_str().unwrap().to_owned();
        let query = [("DtsJobId", job.as_str()), ("JobCode", "01"), ("PageSize", "100")];
        self.client.dts("DescribePreCheckStatus", &query).await.ok()
    }
}

async fn bought(client: &Client, topology: &str) -> String {
    let order = [
        ("RegionId", "cn-hangzhou"),
        ("PayType", "PostPaid"),
        ("Type", "SYNC"),
        ("InstanceClass", "micro"),
        ("SyncArchitecture", topology),
        ("SourceRegion", "cn-hangzhou"),
        ("DestinationRegion", "cn-hangzhou"),
        ("SourceEndpointEngineName", "MySQL"),
        ("DestinationEndpointEngineName", "MySQL"),
    ];
    client.dts("CreateDtsInstance", &order).await.ok()["InstanceId"].as_str().unwrap().to_owned()
}

fn settings(conflict: &str) -> String {
    format!(r#"{{"autoStartModulesAfterConfig":"none","syncArchitecture":"bidirectional","conflict":"{conflict}"}}"#)
}

/// A synchronization that runs in both directions.
async fn running(client: &Client, name: &str, conflict: &str) -> String {
    let instance = bought(client, "bidirectional").await;
    for direction in ["Forward", "Reverse"] {
        let flow = Flow { client, instance: &instance, direction };
        flow.configure(&complete(name), &settings(conflict)).await;
        flow.call("StartDtsJob").await;
        flow.wait("Synchronizing").await;
    }
    instance
}

/// Waits until a query has a result.
async fn becomes(server: &Server, sql: &str, wanted: &str) {
    let start = Instant::now();
    while value(server, sql).await != wanted && start.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(value(server, sql).await, wanted, "{sql}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_one_way_synchronization_moves_rows_and_changes() {
    let (pair, name) = (pair().await, fresh_name("sync"));
    create(pair, &name, 2000).await;
    let stage = Stage::new(pair, &name).await;
    let client = stage.client();
    let instance = bought(&client, "oneway").await;
    let flow = Flow { client: &client, instance: &instance, direction: "Forward" };
    flow.configure(&complete(&name), r#"{"autoStartModulesAfterConfig":"none"}"#).await;
    flow.call("StartDtsJob").await;
    flow.wait("Synchronizing").await;
    become_equal(pair, &name).await;
    pair.source.run_all(&format!("UPDATE {name}.t SET v = 1;\nALTER TABLE {name}.t ADD x INT DEFAULT 3")).await;
    become_equal(pair, &name).await;
    flow.call("SuspendDtsJob").await;
    flow.wait("Suspending").await;
    pair.source.run_all(&format!("DELETE FROM {name}.t WHERE id > 1900")).await;
    flow.call("StartDtsJob").await;
    flow.wait("Synchronizing").await;
    become_equal(pair, &name).await;
    let markers = "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'dts'";
    assert_eq!(value(&pair.destination, markers).await, "0", "one direction marks nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn both_directions_move_changes_and_only_the_forward_one_moves_ddl() {
    let (pair, name) = (both().await, fresh_name("pair"));
    create(pair, &name, 500).await;
    let stage = Stage::of(&two_way_world(pair, &name)).await;
    let client = stage.client();
    let instance = running(&client, &name, "interrupt").await;
    pair.source.run_all(&format!("UPDATE {name}.t SET v = 1 WHERE id <= 100")).await;
    pair.destination.run_all(&format!("UPDATE {name}.t SET v = 2 WHERE id > 400")).await;
    becomes(&pair.destination, &format!("SELECT COUNT(*) FROM {name}.t WHERE id <= 100 AND v = 1"), "100").await;
    becomes(&pair.source, &format!("SELECT COUNT(*) FROM {name}.t WHERE id > 400 AND v = 2"), "100").await;
    assert_equal(pair, &name).await;

    pair.source.run_all(&format!("ALTER TABLE {name}.t ADD x INT DEFAULT 3")).await;
    let columns = format!("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = '{name}'");
    becomes(&pair.destination, &columns, "4").await;
    // The two directions change their places: the other one carries DDL statements now.
    client.dts("ReverseTwoWayDirection", &[("DtsInstanceId", &instance)]).await.ok();
    // Both jobs continue with their new roles within a moment.
    tokio::time::sleep(Duration::from_secs(2)).await;
    pair.destination.run_all(&format!("INSERT INTO {name}.t (id, v, w, x) VALUES (9001, 1, 'before', 1)")).await;
    becomes(&pair.source, &format!("SELECT w FROM {name}.t WHERE id = 9001"), "before").await;
    pair.destination.run_all(&format!("ALTER TABLE {name}.t ADD y INT DEFAULT 4")).await;
    becomes(&pair.source, &columns, "5").await;
    pair.source.run_all(&format!("INSERT INTO {name}.t (id, v, w, x, y) VALUES (9002, 1, 'after', 1, 1)")).await;
    becomes(&pair.destination, &format!("SELECT w FROM {name}.t WHERE id = 9002"), "after").await;
    assert_equal(pair, &name).await;
    for direction in ["Forward", "Reverse"] {
        let flow = Flow { client: &client, instance: &instance, direction };
        flow.wait("Synchronizing").await;
    }
    client.dts("DeleteDtsJob", &[("DtsInstanceId", &instance), ("SynchronizationDirection", "Forward")]).await.ok();
    assert_equal(pair, &name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_conflict_fails_the_job_or_keeps_or_replaces_the_row() {
    let pair = both().await;
    for (policy, kept) in [("interrupt", "there"), ("ignore", "there"), ("overwrite", "source")] {
        let name = fresh_name(policy);
        create(pair, &name, 5).await;
        let stage = Stage::of(&two_way_world(pair, &name)).await;
        let client = stage.client();
        let instance = running(&client, &name, policy).await;
        let flow = Flow { client: &client, instance: &instance, direction: "Forward" };
        // A row that the reverse direction does not send: its transaction has the mark of the forward one.
        pair.destination
            .run_all(&format!(
                "START TRANSACTION;\nREPLACE INTO dts.two_way_{instance} VALUES (1, 900);\n\
                 INSERT INTO {name}.t (id, v, w) VALUES (50, 0, 'there');\nCOMMIT"
            ))
            .await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        pair.source.run_all(&format!("INSERT INTO {name}.t (id, v, w) VALUES (50, 0, 'source')")).await;
        if policy == "interrupt" {
            let failed = flow.wait("Failed").await;
            assert!(failed["ErrorMessage"].as_str().unwrap().contains("conflict: the INSERT"), "{failed}");
        } else {
            pair.source.run_all(&format!("INSERT INTO {name}.t (id, v, w) VALUES (51, 0, 'next')")).await;
            becomes(&pair.destination, &format!("SELECT w FROM {name}.t WHERE id = 51"), "next").await;
        }
        assert_eq!(value(&pair.destination, &format!("SELECT w FROM {name}.t WHERE id = 50")).await, kept, "{policy}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_running_synchronization_gets_its_second_direction() {
    let (pair, name) = (both().await, fresh_name("upgraded"));
    create(pair, &name, 300).await;
    for (text, is_allowed) in
        [(two_way_world(pair, &name).replace(", \"dts\"]", "]"), false), (two_way_world(pair, &name), true)]
    {
        let stage = Stage::of(&text).await;
        let client = stage.client();
        let instance = bought(&client, "oneway").await;
        let [there, back] =
            ["Forward", "Reverse"].map(|direction| Flow { client: &client, instance: &instance, direction });
        there.configure(&complete(&name), r#"{"autoStartModulesAfterConfig":"none"}"#).await;
        there.call("StartDtsJob").await;
        there.wait("Synchronizing").await;
        let upgrade = [("InstanceId", instance.as_str()), ("InstanceClass", "small")];
        let answer = client.dts("UpgradeTwoWay", &upgrade).await;
        if !is_allowed {
            let refused = answer.body.to_string();
            assert!(refused.contains("add dts to databases"), "{refused}");
            pair.destination.run_all(&format!("DROP DATABASE {name}")).await;
            continue;
        }
        answer.ok();
        back.configure(&complete(&name), &settings("interrupt")).await;
        back.call("StartDtsJob").await;
        back.wait("Synchronizing").await;
        pair.source.run_all(&format!("UPDATE {name}.t SET v = 1 WHERE id <= 100")).await;
        pair.destination.run_all(&format!("UPDATE {name}.t SET v = 2 WHERE id > 200")).await;
        becomes(&pair.destination, &format!("SELECT COUNT(*) FROM {name}.t WHERE id <= 100 AND v = 1"), "100").await;
        becomes(&pair.source, &format!("SELECT COUNT(*) FROM {name}.t WHERE id > 200 AND v = 2"), "100").await;
        assert_equal(pair, &name).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_two_way_synchronization_needs_what_the_world_allows() {
    let (pair, name) = (both().await, fresh_name("needs"));
    create(pair, &name, 10).await;
    let good = two_way_world(pair, &name);
    for (text, words) in [
        (world(pair, &name), "reads and writes rm-source; set use = \"both\""),
        (good.replace(", \"dts\"]", "]"), "add dts to databases"),
    ] {
        let stage = Stage::of(&text).await;
        let client = stage.client();
        let instance = bought(&client, "bidirectional").await;
        let flow = Flow { client: &client, instance: &instance, direction: "Forward" };
        flow.configure(&complete(&name), &settings("interrupt")).await;
        flow.call("StartDtsJob").await;
        flow.wait("PrecheckFailed").await;
        let (state, detail) = item(&flow.checked().await, "CHECK_DB_AVA");
        assert!(state == "Failed" && detail.contains(words), "{state} {detail}");
    }
    let stage = Stage::of(&good).await;
    let client = stage.client();
    let instance = bought(&client, "bidirectional").await;
    let flow = Flow { client: &client, instance: &instance, direction: "Forward" };
    flow.configure(&complete(&name), &settings("interrupt")).await;
    flow.call("StartDtsJob").await;
    flow.wait("Synchronizing").await;
}
