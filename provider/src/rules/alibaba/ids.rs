//! IDs of instances and tasks.

use tfplugin::validate::Validator;

use crate::rules::{LONGEST_NAME, ValueRule, is_instance_of_tencent, shown, without_space_around};

/// Length of a job ID in all examples of Alibaba Cloud. An instance ID is `dts` and the job ID, so it is longer; a job ID may begin with
/// these letters by chance.
pub(crate) const JOB_ID_LENGTH: usize = 15;

static INSTANCE: ValueRule = ValueRule::text(
    "instance-id",
    "The ID of an instance",
    "must be an ID, such as `rm-bp1…`, and not the address of a database",
    check_instance,
);

static TASK: ValueRule = ValueRule::text(
    "task-id",
    "The ID of a task",
    "must be the ID of a migration task (DtsJobId), with letters and digits",
    check_task,
);

pub(super) static RULES: [&ValueRule; 2] = [&INSTANCE, &TASK];

/// The ID of a database instance, an ECS instance or a database gateway.
pub(crate) fn instance_id() -> impl Validator {
    &INSTANCE
}

/// The ID of a migration task.
pub(crate) fn task_id() -> impl Validator {
    &TASK
}

/// The job ID in the ID of an instance; none if the text is not one, or may also be a job ID.
pub(crate) fn task_in_instance_id(id: &str) -> Option<&str> {
    id.strip_prefix("dts").filter(|job| job.len() >= JOB_ID_LENGTH)
}

fn check_instance(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("It is empty.".to_owned());
    }
    without_space_around(text, is_id)?;
    if is_instance_of_tencent(text) {
        return Err(format!("{} is the ID of an instance of Tencent Cloud.", shown(text)));
    }
    if is_id(text) {
        return Ok(());
    }
    let host = text.split_once("://").map_or(text, |(_, address)| address);
    // The address of an instance begins with its ID, unless it was changed.
    if let Some((name, domain)) = host.split_once('.')
        && domain.contains("aliyuncs.com")
        && is_id(name)
    {
        return Err(format!("{} is the address of an instance. Write its ID, for example {name:?}.", shown(text)));
    }
    match text.chars().find(|c| !is_id_character(*c)) {
        Some(other) => {
            Err(format!("{} contains {other:?}. The console shows the ID in the list of instances.", shown(text)))
        }
        None => Err(format!("It has {} characters, more than an ID has.", text.len())),
    }
}

fn is_id(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(is_id_character)
}

fn is_id_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn check_task(text: &str) -> Result<(), String> {
    let is_word =
        |text: &str| (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric());
    without_space_around(text, |text| is_word(text) && task_in_instance_id(text).is_none())?;
    match task_in_instance_id(text) {
        Some(job) if is_word(job) => Err(format!("{text:?} is the ID of the instance of a task. Write {job:?}.")),
        _ if is_word(text) => Ok(()),
        _ if text.is_empty() => Err("It is empty.".to_owned()),
        _ if text.starts_with("dts-") => Err(format!("{} is the ID of a migration job of Tencent Cloud.", shown(text))),
        _ => Err(format!("{} is not a task ID. A task ID looks like \"i03e3zty16i1234\".", shown(text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_id_is_not_an_address() {
        for right in ["rm-bp1abc", "i-1", "dds_x", "0"] {
            assert_eq!(check_instance(right), Ok(()), "{right}");
        }
        for (text, message) in [
            ("rm-bp1.mysql.rds.aliyuncs.com", "Write its ID, for example \"rm-bp1\"."),
            ("mysql://rm-bp1.mysql.rds.aliyuncs.com:3306", "for example \"rm-bp1\"."),
            ("rm-source-orders\n", "Write \"rm-source-orders\", or chomp"),
            ("rm bp1", "contains ' '"),
            ("", "It is empty."),
            ("cdb-powiqx8q", "of Tencent Cloud"),
        ] {
            let refused = check_instance(text).unwrap_err();
            assert!(refused.contains(message), "{refused}");
        }
    }

    #[test]
    fn the_id_of_an_instance_gets_the_id_of_its_task() {
        assert_eq!(check_task("i03e3zty16i1234"), Ok(()));
        assert_eq!(check_task("dtsfpdr3jlbg5dz"), Ok(()), "a task ID that begins like an instance ID");
        assert!(check_task("dtsi03e3zty16i1234").unwrap_err().contains("Write \"i03e3zty16i1234\"."));
        assert!(check_task("i03e3zty16i1234 ").unwrap_err().contains("Write \"i03e3zty16i1234\"."));
        assert!(check_task("dts-1ewjspuw").unwrap_err().contains("of Tencent Cloud"));
        for wrong in ["", "i03e/x", "acs:dts:x"] {
            assert!(check_task(wrong).is_err(), "{wrong:?}");
        }
    }
}
