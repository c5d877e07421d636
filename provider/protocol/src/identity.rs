//! What a resource with an identity must give.

use async_trait::async_trait;

use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Model,
    private::Private,
    resource::Resource,
};

/// A resource whose objects can be told apart in the whole world, whatever the configuration calls them.
///
/// The core stores the identity beside the state (Terraform 1.12 or later). It is told once, after a create, an import or
/// the first read of an older state, and never changes: from then on the server answers with the stored one.
#[async_trait]
pub trait Identified: Resource {
    /// Its model, of plain attributes: an import must give the required ones and may give the optional ones.
    type Identity: Model + Send + Sync;

    /// The version of its schema, for stored identities.
    fn identity_version(&self) -> i64 {
        0
    }

    /// What identifies the object of a state; none while that cannot be told.
    async fn identity(
        &self,
        context: &Context<Self::Data>,
        state: &Self::Model,
        private: &Private,
    ) -> Option<Self::Identity>;

    /// Makes a first state from an identity; a read completes it.
    ///
    /// # Errors
    /// An identity that is none, or of an object out of the provider's reach.
    async fn import_by_identity(
        &self,
        context: &Context<Self::Data>,
        identity: Self::Identity,
    ) -> Result<Self::Model, Diagnostics>;

    /// Turns an identity stored by an older version into the JSON of the present one.
    ///
    /// # Errors
    /// A version that cannot be read.
    fn upgrade_identity(&self, version: i64, _identity: serde_json::Value) -> Result<serde_json::Value, Diagnostic> {
        Err(Diagnostic::error(
            "Identity of an unknown version",
            format!(
                "The identity of this {} has schema version {version}; this provider reads version {}. It was written by \
                 another version of the provider: use that one, or a newer one.",
                self.type_name(),
                self.identity_version()
            ),
        ))
    }
}
