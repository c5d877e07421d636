//! Resources, data sources and functions of different models in one list each.

mod data_source;
mod erased;
mod function;

use std::sync::OnceLock;

pub(crate) use data_source::AnyDataSource;
pub(crate) use erased::{AnyResource, Applied, PlanInput, Stored};
pub(crate) use function::{AnyFunction, Parameter, Signature};

use crate::{
    data_source::DataSource, function::Function, model::Model, resource::Resource, schema::Block, types::Type,
};

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

/// A data source as the server holds it.
pub struct RegisteredDataSource<D>(pub(crate) Box<dyn AnyDataSource<D>>);

impl<D: Send + Sync + 'static> RegisteredDataSource<D> {
    /// Registers a data source.
    pub fn new<S: DataSource<Data = D>>(source: S) -> Self {
        Self(Box::new(data_source::Erased::new(source)))
    }
}

/// A function as the server holds it.
pub struct RegisteredFunction(pub(crate) Box<dyn AnyFunction>);

impl RegisteredFunction {
    /// Registers a function.
    pub fn new<F: Function>(function: F) -> Self {
        Self(Box::new(function::Erased::new(function)))
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
