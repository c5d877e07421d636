//! Jobs of DTS and their settings. The limits are those of the reference of ModifyMigrationJob.

use jiff::{Timestamp, tz::TimeZone};
use tfplugin::{
    validate::{Validator, in_range},
    value::{Name, Value},
};

use crate::{
    facts::tencent::{limit, step_ids},
    rules::{
        Check, LONGEST_NAME, LONGEST_SECRET, Requirement, ValueRule, is_instance_of_tencent, shown,
        without_space_around,
    },
};

static JOB_ID: ValueRule = ValueRule::text(
    "tencent-job-id",
    "The ID of a migration job",
    "must be the ID of a migration job, such as `dts-1ewjspuw`",
    check_job_id,
);

static START_TIME: ValueRule = ValueRule::text(
    "tencent-start-time",
    "The time at which a job starts",
    "must be a time to the second in the format of RFC 3339, such as `2030-01-31T20:00:00+08:00`",
    check_start_time,
);

static AUTO_RETRY: ValueRule = ValueRule {
    id: "tencent-auto-retry",
    subject: "The time for which DTS retries",
    requirement: Requirement::Fixed("must be 0 (no retries), or a number of minutes from 5 to 720"),
    check: Check::Value(check_auto_retry),
};

static SETTINGS: ValueRule = ValueRule {
    id: "tencent-settings",
    subject: "Further settings",
    requirement: Requirement::Fixed(
        "must have names and values without white space around them, and no passwords and other secrets: the values are stored in the \
         state",
    ),
    check: Check::Value(check_settings),
};

static TABLE_PATTERN: ValueRule = ValueRule {
    id: "tencent-table-pattern",
    subject: "A pattern of tables",
    requirement: Requirement::Fixed("must be `db.table`, `db.*`, `*.table` or `*`"),
    check: Check::Value(|value| at_least_one(value, "a pattern", check_table_pattern)),
};

static CHECK_STEP: ValueRule = ValueRule::text(
    "tencent-check-step",
    "A step of the check",
    "must be the ID of a step, such as `OptimizeCheck`",
    check_step,
);

static ERROR_CODE: ValueRule = ValueRule {
    id: "tencent-ddl-error-code",
    subject: "An error code of a DDL statement",
    requirement: Requirement::Fixed("must be a whole number from 1 to 65535"),
    check: Check::Value(check_error_codes),
};

pub(super) static RULES: [&ValueRule; 7] =
    [&JOB_ID, &START_TIME, &AUTO_RETRY, &SETTINGS, &TABLE_PATTERN, &CHECK_STEP, &ERROR_CODE];

/// The length of the end of the ID of a job, in all examples of Tencent Cloud.
const JOB_ID_END: usize = 8;

/// Parts of the keys whose values are secrets.
const SECRET_KEYS: [&str; 4] = ["password", "secret", "token", "base64"];

/// The time in which DTS reads and writes times.
const BEIJING: jiff::tz::Offset = jiff::tz::offset(8);

/// The ID of a migration job.
pub(crate) fn job_id() -> &'static ValueRule {
    &JOB_ID
}

/// The time at which a timed job starts.
pub(crate) fn start_time() -> impl Validator {
    &START_TIME
}

/// How long DTS retries after a failure.
pub(crate) fn auto_retry() -> impl Validator {
    &AUTO_RETRY
}

/// Further settings of an engine.
pub(crate) fn engine_settings() -> impl Validator {
    &SETTINGS
}

/// Patterns of tables.
pub(crate) fn table_patterns() -> impl Validator {
    &TABLE_PATTERN
}

/// IDs of the steps of a check. IDs that are not documented pass: DTS decides about them.
pub(crate) fn check_steps() -> impl Validator {
    &CHECK_STEP
}

/// Error codes of DDL statements.
pub(crate) fn ddl_error_codes() -> impl Validator {
    &ERROR_CODE
}

/// Between the documented limits of this name.
pub(crate) fn within(name: &str) -> impl Validator {
    let limit = limit(name);
    in_range(limit.range(), limit.unit)
}

/// Whether two times are the same point in time.
pub(crate) fn same_time(a: &Value, b: &Value) -> bool {
    let time = |value: &Value| value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    matches!((time(a), time(b)), (Some(a), Some(b)) if a == b)
}

/// The time as DTS takes it: the time in Beijing.
pub(crate) fn to_beijing(text: &str) -> Option<String> {
    let time: Timestamp = text.parse().ok()?;
    Some(TimeZone::fixed(BEIJING).to_datetime(time).strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// The point in time that Tencent Cloud returned as the time in Beijing; none for a time that is not set.
pub(crate) fn beijing_time(text: &str) -> Option<Timestamp> {
    from_beijing(text)?.parse().ok()
}

/// A time of CAM (RFC 3339). A text of another form stays as it is.
pub(crate) fn cam_time(text: &str) -> String {
    beijing_time(text).map_or_else(|| text.to_owned(), |at| at.to_string())
}

/// The time (RFC 3339) that DTS returned as the time in Beijing; none for a time that is not set.
pub(crate) fn from_beijing(text: &str) -> Option<String> {
    let time = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    Some(format!("{}+08:00", time.strftime("%Y-%m-%dT%H:%M:%S")))
}

fn check_job_id(text: &str) -> Result<(), String> {
    let is_id = |text: &str| {
        let rest = text.strip_prefix("dts-").unwrap_or_default();
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    without_space_around(text, is_id)?;
    match text {
        "" => Err("It is empty.".to_owned()),
        _ if is_id(text) => Ok(()),
        _ if is_id(&format!("dts-{text}")) && text.len() == JOB_ID_END => {
            Err(format!("{} is not the ID of a migration job. Did you mean \"dts-{text}\"?", shown(text)))
        }
        _ if is_instance_of_tencent(text) => Err(format!("{} is the ID of a database instance.", shown(text))),
        _ => Err(format!("{} is not the ID of a migration job.", shown(text))),
    }
}

fn check_start_time(text: &str) -> Result<(), String> {
    without_space_around(text, |text| text.parse::<Timestamp>().is_ok())?;
    match text.parse::<Timestamp>() {
        Ok(time) if time.subsec_nanosecond() == 0 => Ok(()),
        Ok(_) => Err(format!("{} has a fraction of a second.", shown(text))),
        Err(_) => match from_beijing(text) {
            Some(time) => Err(format!("{} has no time zone. For the time in Beijing, write {time:?}.", shown(text))),
            None => Err(format!("{} is not a time with its time zone.", shown(text))),
        },
    }
}

fn check_auto_retry(value: &Value) -> Result<(), String> {
    let Value::Number(number) = value else { return Ok(()) };
    match number.as_i64() {
        Some(minutes) if minutes == 0 || limit("auto_retry_minutes").range().contains(&minutes) => Ok(()),
        _ => Err(format!("It is {number}.")),
    }
}

fn check_settings(value: &Value) -> Result<(), String> {
    let Value::Map(items) = value else { return Ok(()) };
    let problems: Vec<String> =
        items.iter().filter_map(|(key, value)| check_setting(Name::as_str(key), value).err()).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.join(" ")) }
}

fn check_setting(key: &str, value: &Value) -> Result<(), String> {
    if key.is_empty() {
        return Err("It has an empty name. Write the name of the setting, or remove it.".to_owned());
    }
    without_space_around(key, |_| true)?;
    if key.chars().count() > LONGEST_NAME {
        return Err(format!("{} is too long for the name of a setting.", shown(key)));
    }
    if SECRET_KEYS.iter().any(|part| key.to_ascii_lowercase().contains(part)) {
        return Err(format!("It has the key {key:?}. Configure this setting in the DTS console."));
    }
    // The message does not show the value, which may be a secret.
    let Some(value) = value.as_str() else { return Ok(()) };
    match value.chars().count() {
        0 => Err(format!("The value of {key:?} is empty. Write a value, or remove {key:?}.")),
        count if count > LONGEST_SECRET => Err(format!("The value of {key:?} has {count} characters.")),
        _ if value.trim() != value => Err(format!(
            "The value of {key:?} begins or ends with white space. Remove it, for example with trimspace(…)."
        )),
        _ => Ok(()),
    }
}

/// Checks each text of a set that must not be empty.
fn at_least_one(value: &Value, what: &str, check: fn(&str) -> Result<(), String>) -> Result<(), String> {
    let Value::List(items) = value else { return Ok(()) };
    if items.is_empty() {
        return Err(format!("It is empty. Write at least {what}, or remove the block."));
    }
    let problems: Vec<String> = items.iter().filter_map(Value::as_str).filter_map(|text| check(text).err()).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.join(" ")) }
}

fn check_step(text: &str) -> Result<(), String> {
    let is_id = |text: &str| {
        (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    without_space_around(text, is_id)?;
    let known = step_ids();
    if let Some(meant) = known.iter().find(|id| **id != text && id.eq_ignore_ascii_case(text)) {
        return Err(format!("{text:?} is not the ID of a step. Write {meant:?}."));
    }
    if is_id(text) {
        return Ok(());
    }
    Err(format!("{} is not the ID of a step. Known steps: {}.", shown(text), known.join(", ")))
}

fn check_table_pattern(text: &str) -> Result<(), String> {
    let is_pattern = |text: &str| match text.split_once('.') {
        Some((database, table)) => !database.is_empty() && !table.is_empty(),
        None => text == "*",
    };
    without_space_around(text, is_pattern)?;
    if is_pattern(text) {
        return Ok(());
    }
    Err(if text.is_empty() || text.contains('.') {
        format!("{} is not a pattern.", shown(text))
    } else {
        format!(
            "{} has no database. Write, for example, \"{text}.*\" for all tables of the database {text}.",
            shown(text)
        )
    })
}

fn check_error_codes(value: &Value) -> Result<(), String> {
    let Value::List(items) = value else { return Ok(()) };
    if items.is_empty() {
        return Err("It is empty. Write at least an error code, or remove the block.".to_owned());
    }
    let allowed = limit("skip_ddl_errors.error_codes").range();
    let wrong = items.iter().find_map(|item| match item.inner() {
        Value::Number(number) if !number.as_i64().is_some_and(|code| allowed.contains(&code)) => {
            Some(number.to_string())
        }
        _ => None,
    });
    wrong.map_or(Ok(()), |wrong| Err(format!("{wrong} is not an error code.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_cam_are_those_of_beijing() {
        assert_eq!(cam_time("2026-01-01 20:00:00"), "2026-01-01T12:00:00Z");
        assert_eq!(cam_time("soon"), "soon");
    }

    #[test]
    fn a_job_id_has_its_prefix() {
        for right in ["dts-1ewjspuw", "dts-c1f6rs21"] {
            assert_eq!(check_job_id(right), Ok(()), "{right}");
        }
        for wrong in ["", "dts-", "cdb-1ewjspuw", "1ewjspuw", "dts-1EWJSPUW", " dts-1ewjspuw"] {
            assert!(check_job_id(wrong).is_err(), "{wrong}");
        }
        assert!(check_job_id("1ewjspuw").unwrap_err().ends_with("Did you mean \"dts-1ewjspuw\"?"));
        assert!(check_job_id("cdb-1ewjspuw").unwrap_err().contains("of a database instance"));
    }

    #[test]
    fn a_start_time_has_a_time_zone_and_no_fraction() {
        assert_eq!(check_start_time("2030-01-31T20:00:00+08:00"), Ok(()));
        assert!(check_start_time("2030-01-31T20:00:00.5Z").unwrap_err().contains("fraction"));
        let beijing = check_start_time("2030-01-31 20:00:00").unwrap_err();
        assert!(beijing.contains("\"2030-01-31T20:00:00+08:00\""), "{beijing}");
        assert!(check_start_time("tomorrow").is_err());
        assert_eq!(to_beijing("2030-01-31T12:00:00Z").as_deref(), Some("2030-01-31 20:00:00"));
        assert_eq!(from_beijing("0000-00-00 00:00:00"), None);
        assert!(same_time(&"2030-01-31T12:00:00Z".into(), &"2030-01-31T20:00:00+08:00".into()));
    }

    #[test]
    fn a_time_is_beijing_time() {
        let shown = |text: &str| beijing_time(text).map(|time| time.to_string());
        assert_eq!(shown("2026-01-01 08:30:00").as_deref(), Some("2026-01-01T00:30:00Z"));
        for unset in ["", "0000-00-00 00:00:00"] {
            assert_eq!(shown(unset), None);
        }
    }

    #[test]
    fn retries_are_off_or_have_their_limits() {
        for right in [0, 5, 720] {
            assert_eq!(check_auto_retry(&right.into()), Ok(()), "{right}");
        }
        for wrong in [-1, 4, 721] {
            assert!(check_auto_retry(&wrong.into()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn settings_have_no_secrets() {
        let settings = |key: &'static str| Value::Map([(key, Value::from("x"))].into_iter().collect());
        assert_eq!(check_settings(&settings("DstWriteMode")), Ok(()));
        let refused = check_settings(&settings("ticdc_kafka_password")).unwrap_err();
        assert!(refused.contains("ticdc_kafka_password") && !refused.contains("\"x\""), "{refused}");
        for (key, value, part) in [
            ("", "x", "empty name"),
            (" DstWriteMode", "x", "Write \"DstWriteMode\""),
            ("DstWriteMode", "", "is empty"),
            ("DstWriteMode", "normal ", "white space"),
            ("DstWriteMode", "\n", "white space"),
        ] {
            let refused = check_settings(&Value::Map([(key, Value::from(value))].into_iter().collect())).unwrap_err();
            assert!(refused.contains(part) && !refused.contains("normal"), "{key:?} = {value:?}: {refused}");
        }
        assert!(check_settings(&settings(&*"k".repeat(257).leak())).unwrap_err().contains("too long"));
    }

    #[test]
    fn a_step_is_an_id() {
        for right in ["OptimizeCheck", "SomeNewCheck"] {
            assert_eq!(check_step(right), Ok(()), "{right}");
        }
        for (wrong, part) in [
            ("optimizecheck", "Write \"OptimizeCheck\""),
            ("OptimizeCheck\n", "Write \"OptimizeCheck\""),
            ("", "Known steps"),
            ("Optimize Check", "Known steps"),
        ] {
            let refused = check_step(wrong).unwrap_err();
            assert!(refused.contains(part), "{wrong:?}: {refused}");
        }
    }

    #[test]
    fn patterns_and_error_codes_have_the_documented_forms() {
        for right in ["db.tbl", "db.*", "*.tbl", "*"] {
            assert_eq!(check_table_pattern(right), Ok(()), "{right}");
        }
        assert!(check_table_pattern("db").unwrap_err().contains("\"db.*\""));
        assert!(check_table_pattern(".tbl").is_err() && check_table_pattern("").is_err());
        let codes = |code: i64| Value::List(vec![code.into()]);
        assert_eq!(check_error_codes(&codes(1060)), Ok(()));
        let none = Value::List(Vec::new());
        assert!(check_error_codes(&none).is_err() && (&TABLE_PATTERN).check(&none).is_err());
        assert!((&TABLE_PATTERN).check(&Value::List(vec!["db".into(), "*".into()])).unwrap_err().contains("db.*"));
        assert!(check_error_codes(&codes(0)).is_err() && check_error_codes(&codes(65_536)).is_err());
    }
}
