//! The files of the `tccli` tool.

use super::*;

#[test]
fn profiles_with_keys_tokens_and_roles_are_read() {
    let home = Home::new();
    home.write(
        "token.credential",
        r#"{"secretId": "t", "secretKey": "s", "token": "canary-t", "type": "sso", "sso": {}}"#,
    );
    home.write(
        "role.credential",
        r#"{"secretId": "r", "secretKey": "s", "token": "", "role-arn": "qcs::cam::uin/1:roleName/a", "role-session-name": "me"}"#,
    );
    home.write("machine.credential", "\u{feff}{\"type\": \"cvm-role\"}");
    let found = |name| find(&profile(name), &home.env(&[])).unwrap();
    assert_eq!(keys(Ok(found("keys"))), Credentials::permanent("keys-id", "canary-keys"));
    assert_eq!(keys(Ok(found("token"))).token, Some("canary-t".into()));
    let assumed = AssumeRole { session_name: Some("me".to_owned()), ..role(1) };
    assert_eq!((found("role").roles, keys(Ok(found("role"))).token), (vec![assumed], None));
    assert!(matches!(found("machine").base, Base::Instance(_)));
    assert!(found("keys").origin.starts_with("the profile \"keys\" in "), "{}", found("keys").origin);
}

#[test]
fn the_folder_may_be_in_another_place() {
    let home = Home::new();
    let other = home.0.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("b.credential"), r#"{"secretId": "b-id", "secretKey": "s"}"#).unwrap();
    let path = other.to_str().unwrap();
    for folder in [path, "~/other"] {
        let env = home.env(&[("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", folder)]);
        assert_eq!(key_id(find(&profile("b"), &env)), "b-id", "{folder}");
    }
    let config = CredentialsConfig { shared_credentials_dir: Some(other), ..profile("b") };
    let env = home.env(&[("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/missing")]);
    assert_eq!(key_id(find(&config, &env)), "b-id");
    assert!(find(&profile("b"), &home.env(&[])).is_err(), "the default folder has no such profile");
}

#[test]
fn a_missing_profile_names_the_file_and_the_existing_profiles() {
    let home = Home::new();
    home.write("blank.credential", r#"{"secretId": "", "secretKey": ""}"#);
    for name in ["prod", "blank"] {
        let error = find(&profile(name), &home.env(&[])).unwrap_err().to_string();
        assert!(error.contains(&format!(".tccli/{name}.credential does not exist or has no keys")), "{error}");
        assert!(error.contains("the profiles blank, keys") && !error.contains("canary"), "{error}");
    }
    let env = Environment::from_iter([("HOME", "/missing"), ("TCCLI_PROFILE", "a")]);
    let error = find(&none(), &env).unwrap_err().to_string();
    assert!(error.contains("no profiles") && error.contains("tccli configure --profile a"), "{error}");
}

#[test]
fn a_name_that_leads_to_another_folder_is_refused() {
    let home = Home::new();
    for name in ["../keys", "/etc/keys", ".keys", "a\\b"] {
        let error = find(&profile(name), &home.env(&[])).unwrap_err();
        assert!(matches!(error, CredentialsError::ProfileName { .. }), "{name}: {error}");
    }
}

#[test]
fn a_profile_with_half_a_key_or_another_type_is_reported() {
    let home = Home::new();
    home.write("half.credential", r#"{"secretId": "canary-id"}"#);
    home.write("other.credential", r#"{"type": "saml", "secretKey": "canary"}"#);
    let error = |name| find(&profile(name), &home.env(&[])).unwrap_err().to_string();
    assert!(error("half").contains("has no secretKey"), "{}", error("half"));
    assert!(
        error("other").contains("\"saml\"") && error("other").contains("oauth, sso, cvm-role"),
        "{}",
        error("other")
    );
    assert!(!error("other").contains("canary"));
}

#[test]
fn a_malformed_file_is_reported_by_position_not_by_content() {
    let home = Home::new();
    home.write("bad.credential", r#"{"secretId": ["canary"]}"#);
    home.write("keys.configure", "canary");
    let error = find(&profile("bad"), &home.env(&[])).unwrap_err().to_string();
    assert!(error.contains("line 1, column") && !error.contains("canary"), "{error}");
    let error = find(&profile("keys"), &home.env(&[])).unwrap_err().to_string();
    assert!(error.contains("keys.configure: not the expected JSON") && !error.contains("canary"), "{error}");
}
