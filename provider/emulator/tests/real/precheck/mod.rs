//! Each item of the precheck fails by its real cause, and passes once it is repaired.

mod connections;
mod objects;
mod settings;

use crate::job::{complete, configure, create, item, parameters, precheck, with};
use crate::stage::{PASSWORD, Stage, fresh_name, pair, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_wrong_login_fails_the_connection_of_its_side() {
    let (pair, name) = (pair().await, fresh_name("login"));
    create(pair, &name, 10).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    for (side, code) in [("Source", "CHECK_CONN_SRC"), ("Destination", "CHECK_CONN_DEST")] {
        let password = format!("{side}EndpointPassword");
        let job = configure(&client, &with(parameters(&objects), &[(&password, "canary-of-a-wrong-password")])).await;
        let checked = precheck(&client, &job).await;
        let (state, detail) = item(&checked, code);
        assert_eq!((checked["State"].as_str(), state.as_str()), (Some("Failed"), "Failed"), "{checked}");
        assert!(detail.contains("rejects the login (error 1045"), "{detail}");
        let other = if side == "Source" { "CHECK_CONN_DEST" } else { "CHECK_CONN_SRC" };
        assert_eq!(item(&checked, other).0, "Success");
        assert_eq!(item(&checked, "CHECK_AUTH_SRC").0, "NotStarted", "without a connection nothing else is known");
        let word = if side == "Source" { "src" } else { "dest" };
        let repair = [("DtsJobId", job.as_str()), ("Endpoint", word), ("Password", PASSWORD)];
        client.dts("ModifyDtsJobPassword", &repair).await.ok();
        let checked = precheck(&client, &job).await;
        assert_eq!(checked["State"], "Finished", "{checked}");
    }
    let shown = stage.shown().await;
    assert!(!shown.contains("canary-of") && !shown.contains(PASSWORD));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn privileges_keys_and_tables_are_checked_on_the_servers() {
    let (pair, name) = (pair().await, fresh_name("items"));
    create(pair, &name, 10).await;
    pair.source
        .run_all(&format!(
            "CREATE TABLE {name}.keyless (a INT);\nCREATE USER {name} IDENTIFIED BY '{PASSWORD}';\nGRANT SELECT ON {name}.* TO {name}"
        ))
        .await;
    pair.destination.run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (id INT PRIMARY KEY)")).await;
    let stage = Stage::new(pair, &name).await;
    let (client, objects) = (stage.client(), complete(&name));
    let job = configure(&client, &with(parameters(&objects), &[("SourceEndpointUserName", &name)])).await;
    let checked = precheck(&client, &job).await;
    for (code, part) in [
        ("CHECK_AUTH_SRC", "REPLICATION SLAVE on *.*"),
        ("CHECK_DB_AVA", "keyless: no primary key"),
        ("CHECK_SAME_OBJ", &format!("{name}.t")),
    ] {
        let (state, detail) = item(&checked, code);
        assert_eq!(state, "Failed", "{code}: {checked}");
        assert!(detail.contains(part), "{code}: {detail}");
    }
    let (state, detail) = item(&checked, "CHECK_SRC");
    let is_accepted = state == "Warning" && detail.contains("the world accepts it");
    assert_eq!(is_accepted, pair.source.is_mariadb(), "{state} {detail}");

    pair.source
        .run_all(&format!(
            "ALTER TABLE {name}.keyless ADD PRIMARY KEY (a);\nGRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO {name}"
        ))
        .await;
    pair.destination.run_all(&format!("DROP TABLE {name}.t")).await;
    let checked = precheck(&client, &job).await;
    assert_eq!(checked["State"], "Finished", "{checked}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn what_the_world_does_not_allow_fails_before_a_server_is_asked() {
    let (pair, name) = (pair().await, fresh_name("named"));
    create(pair, &name, 10).await;
    let other = fresh_name("unnamed");
    create(pair, &other, 10).await;
    let stage = Stage::new(pair, &name).await;
    let client = stage.client();
    let renamed = format!(r#"{{"{name}":{{"name":"{other}","all":true}}}}"#);
    let view = format!(r#"{{"{name}":{{"name":"{name}","all":false,"View":{{"v":{{}}}}}}}}"#);
    for (objects, part) in [
        (complete(&other), format!("does not name the database {other} of rm-source")),
        (renamed, format!("does not name the database {other} of rm-destination")),
        (view, "with complete databases only".to_owned()),
    ] {
        let job = configure(&client, &parameters(&objects)).await;
        let checked = precheck(&client, &job).await;
        let (state, detail) = item(&checked, "CHECK_DB_AVA");
        assert!(state == "Failed" && detail.contains(&part), "{state} {detail}");
        assert_eq!(item(&checked, "CHECK_CONN_SRC").0, "NotStarted");
    }
    let backwards = [("SourceEndpointInstanceID", "rm-destination"), ("DestinationEndpointInstanceID", "rm-source")];
    let job = configure(&client, &with(parameters(&complete(&name)), &backwards)).await;
    let (state, detail) = item(&precheck(&client, &job).await, "CHECK_DB_AVA");
    assert!(state == "Failed" && detail.contains("a job may not read from it"), "{state} {detail}");
    let job = configure(&client, &parameters(&complete(&name))).await;
    assert_eq!(precheck(&client, &job).await["State"], "Finished", "the named database is allowed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_server_of_the_other_family_needs_a_word_of_the_world() {
    let (pair, name) = (pair().await, fresh_name("family"));
    create(pair, &name, 10).await;
    let world = world(pair, &name).replace("any_family = true\n", "");
    let (own, other) = if pair.source.is_mariadb() { ("MariaDB", "MySQL") } else { ("MySQL", "MariaDB") };
    let of = async |engine: &str| {
        let stage = Stage::of(&world.replace("MySQL", engine)).await;
        let engines = [("SourceEndpointEngineName", engine), ("DestinationEndpointEngineName", engine)];
        let job = configure(&stage.client(), &with(parameters(&complete(&name)), &engines)).await;
        item(&precheck(&stage.client(), &job).await, "CHECK_SRC")
    };
    let (state, detail) = of(other).await;
    assert!(
        state == "Failed" && detail.contains(&format!("is {own}")) && detail.contains("any_family = true"),
        "{state} {detail}"
    );
    assert_eq!(of(own).await.0, "Success");
}
