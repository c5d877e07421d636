//! The actions of Tencent Cloud, one file each.

mod check;
mod complete;
mod pause;
mod resume;

use tencent::Cloud;
use tfplugin::{Model, context::Context, diagnostic::Diagnostic, model::Attr, registry::RegisteredAction};

use super::job_action::{JobAction, JobArgument, registered};
use crate::{
    accounts::{
        Clouds,
        tencent::{Account, account},
    },
    rules::tencent::job_id,
};

/// All actions of Tencent Cloud.
pub(super) fn all() -> Vec<RegisteredAction<Clouds>> {
    vec![
        registered::<check::RunCheck>(),
        registered::<complete::Complete>(),
        registered::<pause::Pause>(),
        registered::<resume::Resume>(),
    ]
}

/// The job of an action.
#[derive(Clone, Debug, Default, Model)]
struct Job {
    /// ID of the job, from `id` of its `dts_tencent_migration_instance`.
    #[attr(required, validate(job_id()))]
    instance_id: Attr<String>,
}

impl JobArgument for Job {
    type Client = Cloud;
    const NAME: &'static str = "instance_id";

    fn id(&self) -> &str {
        self.instance_id.as_str().unwrap_or_default()
    }

    fn account(context: &Context<Clouds>) -> Result<&Account, Diagnostic> {
        account(context)
    }
}
