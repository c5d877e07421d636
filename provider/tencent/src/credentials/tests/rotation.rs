//! Keys in a file that another tool replaces during an operation.

use cloud_core::testing::answer;

use super::*;

/// A file with temporary keys of this number.
fn file(number: u32) -> String {
    format!(r#"{{"secretId": "KEY-{number}", "secretKey": "canary-key", "token": "canary-token", "type": "sso"}}"#)
}

/// A cloud that accepts only the second keys, which belong to an account.
fn cloud(home: &Home, account: &'static str) -> (Script, crate::Cloud) {
    home.write("token.credential", &file(1));
    let script = Script::by_request(move |sent| {
        let second = sent.header("authorization").contains("Credential=KEY-2/");
        if sent.header("x-tc-action") == "GetCallerIdentity" {
            let account = if second { account } else { "1" };
            return success(&format!(r#""AccountId":"{account}","Arn":"qcs::cam:{account}:uin/{account}""#));
        }
        if second { role_info() } else { refusal("AuthFailure.TokenFailure") }
    });
    let cloud = script.cloud(crate::Config { credentials: profile("token"), environment: home.env(&[]), ..config() });
    (script, cloud)
}

#[tokio::test(start_paused = true)]
async fn keys_that_were_replaced_in_the_file_are_read_again_after_a_rejection() {
    let home = Home::new();
    let (script, cloud) = cloud(&home, "1");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    let error = call(&cloud).await.unwrap_err();
    assert!(error.to_string().contains("have expired and cannot be renewed automatically"), "{error}");
    assert_eq!(script.sent().len(), 2, "the rejected call is not repeated with the same keys");
    home.write("token.credential", &file(2));
    call(&cloud).await.unwrap();
    assert_eq!(signed_with(&script, script.sent().len() - 1), "KEY-2");
}

#[tokio::test(start_paused = true)]
async fn keys_of_another_account_are_not_used() {
    let home = Home::new();
    let (script, cloud) = cloud(&home, "2");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    home.write("token.credential", &file(2));
    let error = call(&cloud).await.unwrap_err().to_string();
    assert!(error.contains("belong to account 2 now, and to account 1 before"), "{error}");
    assert_eq!(actions(&script).last().unwrap(), "GetCallerIdentity");
}

#[tokio::test(start_paused = true)]
async fn a_damaged_file_changes_nothing() {
    let home = Home::new();
    let (_, cloud) = cloud(&home, "1");
    cloud.caller_identity(&CallContext::default()).await.unwrap();
    home.write("token.credential", "{");
    assert_eq!(call(&cloud).await.unwrap_err().code(), Some("AuthFailure.TokenFailure"));
}

#[tokio::test(start_paused = true)]
async fn a_rejected_signature_is_final() {
    let script = Script::of([answer(
        200,
        r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"no"},"RequestId":"R"}}"#,
    )]);
    let error = call(&script.cloud(config())).await.unwrap_err();
    assert_eq!((error.code(), script.sent().len()), (Some("AuthFailure.SignatureFailure"), 1));
}
