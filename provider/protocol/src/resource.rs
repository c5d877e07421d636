//! What a resource must give, and what it may.

use async_trait::async_trait;

use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Model,
    path::AttributePath,
    private::Private,
    timeouts::DefaultTimeouts,
};

/// A plan the resource may complete. The schema has planned it already: defaults, prior values, replacements.
#[derive(Debug)]
pub struct Plan<M> {
    /// The state before; none for a create.
    pub prior: Option<M>,
    /// What the user wrote. Write-only values are here and nowhere else.
    pub config: M,
    /// What will be. Only computed attributes the user did not set can be changed.
    pub planned: M,
    /// Attributes whose change needs a new object; add to it to replace.
    pub replace: Vec<AttributePath>,
    /// What the resource remembered; kept with the plan and handed to the apply.
    pub private: Private,
    /// Errors refuse the plan. Cautions belong here, not into [`Resource::validate`], which runs twice.
    pub diagnostics: Diagnostics,
}

/// What a create or an update is told.
#[derive(Debug)]
pub struct Apply<M> {
    /// The state before; none for a create.
    pub prior: Option<M>,
    /// What the user wrote, with write-only values.
    pub config: M,
    /// What was planned. The answer must agree with all that is known here.
    pub planned: M,
    /// What the plan remembered.
    pub private: Private,
}

/// How an operation ended.
#[derive(Debug)]
pub struct Outcome<M> {
    /// The state after; none where nothing (more) exists.
    ///
    /// After a failed create, a state means "made, but spoilt": the core replaces it next time.
    pub state: Option<M>,
    /// Whether it failed, and cautions.
    pub diagnostics: Diagnostics,
    /// What to remember.
    pub private: Private,
}

impl<M> Outcome<M> {
    /// All went well.
    pub fn done(state: M) -> Self {
        Self { state: Some(state), diagnostics: Diagnostics::new(), private: Private::default() }
    }

    /// It exists no more.
    pub fn gone() -> Self {
        Self { state: None, diagnostics: Diagnostics::new(), private: Private::default() }
    }

    /// It failed and nothing is known to exist.
    pub fn failed(diagnostics: impl Into<Diagnostics>) -> Self {
        Self { state: None, diagnostics: diagnostics.into(), private: Private::default() }
    }

    /// It failed, or needs a caution, and this exists.
    pub fn with_state(state: M, diagnostics: impl Into<Diagnostics>) -> Self {
        Self { state: Some(state), diagnostics: diagnostics.into(), private: Private::default() }
    }

    /// The same, with_private something.
    #[must_use]
    pub fn with_private(mut self, private: Private) -> Self {
        self.private = private;
        self
    }
}

/// A managed resource.
///
/// `validate` and `plan` must not change anything; `plan` and `read` may be called without a configured provider when its
/// configuration is not known yet. Every operation must end soon after `context.cancel` fires.
#[async_trait]
pub trait Resource: Send + Sync + 'static {
    /// Its model: state, configuration and schema.
    type Model: Model + Send + Sync;
    /// What the provider's configure made.
    type Data: Send + Sync + 'static;

    /// Its name in HCL, with the provider's prefix.
    fn type_name(&self) -> &'static str;

    /// The version of its schema, for stored states.
    fn version(&self) -> i64 {
        0
    }

    /// How long its operations may take where the user sets nothing: told by the descriptions of its `timeouts` block.
    fn timeouts(&self) -> Option<DefaultTimeouts> {
        None
    }

    /// Checks across attributes. Unknown values must be passed over.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Completes the plan of a create or an update.
    async fn plan(&self, _context: &Context<Self::Data>, _plan: &mut Plan<Self::Model>) {}

    /// Refuses a destroy, or warns of it.
    async fn plan_destroy(
        &self,
        _context: &Context<Self::Data>,
        _prior: &Self::Model,
        _private: &mut Private,
        _diagnostics: &mut Diagnostics,
    ) {
    }

    /// Makes the object.
    async fn create(&self, context: &Context<Self::Data>, apply: Apply<Self::Model>) -> Outcome<Self::Model>;

    /// Looks at the object; no state in the answer means it is gone.
    async fn read(&self, context: &Context<Self::Data>, state: Self::Model, private: Private) -> Outcome<Self::Model>;

    /// Changes the object in place.
    async fn update(&self, context: &Context<Self::Data>, apply: Apply<Self::Model>) -> Outcome<Self::Model>;

    /// Removes the object; no state in the answer means it is gone.
    async fn delete(&self, context: &Context<Self::Data>, state: Self::Model, private: Private)
    -> Outcome<Self::Model>;

    /// Makes a first state from an import id; a read completes it.
    async fn import(&self, _context: &Context<Self::Data>, _id: &str) -> Result<Self::Model, Diagnostics> {
        Err(Diagnostic::error("Import is not supported", format!("{} cannot be imported.", self.type_name())).into())
    }

    /// Turns a state stored by an older version into the JSON of the present one.
    ///
    /// # Errors
    /// A version that cannot be read.
    fn upgrade(&self, version: i64, _state: serde_json::Value) -> Result<serde_json::Value, Diagnostic> {
        Err(Diagnostic::error(
            "State of an unknown version",
            format!(
                "The state of this {} has schema version {version}; this provider reads version {}. It was written by \
                 another version of the provider: use that one, or a newer one.",
                self.type_name(),
                self.version()
            ),
        ))
    }
}
