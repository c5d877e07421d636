//! Resources, data sources, functions and ephemeral resources of different models in one list each.

mod data_source;
mod ephemeral;
mod function;
mod identity;
mod resource;

use std::sync::{Arc, OnceLock};

pub(crate) use data_source::AnyDataSource;
pub(crate) use ephemeral::AnyEphemeral;
pub(crate) use function::{AnyFunction, Parameter, Signature};
pub(crate) use identity::AnyIdentity;
pub(crate) use resource::{AnyResource, ApplyInput, PlanInput, StoredState};

use crate::{
    data_source::DataSource, ephemeral::EphemeralResource, function::Function, identity::Identified, model::Model,
    resource::Resource, schema::Block, value::Type,
};

/// A resource as the server holds it.
pub struct Registered<D> {
    pub(crate) resource: Box<dyn AnyResource<D>>,
    pub(crate) identity: Option<Box<dyn AnyIdentity<D>>>,
}

impl<D: Send + Sync + 'static> Registered<D> {
    /// Registers a resource without identity.
    pub fn new<R: Resource<Data = D>>(resource: R) -> Self {
        Self { resource: Box::new(resource::Erased::new(Arc::new(resource))), identity: None }
    }

    /// Registers a resource with its identity.
    pub fn identified<R: Identified<Data = D>>(resource: R) -> Self {
        let resource = Arc::new(resource);
        Self {
            resource: Box::new(resource::Erased::new(Arc::clone(&resource))),
            identity: Some(Box::new(identity::Erased::new(resource))),
        }
    }

    /// Its name in HCL.
    pub fn type_name(&self) -> &'static str {
        self.resource.type_name()
    }

    /// Its schema.
    pub fn block(&self) -> &Block {
        &self.resource.schema().block
    }
}

/// An ephemeral resource as the server holds it.
pub struct RegisteredEphemeral<D>(pub(crate) Box<dyn AnyEphemeral<D>>);

impl<D: Send + Sync + 'static> RegisteredEphemeral<D> {
    /// Registers an ephemeral resource.
    pub fn new<E: EphemeralResource<Data = D>>(ephemeral: E) -> Self {
        Self(Box::new(ephemeral::Erased::new(ephemeral)))
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
        self.get_or_build(M::block)
    }

    pub(crate) fn get_or_build(&self, block: impl FnOnce() -> Block) -> &Schema {
        self.0.get_or_init(|| {
            let block = block();
            let ty = block.ty();
            Schema { block, ty }
        })
    }
}
