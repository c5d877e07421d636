//! Puts the parts of an emulator together: the core, and the clouds that it serves. A new cloud is added here.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::SignedDuration;
use tokio::net::TcpListener;

use crate::alibaba::{Alibaba, AlibabaOptions, Front, RealJobs};
use crate::core::cloud::Gateway;
use crate::core::emulation::Setup;
use crate::core::http::remote::RemoteAccess;
use crate::core::http::tls::{TlsError, acceptor};
use crate::core::server::Emulator;
use crate::core::shared::{DataDir, Shared};
use crate::core::store::StoreError;
use crate::core::world::World;
use crate::jobs::{ByClock, ByPolls, Pace};
use crate::options::Options;
use crate::rehearsal::Rehearsals;
use crate::tencent::{Tencent, TencentFront};
use crate::world_file::VOCABULARIES;

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is reachable from other machines.
    #[error(
        "the emulator listens on loopback addresses only, because its keys are public, but {address} is not a loopback address: use \
         127.0.0.1:{port}, or start it with --allow-remote if other machines may use it", port = address.port()
    )]
    NotLoopback {
        /// The address of the options.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; choose a free port, or port 0")]
    Listen {
        /// The address of the options.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The world names a real database of another machine.
    #[error(
        "{place}: the database server {address} is not on this machine, and everyone knows the keys of the emulator: start it with --allow-remote-databases if jobs may read and write there"
    )]
    RemoteDatabase {
        /// The place in the world file.
        place: String,
        /// The address of the server.
        address: String,
    },
    /// The data directory cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// TLS is not available.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// Starts an emulator. When this returns, it answers requests.
///
/// # Errors
///
/// [`StartError`] when the address is not allowed or cannot be listened on, or the data directory cannot be
/// used.
pub async fn start(options: Options) -> Result<Emulator, StartError> {
    let address = options.listen;
    let remote_access = options.remote.clone();
    if !address.ip().is_loopback() && remote_access.is_none() {
        return Err(StartError::NotLoopback { address });
    }
    let cannot = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let data_dir = options.data_dir.clone().map(|folder| DataDir {
        folder,
        keeps_world: options.world_of_data_dir,
        vocabularies: &VOCABULARIES,
    });
    let names = remote_access.as_ref().map_or(&[][..], RemoteAccess::names);
    let tls = options.tls.as_deref().map(|file| acceptor(file, names)).transpose()?;
    let (gateways, latency, remote) = (gateways(&options), options.latency, options.allow_remote_databases);
    let shared = Shared::open(setup(options), gateways, latency, data_dir).await?;
    // The world can be the one of the data directory.
    if !remote {
        check_addresses(shared.lock().world())?;
    }
    Emulator::serve(listener, tls, remote_access, shared).map_err(cannot)
}

/// Rejects real databases of other machines.
fn check_addresses(world: &World) -> Result<(), StartError> {
    match world.real_servers().find(|server| !server.is_on_this_machine()) {
        None => Ok(()),
        Some(server) => {
            Err(StartError::RemoteDatabase { place: server.place.clone(), address: server.address.to_string() })
        }
    }
}

/// What the state of an emulator with these options is created from.
pub(crate) fn setup(options: Options) -> Setup {
    let pace: Arc<dyn Pace> = match options.stage_time {
        None => Arc::new(ByPolls(options.polls)),
        Some(time) => Arc::new(ByClock(SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX))),
    };
    let real_jobs = RealJobs { is_dry_run: options.real_dry_run, most_bytes: Some(options.real_most_bytes) };
    let of_tencent = Arc::clone(&pace);
    let of_alibaba = AlibabaOptions {
        pace,
        report_cross_account: options.report_cross_account,
        rehearsals: Arc::new(Rehearsals::new(options.data_dir)),
        real_jobs,
        keep_released: options.keep_released,
    };
    Setup {
        world: options.world,
        lines: options.lines,
        clouds: Box::new(move |accounts, now| {
            vec![
                Box::new(Alibaba::new(accounts, of_alibaba.clone(), now)),
                Box::new(Tencent::new(accounts, Arc::clone(&of_tencent), now)),
            ]
        }),
    }
}

/// The gateways, in the order of the clouds.
pub(crate) fn gateways(options: &Options) -> Vec<Box<dyn Gateway>> {
    vec![Box::new(Front { strict: options.strict }), Box::new(TencentFront)]
}
