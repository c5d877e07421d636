//! The resources that are planned.

use super::{Binaries, Settings};
use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER, TENCENT_SOURCE, TENCENT_TARGET};
use acceptance_harness::terraform::Plugin;

/// Variables for the settings that a provider block may omit: keys, region and three endpoints, in this order.
pub(super) const VARIABLES: [&str; 6] = [
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABA_CLOUD_ENDPOINT_RAM",
    "ALIBABA_CLOUD_ENDPOINT_STS",
    "ALIBABA_CLOUD_ENDPOINT_DTS",
];

/// One kind of resource, planned by one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// `terraform_data`, which Terraform plans without any plugin: all others are compared with it.
    BuiltIn,
    /// `dts_ram_role_trust` with keys and an emulator that answers.
    Online,
    /// `dts_cam_role_trust` with keys and an emulator that answers.
    Tencent,
    /// `dts_ram_role_trust` with `offline = true`.
    Offline,
    /// `plain_text`: one argument and an id, on our plugin crate, with no cloud behind it.
    Text,
    /// `plain_trust`: six attributes, on our plugin crate, with no cloud behind it.
    Twin,
    /// `control_trust`: the same six attributes on the crate tf-provider, with no cloud behind it.
    Control,
}

impl Subject {
    pub(super) const ALL: [Self; 7] =
        [Self::BuiltIn, Self::Online, Self::Tencent, Self::Offline, Self::Text, Self::Twin, Self::Control];

    /// Its name in tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::BuiltIn => "terraform_data",
            Self::Online => "dts_ram_role_trust",
            Self::Tencent => "dts_cam_role_trust",
            Self::Offline => "dts_ram_role_trust, offline",
            Self::Text => "plain_text (tfplugin)",
            Self::Twin => "plain_trust (tfplugin)",
            Self::Control => "control_trust (tf-provider)",
        }
    }

    /// The provider Terraform must find.
    pub(super) fn plugin(self, settings: &Settings) -> Option<Plugin> {
        let Binaries { provider, plain, control } = &settings.binaries;
        let (name, binary) = match self {
            Self::BuiltIn => return None,
            Self::Online | Self::Tencent | Self::Offline => ("dts", provider),
            Self::Text | Self::Twin => ("plain", plain),
            Self::Control => ("control", control),
        };
        Some(Plugin { name, binary: binary.clone() })
    }

    /// A configuration whose variable `resources` is the number of resources.
    pub(super) fn configuration(self, emulator: &str) -> String {
        let (head, kind, arguments) = match self {
            Self::BuiltIn => (String::new(), "terraform_data", text()),
            Self::Online => (provider("dts", &online(emulator, SOURCE_OWNER)), "dts_ram_role_trust", trust()),
            Self::Tencent => (provider("dts", &online_tencent(emulator)), "dts_cam_role_trust", cam_trust()),
            Self::Offline => (provider("dts", &offline()), "dts_ram_role_trust", trust()),
            Self::Text => (provider("plain", ""), "plain_text", text()),
            Self::Twin => (provider("plain", ""), "plain_trust", trust()),
            Self::Control => (provider("control", ""), "control_trust", trust()),
        };
        format!(
            "{head}variable \"resources\" {{\n  type = number\n}}\n\n\
             resource {kind:?} \"this\" {{\n  count = var.resources\n  {arguments}\n}}\n"
        )
    }
}

/// The beginning of a configuration.
pub(super) fn provider(name: &str, block: &str) -> String {
    format!(
        "terraform {{\n  required_providers {{\n    {name} = {{ source = \"crossaccount/{name}\" }}\n  }}\n}}\n\n\
         provider {name:?} {{\n{block}}}\n\n"
    )
}

/// A provider block that uses the emulator.
pub(super) fn online(emulator: &str, keys: Key) -> String {
    format!(
        "  alibaba {{\n    region            = \"cn-hangzhou\"\n    access_key_id     = {:?}\n    \
         access_key_secret = {:?}\n    endpoints {{\n      ram = {emulator:?}\n      sts = {emulator:?}\n      \
         dts = {emulator:?}\n    }}\n  }}\n",
        keys.id, keys.secret
    )
}

fn online_tencent(emulator: &str) -> String {
    format!(
        "  tencent {{\n    region     = \"ap-guangzhou\"\n    secret_id  = {:?}\n    secret_key = {:?}\n    \
         endpoints {{\n      cam = {emulator:?}\n      sts = {emulator:?}\n      dts = {emulator:?}\n    }}\n  }}\n",
        TENCENT_SOURCE.id, TENCENT_SOURCE.secret
    )
}

fn offline() -> String {
    format!(
        "  offline = true\n  alibaba {{\n    region     = \"cn-hangzhou\"\n    account_id = {:?}\n  }}\n",
        SOURCE_OWNER.account
    )
}

fn text() -> String {
    "input = \"migration-${count.index}\"".to_owned()
}

fn cam_trust() -> String {
    format!("role_name = \"migration-${{count.index}}\"\n  trusted_account_ids = [{:?}]", TENCENT_TARGET.account)
}

fn trust() -> String {
    format!("role_name = \"migration-${{count.index}}\"\n  trusted_account_ids = [{:?}]", DESTINATION_OWNER.account)
}
