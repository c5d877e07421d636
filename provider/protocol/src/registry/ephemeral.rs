//! An ephemeral resource without its model's type: values in, values out.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{LazySchema, Schema, resource::clear_unknowns};
use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    ephemeral::{EphemeralResource, Open, Opening, Renewed},
    model::Content,
    path::PathRef,
    private::Private,
    schema::validate_block,
    value::Value,
};

/// What was opened.
pub(crate) struct OpenedValue {
    pub(crate) result: Value,
    pub(crate) renew_at: Option<Timestamp>,
    pub(crate) private: Private,
    pub(crate) diagnostics: Diagnostics,
}

#[async_trait]
pub(crate) trait AnyEphemeral<D>: Send + Sync {
    fn type_name(&self) -> &'static str;
    fn schema(&self) -> &Schema;
    fn validate(&self, config: &Value) -> Diagnostics;
    /// Nothing in the answer: it is put off.
    async fn open(
        &self,
        context: &Context<D>,
        config: &Value,
        may_defer: bool,
    ) -> Result<Option<OpenedValue>, Diagnostics>;
    async fn renew(&self, context: &Context<D>, private: Private) -> Renewed;
    async fn close(&self, context: &Context<D>, private: Private) -> Diagnostics;
}

pub(super) struct Erased<E> {
    ephemeral: E,
    schema: LazySchema,
}

impl<E: EphemeralResource> Erased<E> {
    pub(super) fn new(ephemeral: E) -> Self {
        Self { ephemeral, schema: LazySchema::default() }
    }

    /// Nothing is left to be known later: it is there, or it is not.
    fn known(&self, mut result: Value) -> Result<Value, Diagnostics> {
        let mut unknown = Vec::new();
        clear_unknowns(&mut result, &PathRef::root(), &mut unknown);
        if unknown.is_empty() {
            return Ok(result);
        }
        let name = self.ephemeral.type_name();
        let bug = |path| Diagnostic::bug(format!("{path} of {name} is still unknown after opening it."));
        Err(unknown.into_iter().map(bug).collect())
    }
}

#[async_trait]
impl<E: EphemeralResource> AnyEphemeral<E::Data> for Erased<E> {
    fn type_name(&self) -> &'static str {
        self.ephemeral.type_name()
    }

    fn schema(&self) -> &Schema {
        self.schema.get::<E::Model>()
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        validate_block(&self.schema().block, config, &PathRef::root(), &mut diagnostics);
        match E::Model::read(config, &PathRef::root()) {
            Ok(model) => self.ephemeral.validate(&model, &mut diagnostics),
            Err(error) => diagnostics.push(error.into()),
        }
        diagnostics
    }

    async fn open(
        &self,
        context: &Context<E::Data>,
        config: &Value,
        may_defer: bool,
    ) -> Result<Option<OpenedValue>, Diagnostics> {
        let config = E::Model::read(config, &PathRef::root()).map_err(Diagnostic::from)?;
        let opened = match self.ephemeral.open(context, Open { config, may_defer }).await? {
            Opening::Opened(opened) => opened,
            Opening::Deferred if may_defer => return Ok(None),
            Opening::Deferred => {
                let name = self.ephemeral.type_name();
                return Err(Diagnostic::bug(format!("{name} was put off, which this Terraform cannot do.")).into());
            }
        };
        Ok(Some(OpenedValue {
            result: self.known(opened.result.write())?,
            renew_at: opened.renew_at,
            private: opened.private,
            diagnostics: opened.diagnostics,
        }))
    }

    async fn renew(&self, context: &Context<E::Data>, private: Private) -> Renewed {
        self.ephemeral.renew(context, private).await
    }

    async fn close(&self, context: &Context<E::Data>, private: Private) -> Diagnostics {
        self.ephemeral.close(context, private).await
    }
}
