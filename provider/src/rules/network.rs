//! Addresses.

use dts_cloud::endpoint::check_override;
use tfplugin::validate::{Checked, checked};

/// An address for a service.
pub(crate) fn endpoint() -> Checked {
    checked("must be a host, an https URL, or an http URL of a loopback address", |text| {
        check_override("the endpoint", text).map_err(|error| format!("{error}."))
    })
}
