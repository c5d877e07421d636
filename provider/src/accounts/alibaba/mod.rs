//! The Alibaba Cloud account of a provider block, and sessions in it.

use alibaba::{Action, Answered, CallContext, Cloud, Error, sts::CallerIdentity};
use jiff::Timestamp;
use tfplugin::{context::Context, diagnostic::Diagnostic, private::Private};

use super::{Client, Clouds, Identity};

/// Variables that name the region, in the order in which the tools of Alibaba Cloud read them.
pub(crate) const REGION_VARIABLES: [&str; 5] = [
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABACLOUD_REGION_ID",
    "ALIBABA_CLOUD_REGION",
    "ALICLOUD_REGION_ID",
    "ALICLOUD_REGION",
];

/// The Alibaba Cloud account of a provider block.
pub(crate) type Account = super::account::Account<Cloud>;

/// A session in Alibaba Cloud.
pub(crate) type Session<'c> = super::session::Session<'c, Cloud>;

impl Client for Cloud {
    const CLOUD: &'static str = "Alibaba Cloud";
    const BLOCK: &'static str = "alibaba";
    const NO_REGION: &'static str = "Migration tasks belong to a region, but no region is set. Write alibaba { region = \"cn-hangzhou\" } in \
                                     the provider block (with your region), set the environment variable ALIBABA_CLOUD_REGION_ID, or \
                                     set region_id in the profile in use (aliyun configure).";

    fn region(&self) -> &str {
        Self::region(self)
    }

    fn server_time(&self) -> Option<Timestamp> {
        Self::server_time(self)
    }

    fn credentials_origin(&self) -> Option<String> {
        Self::credentials_origin(self)
    }

    async fn find_credentials(&self, context: &CallContext) -> Result<(), Error> {
        self.resolve_credentials(context).await.map(|_| ())
    }

    async fn identity(&self, context: &CallContext) -> Result<Identity, Error> {
        let CallerIdentity { account_id, arn, .. } = self.caller_identity(context).await?.clone();
        Ok(Identity { account_id, arn })
    }
}

impl Session<'_> {
    /// Calls the cloud, and repeats the call if that is safe.
    ///
    /// # Errors
    /// As [`Cloud::call`].
    pub(crate) async fn call<A: Action>(&self, action: &A) -> Result<Answered<A::Answer>, Error> {
        self.client.call(action, &self.context()).await
    }

    /// The identity of the credentials. Each client sends the call once.
    ///
    /// # Errors
    /// As [`Cloud::caller_identity`].
    pub(crate) async fn caller_identity(&self) -> Result<CallerIdentity, Error> {
        self.client.caller_identity(&self.context()).await.cloned()
    }
}

/// The account of an operation.
///
/// # Errors
/// The provider was not configured.
pub(crate) fn account(context: &Context<Clouds>) -> Result<&Account, Diagnostic> {
    Ok(&context.data()?.alibaba)
}

/// Checks that the credentials belong to the account in which an object was created. Returns the ID of the account.
///
/// # Errors
/// As [`Account::must_be_place_of`].
pub(crate) async fn same_account(context: &Context<Clouds>, private: &Private) -> Result<String, Diagnostic> {
    account(context)?.must_be_place_of(private, &context.cancel).await
}
