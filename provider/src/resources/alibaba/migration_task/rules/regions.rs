//! Regions and the clouds they belong to.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
};

use super::at;
use crate::resources::alibaba::migration_task::schema::{
    endpoint::{Side, known_endpoints},
    model::TaskModel,
};
use crate::{
    facts::alibaba::{Region, region},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 2] = [&MIXED, &OTHER];

static MIXED: Rule = Rule::validate(
    "partitions-mixed",
    "Regions of different clouds",
    "Both endpoints must be in the same cloud: public, finance or government.",
);
static OTHER: Rule = Rule::plan(
    "partition-of-task",
    "The task's region is in another cloud",
    "The region of the provider must be in the same cloud (public, finance or government) as both endpoints.",
);

fn region_of(side: Side, config: &TaskModel) -> Option<&'static Region> {
    known_endpoints(config).find(|(one, _)| *one == side).and_then(|(_, end)| region(end.region.as_str()?))
}

pub(super) fn check(config: &TaskModel, out: &mut Diagnostics) {
    let [source, destination] = [Side::Source, Side::Destination].map(|side| region_of(side, config));
    out.extend(source.zip(destination).and_then(|(source, destination)| mixed(source, destination)));
}

/// Rejects two regions of different clouds, on `destination.region`.
pub(crate) fn mixed_regions(source: &Attr<String>, destination: &Attr<String>) -> Option<Diagnostic> {
    mixed(region(source.as_str()?)?, region(destination.as_str()?)?)
}

fn mixed(source: &Region, destination: &Region) -> Option<Diagnostic> {
    if source.partition == destination.partition {
        return None;
    }
    Some(MIXED.broken(
        at(Side::Destination, "region"),
        &Violation {
            found: format!(
                "source.region {:?} is in {}, but destination.region {:?} is in {}.",
                source.region, source.partition, destination.region, destination.partition
            ),
            allowed: "two regions of one cloud".to_owned(),
            fix: format!("set destination.region to a region of {}", source.partition),
        },
    ))
}

/// The provider's own region; known at plan.
pub(crate) fn other_partition(config: &TaskModel, own_region: &str, out: &mut Diagnostics) {
    let Some(own) = region(own_region) else { return };
    for side in [Side::Source, Side::Destination] {
        let Some(end) = region_of(side, config).filter(|end| end.partition != own.partition) else { continue };
        out.push(OTHER.broken(
            AttributePath::of(&[side.block(), "region"]),
            &Violation {
                found: format!(
                    "{}.region {:?} is in {}, but the region of the task, {own_region:?} (from the provider block), is in {}.",
                    side.block(),
                    end.region,
                    end.partition,
                    own.partition
                ),
                allowed: "regions of one cloud".to_owned(),
                fix: format!("use a provider whose region is in {}", end.partition),
            },
        ));
    }
}
