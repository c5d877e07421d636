//! Tables for guides, from `schemas/`, the rules, and what the emulator says of itself.

mod emulator;
mod errors;
mod measured;
mod options;
mod permissions;
mod support;
mod tencent;
mod unconfirmed;

use super::DocsError;
use super::sources::Sources;

/// The table of this name; none where there is none.
pub(super) fn table(sources: &Sources, name: &str) -> Result<Option<String>, DocsError> {
    if let Some(found) = permissions::found(sources, name)? {
        return Ok(Some(found));
    }
    Ok(Some(match name {
        "sources_across_accounts" => support::matrix(sources, "source")?,
        "destinations_across_accounts" => support::matrix(sources, "destination")?,
        "access_methods" => support::access_methods(sources)?,
        "engines" => support::engines(sources)?,
        "regions" => support::regions(sources)?,
        "instance_classes" => support::instance_classes(sources, "instance_classes", "migration")?,
        "synchronization_classes" => support::instance_classes(sources, "synchronization_classes", "synchronization")?,
        "synchronization_pairs" => support::synchronization_pairs(sources)?,
        "two_way_pairs" => support::two_way_pairs(sources)?,
        "option_values" => options::values(sources)?,
        "object_kinds" => options::object_kinds(sources)?,
        "reserve_keys" => options::reserve_keys(sources)?,
        "precheck_items" => errors::precheck_items(sources)?,
        "rules_of_validate" => errors::rules(sources, "validate", "error"),
        "rules_of_plan" => errors::rules(sources, "plan", "error"),
        "cautions" => errors::rules(sources, "plan", "warning"),
        "errors_of_dts" => errors::codes(sources, "alibaba", "dts")?,
        "errors_of_ram" => errors::codes(sources, "alibaba", "ram")?,
        "errors_of_sts" => errors::codes(sources, "alibaba", "sts")?,
        "errors_of_any" => errors::codes(sources, "alibaba", "")?,
        "tencent_check_steps" => errors::check_steps(sources)?,
        "tencent_errors_of_dts" => errors::codes(sources, "tencent", "dts")?,
        "tencent_errors_of_cam" => errors::codes(sources, "tencent", "cam")?,
        "tencent_errors_of_sts" => errors::codes(sources, "tencent", "sts")?,
        "tencent_errors_of_any" => errors::codes(sources, "tencent", "")?,
        "tencent_engines" => tencent::engines(sources)?,
        "tencent_links" => tencent::links(sources)?,
        "tencent_access_types" => tencent::access_types(sources)?,
        "tencent_policies" => tencent::policies(sources)?,
        "changes_of_a_role" => measured::changes(sources, "dts_ram_role_trust")?,
        "changes_of_a_task" => measured::changes(sources, "dts_migration_task")?,
        "changes_of_an_instance" => measured::changes(sources, "dts_migration_instance")?,
        "changes_of_a_cam_role" => measured::changes(sources, "dts_cam_role_trust")?,
        "changes_of_a_cam_grant" => measured::changes(sources, "dts_cam_assume_role_grant")?,
        "changes_of_a_tencent_instance" => measured::changes(sources, "dts_tencent_migration_instance")?,
        "changes_of_a_tencent_task" => measured::changes(sources, "dts_tencent_migration_task")?,
        "changes_of_a_synchronization_task" => measured::one_way(sources, "dts_synchronization_task")?,
        "changes_of_a_forward_task" => measured::of_two(sources, "dts_synchronization_task", "forward")?,
        "changes_of_a_reverse_task" => measured::of_two(sources, "dts_synchronization_task", "reverse")?,
        "changes_of_a_synchronization_instance" => measured::one_way(sources, "dts_synchronization_instance")?,
        "changes_of_a_forward_instance" => measured::of_two(sources, "dts_synchronization_instance", "forward")?,
        "changes_of_a_reverse_instance" => measured::of_two(sources, "dts_synchronization_instance", "reverse")?,
        "drift_of_a_role" => measured::drift(sources, "dts_ram_role_trust")?,
        "drift_of_a_task" => measured::drift(sources, "dts_migration_task")?,
        "drift_of_an_instance" => measured::drift(sources, "dts_migration_instance")?,
        "emulated_actions_of_ram" => emulator::actions(sources, "RAM")?,
        "emulated_actions_of_sts" => emulator::actions(sources, "STS")?,
        "emulated_actions_of_dts" => emulator::actions(sources, "DTS")?,
        "injected_errors" => emulator::injected(sources)?,
        "not_emulated" => emulator::not_emulated(sources)?,
        "shown_by_a_run" => unconfirmed::facts(sources, "alibaba", true)?,
        "shown_by_more" => unconfirmed::facts(sources, "alibaba", false)?,
        "tencent_shown_by_a_run" => unconfirmed::facts(sources, "tencent", true)?,
        "tencent_shown_by_more" => unconfirmed::facts(sources, "tencent", false)?,
        _ => return Ok(None),
    }))
}
