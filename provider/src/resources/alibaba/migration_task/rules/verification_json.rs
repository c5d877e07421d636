//! `reserve["dataCheckConfigure"]`: a data verification that the block `data_verification` cannot express.

use serde_json::{Map as JsonMap, Value as Json};

use super::types::Types;

/// The valid values of a key. Numbers and booleans can be in quotation marks.
enum Kind {
    Bool,
    Number(i64, i64),
    Words(&'static [&'static str]),
    Object,
}

/// The largest number that JSON clients keep exactly.
const LARGEST: i64 = 9_007_199_254_740_991;

/// The documented keys. DTS can have more.
const KEYS: [(&str, Kind); 23] = [
    ("fullDataCheck", Kind::Bool),
    ("fullCheckModel", Kind::Words(&["1", "2"])),
    ("fullCheckFixData", Kind::Bool),
    ("fullCheckRatio", Kind::Number(10, 100)),
    ("checkMaximumHourEnable", Kind::Words(&["0", "1"])),
    ("checkMaximumHour", Kind::Number(1, 72)),
    ("fullCheckReferEndpoint", Kind::Words(&["all", "src", "dest"])),
    ("fullCheckMaxReadRps", Kind::Number(0, LARGEST)),
    ("fullCheckMaxReadBps", Kind::Number(0, LARGEST)),
    ("fullCheckErrorNotice", Kind::Bool),
    ("fullCheckValidFailNotice", Kind::Bool),
    ("fullCheckNoticeValue", Kind::Number(0, LARGEST)),
    ("incrementalDataCheck", Kind::Bool),
    ("incrementalCheckErrorNotice", Kind::Bool),
    ("incrementalCheckValidFailNotice", Kind::Bool),
    ("incrementalCheckValidFailNoticeTimes", Kind::Number(1, LARGEST)),
    ("incrementalCheckValidFailNoticePeriod", Kind::Number(1, LARGEST)),
    ("incrementalCheckValidFailNoticeValue", Kind::Number(0, LARGEST)),
    ("incrementalCheckDelayNotice", Kind::Bool),
    ("incrementalCheckDelayNoticeTimes", Kind::Number(1, LARGEST)),
    ("incrementalCheckDelayNoticePeriod", Kind::Number(1, LARGEST)),
    ("incrementalCheckDelayNoticeValue", Kind::Number(0, LARGEST)),
    ("dataCheckDbList", Kind::Object),
];

/// A key with a value, and the key that DTS needs then.
const NEEDED: [(&str, &str, &str); 4] = [
    ("fullCheckModel", "1", "fullCheckRatio"),
    ("fullCheckModel", "1", "checkMaximumHourEnable"),
    ("checkMaximumHourEnable", "1", "checkMaximumHour"),
    ("fullCheckValidFailNotice", "true", "fullCheckNoticeValue"),
];

/// What is wrong with the text: a complete sentence and what to do.
pub(super) fn problem(text: &str, types: Option<&Types>) -> Option<(String, String)> {
    let Ok(Json::Object(settings)) = serde_json::from_str(text) else {
        return Some(("is not a JSON object.".to_owned(), "write it with jsonencode({ … })".to_owned()));
    };
    let wrong = KEYS.iter().find_map(|(key, kind)| {
        let allowed = kind.not_fitting(text_of(&settings, key)?.as_str())?;
        Some((format!("has a value for {key} that is not valid."), format!("write {allowed}")))
    });
    wrong.or_else(|| lacking(&settings)).or_else(|| without_type(&settings, types?))
}

fn text_of(settings: &JsonMap<String, Json>, key: &str) -> Option<String> {
    let value = settings.get(key).filter(|value| !value.is_null())?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn has(settings: &JsonMap<String, Json>, key: &str, value: &str) -> bool {
    text_of(settings, key).is_some_and(|text| text.eq_ignore_ascii_case(value))
}

impl Kind {
    /// What is allowed, if the text is not.
    fn not_fitting(&self, text: &str) -> Option<String> {
        let (fits, allowed) = match self {
            Kind::Bool => {
                (["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(text)), "true or false".to_owned())
            }
            Kind::Number(from, to) => {
                let fits = text.trim().parse::<i64>().is_ok_and(|number| (*from..=*to).contains(&number));
                (fits, format!("a number from {from} to {to}"))
            }
            Kind::Words(words) => (words.contains(&text), words.join(" or ")),
            Kind::Object => (matches!(serde_json::from_str(text), Ok(Json::Object(_))), "a JSON object".to_owned()),
        };
        (!fits).then_some(allowed)
    }
}

fn lacking(settings: &JsonMap<String, Json>) -> Option<(String, String)> {
    let (key, value, needed) =
        NEEDED.iter().find(|(key, value, needed)| has(settings, key, value) && text_of(settings, needed).is_none())?;
    Some((format!("has {key} {value} without {needed}."), format!("add {needed}")))
}

/// A task can only compare the data that it migrates.
fn without_type(settings: &JsonMap<String, Json>, types: &Types) -> Option<(String, String)> {
    let checks = [("fullDataCheck", types.full, "full"), ("incrementalDataCheck", types.incremental, "incremental")];
    let (key, _, missing) = checks.into_iter().find(|(key, chosen, _)| has(settings, key, "true") && !chosen)?;
    Some((
        format!("has {key}, but migration_types does not contain {missing:?}."),
        format!("add {missing:?} to migration_types, or remove {key}"),
    ))
}
