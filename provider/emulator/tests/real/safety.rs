//! What a job does not touch.

use crate::job::{
    assert_equal, checksums, complete, configure, create, item, parameters, precheck, run, status, value, with,
};
use crate::stage::{Stage, fresh_name, pair, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn only_the_named_database_is_written() {
    let (pair, name) = (pair().await, fresh_name("alone"));
    create(pair, &name, 100).await;
    let other = fresh_name("untouched");
    let own = format!(
        "CREATE DATABASE {other};\nCREATE TABLE {other}.t (id INT PRIMARY KEY);\nINSERT INTO {other}.t VALUES (1)"
    );
    pair.destination.run_all(&own).await;
    create(pair, &other, 100).await;
    let databases = "SELECT GROUP_CONCAT(schema_name ORDER BY 1) FROM information_schema.schemata WHERE schema_name NOT LIKE '%\\_%'";
    let before = (checksums(&pair.destination, &other).await, value(&pair.destination, databases).await);
    let accounts =
        "SELECT GROUP_CONCAT(CONCAT(user, host, priv) ORDER BY 1) FROM mysql.global_priv WHERE user <> 'items'";
    let of_source = checksums(&pair.source, &other).await;

    let stage = Stage::new(pair, &name).await;
    let client = stage.client();
    let users = value(&pair.destination, accounts).await;
    let job = run(&client, &parameters(&complete(&name))).await;
    pair.source.run_all(&format!("UPDATE {other}.t SET v = 9;\nUPDATE {name}.t SET v = 9")).await;
    client.dts("StopDtsJob", &[("DtsJobId", &job)]).await.ok();
    status(&client, &job, "Finished").await;
    assert_equal(pair, &name).await;
    assert_eq!(before, (checksums(&pair.destination, &other).await, value(&pair.destination, databases).await));
    assert_eq!(users, value(&pair.destination, accounts).await);
    assert_ne!(of_source, checksums(&pair.source, &other).await, "the source was changed by the test only");
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
