//! Profiles that build on others, the region, and the order of all sources.

use super::super::model::{InstanceRole, OidcRole};
use super::*;

const CHAINS: &str = r#"{
  "current": "",
  "profiles": [
    {"name": "top", "mode": "ChainableRamRoleArn", "source_profile": "middle", "ram_role_arn": "acs:ram::3:role/top",
     "ram_session_name": "me", "external_id": "e", "region_id": "cn-beijing"},
    {"name": "middle", "mode": "ChainableRamRoleArn", "source_profile": "base", "ram_role_arn": "acs:ram::2:role/middle"},
    {"name": "base", "mode": "RamRoleArn", "access_key_id": "base", "access_key_secret": "canary-base",
     "ram_role_arn": "acs:ram::1:role/base", "region_id": "cn-shanghai"},
    {"name": "on-machine", "mode": "chainableramrolearn", "source_profile": "machine", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "machine", "mode": "EcsRamRole", "ram_role_name": "r"},
    {"name": "any-machine", "mode": "EcsRamRole", "ram_role_name": ""},
    {"name": "ci", "mode": "OIDC", "oidc_provider_arn": "acs:ram::1:oidc-provider/p", "oidc_token_file": "~/token",
     "ram_role_arn": "acs:ram::1:role/ci", "ram_session_name": "build", "expired_seconds": 900},
    {"name": "pod", "mode": "OIDC"},
    {"name": "one", "mode": "ChainableRamRoleArn", "source_profile": "two", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "two", "mode": "ChainableRamRoleArn", "source_profile": "three", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "three", "mode": "ChainableRamRoleArn", "source_profile": "two", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "self", "mode": "ChainableRamRoleArn", "source_profile": "self", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "orphan", "mode": "ChainableRamRoleArn", "source_profile": "gone", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "no-source", "mode": "ChainableRamRoleArn", "ram_role_arn": "acs:ram::1:role/a"},
    {"name": "no-role", "mode": "ChainableRamRoleArn", "source_profile": "base"},
    {"name": "blank", "mode": "AK", "access_key_id": "", "access_key_secret": "", "region_id": "cn-beijing"}
  ]
}"#;

/// The three variables of a pod's role.
const POD: [(&str, &str); 3] = [
    ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/pod"),
    ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/cluster"),
    ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/var/run/token"),
];

fn instance(role: Option<&str>) -> Base {
    Base::Instance(InstanceRole { role: role.map(str::to_owned), without_token: true, searched: None })
}

fn pod() -> OidcRole {
    OidcRole {
        role_arn: "acs:ram::1:role/pod".to_owned(),
        provider_arn: "acs:ram::1:oidc-provider/cluster".to_owned(),
        token_file: "/var/run/token".into(),
        session_name: "terraform".to_owned(),
        duration_seconds: None,
        policy: None,
    }
}

#[test]
fn a_chain_begins_with_its_last_profile_and_ends_with_the_named_one() {
    let home = Home::with(CHAINS);
    let found = find(&profile("top"), &home.env(&[])).unwrap();
    let arns: Vec<_> = found.roles.iter().map(|role| role.role_arn.as_str()).collect();
    assert_eq!(arns, ["acs:ram::1:role/base", "acs:ram::2:role/middle", "acs:ram::3:role/top"]);
    let last = found.roles.last().unwrap();
    assert_eq!((last.session_name.as_deref(), last.external_id.as_deref()), (Some("me"), Some("e")));
    assert!(found.origin.starts_with("the profile \"base\" in "), "{}", found.origin);
    assert_eq!(key_id(Ok(found)), "base");
    let found = find(&profile("on-machine"), &home.env(&[])).unwrap();
    assert_eq!((found.base, found.roles.len()), (instance(Some("r")), 1), "the mode may be in any case");
}

#[test]
fn a_circular_chain_is_an_error_that_names_the_circle() {
    let home = Home::with(CHAINS);
    let error = |name| find(&profile(name), &home.env(&[])).unwrap_err().to_string();
    let path = home.0.path().join(".aliyun/config.json");
    assert_eq!(
        error("one"),
        format!(
            "the profiles \"two\" -> \"three\" -> \"two\" in {} refer to each other in a loop (source_profile); one of \
             them must contain keys",
            path.display()
        )
    );
    assert!(error("self").starts_with("the profiles \"self\" -> \"self\" in "), "{}", error("self"));
}

#[test]
fn an_incomplete_chain_names_the_missing_field_and_the_profile() {
    let home = Home::with(CHAINS);
    let error = |name| find(&profile(name), &home.env(&[])).unwrap_err().to_string();
    let orphan = error("orphan");
    assert!(orphan.starts_with("there is no profile \"gone\" (source_profile of \"orphan\") in "), "{orphan}");
    assert!(orphan.contains("aliyun configure --profile gone"), "{orphan}");
    let no_source = error("no-source");
    assert!(no_source.contains("\"no-source\"") && no_source.contains("but no source_profile;"), "{no_source}");
    let no_role = error("no-role");
    assert!(no_role.contains("\"no-role\"") && no_role.contains("but no ram_role_arn;"), "{no_role}");
    for message in [orphan, no_source, no_role] {
        assert!(!message.contains("canary"), "{message}");
    }
}

#[test]
fn a_profile_may_be_the_role_of_the_instance_with_or_without_its_name() {
    let home = Home::with(CHAINS);
    let base = |name| find(&profile(name), &home.env(&[])).unwrap().base;
    assert_eq!(base("machine"), instance(Some("r")));
    assert_eq!(base("any-machine"), instance(None));
    let env = home.env(&[("ALIBABA_CLOUD_IMDSV1_DISABLED", "True")]);
    assert!(matches!(
        find(&profile("machine"), &env).unwrap().base,
        Base::Instance(InstanceRole { without_token: false, .. })
    ));
    let env = home.env(&[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "TRUE")]);
    let error = find(&profile("machine"), &env).unwrap_err().to_string();
    assert!(error.starts_with("the profile \"machine\" in "), "{error}");
    assert!(error.contains("ALIBABA_CLOUD_ECS_METADATA_DISABLED does not allow it; unset"), "{error}");
}

#[test]
fn an_oidc_profile_is_completed_from_the_environment() {
    let home = Home::with(CHAINS);
    let found = find(&profile("ci"), &home.env(&POD)).unwrap();
    let ci = OidcRole {
        role_arn: "acs:ram::1:role/ci".to_owned(),
        provider_arn: "acs:ram::1:oidc-provider/p".to_owned(),
        token_file: home.0.path().join("token"),
        session_name: "build".to_owned(),
        duration_seconds: Some(900),
        policy: None,
    };
    assert_eq!(found.base, Base::Oidc(ci));
    let env = home.env(&[POD.as_slice(), &[("ALIBABA_CLOUD_ROLE_SESSION_NAME", "job")]].concat());
    let wanted = OidcRole { session_name: "job".to_owned(), ..pod() };
    assert_eq!(find(&profile("pod"), &env).unwrap().base, Base::Oidc(wanted));
    let error = find(&profile("pod"), &home.env(&POD[..1])).unwrap_err().to_string();
    assert!(error.starts_with("the profile \"pod\" in "), "{error}");
    let wanted = "has no oidc_provider_arn; add it there, or set ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
    assert!(error.ends_with(wanted), "{error}");
}

#[test]
fn the_configuration_may_name_an_oidc_role_or_the_role_of_the_instance() {
    let home = Home::with(CHAINS);
    let given = AssumeRoleWithOidc { role_arn: Some("acs:ram::9:role/given".to_owned()), ..Default::default() };
    let config = CredentialsConfig { assume_role_with_oidc: Some(given), ..CredentialsConfig::default() };
    let found = find(&config, &home.env(&POD)).unwrap();
    assert_eq!(found.base, Base::Oidc(OidcRole { role_arn: "acs:ram::9:role/given".to_owned(), ..pod() }));
    let error = find(&config, &home.env(&[])).unwrap_err().to_string();
    assert!(error.starts_with("the configuration's assume_role_with_oidc has no oidc_provider_arn"), "{error}");
    let config = CredentialsConfig { ecs_role_name: Some("web".to_owned()), ..CredentialsConfig::default() };
    assert_eq!(find(&config, &home.env(&POD)).unwrap().base, instance(Some("web")));
}

#[test]
fn the_oidc_role_of_the_environment_is_between_its_keys_and_its_profile_and_the_instance_is_last() {
    let home = Home::with(CHAINS);
    let none = CredentialsConfig::default();
    let keys = [("ALICLOUD_ACCESS_KEY", "alicloud"), ("ALICLOUD_SECRET_KEY", "s")];
    let named = [("ALIBABA_CLOUD_PROFILE", "top")];
    let role = [("ALIBABA_CLOUD_ECS_METADATA", "web")];
    let all = [keys.as_slice(), &POD, &named, &role].concat();
    assert_eq!(key_id(find(&none, &home.env(&all))), "alicloud");
    assert_eq!(find(&none, &home.env(&all[2..])).unwrap().base, Base::Oidc(pod()));
    assert_eq!(key_id(find(&none, &home.env(&all[3..]))), "base", "two of three variables are not a role");
    let found = find(&none, &home.env(&role)).unwrap();
    assert_eq!(
        (found.base, found.origin.as_str()),
        (instance(Some("web")), "the environment variable ALIBABA_CLOUD_ECS_METADATA")
    );
    let current = Home::with(&CHAINS.replace(r#""current": """#, r#""current": "base""#));
    assert_eq!(key_id(find(&none, &current.env(&role))), "base", "a profile goes before the instance");
    let blank = Home::with(&CHAINS.replace(r#""current": """#, r#""current": "blank""#));
    assert_eq!(find(&none, &blank.env(&role)).unwrap().base, instance(Some("web")), "an empty profile is skipped");
    let Base::Instance(last) = find(&none, &blank.env(&[])).unwrap().base else { panic!("not the instance's role") };
    let searched = last.searched.unwrap().join("\n");
    assert!(searched.contains("(its current profile \"blank\" is empty)") && last.role.is_none(), "{searched}");
    let deleted = Home::with(r#"{"current": "default", "profiles": [], "meta_path": ""}"#);
    assert_eq!(find(&none, &deleted.env(&role)).unwrap().base, instance(Some("web")), "a file without profiles too");
    assert!(find(&profile("default"), &deleted.env(&role)).is_err(), "a profile that is named must exist");
    assert!(find(&profile("blank"), &blank.env(&role)).is_err(), "an empty profile that is named is an error");
}

#[tokio::test]
async fn a_profile_may_contain_a_region() {
    let home = Home::with(CHAINS);
    let region = async |name| profile(name).profile_region(&home.env(&[])).await.unwrap();
    assert_eq!(region("base").await.as_deref(), Some("cn-shanghai"));
    assert_eq!(
        region("top").await.as_deref(),
        Some("cn-beijing"),
        "the region of the profile, not of the one it builds on"
    );
    assert_eq!(region("machine").await, None);
    let keys = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "a"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s")];
    let current = Home::with(&CHAINS.replace(r#""current": """#, r#""current": "base""#));
    let none = CredentialsConfig::default();
    assert_eq!(none.profile_region(&current.env(&[])).await.unwrap().as_deref(), Some("cn-shanghai"));
    assert_eq!(none.profile_region(&current.env(&keys)).await.unwrap(), None, "the keys are not the profile's");
    assert!(profile("gone").profile_region(&home.env(&[])).await.is_err());
    let off = Environment::from_iter([("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")]);
    assert_eq!(none.profile_region(&off).await.unwrap(), None, "missing credentials are reported by the first call");
}

#[cfg(unix)]
#[test]
fn only_a_text_file_in_utf_8_is_read() {
    let home = Home::with(CHAINS);
    let path = home.0.path().join(".aliyun/config.json");
    let error = || find(&profile("base"), &home.env(&[])).unwrap_err().to_string();
    std::fs::write(&path, [&[0xff, 0xfe], b"{\0}\0".as_slice()].concat()).unwrap();
    assert!(error().ends_with("it is encoded as UTF-16. Save it as UTF-8"), "{}", error());
    std::fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(error().ends_with("it is not a regular file. Name the file that `aliyun configure` writes"), "{}", error());
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, ["\u{feff}", CHAINS].concat()).unwrap();
    assert_eq!(key_id(find(&profile("base"), &home.env(&[]))), "base");
}
