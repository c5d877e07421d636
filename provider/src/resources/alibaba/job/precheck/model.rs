//! The items of a precheck, as resources and data sources show them.

use alibaba::dts::PrecheckItem as WireItem;
use tfplugin::{
    Model,
    model::{Attr, List, Map},
};

/// The state of an item that found nothing wrong.
const SUCCESS: &str = "Success";

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
    items.iter().map(model_item).collect()
}

/// The items of a report that did not succeed or are ignored.
pub(crate) fn failed_items(items: &[WireItem]) -> List<PrecheckItem> {
    items.iter().filter(|item| item.state != SUCCESS || item.skip).map(model_item).collect()
}

/// The state of each item of a report, by its code. If a report has several items with one code, the one that did not succeed counts.
pub(crate) fn item_states(items: &[WireItem]) -> Map<String> {
    let mut states = Map::default();
    for item in items {
        let state = states.0.entry(item.item.clone()).or_insert_with(|| Attr::from(item.state.as_str()));
        if state.as_str() == Some(SUCCESS) {
            *state = item.state.as_str().into();
        }
    }
    states
}

fn model_item(item: &WireItem) -> PrecheckItem {
    PrecheckItem {
        code: item.item.clone().into(),
        state: item.state.clone().into(),
        message: item.error_message.clone().into(),
        detail: item.error_detail.clone().into(),
        repair: item.repair_method.clone().into(),
        ignorable: item.can_skip.into(),
        ignored: item.skip.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(code: &str, state: &str, skip: bool) -> WireItem {
        WireItem { item: code.into(), state: state.into(), skip, ..WireItem::default() }
    }

    #[test]
    fn every_item_has_a_state_and_only_items_that_need_attention_have_details() {
        let items = [
            item("CHECK_A", "Success", false),
            item("CHECK_B", "Warning", false),
            item("CHECK_C", "Failed", true),
            item("CHECK_D", "Success", true),
        ];
        let states = item_states(&items);
        let shown: Vec<_> = states.0.iter().map(|(code, state)| (code.as_str(), state.as_str().unwrap())).collect();
        let expected = [("CHECK_A", "Success"), ("CHECK_B", "Warning"), ("CHECK_C", "Failed"), ("CHECK_D", "Success")];
        assert_eq!(shown, expected);
        let failed = failed_items(&items);
        let codes: Vec<_> = failed.known().filter_map(|item| item.code.as_str()).collect();
        assert_eq!(codes, ["CHECK_B", "CHECK_C", "CHECK_D"]);
    }

    #[test]
    fn of_two_items_with_one_code_the_one_that_did_not_succeed_counts() {
        for states in [["Success", "Failed"], ["Failed", "Success"]] {
            let items = states.map(|state| item("CHECK_A", state, false));
            assert_eq!(item_states(&items).0["CHECK_A"].as_str(), Some("Failed"), "{states:?}");
            assert_eq!(failed_items(&items).known().count(), 1);
        }
    }
}
