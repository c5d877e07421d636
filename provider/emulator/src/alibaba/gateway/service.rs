//! The emulated services.

/// One of the emulated APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Service {
    Ram,
    Sts,
    Dts,
}

impl Service {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ram => "RAM",
            Self::Sts => "STS",
            Self::Dts => "DTS",
        }
    }

    /// The API versions are different, and therefore identify the services on one address.
    pub(crate) fn of_version(version: &str) -> Option<Self> {
        match version {
            "2015-05-01" => Some(Self::Ram),
            "2015-04-01" => Some(Self::Sts),
            "2020-01-01" => Some(Self::Dts),
            _ => None,
        }
    }

    /// Code and message of a call that the caller's policies do not allow.
    pub(crate) fn no_permission(self) -> (&'static str, &'static str) {
        match self {
            Self::Dts => (
                "Forbidden.RAM",
                "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
            ),
            Self::Ram | Self::Sts => {
                ("NoPermission", "You are not authorized to do this action. You should be authorized by RAM.")
            }
        }
    }

    /// Whether each answer has `Success` and `HttpStatusCode`.
    pub(crate) fn has_success(self) -> bool {
        self == Self::Dts
    }
}
