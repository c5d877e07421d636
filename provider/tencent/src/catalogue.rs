//! Every action of the crate with the wire names it sends and reads.
//!
//! It comes from the same definitions as the calls, so that a test can compare it with Tencent Cloud's own.

mod actions;

pub(crate) use actions::actions;
use cloud_core::Service;

use crate::action::Described;
use crate::wire::Read as _;

/// The wire names of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionShape {
    /// Service it belongs to.
    pub service: &'static Service,
    /// Name in the API.
    pub action: &'static str,
    /// Parameters, dotted below the top level, without a level for lists: `SrcInfo.Info.InstanceId`.
    pub parameters: Vec<String>,
    /// Keys that the answer type reads, dotted in the same way.
    pub answer_keys: Vec<String>,
}

fn shape<A: Described>() -> ActionShape {
    let mut answer_keys = vec!["RequestId".to_owned()];
    A::Answer::keys("", &mut answer_keys);
    ActionShape { service: A::SERVICE, action: A::NAME, parameters: A::names(), answer_keys }
}

/// All actions, grouped by service.
pub fn catalogue() -> Vec<ActionShape> {
    actions!(shape)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_action_is_listed_once() {
        let names: BTreeSet<_> = catalogue().iter().map(|shape| (shape.service, shape.action)).collect();
        assert_eq!(names.len(), catalogue().len());
        assert_eq!(names.len(), 50);
    }

    #[test]
    fn names_and_nested_keys_come_from_the_definitions() {
        let shapes = catalogue();
        let of = |action| shapes.iter().find(|shape| shape.action == action).unwrap();
        let sent = &of("ModifyMigrationJob").parameters;
        for name in ["JobId", "SrcInfo.Info.TmpToken", "MigrateOption.DatabaseTable.Databases.Tables.NewTableName"] {
            assert!(sent.iter().any(|found| found == name), "{name}: {sent:?}");
        }
        let keys = &of("DescribeMigrationJobs").answer_keys;
        assert!(keys.iter().any(|key| key == "JobList.TradeInfo.TradeStatus"), "{keys:?}");
    }
}
