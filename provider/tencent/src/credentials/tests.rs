mod cvm_metadata;
mod environment;
mod profiles;
mod roles;
mod rotation;
mod web_identity;

use std::sync::Arc;

use cloud_core::testing::{ManualClock, Script, Step, lost};
use cloud_core::{CallContext, Error};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::model::{Base, Found};
use super::search::find;
use super::*;
use crate::cam::GetRole;
use crate::test_support::{Connect as _, config, refusal, success};

/// The start of the tests, in Unix seconds: 2024-06-01T08:00:00Z.
const START: i64 = 1_717_228_800;
const HOUR: i64 = 3600;

fn clock() -> Arc<ManualClock> {
    ManualClock::at("2024-06-01T08:00:00Z")
}

/// A home directory with a profile `keys`.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.write("keys.credential", r#"{"secretId": "keys-id", "secretKey": "canary-keys"}"#);
        home
    }

    /// Writes a file into the folder of the profiles.
    fn write(&self, name: &str, text: &str) {
        let folder = self.0.path().join(".tccli");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), text).unwrap();
    }

    fn env(&self, more: &[(&str, &str)]) -> Environment {
        let home = [("HOME", self.0.path().to_str().unwrap())];
        home.into_iter().chain(more.iter().copied()).collect()
    }
}

fn profile(name: &str) -> CredentialsConfig {
    CredentialsConfig { profile: Some(name.to_owned()), ..CredentialsConfig::default() }
}

fn given(id: &str, key: &str) -> CredentialsConfig {
    CredentialsConfig { secret_id: Some(id.to_owned()), secret_key: Some(key.into()), ..CredentialsConfig::default() }
}

fn none() -> CredentialsConfig {
    CredentialsConfig::default()
}

/// The keys that were found.
fn keys(found: Result<Found, CredentialsError>) -> Credentials {
    match found.unwrap().base {
        Base::Keys(keys) => keys,
        other => panic!("no keys but {other:?}"),
    }
}

fn key_id(found: Result<Found, CredentialsError>) -> String {
    keys(found).secret_id
}

/// An answer of STS with temporary keys of this number.
fn temporary(number: u32, expired_time: i64) -> Step {
    success(&format!(
        r#""Credentials":{{"TmpSecretId":"TMP-{number}","TmpSecretKey":"canary-key","Token":"canary-token"}},
        "ExpiredTime":{expired_time},"Expiration":"not read""#
    ))
}

fn role(number: u32) -> AssumeRole {
    AssumeRole { role_arn: format!("qcs::cam::uin/{number}:roleName/a"), ..AssumeRole::default() }
}

fn role_info() -> Step {
    success(r#""RoleInfo":{"RoleName":"r","RoleId":"3"}"#)
}

async fn call(cloud: &crate::Cloud) -> Result<(), Error> {
    cloud.call(&GetRole::default(), &CallContext::default()).await.map(|_| ())
}

/// The actions that were sent.
fn actions(script: &Script) -> Vec<String> {
    script.sent().iter().map(|sent| sent.header("x-tc-action").to_owned()).collect()
}

/// The key ID that signed a request.
fn signed_with(script: &Script, at: usize) -> String {
    let authorization = script.sent()[at].header("authorization").to_owned();
    let (_, scope) = authorization.split_once("Credential=").unwrap();
    scope.split('/').next().unwrap().to_owned()
}

#[test]
fn the_first_source_with_keys_is_used() {
    let home = Home::new();
    home.write("default.credential", r#"{"secretId": "default-id", "secretKey": "s"}"#);
    home.write("other.credential", r#"{"secretId": "other-id", "secretKey": "s"}"#);
    let variables = [("TENCENTCLOUD_SECRET_ID", "variable"), ("TENCENTCLOUD_SECRET_KEY", "s")];
    let named = [("TENCENTCLOUD_PROFILE", "other")];
    let all = home.env(&[variables.as_slice(), named.as_slice()].concat());
    let both = CredentialsConfig { profile: Some("keys".to_owned()), ..given("given", "s") };
    assert_eq!(key_id(find(&both, &all)), "given");
    assert_eq!(key_id(find(&profile("keys"), &all)), "keys-id", "a profile in the configuration beats the environment");
    assert_eq!(key_id(find(&none(), &all)), "variable");
    assert_eq!(key_id(find(&none(), &home.env(&named))), "other-id");
    assert_eq!(key_id(find(&none(), &home.env(&[]))), "default-id", "the tool's default profile comes last");
}

#[test]
fn one_value_of_a_pair_is_an_error_that_names_the_other() {
    let env = Environment::from_iter([("TENCENTCLOUD_SECRET_ID", "id")]);
    let error = find(&none(), &env).unwrap_err().to_string();
    assert!(error.contains("TENCENTCLOUD_SECRET_ID is set but TENCENTCLOUD_SECRET_KEY is not"), "{error}");
    let config = CredentialsConfig { secret_key: Some("canary".into()), ..none() };
    let error = find(&config, &Environment::default()).unwrap_err().to_string();
    assert!(error.contains("secret_id is not") && !error.contains("canary"), "{error}");
}

#[test]
fn a_key_that_a_header_cannot_contain_is_refused_before_it_is_sent() {
    assert!(find(&given("id", "good"), &Environment::default()).is_ok());
    for bad in ["canary\n", "canary\u{e9}"] {
        let error = find(&given("id", bad), &Environment::default()).unwrap_err();
        assert!(matches!(error, CredentialsError::BadCharacter { .. }), "{error}");
        assert!(!error.to_string().contains("canary"), "{error}");
    }
}

#[test]
fn no_file_is_read_before_the_first_call() {
    let mut config = crate::Config::new("ap-guangzhou");
    let folder = Some(Path::new("/missing").into());
    config.credentials = CredentialsConfig { shared_credentials_dir: folder, ..profile("a") };
    assert!(crate::Cloud::new(config).is_ok(), "the missing file shows only when keys are needed");
}

#[tokio::test(start_paused = true)]
async fn missing_credentials_list_every_source() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().to_str().unwrap();
    let script = Script::of([cloud_core::testing::not_sent()]);
    let config =
        crate::Config { credentials: none(), environment: Environment::from_iter([("HOME", path)]), ..config() };
    let error = script.cloud(config).resolve_credentials(&CallContext::default()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "no credentials found. Searched: secret_id, assume_role_with_web_identity, cam_role_name and profile in the \
             configuration (not given); the environment variables TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY (not \
             set); TKE_ROLE_ARN, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE (not all set); TENCENTCLOUD_PROFILE, \
             TCCLI_PROFILE (not set); {path}/.tccli/default.credential (no such file, or no keys in it); the CVM metadata \
             service at http://metadata.tencentyun.com (cannot be reached: connection refused). Set secret_id and \
             secret_key, or name a profile, or set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY"
        )
    );
}
