//! The emulated services.

/// One of the emulated APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Service {
    Cam,
    Sts,
    Tag,
    Dts,
}

impl Service {
    pub(crate) const ALL: [Self; 4] = [Self::Cam, Self::Sts, Self::Tag, Self::Dts];

    /// The name in host names, in signatures and in actions of policies.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cam => "cam",
            Self::Sts => "sts",
            Self::Tag => "tag",
            Self::Dts => "dts",
        }
    }

    /// The name in the request log.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Cam => "CAM",
            Self::Sts => "STS",
            Self::Tag => "TAG",
            Self::Dts => "DTS",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.name() == name)
    }

    pub(crate) fn version(self) -> &'static str {
        match self {
            Self::Cam => "2019-01-16",
            Self::Sts | Self::Tag => "2018-08-13",
            Self::Dts => "2021-12-06",
        }
    }

    /// Whether a request must name its region.
    pub(crate) fn is_regional(self) -> bool {
        self == Self::Dts
    }
}
