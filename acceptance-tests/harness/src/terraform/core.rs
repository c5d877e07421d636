//! Which core runs: Terraform or OpenTofu, its version, and what it can do.

use std::fmt;

/// The program that runs the configurations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// `terraform`.
    Terraform,
    /// `tofu`.
    OpenTofu,
}

/// A program and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Core {
    /// Which program it is.
    pub product: Product,
    /// Its version, such as `1.16.0-rc2`.
    pub version: String,
    /// The first two numbers of its version.
    minor: (u32, u32),
}

/// What the tests use and not every supported core has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Writes a local state file after each resource, so that a kill loses at most one resource. OpenTofu writes it at the end of a run
    /// and every 20 seconds before that.
    StateAfterEachResource,
    /// `import` blocks with `identity` in place of `id`.
    ImportByIdentity,
    /// `list` blocks and `terraform query`.
    ListResources,
    /// `action` blocks, `action_trigger` and `-invoke`.
    Actions,
    /// `source` in a `mock_provider` block of a test file.
    MockFiles,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::StateAfterEachResource, Self::ImportByIdentity, Self::ListResources, Self::Actions, Self::MockFiles];

    /// The first version that has it, or nothing where no version has it.
    fn since(self, product: Product) -> Option<(u32, u32)> {
        match (self, product) {
            (Self::StateAfterEachResource, Product::Terraform) => Some((1, 0)),
            (Self::ImportByIdentity, _) => Some((1, 12)),
            (Self::MockFiles, Product::Terraform) => Some((1, 7)),
            (Self::ListResources | Self::Actions, Product::Terraform) => Some((1, 14)),
            (
                Self::StateAfterEachResource | Self::ListResources | Self::Actions | Self::MockFiles,
                Product::OpenTofu,
            ) => None,
        }
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StateAfterEachResource => "a local state file that is written after each resource",
            Self::ImportByIdentity => "import by identity",
            Self::ListResources => "list resources (`terraform query`)",
            Self::Actions => "actions",
            Self::MockFiles => "files with mock data",
        })
    }
}

impl Core {
    /// From the first line of `version`, such as `OpenTofu v1.12.6`.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (name, version) = line.trim().split_once(" v")?;
        let product = match name {
            "Terraform" => Product::Terraform,
            "OpenTofu" => Product::OpenTofu,
            _ => return None,
        };
        let mut numbers = version.split('.').map(str::parse);
        let minor = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        Some(Self { product, version: version.to_owned(), minor })
    }

    /// Whether it is OpenTofu.
    #[must_use]
    pub fn is_tofu(&self) -> bool {
        self.product == Product::OpenTofu
    }

    /// Whether it has a feature.
    #[must_use]
    pub fn has(&self, feature: Feature) -> bool {
        feature.since(self.product).is_some_and(|since| self.minor >= since)
    }

    /// What it lacks, one sentence for each feature, with the versions that have it.
    #[must_use]
    pub fn lacks(&self) -> Vec<String> {
        Feature::ALL.into_iter().filter(|feature| !self.has(*feature)).map(|feature| self.sentence(feature)).collect()
    }

    /// Says that it lacks a feature, and which versions have it.
    #[must_use]
    pub fn sentence(&self, feature: Feature) -> String {
        let since = |product| feature.since(product).map(|(major, minor)| format!("{product} {major}.{minor}"));
        let having: Vec<String> = [Product::Terraform, Product::OpenTofu].into_iter().filter_map(since).collect();
        format!("{self} does not have {feature}; the first versions with it: {}", having.join(", "))
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Terraform => "Terraform",
            Self::OpenTofu => "OpenTofu",
        })
    }
}

impl fmt::Display for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} v{}", self.product, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_decides_what_a_core_has() {
        let core = |line| Core::parse(line).unwrap();
        let (old, new, tofu) = (core("Terraform v1.11.4"), core("Terraform v1.16.0-rc2"), core("OpenTofu v1.12.6\n"));
        assert_eq!(Feature::ALL.map(|feature| old.has(feature)), [true, false, false, false, true]);
        assert_eq!(Feature::ALL.map(|feature| new.has(feature)), [true; 5]);
        assert_eq!(Feature::ALL.map(|feature| tofu.has(feature)), [false, true, false, false, false]);
        assert!(core("Terraform v1.14.0").has(Feature::Actions) && !core("Terraform v1.13.5").has(Feature::Actions));
        assert!(!core("OpenTofu v1.11.12").has(Feature::ImportByIdentity));
        assert_eq!(new.to_string(), "Terraform v1.16.0-rc2");
        assert_eq!(
            tofu.lacks(),
            [
                "OpenTofu v1.12.6 does not have a local state file that is written after each resource; the first versions with it: \
                 Terraform 1.0",
                "OpenTofu v1.12.6 does not have list resources (`terraform query`); the first versions with it: Terraform 1.14",
                "OpenTofu v1.12.6 does not have actions; the first versions with it: Terraform 1.14",
                "OpenTofu v1.12.6 does not have files with mock data; the first versions with it: Terraform 1.7",
            ]
        );
        assert_eq!(new.lacks(), Vec::<String>::new());
        for line in ["", "Terraform", "Terraform 1.11.4", "Other v1.2.3", "Terraform vx.y", "Terraform v1"] {
            assert_eq!(Core::parse(line), None, "{line:?}");
        }
    }
}
