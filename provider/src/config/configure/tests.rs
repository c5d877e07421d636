//! The sources of credentials and region, against the emulator.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use ::alibaba::{CallContext, Cloud, Config};
use dts_emulator::{Emulator, Options};
use tfplugin::{model::Attr, path::AttributePath};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::config::{
    alibaba::{Alibaba, AssumeRoleWithOidc as OidcBlock},
    tencent::Tencent,
};

const ROLE: &str = "acs:ram::1234567890123456:role/ci";
const TRUST: &str = r#"{"Version":"1","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow",
    "Principal":{"Federated":["acs:ram::1234567890123456:oidc-provider/ci"]},
    "Condition":{"StringEquals":{"oidc:sub":"repo:shop/infrastructure"}}}]}"#;

/// A temporary home directory.
struct Home(PathBuf);

impl Home {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("dts-provider-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(path.join(".aliyun")).unwrap();
        Self(path)
    }

    fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.0.join(name), text).unwrap();
        self
    }

    /// The environment of a process with this home directory. It must not call the metadata service of the machine it runs on.
    fn env(&self, emulator: &Emulator, more: &[(&str, &str)]) -> Environment {
        let url = emulator.url();
        let mut all = vec![("HOME", self.0.to_str().unwrap()), ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")];
        all.push(("DTS_ENDPOINT_URL", url.as_str()));
        all.extend_from_slice(more);
        all.into_iter().collect()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // A directory that cannot be removed does not fail the test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn configured(alibaba: Alibaba, environment: Environment) -> Result<Clouds, Diagnostic> {
    let config =
        ProviderModel { alibaba: Attr::Known(alibaba), max_retries: Attr::Known(0), ..ProviderModel::default() };
    let cancel = CancellationToken::new();
    configure(Configure { config, terraform_version: "1.11.0".to_owned(), cancel }, environment).await
}

async fn refused(alibaba: Alibaba, environment: Environment) -> Diagnostic {
    configured(alibaba, environment).await.err().unwrap()
}

/// ARN of the caller after configuring.
async fn arn(clouds: &Clouds) -> String {
    let cloud = clouds.alibaba.online().unwrap();
    cloud.caller_identity(&CallContext::default()).await.unwrap().arn.clone()
}

async fn emulator_with_role() -> Emulator {
    let emulator = dts_emulator::start(Options { strict: true, ..Options::default() }).await.unwrap();
    let mut config = Config::new("cn-hangzhou");
    config.environment = [("DTS_ENDPOINT_URL", emulator.url().as_str())].into_iter().collect();
    config.credentials.access_key_id = Some("AKSOURCEOWNER".to_owned());
    config.credentials.access_key_secret = Some("emulator-secret-of-source-owner".into());
    let role = ::alibaba::ram::CreateRole {
        role_name: "ci".to_owned(),
        assume_role_policy_document: TRUST.to_owned(),
        ..Default::default()
    };
    Cloud::new(config).unwrap().call(&role, &CallContext::default()).await.unwrap();
    emulator
}

fn oidc_block(home: &Home) -> Alibaba {
    let role = OidcBlock {
        role_arn: ROLE.into(),
        oidc_provider_arn: "acs:ram::1234567890123456:oidc-provider/ci".into(),
        oidc_token_file: home.0.join("token").to_str().unwrap().into(),
        session_name: "pipeline".into(),
        duration_seconds: Attr::Known(900),
    };
    Alibaba { region: "cn-hangzhou".into(), assume_role_with_oidc: Attr::Known(role), ..Alibaba::default() }
}

#[tokio::test]
async fn a_ci_job_assumes_a_role_with_a_token_named_by_the_block_the_environment_or_a_profile() {
    let emulator = emulator_with_role().await;
    let profile =
        r#"{"profiles": [{"name": "ci", "mode": "OIDC", "ram_session_name": "profile", "region_id": "cn-beijing"}]}"#;
    let home = Home::new().file("token", "emulator-token-of-ci\n").file(".aliyun/config.json", profile);
    let assumed = |session: &str| format!("acs:ram::1234567890123456:assumed-role/ci/{session}");

    let clouds = configured(oidc_block(&home), home.env(&emulator, &[])).await.unwrap();
    assert_eq!(arn(&clouds).await, assumed("pipeline"));

    let token_file = home.0.join("token");
    let pod = [
        ("ALIBABA_CLOUD_ROLE_ARN", ROLE),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1234567890123456:oidc-provider/ci"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token_file.to_str().unwrap()),
    ];
    let region = Alibaba { region: "cn-hangzhou".into(), ..Alibaba::default() };
    let clouds = configured(region, home.env(&emulator, &pod)).await.unwrap();
    assert_eq!(arn(&clouds).await, assumed("terraform"));

    let profile = Alibaba { profile: "ci".into(), ..Alibaba::default() };
    let clouds = configured(profile, home.env(&emulator, &pod)).await.unwrap();
    assert_eq!(arn(&clouds).await, assumed("profile"));
    assert_eq!(clouds.alibaba.online().unwrap().region(), "cn-beijing");
    emulator.shutdown().await;
}

#[tokio::test]
async fn the_error_of_a_rejected_token_is_on_the_block_and_does_not_show_the_token() {
    let emulator = emulator_with_role().await;
    let home = Home::new().file("token", "canary.forged.token");
    let diagnostic = refused(oidc_block(&home), home.env(&emulator, &[])).await;
    assert_eq!(diagnostic.summary, "No usable Alibaba Cloud credentials");
    assert_eq!(diagnostic.path, AttributePath::of(&["alibaba", "assume_role_with_oidc"]));
    let detail = &diagnostic.detail;
    let code = "AuthenticationFail.OIDCToken.Invalid";
    let start =
        "Cannot assume the role acs:ram::1234567890123456:role/ci with the configuration's assume_role_with_oidc";
    assert!(detail.starts_with(start) && detail.contains(code) && !detail.contains("canary"), "{detail}");
    assert!(detail.ends_with(::alibaba::advice(code, "").unwrap()), "{detail}");

    let home = Home::new();
    let diagnostic = refused(oidc_block(&home), home.env(&emulator, &[])).await;
    assert!(diagnostic.detail.starts_with("Cannot read the OIDC token of the configuration's"), "{diagnostic:?}");
    emulator.shutdown().await;
}

#[tokio::test]
async fn the_error_of_an_instance_role_is_on_its_argument() {
    let emulator = dts_emulator::start(Options::default()).await.unwrap();
    let home = Home::new();
    let machine = Alibaba { region: "cn-hangzhou".into(), ecs_role_name: "web".into(), ..Alibaba::default() };
    let diagnostic = refused(machine, home.env(&emulator, &[])).await;
    assert_eq!(diagnostic.path, AttributePath::of(&["alibaba", "ecs_role_name"]));
    assert!(diagnostic.detail.starts_with("The configuration's ecs_role_name names the role"), "{}", diagnostic.detail);
    emulator.shutdown().await;
}

#[tokio::test]
async fn the_region_comes_from_the_block_then_the_environment_then_the_profile() {
    let emulator = dts_emulator::start(Options::default()).await.unwrap();
    let profiles = r#"{"current": "a", "profiles": [
        {"name": "a", "mode": "AK", "access_key_id": "AKOPERATOR", "access_key_secret": "emulator-secret-of-operator", "region_id": "cn-shanghai"},
        {"name": "b", "mode": "AK", "access_key_id": "AKOPERATOR", "access_key_secret": "emulator-secret-of-operator"}]}"#;
    let home = Home::new().file(".aliyun/config.json", profiles);
    let region = |alibaba: Alibaba, more: &[(&str, &str)]| {
        let environment = home.env(&emulator, more);
        async move { configured(alibaba, environment).await.map(|it| it.alibaba.online().unwrap().region().to_owned()) }
    };
    let given = || Alibaba { region: "cn-hangzhou".into(), ..Alibaba::default() };
    let variable = [("ALIBABA_CLOUD_REGION_ID", "cn-beijing")];
    assert_eq!(region(given(), &variable).await.unwrap(), "cn-hangzhou");
    assert_eq!(region(Alibaba::default(), &variable).await.unwrap(), "cn-beijing");
    assert_eq!(region(Alibaba::default(), &[]).await.unwrap(), "cn-shanghai");
    let none = configured(Alibaba { profile: "b".into(), ..Alibaba::default() }, home.env(&emulator, &[])).await;
    let none = none.map(|clouds| clouds.alibaba.required_region().map(str::to_owned)).unwrap().unwrap_err();
    assert_eq!(none.summary, "No region", "only a task needs one");
    assert!(none.detail.contains("set region_id in the profile in use"), "{}", none.detail);
    let wrong = [("ALIBABA_CLOUD_REGION_ID", "Hangzhou")];
    let misspelt = region(Alibaba::default(), &wrong).await.unwrap_err();
    assert_eq!(misspelt.summary, "Unusable region");
    let sentence = "The environment variable ALIBABA_CLOUD_REGION_ID must be the ID of a region";
    assert!(misspelt.detail.starts_with(sentence) && misspelt.detail.ends_with("Did you mean \"cn-hangzhou\"?"));
    let offline = [("ALIBABA_CLOUD_REGION_ID", "Hangzhou"), ("DTS_OFFLINE", "true")];
    assert_eq!(refused(Alibaba::default(), home.env(&emulator, &offline)).await.summary, "Unusable region");
    let unknown = region(Alibaba { profile: "c".into(), ..Alibaba::default() }, &[]).await.unwrap_err();
    assert_eq!(
        (unknown.summary.as_str(), unknown.path),
        ("No usable Alibaba Cloud credentials", AttributePath::of(&["alibaba", "profile"]))
    );
    emulator.shutdown().await;
}

#[tokio::test]
async fn an_error_of_the_credentials_is_on_the_argument_that_causes_it() {
    let emulator = dts_emulator::start(Options::default()).await.unwrap();
    let home = Home::new();
    let key = |secret: &str| Alibaba {
        region: "cn-hangzhou".into(),
        access_key_id: "AKSOURCEOWNER".into(),
        access_key_secret: secret.into(),
        ..Alibaba::default()
    };
    let right = || key("emulator-secret-of-source-owner");
    assert!(configured(right(), home.env(&emulator, &[])).await.is_ok());

    let wrong = refused(key("another"), home.env(&emulator, &[])).await;
    assert_eq!(wrong.path, AttributePath::of(&["alibaba", "access_key_id"]));
    assert!(wrong.detail.contains("SignatureDoesNotMatch") && !wrong.detail.contains("another"), "{wrong:?}");

    let other = Alibaba { account_id: "2345678901234567".into(), ..right() };
    let other = refused(other, home.env(&emulator, &[])).await;
    assert_eq!(other.path, AttributePath::of(&["alibaba", "account_id"]), "{other:?}");

    let allowed = ProviderModel {
        alibaba: Attr::Known(right()),
        allowed_account_ids: Attr::Known(["2345678901234567".to_owned()].into_iter().collect()),
        ..ProviderModel::default()
    };
    let call = Configure { config: allowed, terraform_version: "1.11.0".to_owned(), cancel: CancellationToken::new() };
    let not_allowed = configure(call, home.env(&emulator, &[])).await.err().unwrap();
    assert_eq!(not_allowed.path, AttributePath::of(&["allowed_account_ids"]), "{not_allowed:?}");
    emulator.shutdown().await;
}

async fn with_tencent(config: ProviderModel, environment: Environment) -> Result<Clouds, Diagnostic> {
    let config = ProviderModel { max_retries: Attr::Known(0), ..config };
    let call = Configure { config, terraform_version: "1.11.0".to_owned(), cancel: CancellationToken::new() };
    configure(call, environment).await
}

fn source() -> Tencent {
    Tencent {
        secret_id: "AKIDTENCENTSOURCE".into(),
        secret_key: "emulator-secret-of-tencent-source".into(),
        ..Tencent::default()
    }
}

#[tokio::test]
async fn a_block_of_one_cloud_needs_no_credentials_of_the_other() {
    let emulator = dts_emulator::start(Options { strict: true, ..Options::default() }).await.unwrap();
    let home = Home::new();
    let url = emulator.url();
    let environment = || home.env(&emulator, &[("TENCENTCLOUD_DOMAIN", url.as_str())]);
    let config = |tencent: Tencent| ProviderModel { tencent: Attr::Known(tencent), ..ProviderModel::default() };

    let clouds = with_tencent(config(source()), environment()).await.unwrap();
    assert_eq!(
        clouds.tencent.id(&CancellationToken::new()).await.unwrap(),
        "700000000001",
        "no region, for CAM and STS"
    );
    let without_region = clouds.tencent.required_region().unwrap_err();
    assert!(without_region.detail.contains("TENCENTCLOUD_REGION"), "{}", without_region.detail);
    let not_configured = clouds.alibaba.id_at_plan(&CancellationToken::new()).await.unwrap_err();
    assert_eq!(not_configured.summary, "No Alibaba Cloud account");
    assert!(not_configured.detail.contains("Add alibaba { }"), "{}", not_configured.detail);

    let variables = [
        ("TENCENTCLOUD_SECRET_ID", "AKIDTENCENTTARGET"),
        ("TENCENTCLOUD_SECRET_KEY", "emulator-secret-of-tencent-target"),
        ("TENCENTCLOUD_REGION", "ap-guangzhou"),
        ("TENCENTCLOUD_DOMAIN", url.as_str()),
    ];
    let clouds = with_tencent(config(Tencent::default()), home.env(&emulator, &variables)).await.unwrap();
    assert_eq!(clouds.tencent.id(&CancellationToken::new()).await.unwrap(), "700000000002");
    assert_eq!(clouds.tencent.required_region().unwrap(), "ap-guangzhou");

    let key = [
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "AKSOURCEOWNER"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "emulator-secret-of-source-owner"),
    ];
    for block in [Attr::Null, Attr::Known(Alibaba::default())] {
        let config = ProviderModel { alibaba: block, ..ProviderModel::default() };
        let clouds = with_tencent(config, home.env(&emulator, &key)).await.unwrap();
        let refused = clouds.tencent.id_at_plan(&CancellationToken::new()).await.unwrap_err();
        assert_eq!(refused.summary, "No Tencent Cloud account");
    }
    let nothing = with_tencent(ProviderModel::default(), home.env(&emulator, &[])).await.err().unwrap();
    assert!(nothing.detail.ends_with("For Tencent Cloud, add tencent { } to it."), "{}", nothing.detail);
    emulator.shutdown().await;
}

#[tokio::test]
async fn an_error_of_a_tencent_account_is_on_the_argument_that_causes_it() {
    let emulator = dts_emulator::start(Options { strict: true, ..Options::default() }).await.unwrap();
    let home = Home::new();
    let url = emulator.url();
    let refused = async |tencent: Tencent, allowed: &[&str], more: &[(&str, &str)]| {
        let mut variables = vec![("TENCENTCLOUD_DOMAIN", url.as_str())];
        variables.extend_from_slice(more);
        let ids = allowed.iter().map(|id| (*id).to_owned()).collect();
        let allowed_account_ids = if allowed.is_empty() { Attr::Null } else { Attr::Known(ids) };
        let config = ProviderModel { tencent: Attr::Known(tencent), allowed_account_ids, ..ProviderModel::default() };
        with_tencent(config, home.env(&emulator, &variables)).await.err()
    };
    assert!(refused(source(), &["700000000001"], &[]).await.is_none());

    let wrong = refused(Tencent { secret_key: "another".into(), ..source() }, &[], &[]).await.unwrap();
    assert_eq!(wrong.path, AttributePath::of(&["tencent", "secret_id"]));
    assert!(wrong.detail.contains("AuthFailure.SignatureFailure") && !wrong.detail.contains("another"), "{wrong:?}");

    let other = refused(Tencent { account_id: "700000000002".into(), ..source() }, &[], &[]).await.unwrap();
    assert_eq!(
        (other.summary.as_str(), other.path),
        ("Wrong Tencent Cloud account", AttributePath::of(&["tencent", "account_id"]))
    );

    let not_allowed = refused(source(), &["700000000002"], &[]).await.unwrap();
    assert_eq!(not_allowed.path, AttributePath::of(&["allowed_account_ids"]));

    let unknown = refused(Tencent { profile: "c".into(), ..Tencent::default() }, &[], &[]).await.unwrap();
    assert_eq!(unknown.summary, "No usable Tencent Cloud credentials");
    assert_eq!(unknown.path, AttributePath::of(&["tencent", "profile"]));

    let region = refused(source(), &[], &[("TENCENTCLOUD_REGION", "Guangzhou")]).await.unwrap();
    assert!(
        region.detail.starts_with("The environment variable TENCENTCLOUD_REGION must be the ID of a region"),
        "{}",
        region.detail
    );
    assert!(region.detail.ends_with("Did you mean \"ap-guangzhou\"?"), "{}", region.detail);
    emulator.shutdown().await;
}

/// What the credentials of both clouds are for, by a change of the model.
async fn with_both(change: impl FnOnce(&mut ProviderModel)) -> Clouds {
    let emulator = dts_emulator::start(Options { strict: true, ..Options::default() }).await.unwrap();
    let home = Home::new();
    let alibaba = Alibaba {
        region: "cn-hangzhou".into(),
        access_key_id: "AKSOURCEOWNER".into(),
        access_key_secret: "emulator-secret-of-source-owner".into(),
        ..Alibaba::default()
    };
    let mut config =
        ProviderModel { alibaba: Attr::Known(alibaba), tencent: Attr::Known(source()), ..ProviderModel::default() };
    change(&mut config);
    let url = emulator.url();
    let clouds = with_tencent(config, home.env(&emulator, &[("TENCENTCLOUD_DOMAIN", url.as_str())])).await.unwrap();
    emulator.shutdown().await;
    clouds
}

#[tokio::test]
async fn a_value_that_is_not_known_yet_concerns_only_the_cloud_of_its_block() {
    let is_online = |clouds: &Clouds| (clouds.alibaba.online().is_some(), clouds.tencent.online().is_some());
    assert_eq!(is_online(&with_both(|_| {}).await), (true, true));
    let tencent = with_both(|config| config.tencent.get_mut().unwrap().security_token = Attr::Unknown).await;
    assert_eq!(is_online(&tencent), (true, false));
    let alibaba = with_both(|config| config.alibaba.get_mut().unwrap().access_key_secret = Attr::Unknown).await;
    assert_eq!(is_online(&alibaba), (false, true));
    let block = with_both(|config| config.tencent = Attr::Unknown).await;
    assert_eq!(is_online(&block), (true, false));
    let both = with_both(|config| config.ownership_id = Attr::Unknown).await;
    assert_eq!(is_online(&both), (false, false));
}

#[tokio::test]
async fn the_role_of_the_block_is_assumed_with_its_external_id() {
    let emulator = dts_emulator::start(Options { strict: true, ..Options::default() }).await.unwrap();
    let home = Home::new();
    let mut config = ::tencent::Config::new("");
    config.endpoints.domain = Some(emulator.url());
    config.credentials.secret_id = Some("AKIDTENCENTSOURCE".to_owned());
    config.credentials.secret_key = Some("emulator-secret-of-tencent-source".into());
    let role = ::tencent::cam::CreateRole {
        role_name: "deployer".to_owned(),
        policy_document: r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole",
            "principal":{"qcs":["qcs::cam::uin/700000000002:root"]},
            "condition":{"string_equal":{"sts:external_id":"shop-1"}}}]}"#
            .into(),
        ..Default::default()
    };
    ::tencent::Cloud::new(config).unwrap().call(&role, &CallContext::default()).await.unwrap();
    let block = |external_id: &str| Tencent {
        secret_id: "AKIDTENCENTTARGET".into(),
        secret_key: "emulator-secret-of-tencent-target".into(),
        domain: emulator.url().as_str().into(),
        assume_role: Attr::Known(crate::config::tencent::AssumeRole {
            role_arn: "qcs::cam::uin/700000000001:roleName/deployer".into(),
            external_id: external_id.into(),
            ..Default::default()
        }),
        ..Tencent::default()
    };
    let config = |tencent| ProviderModel { tencent: Attr::Known(tencent), ..ProviderModel::default() };
    let clouds = with_tencent(config(block("shop-1")), home.env(&emulator, &[])).await.unwrap();
    assert_eq!(clouds.tencent.id(&CancellationToken::new()).await.unwrap(), "700000000001");
    let wrong = with_tencent(config(block("shop-2")), home.env(&emulator, &[])).await.err().unwrap();
    assert!(wrong.detail.contains("Cannot assume the role") && !wrong.detail.contains("shop-2"), "{}", wrong.detail);
    emulator.shutdown().await;
}

#[tokio::test]
async fn a_file_of_profiles_that_cannot_be_read_is_reported_on_its_argument() {
    let emulator = dts_emulator::start(Options::default()).await.unwrap();
    let home = Home::new().file("broken.json", "{");
    let broken = home.0.join("broken.json").to_str().unwrap().to_owned();
    let block = |file: &str| Alibaba {
        region: "cn-hangzhou".into(),
        profile: "owner".into(),
        shared_credentials_file: file.into(),
        ..Alibaba::default()
    };
    let path = async |file: &str| configured(block(file), home.env(&emulator, &[])).await.err().unwrap().path;
    assert_eq!(path(&broken).await, AttributePath::of(&["alibaba", "shared_credentials_file"]));
    // The counterpart: the file is right, and does not have the profile.
    let other = Home::new().file("right.json", r#"{"current":"a","profiles":[{"name":"a","mode":"AK"}]}"#);
    let right = other.0.join("right.json").to_str().unwrap().to_owned();
    assert_eq!(path(&right).await, AttributePath::of(&["alibaba", "profile"]));
}
