//! Two hundred jobs, some of them with trouble: counts as filters, search, selection, keyboard, contrast, narrow screens.

use acceptance_harness::binaries;
use acceptance_harness::emulator::{Control, EmulatorProcess};
use serde_json::{Value as Json, json};

use crate::tab::{Tab, Window};
use crate::{BrowserError, access, jobs, pictures, report};

/// The jobs of this part. The emulator has four failed ones among them.
const JOBS: usize = 200;
/// Rows of the list of which each has another place.
const ROWS: &str = "[...document.querySelectorAll('.job')]";

/// Runs it in a separate emulator; its pictures are written when they are requested.
pub(crate) async fn run(pictures: bool) -> Result<(), BrowserError> {
    let emulator = EmulatorProcess::start(&binaries::provider()?, &["--polls", "1000"]).await?;
    let ids = jobs::create(emulator.url(), JOBS).await?;
    let mut tab = Tab::open(emulator.url()).await?;
    let result = steps(&mut tab, &emulator, &ids, pictures).await;
    tab.close().await;
    result
}

async fn steps(tab: &mut Tab, emulator: &EmulatorProcess, ids: &[String], picture: bool) -> Result<(), BrowserError> {
    let control = Control::new(emulator.url());
    trouble_first(tab).await?;
    filters(tab).await?;
    search(tab).await?;
    all_rows(tab).await?;
    stable(tab, &control, ids).await?;
    keyboard(tab).await?;
    for window in [Window::DESKTOP, Window::PHONE] {
        for dark in [false, true] {
            tab.show_as(window, dark).await?;
            access::check(tab, window).await?;
        }
    }
    report("contrast, names of controls, words and width are right at 1280 and 375 pixels, light and dark");
    if picture {
        tab.show_as(Window::DESKTOP, false).await?;
        pictures::top(tab, "page-200-jobs").await?;
    }
    Ok(())
}

async fn trouble_first(tab: &mut Tab) -> Result<(), BrowserError> {
    let order = format!("{ROWS}.slice(0, 6).map((row) => row.querySelector('.state').textContent)");
    tab.until("200 jobs", "document.querySelector('.chip')?.textContent.includes('200')").await?;
    let first = tab.value(&order).await?;
    let [failed, suspended] = ["MigrationFailed", "Suspending"].map(|word| first.to_string().contains(word));
    if !failed || !suspended || first[5] != "Suspending" {
        return Err(BrowserError::Unexpected {
            what: "the jobs with trouble are not the first",
            found: first.to_string(),
        });
    }
    tab.until("the number of failed jobs in the title", "document.title === '(4 failed) DTS emulator'").await?;
    report("200 jobs: trouble first, the number of failed ones in the title");
    Ok(())
}

async fn filters(tab: &mut Tab) -> Result<(), BrowserError> {
    let chips = "[...document.querySelectorAll('.chip')].map((chip) => chip.textContent.trim())";
    let found = tab.value(chips).await?;
    let expected =
        json!(["All 200", "Failed 4", "Interrupted 2", "Running 60", "Caught up 54", "Waiting 40", "Finished 40"]);
    if found != expected {
        return Err(BrowserError::Unexpected { what: "the counts are wrong", found: found.to_string() });
    }
    tab.value("document.querySelector('.chip[data-standing=failed]').click()").await?;
    tab.until("only the failed jobs", &format!("{ROWS}.length === 4")).await?;
    tab.shows("4 of 200 jobs").await?;
    // The filter outlives a reload, and the same button ends it.
    let address = tab.value("location.href").await?;
    tab.go("about:blank").await?;
    tab.go(address.as_str().unwrap_or_default()).await?;
    tab.until("the filter after a reload", &format!("{ROWS}.length === 4")).await?;
    tab.value("document.querySelector('.chip[aria-pressed=true]').click()").await?;
    tab.until("all jobs again", &format!("{ROWS}.length >= 100")).await?;
    report("filters: each state with its count, kept by a reload");
    Ok(())
}

async fn search(tab: &mut Tab) -> Result<(), BrowserError> {
    for (text, expected) in [("orders-0123", 1), ("ORDERS-000", 10), ("migrationfailed disk", 2), ("no such job", 0)] {
        tab.write("#search", text).await?;
        tab.until(&format!("{expected} jobs for {text:?}"), &format!("{ROWS}.length === {expected}")).await?;
    }
    tab.write("#search", "").await?;
    tab.until("all jobs again", &format!("{ROWS}.length >= 100")).await?;
    report("search: names, states and reasons, in any case");
    Ok(())
}

/// The rows that are not drawn yet come when the end of the list is near.
async fn all_rows(tab: &mut Tab) -> Result<(), BrowserError> {
    let scroll = "document.querySelector('#more').scrollIntoView()";
    tab.value(scroll).await?;
    tab.until("the last row", &format!("{ROWS}.length === {JOBS}")).await?;
    tab.value("scrollTo(0, 0)").await?;
    Ok(())
}

/// What a user has selected, focused and opened stays while the page is redrawn.
async fn stable(tab: &mut Tab, control: &Control, ids: &[String]) -> Result<(), BrowserError> {
    let id = &ids[50];
    let row = format!("document.getElementById('job-{id}')");
    tab.value(&format!("{row}.open = true")).await?;
    tab.until("the details of the open job", &format!("{row}.querySelector('dl')?.textContent.includes('{id}')"))
        .await?;
    let select = format!(
        "getSelection().selectAllChildren({row}.querySelector('dd .id')); document.getElementById('summary-{id}').focus(); \
         window.marked = {row}"
    );
    tab.value(&select).await?;
    // Another job fails and moves to the top, the open one changes, too.
    control.force(&ids[60], &json!({"status": "MigrationFailed", "error_message": "the source is gone"})).await?;
    control.force(id, &json!({"hold": false, "phase": "caught_up"})).await?;
    tab.until("five failed jobs", "document.title === '(5 failed) DTS emulator'").await?;
    tab.until(
        "the change of the open job",
        &format!("{row}.querySelector('.done').textContent.includes('Incremental')"),
    )
    .await?;
    let kept = format!(
        "({{selected: getSelection().toString(), focused: document.activeElement.id, open: {row}.open, same: window.marked === {row}}})"
    );
    let found = tab.value(&kept).await?;
    let expected = json!({"selected": id, "focused": format!("summary-{id}"), "open": true, "same": true});
    if found != expected {
        return Err(BrowserError::Unexpected {
            what: "a redraw has changed what the user did",
            found: found.to_string(),
        });
    }
    report("redrawn: selection, focus and the open job stay");
    Ok(())
}

/// Every control is reached by the tab key, and works by the keyboard.
async fn keyboard(tab: &mut Tab) -> Result<(), BrowserError> {
    tab.value("document.querySelector('.skip').focus()").await?;
    let mut reached: Vec<Json> = Vec::new();
    for _ in 0..12 {
        reached.push(tab.value("document.activeElement.id || document.activeElement.className").await?);
        tab.press("Tab").await?;
    }
    for control in ["skip", "chip", "search"] {
        if !reached.iter().any(|name| name == control) {
            return Err(BrowserError::Unexpected {
                what: "the tab key does not reach it",
                found: json!(reached).to_string(),
            });
        }
    }
    let focused = "document.activeElement.closest('.job')?.open";
    let before = tab.value(focused).await?;
    tab.press("Enter").await?;
    if tab.value(focused).await? == before {
        return Err(BrowserError::Unexpected { what: "Enter does not open a job", found: json!(reached).to_string() });
    }
    report("keyboard: the tab key reaches every control, and Enter opens a job");
    Ok(())
}
