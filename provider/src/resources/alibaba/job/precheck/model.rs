//! Precheck items as the model shows them.

use alibaba::dts::PrecheckItem as WireItem;
use tfplugin::model::List;

use crate::resources::alibaba::migration_task::schema::model::PrecheckItem;

/// The items of a report as the model shows them.
pub(crate) fn model_items(items: &[WireItem]) -> List<PrecheckItem> {
    items
        .iter()
        .map(|item| PrecheckItem {
            code: item.item.clone().into(),
            state: item.state.clone().into(),
            message: item.error_message.clone().into(),
            detail: item.error_detail.clone().into(),
            repair: item.repair_method.clone().into(),
            ignorable: item.can_skip.into(),
            ignored: item.skip.into(),
        })
        .collect()
}
