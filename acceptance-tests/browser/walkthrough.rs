//! The steps, and what must be seen in each.

use std::time::Duration;

use acceptance_harness::binaries;
use acceptance_harness::emulator::{Control, EmulatorProcess};
use serde_json::{Value as Json, json};
use tokio::time::sleep;

use crate::migration::Migration;
use crate::tab::{Tab, Window};
use crate::{BrowserError, access, jobs, pictures, report};

/// Polls a stage of the job takes: enough for the page to see the stages.
const POLLS: &str = "3";
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// A name that does harm where it becomes markup.
const HOSTILE: &str = "</h3><script>window.harm = 1</script><img src=x onerror=\"window.harm = 2\">";
/// Gone after a reload.
const MARK: &str = "window.openedOnce";

/// Runs it; the picture is written when it is requested.
pub(crate) async fn run(picture: bool) -> Result<(), BrowserError> {
    let emulator = EmulatorProcess::start(&binaries::provider()?, &["--strict", "--polls", POLLS]).await?;
    let mut tab = Tab::open(emulator.url()).await?;
    let result = steps(&mut tab, emulator, picture).await;
    tab.close().await;
    result
}

async fn steps(tab: &mut Tab, emulator: EmulatorProcess, picture: bool) -> Result<(), BrowserError> {
    let url = emulator.url().to_owned();
    empty(tab, &url).await?;
    if picture {
        pictures::top(tab, "page-empty").await?;
    }
    let migration = Migration::new(&url)?;
    running(tab, &migration, &url, picture).await?;
    hostile(tab, &migration).await?;
    migration.destroy().await?;
    tab.until("the page to be empty again", "document.querySelectorAll('.job').length === 0").await?;
    tab.shows("No role yet.").await?;
    report("destroyed: the page is empty again");
    quiet(tab, &url).await?;
    locked_up(tab).await?;
    emulator.stop().await?;
    tab.shows("Connection lost. Showing the last known state.").await?;
    report("stopped: the page says that the connection is lost");
    Ok(())
}

async fn empty(tab: &mut Tab, url: &str) -> Result<(), BrowserError> {
    for text in ["Live", "No job yet.", "No role yet.", "No call yet.", "source-owner", "destination-owner", "operator"]
    {
        tab.shows(text).await?;
    }
    // The lines to copy, and the IDs that a configuration names.
    let lines = ["export DTS_ENDPOINT_URL='", "set -gx DTS_ENDPOINT_URL '", "$env:DTS_ENDPOINT_URL = '"];
    for line in lines {
        tab.shows(&format!("{line}{url}'")).await?;
    }
    tab.shows("rm-source-orders").await?;
    access::check(tab, Window::DESKTOP).await?;
    let named = "[...document.querySelectorAll('table')].every((table) => table.caption?.textContent)";
    tab.until("a caption on every table", named).await?;
    tab.value(&format!("{MARK} = true")).await?;
    report("opened: three accounts, their databases, no role, no job, and the lines to copy");
    Ok(())
}

/// An apply, held where it would be too quick to be seen.
async fn running(tab: &mut Tab, migration: &Migration, url: &str, picture: bool) -> Result<(), BrowserError> {
    let control = Control::new(url);
    control.fault(&json!({"match": {"action": "CreateDtsInstance"}, "kind": "hold_before"})).await?;
    let apply = migration.apply()?;
    for text in ["ram-for-dts", "sts:AssumeRole to", "2345678901234567@dts.aliyuncs.com", "AliyunDTSRolePolicy"] {
        tab.shows(text).await?;
    }
    for text in ["PreCheckPass", "Precheck: 16 of 16 passed", "not purchased", "CreateRole", "ConfigureDtsJob"] {
        tab.shows(text).await?;
    }
    tab.value("document.querySelector('.folded').open = true").await?;
    for text in ["CHECK_CONN_SRC", "CHECK_TOPOLOGY"] {
        tab.shows(text).await?;
    }
    report("apply: the role with its trust, the task with its precheck items, and the calls");
    let job = held_job(&control).await?;
    control.release().await?;
    let row = half_way(url, picture).await?;
    control.force(&job, &json!({"hold": true})).await?;
    // It may have gone on by a poll before it was held.
    let row = under_way(&summary(url).await?, picture).unwrap_or(row);
    tab.shows("Migrating").await?;
    let shown = format!("[...document.querySelectorAll('progress')].some((bar) => bar.value === {})", row["percent"]);
    tab.until(&format!("a progress of {} percent", row["percent"]), &shown).await?;
    tab.shows("class small").await?;
    report(&format!("running: phase {} at {} %", row["phase"], row["percent"]));
    if picture {
        let other = jobs::create(url, 1).await?;
        tab.until("two jobs", "document.querySelectorAll('.job').length === 2").await?;
        pictures::two_jobs(tab).await?;
        for id in other {
            jobs::delete(url, &id).await?;
        }
    }
    // The rest is of no interest to the page, and the provider's looks have become rare.
    control.force(&job, &json!({"hold": false, "phase": "incremental"})).await?;
    control.force(&job, &json!({"phase": "caught_up"})).await?;
    apply.ended().await?.success()?;
    tab.shows("Catched").await?;
    tab.until("a chart of the delay", "document.querySelector('.job svg[role=img]')").await?;
    report("applied: the destination has caught up");
    if picture {
        pictures::commands(url, &job).await?;
    }
    Ok(())
}

async fn summary(url: &str) -> Result<Json, BrowserError> {
    let url = format!("{url}/_page/state");
    let failed = |source| BrowserError::Read { url: url.clone(), source };
    // A proxy variable of the machine is not meant for loopback.
    let client = reqwest::Client::builder().no_proxy().build().map_err(failed)?;
    let text = client.get(&url).send().await.map_err(failed)?.text().await.map_err(failed)?;
    serde_json::from_str(&text)
        .map_err(|_| BrowserError::Unexpected { what: "the page's state is no JSON", found: text })
}

/// The one job, while its purchase is held.
async fn held_job(control: &Control) -> Result<String, BrowserError> {
    let held = control.held().await?;
    let job = held.first().and_then(|call| call["object"].as_str()).map(str::to_owned);
    job.ok_or_else(|| BrowserError::Unexpected { what: "no call is held", found: json!(held).to_string() })
}

/// A phase that has begun and not ended; for the picture that of the rows.
fn under_way(summary: &Json, picture: bool) -> Option<Json> {
    let row = &summary["jobs"][0];
    let has_begun = row["percent"].as_u64().is_some_and(|percent| (1..100).contains(&percent));
    (has_begun && (!picture || row["phase"] == "full")).then(|| row.clone())
}

async fn half_way(url: &str, picture: bool) -> Result<Json, BrowserError> {
    for _ in 0..1200 {
        if let Some(row) = under_way(&summary(url).await?, picture) {
            return Ok(row);
        }
        sleep(BETWEEN_LOOKS).await;
    }
    Err(BrowserError::Unexpected { what: "no phase was seen half-way", found: summary(url).await?.to_string() })
}

/// Names are shown as they are, and do nothing.
async fn hostile(tab: &mut Tab, migration: &Migration) -> Result<(), BrowserError> {
    migration.rename(HOSTILE).await?;
    let heading =
        format!("[...document.querySelectorAll('.job h3')].some((name) => name.textContent === {})", json!(HOSTILE));
    tab.until("the hostile name", &heading).await?;
    let harm = tab.value("window.harm ?? document.querySelectorAll('main script, main img').length").await?;
    if harm != 0 {
        return Err(BrowserError::Unexpected { what: "a name has become markup", found: harm.to_string() });
    }
    report("renamed: markup in a name is text");
    Ok(())
}

/// All of that without a reload, a complaint, or a request to anybody else.
async fn quiet(tab: &mut Tab, url: &str) -> Result<(), BrowserError> {
    if tab.value(MARK).await? != true {
        return Err(BrowserError::Unexpected { what: "the page was loaded again", found: url.to_owned() });
    }
    let (complaints, requests) = (tab.complaints(), tab.requests());
    if !complaints.is_empty() {
        return Err(BrowserError::Unexpected { what: "the console has complaints", found: complaints.join("\n") });
    }
    let own = format!("{url}/");
    if let Some(foreign) = requests.iter().find(|request| !request.starts_with(&own)) {
        return Err(BrowserError::Unexpected { what: "a request left the emulator", found: foreign.clone() });
    }
    for file in ["", "_page/page.css", "_page/page.js", "_page/jobs.js", "_page/databases", "_page/state?known="] {
        if !requests.contains(&format!("{own}{file}")) {
            return Err(BrowserError::Unexpected { what: "the requests were not seen", found: requests.join("\n") });
        }
    }
    report(&format!("no reload, no complaint, and all {} requests were the emulator's", requests.len()));
    Ok(())
}

/// What would break the silence is heard, and the page's policy stops what would leave the machine.
async fn locked_up(tab: &mut Tab) -> Result<(), BrowserError> {
    let sent = "fetch('http://192.0.2.1/').then(() => 'sent', () => 'stopped')";
    let answer = tab.value(sent).await?;
    let heard = tab.complaints();
    if answer != "stopped" || !heard.iter().any(|complaint| complaint.contains("Content Security Policy")) {
        return Err(BrowserError::Unexpected { what: "the policy stopped nothing", found: heard.join("\n") });
    }
    report("a request to another address is stopped by the page's policy");
    Ok(())
}
