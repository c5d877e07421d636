//! Whether a provider block allows calls to a cloud, and the errors of operations that need them.

use std::sync::atomic::{AtomicBool, Ordering};

use tfplugin::diagnostic::Diagnostic;

const OFFLINE: &str = "The provider is offline";

/// Whether the cloud can be called. `C` is its client.
pub(crate) enum Access<C> {
    /// It can.
    Online(Box<C>),
    /// The configuration or the environment forbids it.
    Offline(ReportedOnce),
    /// The provider block has values that are known only after apply.
    Unknown,
    /// The provider block has no block of this cloud, and one of another cloud.
    NotConfigured(ReportedOnce),
}

/// Whether the reason was reported. Terraform requests an error for each resource that it could not apply, and shows all of them:
/// the first one gives the reason, the others refer to it.
#[derive(Default)]
pub(crate) struct ReportedOnce(AtomicBool);

impl<C> Access<C> {
    /// The client, for an operation on a resource. `cloud` is the cloud's name in messages, and `block` the name of its block.
    ///
    /// # Errors
    /// The provider is offline, its block is not known yet, or it has no block of the cloud.
    pub(crate) fn client(&self, cloud: &str, block: &str) -> Result<&C, Diagnostic> {
        match self {
            Self::Online(client) => Ok(client),
            Self::Offline(reported) => Err(reported.refusal(cloud)),
            Self::NotConfigured(reported) => Err(reported.no_block(cloud, block)),
            Self::Unknown => Err(unknown(format!(
                "This operation needs to call {cloud}, but the provider block has values that are known only after apply. Apply \
                 the resources that they come from first (terraform apply -target=…), or use literal values instead."
            ))),
        }
    }

    /// The client, for a data source or an ephemeral resource of this type.
    ///
    /// # Errors
    /// As [`Access::client`].
    pub(crate) fn reader(&self, cloud: &str, block: &str, type_name: &str) -> Result<&C, Diagnostic> {
        match self {
            Self::Online(client) => Ok(client),
            Self::NotConfigured(reported) => Err(reported.no_block(cloud, block)),
            Self::Offline(_) => Err(Diagnostic::error(
                OFFLINE,
                format!(
                    "{type_name} needs to call {cloud}, but the provider is configured with offline = true (or DTS_OFFLINE is \
                     set). Remove the setting, or use a variable with the value instead of {type_name}."
                ),
            )),
            Self::Unknown => Err(unknown(format!(
                "{type_name} needs to call {cloud}, but the provider block has values that are known only after apply. As with \
                 offline = true, no call is possible. Apply the resources that the values come from first (terraform apply \
                 -target=…), or use literal values instead."
            ))),
        }
    }
}

impl ReportedOnce {
    fn refusal(&self, cloud: &str) -> Diagnostic {
        let reported = self.0.swap(true, Ordering::Relaxed);
        Diagnostic::error(
            OFFLINE,
            if reported {
                "Not applied, because the provider block is offline (offline = true or DTS_OFFLINE). Remove the setting to \
                 apply.".to_owned()
            } else {
                format!(
                    "This operation needs to call {cloud}, but the provider is configured with offline = true (or DTS_OFFLINE is \
                     set). An offline provider can only plan. Remove the setting to apply."
                )
            },
        )
    }

    fn no_block(&self, cloud: &str, block: &str) -> Diagnostic {
        let reported = self.0.swap(true, Ordering::Relaxed);
        Diagnostic::error(
            format!("No {cloud} account"),
            if reported {
                format!("The provider block has no {block} block, as another error says in full.")
            } else {
                format!(
                    "This operation needs to call {cloud}, but the provider block has only the block of another cloud. Add {block} {{ }} to \
                     the provider block, with the region and the credentials of the account. An empty block takes them from the environment \
                     or from a profile."
                )
            },
        )
    }
}

fn unknown(detail: String) -> Diagnostic {
    Diagnostic::error("The provider's configuration is not known yet", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOUD: &str = "Alibaba Cloud";

    #[test]
    fn the_reason_is_given_once_for_a_provider_block() {
        let offline = || Access::<()>::Offline(ReportedOnce::default());
        let (one, another) = (offline(), offline());
        let detail = |access: &Access<()>| access.client(CLOUD, "alibaba").unwrap_err().detail;
        let first = detail(&one);
        assert!(first.contains("call Alibaba Cloud") && first.contains("Remove the setting to apply."), "{first}");
        assert!(detail(&one).starts_with("Not applied, because"));
        assert!(detail(&another).contains("Remove the setting to apply."), "each block has its own reason");
        assert!(one.reader(CLOUD, "alibaba", "dts_precheck").unwrap_err().detail.contains("a variable with the value"));
    }

    #[test]
    fn a_cloud_without_a_block_is_named_once_with_the_block_to_add() {
        let access = Access::<()>::NotConfigured(ReportedOnce::default());
        let first = access.client("Tencent Cloud", "tencent").unwrap_err();
        assert_eq!(first.summary, "No Tencent Cloud account");
        assert!(first.detail.contains("Add tencent { } to the provider block"), "{}", first.detail);
        let second = access.reader("Tencent Cloud", "tencent", "dts_tencent_caller_identity").unwrap_err();
        assert!(second.detail.starts_with("The provider block has no tencent block"), "{}", second.detail);
    }
}
