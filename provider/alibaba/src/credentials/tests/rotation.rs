//! Keys in a file that another tool replaces during an operation.

use super::*;

/// A file with temporary keys of this number.
fn file(number: u32) -> String {
    format!(
        r#"{{"current": "token", "profiles": [{{"name": "token", "mode": "StsToken", "access_key_id": "STS.{number}",
        "access_key_secret": "canary-secret", "sts_token": "canary-token"}}]}}"#
    )
}

fn replace(home: &Home, text: &str) {
    std::fs::write(home.0.path().join(".aliyun/config.json"), text).unwrap();
}

/// A cloud that accepts the keys of one number, which belong to an account.
fn cloud(home: &Home, accepted: &'static str, account: &'static str) -> (Script, crate::Cloud) {
    cloud_with(profile("token"), home, accepted, account)
}

fn cloud_with(
    credentials: CredentialsConfig,
    home: &Home,
    accepted: &'static str,
    account: &'static str,
) -> (Script, crate::Cloud) {
    let script = Script::by_request(move |sent| {
        let authorization = sent.header("authorization");
        if sent.header("x-acs-action") == "GetCallerIdentity" {
            let account = if authorization.contains("Credential=STS.1,") { "1" } else { account };
            return answer(
                200,
                &format!(r#"{{"RequestId":"R","AccountId":"{account}","Arn":"acs:ram::{account}:root"}}"#),
            );
        }
        if authorization.contains(accepted) { get_role() } else { refusal(403, "InvalidSecurityToken.Expired") }
    });
    let mut config = config();
    config.credentials = credentials;
    config.environment = home.env(&[]);
    let cloud = script.cloud(config);
    (script, cloud)
}

async fn call(cloud: &crate::Cloud) -> Result<(), Error> {
    cloud.call(&GetRole::default(), &CallContext::default()).await.map(|_| ())
}

fn count(script: &Script, key: &str) -> usize {
    script.sent().iter().filter(|sent| sent.header("authorization").contains(key)).count()
}

#[tokio::test(start_paused = true)]
async fn keys_that_were_replaced_in_the_file_are_read_again_after_a_rejection() {
    let home = Home::with(&file(1));
    let (script, cloud) = cloud(&home, "Credential=STS.2,", "1");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    let error = call(&cloud).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidSecurityToken.Expired"), "the file has no other keys");
    assert!(error.to_string().contains("have expired and cannot be renewed automatically"), "{error}");
    assert_eq!(count(&script, "Credential=STS.1,"), 2, "the rejected call is not repeated with the same keys");

    replace(&home, &file(2));
    call(&cloud).await.unwrap();
    call(&cloud).await.unwrap();
    assert_eq!(count(&script, "Credential=STS.1,"), 3);
}

#[tokio::test(start_paused = true)]
async fn ten_rejected_calls_use_the_same_new_keys() {
    let home = Home::with(&file(1));
    let (script, cloud) = cloud(&home, "Credential=STS.2,", "1");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    replace(&home, &file(2));
    let calls = (0..10).map(|_| {
        let cloud = cloud.clone();
        tokio::spawn(async move { call(&cloud).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let identities = script.sent().iter().filter(|sent| sent.header("x-acs-action") == "GetCallerIdentity").count();
    assert_eq!(identities, 2, "one at the start, and one for the new keys");
}

#[tokio::test(start_paused = true)]
async fn keys_of_another_account_are_not_used() {
    let home = Home::with(&file(1));
    let (script, cloud) = cloud(&home, "Credential=STS.2,", "2");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    replace(&home, &file(2));
    let error = call(&cloud).await.unwrap_err().to_string();
    assert!(error.contains("belong to account 2 now, and to account 1 before"), "{error}");
    assert_eq!(count(&script, "Credential=STS.2,"), 1, "only GetCallerIdentity");
}

#[tokio::test(start_paused = true)]
async fn a_damaged_file_or_one_without_the_profile_changes_nothing() {
    let home = Home::with(&file(1));
    let (_, cloud) = cloud(&home, "Credential=STS.2,", "1");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    for text in ["{", &file(2).replace("token\",", "other\",")] {
        replace(&home, text);
        assert_eq!(call(&cloud).await.unwrap_err().code(), Some("InvalidSecurityToken.Expired"), "{text}");
    }
}

/// The provider continues with the profile that it has planned with.
#[tokio::test(start_paused = true)]
async fn keys_of_a_profile_that_became_the_current_one_are_not_used() {
    let home = Home::with(&file(1));
    let (script, cloud) = cloud_with(CredentialsConfig::default(), &home, "Credential=STS.2,", "1");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    replace(&home, &file(2).replace("token\",", "other\","));
    assert_eq!(call(&cloud).await.unwrap_err().code(), Some("InvalidSecurityToken.Expired"));
    assert_eq!(count(&script, "Credential=STS.2,"), 0);
    // The counterpart: the same profile with other keys.
    replace(&home, &file(2));
    call(&cloud).await.unwrap();
}
