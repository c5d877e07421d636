//! Registered resources, data sources, functions, ephemeral resources, list resources and actions. They hide the types of the
//! models, so that a provider can list objects of different models.

mod action;
mod data_source;
mod ephemeral;
mod function;
mod identity;
mod list_resource;
mod resource;
mod unknown;

use std::sync::{Arc, OnceLock};

pub(crate) use action::AnyAction;
pub(crate) use data_source::AnyDataSource;
pub(crate) use ephemeral::AnyEphemeral;
pub(crate) use function::{AnyFunction, Parameter, Signature};
pub(crate) use identity::AnyIdentity;
pub(crate) use list_resource::AnyListResource;
pub(crate) use resource::{AnyResource, ApplyInput, PlanInput, StoredState};

use crate::{
    action::Action, data_source::DataSource, ephemeral::EphemeralResource, function::Function, identity::Identified,
    list_resource::ListResource, model::Model, resource::Resource, schema::Block, value::Type,
};

/// A registered resource.
pub struct Registered<D> {
    pub(crate) resource: Arc<dyn AnyResource<D>>,
    pub(crate) identity: Option<Arc<dyn AnyIdentity<D>>>,
}

impl<D: Send + Sync + 'static> Registered<D> {
    /// Registers a resource without an identity.
    pub fn new<R: Resource<Data = D>>(resource: R) -> Self {
        Self { resource: Arc::new(resource::Erased::new(Arc::new(resource))), identity: None }
    }

    /// Registers a resource with an identity.
    pub fn identified<R: Identified<Data = D>>(resource: R) -> Self {
        let resource = Arc::new(resource);
        Self {
            resource: Arc::new(resource::Erased::new(Arc::clone(&resource))),
            identity: Some(Arc::new(identity::Erased::new(resource))),
        }
    }

    /// Its type name in HCL.
    pub fn type_name(&self) -> &'static str {
        self.resource.type_name()
    }

    /// Its schema.
    pub fn block(&self) -> &Block {
        &self.resource.schema().block
    }
}

/// A registered ephemeral resource.
pub struct RegisteredEphemeral<D>(pub(crate) Box<dyn AnyEphemeral<D>>);

impl<D: Send + Sync + 'static> RegisteredEphemeral<D> {
    /// Registers an ephemeral resource.
    pub fn new<E: EphemeralResource<Data = D>>(ephemeral: E) -> Self {
        Self(Box::new(ephemeral::Erased::new(ephemeral)))
    }
}

/// A registered data source.
pub struct RegisteredDataSource<D>(pub(crate) Box<dyn AnyDataSource<D>>);

impl<D: Send + Sync + 'static> RegisteredDataSource<D> {
    /// Registers a data source.
    pub fn new<S: DataSource<Data = D>>(source: S) -> Self {
        Self(Box::new(data_source::Erased::new(source)))
    }
}

/// A registered function.
pub struct RegisteredFunction(pub(crate) Box<dyn AnyFunction>);

impl RegisteredFunction {
    /// Registers a function.
    pub fn new<F: Function>(function: F) -> Self {
        Self(Box::new(function::Erased::new(function)))
    }
}

/// A registered list resource.
pub struct RegisteredListResource<D>(pub(crate) Arc<dyn AnyListResource<D>>);

impl<D: Send + Sync + 'static> RegisteredListResource<D> {
    /// Registers a list resource.
    pub fn new<L: ListResource<Data = D>>(list: L) -> Self {
        Self(Arc::new(list_resource::Erased::new(list)))
    }

    /// The type name of the managed resource whose objects it lists.
    pub fn type_name(&self) -> &'static str {
        self.0.type_name()
    }
}

/// A registered action.
pub struct RegisteredAction<D>(pub(crate) Arc<dyn AnyAction<D>>);

impl<D: Send + Sync + 'static> RegisteredAction<D> {
    /// Registers an action.
    pub fn new<A: Action<Data = D>>(action: A) -> Self {
        Self(Arc::new(action::Erased::new(action)))
    }
}

/// A schema and its type.
pub(crate) struct Schema {
    pub(crate) block: Block,
    pub(crate) ty: Type,
}

/// A schema that is built when it is first used, so that the start of the provider builds none.
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
