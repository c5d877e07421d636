//! What the accounts need of the client of a cloud.

use cloud_core::{CallContext, Error};
use jiff::Timestamp;

/// The client of one cloud.
pub(crate) trait Client: Send + Sync {
    /// Name of the cloud in messages.
    const CLOUD: &'static str;
    /// Name of its block in the provider block.
    const BLOCK: &'static str;
    /// Why an operation needs a region, and what to do.
    const NO_REGION: &'static str;

    /// Region of the tasks; empty if there is none.
    fn region(&self) -> &str;

    /// The time by the clock of the cloud; none before its first response.
    fn server_time(&self) -> Option<Timestamp>;

    /// Where the credentials come from, for messages; none before they are found.
    fn credentials_origin(&self) -> Option<String>;

    /// Finds the credentials, so that a later call does not have to.
    ///
    /// # Errors
    /// There are none, or a role cannot be assumed.
    fn find_credentials(&self, context: &CallContext) -> impl Future<Output = Result<(), Error>> + Send;

    /// The account of the credentials.
    ///
    /// # Errors
    /// The call failed.
    fn identity(&self, context: &CallContext) -> impl Future<Output = Result<Identity, Error>> + Send;
}

/// The account of credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// ID of the account; in Tencent Cloud the UIN of the root account.
    pub(crate) account_id: String,
    /// ARN of the user or the role.
    pub(crate) arn: String,
}
