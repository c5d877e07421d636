//! Which pairs of databases can be synchronized in both directions, and how.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use crate::{
    facts::alibaba::{CLOUD_INSTANCE, TwoWayPair, region, two_way_pair, two_way_pairs},
    resources::alibaba::{
        job::endpoint::Endpoint,
        migration_task::{TaskModel, has_keys_of_json, has_row_filter},
        synchronization_task::two_way::TwoWay,
    },
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 7] = [&PAIR, &ARCHITECTURES, &CLOUD, &OWNERS, &REGIONS, &CONFLICT, &OBJECTS];

static PAIR: Rule = Rule::validate(
    "two-way-pair",
    "The engines cannot be synchronized in both directions",
    "`two_way` needs a pair of engines that DTS synchronizes in both directions.",
);
static ARCHITECTURES: Rule = Rule::validate(
    "two-way-architectures",
    "These MongoDB databases cannot be synchronized in both directions",
    "`two_way` of MongoDB databases needs two replica sets or two sharded clusters.",
);
static CLOUD: Rule = Rule::validate(
    "two-way-cloud",
    "This pair needs Alibaba Cloud instances",
    "`two_way` of MongoDB or Tair databases, and across accounts, needs `alibaba_cloud_instance` on both sides.",
);
static OWNERS: Rule = Rule::validate(
    "two-way-owners",
    "Two-way synchronization across accounts needs both owners",
    "With `two_way`, either none or both of the endpoints have `cross_account`, with different accounts, and only pairs that DTS supports across accounts do.",
);
static REGIONS: Rule = Rule::validate(
    "two-way-regions",
    "Two-way synchronization outside mainland China needs one region",
    "With `two_way`, both databases must be in the same region if one of them is outside mainland China.",
);
static CONFLICT: Rule = Rule::validate(
    "two-way-conflict",
    "This policy is not valid for the engines",
    "`on_conflict` must be a policy that DTS has for the engines: for MongoDB only `ignore`, for Tair none.",
);
static OBJECTS: Rule = Rule::validate(
    "two-way-objects",
    "The reverse direction needs its own objects",
    "`two_way.reverse` needs `objects` or `objects_json` if the objects of the task have row filters or keys that only `objects_json` has, and not both.",
);

fn path(steps: &[&str]) -> AttributePath {
    AttributePath::of(steps)
}

/// What the configuration alone shows.
pub(super) fn check(two_way: &TwoWay, config: &TaskModel, out: &mut Diagnostics) {
    let (Some(source), Some(destination)) = (config.source.get(), config.destination.get()) else { return };
    regions(source, destination, out);
    objects(two_way, config, out);
    let (Some(one), Some(other)) = (source.engine.as_str(), destination.engine.as_str()) else { return };
    let Some(pair) = two_way_pair(one, other) else {
        let pairs: Vec<String> =
            two_way_pairs().iter().map(|row| format!("{} and {}", row.source, row.destination)).collect();
        return out.push(PAIR.broken(
            path(&["destination", "engine"]),
            &Violation {
                found: format!("source.engine is {one:?} and destination.engine is {other:?}. DTS synchronizes this pair in one direction only."),
                allowed: pairs.join(", "),
                fix: "use one of these pairs, or remove the block two_way".to_owned(),
            },
        ));
    };
    architectures([source, destination], out);
    access(pair, [source, destination], out);
    owners(pair, [source, destination], out);
    conflict(pair, two_way, out);
}

/// The blocks of the endpoints, in the order of the endpoints.
const BLOCKS: [&str; 2] = ["source", "destination"];

/// Architectures of MongoDB that DTS synchronizes in both directions.
const ARCHITECTURES_OF_MONGODB: [&str; 2] = ["replica_set", "sharded"];

fn architectures(ends: [&Endpoint; 2], out: &mut Diagnostics) {
    let [Some(one), Some(other)] = ends.map(|end| end.mongodb_topology.as_str()) else { return };
    if one == other && ARCHITECTURES_OF_MONGODB.contains(&one) {
        return;
    }
    let fix = if ARCHITECTURES_OF_MONGODB.contains(&one) {
        format!("set mongodb_topology = {one:?}, with such a database, or remove the block two_way")
    } else {
        "use two replica sets or two sharded clusters, or remove the block two_way".to_owned()
    };
    out.push(ARCHITECTURES.broken(
        path(&["destination", "mongodb_topology"]),
        &Violation {
            found: format!(
                "source.mongodb_topology is {one:?} and destination.mongodb_topology is {other:?}. DTS synchronizes them in one direction only."
            ),
            allowed: format!("{:?} on both sides, or {:?} on both sides", ARCHITECTURES_OF_MONGODB[0], ARCHITECTURES_OF_MONGODB[1]),
            fix,
        },
    ));
}

fn access(pair: &TwoWayPair, ends: [&Endpoint; 2], out: &mut Diagnostics) {
    let across = ends.iter().all(|end| end.cross_account.is_known());
    if pair.self_managed && !across {
        return;
    }
    let why = if !pair.self_managed { "engine" } else { "other account" };
    for (block, end) in BLOCKS.into_iter().zip(ends) {
        let Some(access) = end.access_method.as_str().filter(|access| *access != CLOUD_INSTANCE) else { continue };
        out.push(CLOUD.broken(
            path(&[block, "access_method"]),
            &Violation {
                found: format!("{block}.access_method is {access:?}. With this {why}, DTS synchronizes only Alibaba Cloud instances in both directions."),
                allowed: format!("{CLOUD_INSTANCE:?} on both sides"),
                fix: format!("set access_method = {CLOUD_INSTANCE:?} and instance_id, or remove the block two_way"),
            },
        ));
    }
}

fn owners(pair: &TwoWayPair, ends: [&Endpoint; 2], out: &mut Diagnostics) {
    if ends.iter().any(|end| end.cross_account.is_unknown()) {
        return;
    }
    let violation = |found: String, fix: &str| Violation {
        found,
        allowed: "no cross_account, or cross_account in both endpoints with two different accounts".to_owned(),
        fix: fix.to_owned(),
    };
    match ends.map(|end| end.cross_account.get()) {
        [None, None] => {}
        [Some(one), Some(other)] if pair.cross_account => {
            let accounts = [one, other].map(|owner| owner.account_id.as_str());
            if accounts[0].is_some() && accounts[0] == accounts[1] {
                let found = format!("Both endpoints belong to account {}.", accounts[0].unwrap_or_default());
                let fix = "set the account that owns each of the databases";
                out.push(OWNERS.broken(path(&["destination", "cross_account", "account_id"]), &violation(found, fix)));
            }
        }
        [Some(_), Some(_)] => {
            let found = format!(
                "DTS does not synchronize {} and {} of other accounts in both directions.",
                pair.source, pair.destination
            );
            let fix = "use two databases of the same kind, or remove the block two_way";
            out.push(OWNERS.broken(path(&["source", "cross_account", "account_id"]), &violation(found, fix)));
        }
        [one, _] => {
            let (with, without) = if one.is_some() { (0, 1) } else { (1, 0) };
            let found = format!(
                "{} has cross_account and {} does not. For both directions, the databases belong to the account of the task, or both \
                 to other accounts.",
                BLOCKS[with], BLOCKS[without]
            );
            let fix =
                "create the task in a third account with cross_account in both endpoints, or remove the block two_way";
            out.push(OWNERS.broken(path(&[BLOCKS[with], "cross_account", "account_id"]), &violation(found, fix)));
        }
    }
}

fn regions(source: &Endpoint, destination: &Endpoint, out: &mut Diagnostics) {
    let of = |end: &Endpoint| region(end.region.as_str().unwrap_or_default());
    let (Some(one), Some(other)) = (of(source), of(destination)) else { return };
    if one.region == other.region || (one.is_mainland() && other.is_mainland()) {
        return;
    }
    out.push(REGIONS.broken(
        path(&["destination", "region"]),
        &Violation {
            found: format!(
                "source.region is {:?} and destination.region is {:?}. Outside mainland China, DTS synchronizes only databases of one \
                 region in both directions.",
                one.region, other.region
            ),
            allowed: "two regions of mainland China, or one region".to_owned(),
            fix: "use two databases of one region, or remove the block two_way".to_owned(),
        },
    ));
}

fn conflict(pair: &TwoWayPair, two_way: &TwoWay, out: &mut Diagnostics) {
    let reverse =
        two_way.reverse.get().map(|reverse| (path(&["two_way", "reverse", "on_conflict"]), &reverse.on_conflict));
    let policies = [(path(&["two_way", "on_conflict"]), &two_way.on_conflict)].into_iter().chain(reverse);
    for (at, policy) in policies {
        let Some(policy) = policy.as_str().filter(|policy| !pair.conflict_policies.contains(policy)) else { continue };
        let only = pair.conflict_policies.first();
        out.push(CONFLICT.broken(
            at,
            &Violation {
                found: format!(
                    "on_conflict is {policy:?}. DTS does not have this policy for {} databases.",
                    pair.source
                ),
                allowed:
                    only.map_or_else(|| "no on_conflict: the later write wins".to_owned(), |only| format!("{only:?}")),
                fix: only.map_or_else(|| "remove on_conflict".to_owned(), |only| format!("set on_conflict = {only:?}")),
            },
        ));
    }
}

fn objects(two_way: &TwoWay, config: &TaskModel, out: &mut Diagnostics) {
    let own = two_way.reverse.get();
    let both = own.is_some_and(|own| own.objects.is_known() && own.objects_json.is_known());
    let none = own.is_none_or(|own| own.objects.is_null() && own.objects_json.is_null());
    let (found, fix, at) = if both {
        ("two_way.reverse has both objects and objects_json.", "remove one of them", "objects_json")
    } else if none && has_row_filter(config) {
        (
            "The objects of the task have row filters, so the objects of the reverse direction do not follow from them.",
            "add a block reverse with objects to the block two_way",
            "objects",
        )
    } else if none && has_keys_of_json(config) {
        (
            "objects_json has keys that objects does not have, such as policies for conflicts of single tables, so the objects of the \
             reverse direction do not follow from them.",
            "add a block reverse with objects_json to the block two_way",
            "objects_json",
        )
    } else {
        return;
    };
    let at = if own.is_some() { path(&["two_way", "reverse", at]) } else { path(&["two_way", "on_conflict"]) };
    out.push(OBJECTS.broken(
        at,
        &Violation {
            found: found.to_owned(),
            allowed: "one of two_way.reverse.objects and two_way.reverse.objects_json, with names at the destination of the task as its keys".to_owned(),
            fix: fix.to_owned(),
        },
    ));
}
