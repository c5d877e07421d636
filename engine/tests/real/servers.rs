//! The two servers that all tests of this program share.

use std::sync::atomic::{AtomicU32, Ordering};

use real_servers::WITH_LOG;
use tokio::sync::OnceCell;

pub(crate) use real_servers::Server;

/// Both servers: each test has its own databases.
pub(crate) struct Pair {
    pub(crate) source: Server,
    pub(crate) destination: Server,
}

static PAIR: OnceCell<Pair> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The two servers; the first caller starts them.
pub(crate) async fn pair() -> &'static Pair {
    PAIR.get_or_init(|| async {
        let source = Server::started(&[&["--server-id=11"], &WITH_LOG[..]].concat()).await;
        Pair { source, destination: Server::started(&["--server-id=12"]).await }
    })
    .await
}

/// A database name that no other test uses.
pub(crate) fn fresh_name(prefix: &str) -> String {
    format!("{prefix}_{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}
