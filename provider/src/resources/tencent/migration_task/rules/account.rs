//! Whose databases they are, and where.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    path::AttributePath,
};

use super::at;
use crate::{
    facts::tencent::{CrossAccount as Support, engine},
    resources::tencent::migration_task::schema::{
        endpoint::{CrossAccount, Side},
        model::TaskModel,
    },
    rules::{Rule, Violation, looks_like_alibaba_account},
};

pub(super) static RULES: [&Rule; 4] = [&OWN_ACCOUNT, &REGION, &TICKET, &UNCONFIRMED];

static OWN_ACCOUNT: Rule = Rule::plan(
    "tencent-own-account",
    "cross_account names the account of the job",
    "`source.cross_account.account_id` must not be the root account whose credentials run the job.",
);
static REGION: Rule = Rule::plan(
    "tencent-destination-region",
    "The destination is in another region than the job",
    "`destination.region` of `dts_tencent_migration_task` must be the region of the provider block.",
);
static TICKET: Rule = Rule::warning(
    "tencent-cross-account-ticket",
    "DTS migrates this engine from another account only after a ticket",
    "A Redis source of another account needs a ticket at Tencent Cloud first.",
);
static UNCONFIRMED: Rule = Rule::warning(
    "tencent-cross-account-engine",
    "It is not documented that this engine can be migrated from another account",
    "The guide to migrations between accounts names MySQL, MongoDB, PostgreSQL, SQL Server, Redis and Tendis.",
);

/// Rules that need the account and the region of the provider block, as far as they are known.
pub(crate) fn of_account(config: &TaskModel, account_id: Option<&str>, region: Option<&str>, out: &mut Diagnostics) {
    let owner = other_account(config).and_then(|other| other.account_id.as_str());
    if let (Some(account_id), Some(owner)) = (account_id, owner)
        && account_id == owner
    {
        let path = AttributePath::of(&["source", "cross_account", "account_id"]);
        out.push(own_account(path, "runs this job", account_id));
    }
    let destination = config.destination.get().and_then(|end| end.region.as_str());
    if let (Some(region), Some(destination)) = (region, destination)
        && region != destination
    {
        out.push(REGION.broken(
            at(Side::Destination, "region"),
            &Violation {
                found: format!("destination.region is {destination:?}, but the provider block works in {region:?}."),
                allowed: "the region of the provider block: a job runs in the region of its destination".to_owned(),
                fix: format!(
                    "use a provider block with region = {destination:?} (provider = dts.<alias>), or correct the region"
                ),
            },
        ));
    }
}

/// The error about `cross_account` with the account that `does` what it is for: `runs this job`.
pub(crate) fn own_account(path: AttributePath, does: &str, account_id: &str) -> Diagnostic {
    let argument = path.to_string();
    OWN_ACCOUNT.broken(
        path,
        &Violation {
            found: format!("{argument} is {account_id}, the account that {does}."),
            allowed: format!("the UIN of another root account, which owns the source and trusts account {account_id}"),
            fix: format!(
                "remove the cross_account block if account {account_id} owns the source; otherwise set the UIN of the root account \
                 that owns it"
            ),
        },
    )
}

/// Warnings about a source of another account.
pub(crate) fn warnings(config: &TaskModel, out: &mut Diagnostics) {
    let Some(other) = other_account(config) else { return };
    let path = AttributePath::of(&["source", "cross_account", "account_id"]);
    out.extend(looks_like_alibaba_account(path, other.account_id.as_str()));
    let Some(engine) = config.source.get().and_then(|source| source.engine.as_str()).and_then(engine) else { return };
    let (rule, found, fix) = match engine.cross_account {
        Support::Yes => return,
        Support::Ticket => (
            &TICKET,
            format!("The source is a {} database of another account.", engine.name),
            "submit a ticket at Tencent Cloud before the apply, unless the account has this permission already",
        ),
        Support::Unconfirmed => (
            &UNCONFIRMED,
            format!(
                "The source is a {} database of another account. The guide to migrations between accounts does not name this engine.",
                engine.name
            ),
            "ask Tencent Cloud whether your account can use it, or migrate with another access type",
        ),
    };
    out.push(
        rule.broken(at(Side::Source, "engine"), &Violation { found, allowed: String::new(), fix: fix.to_owned() }),
    );
}

fn other_account(config: &TaskModel) -> Option<&CrossAccount> {
    config.source.get()?.owner().into_option()
}
