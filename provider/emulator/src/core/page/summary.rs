//! The content of the page, as JSON. It has other fields than the control API, which returns every parameter of a job
//! and can be long.

use std::cmp::Reverse;

use serde_json::{Value, json};

use crate::core::cloud::{Counts, Listing};
use crate::core::emulation::Emulation;
use crate::core::time::to_seconds;

/// Most jobs and most roles of the page, the newest ones; a browser has to draw them every second.
const SHOWN: usize = 50;

/// The content of the page.
pub(super) fn summary(emulation: &Emulation) -> Value {
    let context = emulation.context();
    let accounts = context.accounts.of_all_clouds().map(|account| {
        let counts = emulation.clouds.iter().map(|cloud| cloud.counts(account.id));
        let all = counts.fold(Counts::default(), |all, of_cloud| Counts {
            jobs: all.jobs + of_cloud.jobs,
            roles: all.roles + of_cloud.roles,
        });
        json!({
            "cloud": account.cloud.text(),
            "id": account.id,
            "name": account.name,
            "dts_activated": account.dts_activated,
            "databases": account.databases,
            "roles": all.roles,
            "jobs": all.jobs,
        })
    });
    let accounts: Vec<Value> = accounts.collect();
    json!({
        "clock": to_seconds(context.now),
        "accounts": accounts,
        "roles": newest(emulation.clouds.iter().map(|cloud| cloud.newest_roles(context, SHOWN))),
        "jobs": newest(emulation.clouds.iter().map(|cloud| cloud.newest_jobs(context, SHOWN))),
    })
}

/// The newest objects of all clouds.
fn newest(listings: impl Iterator<Item = Listing>) -> Value {
    let (mut total, mut rows) = (0, Vec::new());
    for listing in listings {
        total += listing.total;
        rows.extend(listing.rows);
    }
    rows.sort_by_key(|(created, _)| Reverse(*created));
    let shown: Vec<Value> = rows.into_iter().take(SHOWN).map(|(_, row)| row).collect();
    json!({"total": total, "shown": shown})
}
