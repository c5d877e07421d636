//! An ephemeral resource without the type of its model. It takes and returns values.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{LazySchema, Schema, unknown::require_known};
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

/// An open ephemeral resource.
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
    /// Opens the resource. `None`: the opening is deferred.
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
                let text = format!("{name} was deferred, which this version of Terraform does not support.");
                return Err(Diagnostic::bug(text).into());
            }
        };
        Ok(Some(OpenedValue {
            result: require_known(opened.result.write(), self.ephemeral.type_name(), "opening")?,
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
