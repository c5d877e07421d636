//! What a task can be imported by.

use tfplugin::diagnostic::Diagnostic;

use crate::resources::alibaba::migration_task::TYPE;

/// Characters of a job's id in all of the vendor's samples. An instance's id is `dts` and the job's, so it is longer; a job's id may
/// begin with these letters by chance.
const LENGTH: usize = 15;

/// Refuses what is no job's id, and the id of an instance with the job's to write.
pub(super) fn check_import_id(id: &str) -> Result<(), Diagnostic> {
    let refused = |why: String| {
        let says = format!("The import ID of a {TYPE} is the id of the task (DtsJobId){why}");
        Err(Diagnostic::error("Invalid import ID", says))
    };
    match id.strip_prefix("dts") {
        Some(job) if job.len() >= LENGTH => refused(format!("; {id:?} is the id of its instance. Write {job:?}.")),
        _ if !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric()) => Ok(()),
        _ => refused(format!(", lower-case letters and digits such as \"i03e3zty16i1234\"; {id:?} is not one.")),
    }
}

#[cfg(test)]
mod tests {
    use super::check_import_id;

    fn says(id: &str) -> String {
        check_import_id(id).err().map(|told| told.detail).unwrap_or_default()
    }

    #[test]
    fn an_instance_is_told_from_a_task_whose_id_begins_like_one() {
        assert!(says("dtsi03e3zty16i1234").contains("Write \"i03e3zty16i1234\""));
        assert!(says("dtsdtsfpdr3jlbg5dz").contains("Write \"dtsfpdr3jlbg5dz\""));
        assert_eq!([says("i03e3zty16i1234"), says("dtsfpdr3jlbg5dz")], ["", ""]);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for id in ["", "i03e3zty16i1234/orders", "i03 e3"] {
            assert!(says(id).contains("is not one"), "{id:?}");
        }
    }
}
