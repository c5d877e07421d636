//! `make acceptance-real`: the acceptance loop against real accounts, or the sweeper of what earlier runs left.
//!
//! `acceptance-real [run|sweep]`; `run` where nothing is said. Refused (exit code 2) without the opt-in and all
//! settings.

use std::io::{self, Write as _};
use std::process::ExitCode;

use acceptance_live::accounts::Accounts;
use acceptance_live::run::Interruption;
use acceptance_live::{RealError, environment, opt_in, run, settings, sweep};
use alibaba::Environment;

const USAGE: &str = "usage: acceptance-real [run|sweep]";

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let sweeping = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["run"] => false,
        ["sweep"] => true,
        _ => return fail_with(USAGE, 2),
    };
    match act(sweeping).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail_with(&error.to_string(), if error.is_refusal() { 2 } else { 1 }),
    }
}

async fn act(sweeping: bool) -> Result<(), RealError> {
    let environment = Environment::of_process();
    opt_in::given(&environment)?;
    let settings = settings::read(&environment)?;
    let mut say = |line: &str| drop(writeln!(io::stdout(), "acceptance-real: {line}"));
    say(&endpoints(&environment));
    if !sweeping {
        run::run(&settings, &environment, &mut say, interrupted()).await?;
        say("passed");
        return Ok(());
    }
    let accounts = Accounts::open(&settings, &environment).await?;
    say(&format!("sweeping what is named {0} or {0}-…", settings.prefix));
    let found = sweep::sweep(&accounts, &settings.prefix, &mut say).await?;
    say(if found.is_empty() { "there was nothing to remove" } else { "removed" });
    Ok(())
}

/// Where the calls go: a reader of the log must see whether this was the cloud.
fn endpoints(environment: &Environment) -> String {
    let others: Vec<String> = environment::ENDPOINTS
        .into_iter()
        .filter_map(|name| Some(format!("{name}={}", environment.get(name)?)))
        .collect();
    if others.is_empty() { "endpoints: the cloud's own".to_owned() } else { format!("endpoints: {}", others.join(" ")) }
}

#[cfg(unix)]
async fn interrupted() -> Interruption {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => Interruption::Terminal,
        _ = terminate.recv() => Interruption::Supervisor,
    }
}

#[cfg(not(unix))]
async fn interrupted() -> Interruption {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    Interruption::Terminal
}

fn fail_with(text: &str, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "acceptance-real: {text}");
    ExitCode::from(code)
}
