//! The interface that a list resource implements: it finds the objects of a managed resource, for `terraform query`.

use std::marker::PhantomData;

use async_trait::async_trait;
use tokio::sync::mpsc;

use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Model,
    value::Value,
};

/// A list of the objects of a managed resource with an identity.
///
/// Terraform 1.14 and later call it for the `list` blocks of a query. The list only returns the identity and the display name of
/// each object. If the query needs the complete objects, the server imports and reads each of them with the managed resource.
#[async_trait]
pub trait ListResource: Send + Sync + 'static {
    /// The model of the `config` block: the filters.
    type Model: Model + Send + Sync;
    /// The model of the identity of the managed resource.
    type Identity: Model + Send + Sync;
    /// The data that the provider's `configure` creates.
    type Data: Send + Sync + 'static;

    /// The type name of the managed resource.
    fn type_name(&self) -> &'static str;

    /// Validates the configuration across attributes. Unknown values must be accepted.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Adds all objects that the configuration selects to `found`, page by page.
    ///
    /// The server drops the returned future as soon as it has enough objects, Terraform stops reading, or the user interrupts
    /// Terraform. So the list must not change anything.
    ///
    /// # Errors
    /// The lookup failed. Terraform then shows no object of this list, so an object that cannot be read is a warning.
    async fn list(
        &self,
        context: &Context<Self::Data>,
        config: Self::Model,
        found: &mut Found<Self::Identity>,
    ) -> Result<(), Diagnostics>;
}

/// What a list has found so far.
#[derive(Debug)]
pub struct Found<I> {
    sender: mpsc::Sender<FoundItem>,
    identity: PhantomData<fn(&I)>,
}

/// One message of a list to the server.
#[derive(Debug)]
pub(crate) enum FoundItem {
    Object { identity: Value, display_name: String },
    Warning(Diagnostic),
}

impl<I: Model> Found<I> {
    /// A receiver of objects, for the server.
    pub(crate) fn new(sender: mpsc::Sender<FoundItem>) -> Self {
        Self { sender, identity: PhantomData }
    }

    /// Adds an object. Returns when the server has taken it, so that a list does not request pages that no one reads.
    ///
    /// All parts of the identity that Terraform stores must be set. The display name is what a person uses to recognize the object.
    pub async fn add(&mut self, identity: &I, display_name: impl Into<String>) {
        self.send(FoundItem::Object { identity: identity.write(), display_name: display_name.into() }).await;
    }

    /// Adds a warning, such as an object that cannot be read.
    pub async fn warn(&mut self, warning: Diagnostic) {
        self.send(FoundItem::Warning(warning)).await;
    }

    async fn send(&mut self, item: FoundItem) {
        // The server drops the receiver only together with the list.
        let _ = self.sender.send(item).await;
    }
}
