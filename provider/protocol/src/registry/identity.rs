//! The identity of a resource without the types of its models. It takes and returns values.

use std::sync::Arc;

use async_trait::async_trait;

use super::{LazySchema, Schema};
use crate::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    identity::Identified,
    model::Content,
    path::{AttributePath, PathRef},
    private::Private,
    schema::validate_block,
    value::Value,
};

#[async_trait]
pub(crate) trait AnyIdentity<D>: Send + Sync {
    fn version(&self) -> i64;
    fn schema(&self) -> &Schema;
    fn upgrade(&self, version: i64, identity: serde_json::Value) -> Result<serde_json::Value, Diagnostic>;
    /// The identity of the object of a state, or null if it cannot be determined.
    async fn of_state(&self, context: &Context<D>, state: &Value, private: &Private) -> Value;
    async fn import(&self, context: &Context<D>, identity: &Value) -> Result<Value, Diagnostics>;
}

pub(super) struct Erased<R> {
    resource: Arc<R>,
    schema: LazySchema,
}

impl<R: Identified> Erased<R> {
    pub(super) fn new(resource: Arc<R>) -> Self {
        Self { resource, schema: LazySchema::default() }
    }

    /// Validates an identity. The diagnostics have no paths, because Terraform would look for them in the resource's block.
    fn validate(&self, identity: &Value) -> Diagnostics {
        let mut found = Diagnostics::new();
        validate_block(&self.schema().block, identity, &PathRef::root(), &mut found);
        found.into_iter().map(|problem| problem.at(AttributePath::root())).collect()
    }
}

#[async_trait]
impl<R: Identified> AnyIdentity<R::Data> for Erased<R> {
    fn version(&self) -> i64 {
        self.resource.identity_version()
    }

    fn schema(&self) -> &Schema {
        self.schema.get::<R::Identity>()
    }

    fn upgrade(&self, version: i64, identity: serde_json::Value) -> Result<serde_json::Value, Diagnostic> {
        if version == self.version() { Ok(identity) } else { self.resource.upgrade_identity(version, identity) }
    }

    async fn of_state(&self, context: &Context<R::Data>, state: &Value, private: &Private) -> Value {
        // The read of the resource reports a state that cannot be decoded.
        let Ok(model) = R::Model::read(state, &PathRef::root()) else { return Value::Null };
        let identity = self.resource.identity(context, &model, private).await;
        identity.map(|identity| identity.write()).filter(Value::is_wholly_known).unwrap_or_default()
    }

    async fn import(&self, context: &Context<R::Data>, identity: &Value) -> Result<Value, Diagnostics> {
        let problems = self.validate(identity);
        if problems.has_errors() {
            return Err(problems);
        }
        let identity = R::Identity::read(identity, &PathRef::root()).map_err(Diagnostic::from)?;
        Ok(self.resource.import_by_identity(context, identity).await?.write())
    }
}
