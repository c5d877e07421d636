//! The content of the page, as JSON. It has other fields than the control API, which returns every parameter of a job
//! and can be long.

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Value, json};

use crate::core::cloud::{Counts, JobRow, Listing};
use crate::core::emulation::Emulation;
use crate::core::time::to_seconds;

/// Most roles of the page, the newest ones.
const ROLES: usize = 50;
/// The number of calls that the page shows.
const CALLS: usize = 20;
/// Most jobs whose details one request gets.
const DETAILS: usize = 50;

/// The content of the page. The rows of the jobs, which can be many, are left out if they are those of the version that
/// the page knows.
pub(super) fn summary(emulation: &Emulation, known: &str) -> Value {
    let context = emulation.context();
    let rows = Value::Array(job_rows(emulation));
    let version = version(&rows);
    json!({
        "clock": to_seconds(context.now),
        "accounts": accounts(emulation),
        "roles": newest(emulation.clouds.iter().map(|cloud| cloud.newest_roles(context, ROLES))),
        "jobs": if version == known { Value::Null } else { rows },
        "version": version,
        "calls": calls(emulation),
    })
}

/// All that the page shows of these jobs, by ID. A job that is gone is left out.
pub(super) fn details(emulation: &Emulation, ids: &str) -> Value {
    let context = emulation.context();
    let page = |id: &str| emulation.clouds.iter().find_map(|cloud| cloud.job_page(context, id));
    let wanted = ids.split(',').filter(|id| !id.is_empty()).take(DETAILS);
    wanted.filter_map(|id| Some((id.to_owned(), page(id)?))).collect::<serde_json::Map<String, Value>>().into()
}

/// The databases of all accounts: what a configuration names. They have no passwords.
pub(super) fn databases(emulation: &Emulation) -> Value {
    let accounts = &emulation.accounts;
    let of_alibaba = accounts.iter().flat_map(|account| {
        account.databases.iter().map(move |database| {
            let place = &database.place;
            let at = match (place.host.as_deref(), place.port) {
                (Some(host), Some(port)) => format!("{host}:{port}"),
                (host, _) => host.unwrap_or_default().to_owned(),
            };
            json!({
                "cloud": "alibaba", "account": account.name, "id": database.id, "engine": database.engine,
                "access": database.kinds.join(", "), "at": at, "region": database.region, "user": database.username,
            })
        })
    });
    let of_tencent = accounts.tencent_accounts().flat_map(|account| {
        account.databases.iter().map(move |database| {
            json!({
                "cloud": "tencent", "account": account.name, "id": database.id(), "engine": database.engine(),
                "access": "", "at": database.vip, "region": database.region(), "user": database.user,
            })
        })
    });
    of_alibaba.chain(of_tencent).collect()
}

/// The rows of all jobs: those that need attention first, and among them the newest.
fn job_rows(emulation: &Emulation) -> Vec<Value> {
    let context = emulation.context();
    let mut rows: Vec<JobRow> = emulation.clouds.iter().flat_map(|cloud| cloud.job_rows(context)).collect();
    rows.sort_by_key(|row| (row.standing, Reverse(row.created)));
    let shown = rows.into_iter().map(|mut row| {
        row.shown["standing"] = json!(row.standing.name());
        row.shown
    });
    shown.collect()
}

fn version(rows: &Value) -> String {
    let mut hasher = DefaultHasher::new();
    rows.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

fn accounts(emulation: &Emulation) -> Vec<Value> {
    let accounts = emulation.accounts.of_all_clouds().map(|account| {
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
    accounts.collect()
}

fn calls(emulation: &Emulation) -> Vec<Value> {
    let name = |id: &str| emulation.accounts.name(id).unwrap_or(id).to_owned();
    emulation.log.newest(CALLS).map(|(number, entry)| entry.to_row(number, &name(&entry.account))).collect()
}

/// The newest objects of all clouds.
fn newest(listings: impl Iterator<Item = Listing>) -> Value {
    let (mut total, mut rows) = (0, Vec::new());
    for listing in listings {
        total += listing.total;
        rows.extend(listing.rows);
    }
    rows.sort_by_key(|(created, _)| Reverse(*created));
    let shown: Vec<Value> = rows.into_iter().take(ROLES).map(|(_, row)| row).collect();
    json!({"total": total, "shown": shown})
}
