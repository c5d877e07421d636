//! The steps of a check, as the task shows them.

use tencent::dts::CheckStep as WireStep;
use tfplugin::model::{List, Map};

use crate::resources::tencent::migration_task::schema::check_step::CheckStep;

/// The state of each step, by its ID.
pub(crate) fn step_states(steps: &[WireStep]) -> Map<String> {
    steps.iter().map(|step| (step.step_id.clone(), step.step_status.clone())).collect()
}

/// The steps that did not pass or are skipped.
pub(crate) fn failed_steps(steps: &[WireStep]) -> List<CheckStep> {
    steps.iter().filter(|step| step.step_status != "pass" || step.has_skipped).map(model_of).collect()
}

fn model_of(step: &WireStep) -> CheckStep {
    CheckStep {
        step_id: step.step_id.as_str().into(),
        state: step.step_status.as_str().into(),
        message: message_of(step).into(),
        solution: joined(step.items.iter().map(|item| item.solution.as_str())).into(),
        skipped: step.has_skipped.into(),
    }
}

/// What DTS says about a step, each text once.
pub(crate) fn message_of(step: &WireStep) -> String {
    let items = step.items.iter().filter(|item| item.check_result != "pass");
    let of_items = items
        .flat_map(|item| [item.failure_reason.as_str()].into_iter().chain(item.error_log.iter().map(String::as_str)));
    joined([step.step_message.as_str()].into_iter().chain(of_items))
}

/// Texts that are not empty, each once.
pub(super) fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut shown: Vec<&str> = Vec::new();
    for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
        if !shown.contains(&text) {
            shown.push(text);
        }
    }
    shown.join(" / ")
}
