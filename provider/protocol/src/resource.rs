//! The interface that a managed resource implements.

use async_trait::async_trait;

use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Model,
    moves::{MoveSource, Moved},
    path::AttributePath,
    private::Private,
    timeouts::DefaultTimeouts,
};

/// A plan that the resource can complete. The defaults, the prior values and the replacements of the schema are already in it.
#[derive(Debug)]
pub struct Plan<M> {
    /// The state before the change. `None` for a create.
    pub prior: Option<M>,
    /// The configuration, the only place with write-only values.
    pub config: M,
    /// The planned state. Only computed attributes that the user has not set can be changed.
    pub planned: M,
    /// The attributes whose change forces a new resource. Add a path to force a replacement.
    pub replace: Vec<AttributePath>,
    /// The private data. Terraform stores it in the plan and passes it to the apply.
    pub private: Private,
    /// An error makes the plan fail. Warnings belong here and not into [`Resource::validate`], which Terraform calls twice.
    pub diagnostics: Diagnostics,
}

/// A request to create or update an object.
#[derive(Debug)]
pub struct Apply<M> {
    /// The state before the change. `None` for a create.
    pub prior: Option<M>,
    /// The configuration, including write-only values.
    pub config: M,
    /// The planned state. The new state must have all values that are known here.
    pub planned: M,
    /// The private data of the plan.
    pub private: Private,
}

/// The result of an operation. It failed if the diagnostics contain an error.
#[derive(Debug)]
pub struct Outcome<M> {
    /// The state after the operation. `None`: the object does not exist.
    ///
    /// If a create fails and there is a state, Terraform marks the object as tainted and replaces it at the next apply.
    pub state: Option<M>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
    /// The private data to store.
    pub private: Private,
}

impl<M> Outcome<M> {
    /// The operation succeeded.
    pub fn done(state: M) -> Self {
        Self { state: Some(state), diagnostics: Diagnostics::new(), private: Private::default() }
    }

    /// The operation succeeded, and the object does not exist any more.
    pub fn gone() -> Self {
        Self { state: None, diagnostics: Diagnostics::new(), private: Private::default() }
    }

    /// The operation failed, and no object is known to exist.
    pub fn failed(diagnostics: impl Into<Diagnostics>) -> Self {
        Self { state: None, diagnostics: diagnostics.into(), private: Private::default() }
    }

    /// The operation failed or has warnings, and the object exists.
    pub fn with_state(state: M, diagnostics: impl Into<Diagnostics>) -> Self {
        Self { state: Some(state), diagnostics: diagnostics.into(), private: Private::default() }
    }

    /// Sets the private data to store. Default: none.
    #[must_use]
    pub fn with_private(mut self, private: Private) -> Self {
        self.private = private;
        self
    }
}

/// A managed resource.
///
/// `validate` and `plan` must not change any object. Terraform may call `plan` and `read` before the provider is configured, if
/// the provider block has unknown values. Every operation must return soon after `context.cancel` is cancelled.
///
/// [`serve`](crate::serve::serve) shows a complete resource.
#[async_trait]
pub trait Resource: Send + Sync + 'static {
    /// Its model: state, configuration and schema.
    type Model: Model + Send + Sync;
    /// The data that the provider's `configure` creates.
    type Data: Send + Sync + 'static;

    /// Its type name in HCL, including the provider's prefix.
    fn type_name(&self) -> &'static str;

    /// The version of its schema, which Terraform stores with each state. Default: 0.
    fn version(&self) -> i64 {
        0
    }

    /// The default timeouts of its operations, which the descriptions of its `timeouts` block then show. Default: none.
    fn timeouts(&self) -> Option<DefaultTimeouts> {
        None
    }

    /// Validates the configuration across attributes. Unknown values must be accepted.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Completes the plan of a create or an update.
    async fn plan(&self, _context: &Context<Self::Data>, _plan: &mut Plan<Self::Model>) {}

    /// Rejects the plan of a destroy, or adds warnings to it.
    async fn plan_destroy(
        &self,
        _context: &Context<Self::Data>,
        _prior: &Self::Model,
        _private: &mut Private,
        _diagnostics: &mut Diagnostics,
    ) {
    }

    /// Creates the object.
    async fn create(&self, context: &Context<Self::Data>, apply: Apply<Self::Model>) -> Outcome<Self::Model>;

    /// Reads the object. No state in the outcome means that it does not exist any more.
    async fn read(&self, context: &Context<Self::Data>, state: Self::Model, private: Private) -> Outcome<Self::Model>;

    /// Changes the object in place.
    async fn update(&self, context: &Context<Self::Data>, apply: Apply<Self::Model>) -> Outcome<Self::Model>;

    /// Deletes the object. No state in the outcome means that it does not exist any more.
    async fn delete(&self, context: &Context<Self::Data>, state: Self::Model, private: Private)
    -> Outcome<Self::Model>;

    /// Creates the first state from an import ID. Terraform then reads the resource to complete the state.
    ///
    /// # Errors
    /// The ID is invalid, or the resource does not support import, which is the default.
    async fn import(&self, _context: &Context<Self::Data>, _id: &str) -> Result<Self::Model, Diagnostics> {
        Err(Diagnostic::error("Import is not supported", format!("{} cannot be imported.", self.type_name())).into())
    }

    /// The state from which the configuration of an imported object is generated. The server leaves out computed and write-only
    /// attributes, and arguments that have their default. Override it to set further arguments to null, such as all but one of
    /// several arguments that exclude each other. Default: the state itself.
    fn configuration(&self, state: Self::Model) -> Self::Model {
        state
    }

    /// Converts the state of a resource of another provider, which a `moved` block names. Default: an error.
    ///
    /// Terraform calls it before the provider is configured, so it must not need a cloud.
    ///
    /// # Errors
    /// The resource cannot be moved to this type.
    fn move_from(&self, source: &MoveSource) -> Result<Moved<Self::Model>, Diagnostics> {
        Err(source.rejected(self.type_name()).into())
    }

    /// Converts a state of an older schema version into the JSON of the current version. Default: an error.
    ///
    /// # Errors
    /// The version is not supported.
    fn upgrade(&self, version: i64, _state: serde_json::Value) -> Result<serde_json::Value, Diagnostic> {
        Err(unsupported_state_version(self.type_name(), version, self.version()))
    }
}

/// The error of a stored state whose schema version [`Resource::upgrade`] does not support.
pub fn unsupported_state_version(type_name: &str, stored: i64, supported: i64) -> Diagnostic {
    Diagnostic::error(
        "Unsupported state version",
        format!(
            "The state of this {type_name} has schema version {stored}, but this provider supports version {supported}. Another \
             version of the provider wrote it: use that version or a newer one."
        ),
    )
}
