//! Whether an account can be asked, and in which words an operation is refused where it cannot.

use std::sync::atomic::{AtomicBool, Ordering};

use ::alibaba::Cloud;
use tfplugin::diagnostic::Diagnostic;

const OFFLINE: &str = "The provider is offline";

/// Whether the account can be asked now.
pub(crate) enum Access {
    /// Yes.
    Online(Box<Cloud>),
    /// The user said no.
    Offline(Told),
    /// The provider block has values that are known only after apply.
    Unknown,
}

/// Whether the reason was given. Terraform asks for an error for each resource it could not apply, and shows all of them: one
/// carries the reason, the others refer to it.
#[derive(Default)]
pub(crate) struct Told(AtomicBool);

impl Access {
    /// The client, for operations that cannot do without.
    ///
    /// # Errors
    /// Offline, or not known yet.
    pub(super) fn cloud(&self) -> Result<&Cloud, Diagnostic> {
        match self {
            Self::Online(cloud) => Ok(cloud),
            Self::Offline(told) => Err(told.refusal()),
            Self::Unknown => Err(unknown(
                "This operation has to call Alibaba Cloud, and the provider block has values that are known only after \
                 apply. Apply the resources they come from first (terraform apply -target=…), or write the values down.",
            )),
        }
    }

    /// The client, for a data source or an ephemeral resource.
    ///
    /// # Errors
    /// As [`Access::cloud`].
    pub(super) fn reader(&self, data_source: &str) -> Result<&Cloud, Diagnostic> {
        match self {
            Self::Online(cloud) => Ok(cloud),
            Self::Offline(_) => Err(Diagnostic::error(
                OFFLINE,
                format!(
                    "{data_source} has to ask Alibaba Cloud, and the provider is configured with offline = true (or \
                     DTS_OFFLINE is set). Remove the setting, or write down what would be found: a variable in its \
                     place."
                ),
            )),
            Self::Unknown => Err(unknown(format!(
                "{data_source} has to ask Alibaba Cloud, and the provider block has values that are known only after \
                 apply: as with offline = true, nothing can be asked. Apply the resources the values come from first \
                 (terraform apply -target=…), or write the values down."
            ))),
        }
    }
}

impl Told {
    fn refusal(&self) -> Diagnostic {
        let said = self.0.swap(true, Ordering::Relaxed);
        Diagnostic::error(
            OFFLINE,
            if said {
                "Not applied either: another error of this provider block gives the reason."
            } else {
                "This operation has to call Alibaba Cloud, and the provider is configured with offline = true (or DTS_OFFLINE \
                 is set). Offline, only plans can be made. Remove the setting to apply."
            },
        )
    }
}

fn unknown(detail: impl Into<String>) -> Diagnostic {
    Diagnostic::error("The provider's configuration is not known yet", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_given_once_for_a_provider_block() {
        let offline = || Access::Offline(Told::default());
        let (one, another) = (offline(), offline());
        let said = |access: &Access| access.cloud().err().unwrap().detail;
        assert!(said(&one).contains("Remove the setting to apply."), "{}", said(&one));
        assert!(said(&one).starts_with("Not applied either"), "{}", said(&one));
        assert!(said(&another).contains("Remove the setting to apply."), "each block has its own reason");
        assert!(one.reader("dts_precheck").err().unwrap().detail.contains("a variable in its place"));
    }
}
