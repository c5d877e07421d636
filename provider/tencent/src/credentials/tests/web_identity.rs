//! A role for a token of an identity provider: scripted answers of STS.

use super::*;

/// A home directory with a file `token`, and a configuration that names it.
fn with_token(text: &str) -> (Home, crate::Config, Arc<ManualClock>) {
    let home = Home::new();
    std::fs::write(home.0.path().join("token"), text).unwrap();
    let clock = clock();
    let role = AssumeRoleWithWebIdentity {
        role_arn: Some("qcs::cam::uin/1:roleName/ci".to_owned()),
        provider_id: Some("oidc-provider".to_owned()),
        web_identity_token_file: Some("~/token".into()),
        duration_seconds: Some(900),
        ..Default::default()
    };
    let credentials = CredentialsConfig { assume_role_with_web_identity: Some(role), ..none() };
    let config = crate::Config { clock: clock.clone(), environment: home.env(&[]), credentials, ..config() };
    (home, config, clock)
}

#[tokio::test(start_paused = true)]
async fn the_token_is_sent_without_any_signature_and_the_keys_sign_what_follows() {
    let (_home, config, _) = with_token("  canary.identity.token\n");
    let script = Script::of([temporary(1, START + HOUR), role_info()]);
    call(&script.cloud(config)).await.unwrap();
    let sent = script.sent();
    assert_eq!(sent[0].url, "https://sts.tencentcloudapi.com");
    assert_eq!(
        sent[0].body,
        r#"{"ProviderId":"oidc-provider","WebIdentityToken":"canary.identity.token","RoleArn":"qcs::cam::uin/1:roleName/ci","RoleSessionName":"terraform","DurationSeconds":900}"#
    );
    assert_eq!(sent[0].header("authorization"), "SKIP");
    assert_eq!(sent[0].header("x-tc-timestamp"), START.to_string());
    assert_eq!(signed_with(&script, 1), "TMP-1");
}

#[tokio::test(start_paused = true)]
async fn a_pod_of_tke_has_everything_in_variables() {
    let (home, mut config, _) = with_token("token");
    let file = home.0.path().join("token");
    let variables = [
        ("TKE_ROLE_ARN", "qcs::cam::uin/2:roleName/pod"),
        ("TKE_PROVIDER_ID", "cls-1"),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap()),
    ];
    config.credentials = none();
    config.environment = home.env(&variables);
    let script = Script::of([temporary(1, START + HOUR)]);
    script.cloud(config.clone()).resolve_credentials(&CallContext::default()).await.unwrap();
    assert!(
        script.sent()[0].body.contains(r#""ProviderId":"cls-1","WebIdentityToken":"token","RoleArn":"qcs::cam::uin/2"#)
    );
    let found = find(&none(), &home.env(&variables[..2])).unwrap();
    assert!(matches!(found.base, Base::Instance(_)), "two of three variables are not a source");
    let half =
        CredentialsConfig { assume_role_with_web_identity: Some(AssumeRoleWithWebIdentity::default()), ..none() };
    let error = find(&half, &home.env(&variables[..1])).unwrap_err().to_string();
    assert!(error.contains("has no provider_id; add it there, or set TKE_PROVIDER_ID"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn each_renewal_reads_the_file_again() {
    let (home, config, clock) = with_token("first");
    let script = Script::of([temporary(1, START + HOUR), lost(), temporary(2, START + 2 * HOUR)]);
    let cloud = script.cloud(config);
    let resolve = async || cloud.resolve_credentials(&CallContext::default()).await.unwrap().secret_id.clone();
    assert_eq!(resolve().await, "TMP-1");
    std::fs::write(home.0.path().join("token"), "second").unwrap();
    clock.advance(SignedDuration::from_mins(55));
    assert_eq!(resolve().await, "TMP-2", "a call whose answer was lost is repeated");
    let tokens: Vec<bool> = script.sent().iter().map(|sent| sent.body.contains("\"second\"")).collect();
    assert_eq!(tokens, [false, true, true]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_reported_with_role_file_and_provider_but_not_shown() {
    let (home, config, _) = with_token("canary.identity.token");
    let script = Script::of([refusal("InvalidParameter.WebIdentityTokenError")]);
    let error = script.cloud(config).resolve_credentials(&CallContext::default()).await.unwrap_err();
    let path = home.0.path().join("token");
    let expected = format!(
        "cannot assume the role qcs::cam::uin/1:roleName/ci with the configuration's assume_role_with_web_identity (the \
         token in {}, the identity provider oidc-provider): STS AssumeRoleWithWebIdentity failed with ",
        path.display()
    );
    assert!(error.to_string().starts_with(&expected), "{error}");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_token_is_reported_with_its_file_and_nothing_is_sent() {
    let (home, config, _) = with_token(" \n");
    let error = async || {
        Script::default()
            .cloud(config.clone())
            .resolve_credentials(&CallContext::default())
            .await
            .unwrap_err()
            .to_string()
    };
    let path = home.0.path().join("token");
    let empty = error().await;
    assert!(empty.contains(&format!("{}: it is empty. Check", path.display())), "{empty}");
    std::fs::remove_file(&path).unwrap();
    let gone = error().await;
    assert!(gone.contains("No such file"), "{gone}");
}
