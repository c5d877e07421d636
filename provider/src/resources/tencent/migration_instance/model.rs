//! The arguments and attributes of the resource.

use tencent::dts::JobStatus;
use tfplugin::{
    Model,
    model::{Attr, Map},
    timeouts::Timeouts,
    validate::one_of,
};

use super::values;
use crate::{
    resources::{
        shared::{JobState, Stage},
        tencent::job::stage_of,
    },
    rules::tencent::{region, tags},
};

/// The purchase of a migration job of Tencent Cloud DTS: its class and its name. The job is bought in the account that runs the migration. A migration task (`dts_tencent_migration_task`) configures and runs it. Charges can start when the job is bought.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct InstanceModel {
    /// Name of the job, 1 to 128 characters. It can be changed in place. If the answer to the purchase is lost, the provider finds the job by its name.
    #[attr(required, validate(values::job_name()))]
    pub(crate) name: Attr<String>,
    /// Engine of the source, such as `mysql`. It cannot be changed after the purchase.
    #[attr(required, replace, validate(values::source_engine()))]
    pub(crate) source_engine: Attr<String>,
    /// Engine of the destination, such as `mysql`. It cannot be changed after the purchase.
    #[attr(required, replace, validate(values::destination_engine()))]
    pub(crate) destination_engine: Attr<String>,
    /// Region of the source. It cannot be changed after the purchase. Default: the region of the provider block.
    #[attr(optional, computed, replace, validate(region()))]
    pub(crate) source_region: Attr<String>,
    /// Class of the job, which limits its speed: `small`, `medium`, `large`, `xlarge` or `2xlarge`. It can be changed in place.
    #[attr(required, validate(values::instance_class()))]
    pub(crate) instance_class: Attr<String>,
    /// Tags of the job. They are set by the purchase; DTS has no call that changes them afterwards. A tag with the value `null` is ignored.
    #[attr(optional, null_elements, validate(tags()))]
    pub(crate) tags: Attr<Map<String>>,
    /// What destroy does while the job migrates data: `refuse_while_running` fails, `stop_and_release` stops the migration.
    #[attr(default = "refuse_while_running", validate(one_of(&["refuse_while_running", "stop_and_release"])))]
    pub(crate) on_destroy: Attr<String>,
    /// Whether Terraform may buy a new job if this one was destroyed after data has moved. With `false`, such a job stays in the state with the status `Released`.
    #[attr(default = false)]
    pub(crate) restart_on_loss: Attr<bool>,
    /// ID of the job (JobId).
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Region of the destination: the region of the provider block.
    #[attr(computed)]
    pub(crate) destination_region: Attr<String>,
    /// Status in DTS, such as `created`, `running` or `success`. `Released` if the job was destroyed after data has moved.
    #[attr(computed)]
    pub(crate) status: Attr<String>,
    /// Trade status in DTS, such as `normal` or `isolated`.
    #[attr(computed)]
    pub(crate) trade_status: Attr<String>,
    /// Time at which the job was created (RFC 3339).
    #[attr(computed)]
    pub(crate) create_time: Attr<String>,
    /// Timeouts of the operations.
    #[block]
    pub(crate) timeouts: Attr<Timeouts>,
}

impl JobState for InstanceModel {
    fn job_id(&self) -> Option<&str> {
        self.id.as_str()
    }

    fn status(&self) -> Option<&str> {
        self.status.as_str()
    }

    fn stage(&self) -> Stage {
        stage_of(&JobStatus::of(self.status.as_str().unwrap_or_default()))
    }

    fn restart_on_loss(&self) -> bool {
        self.restart_on_loss.or(false)
    }
}
