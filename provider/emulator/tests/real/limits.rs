//! A run that writes nothing, the largest size of a job, and the limit of queries.

use std::time::Duration;

use dts_emulator::Options;

use crate::job::{
    assert_equal, buy, caught_up, complete, configure, create, item, listed, parameters, precheck, run, value, wait,
    with,
};
use crate::stage::{Stage, fresh_name, pair, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_dry_run_lists_what_it_would_do_and_writes_nothing() {
    let (pair, name) = (pair().await, fresh_name("dry"));
    create(pair, &name, 100).await;
    pair.source.run_all(&format!("CREATE VIEW {name}.w AS SELECT id FROM {name}.t")).await;
    let options = Options { real_dry_run: true, ..Options::default() };
    let stage = Stage::with(&world(pair, &name), options).await;
    let (client, objects) = (stage.client(), complete(&name));
    let job = configure(&client, &parameters(&objects)).await;
    let checked = precheck(&client, &job).await;
    assert_eq!(checked["State"], "Finished", "{checked}");
    let (state, detail) = item(&checked, "CHECK_DB_AVA");
    assert_eq!(state, "Warning");
    for line in [
        format!("\nCREATE DATABASE {name}\nCREATE TABLE {name}.t\nCREATE VIEW {name}.w\n"),
        format!("\nINSERT IGNORE INTO {name}.t: about "),
        format!("\nREPLACE INTO and DELETE FROM {name}.t"),
    ] {
        assert!(detail.contains(&line), "{detail}");
    }
    buy(&client, &job).await;
    let failed = wait(&client, &job, "failed", |shown| shown["Status"] == "MigrationFailed").await;
    assert!(failed["ErrorMessage"].as_str().unwrap().contains("--real-dry-run"), "{failed}");
    let databases = format!("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '{name}'");
    assert_eq!(value(&pair.destination, &databases).await, "0");

    let stage = Stage::new(pair, &name).await;
    run(&stage.client(), &parameters(&objects)).await;
    assert_eq!(value(&pair.destination, &databases).await, "1", "without the flag it is written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_job_that_is_too_large_fails_its_precheck() {
    let (pair, name) = (pair().await, fresh_name("large"));
    create(pair, &name, 1000).await;
    let objects = complete(&name);
    for (most, state) in [(1000, "Failed"), (1 << 30, "Success")] {
        let stage = Stage::with(&world(pair, &name), Options { real_most_bytes: most, ..Options::default() }).await;
        let job = configure(&stage.client(), &parameters(&objects)).await;
        let (found, detail) = item(&precheck(&stage.client(), &job).await, "CHECK_DB_AVA");
        let says = detail.contains("bytes, and the limit is 1000; select fewer tables");
        assert_eq!((found.as_str(), says), (state, state == "Failed"), "{detail}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_limit_of_queries_slows_the_copy_and_can_be_removed() {
    let (pair, name) = (pair().await, fresh_name("queries"));
    create(pair, &name, 60_000).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    // A query returns 10,000 rows, and another one finds the end of these.
    let slow = r#"{"fullDynamicConfig":{"dts.datamove.blaster.qps.max":1}}"#;
    let job = configure(&client, &with(parameters(&objects), &[("Reserve", slow)])).await;
    precheck(&client, &job).await;
    buy(&client, &job).await;
    wait(&client, &job, "a copy", |shown| shown["DataInitializationStatus"]["Progress"] != "0").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let shown = listed(&client, &job).await;
    let rows: u32 = shown["DataInitializationStatus"]["Progress"].as_str().unwrap().parse().unwrap();
    assert!((10_000..=40_000).contains(&rows), "{rows} rows after four or five queries");
    let unlimited = [("DtsJobId", job.as_str()), ("JobCode", "03"), ("EnableLimit", "false")];
    client.dts("ModifyDynamicConfig", &unlimited).await.ok();
    caught_up(&client, &job).await;
    assert_equal(pair, &name).await;
}
