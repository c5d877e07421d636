//! Two-way synchronization: one instance with a forward and a reverse job.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::order::is_in_mainland;
use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Endpoint, Modes, Side, Topology, reserve, text};
use crate::alibaba::dts::job::{Direction, Job, Precheck, Status, find};
use crate::alibaba::dts::rehearsal;
use crate::alibaba::gateway::{Call, Fields, Outcome, Parameters, Refusal};
use crate::alibaba::ids;
use crate::jobs::StateMachine;

/// The engines that can be synchronized in both directions, in either order, and whether the two databases can belong to
/// other accounts than the job.
const PAIRS: [(&str, &str, bool); 10] = [
    ("MySQL", "MySQL", true),
    ("MySQL", "PolarDB", false),
    ("PolarDB", "PolarDB", true),
    ("PostgreSQL", "PostgreSQL", false),
    ("PostgreSQL", "POLARDB_PG", false),
    ("POLARDB_PG", "POLARDB_PG", false),
    ("POLARDB_O", "POLARDB_O", false),
    ("POLARDBX20", "POLARDBX20", false),
    ("Redis", "Redis", true),
    ("MongoDB", "MongoDB", true),
];

/// The topology that a purchase orders.
pub(crate) fn ordered(parameters: &Parameters) -> Result<Topology, Refusal> {
    match parameters.get("SyncArchitecture") {
        None => Ok(Topology::OneWay),
        Some(word) => Topology::named(word).ok_or_else(|| Refusal::invalid_for_dts("SyncArchitecture")),
    }
}

/// Refuses the purchase of two directions for engines or regions that do not have them.
pub(crate) fn check_order(parameters: &Parameters) -> Result<(), Refusal> {
    let [source, destination] = Side::BOTH.map(|side| Endpoint::new(parameters, side));
    if pair(source, destination).is_none() {
        let message =
            format!("There is no price for {} and {} in both directions.", source.engine(), destination.engine());
        return Err(Refusal::business(400, "DTS.Msg.LXCreateOrder.NotFoundPricePlan", message));
    }
    let regions = [source, destination].map(|side| side.field("Region"));
    let abroad = regions.iter().any(|region| !is_in_mainland(region));
    if abroad && regions[0] != regions[1] {
        let message = "A two-way synchronization with a database outside the mainland of China has one region.";
        return Err(Refusal::business(400, "DTS.Msg.LXCreateOrderError", message));
    }
    Ok(())
}

/// Whether the databases of a pair can belong to other accounts; none when the pair has one direction only.
fn pair(source: Endpoint<'_>, destination: Endpoint<'_>) -> Option<bool> {
    let fits = |one: &str, other: &str| source.is_engine(&[one]) && destination.is_engine(&[other]);
    PAIRS.iter().find(|(one, other, _)| fits(one, other) || fits(other, one)).map(|(.., across)| *across)
}

/// Checks the parameters of ConfigureDtsJob for one direction of a two-way synchronization.
pub(crate) fn check_sides(parameters: &Parameters) -> Result<(), Refusal> {
    let [source, destination] = Side::BOTH.map(|side| Endpoint::new(parameters, side));
    let Some(across) = pair(source, destination) else {
        let why = "these engines cannot be synchronized in both directions";
        return Err(Refusal::wrong_for_dts("DestinationEndpointEngineName", why));
    };
    let is_foreign = [source, destination].map(|side| side.cross_account().is_some());
    match is_foreign {
        [false, false] => {}
        [true, true] if across && !source.is_self_managed() && !destination.is_self_managed() => {}
        [true, true] => {
            let why = "a two-way synchronization across accounts needs two cloud instances of the same kind";
            return Err(Refusal::wrong_for_dts("SourceEndpointOwnerID", why));
        }
        _ => {
            let why = "in a two-way synchronization both databases have an owner, or none of them";
            let side = if is_foreign[0] { Side::Destination } else { Side::Source };
            return Err(Refusal::wrong_for_dts(&side.parameter("OwnerID"), why));
        }
    }
    check_architectures(source, parameters)?;
    check_conflict_policy(source, parameters)
}

/// A replica set and a sharded cluster of MongoDB cannot be synchronized with each other in both directions.
fn check_architectures(source: Endpoint<'_>, parameters: &Parameters) -> Result<(), Refusal> {
    let settings = reserve::of(parameters);
    let [here, there] = ["srcEngineArchType", "destEngineArchType"].map(|key| text(&settings, key));
    if source.is_engine(&["MongoDB"]) && here != there {
        return Err(Refusal::wrong_for_dts("Reserve.destEngineArchType", "both databases need the same architecture"));
    }
    Ok(())
}

fn check_conflict_policy(source: Endpoint<'_>, parameters: &Parameters) -> Result<(), Refusal> {
    let Some(given) = text(&reserve::of(parameters), "conflict") else { return Ok(()) };
    let why = match given.as_str() {
        _ if source.is_engine(&["Redis"]) => "this engine has no policy: the later write wins",
        policy if source.is_engine(&["MongoDB"]) && policy != "ignore" => "for this engine it must be ignore",
        _ => return Ok(()),
    };
    Err(Refusal::wrong_for_dts("Reserve.conflict", why))
}

/// Refuses a configuration of one direction that does not fit to the instance and to the other direction.
pub(crate) fn agrees(dts: &Dts, job: &Job, parameters: &Parameters) -> Result<(), Refusal> {
    let is_two_way = job.partner.is_some();
    let topology = Topology::of(parameters);
    if job.purchase.is_some() && topology.is_some_and(|it| (it == Topology::TwoWay) != is_two_way) {
        return Err(Refusal::wrong_for_dts("Reserve.syncArchitecture", "the instance has the other topology"));
    }
    if job.direction == Direction::Forward {
        return Ok(());
    }
    let Some(forward) = job.partner.as_ref().and_then(|id| dts.jobs.get(id)) else { return Ok(()) };
    for (side, opposite) in [(Side::Source, Side::Destination), (Side::Destination, Side::Source)] {
        for field in ["InstanceType", "InstanceID", "Region", "IP", "Port"] {
            let name = side.parameter(field);
            let (given, there) = (parameters.get(&name).unwrap_or_default(), forward.side(opposite).field(field));
            if !there.is_empty() && given != there {
                let why = format!("the {} of the forward job has {there}", opposite.word());
                return Err(Refusal::wrong_for_dts(&name, &why));
            }
        }
    }
    Ok(())
}

/// Refuses to start a reverse job before the forward job has synchronized once. No source says which code the cloud
/// returns.
pub(crate) fn may_start(dts: &Dts, job: &Job) -> Result<(), Refusal> {
    let waiting = [Status::NotStarted, Status::PrecheckFailed, Status::PreCheckPass].contains(&job.status());
    let forward = job.partner.as_ref().filter(|_| job.direction == Direction::Reverse && waiting);
    match forward.and_then(|id| dts.jobs.get(id)) {
        Some(forward) if forward.synchronized.is_none() => {
            let message = format!(
                "The reverse job starts after the forward job has synchronized; the forward job is {}.",
                forward.status().name()
            );
            Err(Refusal::business(403, "InvalidJobStatus", message))
        }
        _ => Ok(()),
    }
}

/// The job after it lost its configuration.
pub(crate) fn without_configuration(job: &Job, now: Timestamp) -> Job {
    let mut parameters = Parameters::default();
    for name in ["RegionId", "ResourceGroupId"] {
        if let Some(value) = job.parameters.get(name) {
            parameters.set(name, value);
        }
    }
    for side in Side::BOTH {
        for field in ["Region", "EngineName"] {
            if let Some(value) = job.parameters.get(&side.parameter(field)) {
                parameters.set(&side.parameter(field), value);
            }
        }
    }
    let mut machine = StateMachine::new(now);
    machine.force(Status::NotConfigured.state(), now);
    Job {
        // The name of a job before its configuration is not documented.
        name: job.instance_id(),
        booted: None,
        finished: None,
        synchronized: None,
        parameters,
        source_password: None,
        destination_password: None,
        lost_passwords: [false; 2],
        figures: None,
        modes: Modes { schema: false, full: false, incremental: false },
        machine,
        precheck: Precheck::default(),
        skipped: Vec::new(),
        source_version: None,
        module_settings: BTreeMap::new(),
        monitor_rules: BTreeMap::new(),
        changes: Vec::new(),
        error_message: String::new(),
        shown_status: None,
        ..job.clone()
    }
}

/// Adds the reverse job to a purchased one-way synchronization.
pub(crate) fn add_reverse(dts: &mut Dts, id: &str, now: Timestamp) {
    let Some(mut forward) = dts.jobs.get_mut(id) else { return };
    let mut reverse = without_configuration(&forward, now);
    let mut swapped = reverse.parameters.clone();
    for (side, opposite) in [(Side::Source, Side::Destination), (Side::Destination, Side::Source)] {
        for field in ["Region", "EngineName"] {
            if let Some(value) = reverse.parameters.get(&opposite.parameter(field)) {
                swapped.set(&side.parameter(field), value);
            }
        }
    }
    reverse.parameters = swapped;
    reverse.id = ids::job_id();
    reverse.created = now;
    reverse.direction = Direction::Reverse;
    reverse.partner = Some(forward.id.clone());
    reverse.first_of_instance = Some(forward.first_of_instance.clone().unwrap_or_else(|| forward.id.clone()));
    reverse.forced_items.clear();
    reverse.tags.clear();
    forward.partner = Some(reverse.id.clone());
    dts.jobs.insert(reverse);
}

/// UpgradeTwoWay: for MySQL on both sides, pay-as-you-go, without encryption, while the job synchronizes.
pub(crate) fn upgrade(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let instance = call.parameters.required("InstanceId")?;
    let class = call.parameters.required("InstanceClass")?;
    if !["micro", "small", "medium", "large"].contains(&class) {
        return Err(Refusal::invalid_for_dts("InstanceClass"));
    }
    let id = find::of_instance(dts, context, call, instance)?;
    let job = find::seen_by_id(dts, context, call, &id)?;
    let why = match () {
        () if !job.is_synchronization() => Some("it is a migration"),
        () if job.partner.is_some() => Some("it already has two directions"),
        () if !Side::BOTH.iter().all(|side| job.side(*side).is_engine(&["MySQL"])) => {
            Some("it needs MySQL on both sides")
        }
        () if job.purchase.as_ref().is_none_or(|purchase| purchase.pay_type != "PostPaid") => {
            Some("it is not pay-as-you-go")
        }
        () if Side::BOTH.iter().any(|side| reserve::ssl_solution(&job.parameters, *side) != "DISABLE") => {
            Some("a connection is encrypted")
        }
        () => None,
    };
    if let Some(why) = why.map(str::to_owned).or_else(|| rehearsal::cannot_upgrade(context, job)) {
        return Err(Refusal::business(400, "OperationDenied", format!("{instance} cannot get two directions: {why}.")));
    }
    if job.status() != Status::Synchronizing {
        let message = format!("The job is {}; it must be synchronizing.", job.status().name());
        return Err(Refusal::business(403, "InvalidJobStatus", message));
    }
    check_order(&job.parameters)?;
    let mut job = find::by_id(dts, context, call, &id)?;
    if let Some(purchase) = &mut job.purchase {
        class.clone_into(&mut purchase.class);
    }
    reserve::set(&mut job.parameters, "syncArchitecture", Topology::TwoWay.name());
    add_reverse(dts, &id, context.now);
    Ok(Fields::new())
}

/// ReverseTwoWayDirection: the two jobs change their places, and keep their IDs.
pub(crate) fn switch(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let instance = call.parameters.required("DtsInstanceId")?;
    let id = find::of_instance(dts, context, call, instance)?;
    let job = find::seen_by_id(dts, context, call, &id)?;
    let Some(partner) = job.partner.as_ref().and_then(|id| dts.jobs.get(id)) else {
        return Err(Refusal::business(400, "OperationDenied", "The instance has one direction only."));
    };
    for job in [job, partner] {
        if ![Status::Synchronizing, Status::Suspending].contains(&job.status()) {
            let message = format!(
                "The {} job is {}; both jobs must be synchronizing or suspended.",
                job.direction.name(),
                job.status().name()
            );
            return Err(Refusal::business(403, "InvalidJobStatus", message));
        }
    }
    // Tags belong to the instance; they are kept with its forward job.
    let swapped = [(job.id.clone(), partner.tags.clone()), (partner.id.clone(), job.tags.clone())];
    for (id, tags) in swapped {
        if let Some(mut job) = dts.jobs.get_mut(&id) {
            job.direction = job.direction.other();
            job.tags = tags;
        }
    }
    Ok(Fields::new())
}
