//! Keys, tokens and roles in environment variables.

use super::*;

const KEYS: [(&str, &str); 2] = [("TENCENTCLOUD_SECRET_ID", "id"), ("TENCENTCLOUD_SECRET_KEY", "secret")];

fn env(more: &[(&'static str, &'static str)]) -> Environment {
    KEYS.iter().chain(more).copied().collect()
}

#[test]
fn the_token_may_have_the_name_of_either_tool() {
    for name in ["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"] {
        let found = find(&none(), &env(&[(name, "token")])).unwrap();
        assert!(found.origin.contains("TENCENTCLOUD_SECRET_ID"), "{}", found.origin);
        let keys = keys(Ok(found));
        assert_eq!((keys.secret_key.expose(), keys.token), ("secret", Some("token".into())), "{name}");
    }
    assert_eq!(keys(find(&none(), &env(&[]))).token, None);
}

#[test]
fn a_role_of_the_environment_is_assumed_with_the_keys_of_the_environment_only() {
    let variables = [
        ("TENCENTCLOUD_ASSUME_ROLE_ARN", "qcs::cam::uin/1:roleName/a"),
        ("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "me"),
        ("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "900"),
        ("TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "canary-external"),
    ];
    let expected = AssumeRole {
        session_name: Some("me".to_owned()),
        duration_seconds: Some(900),
        external_id: Some("canary-external".into()),
        ..role(1)
    };
    let config = CredentialsConfig { assume_role: Some(role(2)), ..none() };
    let found = find(&config, &env(&variables)).unwrap();
    assert_eq!(found.roles, [expected, role(2)], "assume_role is applied in addition");
    assert!(!format!("{found:?}").contains("canary"));
    let found = find(&given("other", "s"), &env(&variables)).unwrap();
    assert!(found.roles.is_empty(), "the keys of the configuration may be those of another account");
    let tool = [("TENCENTCLOUD_ROLE_ARN", "qcs::cam::uin/1:roleName/a")];
    assert_eq!(find(&none(), &env(&tool)).unwrap().roles, [role(1)]);
}

#[test]
fn a_duration_that_is_not_a_number_is_an_error() {
    let variables = |duration| {
        env(&[
            ("TENCENTCLOUD_ASSUME_ROLE_ARN", "qcs::cam::uin/1:roleName/a"),
            ("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", duration),
        ])
    };
    let error = find(&none(), &variables("1h")).unwrap_err().to_string();
    assert!(error.contains("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION (\"1h\") is not a whole number"), "{error}");
    assert_eq!(find(&none(), &variables(" 900 ")).unwrap().roles[0].duration_seconds, Some(900));
}

#[tokio::test]
async fn the_region_comes_from_a_variable_or_the_profile() {
    let env = Environment::from_iter([("TENCENTCLOUD_REGION", "ap-beijing")]);
    assert_eq!(environment_region(&env), Some("ap-beijing"));
    let home = Home::new();
    assert_eq!(profile("keys").profile_region(&home.env(&[])).await.unwrap(), None);
    home.write(
        "keys.configure",
        r#"{"_sys_param": {"region": "ap-tokyo", "output": "json"}, "dts": {"version": "x"}}"#,
    );
    assert_eq!(profile("keys").profile_region(&home.env(&[])).await.unwrap().as_deref(), Some("ap-tokyo"));
    assert!(profile("missing").profile_region(&home.env(&[])).await.is_err());
}
