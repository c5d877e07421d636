//! The providers whose resources can be moved.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    moves::MoveSource,
};

use super::Attributes;

/// A provider whose resources can be moved.
#[derive(Debug)]
pub(crate) struct Vendor {
    /// Its name, the last part of its address.
    name: &'static str,
    /// Its namespace in the registry.
    namespace: &'static str,
}

/// The provider of Alibaba Cloud.
pub(crate) static ALICLOUD: Vendor = Vendor { name: "alicloud", namespace: "aliyun" };
/// The provider of Tencent Cloud.
pub(crate) static TENCENTCLOUD: Vendor = Vendor { name: "tencentcloud", namespace: "tencentcloudstack" };

/// The namespaces of configurations and states that name none.
const WITHOUT_NAMESPACE: [&str; 2] = ["hashicorp", "-"];

impl Vendor {
    /// The attributes of a resource that can be moved to `target`. `types` are the types that can.
    ///
    /// # Errors
    /// It is a resource of another provider or of another type, or its schema is newer than those that are known.
    pub(crate) fn attributes<'s>(
        &self,
        source: &'s MoveSource,
        types: &[&str],
        target: &str,
    ) -> Result<Attributes<'s>, Diagnostics> {
        if !self.is(&source.provider) || !types.contains(&source.type_name.as_str()) {
            return Err(source.rejected(target).into());
        }
        // All versions of these types have the schema version 0.
        if source.version != 0 {
            return Err(Diagnostic::error(
                "Unsupported state version",
                format!(
                    "The state of this {} has schema version {}, and only version 0 can be moved to {target}. Import the object instead.",
                    source.type_name, source.version
                ),
            )
            .into());
        }
        Ok(Attributes::of(&source.state))
    }

    /// Whether the address is that of this provider, in any registry or mirror. Some versions of OpenTofu give only the name.
    fn is(&self, address: &str) -> bool {
        let mut parts = address.rsplit('/');
        let name = parts.next();
        let namespace = parts.next();
        name == Some(self.name)
            && namespace.is_none_or(|namespace| namespace == self.namespace || WITHOUT_NAMESPACE.contains(&namespace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(provider: &str, type_name: &str, version: i64) -> MoveSource {
        MoveSource { provider: provider.to_owned(), type_name: type_name.to_owned(), version, ..MoveSource::default() }
    }

    fn error(source: &MoveSource) -> Option<String> {
        let errors = ALICLOUD.attributes(source, &["alicloud_ram_role"], "dts_ram_role_trust").err()?;
        errors.into_iter().next().map(|error| error.detail)
    }

    #[test]
    fn the_provider_is_known_in_each_form_of_its_address() {
        for address in [
            "registry.terraform.io/aliyun/alicloud",
            "registry.opentofu.org/aliyun/alicloud",
            "registry.terraform.io/hashicorp/alicloud",
            "registry.terraform.io/-/alicloud",
            "mirror.example.com/aliyun/alicloud",
            "alicloud",
        ] {
            assert_eq!(error(&source(address, "alicloud_ram_role", 0)), None, "{address}");
        }
        for address in ["registry.terraform.io/other/alicloud", "registry.terraform.io/aliyun/other", ""] {
            assert!(error(&source(address, "alicloud_ram_role", 0)).is_some(), "{address}");
        }
    }

    #[test]
    fn other_types_and_versions_are_rejected() {
        let address = "registry.terraform.io/aliyun/alicloud";
        let other = error(&source(address, "alicloud_vpc", 0)).unwrap();
        assert!(
            other.contains("alicloud_vpc (provider registry.terraform.io/aliyun/alicloud) cannot be moved"),
            "{other}"
        );
        let newer = error(&source(address, "alicloud_ram_role", 1)).unwrap();
        assert!(newer.contains("schema version 1"), "{newer}");
    }
}
