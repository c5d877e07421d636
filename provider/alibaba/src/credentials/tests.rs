mod ecs_metadata;
mod oidc;
mod profiles;
mod rotation;
mod tool_sources;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cloud_core::testing::{ManualClock, Script, Step, answer, lost};
use cloud_core::{CallContext, Error};
use jiff::SignedDuration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::model::{Base, Found};
use super::search::find;
use super::*;
use crate::ram::GetRole;
use crate::test_support::{Connect as _, config, refusal};

const PROFILES: &str = r#"{
  "current": "keys",
  "profiles": [
    {"name": "keys", "mode": "AK", "access_key_id": "keys-id", "access_key_secret": "canary-keys", "region_id": "x"},
    {"name": "token", "mode": "StsToken", "access_key_id": "STS.id", "access_key_secret": "s", "sts_token": "canary-t"},
    {"name": "role", "mode": "RamRoleArn", "access_key_id": "base", "access_key_secret": "s",
     "ram_role_arn": "acs:ram::1:role/a", "ram_session_name": "me", "expired_seconds": 900, "external_id": "e"},
    {"name": "person", "mode": "RsaKeyPair", "private_key": "canary-rsa"},
    {"name": "empty-token", "mode": "StsToken", "access_key_id": "a", "access_key_secret": "s"},
    {"name": "no-secret", "mode": "AK", "access_key_id": "a"}
  ],
  "meta_path": ""
}"#;

/// A home directory with a profile file.
struct Home(tempfile::TempDir);

impl Home {
    fn with(text: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".aliyun")).unwrap();
        std::fs::write(home.path().join(".aliyun/config.json"), text).unwrap();
        Self(home)
    }

    fn env(&self, more: &[(&str, &str)]) -> Environment {
        let home = [("HOME", self.0.path().to_str().unwrap())];
        home.into_iter().chain(more.iter().copied()).collect()
    }
}

fn profile(name: &str) -> CredentialsConfig {
    CredentialsConfig { profile: Some(name.to_owned()), ..CredentialsConfig::default() }
}

/// The keys that were found.
fn keys(found: Result<Found, CredentialsError>) -> Credentials {
    match found.unwrap().base {
        Base::Keys(keys) => keys,
        other => panic!("no keys but {other:?}"),
    }
}

fn key_id(found: Result<Found, CredentialsError>) -> String {
    keys(found).access_key_id
}

#[test]
fn the_first_source_with_keys_is_used() {
    let home = Home::with(PROFILES);
    let alibaba = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "alibaba"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s")];
    let alicloud = [("ALICLOUD_ACCESS_KEY", "alicloud"), ("ALICLOUD_SECRET_KEY", "s"), ("ALICLOUD_PROFILE", "role")];
    let all = home.env(&[alibaba.as_slice(), alicloud.as_slice()].concat());
    let none = CredentialsConfig::default();
    let keys = CredentialsConfig {
        access_key_id: Some("given".to_owned()),
        access_key_secret: Some("s".into()),
        ..profile("token")
    };
    assert_eq!(key_id(find(&keys, &all)), "given");
    assert_eq!(key_id(find(&profile("token"), &all)), "STS.id", "a profile in the configuration beats the environment");
    assert_eq!(key_id(find(&none, &all)), "alibaba");
    assert_eq!(key_id(find(&none, &home.env(&alicloud))), "alicloud");
    assert_eq!(key_id(find(&none, &home.env(&[("ALICLOUD_PROFILE", "role")]))), "base");
    assert_eq!(key_id(find(&none, &home.env(&[]))), "keys-id", "the tool's current profile comes last");
}

#[test]
fn the_environment_may_contain_a_token_and_other_names() {
    let env = Environment::from_iter([
        ("ALICLOUD_ACCESS_KEY_ID", "id"),
        ("ALICLOUD_ACCESS_KEY_SECRET", "secret"),
        ("ALICLOUD_SECURITY_TOKEN", "token"),
    ]);
    let found = find(&CredentialsConfig::default(), &env).unwrap();
    assert!(found.origin.contains("ALICLOUD_ACCESS_KEY_ID"), "{}", found.origin);
    let keys = keys(Ok(found));
    assert_eq!(keys.access_key_secret.expose(), "secret");
    assert_eq!(keys.security_token, Some("token".into()));
}

#[test]
fn a_bearer_token_is_refused_by_name_unless_there_are_other_credentials() {
    let token = ("ALIBABA_CLOUD_BEARER_TOKEN", "canary");
    let find = |more: &[(&str, &str)]| {
        find(&CredentialsConfig::default(), &[token].iter().chain(more).copied().collect::<Environment>())
    };
    let error = find(&[]).unwrap_err().to_string();
    assert!(error.starts_with("ALIBABA_CLOUD_BEARER_TOKEN is set") && !error.contains("canary"), "{error}");
    let keys = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret")];
    assert!(find(&keys).is_ok());
}

#[test]
fn one_value_of_a_pair_is_an_error_that_names_the_other() {
    let env = Environment::from_iter([("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")]);
    let error = find(&CredentialsConfig::default(), &env).unwrap_err().to_string();
    assert!(error.contains("ALIBABA_CLOUD_ACCESS_KEY_ID is set but ALIBABA_CLOUD_ACCESS_KEY_SECRET"), "{error}");
    let config = CredentialsConfig { access_key_secret: Some("canary".into()), ..CredentialsConfig::default() };
    let error = find(&config, &Environment::default()).unwrap_err().to_string();
    assert!(error.contains("access_key_id is not") && !error.contains("canary"), "{error}");
}

#[test]
fn missing_credentials_list_every_source() {
    const OFF: (&str, &str) = ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    let empty = tempfile::tempdir().unwrap();
    let home = empty.path().to_str().unwrap();
    let none = |env: &[(&str, &str)]| {
        find(&CredentialsConfig::default(), &env.iter().copied().collect()).unwrap_err().to_string()
    };
    let error = none(&[("HOME", home), OFF]);
    assert_eq!(
        error,
        format!(
            "no credentials found. Searched: access_key_id, assume_role_with_oidc, ecs_role_name and profile in the \
             configuration (not given); the environment variables ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABACLOUD_ACCESS_KEY_ID, \
             ALICLOUD_ACCESS_KEY, ALICLOUD_ACCESS_KEY_ID (not set); ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, \
             ALIBABA_CLOUD_OIDC_TOKEN_FILE (not all set); ALIBABA_CLOUD_CREDENTIALS_URI (not set); \
             ALIBABA_CLOUD_PROFILE, ALICLOUD_PROFILE (not set); {home}/.aliyun/config.json (no such file); \
             ~/.alibabacloud/credentials (no default profile); the ECS metadata service (disabled by \
             ALIBABA_CLOUD_ECS_METADATA_DISABLED). Set access_key_id and access_key_secret, or name a profile, or set \
             ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET"
        )
    );
    let error = none(&[OFF]);
    assert!(error.contains("HOME is not set"), "{error}");
    assert!(
        find(&CredentialsConfig::default(), &Environment::default()).is_ok(),
        "the metadata service may be queried"
    );
}

#[test]
fn profiles_with_keys_are_read() {
    let home = Home::with(PROFILES);
    let found = |name| find(&profile(name), &home.env(&[])).unwrap();
    assert_eq!(keys(Ok(found("keys"))), Credentials::permanent("keys-id", "canary-keys"));
    assert_eq!(keys(Ok(found("token"))).security_token, Some("canary-t".into()));
    let role = AssumeRole {
        role_arn: "acs:ram::1:role/a".to_owned(),
        session_name: Some("me".to_owned()),
        duration_seconds: Some(900),
        external_id: Some("e".to_owned()),
        policy: None,
    };
    assert_eq!(found("role").roles, std::slice::from_ref(&role));
    let more = AssumeRole { role_arn: "acs:ram::2:role/b".to_owned(), ..AssumeRole::default() };
    let config = CredentialsConfig { assume_role: Some(more.clone()), ..profile("role") };
    assert_eq!(find(&config, &home.env(&[])).unwrap().roles, [role, more], "assume_role is applied in addition");
}

#[test]
fn a_missing_profile_names_the_file_and_the_existing_profiles() {
    let home = Home::with(PROFILES);
    let error = find(&profile("prod"), &home.env(&[])).unwrap_err().to_string();
    assert!(error.contains("\"prod\"") && error.contains(".aliyun/config.json"), "{error}");
    assert!(error.contains("keys, token, role, person"), "{error}");
    assert!(!error.contains("canary"), "{error}");
}

#[test]
fn an_unsupported_mode_lists_the_supported_ones() {
    let home = Home::with(PROFILES);
    let error = find(&profile("person"), &home.env(&[])).unwrap_err().to_string();
    let modes = "supported: AK, StsToken, RamRoleArn, EcsRamRole, RamRoleArnWithRoleName, ChainableRamRoleArn, OIDC, \
                 External, CredentialsURI, CloudSSO, OAuth";
    assert!(error.contains("\"RsaKeyPair\"") && error.contains(modes) && !error.contains("canary"), "{error}");
}

#[test]
fn a_profile_without_a_required_field_names_it() {
    let home = Home::with(PROFILES);
    let error = |name| find(&profile(name), &home.env(&[])).unwrap_err().to_string();
    assert!(error("empty-token").contains("no sts_token"));
    assert!(error("no-secret").contains("no access_key_secret"));
}

#[test]
fn the_file_may_be_in_another_place() {
    let home = Home::with(r#"{"profiles": []}"#);
    let other = home.0.path().join("other.json");
    std::fs::write(&other, PROFILES).unwrap();
    let path = other.to_str().unwrap();
    for variable in ["ALIBABA_CLOUD_CONFIG_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"] {
        assert_eq!(key_id(find(&profile("keys"), &home.env(&[(variable, path)]))), "keys-id", "{variable}");
    }
    assert_eq!(key_id(find(&profile("keys"), &home.env(&[("ALIBABA_CLOUD_CONFIG_FILE", "~/other.json")]))), "keys-id");
    let config = CredentialsConfig { config_file: Some(other), ..profile("keys") };
    assert_eq!(key_id(find(&config, &home.env(&[("ALIBABA_CLOUD_CONFIG_FILE", "/missing")]))), "keys-id");
    assert!(find(&profile("keys"), &home.env(&[])).is_err(), "the default file has no such profile");
}

#[test]
fn a_malformed_file_is_reported_by_position_not_by_content() {
    let home = Home::with("{\"profiles\": [{\"name\": \"a\", \"expired_seconds\": \"canary\"}]}");
    let error = find(&profile("a"), &home.env(&[])).unwrap_err().to_string();
    assert!(error.contains("line 1, column") && !error.contains("canary"), "{error}");
    let error = find(&profile("a"), &Environment::from_iter([("HOME", "/missing")])).unwrap_err().to_string();
    assert!(error.contains("does not exist") && error.contains("aliyun configure"), "{error}");
}

#[test]
fn a_key_that_a_header_cannot_contain_is_refused_before_it_is_sent() {
    let given = |secret: &str| CredentialsConfig {
        access_key_id: Some("id".to_owned()),
        access_key_secret: Some(secret.into()),
        ..CredentialsConfig::default()
    };
    assert!(find(&given("good"), &Environment::default()).is_ok());
    let error = find(&given("canary\n"), &Environment::default()).unwrap_err();
    assert!(matches!(error, CredentialsError::BadCharacter { .. }) && !error.to_string().contains("canary"));
}

fn temporary(number: u32, end: &str) -> Step {
    answer(
        200,
        &format!(
            r#"{{"RequestId":"R","Credentials":{{"AccessKeyId":"STS.{number}","AccessKeySecret":"canary-secret",
            "SecurityToken":"canary-token","Expiration":"{end}"}}}}"#
        ),
    )
}

fn with_role() -> (crate::Config, std::sync::Arc<ManualClock>) {
    let mut config = config();
    let clock = ManualClock::at("2024-06-01T08:00:00Z");
    config.clock = clock.clone();
    config.credentials.assume_role =
        Some(AssumeRole { role_arn: "acs:ram::1:role/a".to_owned(), ..AssumeRole::default() });
    (config, clock)
}

fn get_role() -> Step {
    answer(200, r#"{"RequestId":"R","Role":{"RoleName":"r","RoleId":"3","Arn":"acs:"}}"#)
}

#[tokio::test(start_paused = true)]
async fn a_role_is_assumed_once_and_again_when_five_minutes_are_left() {
    let (config, clock) = with_role();
    let script = Script::of([
        temporary(1, "2024-06-01T09:00:00Z"),
        get_role(),
        get_role(),
        temporary(2, "2024-06-01T10:00:00Z"),
        get_role(),
    ]);
    let cloud = script.cloud(config);
    for minutes in [0, 54, 1] {
        clock.advance(SignedDuration::from_mins(minutes));
        cloud.call(&GetRole::default(), &CallContext::default()).await.unwrap();
    }
    let sent = script.sent();
    let actions: Vec<_> = sent.iter().map(|sent| sent.header("x-acs-action")).collect();
    assert_eq!(actions, ["AssumeRole", "GetRole", "GetRole", "AssumeRole", "GetRole"]);
    assert!(sent[0].query.contains("RoleSessionName=terraform"), "{}", sent[0].query);
    assert!(sent[0].header("authorization").contains("Credential=testid,"));
    assert!(sent[1].header("authorization").contains("Credential=STS.1,"));
    assert!(sent[1].header("authorization").contains("x-acs-accesskey-id;"), "the token's companions are signed");
    assert_eq!(sent[1].header("x-acs-security-token"), "canary-token");
    assert!(sent[4].header("authorization").contains("Credential=STS.2,"));
}

#[tokio::test(start_paused = true)]
async fn keys_that_cannot_be_renewed_are_used_until_they_expire() {
    let (config, clock) = with_role();
    let denied = || refusal(403, "NoPermission");
    let script = Script::of([temporary(1, "2024-06-01T09:00:00Z"), get_role(), denied(), get_role(), denied()]);
    let cloud = script.cloud(config);
    let call = || async { cloud.call(&GetRole::default(), &CallContext::default()).await };
    call().await.unwrap();
    clock.advance(SignedDuration::from_mins(57));
    call().await.unwrap();
    clock.advance(SignedDuration::from_mins(4));
    let error = call().await.unwrap_err();
    assert!(matches!(error.credentials_error(), Some(CredentialsError::AssumeRole { .. })), "{error}");
    assert!(error.to_string().contains("acs:ram::1:role/a with the credentials of the configuration"), "{error}");
    assert_eq!(error.request_id(), Some("R-NoPermission"));
    assert!(error.advice().unwrap().contains("Alibaba Cloud account cannot"));
    assert!(!error.is_no_permission(), "it is not the call itself that was refused");
}

#[tokio::test(start_paused = true)]
async fn calls_with_valid_credentials_do_not_wait_for_a_renewal_that_fails() {
    let (config, clock) = with_role();
    let renewable = Arc::new(AtomicBool::new(true));
    let script = Script::by_request({
        let renewable = Arc::clone(&renewable);
        move |sent| match (sent.header("x-acs-action"), renewable.load(Ordering::SeqCst)) {
            ("AssumeRole", true) => temporary(1, "2024-06-01T09:00:00Z"),
            ("AssumeRole", false) => refusal(503, "ServiceUnavailable"),
            _ => get_role(),
        }
    });
    let cloud = script.cloud(config);
    let call = || async { cloud.call(&GetRole::default(), &CallContext::default()).await.map(|_| ()) };
    call().await.unwrap();
    let renewals = || script.sent().iter().filter(|sent| sent.header("x-acs-action") == "AssumeRole").count();
    assert_eq!(renewals(), 1);

    renewable.store(false, Ordering::SeqCst);
    clock.advance(SignedDuration::from_mins(56));
    let started = Instant::now();
    let calls = (0..10).map(|_| {
        let cloud = cloud.clone();
        tokio::spawn(async move {
            cloud.call(&GetRole::default(), &CallContext::default()).await.unwrap();
            started.elapsed()
        })
    });
    let mut waited = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        waited.push(call.await.unwrap());
    }
    waited.sort();
    assert!(waited[8] < Duration::from_secs(1), "nine do not wait at all: {waited:?}");
    assert!(waited[9] <= Duration::from_secs(11), "the one that tries to renew does not wait long: {waited:?}");

    let failed = renewals();
    call().await.unwrap();
    assert_eq!(renewals(), failed, "there is no further renewal so soon after a failed one");
    renewable.store(true, Ordering::SeqCst);
    tokio::time::advance(Duration::from_secs(31)).await;
    call().await.unwrap();
    assert_eq!(renewals(), failed + 1, "a later call tries again");
}

#[tokio::test(start_paused = true)]
async fn keys_that_the_cloud_rejects_as_expired_are_renewed() {
    let (config, _) = with_role();
    let script = Script::of([
        temporary(1, "2024-06-01T09:00:00Z"),
        refusal(403, "InvalidSecurityToken.Expired"),
        temporary(2, "2024-06-01T09:30:00Z"),
        get_role(),
    ]);
    script.cloud(config).call(&GetRole::default(), &CallContext::default()).await.unwrap();
    assert!(script.sent()[3].header("authorization").contains("Credential=STS.2,"));

    let mut given = crate::test_support::config();
    given.credentials.security_token = Some("token".into());
    let script = Script::of([refusal(403, "InvalidSecurityToken.Expired")]);
    let error = script.cloud(given).call(&GetRole::default(), &CallContext::default()).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidSecurityToken.Expired"), "given keys cannot be renewed");
    assert!(error.to_string().starts_with("the temporary credentials of the configuration have expired"), "{error}");
    assert!(error.to_string().contains("R-InvalidSecurityToken.Expired") && error.advice().is_some(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn many_first_calls_assume_the_role_once() {
    let (config, _) = with_role();
    let script = Script::of(
        [vec![lost(), temporary(1, "2024-06-01T09:00:00Z")], (0..5).map(|_| get_role()).collect()]
            .into_iter()
            .flatten(),
    );
    let cloud = script.cloud(config);
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let cloud = cloud.clone();
            tokio::spawn(async move { cloud.call(&GetRole::default(), &CallContext::default()).await.map(|_| ()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let assumed = script.sent().iter().filter(|sent| sent.header("x-acs-action") == "AssumeRole").count();
    assert_eq!(assumed, 2, "one lost, one answered");
}

#[tokio::test(start_paused = true)]
async fn unusable_temporary_keys_are_an_error_that_shows_none_of_them() {
    let (config, _) = with_role();
    let script = Script::of([temporary(1, "tomorrow")]);
    let error = script.cloud(config).resolve_credentials(&CallContext::default()).await.unwrap_err();
    assert!(error.to_string().contains("\"tomorrow\" is not a time"), "{error}");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn cancelling_while_a_role_is_assumed_is_a_cancellation() {
    let (config, _) = with_role();
    let script = Script::of([Step::Hang]);
    let cloud = script.cloud(config);
    let cancel = CancellationToken::new();
    let ctx = CallContext::new(cancel.clone());
    let (result, ()) = tokio::join!(cloud.resolve_credentials(&ctx), async {
        tokio::task::yield_now().await;
        cancel.cancel();
    });
    assert!(result.unwrap_err().is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_for_another_renewal_can_be_cancelled_alone() {
    let (config, _) = with_role();
    let cloud = Script::of([Step::Hang]).cloud(config);
    let first = {
        let cloud = cloud.clone();
        tokio::spawn(async move { cloud.resolve_credentials(&CallContext::default()).await.map(|_| ()) })
    };
    tokio::task::yield_now().await;
    let ctx = CallContext::default();
    let (result, ()) = tokio::join!(cloud.resolve_credentials(&ctx), async {
        tokio::task::yield_now().await;
        ctx.cancel.cancel();
    });
    assert!(result.unwrap_err().is_cancelled());
    assert!(!first.is_finished(), "the other one continues");
    first.abort();
}

#[test]
fn no_file_is_read_before_the_first_call() {
    let mut config = crate::Config::new("cn-hangzhou");
    config.credentials = CredentialsConfig { config_file: Some(Path::new("/missing").into()), ..profile("a") };
    assert!(crate::Cloud::new(config).is_ok(), "the missing file shows only when keys are needed");
}
