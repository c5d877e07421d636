//! The state shared by all calls.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use tokio_util::sync::CancellationToken;

use crate::{
    context::Context,
    diagnostic::Diagnostic,
    provider::Provider,
    registry::{AnyResource, LazySchema, Registered},
};

/// Serves a provider. Cheap to make: schemas are built when they are first asked for.
pub struct Server<P: Provider> {
    pub(super) provider: P,
    pub(super) schema: LazySchema,
    resources: OnceLock<BTreeMap<&'static str, Registered<P::Data>>>,
    data: RwLock<Option<Arc<P::Data>>>,
    stop: CancellationToken,
}

impl<P: Provider> Server<P> {
    /// A server for the provider. `stop` is cancelled by StopProvider, and whoever else holds it.
    pub fn new(provider: P, stop: CancellationToken) -> Self {
        Self { provider, schema: LazySchema::default(), resources: OnceLock::new(), data: RwLock::new(None), stop }
    }

    pub(super) fn resources(&self) -> &BTreeMap<&'static str, Registered<P::Data>> {
        self.resources.get_or_init(|| {
            self.provider.resources().into_iter().map(|resource| (resource.type_name(), resource)).collect()
        })
    }

    pub(super) fn resource(&self, type_name: &str) -> Result<&dyn AnyResource<P::Data>, Diagnostic> {
        self.resources().get(type_name).map(|registered| registered.0.as_ref()).ok_or_else(|| {
            let known: Vec<&str> = self.resources().keys().copied().collect();
            Diagnostic::error(
                "Unknown resource type",
                format!("This provider has no resource type {type_name:?}. It has: {}.", known.join(", ")),
            )
        })
    }

    pub(super) fn configured(&self, data: P::Data) {
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
