//! The published keys of `Reserve`.

use crate::alibaba::dts::configuration::settings::{self, LARGEST, Settings, Shape, text};
use crate::alibaba::dts::configuration::verification;

/// The keys and their valid values. Other keys exist; they are kept without a check. One published page has
/// `maxRetryTime` in minutes, the console has it in seconds: the range allows both.
const KEYS: &[(&str, Shape)] = &[
    ("targetTableMode", Shape::Word(&["0", "2"])),
    ("autoStartModulesAfterConfig", Shape::Word(&["none", "auto", "all"])),
    ("maxRetryTime", Shape::Number(10, 86_400)),
    ("retry.blind.seconds", Shape::Number(60, 86_400)),
    ("srcSSL", Shape::Word(&["0", "1"])),
    ("destSSL", Shape::Word(&["0", "1", "3"])),
    ("fullDynamicConfig", Shape::Object),
    ("incDynamicConfig", Shape::Object),
    ("dbListCaseChangeMode", Shape::Any),
    ("conflict", Shape::Word(&["overwrite", "interrupt", "ignore"])),
    ("filterDDL", Shape::Flag),
    ("syncArchitecture", Shape::Word(&["oneway", "bidirectional"])),
    ("etlOperatorCtl", Shape::Word(&["Y", "N"])),
    ("triggerMode", Shape::Word(&["manual", "auto"])),
    ("whitelist.dms.online.ddl.enable", Shape::Flag),
    ("sqlparser.dms.original.ddl", Shape::Flag),
    ("whitelist.ghost.online.ddl.enable", Shape::Flag),
    ("sqlparser.ghost.original.ddl", Shape::Flag),
    ("privilegeMigration", Shape::Flag),
    ("privilegeDbList", Shape::List),
    ("definer", Shape::Flag),
    ("isAnalyzer", Shape::Flag),
    ("eventMove", Shape::Flag),
    ("tableAnalyze", Shape::Flag),
    ("dataCheckConfigure", Shape::Object),
    ("srcEngineArchType", Shape::Word(&["0", "1", "2"])),
    ("destEngineArchType", Shape::Word(&["0", "1", "2"])),
    ("anySinkTableEngineType", Shape::Word(&["innodb", "xengine"])),
    ("destVersion", Shape::Any),
    ("a2aFlag", Shape::Any),
];

/// Limits of a throttled phase; the first is for full migration only. -1 means no limit.
const LIMITS: [(&str, Shape); 3] = [
    ("dts.datamove.blaster.qps.max", Shape::Number(-1, LARGEST)),
    ("dts.datamove.source.rps.max", Shape::Number(-1, LARGEST)),
    ("dts.datamove.source.bps.max", Shape::Number(-1, LARGEST)),
];

/// Checks the settings; returns the first key with a value that is not valid, and why.
pub(crate) fn check(settings: &Settings) -> Result<(), (String, String)> {
    settings::check(settings, KEYS)?;
    let wrong = |key: &str, why: String| (key.to_owned(), why);
    for (key, full) in [("fullDynamicConfig", true), ("incDynamicConfig", false)] {
        if let Some(limits) = settings::nested(settings, key) {
            check_limits(&limits, full).map_err(|why| wrong(key, why))?;
        }
    }
    if let Some(verification) = settings::nested(settings, "dataCheckConfigure") {
        verification::check(&verification).map_err(|why| wrong("dataCheckConfigure", why))?;
    }
    let number = |key: &str| text(settings, key).and_then(|text| text.parse::<u64>().ok());
    if let (Some(other), Some(connection)) = (number("retry.blind.seconds"), number("maxRetryTime"))
        && other >= connection
    {
        return Err(wrong("retry.blind.seconds", format!("it must be less than maxRetryTime, {connection}")));
    }
    if text(settings, "etlOperatorCtl").as_deref() == Some("Y") && text(settings, "etlOperatorSetting").is_none() {
        return Err(wrong("etlOperatorSetting", "etlOperatorCtl Y needs it".to_owned()));
    }
    Ok(())
}

/// Checks the limits of one phase: only the published keys with integers are valid.
pub(crate) fn check_limits(limits: &Settings, full: bool) -> Result<(), String> {
    let known = if full { &LIMITS[..] } else { &LIMITS[1..] };
    if let Some(unknown) = limits.keys().find(|key| !known.iter().any(|(limit, _)| limit == key)) {
        return Err(format!("there is no limit {unknown} in this phase"));
    }
    settings::check(limits, known).map_err(|(key, why)| format!("{key}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::alibaba::dts::configuration::settings::parse;

    #[test]
    fn each_refusal_has_its_allowed_twin() {
        for (good, bad, key) in [
            (r#"{"targetTableMode":2}"#, r#"{"targetTableMode":"1"}"#, "targetTableMode"),
            (r#"{"maxRetryTime":"86400"}"#, r#"{"maxRetryTime":"86401"}"#, "maxRetryTime"),
            (
                r#"{"maxRetryTime":1200,"retry.blind.seconds":600}"#,
                r#"{"maxRetryTime":600,"retry.blind.seconds":600}"#,
                "retry.blind.seconds",
            ),
            (r#"{"destSSL":"3"}"#, r#"{"srcSSL":"3"}"#, "srcSSL"),
            (
                r#"{"fullDynamicConfig":{"dts.datamove.blaster.qps.max":"-1"}}"#,
                r#"{"incDynamicConfig":{"dts.datamove.blaster.qps.max":"5"}}"#,
                "incDynamicConfig",
            ),
            (
                r#"{"fullDynamicConfig":"{\"dts.datamove.source.rps.max\":5}"}"#,
                r#"{"fullDynamicConfig":{"dts.datamove.source.rps.max":"many"}}"#,
                "fullDynamicConfig",
            ),
            (r#"{"etlOperatorCtl":"Y","etlOperatorSetting":"s"}"#, r#"{"etlOperatorCtl":"Y"}"#, "etlOperatorSetting"),
            (r#"{"triggerMode":"auto"}"#, r#"{"triggerMode":"never"}"#, "triggerMode"),
            (r#"{"privilegeDbList":"[]"}"#, r#"{"privilegeDbList":"{}"}"#, "privilegeDbList"),
            (r#"{"eventMove":true}"#, r#"{"eventMove":"1"}"#, "eventMove"),
            (
                r#"{"dataCheckConfigure":{"fullDataCheck":true,"fullCheckModel":2}}"#,
                r#"{"dataCheckConfigure":{"fullDataCheck":true,"fullCheckModel":3}}"#,
                "dataCheckConfigure",
            ),
            (r#"{"someKey":{"any":"thing"}}"#, r#"{"srcEngineArchType":"3"}"#, "srcEngineArchType"),
        ] {
            assert_eq!(check(&parse(good).unwrap()), Ok(()), "{good}");
            assert_eq!(check(&parse(bad).unwrap()).unwrap_err().0, key, "{bad}");
        }
    }
}
