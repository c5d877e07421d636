//! What an update has to do.

use tfplugin::private::Private;

use crate::resources::{
    shared::private_state::Key,
    tencent::migration_task::{
        arguments::{Argument, Origin, differences},
        schema::{model::TaskModel, options::Check},
    },
};

/// The difference between two models.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// The arguments that differ.
    pub(crate) arguments: Vec<Argument>,
    /// Whether the user asks for another check.
    pub(crate) rerun: bool,
}

impl Changes {
    /// Whether the job is configured again.
    pub(crate) fn configures(&self) -> bool {
        !self.arguments.is_empty()
    }

    /// Whether a job that has not started is checked again: after a change, after a check that failed or was interrupted, and on request.
    /// Otherwise its last check still counts.
    pub(crate) fn must_check(&self, prior: &TaskModel) -> bool {
        self.configures() || self.rerun || prior.check_state.as_str() != Some("passed")
    }
}

/// Set once Terraform has configured the job: the state has the planned values. The state of an imported task has only what DTS returns.
const CONFIGURED: Key<bool> = Key::new("configured", 1);

/// Notes that the job was configured or changed by this resource.
pub(crate) fn remember_configured(private: &mut Private) {
    CONFIGURED.write(private, true);
}

/// Whether the task was imported and not changed since.
pub(crate) fn is_imported(private: &Private) -> bool {
    CONFIGURED.read(private).is_none()
}

/// Compares. What DTS does not return is taken to be as the configuration says after an import.
pub(crate) fn changes(prior: &TaskModel, planned: &TaskModel, imported: bool) -> Changes {
    let origin = if imported { Origin::Imported } else { Origin::Configured };
    let rerun = |task: &TaskModel| task.check.get().and_then(|check: &Check| check.rerun.get().copied());
    Changes {
        arguments: differences(prior, planned, origin),
        rerun: !imported && rerun(planned).is_some() && rerun(prior) != rerun(planned),
    }
}
