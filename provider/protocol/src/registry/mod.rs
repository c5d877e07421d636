//! Resources of different models in one list.

mod erased;

use std::sync::OnceLock;

pub(crate) use erased::{AnyResource, Applied, PlanInput, Stored};

use crate::{model::Model, resource::Resource, schema::Block, types::Type};

/// A resource as the server holds it.
pub struct Registered<D>(pub(crate) Box<dyn AnyResource<D>>);

impl<D: Send + Sync + 'static> Registered<D> {
    /// Registers a resource.
    pub fn new<R: Resource<Data = D>>(resource: R) -> Self {
        Self(Box::new(erased::Erased::new(resource)))
    }

    /// Its name in HCL.
    pub fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    /// Its schema.
    pub fn block(&self) -> &Block {
        &self.0.schema().block
    }
}

/// A schema and its type, made when first needed: start-up builds none.
pub(crate) struct Schema {
    pub(crate) block: Block,
    pub(crate) ty: Type,
}

#[derive(Default)]
pub(crate) struct LazySchema(OnceLock<Schema>);

impl LazySchema {
    pub(crate) fn get<M: Model>(&self) -> &Schema {
        self.0.get_or_init(|| {
            let block = M::block();
            let ty = block.ty();
            Schema { block, ty }
        })
    }
}
