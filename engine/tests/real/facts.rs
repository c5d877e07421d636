//! What is read from servers: facts, privileges, shapes, failed logins.

use engine::Kind;
use engine::connect::{Session, Side, Tls};
use engine::server::{Family, Grants, ServerFacts};
use engine::shape::{ColumnKind, TableName, read_table, read_tables};

use real_servers::certificates;

use crate::servers::{Server, fresh_name, pair};

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn the_facts_of_two_servers_differ() {
    let pair = pair().await;
    let source = ServerFacts::read(&mut pair.source.session().await).await.unwrap();
    let destination = ServerFacts::read(&mut pair.destination.session().await).await.unwrap();
    let family = if pair.source.is_mariadb() { Family::MariaDb } else { Family::MySql };
    assert_eq!((source.family, source.server_id(), source.is_on("log_bin")), (family, 11, true));
    assert!(!destination.is_on("log_bin"));
    assert!(source.is_same_server(&source.clone()) && !source.is_same_server(&destination));
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn each_failed_connection_has_its_own_words_and_no_password() {
    let server = &pair().await.source;
    let mut wrong_port = server.root();
    wrong_port.address = engine::connect::Address::Tcp { host: "127.0.0.1".into(), port: 1 };
    let mut encrypted = server.root();
    encrypted.tls = Tls::Encrypt;
    let mut cases = vec![
        (server.login("root", "hunter2"), Kind::Fail, "rejects the login"),
        // MySQL answers for an account that does not exist as if it had one of its login plugins.
        (server.login("not_there", "hunter2"), Kind::Fail, "the login"),
        (wrong_port, Kind::Retry, "lost or refused"),
    ];
    if server.is_mariadb() {
        cases.push((encrypted, Kind::Fail, "does not offer an encrypted connection"));
    } else {
        println!("SKIPPED: a server without encryption: MySQL creates its own certificate");
    }
    for (endpoint, kind, words) in cases {
        let error = Session::open(&endpoint, Side::Source).await.err().expect("must not open");
        assert_eq!(error.kind(), kind, "{error}");
        let text = error.to_string();
        let is_said = text.contains(words) || (words == "the login" && text.contains("the user does not exist"));
        assert!(is_said && !text.contains("hunter2"), "{error}");
    }
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_session_at_the_source_cannot_write() {
    let server = &pair().await.source;
    let name = fresh_name("ro");
    server.run_all(&format!("CREATE DATABASE {name};\nCREATE TABLE {name}.t (a INT)")).await;
    let mut session = Session::open(&server.root(), Side::Source).await.unwrap();
    let error = session.run(format!("INSERT INTO {name}.t VALUES (1)")).await.unwrap_err();
    assert_eq!(error.code(), Some(1792), "{error}");
    assert_eq!(session.text(format!("SELECT COUNT(*) FROM {name}.t")).await.unwrap().as_deref(), Some("0"));
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn the_privileges_of_a_login_are_read() {
    let server = &pair().await.source;
    let name = fresh_name("grants");
    let word = if server.is_mariadb() { "FOR" } else { "TO" };
    server
        .run_all(&format!(
            "CREATE USER '{name}'@'%' IDENTIFIED BY 'p';\nGRANT SELECT ON {name}.* TO '{name}'@'%';\n\
             CREATE ROLE role_{name};\nGRANT REPLICATION SLAVE ON *.* TO role_{name};\n\
             GRANT role_{name} TO '{name}'@'%';\nSET DEFAULT ROLE role_{name} {word} '{name}'@'%'"
        ))
        .await;
    let mut session = Session::open(&server.login(&name, "p"), Side::Source).await.unwrap();
    let grants = Grants::read(&mut session).await.unwrap();
    assert!(grants.on_table("SELECT", &name, "t") && !grants.on_table("SELECT", "other", "t"));
    assert!(grants.global("REPLICATION SLAVE"), "the privilege of the role");
    assert!(!grants.global("REPLICATION CLIENT"));
    server.run_all(&format!("GRANT REPLICATION CLIENT ON *.* TO '{name}'@'%'")).await;
    let mut session = Session::open(&server.login(&name, "p"), Side::Source).await.unwrap();
    assert!(Grants::read(&mut session).await.unwrap().global("REPLICATION CLIENT"), "MariaDB prints BINLOG MONITOR");
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn shapes_have_keys_and_kinds() {
    let server = &pair().await.source;
    let name = fresh_name("shapes");
    server
        .run_all(&format!(
            "CREATE DATABASE {name};\n\
             CREATE TABLE {name}.a (b INT UNSIGNED, a BINARY(4) NOT NULL, c INT AS (b + 1) VIRTUAL, PRIMARY KEY (a));\n\
             CREATE TABLE {name}.nullable (a INT, UNIQUE (a));\n\
             CREATE TABLE {name}.second (a INT NULL, b INT NOT NULL, c VARCHAR(9) CHARACTER SET gbk NOT NULL, UNIQUE (a), UNIQUE (c, b));\n\
             CREATE VIEW {name}.v AS SELECT 1 AS x"
        ))
        .await;
    let mut session = server.session().await;
    let tables = read_tables(&mut session, &name).await.unwrap();
    assert_eq!(tables.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "nullable", "second", "v"]);
    let a = &tables["a"];
    assert_eq!(a.key, Some(vec![1]));
    assert_eq!(a.columns[0].kind, ColumnKind::Integer { bytes: 4, unsigned: true });
    assert_eq!(a.columns[1].kind, ColumnKind::Binary { padded_to: Some(4) });
    assert!(a.columns[2].generated && !a.columns[0].generated);
    assert_eq!(tables["nullable"].key, None);
    assert_eq!(tables["second"].key, Some(vec![2, 1]));
    assert_eq!(tables["second"].columns[2].kind, ColumnKind::Text { charset: "gbk".into() });
    assert_eq!(read_table(&mut session, &TableName::new(&name, "a")).await.unwrap().as_ref(), Some(a));
    assert_eq!(read_table(&mut session, &TableName::new(&name, "none")).await.unwrap(), None);
}

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn a_connection_is_encrypted_and_verified_and_a_socket_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let good = certificates(folder.path(), "good").unwrap();
    let other = certificates(folder.path(), "other").unwrap();
    let server = Server::started(&["--server-id=61", &good.options[0], &good.options[1]]).await;
    let with = |tls: Tls| {
        let mut endpoint = server.root();
        endpoint.tls = tls;
        endpoint
    };
    for (tls, is_encrypted) in
        [(Tls::Off, false), (Tls::Encrypt, true), (Tls::Verify { ca: Some(good.authority) }, true)]
    {
        let mut session = Session::open(&with(tls), Side::Source).await.unwrap();
        let cipher = session.texts("SHOW STATUS LIKE 'Ssl_cipher'").await.unwrap()[0][1].clone().unwrap_or_default();
        assert_eq!(!cipher.is_empty(), is_encrypted, "{cipher}");
    }
    for ca in [Some(other.authority), None] {
        let error = Session::open(&with(Tls::Verify { ca }), Side::Source).await.err().expect("must not open");
        assert_eq!(error.kind(), Kind::Fail, "{error}");
        assert!(error.to_string().contains("the encrypted connection could not be opened"), "{error}");
    }
    let mut session = Session::open(&server.root_over_socket(), Side::Source).await.unwrap();
    assert_eq!(session.text("SELECT @@server_id").await.unwrap().as_deref(), Some("61"));
}
