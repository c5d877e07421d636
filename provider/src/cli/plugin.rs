//! Serves the provider to Terraform.

use alibaba::Environment;
use tfplugin::{handshake::Env, logging, rpc::Server, serve};
use tokio::runtime;
use tokio_util::sync::CancellationToken;

use crate::{cli::BINARY, config::Dts};

/// The provider's source address.
const ADDRESS: &str = "registry.terraform.io/crossaccount/dts";

/// Serves until Terraform stops the plugin.
pub(crate) fn run(debug: bool) -> anyhow::Result<()> {
    let env = Env::from_process();
    logging::init(&env, "provider.dts");
    let options = serve::ServeOptions { debug, ..serve::ServeOptions::new(BINARY, ADDRESS) };
    let server = Server::new(Dts { environment: Environment::of_process() }, options.stop.clone());
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(serve::serve(server, &env, options, CancellationToken::new()))?;
    Ok(())
}
