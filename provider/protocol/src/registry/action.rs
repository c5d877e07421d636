//! An action without the type of its model. It takes values.

use async_trait::async_trait;

use super::{LazySchema, Schema};
use crate::{
    action::{Action, Progress},
    context::Context,
    diagnostic::Diagnostics,
    model::Content,
    path::PathRef,
    schema::validate_block,
    value::Value,
};

#[async_trait]
pub(crate) trait AnyAction<D>: Send + Sync {
    fn type_name(&self) -> &'static str;
    fn schema(&self) -> &Schema;
    fn validate(&self, config: &Value) -> Diagnostics;
    async fn plan(&self, context: &Context<D>, config: &Value) -> Diagnostics;
    async fn invoke(&self, context: &Context<D>, config: &Value, progress: &Progress) -> Diagnostics;
}

pub(super) struct Erased<A> {
    action: A,
    schema: LazySchema,
}

impl<A: Action> Erased<A> {
    pub(super) fn new(action: A) -> Self {
        Self { action, schema: LazySchema::default() }
    }

    /// The model of the configuration, and what is wrong with it. There is no model if it has an error.
    fn check(&self, config: &Value) -> (Option<A::Model>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        validate_block(&self.schema().block, config, &PathRef::root(), &mut diagnostics);
        match A::Model::read(config, &PathRef::root()) {
            Ok(model) => {
                self.action.validate(&model, &mut diagnostics);
                (Some(model).filter(|_| !diagnostics.has_errors()), diagnostics)
            }
            Err(error) => {
                diagnostics.push(error.into());
                (None, diagnostics)
            }
        }
    }
}

#[async_trait]
impl<A: Action> AnyAction<A::Data> for Erased<A> {
    fn type_name(&self) -> &'static str {
        self.action.type_name()
    }

    fn schema(&self) -> &Schema {
        self.schema.get::<A::Model>()
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        self.check(config).1
    }

    async fn plan(&self, context: &Context<A::Data>, config: &Value) -> Diagnostics {
        match self.check(config) {
            (Some(model), _) => self.action.plan(context, &model).await,
            (None, problems) => problems,
        }
    }

    async fn invoke(&self, context: &Context<A::Data>, config: &Value, progress: &Progress) -> Diagnostics {
        match self.check(config) {
            (Some(model), _) => self.action.invoke(context, model, progress).await,
            (None, problems) => problems,
        }
    }
}
