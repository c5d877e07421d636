//! The actions of Alibaba Cloud, one file each.

mod cut_over;
mod precheck;
mod resume;
mod suspend;
mod switch_direction;

use alibaba::Cloud;
use tfplugin::{Model, context::Context, diagnostic::Diagnostic, model::Attr, registry::RegisteredAction};

use super::job_action::{JobAction, JobArgument, registered};
use crate::{
    accounts::{Account, Clouds, account},
    rules::alibaba::task_id,
};

/// All actions of Alibaba Cloud.
pub(super) fn all() -> Vec<RegisteredAction<Clouds>> {
    vec![
        registered::<cut_over::CutOver>(),
        registered::<precheck::Precheck>(),
        registered::<resume::Resume>(),
        registered::<suspend::Suspend>(),
        registered::<switch_direction::SwitchDirection>(),
    ]
}

/// The task of an action.
#[derive(Clone, Debug, Default, Model)]
struct Task {
    /// ID of the task (DtsJobId).
    #[attr(required, validate(task_id()))]
    task_id: Attr<String>,
}

impl JobArgument for Task {
    type Client = Cloud;
    const NAME: &'static str = "task_id";

    fn id(&self) -> &str {
        self.task_id.as_str().unwrap_or_default()
    }

    fn account(context: &Context<Clouds>) -> Result<&Account, Diagnostic> {
        account(context)
    }
}
