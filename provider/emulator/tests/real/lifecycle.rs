//! A job from its configuration to its release.

use crate::job::{
    assert_equal, become_equal, buy, caught_up, complete, configure, create, parameters, precheck, run, status, value,
    wait, with,
};
use crate::stage::{PASSWORD, Stage, fresh_name, pair};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn rows_and_changes_arrive_and_the_job_shows_them() {
    let (pair, name) = (pair().await, fresh_name("moves"));
    create(pair, &name, 3000).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    let job = run(&client, &parameters(&objects)).await;
    let tables = client.dts("DescribePreCheckStatus", &[("DtsJobId", &job), ("JobCode", "03")]).await.ok();
    let table = &tables["JobProgress"][0];
    assert_eq!((&table["Names"], &table["Current"], &table["Total"]), (&"t".into(), &"3000".into(), &3000.into()));
    let shown = caught_up(&client, &job).await;
    assert_eq!(shown["DataInitializationStatus"]["Progress"], "3000");
    assert_eq!(shown["DataInitializationStatus"]["Percent"], "100");
    assert_equal(pair, &name).await;

    pair.source
        .run_all(&format!("UPDATE {name}.t SET v = -v WHERE id < 100;\nDELETE FROM {name}.t WHERE id > 2990"))
        .await;
    let moving = wait(&client, &job, "a rate", |shown| shown["Performance"]["Rps"] != "0.00").await;
    assert_eq!(moving["Status"], "Migrating");
    become_equal(pair, &name).await;

    client.dts("SuspendDtsJob", &[("DtsJobId", &job)]).await.ok();
    status(&client, &job, "Suspending").await;
    let connections =
        format!("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'dts' AND db = '{name}'");
    assert_eq!(value(&pair.destination, &connections).await, "0", "a suspended job keeps no connection open");
    pair.source
        .run_all(&format!(
            "INSERT INTO {name}.t (v) SELECT seq FROM seq_1_to_500;\nALTER TABLE {name}.t ADD x INT DEFAULT 7"
        ))
        .await;
    client.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    caught_up(&client, &job).await;
    assert_equal(pair, &name).await;

    pair.source.run_all(&format!("UPDATE {name}.t SET v = 1")).await;
    client.dts("StopDtsJob", &[("DtsJobId", &job)]).await.ok();
    status(&client, &job, "Finished").await;
    assert_equal(pair, &name).await;
    client.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.ok();
    assert_equal(pair, &name).await;
    assert!(!stage.shown().await.contains(PASSWORD));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_full_migration_compares_both_sides_and_ends() {
    let (pair, name) = (pair().await, fresh_name("full"));
    create(pair, &name, 1000).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    let compared = r#"{"fullDataCheck":true,"fullCheckModel":1,"fullCheckRatio":100,"checkMaximumHourEnable":0}"#;
    let changes = [("DataSynchronization", "false"), ("DataCheckConfigure", compared)];
    let job = configure(&client, &with(parameters(&objects), &changes)).await;
    precheck(&client, &job).await;
    buy(&client, &job).await;
    let shown = status(&client, &job, "Finished").await;
    let check = &shown["FullDataCheckStatus"];
    assert_eq!(
        (&check["Status"], &check["Progress"], &check["ErrorMessage"]),
        (&"Finished".into(), &"1000".into(), &"".into())
    );
    assert_equal(pair, &name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_limit_slows_the_copy_and_can_be_removed() {
    let (pair, name) = (pair().await, fresh_name("slow"));
    create(pair, &name, 20_000).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    let slow = r#"{"fullDynamicConfig":{"dts.datamove.source.rps.max":1000}}"#;
    let job = configure(&client, &with(parameters(&objects), &[("Reserve", slow)])).await;
    precheck(&client, &job).await;
    buy(&client, &job).await;
    let shown = wait(&client, &job, "a copy", |shown| {
        shown["DataInitializationStatus"]["Progress"].as_str().is_some_and(|rows| rows.parse::<u64>().unwrap() >= 1500)
    })
    .await;
    assert_eq!(shown["DataInitializationStatus"]["Status"], "Migrating");
    let rate: f64 = shown["Performance"]["Rps"].as_str().unwrap().parse().unwrap();
    assert!((500.0..2500.0).contains(&rate), "{rate} rows per second");
    let unlimited = [("DtsJobId", job.as_str()), ("JobCode", "03"), ("EnableLimit", "false")];
    client.dts("ModifyDynamicConfig", &unlimited).await.ok();
    caught_up(&client, &job).await;
    assert_equal(pair, &name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_failed_job_says_why_and_continues_when_the_cause_is_gone() {
    let (pair, name) = (pair().await, fresh_name("fails"));
    create(pair, &name, 100).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    let job = run(&client, &parameters(&objects)).await;
    pair.destination.run_all(&format!("RENAME TABLE {name}.t TO {name}.u")).await;
    pair.source.run_all(&format!("UPDATE {name}.t SET v = 5")).await;
    let failed = wait(&client, &job, "failed", |shown| shown["Status"] == "MigrationFailed").await;
    assert!(failed["ErrorMessage"].as_str().unwrap().contains(&format!("{name}.t")), "{failed}");
    pair.destination.run_all(&format!("RENAME TABLE {name}.u TO {name}.t")).await;
    client.dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
    become_equal(pair, &name).await;
    caught_up(&client, &job).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_job_catches_up_while_the_source_is_written_to_all_the_time() {
    let (pair, name) = (pair().await, fresh_name("busy"));
    create(pair, &name, 1000).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    let mut session = pair.source.session().await;
    let insert = format!("INSERT INTO {name}.t (v) VALUES (1)");
    let writer = tokio::spawn(async move {
        loop {
            session.run(&insert).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(3)).await;
        }
    });
    let job = configure(&client, &parameters(&objects)).await;
    precheck(&client, &job).await;
    buy(&client, &job).await;
    let shown =
        wait(&client, &job, "caught up under load", |shown| shown["DataSynchronizationStatus"]["Status"] == "Catched")
            .await;
    assert!((0..=2000).contains(&shown["Delay"].as_i64().unwrap()), "{shown}");
    assert!(!writer.is_finished(), "it was written to all the time");
    writer.abort();
    become_equal(pair, &name).await;
}
