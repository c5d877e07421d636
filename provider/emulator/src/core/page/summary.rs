//! What the page shows, as JSON. It has fields of its own, not those of the control API: those show every parameter of a
//! job, and grow with it.

use std::cmp::Reverse;

use serde_json::{Value, json};

use crate::alibaba::dts::job::Job;
use crate::alibaba::dts::status_view;
use crate::alibaba::ram::Role;
use crate::core::account::Account;
use crate::core::emulation::Emulation;
use crate::core::time::to_seconds;

use super::trust;

/// Most jobs and roles the page shows, the newest; a browser has to draw them every second.
const SHOWN: usize = 50;

impl Emulation {
    /// What the page shows.
    pub(crate) fn summary(&self) -> Value {
        let (mut jobs, mut roles) = (Vec::<&Job>::new(), Vec::<(&Account, &Role)>::new());
        let (mut accounts, mut total) = (Vec::new(), 0);
        for account in self.accounts.values() {
            let of_account = self.jobs.of_account(&account.id).count();
            total += of_account;
            accounts.push(account_row(account, of_account));
            jobs.extend(self.jobs.of_account(&account.id).rev().take(SHOWN));
            roles.extend(account.roles.values().map(|role| (account, role)));
        }
        let all_roles = roles.len();
        roles.sort_by_key(|(_, role)| Reverse(role.created));
        let shown_roles: Vec<Value> = roles.into_iter().take(SHOWN).map(|(of, role)| role_row(of, role)).collect();
        jobs.sort_by_key(|job| Reverse(job.created));
        let shown: Vec<Value> = jobs.into_iter().take(SHOWN).map(|job| self.job_row(job)).collect();
        json!({
            "clock": to_seconds(self.now()),
            "accounts": accounts,
            "roles": {"total": all_roles, "shown": shown_roles},
            "jobs": {"total": total, "shown": shown},
        })
    }

    fn job_row(&self, job: &Job) -> Value {
        let mut row = status_view::watched(job, self.options.polls);
        row["account"] = json!(self.accounts.get(&job.account).map_or(&job.account, |account| &account.name));
        row
    }
}

fn account_row(account: &Account, jobs: usize) -> Value {
    json!({
        "id": account.id,
        "name": account.name,
        "dts_activated": account.dts_activated,
        "databases": account.databases.len(),
        "roles": account.roles.len(),
        "jobs": jobs,
    })
}

fn role_row(account: &Account, role: &Role) -> Value {
    let policies: Vec<String> = role.attached.keys().map(|(kind, name)| format!("{name} ({})", kind.name())).collect();
    json!({
        "account": account.name,
        "name": role.name,
        "arn": role.arn(&account.id),
        "trust": trust::sentences(role.trust.text()),
        "policies": policies,
    })
}
