//! ModifyDtsJob of a synchronization: a change of the objects runs as a sub-job.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::Modes;
use crate::alibaba::dts::job::{Change, ChangeState, Job};
use crate::alibaba::dts::precheck;
use crate::alibaba::gateway::{Parameters, Refusal};
use crate::alibaba::ids;

/// The change that a call orders; `objects` is the complete new list. The phases are those of the added objects.
pub(super) fn change(
    context: CallContext<'_>,
    job: &Job,
    parameters: &Parameters,
    objects: &str,
) -> Result<Change, Refusal> {
    let mode = |name: &str, default: bool| Ok::<_, Refusal>(parameters.flag(name)?.unwrap_or(default));
    let modes = Modes {
        schema: mode("StructureInitialization", job.modes.schema)?,
        full: mode("DataInitialization", job.modes.full)?,
        incremental: mode("DataSynchronization", true)?,
    };
    Ok(Change {
        id: ids::job_id(),
        created: context.now,
        objects: objects.to_owned(),
        modes,
        items: precheck::of_change(context, job, objects),
        state: ChangeState::Running,
    })
}
