//! The items about connections and privileges.

use std::net::TcpListener;

use crate::job::{complete, configure, create, item, parameters, precheck, with};
use crate::stage::{PASSWORD, Stage, fresh_name, pair, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_server_that_does_not_listen_fails_its_connection() {
    let (pair, name) = (pair().await, fresh_name("closed"));
    create(pair, &name, 10).await;
    let closed = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port().to_string();
    let text = world(pair, &name);
    for (port, code, other) in [
        (pair.source.port, "CHECK_CONN_SRC", "CHECK_CONN_DEST"),
        (pair.destination.port, "CHECK_CONN_DEST", "CHECK_CONN_SRC"),
    ] {
        let stage = Stage::of(&text.replace(&port.to_string(), &closed)).await;
        let job = configure(&stage.client(), &parameters(&complete(&name))).await;
        let answer = precheck(&stage.client(), &job).await;
        let (state, detail) = item(&answer, code);
        assert!(state == "Failed" && detail.contains("the connection was lost or refused"), "{state} {detail}");
        assert_eq!(item(&answer, other).0, "Success");
    }
    let stage = Stage::of(&text).await;
    let job = configure(&stage.client(), &parameters(&complete(&name))).await;
    assert_eq!(precheck(&stage.client(), &job).await["State"], "Finished");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_job_that_asks_for_encryption_needs_a_server_with_it() {
    let (pair, name) = (pair().await, fresh_name("encrypted"));
    if !pair.source.is_mariadb() {
        println!("SKIPPED: a server without encryption: MySQL creates its own certificate");
        return;
    }
    create(pair, &name, 10).await;
    let stage = Stage::new(pair, &name).await;
    let client = stage.client();
    for (encrypted, state) in [("1", "Failed"), ("0", "Success")] {
        let settings = format!(r#"{{"srcSSL":"{encrypted}"}}"#);
        let job = configure(&client, &with(parameters(&complete(&name)), &[("Reserve", &settings)])).await;
        let (found, detail) = item(&precheck(&client, &job).await, "CHECK_CONN_SRC");
        let says = detail.contains("does not offer an encrypted connection");
        assert_eq!((found.as_str(), says), (state, state == "Failed"), "{detail}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn the_account_of_the_destination_needs_its_privileges() {
    let (pair, name) = (pair().await, fresh_name("writes"));
    create(pair, &name, 10).await;
    let grant = format!("CREATE USER {name} IDENTIFIED BY '{PASSWORD}';\nGRANT SELECT, INSERT ON {name}.* TO {name}");
    pair.destination.run_all(&grant).await;
    let stage = Stage::new(pair, &name).await;
    let client = stage.client();
    let objects = complete(&name);
    let chosen = with(parameters(&objects), &[("DestinationEndpointUserName", &name)]);
    let job = configure(&client, &chosen).await;
    let (state, detail) = item(&precheck(&client, &job).await, "CHECK_AUTH_DEST");
    assert!(state == "Failed" && detail.contains(&format!("DELETE on {name}.*")), "{state} {detail}");
    assert!(!detail.contains("INSERT on"), "{detail}");
    pair.destination.run_all(&format!("GRANT ALL ON {name}.* TO {name}")).await;
    let answer = precheck(&client, &job).await;
    assert_eq!((item(&answer, "CHECK_AUTH_DEST").0.as_str(), &answer["State"]), ("Success", &"Finished".into()));
}
