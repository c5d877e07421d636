//! Running a precheck: all items are checked when it starts, and polls show one result after the other.

use std::collections::BTreeMap;

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Objects, Side, reserve};
use crate::alibaba::dts::job::find::not_found;
use crate::alibaba::dts::job::{INCREMENTAL_ORDER, ITEM_CODES, Item, ItemState, Job, PLAIN_ORDER, Precheck, can_skip};
use crate::alibaba::dts::reach::{Unreachable, reach};
use crate::alibaba::gateway::Refusal;
use crate::alibaba::ids;
use crate::alibaba::options::ReportMode;

use super::checks::{Found, Subject};
use super::topology;

/// Starts a precheck of a job. A cross-account failure refuses the start or fails an item, as the mode says.
pub(crate) fn start(dts: &mut Dts, context: CallContext<'_>, id: &str, mode: ReportMode) -> Result<(), Refusal> {
    let job = dts.jobs.get(id).ok_or_else(|| not_found(id))?;
    let subject = subject(dts, context, job);
    if mode == ReportMode::Configure {
        for side in Side::BOTH {
            if let Err(Unreachable { failure: Some(failure), .. }) = subject.side(side) {
                return Err(Refusal::business(403, failure.code, failure.message.clone()));
            }
        }
    }
    let needs_servers = job.rehearsed && subject.source.is_ok() && subject.destination.is_ok();
    let items = if needs_servers { waiting(&subject) } else { examine(&subject) };
    let version = subject.source.as_ref().ok().map(|source| source.version.clone());
    let precheck = Precheck { id: ids::job_id(), started: Some(context.now), items };
    let mut job = dts.jobs.get_mut(id).ok_or_else(|| not_found(id))?;
    job.precheck = precheck;
    job.source_version = version;
    job.machine.start_precheck(context.now);
    job.advance(context.moment());
    Ok(())
}

fn subject<'a>(dts: &Dts, context: CallContext<'a>, job: &'a Job) -> Subject<'a> {
    Subject {
        job,
        objects: job.objects(),
        source: reach(context, job, Side::Source),
        destination: reach(context, job, Side::Destination),
        topology: topology::check(dts, job),
    }
}

/// The items of a precheck that real servers have to answer.
fn waiting(subject: &Subject<'_>) -> Vec<Item> {
    let mut items = items(subject, &[], |_| None);
    items.iter_mut().for_each(|item| item.state = ItemState::Checking);
    items
}

/// The items of a precheck with what real servers have answered.
pub(crate) fn of_servers(
    dts: &Dts,
    context: CallContext<'_>,
    job: &Job,
    found: &BTreeMap<&'static str, (ItemState, String)>,
) -> Vec<Item> {
    let subject = subject(dts, context, job);
    let codes: Vec<&'static str> = found.keys().copied().collect();
    let mut items = items(&subject, &codes, |code| match (code, &subject.topology) {
        ("CHECK_TOPOLOGY", Some(other)) => Some((ItemState::Failed, other.clone())),
        _ => found.get(code).cloned(),
    });
    for item in items.iter_mut().filter(|item| matches!(item.state, ItemState::Warning | ItemState::Failed)) {
        item.detail = Some(item.found.clone());
    }
    items
}

/// The items of the precheck of a change of the objects. Objects that are synchronized already are not compared.
pub(crate) fn of_change(context: CallContext<'_>, job: &Job, objects: &str) -> Vec<Item> {
    let mut added = Objects::parse(objects).unwrap_or_default();
    let before = job.objects();
    added.0.retain(|name, database| before.0.get(name) != Some(database));
    let subject = Subject {
        job,
        objects: added,
        source: reach(context, job, Side::Source),
        destination: reach(context, job, Side::Destination),
        topology: None,
    };
    if job.rehearsed {
        let why = "a rehearsal cannot change the objects of a running job".to_owned();
        return items(&subject, &["CHECK_DB_AVA"], |code| {
            (code == "CHECK_DB_AVA").then(|| (ItemState::Failed, why.clone()))
        });
    }
    examine(&subject)
}

fn examine(subject: &Subject<'_>) -> Vec<Item> {
    items(subject, &[], |code| subject.check(code))
}

/// The items in their order, and further ones, with what was found.
fn items(subject: &Subject<'_>, further: &[&'static str], found: impl Fn(&str) -> Found) -> Vec<Item> {
    let forced = forced(subject);
    let job = subject.job;
    let order =
        if job.modes.incremental && job.side(Side::Source).is_mysql_like() { INCREMENTAL_ORDER } else { PLAIN_ORDER };
    let compares = !job.is_synchronization() || job.modes.schema || job.modes.full;
    let order = order.iter().filter(|code| compares || **code != "CHECK_SAME_OBJ");
    let order: Vec<&&'static str> = order.collect();
    // A forced item appears although the order does not contain it.
    let is_further = |code: &&&'static str| forced.contains_key(**code) || further.contains(*code);
    let extra = ITEM_CODES.iter().filter(|code| is_further(code) && !order.contains(code));
    let one = |code: &&'static str| item(subject, code, found(code), forced.get(*code).map(String::as_str));
    order.iter().copied().chain(extra).map(one).collect()
}

/// Forced results: those of the databases, then those of the control API.
fn forced(subject: &Subject<'_>) -> BTreeMap<String, String> {
    let databases = Side::BOTH.into_iter().filter_map(|side| subject.side(side).as_ref().ok());
    let of_databases = databases.flat_map(|database| database.precheck.clone());
    of_databases.chain(subject.job.forced_items.clone()).collect()
}

fn item(subject: &Subject<'_>, code: &'static str, found: Found, forced: Option<&str>) -> Item {
    let by_settings = can_skip(code) && reserve::passes_over(&subject.job.parameters, code);
    let skip = by_settings || subject.job.skipped.iter().any(|skipped| skipped == code);
    // Real rows are never copied onto themselves.
    let skip = skip && !(subject.job.rehearsed && code == "CHECK_TOPOLOGY");
    let (state, found) = match forced {
        Some(state) => (ItemState::named(state), "forced".to_owned()),
        None => found.unwrap_or((ItemState::NotStarted, String::new())),
    };
    // A skipped item is checked, but does not fail the precheck.
    let state = if skip && state == ItemState::Failed { ItemState::Warning } else { state };
    Item { code, state, skip, found, detail: detail(subject, code) }
}

/// Alibaba Cloud reports a broken cross-account authorization, and missing global IDs of MongoDB, with a message and not with an error code.
fn detail(subject: &Subject<'_>, code: &str) -> Option<String> {
    if code == "CHECK_ENGINE" {
        return subject.without_global_ids().map(|_| "two-way mongo must have gid".to_owned());
    }
    let side = Side::BOTH.into_iter().find(|side| code == format!("CHECK_CONN_{}", side.code()))?;
    match subject.side(side) {
        Err(Unreachable { failure: Some(failure), .. }) => Some(format!("{}: {}", failure.code, failure.message)),
        _ => None,
    }
}
