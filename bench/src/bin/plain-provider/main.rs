//! A provider on `tfplugin` without a cloud, for `make bench`: it shows the time that the plugin crate and Terraform need.
//!
//! Its resources keep everything in the state: `plain_text` is as small as a resource can be, `plain_trust` is the twin of
//! the control's `control_trust`.

mod resources;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use async_trait::async_trait;
use tfplugin::diagnostic::Diagnostics;
use tfplugin::provider::{Configure, Provider};
use tfplugin::registry::Registered;
use tfplugin::serve::ServeOptions;
use tfplugin::{Model, handshake::Env, logging, rpc::Server, serve};
use tokio::runtime;
use tokio_util::sync::CancellationToken;

/// The provider `plain`.
struct Plain;

/// Provider to measure with; its block has no arguments.
#[derive(Clone, Debug, Default, Model)]
struct PlainModel {}

#[async_trait]
impl Provider for Plain {
    type Config = PlainModel;
    type Data = ();

    async fn configure(&self, _call: Configure<PlainModel>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        resources::all()
    }
}

fn main() -> ExitCode {
    match serve_plain() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve_plain() -> Result<(), Box<dyn Error>> {
    let env = Env::from_process();
    logging::init(&env, "provider.plain");
    let options = ServeOptions::new("plain-provider", "registry.terraform.io/crossaccount/plain");
    let server = Server::new(Plain, options.stop.clone());
    // As our own provider runs.
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(serve::serve(server, &env, options, CancellationToken::new()))?;
    Ok(())
}
