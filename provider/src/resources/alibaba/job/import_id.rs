//! The import IDs of tasks and instances.

use tfplugin::diagnostic::Diagnostic;

use super::JobKind;

/// Length of a job ID in all examples of Alibaba Cloud. An instance ID is `dts` and the job ID, so it is longer; a job ID may begin with
/// these letters by chance.
const LENGTH: usize = 15;

/// Rejects what is not a job ID. The error for the ID of an instance has the job ID to write.
///
/// # Errors
/// The text is not a job ID.
pub(in crate::resources) fn must_be_task_id(kind: &JobKind, id: &str) -> Result<(), Diagnostic> {
    let invalid =
        |why: String| Err(invalid(format!("The import ID of a {} is the ID of the task (DtsJobId){why}", kind.task)));
    match id.strip_prefix("dts") {
        Some(job) if job.len() >= LENGTH => invalid(format!(". {id:?} is the ID of its instance. Write {job:?}.")),
        _ if is_word(id) => Ok(()),
        _ => invalid(format!(
            ", with lowercase letters and digits, such as \"i03e3zty16i1234\". {id:?} is not a task ID."
        )),
    }
}

/// The job ID in the ID of an instance.
///
/// # Errors
/// The text is not the ID of an instance.
pub(in crate::resources) fn task_of_instance<'i>(kind: &JobKind, id: &'i str) -> Result<&'i str, Diagnostic> {
    id.strip_prefix("dts").filter(|job| is_word(job)).ok_or_else(|| {
        invalid(format!(
            "The import ID of a {} is the ID of the instance (DtsInstanceID): \"dts\" followed by the ID of its task, such as \
             \"dtsi03e3zty16i1234\". {id:?} is not an instance ID.",
            kind.instance
        ))
    })
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
    fn what_is_not_an_id_is_rejected() {
        for id in ["", "i03e3zty16i1234/orders", "i03 e3"] {
            assert!(error_of(id).contains("is not a task ID"), "{id:?}");
            assert!(task_of_instance(&MIGRATION, id).is_err(), "{id:?}");
        }
        assert_eq!(task_of_instance(&MIGRATION, "dtsi03e3zty16i1234").unwrap(), "i03e3zty16i1234");
    }
}
