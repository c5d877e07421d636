//! The items of a precheck, as resources and data sources show them.

use alibaba::dts::PrecheckItem as WireItem;
use tfplugin::{
    Model,
    model::{Attr, List},
};

/// An item of a precheck.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PrecheckItem {
    /// Code of the item, such as `CHECK_CONN_SRC`.
    #[attr(computed)]
    pub(crate) code: Attr<String>,
    /// `Success`, `Warning`, `Failed` …
    #[attr(computed)]
    pub(crate) state: Attr<String>,
    /// Why the item failed.
    #[attr(computed)]
    pub(crate) message: Attr<String>,
    /// Details of the message.
    #[attr(computed)]
    pub(crate) detail: Attr<String>,
    /// How to repair it.
    #[attr(computed)]
    pub(crate) repair: Attr<String>,
    /// Whether it may be ignored.
    #[attr(computed)]
    pub(crate) ignorable: Attr<bool>,
    /// Whether it is ignored.
    #[attr(computed)]
    pub(crate) ignored: Attr<bool>,
}

/// The items of a report.
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
