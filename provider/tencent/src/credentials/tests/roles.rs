//! A role that is assumed with the keys of another source.

use super::*;

fn with_role() -> (crate::Config, Arc<ManualClock>) {
    let mut config = config();
    let clock = clock();
    config.clock = clock.clone();
    config.credentials.assume_role = Some(AssumeRole {
        external_id: Some("canary-external".into()),
        policy: Some("{\"a\":1}".to_owned()),
        ..role(1)
    });
    (config, clock)
}

#[tokio::test(start_paused = true)]
async fn a_role_is_assumed_once_and_again_when_five_minutes_are_left() {
    let (config, clock) = with_role();
    let script =
        Script::of([temporary(1, START + HOUR), role_info(), role_info(), temporary(2, START + 2 * HOUR), role_info()]);
    let cloud = script.cloud(config);
    for minutes in [0, 54, 1] {
        clock.advance(SignedDuration::from_mins(minutes));
        call(&cloud).await.unwrap();
    }
    assert_eq!(actions(&script), ["AssumeRole", "GetRole", "GetRole", "AssumeRole", "GetRole"]);
    let sent = script.sent();
    assert_eq!(
        sent[0].body,
        r#"{"RoleArn":"qcs::cam::uin/1:roleName/a","RoleSessionName":"terraform","Policy":"%7B%22a%22%3A1%7D","ExternalId":"canary-external"}"#
    );
    assert_eq!((signed_with(&script, 0), signed_with(&script, 1)), ("testid".to_owned(), "TMP-1".to_owned()));
    assert_eq!((sent[0].header("x-tc-token"), sent[1].header("x-tc-token")), ("", "canary-token"));
    assert_eq!(signed_with(&script, 4), "TMP-2");
}

#[tokio::test(start_paused = true)]
async fn a_role_that_does_not_exist_is_reported_with_role_source_and_advice() {
    let (config, _) = with_role();
    let script = Script::of([refusal("InternalError.GetRoleError")]);
    let error = script.cloud(config).resolve_credentials(&CallContext::default()).await.unwrap_err();
    assert!(matches!(error.credentials_error(), Some(CredentialsError::AssumeRole { .. })), "{error}");
    let text = error.to_string();
    assert!(text.contains("qcs::cam::uin/1:roleName/a with the credentials of the configuration"), "{text}");
    assert_eq!((error.code(), script.sent().len()), (Some("InternalError.GetRoleError"), 1));
    assert!(error.advice().unwrap().contains("UIN of the root account"));
    assert!(!error.is_no_permission(), "it is not the call itself that was refused");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn keys_that_cannot_be_renewed_are_used_until_they_expire() {
    let (config, clock) = with_role();
    let denied = || refusal("UnauthorizedOperation");
    let script = Script::of([temporary(1, START + HOUR), role_info(), denied(), role_info(), denied()]);
    let cloud = script.cloud(config);
    call(&cloud).await.unwrap();
    clock.advance(SignedDuration::from_mins(57));
    call(&cloud).await.unwrap();
    clock.advance(SignedDuration::from_mins(4));
    let error = call(&cloud).await.unwrap_err();
    assert_eq!(error.code(), Some("UnauthorizedOperation"), "{error}");
    assert!(error.advice().unwrap().contains("external ID"), "{:?}", error.advice());
}

#[tokio::test(start_paused = true)]
async fn keys_that_the_cloud_rejects_are_renewed_and_given_ones_are_reported() {
    let (with_role, _) = with_role();
    let script = Script::of([
        temporary(1, START + HOUR),
        refusal("AuthFailure.TokenFailure"),
        temporary(2, START + HOUR),
        role_info(),
    ]);
    call(&script.cloud(with_role)).await.unwrap();
    assert_eq!(signed_with(&script, 3), "TMP-2");

    let mut given = config();
    given.credentials.security_token = Some("token".into());
    let script = Script::of([refusal("AuthFailure.TokenFailure")]);
    let error = call(&script.cloud(given)).await.unwrap_err();
    assert_eq!(error.code(), Some("AuthFailure.TokenFailure"), "given keys cannot be renewed");
    assert!(error.to_string().starts_with("the temporary credentials of the configuration have expired"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn many_first_calls_assume_the_role_once() {
    let (config, _) = with_role();
    let steps = [lost(), temporary(1, START + HOUR)].into_iter().chain((0..5).map(|_| role_info()));
    let script = Script::of(steps);
    let cloud = script.cloud(config);
    let calls = (0..5).map(|_| {
        let cloud = cloud.clone();
        tokio::spawn(async move { call(&cloud).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let assumed = actions(&script).iter().filter(|action| *action == "AssumeRole").count();
    assert_eq!(assumed, 2, "one lost, one answered");
}

#[tokio::test(start_paused = true)]
async fn unusable_temporary_keys_are_an_error_that_shows_none_of_them() {
    let keys = r#""Credentials":{"TmpSecretId":"canary-id","TmpSecretKey":"canary-key","Token":"canary-token"}"#;
    for (step, reason) in [(temporary(1, i64::MAX), "is not a time"), (success(keys), "the answer lacks the expiry")] {
        let error =
            Script::of([step]).cloud(with_role().0).resolve_credentials(&CallContext::default()).await.unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_a_complete_key_is_no_answer_and_the_call_is_repeated() {
    let without_token = r#""Credentials":{"TmpSecretId":"a","TmpSecretKey":"canary-key"},"ExpiredTime":1"#;
    let script = Script::of([success(without_token), temporary(1, START + HOUR)]);
    let resolved = script.cloud(with_role().0).resolve_credentials(&CallContext::default()).await;
    assert!(resolved.is_ok(), "{:?}", resolved.err());
}

#[tokio::test(start_paused = true)]
async fn cancelling_while_a_role_is_assumed_is_a_cancellation() {
    let cloud = Script::of([Step::Hang]).cloud(with_role().0);
    let cancel = CancellationToken::new();
    let ctx = CallContext::new(cancel.clone());
    let (result, ()) = tokio::join!(cloud.resolve_credentials(&ctx), async {
        tokio::task::yield_now().await;
        cancel.cancel();
    });
    assert!(result.unwrap_err().is_cancelled());
}
