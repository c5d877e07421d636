//! The cloud whose answers are mangled: its accounts, resources and arguments.

use std::collections::BTreeMap;

use acceptance_harness::hcl::Hcl;
use acceptance_harness::profiles::Key;
use serde_json::Value as Json;

/// One cloud. Both clouds have a role in the source owner's account, and two resources in the destination owner's account, the second
/// of which refers to the first one. Tencent Cloud also has a policy in the destination owner's account.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// Its name in the output.
    pub(crate) name: &'static str,
    /// The resources, in the order in which they are created.
    pub(crate) resources: &'static [&'static str],
    /// How many roles, jobs, instances and policies they are.
    pub(crate) complete: [usize; 4],
    /// The keys of the source's owner and of the destination's owner.
    pub(crate) owners: [Key; 2],
    /// The name of the role in the configuration that the cells use.
    pub(crate) role: &'static str,
    /// The arguments of the provider block, for the emulator at this address.
    pub(crate) provider_block: fn(&str, Key) -> Json,
    /// The arguments of a resource: its number, the names of the role and of the job, and the ID of the second object.
    pub(crate) arguments: fn(usize, [&'static str; 2], &str) -> Json,
    /// What `actions.toml` calls `$other_…`: the number of the resource of another user that has the value, and the attribute.
    pub(crate) values: &'static [(&'static str, usize, &'static str)],
    /// The complete configuration for Terraform.
    pub(crate) configuration: fn() -> Hcl,
    /// The file `actions.toml` of this cloud.
    pub(crate) actions: &'static str,
    /// The file `envelope.toml` of this cloud.
    pub(crate) envelope: &'static str,
    /// The path of the request ID in an answer.
    pub(crate) request_id: &'static str,
    /// The values of `$other_…` for objects that do not exist.
    pub(crate) absent: &'static [(&'static str, &'static str)],
}

impl Scenario {
    /// The values of `$other_…` for objects that do not exist, by their names.
    pub(crate) fn absent_values(&self) -> BTreeMap<String, String> {
        self.absent.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }
}
