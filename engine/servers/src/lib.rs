//! MariaDB servers, or servers of the program that `REHEARSAL_MYSQLD` names, on loopback in temporary directories. A shell per
//! server waits for the end of this process (its standard input is closed then, even after a kill), stops the server and removes
//! the directory.

#![allow(clippy::expect_used, clippy::panic, reason = "a server that cannot be started or stopped ends a test")]

mod certificates;
mod program;

pub use certificates::{Certificates, certificates};
pub use program::VARIABLE;

use program::{Kind, Program};

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use engine::connect::{Address, Endpoint, Secret, Session, Side};

/// A running server.
pub struct Server {
    /// The port on loopback.
    pub port: u16,
    folder: PathBuf,
    arguments: Vec<String>,
    program: Program,
}

/// Why a server is not there, or a statement failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ServerError(String);

fn failed(what: impl std::fmt::Display) -> ServerError {
    ServerError(what.to_string())
}

/// The options of a server whose changes can be followed.
pub const WITH_LOG: [&str; 3] = ["--log-bin=bin", "--binlog-format=ROW", "--binlog-row-image=FULL"];

impl Server {
    /// Starts a server with options, as [`Server::start`], for a test.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn started(options: &[&str]) -> Self {
        Self::start(options).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Starts a server with options, in a new temporary directory, and waits until it accepts logins.
    ///
    /// # Errors
    /// If MariaDB is not installed, or the server does not start.
    pub async fn start(options: &[&str]) -> Result<Self, ServerError> {
        let folder = tempfile::Builder::new().prefix("real-server-").tempdir().map_err(failed)?.keep();
        let program = Program::chosen()?;
        let arguments = arguments(&program, options);
        let server = Self { port: free_port().map_err(failed)?, folder, arguments, program };
        server.program.create_data(&server.folder)?;
        server.run();
        let mut session = server.wait().await?;
        for sql in server.program.first_statements() {
            session.run(sql).await.map_err(failed)?;
        }
        Ok(server)
    }

    /// Whether the servers are MariaDB servers, and not those of MySQL.
    pub fn is_mariadb(&self) -> bool {
        self.program.kind == Kind::MariaDb
    }

    /// Kills the process, and starts it again with other options on the same data.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn restart(&mut self, options: &[&str]) {
        self.kill();
        self.arguments = arguments(&self.program, options);
        self.run();
        self.wait().await.unwrap_or_else(|error| panic!("{error}"));
    }

    /// The folder with the data and the logs.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts the process on the existing data.
    pub fn run(&self) {
        let pid = self.folder.join("pid");
        let _ = fs::remove_file(&pid);
        let script = r#"
            folder=$1; shift
            program=$1; shift
            "$program" "$@" >"$folder/log" 2>&1 &
            read -r word
            kill -9 $! 2>/dev/null; wait $! 2>/dev/null
            if [ "$word" != keep ]; then rm -rf "$folder"; fi"#;
        let child = Command::new("sh")
            .env("TMPDIR", &self.folder)
            .args(["-c", script, "sh"])
            .arg(&self.folder)
            .arg(self.program.path())
            .args(["--no-defaults", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=2"])
            .args(["--innodb-buffer-pool-size=128M", "--max-allowed-packet=64M"])
            .args(self.program.options())
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
    pub fn kill(&self) {
        let mut children = CHILDREN.lock().expect("lock");
        let index = children.iter().position(|(port, _)| *port == self.port).expect("not running");
        let (_, mut child) = children.remove(index);
        child.stdin.take().expect("has a standard input").write_all(b"keep\n").expect("the shell is gone");
        child.wait().expect("the shell cannot be waited for");
    }

    /// Waits until the server accepts logins.
    ///
    /// # Errors
    /// If it does not within a minute; the message has its log.
    pub async fn wait(&self) -> Result<Session, ServerError> {
        let start = Instant::now();
        loop {
            match Session::open(&self.root(), Side::Destination).await {
                Ok(session) => return Ok(session),
                Err(error) if start.elapsed() > Duration::from_secs(60) => {
                    let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                    return Err(failed(format!("the server does not start: {error}\n{log}")));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// The account that may do everything.
    pub fn root(&self) -> Endpoint {
        self.login("root", "")
    }

    /// The account that may do everything, over the socket of the server.
    pub fn root_over_socket(&self) -> Endpoint {
        Endpoint::new(Address::Socket(self.folder.join("sock")), "root", Secret::new(""))
    }

    /// Another account.
    pub fn login(&self, user: &str, password: &str) -> Endpoint {
        let address = Address::Tcp { host: "127.0.0.1".to_owned(), port: self.port };
        Endpoint::new(address, user, Secret::new(password))
    }

    /// A session that may write, also at the source.
    pub async fn session(&self) -> Session {
        Session::open(&self.root(), Side::Destination).await.expect("no session")
    }

    /// Runs statements that are separated by semicolons at ends of lines.
    ///
    /// # Errors
    /// If the server rejects one of them.
    pub async fn execute(&self, sql: &str) -> Result<(), ServerError> {
        let mut session = Session::open(&self.root(), Side::Destination).await.map_err(failed)?;
        // The tables seq_1_to_N of MariaDB need a default database.
        session.run("USE mysql").await.map_err(failed)?;
        if !self.is_mariadb() {
            session.run("SET cte_max_recursion_depth = 100000000").await.map_err(failed)?;
        }
        for statement in sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
            session
                .run(&*self.program.translated(statement))
                .await
                .map_err(|error| failed(format!("{statement}: {error}")))?;
        }
        session.close().await;
        Ok(())
    }

    /// The same for a test.
    ///
    /// # Panics
    /// If the server rejects one of them.
    pub async fn run_all(&self, sql: &str) {
        self.execute(sql).await.unwrap_or_else(|error| panic!("{error}"));
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

fn arguments(program: &Program, options: &[&str]) -> Vec<String> {
    let logs = options.iter().any(|option| option.starts_with("--log-bin"));
    let further = if logs { &[] } else { program.without_log() };
    let root = is_root().then_some("--user=root");
    options.iter().chain(further).copied().chain(root).map(str::to_owned).collect()
}

static CHILDREN: std::sync::Mutex<Vec<(u16, std::process::Child)>> = std::sync::Mutex::new(Vec::new());

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0"))
}

/// A port that nothing listens on, and that no other server of this process got: it may not listen yet.
fn free_port() -> std::io::Result<u16> {
    static GIVEN: std::sync::Mutex<BTreeSet<u16>> = std::sync::Mutex::new(BTreeSet::new());
    loop {
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr())?.port();
        if GIVEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(port) {
            return Ok(port);
        }
    }
}
