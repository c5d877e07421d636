//! The pictures of the documentation.

use std::path::PathBuf;

use acceptance_harness::binaries;
use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_harness::repository;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::process::Command;

use crate::tab::{Tab, Window};
use crate::{BrowserError, report};

/// Where they are, from the root of the repository.
const FOLDER: &str = "acceptance-tests/browser/pictures";
/// Heights in pixels: the beginning of a page, and a complete one.
const TOP: u64 = 900;
const WHOLE: u64 = 2400;
/// The terminal of the picture of `watch`, in lines and columns.
const TERMINAL: (u16, u16) = (9, 110);

fn path(name: &str) -> PathBuf {
    repository::root().join(FOLDER).join(format!("{name}.png"))
}

async fn write(tab: &mut Tab, name: &str, most: u64) -> Result<(), BrowserError> {
    let bytes = tab.picture(&path(name), most).await?;
    report(&format!("written: {FOLDER}/{name}.png, {bytes} bytes"));
    Ok(())
}

/// The beginning of the page.
pub(crate) async fn top(tab: &mut Tab, name: &str) -> Result<(), BrowserError> {
    write(tab, name, TOP).await
}

/// The page with two jobs, on a screen, on a phone and dark.
pub(crate) async fn two_jobs(tab: &mut Tab) -> Result<(), BrowserError> {
    top(tab, "page-2-jobs").await?;
    tab.show_as(Window::DESKTOP, true).await?;
    top(tab, "page-dark").await?;
    tab.show_as(Window::PHONE, false).await?;
    top(tab, "page-phone").await?;
    tab.show_as(Window::DESKTOP, false).await
}

/// `watch` in a terminal, and the report of the same job with what `watch --json` has recorded.
pub(crate) async fn commands(url: &str, job: &str) -> Result<(), BrowserError> {
    let mut tab = Tab::open("about:blank").await?;
    let result = of_commands(&mut tab, url, job).await;
    tab.close().await;
    result
}

async fn of_commands(tab: &mut Tab, url: &str, job: &str) -> Result<(), BrowserError> {
    let provider = binaries::provider()?.display().to_string();
    let job = format!("{job} --region cn-hangzhou");
    let screen = terminal(url, &format!("{provider} watch {job} --interval 1")).await?;
    tab.go(&address(&of_terminal(&screen))).await?;
    write(tab, "watch", TOP).await?;
    let page = run(url, &format!("{provider} report {job} --output -")).await?;
    tab.go(&address(&page)).await?;
    write(tab, "report", WHOLE).await
}

/// Runs a command with the key of the account that owns the job.
async fn run(url: &str, command: &str) -> Result<Vec<u8>, BrowserError> {
    let failed = |source| BrowserError::Start { path: command.into(), source };
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command).env("DTS_ENDPOINT_URL", url).env("TERM", "xterm-256color");
    shell.env("ALIBABA_CLOUD_ACCESS_KEY_ID", DESTINATION_OWNER.id);
    shell.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", DESTINATION_OWNER.secret);
    let output = shell.output().await.map_err(failed)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let found = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    Err(BrowserError::Unexpected { what: "a command has failed", found })
}

/// What a terminal shows after a command; `script` gives it a terminal.
async fn terminal(url: &str, command: &str) -> Result<String, BrowserError> {
    let (lines, columns) = TERMINAL;
    let in_terminal = format!("stty rows {lines} cols {columns}; {command}");
    let written = run(url, &format!("script --quiet --return --command '{in_terminal}' /dev/null </dev/null")).await?;
    let mut parser = vt100::Parser::new(lines, columns, 0);
    parser.process(&written);
    // The text of the screen as a whole would join the lines that the bars fill.
    let rows: Vec<String> = parser.screen().rows(0, columns).map(|row| row.trim_end().to_owned()).collect();
    Ok(rows.join("\n").trim_end().to_owned())
}

fn of_terminal(screen: &str) -> Vec<u8> {
    let text = screen.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html><meta charset=utf-8><title>watch</title><style>html {{ background: #0f1318; color: #e6edf3 }} \
         body {{ margin: 0; padding: 1rem }} pre {{ margin: 0; font: 15px/1.4 ui-monospace, monospace }}</style>\
         <pre>$ terraform-provider-dts watch JOB\n{text}</pre>"
    )
    .into_bytes()
}

/// An address that is the page itself.
fn address(page: &[u8]) -> String {
    format!("data:text/html;charset=utf-8;base64,{}", STANDARD.encode(page))
}
