//! Complete, missing and wrong settings.

use super::*;

const COMPLETE: [(&str, &str); 12] = [
    (REGION, "cn-hangzhou"),
    ("DTS_ACCEPTANCE_SOURCE_DATABASE", "orders"),
    ("DTS_ACCEPTANCE_SOURCE_PROFILE", "a"),
    (SOURCE_ACCOUNT, "1234567890123456"),
    ("DTS_ACCEPTANCE_SOURCE_INSTANCE_ID", "rm-a"),
    ("DTS_ACCEPTANCE_SOURCE_USERNAME", "dts"),
    ("DTS_ACCEPTANCE_SOURCE_PASSWORD", "canary-7"),
    ("DTS_ACCEPTANCE_DESTINATION_PROFILE", "b"),
    (DESTINATION_ACCOUNT, "2345678901234567"),
    ("DTS_ACCEPTANCE_DESTINATION_INSTANCE_ID", "rm-b"),
    ("DTS_ACCEPTANCE_DESTINATION_USERNAME", "dts"),
    ("DTS_ACCEPTANCE_DESTINATION_PASSWORD", "canary-8"),
];

fn with(name: &str, value: &str) -> Result<Settings, RealError> {
    read(&COMPLETE.into_iter().filter(|(known, _)| *known != name).chain([(name, value)]).collect())
}

#[test]
fn variables_alone_are_enough_and_passwords_are_not_printed() {
    let settings = read(&COMPLETE.into_iter().collect()).unwrap();
    assert_eq!((settings.prefix.as_str(), settings.limit), ("dts-acceptance", Duration::from_mins(120)));
    assert_eq!(settings.destination.password.expose(), "canary-8");
    assert!(!format!("{settings:?}").contains("canary"), "{settings:?}");
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    for (name, _) in COMPLETE {
        let RealError::Missing { names, .. } = with(name, "").unwrap_err() else { panic!("{name}") };
        assert!(names.len() == 1 && names[0].starts_with(&format!("{name} (")), "{names:?}");
    }
    let RealError::Missing { names, .. } = read(&Environment::default()).unwrap_err() else { panic!("none is set") };
    assert_eq!(names.len(), COMPLETE.len(), "{names:?}");
}

#[test]
fn wrong_values_are_refused_and_right_ones_beside_them_are_not() {
    for (name, right, wrong) in [
        (PREFIX, "team-a-dts", "dts"),
        (PREFIX, "team-a-dts2", "Team-A-dts"),
        (PREFIX, "team-a", "team-a-"),
        (PREFIX, "t12345", "112345"),
        (PREFIX, "t12345", "t1234*"),
        (MINUTES, "1440", "1441"),
        (MINUTES, "1", "an hour"),
        (SOURCE_ACCOUNT, "1111111111111111", "me@example.com"),
        (DESTINATION_ACCOUNT, "1111111111111111", "1234567890123456"),
    ] {
        assert!(with(name, right).is_ok(), "{name} = {right}");
        assert!(matches!(with(name, wrong), Err(RealError::Setting { .. })), "{name} = {wrong}");
    }
}

#[test]
fn a_file_fills_in_what_variables_leave_open_and_holds_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("real.toml");
    let path_text = path.to_str().unwrap().to_owned();
    let read_file = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let left =
            COMPLETE.into_iter().filter(|(name, _)| *name != REGION && !name.starts_with("DTS_ACCEPTANCE_SOURCE_U"));
        read(&left.chain([(FILE, path_text.as_str())]).collect())
    };
    let settings =
        read_file("region = \"eu-central-1\"\nminutes = 30\n[source]\nusername = \"from file\"\nprofile = \"z\"\n")
            .unwrap();
    let found = (settings.region.as_str(), settings.source.username.as_str(), settings.source.profile.as_str());
    assert_eq!(found, ("eu-central-1", "from file", "a"), "a variable wins");
    assert_eq!(settings.limit, Duration::from_mins(30));
    let refused = read_file("region = \"x\"\n[source]\nusername = \"u\"\npassword = \"canary-9\"\n").unwrap_err();
    assert!(refused.is_refusal() && !refused.to_string().contains("canary"), "{refused}");
    assert!(refused.to_string().contains("password"), "{refused}");
}
