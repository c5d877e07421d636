//! A role for a token of an identity provider: scripted answers of STS.

use http::Method;

use super::*;

/// A home directory with a file `token`, and a configuration that names it.
fn with_token(text: &str) -> (Home, crate::Config, std::sync::Arc<ManualClock>) {
    let home = Home::with("{}");
    std::fs::write(home.0.path().join("token"), text).unwrap();
    let mut config = config();
    let clock = ManualClock::at("2024-06-01T08:00:00Z");
    config.clock = clock.clone();
    config.environment = home.env(&[]);
    let role = AssumeRoleWithOidc {
        role_arn: Some("acs:ram::1:role/ci".to_owned()),
        oidc_provider_arn: Some("acs:ram::1:oidc-provider/p".to_owned()),
        oidc_token_file: Some("~/token".into()),
        duration_seconds: Some(900),
        ..Default::default()
    };
    config.credentials = CredentialsConfig { assume_role_with_oidc: Some(role), ..Default::default() };
    (home, config, clock)
}

#[tokio::test(start_paused = true)]
async fn the_token_is_sent_without_any_signature_and_the_keys_sign_what_follows() {
    let (_home, config, _) = with_token("  canary.oidc.token\n");
    let script = Script::of([temporary(1, "2024-06-01T09:00:00Z"), get_role()]);
    script.cloud(config).call(&GetRole::default(), &CallContext::default()).await.unwrap();
    let sent = script.sent();
    assert_eq!((&sent[0].method, sent[0].path.as_str(), sent[0].body.as_str()), (&Method::POST, "/", ""));
    assert_eq!(sent[0].url, "https://sts.cn-hangzhou.aliyuncs.com");
    assert_eq!(
        sent[0].query,
        "Action=AssumeRoleWithOIDC&DurationSeconds=900&Format=JSON&OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fp&\
         OIDCToken=canary.oidc.token&RoleArn=acs%3Aram%3A%3A1%3Arole%2Fci&RoleSessionName=terraform&\
         SignatureNonce=nonce-1&Timestamp=2024-06-01T08%3A00%3A00Z&Version=2015-04-01"
    );
    let names: Vec<_> = sent[0].headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["host", "x-acs-action", "x-acs-version"], "no key, no signature");
    assert!(sent[1].header("authorization").contains("Credential=STS.1,"));
}

#[tokio::test(start_paused = true)]
async fn each_renewal_reads_the_file_again() {
    let (home, config, clock) = with_token("first");
    let script = Script::of([temporary(1, "2024-06-01T09:00:00Z"), lost(), temporary(2, "2024-06-01T10:00:00Z")]);
    let cloud = script.cloud(config);
    let resolve = || async { cloud.resolve_credentials(&CallContext::default()).await.unwrap().access_key_id.clone() };
    assert_eq!(resolve().await, "STS.1");
    std::fs::write(home.0.path().join("token"), "second").unwrap();
    clock.advance(SignedDuration::from_mins(54));
    assert_eq!(resolve().await, "STS.1");
    clock.advance(SignedDuration::from_mins(1));
    assert_eq!(resolve().await, "STS.2", "a call whose answer was lost is repeated");
    let tokens: Vec<bool> = script.sent().iter().map(|sent| sent.query.contains("OIDCToken=second&")).collect();
    assert_eq!(tokens, [false, true, true]);
}

#[tokio::test(start_paused = true)]
async fn keys_that_the_cloud_rejects_as_expired_are_renewed_with_the_token() {
    let (_home, config, _) = with_token("token");
    let script = Script::of([
        temporary(1, "2024-06-01T09:00:00Z"),
        refusal(403, "InvalidSecurityToken.Expired"),
        temporary(2, "2024-06-01T09:30:00Z"),
        get_role(),
    ]);
    script.cloud(config).call(&GetRole::default(), &CallContext::default()).await.unwrap();
    assert!(script.sent()[3].header("authorization").contains("Credential=STS.2,"));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_reported_with_role_file_and_provider_but_not_shown() {
    let (home, config, _) = with_token("canary.oidc.token");
    let script = Script::of([refusal(401, "AuthenticationFail.OIDCToken.Expired")]);
    let error = script.cloud(config).resolve_credentials(&CallContext::default()).await.unwrap_err();
    let path = home.0.path().join("token");
    assert_eq!(
        error.to_string(),
        format!(
            "cannot assume the role acs:ram::1:role/ci with the configuration's assume_role_with_oidc (the token in {}, \
             the identity provider acs:ram::1:oidc-provider/p): STS AssumeRoleWithOIDC failed with \
             AuthenticationFail.OIDCToken.Expired: no (HTTP 401, request id R-AuthenticationFail.OIDCToken.Expired)",
            path.display()
        )
    );
    assert_eq!(error.code(), Some("AuthenticationFail.OIDCToken.Expired"));
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_token_is_reported_with_its_file_and_nothing_is_sent() {
    let (home, config, _) = with_token(" \n");
    let error = || async {
        let script = Script::default();
        script.cloud(config.clone()).resolve_credentials(&CallContext::default()).await.unwrap_err().to_string()
    };
    let path = home.0.path().join("token");
    let start = "cannot read the OIDC token of the configuration's assume_role_with_oidc from the file ";
    assert_eq!(
        error().await,
        format!("{start}{}: it is empty. Check that the identity provider writes it there", path.display())
    );
    std::fs::remove_file(&path).unwrap();
    let gone = error().await;
    assert!(gone.starts_with(start) && gone.contains("No such file"), "{gone}");
}

#[tokio::test(start_paused = true)]
async fn a_role_may_be_assumed_with_the_keys_of_the_token() {
    let (_home, mut config, _) = with_token("token");
    config.credentials.assume_role =
        Some(AssumeRole { role_arn: "acs:ram::2:role/b".to_owned(), ..Default::default() });
    let script = Script::of([temporary(1, "2024-06-01T09:00:00Z"), temporary(2, "2024-06-01T09:00:00Z")]);
    let found = script.cloud(config).resolve_credentials(&CallContext::default()).await.unwrap();
    assert_eq!(found.access_key_id, "STS.2");
    assert!(script.sent()[1].header("authorization").contains("Credential=STS.1,"));
    assert_eq!(script.sent()[1].header("x-acs-action"), "AssumeRole");
}
