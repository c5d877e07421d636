//! The state that all calls share.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use tokio_util::sync::CancellationToken;

use crate::{
    context::Context,
    diagnostic::Diagnostic,
    provider::Provider,
    registry::{
        AnyAction, AnyDataSource, AnyEphemeral, AnyFunction, AnyListResource, AnyResource, LazySchema, Registered,
        RegisteredAction, RegisteredDataSource, RegisteredEphemeral, RegisteredFunction, RegisteredListResource,
    },
};

type ByName<T> = BTreeMap<&'static str, T>;

/// The gRPC service of a provider, for [`serve`](crate::serve::serve). Schemas are built when they are first used, so that
/// creating a server is fast.
pub struct Server<P: Provider> {
    pub(super) provider: P,
    pub(super) schema: LazySchema,
    resources: OnceLock<ByName<Registered<P::Data>>>,
    data_sources: OnceLock<ByName<RegisteredDataSource<P::Data>>>,
    functions: OnceLock<ByName<RegisteredFunction>>,
    ephemerals: OnceLock<ByName<RegisteredEphemeral<P::Data>>>,
    list_resources: OnceLock<ByName<RegisteredListResource<P::Data>>>,
    actions: OnceLock<ByName<RegisteredAction<P::Data>>>,
    data: RwLock<Option<Arc<P::Data>>>,
    stop: CancellationToken,
}

impl<P: Provider> Server<P> {
    /// Creates the service of a provider. The call `StopProvider` cancels `stop`, and so may the caller.
    pub fn new(provider: P, stop: CancellationToken) -> Self {
        Self {
            provider,
            schema: LazySchema::default(),
            resources: OnceLock::new(),
            data_sources: OnceLock::new(),
            functions: OnceLock::new(),
            ephemerals: OnceLock::new(),
            list_resources: OnceLock::new(),
            actions: OnceLock::new(),
            data: RwLock::new(None),
            stop,
        }
    }

    pub(super) fn resources(&self) -> &ByName<Registered<P::Data>> {
        self.resources.get_or_init(|| {
            self.provider.resources().into_iter().map(|resource| (resource.type_name(), resource)).collect()
        })
    }

    pub(super) fn data_sources(&self) -> &ByName<RegisteredDataSource<P::Data>> {
        self.data_sources.get_or_init(|| {
            self.provider.data_sources().into_iter().map(|source| (source.0.type_name(), source)).collect()
        })
    }

    pub(super) fn functions(&self) -> &ByName<RegisteredFunction> {
        self.functions.get_or_init(|| {
            self.provider.functions().into_iter().map(|function| (function.0.name(), function)).collect()
        })
    }

    pub(super) fn ephemerals(&self) -> &ByName<RegisteredEphemeral<P::Data>> {
        self.ephemerals.get_or_init(|| {
            let registered = self.provider.ephemeral_resources().into_iter();
            registered.map(|ephemeral| (ephemeral.0.type_name(), ephemeral)).collect()
        })
    }

    pub(super) fn list_resources(&self) -> &ByName<RegisteredListResource<P::Data>> {
        self.list_resources
            .get_or_init(|| self.provider.list_resources().into_iter().map(|list| (list.0.type_name(), list)).collect())
    }

    pub(super) fn actions(&self) -> &ByName<RegisteredAction<P::Data>> {
        self.actions
            .get_or_init(|| self.provider.actions().into_iter().map(|action| (action.0.type_name(), action)).collect())
    }

    pub(super) fn registered_resource(&self, type_name: &str) -> Result<&Registered<P::Data>, Diagnostic> {
        find_by_name(self.resources(), "resource type", type_name)
    }

    pub(super) fn resource(&self, type_name: &str) -> Result<&dyn AnyResource<P::Data>, Diagnostic> {
        self.registered_resource(type_name).map(|registered| registered.resource.as_ref())
    }

    pub(super) fn ephemeral(&self, type_name: &str) -> Result<&dyn AnyEphemeral<P::Data>, Diagnostic> {
        find_by_name(self.ephemerals(), "ephemeral resource", type_name).map(|registered| registered.0.as_ref())
    }

    pub(super) fn data_source(&self, type_name: &str) -> Result<&dyn AnyDataSource<P::Data>, Diagnostic> {
        find_by_name(self.data_sources(), "data source", type_name).map(|registered| registered.0.as_ref())
    }

    pub(super) fn registered_list(&self, type_name: &str) -> Result<&Arc<dyn AnyListResource<P::Data>>, Diagnostic> {
        find_by_name(self.list_resources(), "list resource", type_name).map(|registered| &registered.0)
    }

    pub(super) fn action(&self, type_name: &str) -> Result<&Arc<dyn AnyAction<P::Data>>, Diagnostic> {
        find_by_name(self.actions(), "action", type_name).map(|registered| &registered.0)
    }

    pub(super) fn function(&self, name: &str) -> Result<&dyn AnyFunction, Diagnostic> {
        find_by_name(self.functions(), "function", name).map(|registered| registered.0.as_ref())
    }

    pub(super) fn set_data(&self, data: P::Data) {
        *self.data.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(data));
    }

    pub(super) fn context(&self) -> Context<P::Data> {
        let data = self.data.read().unwrap_or_else(PoisonError::into_inner).clone();
        Context::new(data, self.stop.child_token())
    }

    pub(super) fn stop_token(&self) -> &CancellationToken {
        &self.stop
    }
}

/// Finds an object by its name. The error lists all names of the kind.
fn find_by_name<'m, T>(all: &'m ByName<T>, kind: &str, name: &str) -> Result<&'m T, Diagnostic> {
    all.get(name).ok_or_else(|| {
        let known: Vec<&str> = all.keys().copied().collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Diagnostic::error(
            format!("Unknown {kind}"),
            format!("This provider has no {kind} {name:?}. Valid values: {known}."),
        )
    })
}
