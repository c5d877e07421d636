//! The role of a CVM instance: scripted answers of its metadata service.

use cloud_core::testing::{answer, not_sent};
use http::Method;

use super::*;

/// A configuration with the role of the CVM instance only.
fn instance(role: Option<&str>) -> (crate::Config, Arc<ManualClock>) {
    let clock = clock();
    let credentials = CredentialsConfig { cam_role_name: role.map(str::to_owned), ..none() };
    (crate::Config { clock: clock.clone(), credentials, ..config() }, clock)
}

fn role_keys(number: u32, expired_time: i64) -> Step {
    answer(
        200,
        &format!(
            r#"{{"TmpSecretId":"TMP-{number}","TmpSecretKey":"canary-key","ExpiredTime":{expired_time},
            "Expiration":"not read","Token":"canary-token","Code":"Success"}}"#
        ),
    )
}

async fn resolve(config: crate::Config, script: &Script) -> Result<Arc<Credentials>, Error> {
    script.cloud(config).resolve_credentials(&CallContext::default()).await
}

/// The error after these answers, which shows no secret.
async fn error_after<const N: usize>(config: crate::Config, steps: [Step; N]) -> String {
    let script = Script::of(steps);
    let error = resolve(config, &script).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    assert_eq!(script.sent().len(), N, "every step was used");
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn the_keys_of_the_role_are_fetched_and_renewed() {
    let (config, clock) = instance(Some("web"));
    let script = Script::of([role_keys(1, START + HOUR), role_info(), role_keys(2, START + 2 * HOUR), role_info()]);
    let cloud = script.cloud(config);
    call(&cloud).await.unwrap();
    clock.advance(SignedDuration::from_mins(56));
    call(&cloud).await.unwrap();
    let sent = script.sent();
    assert_eq!(
        (&sent[0].method, sent[0].path.as_str()),
        (&Method::GET, "/latest/meta-data/cam/security-credentials/web")
    );
    assert_eq!((sent[0].url.as_str(), sent[0].headers.len()), ("http://metadata.tencentyun.com", 0));
    assert_eq!((signed_with(&script, 1), signed_with(&script, 3)), ("TMP-1".to_owned(), "TMP-2".to_owned()));
    assert_eq!(sent[1].header("x-tc-token"), "canary-token");
}

#[tokio::test(start_paused = true)]
async fn the_name_of_the_role_is_queried_when_it_is_not_set() {
    let (config, _) = instance(None);
    let script = Script::of([answer(200, "web\n"), role_keys(1, START + HOUR)]);
    assert_eq!(resolve(config.clone(), &script).await.unwrap().secret_id, "TMP-1");
    assert_eq!(script.sent()[1].path, "/latest/meta-data/cam/security-credentials/web");
    for odd in [
        answer(404, "<html>canary</html>"),
        answer(200, "<html>\ncanary</html>"),
        answer(200, "../canary"),
        answer(200, ""),
    ] {
        let error = error_after(config.clone(), [odd]).await;
        assert!(error.contains("has no role for this instance"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn errors_name_the_source_and_what_to_do() {
    let config = || instance(Some("web")).0;
    let error = error_after(config(), [not_sent()]).await;
    assert_eq!(
        error,
        "cannot get the keys of the CVM instance's role for the configuration's cam_role_name: the metadata service at \
         http://metadata.tencentyun.com cannot be reached: connection refused. Run this on a CVM instance that has the role, \
         or use another source of credentials"
    );
    for (step, reason) in [
        (answer(404, "canary"), "has no role \"web\" for this instance (HTTP 404)"),
        (answer(500, "canary"), "returned HTTP 500 for the role \"web\""),
        (answer(200, r#"{"Code":"Failed","TmpSecretId":"canary"}"#), "returned Code \"Failed\" for the role \"web\""),
        (answer(200, r#"{"Code":"Success","TmpSecretId":["canary"]}"#), "not the keys of the role \"web\""),
        (
            answer(200, r#"{"Code":"Success","TmpSecretId":"canary"}"#),
            "the answer lacks the key ID, the key or the token",
        ),
        (role_keys(1, i64::MAX), "is not a time"),
        (lost(), "did not answer: connection closed"),
    ] {
        let error = error_after(config(), [step]).await;
        assert!(error.contains(reason), "{error}");
    }
    let error = error_after(instance(Some("a/b")).0, []).await;
    assert!(error.contains("\"a/b\", which is not a name of a role"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_query_can_be_cancelled() {
    let cloud = Script::of([Step::Hang]).cloud(instance(Some("web")).0);
    let ctx = CallContext::default();
    let (result, ()) = tokio::join!(cloud.resolve_credentials(&ctx), async {
        tokio::task::yield_now().await;
        ctx.cancel.cancel();
    });
    let error = result.unwrap_err();
    assert!(
        error.is_cancelled() && error.to_string().starts_with("The request to the CVM metadata service"),
        "{error}"
    );
}
