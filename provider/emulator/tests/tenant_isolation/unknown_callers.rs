//! The tables, from outside the account.

use std::collections::BTreeSet;

use crate::client::{Answer, Api};
use crate::row::{Row, Scene, Stranger, rows};
use crate::setup::Stage;

/// Makes the stranger's call, then the owner's.
async fn try_row(row: &Row) {
    let scene = Scene::new(row.job).await;
    let what = format!("{} {:?}", row.action, row.parameters);
    let before = scene.owned().await;
    let theirs = scene.call(&scene.stranger(), row).await;
    assert_eq!(scene.owned().await, before, "{what} changed something of the owner's");
    let own = scene.call(&scene.owner(), row).await;
    assert_eq!(own.code(), "OK", "the owner's {what}: {}", own.body);
    match row.stranger {
        Stranger::Refused(status, code) => {
            assert_eq!((theirs.status, theirs.code()), (status, code), "{what}: {}", theirs.body);
        }
        Stranger::SeesNot(text) => {
            let text = scene.filled(text);
            let has = |answer: &Answer| answer.body.to_string().contains(&text);
            assert_eq!((theirs.code(), has(&theirs), has(&own)), ("OK", false, true), "{what}: {}", theirs.body);
        }
        Stranger::MakesItsOwn | Stranger::TheSame => assert_eq!(theirs.code(), "OK", "{what}: {}", theirs.body),
    }
}

#[tokio::test]
async fn another_account_reaches_nothing_of_the_owners() {
    for row in rows() {
        try_row(row).await;
    }
}

/// The refusal does not tell whether the thing exists: an unknown one is refused alike.
#[tokio::test]
async fn what_another_account_has_looks_like_what_nobody_has() {
    for row in rows().filter(|row| matches!(row.stranger, Stranger::Refused(404, _))) {
        let scene = Scene::new(row.job).await;
        let theirs = scene.call(&scene.stranger(), row).await;
        let reset = scene.stage.control("POST", "reset", "").await;
        assert_eq!(reset.status, 200);
        let nobodys = scene.call(&scene.stranger(), row).await;
        assert_eq!((theirs.status, theirs.code()), (nobodys.status, nobodys.code()), "{}", row.action);
        assert_eq!(theirs.message(), nobodys.message(), "{}", row.action);
    }
}

/// An action without a row would be one whose wall nobody tried. STS has tests of its own: `roles` and `calls/oidc.rs`.
#[tokio::test]
async fn every_served_action_has_a_row() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/alibaba/parameters.toml");
    let table: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let stage = Stage::new().await;
    let tried: BTreeSet<&str> = rows().map(|row| row.action).collect();
    let mut missing = Vec::new();
    for (service, api) in [("RAM", Api::Ram), ("DTS", Api::Dts)] {
        for action in table[service].as_table().unwrap().keys() {
            let served = stage.operator().call(api, action, &[]).await.code() != "InvalidApi.NotFound";
            if served && !tried.contains(action.as_str()) {
                missing.push(format!("{service} {action}"));
            }
        }
    }
    assert!(missing.is_empty(), "no row for {missing:?}");
    assert!(tried.len() > 30, "{tried:?}");
}
