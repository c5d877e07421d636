//! The interface that a resource with an identity implements.

use async_trait::async_trait;

use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Model,
    private::Private,
    resource::Resource,
};

/// A resource whose objects have an identity, which is unique across accounts and regions and independent of the
/// configuration.
///
/// Terraform 1.12 and later store the identity beside the state. The server calls [`Identified::identity`] once: after a
/// create, after an import, or at the first read of a state without an identity. The identity never changes; from then on the
/// server returns the stored one.
#[async_trait]
pub trait Identified: Resource {
    /// The model of the identity. It has plain attributes only. An import must set the required ones and may set the optional
    /// ones.
    type Identity: Model + Send + Sync;

    /// The version of the identity schema. Default: 0.
    fn identity_version(&self) -> i64 {
        0
    }

    /// The identity of the object of a state, or `None` if it cannot be determined yet.
    async fn identity(
        &self,
        context: &Context<Self::Data>,
        state: &Self::Model,
        private: &Private,
    ) -> Option<Self::Identity>;

    /// Creates the first state from an identity. Terraform then reads the resource to complete the state.
    ///
    /// # Errors
    /// The identity is invalid, or the provider has no access to the object.
    async fn import_by_identity(
        &self,
        context: &Context<Self::Data>,
        identity: Self::Identity,
    ) -> Result<Self::Model, Diagnostics>;

    /// Converts an identity of an older schema version into the JSON of the current version. Default: an error.
    ///
    /// # Errors
    /// The version is not supported.
    fn upgrade_identity(&self, version: i64, _identity: serde_json::Value) -> Result<serde_json::Value, Diagnostic> {
        Err(Diagnostic::error(
            "Unsupported identity version",
            format!(
                "The identity of this {} has schema version {version}, but this provider supports version {}. Another version \
                 of the provider wrote it: use that version or a newer one.",
                self.type_name(),
                self.identity_version()
            ),
        ))
    }
}
