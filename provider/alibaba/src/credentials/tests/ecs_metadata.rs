//! The role of an ECS instance: scripted answers of its metadata service.

use cloud_core::testing::not_sent;
use http::Method;

use super::*;

const OFF_V1: (&str, &str) = ("ALIBABA_CLOUD_IMDSV1_DISABLED", "true");

/// A configuration with the role of the ECS instance only.
fn instance(role: Option<&str>, env: &[(&str, &str)]) -> (crate::Config, std::sync::Arc<ManualClock>) {
    let mut config = config();
    let clock = ManualClock::at("2024-06-01T08:00:00Z");
    config.clock = clock.clone();
    config.environment = env.iter().copied().collect();
    config.credentials = CredentialsConfig { ecs_role_name: role.map(str::to_owned), ..Default::default() };
    (config, clock)
}

fn token() -> Step {
    answer(200, "canary-metadata-token\n")
}

fn role_keys(number: u32, end: &str) -> Step {
    answer(
        200,
        &format!(
            r#"{{"Code":"Success","LastUpdated":"2024-06-01T07:00:00Z","AccessKeyId":"STS.{number}",
            "AccessKeySecret":"canary-secret","SecurityToken":"canary-token","Expiration":"{end}"}}"#
        ),
    )
}

async fn resolve(config: crate::Config, script: &Script) -> Result<std::sync::Arc<Credentials>, Error> {
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
async fn the_keys_of_the_role_are_fetched_with_a_token() {
    let script = Script::of([token(), role_keys(1, "2024-06-01T14:00:00Z"), get_role()]);
    let cloud = script.cloud(instance(Some("web role"), &[OFF_V1]).0);
    cloud.call(&GetRole::default(), &CallContext::default()).await.unwrap();
    let sent = script.sent();
    assert_eq!((&sent[0].method, sent[0].path.as_str()), (&Method::PUT, "/latest/api/token"));
    assert_eq!(sent[0].header("x-aliyun-ecs-metadata-token-ttl-seconds"), "60");
    assert_eq!(sent[1].method, Method::GET);
    assert_eq!(sent[1].path, "/latest/meta-data/ram/security-credentials/web%20role");
    assert_eq!(sent[1].header("x-aliyun-ecs-metadata-token"), "canary-metadata-token");
    for request in &sent[..2] {
        assert_eq!((request.url.as_str(), request.query.as_str()), ("http://100.100.100.200", ""));
        assert_eq!(request.header("authorization"), "");
    }
    assert!(sent[2].header("authorization").contains("Credential=STS.1,"));
    assert_eq!(sent[2].header("x-acs-security-token"), "canary-token");
}

#[tokio::test(start_paused = true)]
async fn the_name_of_the_role_is_queried_when_it_is_not_set() {
    let home = Home::with(r#"{"profiles": [{"name": "any", "mode": "EcsRamRole"}]}"#);
    let (mut config, _) = instance(None, &[]);
    config.environment = home.env(&[]);
    config.credentials = profile("any");
    let script = Script::of([token(), answer(200, "web\n"), role_keys(1, "2024-06-01T14:00:00Z")]);
    let found = resolve(config.clone(), &script).await.unwrap();
    assert_eq!(found.access_key_id, "STS.1");
    let paths: Vec<_> = script.sent().iter().skip(1).map(|sent| sent.path.clone()).collect();
    let roles = "/latest/meta-data/ram/security-credentials/";
    assert_eq!(paths, [roles.to_owned(), format!("{roles}web")]);
    let error = error_after(config.clone(), [token(), answer(404, "<html>canary</html>")]).await;
    assert!(error.contains("\"any\"") && error.contains("has no role for this instance. Run this"), "{error}");
    let error = error_after(config, [token(), answer(200, "<html>\ncanary</html>")]).await;
    assert!(error.contains("has no role for this instance"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_service_without_tokens_is_queried_without_one_unless_that_is_forbidden() {
    for refused in [|| answer(404, "no"), || answer(200, ""), lost] {
        let script = Script::of([refused(), role_keys(1, "2024-06-01T14:00:00Z")]);
        resolve(instance(Some("web"), &[]).0, &script).await.unwrap();
        assert!(!script.sent()[1].headers.contains_key("x-aliyun-ecs-metadata-token"));
        let error = error_after(instance(Some("web"), &[OFF_V1]).0, [refused()]).await;
        assert!(error.contains("ALIBABA_CLOUD_IMDSV1_DISABLED forbids requests without one"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn errors_name_the_source_and_what_to_do() {
    let config = || instance(Some("web"), &[]).0;
    let error = error_after(config(), [not_sent()]).await;
    assert_eq!(
        error,
        "cannot get the keys of the ECS instance's role for the configuration's ecs_role_name: the metadata service at \
         http://100.100.100.200 cannot be reached: connection refused. Run this on an ECS instance that has the role, or \
         use another source of credentials"
    );
    let error = error_after(config(), [token(), answer(404, "canary")]).await;
    assert!(error.contains("has no role \"web\" for this instance (HTTP 404)"), "{error}");
    let error = error_after(config(), [token(), answer(500, "canary")]).await;
    assert!(error.contains("returned HTTP 500 for the role \"web\""), "{error}");
    let error = error_after(config(), [token(), answer(200, r#"{"Code":"Failed","AccessKeyId":"canary"}"#)]).await;
    assert!(error.contains("returned Code \"Failed\" for the role \"web\""), "{error}");
    let error = error_after(config(), [token(), answer(200, r#"{"Code":"Success","AccessKeyId":["canary"]}"#)]).await;
    assert!(error.contains("not the keys of the role \"web\""), "{error}");
    let error = error_after(config(), [token(), answer(200, r#"{"Code":"Success","AccessKeyId":"a"}"#)]).await;
    assert!(error.contains("cannot be used: the answer lacks the key, its secret or its token"), "{error}");
    let error = error_after(config(), [token(), role_keys(1, "tomorrow")]).await;
    assert!(error.contains("\"tomorrow\" is not a time"), "{error}");
    let error = error_after(config(), [token(), lost()]).await;
    assert!(error.contains("did not answer: connection closed"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn without_a_configured_source_its_failure_is_one_of_the_searched_places() {
    let error = error_after(instance(None, &[]).0, [not_sent()]).await;
    assert!(error.starts_with("no credentials found. Searched: "), "{error}");
    let here = "; the ECS metadata service at http://100.100.100.200 (cannot be reached: connection refused). Set";
    assert!(error.contains("HOME is not set") && error.contains(here), "{error}");
    let named = error_after(instance(None, &[("ALIBABA_CLOUD_ECS_METADATA", "web")]).0, [not_sent()]).await;
    assert!(named.contains("for the environment variable ALIBABA_CLOUD_ECS_METADATA: "), "{named}");

    let script = Script::of([token(), answer(200, "web"), role_keys(1, "2024-06-01T14:00:00Z")]);
    assert_eq!(resolve(instance(None, &[]).0, &script).await.unwrap().access_key_id, "STS.1");
    let off = instance(None, &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")]).0;
    assert!(error_after(off, []).await.contains("disabled by"), "no request is sent");
}

#[tokio::test(start_paused = true)]
async fn keys_of_the_instance_are_renewed_five_minutes_before_they_expire() {
    let (config, clock) = instance(Some("web"), &[]);
    let script = Script::of([
        token(),
        role_keys(1, "2024-06-01T09:00:00Z"),
        get_role(),
        get_role(),
        token(),
        role_keys(2, "2024-06-01T10:00:00Z"),
        get_role(),
    ]);
    let cloud = script.cloud(config);
    for minutes in [0, 54, 1] {
        clock.advance(SignedDuration::from_mins(minutes));
        cloud.call(&GetRole::default(), &CallContext::default()).await.unwrap();
    }
    let keys: Vec<_> = script.sent().iter().map(|sent| sent.header("x-acs-accesskey-id").to_owned()).collect();
    assert_eq!(keys, ["", "", "STS.1", "STS.1", "", "", "STS.2"]);
}

#[tokio::test(start_paused = true)]
async fn keys_that_cannot_be_renewed_lead_to_an_error_that_names_their_source() {
    let (config, clock) = instance(Some("web"), &[]);
    let script = Script::of([token(), role_keys(1, "2024-06-01T09:00:00Z"), not_sent(), not_sent()]);
    let cloud = script.cloud(config);
    let resolve = || async { cloud.resolve_credentials(&CallContext::default()).await };
    resolve().await.unwrap();
    clock.advance(SignedDuration::from_mins(59));
    assert_eq!(resolve().await.unwrap().access_key_id, "STS.1", "used until they expire");
    clock.advance(SignedDuration::from_mins(1));
    let error = resolve().await.unwrap_err().to_string();
    assert!(error.contains("for the configuration's ecs_role_name") && error.contains("use another source"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_first_calls_share_one_query() {
    let steps = [token(), role_keys(1, "2024-06-01T14:00:00Z")].into_iter().chain((0..5).map(|_| get_role()));
    let script = Script::of(steps);
    let cloud = script.cloud(instance(Some("web"), &[]).0);
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let cloud = cloud.clone();
            tokio::spawn(async move { cloud.call(&GetRole::default(), &CallContext::default()).await.map(|_| ()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(script.sent().iter().filter(|sent| sent.url.contains("100.100.100.200")).count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_query_can_be_cancelled_and_ends_with_the_deadline() {
    let (config, _) = instance(Some("web"), &[]);
    let cloud = Script::of([Step::Hang]).cloud(config.clone());
    let ctx = CallContext::default();
    let (result, ()) = tokio::join!(cloud.resolve_credentials(&ctx), async {
        tokio::task::yield_now().await;
        ctx.cancel.cancel();
    });
    let error = result.unwrap_err();
    assert!(
        error.is_cancelled() && error.to_string().starts_with("The request to the ECS metadata service was cancelled"),
        "{error}"
    );

    let ctx = CallContext::default().until(tokio::time::Instant::now() + std::time::Duration::from_secs(2));
    let error = Script::of([Step::Hang]).cloud(config).resolve_credentials(&ctx).await.unwrap_err();
    assert!(matches!(error, Error::DeadlinePassed { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_role_may_be_assumed_with_the_keys_of_the_instance() {
    let (mut config, _) = instance(Some("web"), &[]);
    config.credentials.assume_role =
        Some(AssumeRole { role_arn: "acs:ram::1:role/a".to_owned(), ..Default::default() });
    let script = Script::of([
        token(),
        role_keys(1, "2024-06-01T14:00:00Z"),
        temporary(2, "2024-06-01T09:00:00Z"),
        token(),
        role_keys(3, "2024-06-01T14:00:00Z"),
        refusal(403, "NoPermission"),
    ]);
    assert_eq!(resolve(config.clone(), &script).await.unwrap().access_key_id, "STS.2");
    assert!(script.sent()[2].header("authorization").contains("Credential=STS.1,"));
    let error = resolve(config, &script).await.unwrap_err().to_string();
    let wanted = "cannot assume the role acs:ram::1:role/a with the credentials of the configuration's ecs_role_name: ";
    assert!(error.starts_with(wanted), "{error}");
}
