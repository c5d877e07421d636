//! What the blocks of all clouds have in common: the source of the credentials, the region, and the account they configure.

mod account;
mod errors;
mod region;
mod rules;

pub(super) use account::account;
pub(super) use rules::{check, rules};

use cloud_core::Environment;
use cloud_core::Error;
use tfplugin::model::Attr;

use super::general::General;
use crate::{accounts::Client, rules::ValueRule};

/// The block of a cloud.
pub(super) trait CloudBlock: Sync {
    /// The client of the cloud.
    type Client: Client;

    /// The arguments that the blocks of all clouds have, under the names that they have in this block.
    fn arguments(&self) -> Arguments<'_>;

    /// The region in the environment, with the variable that names it.
    fn region_in<'e>(&self, environment: &'e Environment) -> Option<(&'static str, &'e str)>;

    /// The region of the profile that the credentials come from.
    fn region_of_profile(
        &self,
        environment: &Environment,
    ) -> impl Future<Output = Result<Option<String>, Error>> + Send;

    /// The region that is meant by one that the provider does not know; the region itself where none is like it. None for a known one.
    fn unknown_region(region: &str) -> Option<String>;

    /// Whether a file of the profiles cannot be read.
    fn is_error_of_profiles(error: &Error) -> bool;

    /// A client in this region. An empty text is no region.
    ///
    /// # Errors
    /// An endpoint is not valid.
    fn client(&self, region: String, general: General) -> Result<Self::Client, Error>;
}

/// The arguments that the blocks of all clouds have.
pub(super) struct Arguments<'a> {
    /// Name of the block.
    pub(super) block: &'static str,
    /// The ID and the secret of a key.
    pub(super) key: [(&'static str, &'a Attr<String>); 2],
    /// The token of temporary keys.
    pub(super) security_token: &'a Attr<String>,
    /// The sources of credentials that can be set beside a key, and whether they are set.
    pub(super) other_sources: [(&'static str, bool); 3],
    /// The argument that names the file or the folder of profiles, and whether it is set.
    pub(super) profiles_at: (&'static str, bool),
    /// `account_id`.
    pub(super) account_id: &'a Attr<String>,
    /// The block and the ARN of the last role to assume, if there is one.
    pub(super) role: Option<(&'static str, &'a Attr<String>)>,
    /// The account in the ARN of a role.
    pub(super) account_of_role: fn(&str) -> Option<&str>,
    /// `region`.
    pub(super) region: &'a Attr<String>,
    /// The rule on regions.
    pub(super) region_rule: &'static ValueRule,
    /// `profile`.
    pub(super) profile: &'a Attr<String>,
    /// The region of a profile in messages.
    pub(super) profile_region: &'static str,
}

impl Arguments<'_> {
    /// The arguments that are set and that each are a source of credentials.
    fn credential_sources(&self) -> Vec<&'static str> {
        let [(id, value), _] = self.key;
        let all = [(id, value.is_known())].into_iter().chain(self.other_sources);
        all.filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}
