//! `DataCheckConfigure`: whether and how a job compares the data of both sides.

use crate::alibaba::gateway::Parameters;

use super::modes::Modes;
use super::settings::{self, LARGEST, Settings, Shape, is_true, text};

/// The published keys and their valid values.
const KEYS: &[(&str, Shape)] = &[
    ("fullDataCheck", Shape::Flag),
    ("fullCheckModel", Shape::Word(&["1", "2"])),
    ("fullCheckFixData", Shape::Flag),
    ("fullCheckRatio", Shape::Number(10, 100)),
    ("checkMaximumHourEnable", Shape::Word(&["0", "1"])),
    ("checkMaximumHour", Shape::Number(1, 72)),
    ("fullCheckReferEndpoint", Shape::Word(&["all", "src", "dest"])),
    ("fullCheckMaxReadRps", Shape::Number(0, LARGEST)),
    ("fullCheckMaxReadBps", Shape::Number(0, LARGEST)),
    ("fullCheckErrorNotice", Shape::Flag),
    ("fullCheckValidFailNotice", Shape::Flag),
    ("fullCheckNoticeValue", Shape::Number(0, LARGEST)),
    ("incrementalDataCheck", Shape::Flag),
    ("incrementalCheckErrorNotice", Shape::Flag),
    ("incrementalCheckValidFailNotice", Shape::Flag),
    ("incrementalCheckValidFailNoticeTimes", Shape::Number(1, LARGEST)),
    ("incrementalCheckValidFailNoticePeriod", Shape::Number(1, LARGEST)),
    ("incrementalCheckValidFailNoticeValue", Shape::Number(0, LARGEST)),
    ("incrementalCheckDelayNotice", Shape::Flag),
    ("incrementalCheckDelayNoticeTimes", Shape::Number(1, LARGEST)),
    ("incrementalCheckDelayNoticePeriod", Shape::Number(1, LARGEST)),
    ("incrementalCheckDelayNoticeValue", Shape::Number(0, LARGEST)),
    ("dataCheckDbList", Shape::Object),
    ("dataCheckNoticePhone", Shape::Any),
];

/// A key with a value, and the key that it requires.
const NEEDED: [(&str, &str, &str); 4] = [
    ("fullCheckModel", "1", "fullCheckRatio"),
    ("fullCheckModel", "1", "checkMaximumHourEnable"),
    ("checkMaximumHourEnable", "1", "checkMaximumHour"),
    ("fullCheckValidFailNotice", "true", "fullCheckNoticeValue"),
];

/// Which data a job compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Verification {
    pub(crate) full: bool,
    pub(crate) incremental: bool,
    /// Percentage of rows that are compared.
    pub(crate) percent: u64,
}

/// Checks the settings; returns what is not valid.
pub(crate) fn check(settings: &Settings) -> Result<(), String> {
    settings::check(settings, KEYS).map_err(|(key, why)| format!("{key}: {why}"))?;
    let lacking = NEEDED.iter().find(|(key, value, needed)| {
        text(settings, key).is_some_and(|given| given.eq_ignore_ascii_case(value)) && text(settings, needed).is_none()
    });
    match lacking {
        None => Ok(()),
        Some((key, value, needed)) => Err(format!("{key} {value} needs {needed}")),
    }
}

impl Verification {
    /// Reads it from the parameter, or else from the key of `Reserve`. If it cannot be read, nothing is compared.
    pub(crate) fn of(parameters: &Parameters) -> Self {
        let own = parameters.get("DataCheckConfigure").and_then(|text| settings::parse(text).ok());
        let reserved = || {
            let reserve = settings::parse(parameters.get("Reserve")?).ok()?;
            settings::nested(&reserve, "dataCheckConfigure")
        };
        let Some(settings) = own.or_else(reserved) else { return Self::default() };
        let sampled = text(&settings, "fullCheckModel").as_deref() == Some("1");
        let ratio = text(&settings, "fullCheckRatio").filter(|_| sampled).and_then(|text| text.parse().ok());
        Self {
            full: is_true(&settings, "fullDataCheck"),
            incremental: is_true(&settings, "incrementalDataCheck"),
            percent: ratio.unwrap_or(100),
        }
    }

    /// A job can only compare the data that it migrates.
    pub(crate) fn suits(self, modes: Modes) -> Result<(), &'static str> {
        match self {
            Self { full: true, .. } if !modes.full => Err("fullDataCheck needs DataInitialization"),
            Self { incremental: true, .. } if !modes.incremental => {
                Err("incrementalDataCheck needs DataSynchronization")
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::settings::parse;
    use super::{Verification, check};
    use crate::alibaba::gateway::Parameters;

    #[test]
    fn each_refusal_has_its_allowed_twin() {
        let sampled = r#"{"fullDataCheck":true,"fullCheckModel":1,"fullCheckRatio":20,"checkMaximumHourEnable":0}"#;
        for (good, bad, part) in [
            (sampled, sampled.replace("20", "9"), "fullCheckRatio: it must be a number from 10 to 100"),
            (sampled, sampled.replace(",\"fullCheckRatio\":20", ""), "fullCheckModel 1 needs fullCheckRatio"),
            (sampled, sampled.replace(":0}", ":1}"), "checkMaximumHourEnable 1 needs checkMaximumHour"),
            (sampled, sampled.replace(":0}", ":1,\"checkMaximumHour\":73}"), "checkMaximumHour: "),
            (r#"{"fullCheckModel":2}"#, r#"{"fullCheckModel":0}"#.to_owned(), "fullCheckModel: it must be one of 1, 2"),
            (
                r#"{"fullCheckReferEndpoint":"src"}"#,
                r#"{"fullCheckReferEndpoint":"source"}"#.to_owned(),
                "fullCheckReferEndpoint",
            ),
            (
                r#"{"fullCheckValidFailNotice":true,"fullCheckNoticeValue":8}"#,
                r#"{"fullCheckValidFailNotice":true}"#.to_owned(),
                "needs fullCheckNoticeValue",
            ),
            (r#"{"other":[]}"#, r#"{"incrementalDataCheck":"on"}"#.to_owned(), "incrementalDataCheck"),
        ] {
            assert_eq!(check(&parse(good).unwrap()), Ok(()), "{good}");
            let why = check(&parse(&bad).unwrap()).unwrap_err();
            assert!(why.contains(part), "{bad}: {why}");
        }
    }

    #[test]
    fn it_is_read_from_the_parameter_or_the_reserve() {
        let text = r#"{"fullDataCheck":true,"fullCheckModel":1,"fullCheckRatio":20,"incrementalDataCheck":"true"}"#;
        let wanted = Verification { full: true, incremental: true, percent: 20 };
        let reserve = format!(r#"{{"dataCheckConfigure":{text}}}"#);
        for (name, value) in [("DataCheckConfigure", text), ("Reserve", &reserve)] {
            assert_eq!(Verification::of(&Parameters::from_pairs([(name, value)])), wanted, "{name}");
        }
        let nothing = Verification::of(&Parameters::default());
        assert!(!nothing.full && !nothing.incremental);
    }
}
