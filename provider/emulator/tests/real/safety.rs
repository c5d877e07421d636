//! What a job does not touch.

use real_servers::{Server, WITH_LOG};

use crate::job::{
    assert_equal, become_equal, complete, configure, create, item, parameters, precheck, run, status, value, with,
};
use crate::stage::{PASSWORD, Pair, Stage, fresh_name, pair, world};
use crate::untouched::{assert_same, everything_but};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn only_the_named_database_of_the_destination_is_written() {
    // Separate servers: no other test changes them meanwhile.
    let source = Server::started(&[&["--server-id=61"], &WITH_LOG[..]].concat()).await;
    let destination = Server::started(&["--server-id=62"]).await;
    let pair = Pair { source, destination };
    for server in [&pair.source, &pair.destination] {
        server.run_all(&format!("CREATE USER dts IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON *.* TO dts")).await;
        server
            .run_all(
                "CREATE DATABASE other;\nCREATE TABLE other.t (id INT PRIMARY KEY, v BLOB);\nINSERT INTO other.t VALUES (1, x'00ff');\n\
                 CREATE VIEW other.v AS SELECT id FROM other.t;\nCREATE PROCEDURE other.p() SELECT 1;\n\
                 CREATE TRIGGER other.g BEFORE INSERT ON other.t FOR EACH ROW SET NEW.v = 'x';\n\
                 CREATE EVENT other.e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO DELETE FROM other.t",
            )
            .await;
    }
    create(&pair, "named", 500).await;
    let stage = Stage::new(&pair, "named").await;
    let client = stage.client();
    let before = [everything_but(&pair.source, "").await, everything_but(&pair.destination, "named").await];
    assert!(before[1].len() > 300 && before[0].contains_key("rows of named.t"), "{}", before[1].len());

    let compared = r#"{"fullDataCheck":true,"fullCheckModel":1,"fullCheckRatio":100,"checkMaximumHourEnable":0}"#;
    let objects = complete("named");
    let job = run(&client, &with(parameters(&objects), &[("DataCheckConfigure", compared)])).await;
    assert_same(&before[0], &everything_but(&pair.source, "").await);
    pair.source
        .run_all("UPDATE named.t SET v = 9;\nALTER TABLE named.t ADD x INT;\nUPDATE other.t SET v = 'source'")
        .await;
    become_equal(&pair, "named").await;
    for action in ["SuspendDtsJob", "StartDtsJob"] {
        client.dts(action, &[("DtsJobId", &job)]).await.ok();
        status(&client, &job, if action == "StartDtsJob" { "Migrating" } else { "Suspending" }).await;
    }
    client.dts("StopDtsJob", &[("DtsJobId", &job)]).await.ok();
    status(&client, &job, "Finished").await;
    client.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_equal(&pair, "named").await;
    let after = everything_but(&pair.destination, "named").await;
    assert_same(&before[1], &after);
    // The comparison finds a change of one value.
    pair.destination.run_all("UPDATE other.t SET v = x'00fe'").await;
    assert_ne!(after, everything_but(&pair.destination, "named").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_database_is_never_copied_onto_itself() {
    let (pair, name) = (pair().await, fresh_name("itself"));
    create(pair, &name, 10).await;
    let world = world(pair, &name).replace(&pair.destination.port.to_string(), &pair.source.port.to_string());
    let stage = Stage::of(&world).await;
    let client = stage.client();
    let job = configure(&client, &parameters(&complete(&name))).await;
    let checked = precheck(&client, &job).await;
    let (state, detail) = item(&checked, "CHECK_TOPOLOGY");
    assert!(state == "Failed" && detail.contains("onto itself"), "{state} {detail}");
    let skip =
        [("DtsJobId", job.as_str()), ("Skip", "true"), ("SkipPreCheckItems", r#"["CHECK_TOPOLOGY","CHECK_SAME_OBJ"]"#)];
    client.dts("SkipPreCheck", &skip).await.ok();
    let checked = precheck(&client, &job).await;
    assert_eq!(item(&checked, "CHECK_TOPOLOGY").0, "Failed", "it cannot be skipped");
    assert_eq!(item(&checked, "CHECK_SAME_OBJ").0, "Warning", "another item can");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_job_with_one_real_side_is_simulated_and_says_so() {
    let (pair, name) = (pair().await, fresh_name("one_side"));
    create(pair, &name, 10).await;
    let world = world(pair, &name);
    let (source, _) = world.split_at(world.rfind("[account.database.real]").unwrap());
    let stage = Stage::of(&format!("{source}username = \"dts\"\npassword = \"simulated\"\n")).await;
    let client = stage.client();
    let job =
        configure(&client, &with(parameters(&complete(&name)), &[("DestinationEndpointPassword", "simulated")])).await;
    let checked = precheck(&client, &job).await;
    assert_eq!(checked["State"], "Finished", "{checked}");
    let (state, detail) = item(&checked, "CHECK_CONN_SRC");
    assert!(state == "Warning", "{detail}");
    assert_eq!(
        value(
            &pair.destination,
            &format!("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '{name}'")
        )
        .await,
        "0"
    );
}
