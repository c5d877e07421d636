//! The rules on single values of a purchased job.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    validate::nearest,
};

use super::TYPE;
use crate::{
    facts::tencent::{Side, engine, engines_at, instance_class as class_of, instance_classes},
    rules::{ValueRule, shown, tencent::job_id, without_space_around},
};

pub(super) static VALUE_RULES: [&ValueRule; 4] = [&JOB_NAME, &SOURCE_ENGINE, &DESTINATION_ENGINE, &CLASS];

static JOB_NAME: ValueRule = ValueRule::text(
    "tencent-job-name",
    "The name of a migration job of Tencent Cloud",
    "must have 1 to 128 characters, without white space around it",
    check_name,
);
static SOURCE_ENGINE: ValueRule = ValueRule::text(
    "tencent-source-engine",
    "The source engine of a migration job of Tencent Cloud",
    "must be an engine that DTS migrates from, such as `mysql`",
    |text| check_engine(text, Side::Source),
);
static DESTINATION_ENGINE: ValueRule = ValueRule::text(
    "tencent-destination-engine",
    "The destination engine of a migration job of Tencent Cloud",
    "must be an engine that DTS migrates to, such as `mysql`",
    |text| check_engine(text, Side::Destination),
);
static CLASS: ValueRule = ValueRule::text(
    "tencent-instance-class",
    "The class of a migration job of Tencent Cloud",
    "must be one of `micro`, `small`, `medium`, `large`, `xlarge` and `2xlarge`",
    check_class,
);

/// The name of a job.
pub(super) fn job_name() -> &'static ValueRule {
    &JOB_NAME
}

/// The engine of the source.
pub(super) fn source_engine() -> &'static ValueRule {
    &SOURCE_ENGINE
}

/// The engine of the destination.
pub(super) fn destination_engine() -> &'static ValueRule {
    &DESTINATION_ENGINE
}

/// The class of a job.
pub(super) fn instance_class() -> &'static ValueRule {
    &CLASS
}

/// Longest name of a job, in characters.
const LONGEST_NAME: usize = 128;

fn check_name(text: &str) -> Result<(), String> {
    without_space_around(text, |_| true)?;
    match text.chars().count() {
        0 => Err("The name is empty.".to_owned()),
        1..=LONGEST_NAME => Ok(()),
        count => Err(format!("The name has {count} characters. Keep at most {LONGEST_NAME}.")),
    }
}

fn check_engine(text: &str, side: Side) -> Result<(), String> {
    without_space_around(text, |text| engine(text).is_some())?;
    if engine(text).is_some_and(|row| row.is_at(side)) {
        return Ok(());
    }
    let words: Vec<&str> = engines_at(side).map(|row| row.engine).collect();
    let meant = engines_at(side)
        .find(|row| row.name.eq_ignore_ascii_case(text))
        .map(|row| row.engine)
        .or_else(|| nearest(text, &words));
    let hint = meant.map(|word| format!(" Did you mean {word:?}?")).unwrap_or_default();
    Err(format!("{} is not one of {}.{hint}", shown(text), words.join(", ")))
}

fn check_class(text: &str) -> Result<(), String> {
    without_space_around(text, |text| class_of(text).is_some())?;
    if class_of(text).is_some() {
        return Ok(());
    }
    let words: Vec<&str> = instance_classes().iter().map(|row| row.class).collect();
    let hint = nearest(text, &words).map(|word| format!(" Did you mean {word:?}?")).unwrap_or_default();
    Err(format!("{} is not one of {}.{hint}", shown(text), words.join(", ")))
}

/// Rejects what is not the ID of a job.
///
/// # Errors
/// The text is not the ID of a job.
pub(super) fn must_be_import_id(id: &str) -> Result<(), Diagnostics> {
    job_id().check_text(id).map_err(|problem| {
        let detail = format!("The import ID of a {TYPE} is the ID of the job (JobId). {problem}");
        Diagnostic::error("Invalid import ID", detail).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_and_classes_are_words_of_the_tables() {
        assert_eq!(check_engine("mysql", Side::Source), Ok(()));
        assert_eq!(check_engine("tendis", Side::Destination), Ok(()));
        assert!(check_engine("tendis", Side::Source).is_err());
        assert!(check_engine("mysq", Side::Source).unwrap_err().contains("Did you mean \"mysql\"?"));
        assert!(check_engine("MySQL", Side::Source).unwrap_err().contains("Did you mean \"mysql\"?"));
        assert_eq!(check_class("medium"), Ok(()));
        assert!(check_class("mediun").unwrap_err().contains("Did you mean \"medium\"?"));
    }

    #[test]
    fn a_name_has_a_length() {
        assert_eq!(check_name("orders"), Ok(()));
        for wrong in ["", " orders", &"x".repeat(129)] {
            assert!(check_name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_import_id_is_a_job_id() {
        assert!(must_be_import_id("dts-1ewjspuw").is_ok());
        for wrong in ["", "dts-", "1ewjspuw", "dts-1EWJ", "dts-1/2"] {
            assert!(must_be_import_id(wrong).is_err(), "{wrong}");
        }
    }
}
