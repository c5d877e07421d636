//! `dts_switch_direction`: the switch of the directions of a two-way synchronization.

use alibaba::Cloud;
use async_trait::async_trait;
use tfplugin::{Model, context::Context, diagnostic::Diagnostic, model::Attr};

use super::{JobAction, JobArgument};
use crate::{
    accounts::{Account, Clouds, account},
    resources::{
        alibaba::operations,
        shared::{OperationError, Session},
    },
    rules::{alibaba::instance_id, name_length, no_space_around},
};

/// Switches the directions of a two-way synchronization: the job that reads from `forward_source` becomes the forward job, which carries schema changes (DDL), and the other one the reverse job. If it is the forward job already, nothing is called, so the action can be repeated.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct SwitchDirection {
    /// The database that the forward direction reads from after the action: the ID of its instance, its host, or `host:port`, as in the task.
    #[attr(required, validate(name_length(), no_space_around()))]
    forward_source: Attr<String>,
}

/// The instance of the two jobs.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct Instance {
    /// ID of the instance (DtsInstanceID), from `id` of its `dts_synchronization_instance`.
    #[attr(required, validate(instance_id()))]
    instance_id: Attr<String>,
}

impl JobArgument for Instance {
    type Client = Cloud;
    const NAME: &'static str = "instance_id";

    fn id(&self) -> &str {
        self.instance_id.as_str().unwrap_or_default()
    }

    fn account(context: &Context<Clouds>) -> Result<&Account, Diagnostic> {
        account(context)
    }
}

#[async_trait]
impl JobAction for SwitchDirection {
    type Job = Instance;
    const TYPE: &'static str = "dts_switch_direction";

    async fn run(&self, session: &Session<'_>, instance_id: &str) -> Result<(), OperationError> {
        operations::switch_direction(session, instance_id, self.forward_source.as_str().unwrap_or_default()).await
    }
}
