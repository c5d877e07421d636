//! The Tencent Cloud account of a provider block, and sessions in it.

use jiff::Timestamp;
use tencent::{
    Action, Answered, CallContext, Cloud, Error,
    cam::{AttachedPolicy, DescribeRoleList, ListAttachedRolePolicies, ListedPolicy, PolicyEntity, RoleInfo},
    dts::{DbInstance, DescribeMigrateDBInstances, DescribeMigrationJobs, JobItem},
    sts::CallerIdentity,
};
use tfplugin::{context::Context, diagnostic::Diagnostic};

use super::{Client, Clouds, Identity};

/// The Tencent Cloud account of a provider block. Its ID is the UIN of the root account.
pub(crate) type Account = super::account::Account<Cloud>;

/// A session in Tencent Cloud. One client calls CAM, STS and DTS: the type of a request decides which of them.
pub(crate) type Session<'c> = super::session::Session<'c, Cloud>;

impl Client for Cloud {
    const CLOUD: &'static str = "Tencent Cloud";
    const BLOCK: &'static str = "tencent";
    const NO_REGION: &'static str = "Migration jobs belong to a region, but no region is set. Write tencent { region = \"ap-guangzhou\" } in \
                                     the provider block (with your region), set the environment variable TENCENTCLOUD_REGION, or set \
                                     the region of the profile in use (tccli configure).";

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

    /// All migration jobs that the filters select.
    ///
    /// # Errors
    /// As [`Cloud::call`].
    pub(crate) async fn migration_jobs(&self, filter: &DescribeMigrationJobs) -> Result<Vec<JobItem>, Error> {
        self.client.migration_jobs(filter, &self.context()).await
    }

    /// All instances that the filters select.
    ///
    /// # Errors
    /// As [`Cloud::source_instances`].
    pub(crate) async fn source_instances(&self, filter: &DescribeMigrateDBInstances) -> Result<Vec<DbInstance>, Error> {
        self.client.source_instances(filter, &self.context()).await
    }

    /// All policies that are attached to a role, from all pages.
    ///
    /// # Errors
    /// As [`Cloud::attached_role_policies`].
    pub(crate) async fn attached_role_policies(&self, role_name: &str) -> Result<Vec<AttachedPolicy>, Error> {
        let role = ListAttachedRolePolicies { role_name: Some(role_name.to_owned()), ..Default::default() };
        self.client.attached_role_policies(&role, &self.context()).await
    }

    /// All roles that the filters select.
    ///
    /// # Errors
    /// As [`Cloud::roles`].
    pub(crate) async fn roles(&self, filter: &DescribeRoleList) -> Result<Vec<RoleInfo>, Error> {
        self.client.roles(filter, &self.context()).await
    }

    /// All custom policies.
    ///
    /// # Errors
    /// As [`Cloud::custom_policies`].
    pub(crate) async fn custom_policies(&self) -> Result<Vec<ListedPolicy>, Error> {
        self.client.custom_policies(&self.context()).await
    }

    /// The custom policy with a name.
    ///
    /// # Errors
    /// As [`Cloud::custom_policy`].
    pub(crate) async fn custom_policy(&self, name: &str) -> Result<ListedPolicy, Error> {
        self.client.custom_policy(name, &self.context()).await
    }

    /// All that a policy is attached to, from all pages.
    ///
    /// # Errors
    /// As [`Cloud::policy_entities`].
    pub(crate) async fn policy_entities(&self, policy_id: i64) -> Result<Vec<PolicyEntity>, Error> {
        self.client.policy_entities(policy_id, &self.context()).await
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
    Ok(&context.data()?.tencent)
}
