//! The options of an emulator.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

pub use crate::alibaba::ReportMode;
use crate::core::http::remote::RemoteAccess;
use crate::core::world::World;

/// Bytes of a GiB.
pub(crate) const GIB: u64 = 1 << 30;

/// The options of one emulator.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address to listen on; port 0 selects a free port. Default `127.0.0.1:0`. Other than loopback addresses are
    /// refused without `remote`.
    pub listen: SocketAddr,
    /// Lets other machines use the emulator, whose keys are public. Default none.
    pub remote: Option<RemoteAccess>,
    /// The accounts, keys and databases that exist. Default: the built-in world.
    pub world: World,
    /// Directory in which the state is kept, so that it still exists after a restart; the directory is created when it
    /// does not exist. Default none: the state is in memory only.
    pub data_dir: Option<PathBuf>,
    /// For a data directory that has been used before: use the world with which it was created in place of `world`.
    /// With false, another world is refused. Default false.
    pub world_of_data_dir: bool,
    /// Also answer TLS on the same port. The file gets the certificate of the authority that clients must trust. Default
    /// none: plain HTTP only.
    pub tls: Option<PathBuf>,
    /// Refuse unknown parameters instead of recording them with a warning. Default false.
    pub strict: bool,
    /// Delay of each answer of the cloud APIs. Default none.
    pub latency: Duration,
    /// Number of polls after which a job moves to the next stage; with 0 every stage is over immediately. Default 2.
    pub polls: u32,
    /// Duration of one stage of a job. With it, jobs move with time, not with polls. Default none: they move with
    /// polls.
    pub stage_time: Option<Duration>,
    /// Let jobs use real databases of other machines, if the world names some. Default false: such a world is refused.
    pub allow_remote_databases: bool,
    /// Check jobs between real servers and list their statements in the precheck, but write to no server. Default false.
    pub real_dry_run: bool,
    /// The largest size in bytes of the tables that a job copies between real servers, as the source estimates it. Default
    /// 10 GiB.
    pub real_most_bytes: u64,
    /// Where cross-account failures are reported. Default [`ReportMode::Configure`].
    pub report_cross_account: ReportMode,
    /// The receiver of a readable line for each request; the lines contain no secret. Default none.
    pub lines: Option<UnboundedSender<String>>,
    /// Keep a deleted job in the lists as `Finished`, as the cloud does for some job types. Default false.
    pub keep_released: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            remote: None,
            world: World::builtin(),
            data_dir: None,
            world_of_data_dir: false,
            tls: None,
            strict: false,
            latency: Duration::ZERO,
            polls: 2,
            stage_time: None,
            allow_remote_databases: false,
            real_dry_run: false,
            real_most_bytes: 10 * GIB,
            report_cross_account: ReportMode::default(),
            lines: None,
            keep_released: false,
        }
    }
}
