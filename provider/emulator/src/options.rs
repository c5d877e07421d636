//! How an emulator can be started.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

pub use crate::alibaba::ReportMode;
use crate::core::world::World;

/// How one emulator behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address to listen on; port 0 takes a free one. Default `127.0.0.1:0`. Anything but loopback is refused.
    pub listen: SocketAddr,
    /// The accounts, keys and databases that exist. Default: the built-in world.
    pub world: World,
    /// Directory where the state is kept, so that it outlives the process; it is created when it does not exist. Default
    /// none: all is in memory.
    pub data_dir: Option<PathBuf>,
    /// With a data directory that has been used before: use the world it was created with in place of `world`. Without it
    /// another world is refused. Default false.
    pub world_of_data_dir: bool,
    /// Refuse unknown parameters instead of recording them with a warning. Default false.
    pub strict: bool,
    /// Time to wait before each answer of the cloud APIs. Default none.
    pub latency: Duration,
    /// How many polls of a job one stage takes; with 0 every stage is over immediately. Default 2.
    pub polls: u32,
    /// How long one stage of a job takes. Jobs move by the time then, not by polls. Default none: they move by polls.
    pub stage_time: Option<Duration>,
    /// Where cross-account failures are reported. Default [`ReportMode::Configure`].
    pub report_cross_account: ReportMode,
    /// Where to send a readable line for each request; the lines hold no secret. Default none.
    pub lines: Option<UnboundedSender<String>>,
    /// Keep a deleted job in the lists as `Finished`, as the cloud does for some job types. Default false.
    pub keep_released: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            world: World::builtin(),
            data_dir: None,
            world_of_data_dir: false,
            strict: false,
            latency: Duration::ZERO,
            polls: 2,
            stage_time: None,
            report_cross_account: ReportMode::default(),
            lines: None,
            keep_released: false,
        }
    }
}
