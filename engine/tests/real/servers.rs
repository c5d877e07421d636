//! Two MariaDB servers on loopback in a temporary directory. A shell per server waits for the end of this process (its standard
//! input is closed then, even after a kill), stops the server and removes the directory.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use engine::connect::{Address, Endpoint, Secret, Session, Side};
use tokio::sync::OnceCell;

/// A running server.
pub(crate) struct Server {
    pub(crate) port: u16,
    folder: PathBuf,
    arguments: Vec<String>,
}

/// Both servers, which all tests of this program share: each test has its own databases.
pub(crate) struct Pair {
    pub(crate) source: Server,
    pub(crate) destination: Server,
}

static PAIR: OnceCell<Pair> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The two servers; the first caller starts them.
pub(crate) async fn pair() -> &'static Pair {
    PAIR.get_or_init(|| async {
        let source =
            Server::start(&["--server-id=11", "--log-bin=bin", "--binlog-format=ROW", "--binlog-row-image=FULL"]);
        let destination = Server::start(&["--server-id=12"]);
        Pair { source: source.await, destination: destination.await }
    })
    .await
}

/// A database name that no other test uses.
pub(crate) fn fresh_name(prefix: &str) -> String {
    format!("{prefix}_{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

impl Server {
    /// Starts a server with options.
    pub(crate) async fn start(options: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("engine-test-").tempdir().expect("no temporary directory").keep();
        let data = folder.join("data");
        let user = if is_root() { "--user=root" } else { "--silent" };
        let installed = Command::new("mariadb-install-db")
            .args([
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
                user,
            ])
            .arg(format!("--datadir={}", data.display()))
            // Two servers that are created at the same time use the same names in a shared temporary directory.
            .env("TMPDIR", &folder)
            .output()
            .expect("mariadb-install-db is not on PATH: install mariadb-server-core and mariadb-client-core");
        assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
        let mut arguments: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        if is_root() {
            arguments.push("--user=root".to_owned());
        }
        let server = Self { port: free_port(), folder, arguments };
        server.run();
        let mut session = server.wait().await;
        session
            .run("DELETE FROM mysql.global_priv WHERE User = ''")
            .await
            .expect("cannot remove the anonymous account");
        session.run("FLUSH PRIVILEGES").await.expect("cannot flush");
        server
    }

    /// Starts the process on the existing data.
    pub(crate) fn run(&self) {
        let pid = self.folder.join("pid");
        let _ = fs::remove_file(&pid);
        let script = r#"
            folder=$1; shift
            mariadbd "$@" >"$folder/log" 2>&1 &
            read -r word
            kill -9 $! 2>/dev/null; wait $! 2>/dev/null
            if [ "$word" != keep ]; then rm -rf "$folder"; fi"#;
        let child = Command::new("sh")
            .env("TMPDIR", &self.folder)
            .args(["-c", script, "sh"])
            .arg(&self.folder)
            .args([
                "--no-defaults",
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=2",
            ])
            .args(["--innodb-buffer-pool-size=128M", "--max-allowed-packet=64M", "--innodb-log-file-size=64M"])
            .arg(format!("--datadir={}", self.folder.join("data").display()))
            .arg(format!("--socket={}", self.folder.join("sock").display()))
            .arg(format!("--pid-file={}", pid.display()))
            .arg(format!("--port={}", self.port))
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh is not on PATH");
        CHILDREN.lock().expect("lock").push((self.port, child));
    }

    /// Kills the process and keeps the data.
    pub(crate) fn kill(&self) {
        let mut children = CHILDREN.lock().expect("lock");
        let index = children.iter().position(|(port, _)| *port == self.port).expect("not running");
        let (_, mut child) = children.remove(index);
        child.stdin.take().expect("has a standard input").write_all(b"keep\n").expect("the shell is gone");
        child.wait().expect("the shell cannot be waited for");
    }

    /// Waits until the server accepts logins.
    pub(crate) async fn wait(&self) -> Session {
        let start = Instant::now();
        loop {
            match Session::open(&self.root(), Side::Destination).await {
                Ok(session) => return session,
                Err(error) if start.elapsed() > Duration::from_secs(60) => {
                    let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                    panic!("the server does not start: {error}\n{log}");
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// The account that may do everything.
    pub(crate) fn root(&self) -> Endpoint {
        self.login("root", "")
    }

    /// The account that may do everything, over the socket of the server.
    pub(crate) fn root_over_socket(&self) -> Endpoint {
        Endpoint::new(Address::Socket(self.folder.join("sock")), "root", Secret::new(""))
    }

    /// Another account.
    pub(crate) fn login(&self, user: &str, password: &str) -> Endpoint {
        let address = Address::Tcp { host: "127.0.0.1".to_owned(), port: self.port };
        Endpoint::new(address, user, Secret::new(password))
    }

    /// A session that may write, also at the source.
    pub(crate) async fn session(&self) -> Session {
        Session::open(&self.root(), Side::Destination).await.expect("no session")
    }

    /// Runs statements that are separated by semicolons at ends of lines.
    pub(crate) async fn run_all(&self, sql: &str) {
        let mut session = self.session().await;
        // The tables seq_1_to_N of MariaDB need a default database.
        session.run("USE mysql").await.expect("no database mysql");
        for statement in sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
            session.run(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        session.close().await;
    }
}

impl Drop for Server {
    /// Removes the directory, also if the process was killed before.
    fn drop(&mut self) {
        let child = CHILDREN.lock().ok().and_then(|mut children| {
            let index = children.iter().position(|(port, _)| *port == self.port)?;
            Some(children.remove(index).1)
        });
        if let Some(mut child) = child {
            drop(child.stdin.take());
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

static CHILDREN: std::sync::Mutex<Vec<(u16, std::process::Child)>> = std::sync::Mutex::new(Vec::new());

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id is not on PATH");
    id.stdout.starts_with(b"0")
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr()).expect("no free port").port()
}
