//! Tables for guides, from `schemas/`, the rules, and what the emulator says of itself.

mod emulator;
mod errors;
mod measured;
mod options;
mod support;
mod unconfirmed;

use super::DocsError;
use super::sources::Sources;

/// The table of this name; none where there is none.
pub(super) fn table(sources: &Sources, name: &str) -> Result<Option<String>, DocsError> {
    Ok(Some(match name {
        "sources_across_accounts" => support::matrix(sources, "source")?,
        "destinations_across_accounts" => support::matrix(sources, "destination")?,
        "access_methods" => support::access_methods(sources)?,
        "engines" => support::engines(sources)?,
        "regions" => support::regions(sources)?,
        "instance_classes" => support::instance_classes(sources)?,
        "option_values" => options::values(sources)?,
        "object_kinds" => options::object_kinds(sources)?,
        "reserve_keys" => options::reserve_keys(sources)?,
        "precheck_items" => errors::precheck_items(sources)?,
        "rules_of_validate" => errors::rules(sources, "validate", "error"),
        "rules_of_plan" => errors::rules(sources, "plan", "error"),
        "cautions" => errors::rules(sources, "plan", "warning"),
        "errors_of_dts" => errors::codes(sources, "dts")?,
        "errors_of_ram" => errors::codes(sources, "ram")?,
        "errors_of_sts" => errors::codes(sources, "sts")?,
        "errors_of_any" => errors::codes(sources, "")?,
        "changes_of_a_role" => measured::changes(sources, "dts_ram_role_trust")?,
        "changes_of_a_task" => measured::changes(sources, "dts_migration_task")?,
        "changes_of_an_instance" => measured::changes(sources, "dts_migration_instance")?,
        "drift_of_a_role" => measured::drift(sources, "dts_ram_role_trust")?,
        "drift_of_a_task" => measured::drift(sources, "dts_migration_task")?,
        "drift_of_an_instance" => measured::drift(sources, "dts_migration_instance")?,
        "emulated_actions_of_ram" => emulator::actions(sources, "RAM")?,
        "emulated_actions_of_sts" => emulator::actions(sources, "STS")?,
        "emulated_actions_of_dts" => emulator::actions(sources, "DTS")?,
        "injected_errors" => emulator::injected(sources)?,
        "not_emulated" => emulator::not_emulated(sources)?,
        "shown_by_a_run" => unconfirmed::facts(sources, true)?,
        "shown_by_more" => unconfirmed::facts(sources, false)?,
        _ => return Ok(None),
    }))
}
