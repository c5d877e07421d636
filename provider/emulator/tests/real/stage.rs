//! Two real servers, and emulators whose world names them.

use std::sync::atomic::{AtomicU32, Ordering};

use dts_emulator::{Emulator, Options, World, start};
use real_servers::{Server, WITH_LOG};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::client::{Client, send_http};

/// The password of the database accounts; it must not be in any output or file.
pub(crate) const PASSWORD: &str = "canary-of-the-database";
const ACCOUNT: &str = "2345678901234567";

/// Both servers, which all tests of this program share: each test has its own databases.
pub(crate) struct Pair {
    pub(crate) source: Server,
    pub(crate) destination: Server,
}

static PAIR: OnceCell<Pair> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The two servers, each with an account `dts`.
pub(crate) async fn pair() -> &'static Pair {
    PAIR.get_or_init(|| async {
        let source = Server::started(&[&["--server-id=31"], &WITH_LOG[..]].concat()).await;
        let destination = Server::started(&["--server-id=32"]).await;
        for server in [&source, &destination] {
            let grants = format!("CREATE USER dts IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON *.* TO dts");
            server.run_all(&grants).await;
        }
        Pair { source, destination }
    })
    .await
}

/// A database name that no other test uses.
pub(crate) fn fresh_name(prefix: &str) -> String {
    format!("{prefix}_{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A world with the two servers, in which jobs may use one database.
pub(crate) fn world(pair: &Pair, database: &str) -> String {
    let real = |id: &str, server: &Server, usage: &str| {
        format!(
            "[[account.database]]\nid = \"{id}\"\nengine = \"MySQL\"\nregion = \"cn-hangzhou\"\n[account.database.real]\n\
             address = \"127.0.0.1:{}\"\ndatabases = [\"{database}\"]\nuse = \"{usage}\"\nany_family = true\n",
            server.port
        )
    };
    format!(
        "[[account]]\nid = \"{ACCOUNT}\"\nname = \"owner\"\naccess_keys = [{{ id = \"AK\", secret = \"secret\" }}]\n{}{}",
        real("rm-source", &pair.source, "source"),
        real("rm-destination", &pair.destination, "destination")
    )
}

/// A running emulator.
pub(crate) struct Stage {
    pub(crate) emulator: Emulator,
}

impl Stage {
    pub(crate) async fn new(pair: &Pair, database: &str) -> Self {
        Self::of(&world(pair, database)).await
    }

    pub(crate) async fn of(world: &str) -> Self {
        Self::with(world, Options::default()).await
    }

    pub(crate) async fn with(world: &str, options: Options) -> Self {
        let world = World::parse(world, "test").unwrap();
        Self { emulator: start(Options { strict: true, world, ..options }).await.unwrap() }
    }

    pub(crate) fn client(&self) -> Client {
        client(self.emulator.addr())
    }

    /// Everything that the control API and the status page show.
    pub(crate) async fn shown(&self) -> String {
        let host = [("host".to_owned(), self.emulator.addr().to_string())];
        let mut shown = String::new();
        for path in ["/_control/state", "/_control/requests", "/_page/state"] {
            let answer = send_http(self.emulator.addr(), "GET", path, &host, "").await.unwrap();
            assert_ne!(answer.body, Value::Null, "{path}");
            shown.push_str(&answer.body.to_string());
        }
        shown
    }
}

pub(crate) fn client(address: std::net::SocketAddr) -> Client {
    Client { address, key_id: "AK".to_owned(), secret: "secret".to_owned(), token: None }
}
