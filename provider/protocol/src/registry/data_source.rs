//! A data source without the type of its model. It takes and returns values.

use async_trait::async_trait;

use super::{LazySchema, Schema, unknown::require_known};
use crate::{
    context::Context,
    data_source::DataSource,
    diagnostic::{Diagnostic, Diagnostics},
    model::Content,
    path::PathRef,
    schema::validate_block,
    value::Value,
};

#[async_trait]
pub(crate) trait AnyDataSource<D>: Send + Sync {
    fn type_name(&self) -> &'static str;
    fn schema(&self) -> &Schema;
    fn validate(&self, config: &Value) -> Diagnostics;
    async fn read(&self, context: &Context<D>, config: &Value) -> Result<Value, Diagnostics>;
}

pub(super) struct Erased<S> {
    source: S,
    schema: LazySchema,
}

impl<S: DataSource> Erased<S> {
    pub(super) fn new(source: S) -> Self {
        Self { source, schema: LazySchema::default() }
    }
}

#[async_trait]
impl<S: DataSource> AnyDataSource<S::Data> for Erased<S> {
    fn type_name(&self) -> &'static str {
        self.source.type_name()
    }

    fn schema(&self) -> &Schema {
        self.schema.get::<S::Model>()
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        validate_block(&self.schema().block, config, &PathRef::root(), &mut diagnostics);
        match S::Model::read(config, &PathRef::root()) {
            Ok(model) => self.source.validate(&model, &mut diagnostics),
            Err(error) => diagnostics.push(error.into()),
        }
        diagnostics
    }

    async fn read(&self, context: &Context<S::Data>, config: &Value) -> Result<Value, Diagnostics> {
        let config = S::Model::read(config, &PathRef::root()).map_err(Diagnostic::from)?;
        require_known(self.source.read(context, config).await?.write(), self.source.type_name(), "reading")
    }
}
