//! The `provider "dts"` block.

use tfplugin::{
    Model,
    model::{Attr, Set},
    validate::{duration, in_range},
};

use super::{
    alibaba::Alibaba,
    rules::{allowed_account_id, at_least_one_account},
    tencent::Tencent,
};
use crate::rules::{alibaba::tag_value, no_space_around};

/// Migrates databases between cloud accounts with Alibaba Cloud DTS and Tencent Cloud DTS.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct ProviderModel {
    /// IDs of the accounts in which this provider may plan and apply. With credentials of another account, every operation fails. If it has only one ID, this is also the account of an offline plan.
    #[attr(optional, validate(allowed_account_id(), at_least_one_account()))]
    pub(crate) allowed_account_ids: Attr<Set<String>>,
    /// Value of the tag `dts-ownership-id` that the provider adds to roles and to the instances of tasks, with 1 to 256 characters. It proves that they belong to this configuration, even if Terraform runs in another directory. Use each value for one state only.
    #[attr(optional, validate(no_space_around(), tag_value()))]
    pub(crate) ownership_id: Attr<String>,
    /// Maximum number of times that the provider repeats a throttled or failed call. It repeats only calls that are safe to repeat. Default: `8`.
    #[attr(optional, validate(in_range(0..=20, "retries")))]
    pub(crate) max_retries: Attr<i64>,
    /// Time limit of one call. Default: `30s`.
    #[attr(optional, validate(duration()))]
    pub(crate) request_timeout: Attr<String>,
    /// Whether to plan without calls and without credentials; an apply then fails. Can also be set with the `DTS_OFFLINE` environment variable. The account ID comes from the `account_id` of the cloud's block, or from `allowed_account_ids` if it has only one ID. The region comes from the `region` of the cloud's block or the environment.
    #[attr(optional)]
    pub(crate) offline: Attr<bool>,
    /// IDs of warnings that are not shown, neither by a plan nor by an apply. Each warning that can be suppressed ends with its ID; `terraform-provider-dts rules` lists all IDs. Errors cannot be suppressed.
    #[attr(optional)]
    pub(crate) suppress_warnings: Attr<Set<String>>,
    /// The Alibaba Cloud account. A provider block without `alibaba` and without `tencent` is one for Alibaba Cloud.
    #[block]
    pub(crate) alibaba: Attr<Alibaba>,
    /// The Tencent Cloud account. Without this block, the provider cannot use Tencent Cloud.
    #[block]
    pub(crate) tencent: Attr<Tencent>,
}

impl ProviderModel {
    /// `allowed_account_ids`, if it is set and completely known. A set with an unknown ID does not say what is allowed.
    pub(super) fn allowed_ids(&self) -> Option<Vec<&str>> {
        let ids = self.allowed_account_ids.get().filter(|ids| !ids.has_unknown())?;
        Some(ids.known().map(String::as_str).collect())
    }
}
