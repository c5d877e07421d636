//! The tables of `schemas/alibaba/`, compiled into the binary. Each is parsed when it is first used.

mod access_methods;
mod engines;
mod instance_classes;
mod limits;
mod object_kinds;
mod option_values;
mod precheck_items;
mod regions;
mod reserve_keys;
mod support_matrix;
mod synchronization_pairs;
mod two_way_pairs;

pub(crate) use super::side::{Need, Side};
pub(crate) use access_methods::{AccessMethod, CLOUD_INSTANCE, access_method, access_method_words, access_of_answer};
pub(crate) use engines::{EngineSide, engine_at, engine_of_answer, engine_words, engines_at};
pub(crate) use instance_classes::{class_words, synchronization_classes, synchronization_note};
pub(crate) use limits::limit;
pub(crate) use object_kinds::object_kinds;
pub(crate) use option_values::{option, option_of_wire, option_value, option_values};
pub(crate) use precheck_items::{PrecheckFact, ignorable_codes, precheck_fact};
pub(crate) use regions::{Region, region, regions};
pub(crate) use reserve_keys::{Kind as ReserveKind, ReserveKey, reserve_key, reserve_keys};
pub(crate) use support_matrix::{Status, combination, combinations, cross_account_accesses, cross_account_engines};
pub(crate) use synchronization_pairs::{
    SynchronizationPair, is_synchronized, synchronization_pair, synchronization_pairs,
};
pub(crate) use two_way_pairs::{TwoWayPair, two_way_pair, two_way_pairs};
