//! A list resource without the types of its models. It takes and returns values.

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::{LazySchema, Schema};
use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    list_resource::{Found, FoundItem, ListResource},
    model::Content,
    path::PathRef,
    schema::validate_block,
    value::Value,
};

#[async_trait]
pub(crate) trait AnyListResource<D>: Send + Sync {
    fn type_name(&self) -> &'static str;
    fn schema(&self) -> &Schema;
    fn validate(&self, config: &Value) -> Diagnostics;
    async fn list(
        &self,
        context: &Context<D>,
        config: &Value,
        found: mpsc::Sender<FoundItem>,
    ) -> Result<(), Diagnostics>;
}

pub(super) struct Erased<L> {
    list: L,
    schema: LazySchema,
}

impl<L: ListResource> Erased<L> {
    pub(super) fn new(list: L) -> Self {
        Self { list, schema: LazySchema::default() }
    }
}

#[async_trait]
impl<L: ListResource> AnyListResource<L::Data> for Erased<L> {
    fn type_name(&self) -> &'static str {
        self.list.type_name()
    }

    fn schema(&self) -> &Schema {
        self.schema.get::<L::Model>()
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        validate_block(&self.schema().block, config, &PathRef::root(), &mut diagnostics);
        match L::Model::read(config, &PathRef::root()) {
            Ok(model) => self.list.validate(&model, &mut diagnostics),
            Err(error) => diagnostics.push(error.into()),
        }
        diagnostics
    }

    async fn list(
        &self,
        context: &Context<L::Data>,
        config: &Value,
        found: mpsc::Sender<FoundItem>,
    ) -> Result<(), Diagnostics> {
        let config = L::Model::read(config, &PathRef::root()).map_err(Diagnostic::from)?;
        self.list.list(context, config, &mut Found::new(found)).await
    }
}
