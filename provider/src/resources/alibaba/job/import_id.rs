//! The import IDs of tasks and instances.

use tfplugin::diagnostic::Diagnostic;

use super::JobKind;
use crate::rules::alibaba::{JOB_ID_LENGTH as LENGTH, task_in_instance_id};

/// Rejects what is not a job ID. The error for the ID of an instance has the job ID to write.
///
/// # Errors
/// The text is not a job ID.
pub(in crate::resources) fn must_be_task_id(kind: &JobKind, id: &str) -> Result<(), Diagnostic> {
    let invalid =
        |why: String| Err(invalid(format!("The import ID of a {} is the ID of the task (DtsJobId){why}", kind.task)));
    match task_in_instance_id(id) {
        Some(job) => invalid(format!(". {id:?} is the ID of its instance. Write {job:?}.")),
        _ if is_word(id) => Ok(()),
        _ => invalid(format!(
            ", with lowercase letters and digits, such as \"i03e3zty16i1234\". {id:?} is not a task ID."
        )),
    }
}

/// The job ID in the ID of an instance. The error for the ID of a task has the instance ID to write.
///
/// # Errors
/// The text is not the ID of an instance.
pub(in crate::resources) fn task_of_instance<'i>(kind: &JobKind, id: &'i str) -> Result<&'i str, Diagnostic> {
    let what = if id.len() == LENGTH && is_word(id) {
        format!("{id:?} is the ID of the task. Write \"dts{id}\".")
    } else if let Some(job) = id.strip_prefix("dts").filter(|job| is_word(job)) {
        return Ok(job);
    } else {
        format!("{id:?} is not an instance ID.")
    };
    Err(invalid(format!(
        "The import ID of a {} is the ID of the instance (DtsInstanceID): \"dts\" followed by the ID of its task, such as \
         \"dtsi03e3zty16i1234\". {what}",
        kind.instance
    )))
}

/// The error of an import or a move whose job does not exist. `what` is the resource, such as `migration task`; `arrival` is `imported` or
/// `moved`.
pub(in crate::resources) fn no_such_import(
    what: &str,
    id: &str,
    account_id: &str,
    region: &str,
    arrival: &str,
) -> Diagnostic {
    Diagnostic::error(
        format!("No such {what}"),
        format!(
            "There is no {what} {id:?} in account {account_id}, region {region}, so it cannot be {arrival}. DTS returns only the tasks of \
             the account and the region of the provider block. Check the ID, or use the provider alias of the account and the region of \
             the task."
        ),
    )
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

fn invalid(detail: String) -> Diagnostic {
    Diagnostic::error("Invalid import ID", detail)
}

#[cfg(test)]
mod tests {
    use super::{super::MIGRATION, *};

    fn error_of(id: &str) -> String {
        must_be_task_id(&MIGRATION, id).err().map(|error| error.detail).unwrap_or_default()
    }

    #[test]
    fn an_instance_id_is_distinguished_from_a_task_id_that_begins_like_one() {
        assert!(error_of("dtsi03e3zty16i1234").contains("Write \"i03e3zty16i1234\""));
        assert!(error_of("dtsdtsfpdr3jlbg5dz").contains("Write \"dtsfpdr3jlbg5dz\""));
        assert_eq!([error_of("i03e3zty16i1234"), error_of("dtsfpdr3jlbg5dz")], ["", ""]);
    }

    #[test]
    fn a_task_id_is_answered_with_the_instance_id() {
        for task in ["i03e3zty16i1234", "dtsfpdr3jlbg5dz"] {
            let error = task_of_instance(&MIGRATION, task).unwrap_err();
            assert!(error.detail.contains(&format!("Write \"dts{task}\"")), "{error:?}");
            assert_eq!(task_of_instance(&MIGRATION, &format!("dts{task}")).unwrap(), task);
        }
    }

    #[test]
    fn what_is_not_an_id_is_rejected() {
        for id in ["", "i03e3zty16i1234/orders", "i03 e3"] {
            assert!(error_of(id).contains("is not a task ID"), "{id:?}");
            assert!(task_of_instance(&MIGRATION, id).is_err(), "{id:?}");
        }
        assert_eq!(task_of_instance(&MIGRATION, "dtsi03e3zty16i1234").unwrap(), "i03e3zty16i1234");
    }
}
