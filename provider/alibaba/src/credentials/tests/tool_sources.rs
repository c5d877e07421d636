//! The variables, files and profile modes of Alibaba Cloud's tools: the second names of variables, the INI file of the SDKs, keys
//! of a session, of an address and of a program, and the host of STS in a profile.

use super::super::ini;
use super::*;

const OFF: (&str, &str) = ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");

const INI: &str = "# SDK\n[default]\ntype = access_key\naccess_key_id = ini-default\naccess_key_secret = canary-ini\n\n\
                   [ci]\ntype = sts\naccess_key_id=STS.ini\naccess_key_secret=canary\nsecurity_token=canary-token\n\
                   [off]\nenable = false\ntype = access_key\naccess_key_id = off\naccess_key_secret = s\n\
                   [role]\ntype=ram_role_arn\naccess_key_id=base\naccess_key_secret=s\nrole_arn=acs:ram::1:role/a\n\
                   role_session_name = me\n[machine]\ntype = ecs_ram_role\nrole_name = web\n[rsa]\ntype = rsa_key_pair\n";

const SESSIONS: &str = r#"{"current": "", "profiles": [
    {"name": "sso", "mode": "CloudSSO", "access_key_id": "STS.sso", "access_key_secret": "canary-s", "sts_token": "canary-t",
     "sts_expiration": 1717237800},
    {"name": "browser", "mode": "OAuth", "access_key_id": "STS.web", "access_key_secret": "s", "sts_token": "t",
     "sts_expiration": 1717230000},
    {"name": "signed-out", "mode": "CloudSSO", "access_token": "canary"},
    {"name": "machine", "mode": "RamRoleArnWithRoleName", "ram_role_name": "web", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "address", "mode": "CredentialsURI", "credentials_uri": "http://127.0.0.1:6666/keys?id=canary"},
    {"name": "named-elsewhere", "mode": "CredentialsURI"},
    {"name": "public", "mode": "CredentialsURI", "credentials_uri": "http://keys.example.com/canary"},
    {"name": "program", "mode": "External", "process_command": "cat KEYS"},
    {"name": "no-program", "mode": "External", "process_command": "no-such-program-here a b"},
    {"name": "failing", "mode": "External", "process_command": "false"},
    {"name": "vpc", "mode": "RamRoleArn", "access_key_id": "base", "access_key_secret": "s", "endpoint_type": "vpc",
     "ram_role_arn": "acs:ram::1:role/a", "region_id": "cn-beijing"},
    {"name": "region", "mode": "RamRoleArn", "access_key_id": "base", "access_key_secret": "s", "sts_region": "cn-shanghai",
     "ram_role_arn": "acs:ram::1:role/a", "region_id": "cn-beijing"},
    {"name": "host", "mode": "RamRoleArn", "access_key_id": "base", "access_key_secret": "s", "sts_region": "cn-shanghai",
     "sts_endpoint": "sts.example.com", "ram_role_arn": "acs:ram::1:role/a"}]}"#;

/// A home directory with the INI file of the SDKs, and without a JSON file.
fn with_ini(text: &str) -> Home {
    let home = Home::with(r#"{"current": "", "profiles": []}"#);
    std::fs::create_dir(home.0.path().join(".alibabacloud")).unwrap();
    std::fs::write(home.0.path().join(".alibabacloud/credentials"), text).unwrap();
    home
}

#[test]
fn the_second_names_of_the_variables_come_after_the_first_and_before_a_profile() {
    let home = Home::with(PROFILES);
    let second = [("ALIBABACLOUD_ACCESS_KEY_ID", "second"), ("ALIBABACLOUD_ACCESS_KEY_SECRET", "s")];
    let token = [second[0], second[1], ("ALIBABACLOUD_SECURITY_TOKEN", "t")];
    let first =
        [("ALIBABA_CLOUD_ACCESS_KEY_ID", "first"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s"), second[0], second[1]];
    let old = [("ALICLOUD_ACCESS_KEY", "old"), ("ALICLOUD_SECRET_KEY", "s"), second[0], second[1]];
    let none = CredentialsConfig::default();
    assert_eq!(key_id(find(&none, &home.env(&second))), "second");
    assert_eq!(keys(find(&none, &home.env(&token))).security_token, Some("t".into()));
    assert_eq!(key_id(find(&none, &home.env(&first))), "first");
    assert_eq!(key_id(find(&none, &home.env(&old))), "second");
    let partial = find(&none, &home.env(&second[..1])).unwrap_err().to_string();
    assert!(partial.contains("ALIBABACLOUD_ACCESS_KEY_SECRET is not"), "{partial}");

    let pod = [
        ("ALIBABACLOUD_ROLE_ARN", "acs:ram::1:role/pod"),
        ("ALIBABACLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/cluster"),
        ("ALIBABACLOUD_OIDC_TOKEN_FILE", "/var/run/token"),
    ];
    let found = find(&none, &home.env(&pod)).unwrap();
    assert_eq!(found.origin, "the environment variable ALIBABACLOUD_OIDC_TOKEN_FILE");
    assert!(matches!(found.base, Base::Oidc(_)));
}

#[test]
fn names_without_a_prefix_are_read_when_no_profile_has_keys() {
    let plain = [("ACCESS_KEY_ID", "plain"), ("ACCESS_KEY_SECRET", "s"), OFF];
    let none = CredentialsConfig::default();
    assert_eq!(key_id(find(&none, &Home::with(PROFILES).env(&plain))), "keys-id");
    let empty = Home::with(r#"{"current": "default", "profiles": []}"#);
    assert_eq!(key_id(find(&none, &empty.env(&plain))), "plain");
    assert!(find(&none, &empty.env(&plain[1..])).is_err(), "half of such a pair is ignored");
    for variable in ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE"] {
        let off = [plain[0], plain[1], plain[2], (variable, "true")];
        assert_eq!(key_id(find(&none, &Home::with(PROFILES).env(&off))), "plain", "{variable}");
    }
}

#[test]
fn the_ini_file_of_the_sdks_has_a_separate_variable_and_place() {
    let home = with_ini(INI);
    let none = CredentialsConfig::default();
    assert_eq!(key_id(find(&none, &home.env(&[]))), "ini-default", "its default place");
    assert_eq!(keys(find(&profile("ci"), &home.env(&[]))).security_token, Some("canary-token".into()));
    assert_eq!(key_id(find(&none, &home.env(&[("ALIBABA_CLOUD_PROFILE", "ci")]))), "STS.ini");
    let role = find(&profile("role"), &home.env(&[])).unwrap();
    assert_eq!(
        (role.roles[0].role_arn.as_str(), role.roles[0].session_name.as_deref()),
        ("acs:ram::1:role/a", Some("me"))
    );
    assert!(matches!(find(&profile("machine"), &home.env(&[])).unwrap().base, Base::Instance(_)));
    assert!(find(&profile("off"), &home.env(&[])).is_err(), "it is switched off");
    let unsupported = find(&profile("rsa"), &home.env(&[])).unwrap_err().to_string();
    assert!(unsupported.contains("rsa_key_pair"), "{unsupported}");

    // With a JSON file as well: a variable that names the INI file is used, and its default place is not.
    let json = Home::with(PROFILES);
    let path = home.0.path().join(".alibabacloud/credentials");
    let path = path.to_str().unwrap();
    let named = [("ALIBABA_CLOUD_CREDENTIALS_FILE", path)];
    assert_eq!(key_id(find(&none, &json.env(&named))), "ini-default");
    assert_eq!(key_id(find(&profile("keys"), &json.env(&named))), "keys-id", "a profile of the JSON file is found");
    assert_eq!(key_id(find(&profile("ci"), &json.env(&named))), "STS.ini");
    let missing = find(&none, &json.env(&[("ALIBABA_CLOUD_CREDENTIALS_FILE", "/missing")])).unwrap_err().to_string();
    assert!(missing.contains("that ALIBABA_CLOUD_CREDENTIALS_FILE names does not exist"), "{missing}");
}

#[test]
fn the_two_kinds_of_files_are_not_confused() {
    let home = with_ini(INI);
    let ini_file = home.0.path().join(".alibabacloud/credentials");
    let json_file = home.0.path().join(".aliyun/config.json");
    let swapped = |variable, path: &std::path::Path| {
        let error = find(&profile("ci"), &home.env(&[(variable, path.to_str().unwrap())])).unwrap_err().to_string();
        assert!(!error.contains("canary"), "{error}");
        error
    };
    let error = swapped("ALIBABA_CLOUD_CONFIG_FILE", &ini_file);
    assert!(error.contains("INI file of the SDKs") && error.contains("ALIBABA_CLOUD_CREDENTIALS_FILE"), "{error}");
    let error = swapped("ALIBABA_CLOUD_CREDENTIALS_FILE", &json_file);
    assert!(error.contains("it is JSON") && error.contains("ALIBABA_CLOUD_CONFIG_FILE"), "{error}");
    for (text, line) in [("key = 1", "line 1"), ("[a]\ncanary", "line 2"), ("[a", "line 1")] {
        let error = ini::parse(std::path::Path::new("f"), text).unwrap_err().to_string();
        assert!(error.contains(line) && !error.contains("canary"), "{error}");
    }
}

/// The result of the first search and its calls, with a clock at 2024-06-01T08:30:00Z.
async fn resolved(name: &str, home: &Home, steps: Vec<Step>) -> (Result<std::sync::Arc<Credentials>, Error>, Script) {
    let script = Script::of(steps);
    let mut config = config();
    config.credentials = profile(name);
    config.environment = home.env(&[]);
    let result = script.cloud(config).resolve_credentials(&CallContext::default()).await;
    (result, script)
}

#[tokio::test]
async fn keys_of_a_session_are_used_while_they_are_valid() {
    let home = Home::with(SESSIONS);
    let keys = resolved("sso", &home, Vec::new()).await.0.unwrap();
    assert_eq!(keys.access_key_id, "STS.sso");
    assert_eq!(keys.expires.unwrap().to_string(), "2024-06-01T10:30:00Z");
    let expired = resolved("browser", &home, Vec::new()).await.0.unwrap_err().to_string();
    assert!(expired.contains("\"browser\"") && expired.contains("has expired"), "{expired}");
    let none = resolved("signed-out", &home, Vec::new()).await.0.unwrap_err().to_string();
    assert!(none.contains("aliyun configure --profile signed-out") && !none.contains("canary"), "{none}");
}

fn service_keys() -> Step {
    answer(
        200,
        r#"{"Code":"Success","AccessKeyId":"STS.uri","AccessKeySecret":"canary-s","SecurityToken":"canary-t",
            "Expiration":"2024-06-01T09:30:00Z"}"#,
    )
}

#[tokio::test]
async fn an_address_returns_keys() {
    let home = Home::with(SESSIONS);
    let (keys, script) = resolved("address", &home, vec![service_keys()]).await;
    assert_eq!(keys.unwrap().access_key_id, "STS.uri");
    let sent = &script.sent()[0];
    assert_eq!(
        (sent.url.as_str(), sent.path.as_str(), sent.query.as_str()),
        ("http://127.0.0.1:6666", "/keys", "id=canary")
    );

    for (name, steps, part) in [
        ("address", vec![answer(500, "")], "HTTP 500"),
        ("address", vec![answer(200, "canary")], "not the keys of the service"),
        ("public", Vec::new(), "uses http"),
        ("named-elsewhere", Vec::new(), "credentials_uri"),
    ] {
        let error = resolved(name, &home, steps).await.0.unwrap_err().to_string();
        assert!(error.contains(part) && !error.contains("canary"), "{name}: {error}");
    }

    let variable = home.env(&[("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:6666/")]);
    let uri = Base::Uri("http://127.0.0.1:6666/".to_owned());
    assert_eq!(find(&CredentialsConfig::default(), &variable).unwrap().base, uri);
    assert_eq!(find(&profile("named-elsewhere"), &variable).unwrap().base, uri);
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_prints_keys() {
    let printed =
        r#"{"mode": "StsToken", "access_key_id": "STS.printed", "access_key_secret": "canary", "sts_token": "t"}"#;
    let write = |text: &str| {
        let home = Home::with("");
        let keys = home.0.path().join("keys.json");
        std::fs::write(&keys, text).unwrap();
        let profiles = SESSIONS.replace("KEYS", keys.to_str().unwrap());
        std::fs::write(home.0.path().join(".aliyun/config.json"), profiles).unwrap();
        home
    };
    let home = write(printed);
    assert_eq!(resolved("program", &home, Vec::new()).await.0.unwrap().access_key_id, "STS.printed");
    for (name, part) in [("no-program", "cannot be started"), ("failing", "failed (exit status: 1)")] {
        let error = resolved(name, &home, Vec::new()).await.0.unwrap_err().to_string();
        assert!(error.contains(part) && error.contains("process_command"), "{error}");
    }
    for (text, part) in
        [("canary", "not the expected JSON"), (r#"{"mode": "External", "process_command": "a"}"#, "External")]
    {
        let error = resolved("program", &write(text), Vec::new()).await.0.unwrap_err().to_string();
        assert!(error.contains(part) && !error.contains("canary"), "{error}");
    }
}

#[test]
fn a_role_is_assumed_with_the_role_of_the_instance() {
    let found = find(&profile("machine"), &Home::with(SESSIONS).env(&[])).unwrap();
    assert!(matches!(&found.base, Base::Instance(role) if role.role.as_deref() == Some("web")));
    assert_eq!(found.roles[0].role_arn, "acs:ram::1:role/a");
}

#[tokio::test]
async fn the_host_of_sts_in_a_profile_is_called() {
    let home = Home::with(SESSIONS);
    let role = || {
        answer(
            200,
            r#"{"RequestId":"R","Credentials":{"AccessKeyId":"STS.role","AccessKeySecret":"s","SecurityToken":"t",
                "Expiration":"2024-06-01T09:30:00Z"}}"#,
        )
    };
    let identity = || answer(200, r#"{"RequestId":"R","AccountId":"1","Arn":"acs:ram::1:root"}"#);
    for (name, host) in [
        ("vpc", "https://sts-vpc.cn-beijing.aliyuncs.com"),
        ("region", "https://sts.cn-shanghai.aliyuncs.com"),
        ("host", "https://sts.example.com"),
    ] {
        let given = [None, Some("sts.other.example.com".to_owned())];
        for (given, host) in given.into_iter().zip([host, "https://sts.other.example.com"]) {
            let script = Script::of([role(), identity()]);
            let mut config = config();
            config.credentials = profile(name);
            config.environment = home.env(&[]);
            config.endpoints.sts = given;
            script.cloud(config).caller_identity(&CallContext::default()).await.unwrap();
            let urls: Vec<String> = script.sent().into_iter().map(|sent| sent.url).collect();
            assert_eq!(urls, [host, host], "{name}");
        }
    }
}
