//! A resource without the type of its model. It takes and returns values.

use std::sync::Arc;

use async_trait::async_trait;

use super::{LazySchema, Schema, unknown::clear_unknowns};
use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Content, Model as _, ModelError},
    moves::{MoveSource, Moved},
    path::{AttributePath, PathRef},
    plan::{add_defaults, configuration, merge_resource_plan, plan_by_schema, without_write_only},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    schema::{check_write_only_support, validate_block},
    value::Value,
};

/// The values of a plan request.
pub(crate) struct PlanInput {
    pub(crate) prior: Value,
    pub(crate) proposed: Value,
    pub(crate) config: Value,
    pub(crate) private: Private,
}

/// The values of a plan response.
#[derive(Default)]
pub(crate) struct PlanOutput {
    pub(crate) planned: Value,
    pub(crate) replace: Vec<AttributePath>,
    pub(crate) private: Private,
    pub(crate) diagnostics: Diagnostics,
}

/// The values of an apply request.
pub(crate) struct ApplyInput {
    pub(crate) prior: Value,
    pub(crate) planned: Value,
    pub(crate) config: Value,
    pub(crate) private: Private,
}

/// A state for Terraform to store.
#[derive(Default)]
pub(crate) struct StoredState {
    pub(crate) state: Value,
    pub(crate) private: Private,
    pub(crate) diagnostics: Diagnostics,
}

#[async_trait]
pub(crate) trait AnyResource<D>: Send + Sync {
    fn type_name(&self) -> &'static str;
    fn version(&self) -> i64;
    fn schema(&self) -> &Schema;
    fn validate(&self, config: &Value, write_only: bool) -> Diagnostics;
    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostic>;
    fn move_from(&self, source: &MoveSource) -> Result<StoredState, Diagnostics>;
    fn configuration(&self, state: &Value) -> Result<Value, Diagnostics>;
    async fn plan(&self, context: &Context<D>, input: PlanInput) -> PlanOutput;
    async fn apply(&self, context: &Context<D>, input: ApplyInput) -> StoredState;
    async fn read(&self, context: &Context<D>, state: Value, private: Private) -> StoredState;
    async fn import(&self, context: &Context<D>, id: &str) -> Result<Value, Diagnostics>;
}

pub(crate) struct Erased<R> {
    resource: Arc<R>,
    schema: LazySchema,
}

impl<R: Resource> Erased<R> {
    pub(super) fn new(resource: Arc<R>) -> Self {
        Self { resource, schema: LazySchema::default() }
    }

    fn read_model(value: &Value) -> Result<R::Model, ModelError> {
        R::Model::read(value, &PathRef::root())
    }

    fn read_optional_model(value: &Value) -> Result<Option<R::Model>, ModelError> {
        if value.is_null() { Ok(None) } else { Self::read_model(value).map(Some) }
    }

    async fn try_plan(&self, context: &Context<R::Data>, input: PlanInput) -> Result<PlanOutput, ModelError> {
        let prior = Self::read_optional_model(&input.prior)?;
        if input.proposed.is_null() {
            return Ok(self.plan_destroy(context, prior, input.private).await);
        }
        let block = &self.schema().block;
        let known_prior = Some(&input.prior).filter(|prior| !prior.is_null());
        let by_schema = plan_by_schema(block, known_prior, &input.proposed, &input.config);
        let mut plan = Plan {
            prior,
            config: Self::read_model(&input.config)?,
            planned: Self::read_model(&by_schema.planned)?,
            replace: by_schema.replace,
            private: input.private,
            diagnostics: Diagnostics::new(),
        };
        self.resource.plan(context, &mut plan).await;
        let planned = merge_resource_plan(block, by_schema.planned, &plan.planned.write_computed(), &input.config);
        Ok(PlanOutput { planned, replace: plan.replace, private: plan.private, diagnostics: plan.diagnostics })
    }

    async fn plan_destroy(&self, context: &Context<R::Data>, prior: Option<R::Model>, private: Private) -> PlanOutput {
        let mut output = PlanOutput { private, ..PlanOutput::default() };
        if let Some(prior) = prior {
            let PlanOutput { private, diagnostics, .. } = &mut output;
            self.resource.plan_destroy(context, &prior, private, diagnostics).await;
        }
        output
    }

    async fn try_apply(&self, context: &Context<R::Data>, input: ApplyInput) -> Result<StoredState, ModelError> {
        let prior = Self::read_optional_model(&input.prior)?;
        let outcome = match (prior, Self::read_optional_model(&input.planned)?) {
            (Some(prior), None) => self.resource.delete(context, prior, input.private).await,
            (None, None) => Outcome::gone(),
            (prior, Some(planned)) => {
                let config = Self::read_model(&input.config)?;
                let creating = prior.is_none();
                let apply = Apply { prior, config, planned, private: input.private };
                if creating {
                    self.resource.create(context, apply).await
                } else {
                    self.resource.update(context, apply).await
                }
            }
        };
        Ok(self.to_stored_state(outcome))
    }

    /// Converts the outcome to a state for Terraform to store, which has no unknown and no write-only values.
    fn to_stored_state(&self, outcome: Outcome<R::Model>) -> StoredState {
        let Outcome { state, mut diagnostics, private } = outcome;
        let mut state = state.map_or(Value::Null, |state| without_write_only(&self.schema().block, &state.write()));
        let unknown = clear_unknowns(&mut state);
        if !diagnostics.has_errors() {
            diagnostics.extend(unknown.into_iter().map(|path| {
                Diagnostic::bug(format!(
                    "{path} of {} is still unknown after the operation.",
                    self.resource.type_name()
                ))
            }));
        }
        StoredState { state, private, diagnostics }
    }
}

#[async_trait]
impl<R: Resource> AnyResource<R::Data> for Erased<R> {
    fn type_name(&self) -> &'static str {
        self.resource.type_name()
    }

    fn version(&self) -> i64 {
        self.resource.version()
    }

    fn schema(&self) -> &Schema {
        self.schema.get_or_build(|| {
            let mut block = R::Model::block();
            if let Some(defaults) = self.resource.timeouts() {
                defaults.describe(&mut block);
            }
            block
        })
    }

    fn validate(&self, config: &Value, write_only: bool) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let block = &self.schema().block;
        validate_block(block, config, &PathRef::root(), &mut diagnostics);
        check_write_only_support(block, config, write_only, &mut diagnostics);
        match Self::read_model(config) {
            Ok(model) => self.resource.validate(&model, &mut diagnostics),
            Err(error) => diagnostics.push(error.into()),
        }
        diagnostics
    }

    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostic> {
        if version == self.resource.version() { Ok(state) } else { self.resource.upgrade(version, state) }
    }

    fn move_from(&self, source: &MoveSource) -> Result<StoredState, Diagnostics> {
        let Moved { state, private, warnings } = self.resource.move_from(source)?;
        let outcome = Outcome::with_state(state, warnings).with_private(private);
        let mut stored = self.to_stored_state(outcome);
        stored.state = add_defaults(&self.schema().block, stored.state);
        Ok(stored)
    }

    fn configuration(&self, state: &Value) -> Result<Value, Diagnostics> {
        let model = Self::read_model(state).map_err(Diagnostic::from)?;
        Ok(configuration(&self.schema().block, &self.resource.configuration(model).write()))
    }

    async fn plan(&self, context: &Context<R::Data>, input: PlanInput) -> PlanOutput {
        self.try_plan(context, input)
            .await
            .unwrap_or_else(|error| PlanOutput { diagnostics: Diagnostic::from(error).into(), ..PlanOutput::default() })
    }

    async fn apply(&self, context: &Context<R::Data>, input: ApplyInput) -> StoredState {
        let (prior, private) = (input.prior.clone(), input.private.clone());
        match self.try_apply(context, input).await {
            Ok(stored) => stored,
            // The resource was not called, so the object has not changed.
            Err(error) => StoredState { state: prior, private, diagnostics: Diagnostic::from(error).into() },
        }
    }

    async fn read(&self, context: &Context<R::Data>, state: Value, private: Private) -> StoredState {
        match Self::read_model(&state) {
            Ok(model) => self.to_stored_state(self.resource.read(context, model, private).await),
            Err(error) => StoredState { state, private, diagnostics: Diagnostic::from(error).into() },
        }
    }

    async fn import(&self, context: &Context<R::Data>, id: &str) -> Result<Value, Diagnostics> {
        let mut state = self.resource.import(context, id).await?.write();
        clear_unknowns(&mut state);
        Ok(state)
    }
}
