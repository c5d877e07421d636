//! The attributes that a plan shows before the first call to DTS: for reviewers and policies.

use tfplugin::model::Attr;

use super::{
    arguments::preview,
    schema::{ends::endpoints, model::TaskModel},
};

/// Fills the computed facts of a plan, each as far as its own inputs are known.
pub(crate) fn fill(planned: &mut TaskModel) {
    planned.id = planned.instance_id.clone();
    planned.is_cross_account = match &planned.source {
        Attr::Known(source) if source.owner().is_unknown() => Attr::Unknown,
        Attr::Known(source) => source.owner().is_known().into(),
        _ => Attr::Unknown,
    };
    planned.uses_plaintext_connection = plaintext(planned);
    planned.request_preview = preview(planned);
}

fn plaintext(planned: &TaskModel) -> Attr<bool> {
    let ends = endpoints(planned).map(|(_, end)| end.get().map(|end| end.encryption.clone()));
    if ends.iter().flatten().any(|encryption| encryption.as_str() == Some("none")) {
        return true.into();
    }
    let all_known = ends.iter().all(|encryption| encryption.as_ref().is_some_and(Attr::is_known));
    if all_known { false.into() } else { Attr::Unknown }
}
