//! The rules that only a synchronization has.

mod two_way;

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use crate::{
    facts::alibaba::region,
    resources::alibaba::{job::endpoint::Endpoint, migration_task::TaskModel, synchronization_task::Synchronization},
    rules::{Rule, Violation},
};

/// All of them, for the documentation.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    [&TOPOLOGY, &CROSS_BORDER].into_iter().chain(two_way::RULES)
}

/// Keys of `Reserve` that the provider sets.
pub(super) const OWN_KEYS: [&str; 4] = ["syncArchitecture", "conflict", "filterDDL", "autoStartModulesAfterConfig"];

static TOPOLOGY: Rule = Rule::validate(
    "sync-topology",
    "The provider sets the topology",
    "`reserve` of a synchronization must not have keys of the topology, which the provider sets: `syncArchitecture`, `conflict`, `filterDDL` and `autoStartModulesAfterConfig`.",
);

static CROSS_BORDER: Rule = Rule::warning(
    "sync-cross-border",
    "The synchronization crosses the border of mainland China",
    "A synchronization between a region of mainland China and another one needs an account that Alibaba Cloud has allowed to do so.",
);

/// The warning of a synchronization between mainland China and another part of the world.
pub(super) fn warnings(config: &TaskModel) -> Diagnostics {
    let of = |end: Option<&Endpoint>| end.and_then(|end| region(end.region.as_str()?));
    let (Some(source), Some(destination)) = (of(config.source.get()), of(config.destination.get())) else {
        return Diagnostics::new();
    };
    if source.is_mainland() == destination.is_mainland() {
        return Diagnostics::new();
    }
    let violation = Violation {
        found: format!(
            "source.region is {:?} and destination.region is {:?}. The purchase of the instance fails (DTS.Msg.LXCreateOrderError) \
             if Alibaba Cloud has not allowed the account to synchronize across the border.",
            source.region, destination.region
        ),
        allowed: String::new(),
        fix: "apply for it in a ticket before you buy the instance".to_owned(),
    };
    CROSS_BORDER.broken(AttributePath::of(&["source", "region"]), &violation).into()
}

/// What the configuration alone shows.
pub(super) fn check(own: &Synchronization, config: &TaskModel, out: &mut Diagnostics) {
    if let Some(block) = own.two_way.get() {
        two_way::check(block, config, out);
    }
    let keys = config.reserve.get().into_iter().flat_map(|keys| keys.0.keys());
    for key in keys.filter(|key| OWN_KEYS.contains(&key.as_str())) {
        out.push(TOPOLOGY.broken(
            AttributePath::of(&["reserve"]).key(key),
            &Violation {
                found: format!("reserve has the key {key:?}, which belongs to the topology of the synchronization."),
                allowed: "keys that the provider does not set".to_owned(),
                fix: format!("remove the key {key:?}"),
            },
        ));
    }
}
