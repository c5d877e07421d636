//! The `emulator` subcommand: flags, the line on stdout, and serving until a signal.

#![expect(clippy::disallowed_methods, reason = "one thread writes the lines of the log; it ends with its channel")]

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use crate::core::http::remote::{RemoteAccess, TokenError};
use crate::core::log::headings;
use crate::core::world::{World, WorldError};
use crate::options::{GIB, Options, ReportMode};
use crate::profiles::{self, ProfilesError};
use crate::start::{StartError, start};

/// How long the shutdown waits until the last lines of the log are written.
const LAST_LINES: Duration = Duration::from_millis(300);

/// The text of `--help` after the flags.
const HELP: &str = include_str!("help.txt");

/// Flags of the `emulator` subcommand.
#[derive(Debug, Clone, clap::Args)]
#[command(after_long_help = HELP.trim_end())]
pub struct EmulatorArgs {
    /// World file (TOML): the accounts, access keys and databases that the emulator has [default: the built-in world]
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Directory that keeps the state between runs of the emulator; created if it does not exist
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Loopback address to listen on, with --allow-remote any address. Port 0 selects a free port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0", value_parser = address)]
    listen: SocketAddr,
    /// Let other machines use the emulator, whose keys are public: by its addresses, and by the names NAME; the control API and
    /// the status page need the token of DTS_EMULATOR_TOKEN
    #[arg(long, value_name = "NAME", num_args = 0.., value_delimiter = ',')]
    allow_remote: Option<Vec<String>>,
    /// Answer https as well as http on the same port; the certificate for clients is written to FILE
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "emulator-certificate.pem")]
    tls: Option<PathBuf>,
    /// Write a profile for each access key of the world, and scripts that set the environment variables, into DIR
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = "emulator-profiles")]
    write_profiles: Option<PathBuf>,
    /// Print the built-in world and exit
    #[arg(long, conflicts_with_all = ["world", "data_dir", "write_profiles"])]
    print_world: bool,
    /// Let jobs read and write real databases of other machines that the world file names; without it only this machine's
    #[arg(long)]
    allow_remote_databases: bool,
    /// Check the real databases of a job and list what it would run, but write to no database
    #[arg(long)]
    real_dry_run: bool,
    /// Largest size of the tables that a job copies between real databases, in GiB
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..1_000_000))]
    real_limit_gib: u64,
    /// Reject calls with unknown parameters instead of recording them with a warning
    #[arg(long)]
    strict: bool,
    /// Where a missing or wrong cross-account authorization is reported
    #[arg(long, value_enum, value_name = "WHERE", default_value = "configure")]
    report_cross_account: ReportMode,
    /// Number of status requests (polls) for a job after which it enters its next stage
    #[arg(long, value_name = "N", default_value_t = 2)]
    polls: u32,
    /// Number of milliseconds after which a job enters its next stage; cannot be combined with --polls
    #[arg(long, value_name = "N", conflicts_with = "polls")]
    stage_ms: Option<u64>,
    /// Delay of each response in milliseconds
    #[arg(long, value_name = "N", default_value_t = 0)]
    latency_ms: u64,
}

/// Why the subcommand failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The world file is unusable.
    #[error(transparent)]
    World(#[from] WorldError),
    /// The emulator did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The token for other machines is missing or not usable.
    #[error(
        "--allow-remote needs a token in the environment variable {TOKEN}: {0}. Write for example {TOKEN}=$(openssl rand -hex 16)"
    )]
    Token(TokenError),
    /// The profiles cannot be written.
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    /// stdout is closed.
    #[error("cannot write to stdout: {0}")]
    Stdout(std::io::Error),
    /// No signal handler could be installed.
    #[error("cannot listen for signals: {0}")]
    Signals(std::io::Error),
}

/// The environment variable with the token for other machines: an argument could be read in the list of processes.
const TOKEN: &str = "DTS_EMULATOR_TOKEN";

/// What other machines may do; none without the flag.
fn remote_access(names: Option<&[String]>, token: Option<String>) -> Result<Option<RemoteAccess>, CliError> {
    let access = names.map(|names| RemoteAccess::new(names, &token.unwrap_or_default()));
    access.transpose().map_err(CliError::Token)
}

/// An address with its port; `localhost` or no host at all is 127.0.0.1.
fn address(text: &str) -> Result<SocketAddr, String> {
    let (host, port) = text.rsplit_once(':').unwrap_or(("", text));
    let host = if host.is_empty() || host.eq_ignore_ascii_case("localhost") { "127.0.0.1" } else { host };
    format!("{host}:{port}").parse().map_err(|_| "write it as 127.0.0.1:8700, [::1]:8700 or localhost:8700".to_owned())
}

/// Runs the subcommand until SIGINT or SIGTERM.
///
/// # Errors
///
/// [`CliError`] when the world is unusable, the address is refused, or stdout is closed.
pub async fn run(args: EmulatorArgs) -> Result<(), CliError> {
    if args.print_world {
        return print(World::builtin_toml());
    }
    let world = args.world.as_deref().map_or_else(|| Ok(World::builtin()), World::load)?;
    let (lines, log) = mpsc::unbounded_channel();
    // The receiver in this function is not dropped yet.
    let _ = lines.send(headings());
    let remote = remote_access(args.allow_remote.as_deref(), std::env::var(TOKEN).ok())?;
    let is_remote = remote.is_some();
    let options = Options {
        listen: args.listen,
        remote,
        world,
        world_of_data_dir: args.world.is_none(),
        data_dir: args.data_dir,
        tls: args.tls,
        strict: args.strict,
        allow_remote_databases: args.allow_remote_databases,
        real_dry_run: args.real_dry_run,
        real_most_bytes: args.real_limit_gib * GIB,
        latency: Duration::from_millis(args.latency_ms),
        polls: args.polls,
        stage_time: args.stage_ms.map(Duration::from_millis),
        report_cross_account: args.report_cross_account,
        lines: Some(lines),
        ..Options::default()
    };
    // Before the address is printed: the reader of the address can send a signal immediately.
    let end = end_signal()?;
    let emulator = start(options).await?;
    let written = write_lines(log, std::io::stderr());
    let url = emulator.url();
    let written_to = args.write_profiles.as_deref();
    let script = written_to.map(|directory| profiles::write(directory, &emulator.world(), &url)).transpose()?;
    print(&format!("emulator listening on {url}\n"))?;
    if is_remote {
        print(&remote_usage(emulator.addr()))?;
    }
    if let Some(script) = script {
        print(&usage_of(&script))?;
    }
    end.await;
    emulator.shutdown().await;
    // The sender was dropped with the server. The rest of the log is written, unless nothing reads stderr.
    let _ = tokio::time::timeout(LAST_LINES, written).await;
    Ok(())
}

/// What other machines can do.
fn remote_usage(address: SocketAddr) -> String {
    format!(
        "Other machines reach it at {address}. The control API and the status page need the token of {TOKEN}: in a browser, it is the \
         password.\n"
    )
}

/// How the clients of another terminal are pointed at the emulator.
fn usage_of(script: &Path) -> String {
    let posix = "Point the clients of another terminal at it (fish: environment.fish; PowerShell: environment.ps1):";
    format!("{posix}\n  . '{}'\n", script.display())
}

/// Writes lines on a separate thread: a slow or absent reader delays neither the responses nor the shutdown. The future
/// completes when the last line is written.
fn write_lines(
    mut lines: mpsc::UnboundedReceiver<String>,
    mut to: impl std::io::Write + Send + 'static,
) -> impl Future<Output = ()> {
    let (done, ended) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        while let Some(line) = lines.blocking_recv() {
            if writeln!(to, "{line}").is_err() {
                break;
            }
        }
        drop(lines);
        drop(done);
    });
    async {
        let _ = ended.await;
    }
}

fn print(text: &str) -> Result<(), CliError> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(CliError::Stdout)
}

/// A future that completes with the first SIGINT or SIGTERM; the handlers are in place when this returns.
#[cfg(unix)]
fn end_signal() -> Result<impl Future<Output = ()>, CliError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(CliError::Signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(CliError::Signals)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// A future that completes with the first Ctrl-C.
#[cfg(not(unix))]
fn end_signal() -> Result<impl Future<Output = ()>, CliError> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!("cannot listen for signals: {error}");
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{EmulatorArgs, ReportMode, World, mpsc, run};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        emulator: EmulatorArgs,
    }

    fn parse(flags: &[&str]) -> Result<EmulatorArgs, String> {
        let line = Line::try_parse_from([&["emulator"], flags].concat());
        line.map(|line| line.emulator).map_err(|error| error.to_string())
    }

    #[test]
    fn flags_have_their_defaults_and_values() {
        let args = parse(&[]).unwrap();
        assert_eq!((args.listen.to_string().as_str(), args.polls, args.strict), ("127.0.0.1:0", 2, false));
        assert_eq!(args.report_cross_account, ReportMode::Configure);
        let args = parse(&["--strict", "--report-cross-account", "precheck", "--polls", "0"]).unwrap();
        assert_eq!((args.report_cross_account, args.polls, args.strict), (ReportMode::Precheck, 0, true));
        let args = parse(&["--data-dir", "kept"]).unwrap();
        assert_eq!((args.data_dir, args.world), (Some("kept".into()), None));
        for (given, meant) in [
            ("localhost:8701", "127.0.0.1:8701"),
            (":1", "127.0.0.1:1"),
            ("80", "127.0.0.1:80"),
            ("[::1]:0", "[::1]:0"),
        ] {
            assert_eq!(parse(&["--listen", given]).unwrap().listen.to_string(), meant);
        }
        for wrong in ["", "localhost", "example.com:80", "127.0.0.1:99999"] {
            assert!(parse(&["--listen", wrong]).unwrap_err().contains("write it as 127.0.0.1:8700"), "{wrong}");
        }
        for (flags, directory) in
            [(&["--write-profiles"][..], "emulator-profiles"), (&["--write-profiles", "p"][..], "p")]
        {
            assert_eq!(parse(flags).unwrap().write_profiles, Some(directory.into()));
        }
        assert!(parse(&["--report-cross-account", "later"]).unwrap_err().contains("precheck"));
    }

    #[test]
    fn the_long_help_describes_the_control_api() {
        let help = Line::try_parse_from(["emulator", "--help"]).err().unwrap().to_string();
        for word in ["/_control/held", "hold_before", "drop_after", "http_500", "since", "truncate", "skew_seconds"] {
            assert!(help.contains(word), "{word} is missing in {help}");
        }
    }

    #[test]
    fn the_long_help_names_the_accounts_and_keys_of_the_built_in_world() {
        let help = Line::try_parse_from(["emulator", "--help"]).err().unwrap().to_string();
        for account in World::builtin().accounts {
            let key = &account.keys[0];
            let row = [&account.id, &account.name, &key.id, key.secret.expose()].map(str::to_owned);
            let listed = help.lines().any(|line| line.split_whitespace().eq(row.iter().map(String::as_str)));
            assert!(listed, "{} is missing in {help}", account.name);
        }
        for flag in help.split_whitespace().filter(|word| word.starts_with("--")) {
            let name = flag.trim_end_matches([',', ')', ':', '.']);
            let known = help
                .lines()
                .any(|line| line.trim_start().strip_prefix("-h, ").unwrap_or(line.trim_start()).starts_with(name));
            assert!(known || ["--endpoint", "--insecure", "--RegionId"].contains(&name), "{flag} is not a flag");
        }
    }

    #[tokio::test]
    async fn lines_are_written_in_order_until_the_sender_is_dropped() {
        let (reader, writer) = std::io::pipe().unwrap();
        let (lines, log) = mpsc::unbounded_channel();
        let written = super::write_lines(log, writer);
        for line in ["one", "two"] {
            lines.send(line.to_owned()).unwrap();
        }
        drop(lines);
        written.await;
        assert_eq!(std::io::read_to_string(reader).unwrap(), "one\ntwo\n");
    }

    #[tokio::test]
    async fn a_log_without_a_reader_is_not_an_error() {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (lines, log) = mpsc::unbounded_channel();
        let written = super::write_lines(log, writer);
        lines.send("one".to_owned()).unwrap();
        written.await;
        assert!(lines.is_closed());
    }

    #[tokio::test]
    async fn a_bad_world_and_a_public_address_end_the_command_with_a_message() {
        let absent = run(parse(&["--world", "/nonexistent/w.toml"]).unwrap()).await.unwrap_err().to_string();
        assert!(absent.starts_with("cannot read the world file /nonexistent/w.toml"), "{absent}");
        let public = run(parse(&["--listen", "0.0.0.0:8700"]).unwrap()).await.unwrap_err().to_string();
        assert!(public.contains("loopback addresses only") && public.contains("127.0.0.1:8700, or start"), "{public}");
    }

    #[test]
    fn other_machines_need_the_flag_and_a_token() {
        let names = |flags: &[&str]| parse(flags).unwrap().allow_remote;
        assert_eq!((names(&[]), names(&["--allow-remote"])), (None, Some(vec![])));
        assert_eq!(names(&["--allow-remote", "emulator,ci"]), Some(vec!["emulator".to_owned(), "ci".to_owned()]));
        let access = |flags: &[&str], token: Option<&str>| {
            super::remote_access(names(flags).as_deref(), token.map(str::to_owned)).map(|access| access.is_some())
        };
        assert!(!access(&[], Some("0123456789abcdef")).unwrap(), "without the flag, the token is not used");
        assert!(access(&["--allow-remote"], Some("0123456789abcdef")).unwrap());
        for token in [None, Some(""), Some("0123456789abcde")] {
            let refused = access(&["--allow-remote"], token).unwrap_err().to_string();
            assert!(refused.contains("DTS_EMULATOR_TOKEN: it has ") && refused.contains("openssl rand"), "{refused}");
        }
    }

    #[tokio::test]
    async fn a_database_of_another_machine_needs_a_flag() {
        let world = |address: &str| {
            format!(
                "[[account]]\nid = \"1234567890123456\"\nname = \"a\"\n[[account.database]]\nid = \"rm-1\"\nengine = \"MySQL\"\n\
                 region = \"r\"\n[account.database.real]\naddress = \"{address}\"\ndatabases = [\"shop\"]\n"
            )
        };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("world.toml");
        let started = async |address: &str, allow: bool| {
            std::fs::write(&file, world(address)).unwrap();
            let options = super::Options {
                world: World::load(&file).unwrap(),
                allow_remote_databases: allow,
                ..super::Options::default()
            };
            match super::start(options).await {
                Ok(emulator) => {
                    emulator.shutdown().await;
                    Ok(())
                }
                Err(error) => Err(error.to_string()),
            }
        };
        let refused = started("192.0.2.1:3306", false).await.unwrap_err();
        assert!(refused.contains("world.toml:9:11: the database server 192.0.2.1:3306 is not"), "{refused}");
        assert!(refused.contains("--allow-remote-databases"), "{refused}");
        assert!(started("db.example.com", false).await.unwrap_err().contains("db.example.com:3306"));
        assert_eq!(started("192.0.2.1:3306", true).await, Ok(()));
        for here in ["127.0.0.1:3306", "localhost", "[::1]:3306", "/run/mysqld/mysqld.sock"] {
            assert_eq!(started(here, false).await, Ok(()), "{here}");
        }
    }
}
