//! Serves a provider on a socket, from the handshake line to the last response.
//!
//! A binary only has to call [`serve`]. It prints the handshake line, and nothing else, to standard output, accepts the
//! client that the handshake allows, and returns when Terraform, a signal or the caller stops the provider.

mod announce;
mod connection;
mod error;
mod incoming;
mod listener;
mod options;

mod prepare;
mod server;
mod shutdown;
mod signals;

use tokio_util::sync::CancellationToken;

use crate::generated::tfplugin6::provider_server::Provider;
use crate::handshake::Env;

pub use error::ServeError;
pub use options::ServeOptions;

/// Serves `provider` until Terraform shuts it down, SIGTERM arrives, the parent process exits, or `shutdown` is cancelled.
///
/// A shutdown cancels [`ServeOptions::stop`], so that running operations finish early. They have up to 10 seconds for that,
/// or up to 1 second when Terraform shuts the provider down; another SIGTERM ends this grace period. SIGINT does not stop the
/// provider, because the terminal also sends it to Terraform, which then calls `StopProvider`; it cancels `stop` 500 ms later.
///
/// With [`ServeOptions::debug`] there is no magic cookie and no TLS, the instructions to attach Terraform are printed instead
/// of the handshake line, and SIGINT stops the provider.
///
/// ```no_run
/// use async_trait::async_trait;
/// use tfplugin::{
///     Model,
///     context::Context,
///     diagnostic::Diagnostics,
///     handshake::Env,
///     model::Attr,
///     private::Private,
///     provider::{Configure, Provider},
///     registry::Registered,
///     resource::{Apply, Outcome, Resource},
///     rpc::Server,
///     serve::{ServeError, ServeOptions, serve},
/// };
/// use tokio_util::sync::CancellationToken;
///
/// /// The provider block.
/// #[derive(Clone, Debug, Default, Model)]
/// struct Config {}
///
/// /// A random ID.
/// #[derive(Clone, Debug, Default, Model)]
/// struct RandomId {
///     /// The beginning of the ID.
///     #[attr(optional, replace)]
///     prefix: Attr<String>,
///     /// The ID.
///     #[attr(computed)]
///     id: Attr<String>,
/// }
///
/// struct RandomIdResource;
///
/// #[async_trait]
/// impl Resource for RandomIdResource {
///     type Model = RandomId;
///     type Data = ();
///
///     fn type_name(&self) -> &'static str {
///         "example_random_id"
///     }
///
///     async fn create(&self, _: &Context<()>, apply: Apply<RandomId>) -> Outcome<RandomId> {
///         let id = format!("{}-4711", apply.planned.prefix.or("id".to_owned())).into();
///         Outcome::done(RandomId { id, ..apply.planned })
///     }
///
///     async fn read(&self, _: &Context<()>, state: RandomId, private: Private) -> Outcome<RandomId> {
///         Outcome::done(state).with_private(private)
///     }
///
///     async fn update(&self, _: &Context<()>, apply: Apply<RandomId>) -> Outcome<RandomId> {
///         Outcome::done(apply.planned)
///     }
///
///     async fn delete(&self, _: &Context<()>, _: RandomId, _: Private) -> Outcome<RandomId> {
///         Outcome::gone()
///     }
/// }
///
/// struct ExampleProvider;
///
/// #[async_trait]
/// impl Provider for ExampleProvider {
///     type Config = Config;
///     type Data = ();
///
///     async fn configure(&self, _: Configure<Config>) -> (Option<()>, Diagnostics) {
///         (Some(()), Diagnostics::new())
///     }
///
///     fn resources(&self) -> Vec<Registered<()>> {
///         vec![Registered::new(RandomIdResource)]
///     }
/// }
///
/// #[tokio::main]
/// async fn main() -> Result<(), ServeError> {
///     let options = ServeOptions::new("terraform-provider-example", "registry.terraform.io/example/example");
///     let server = Server::new(ExampleProvider, options.stop.clone());
///     serve(server, &Env::from_process(), options, CancellationToken::new()).await
/// }
/// ```
///
/// # Errors
/// [`ServeError`] when the handshake fails, the socket cannot be opened, the handshake line cannot be printed, or the gRPC
/// server fails.
pub async fn serve<P: Provider>(
    provider: P,
    env: &Env,
    options: ServeOptions,
    shutdown: CancellationToken,
) -> Result<(), ServeError> {
    // Before the line is printed, so that a signal that follows it does not trigger the default action.
    let signals = signals::Signals::new().map_err(|source| ServeError::Signals { source })?;
    let prepared = prepare::prepare(env, &options)?;
    announce::print(&prepared.announcement).map_err(|source| ServeError::Announce { source })?;
    server::run(provider, prepared, signals.into_stream(), &options, shutdown).await
}

#[cfg(test)]
mod tests;
