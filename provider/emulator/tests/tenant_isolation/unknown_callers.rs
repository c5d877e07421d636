//! The tables, for callers of another account.

use std::collections::BTreeSet;

use crate::client::{Answer, Api};
use crate::row::{OtherAccount, PolicyCase, Row, rows};
use crate::setup::Stage;

/// Sends the call of the other account, then the call of the owner.
async fn try_row(row: &Row) {
    let case = PolicyCase::new(row.job).await;
    let what = format!("{} {:?}", row.action, row.parameters);
    let before = case.owned().await;
    let theirs = case.call(&case.other_account(), row).await;
    assert_eq!(case.owned().await, before, "{what} changed something of the owner's");
    let own = case.call(&case.owner(), row).await;
    assert_eq!(own.code(), "OK", "the owner's {what}: {}", own.body);
    match row.other_account {
        OtherAccount::Refused(status, code) => {
            assert_eq!((theirs.status, theirs.code()), (status, code), "{what}: {}", theirs.body);
        }
        OtherAccount::DoesNotSee(text) => {
            let text = case.filled(text);
            let has = |answer: &Answer| answer.body.to_string().contains(&text);
            assert_eq!((theirs.code(), has(&theirs), has(&own)), ("OK", false, true), "{what}: {}", theirs.body);
        }
        OtherAccount::CreatesItsOwn | OtherAccount::TheSame => {
            assert_eq!(theirs.code(), "OK", "{what}: {}", theirs.body)
        }
    }
}

#[tokio::test]
async fn another_account_cannot_use_objects_of_the_owner() {
    for row in rows() {
        try_row(row).await;
    }
}

/// The refusal does not show whether the object exists: an unknown one is refused in the same way.
#[tokio::test]
async fn an_object_of_another_account_looks_like_one_that_does_not_exist() {
    for row in rows().filter(|row| matches!(row.other_account, OtherAccount::Refused(404, _))) {
        let case = PolicyCase::new(row.job).await;
        let theirs = case.call(&case.other_account(), row).await;
        let reset = case.stage.control("POST", "reset", "").await;
        assert_eq!(reset.status, 200);
        let nobodys = case.call(&case.other_account(), row).await;
        assert_eq!((theirs.status, theirs.code()), (nobodys.status, nobodys.code()), "{}", row.action);
        assert_eq!(theirs.message(), nobodys.message(), "{}", row.action);
    }
}

/// An action without a row would be an action that no test calls from another account. STS has separate tests: `roles`
/// and `calls/oidc.rs`.
#[tokio::test]
async fn every_served_action_has_a_row() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/alibaba/parameters.toml");
    let table: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let stage = Stage::new().await;
    let tried: BTreeSet<&str> = rows().map(|row| row.action).collect();
    let mut missing = Vec::new();
    for (service, api) in [("RAM", Api::Ram), ("DTS", Api::Dts)] {
        for action in table[service].as_table().unwrap().keys() {
            let served = stage.operator().call(api, action, &[]).await.code() != "NotEmulated";
            if served && !tried.contains(action.as_str()) {
                missing.push(format!("{service} {action}"));
            }
        }
    }
    assert!(missing.is_empty(), "no row for {missing:?}");
    assert!(tried.len() > 30, "{tried:?}");
}
