//! The warning of a started task that continues with another database.

use tfplugin::diagnostic::Diagnostics;

use crate::resources::alibaba::migration_task::{
    arguments::{Argument, Call},
    plan::live_changes::LiveChanges,
    rules::REDIRECTED,
    schema::model::TaskModel,
};
use crate::rules::Violation;

/// Where the argument of another role of the same owner ends.
const ROLE: &str = "cross_account.role_name";

/// One warning for each endpoint that becomes another database. A value that is not known yet may be the one that DTS has.
pub(super) fn warnings(planned: &TaskModel, live: &LiveChanges) -> Diagnostics {
    let endpoints = live.steps.iter().filter(|step| step.row.call == Call::Endpoint);
    let first = |arguments: &[Argument]| arguments.iter().find(|one| is_another_database(one, planned)).cloned();
    let changed = endpoints.filter_map(|step| first(&step.arguments));
    changed
        .map(|argument| {
            let (noun, name) = (planned.kind.noun, argument.name(planned));
            REDIRECTED.broken(
                argument.path(planned),
                &Violation {
                    found: format!(
                        "{name} changes, and the {noun} has started: DTS redirects it to the other database and continues from 10 \
                         seconds before the point that it has reached. It neither copies again nor compares the rows that it has \
                         copied."
                    ),
                    allowed: String::new(),
                    fix: "make sure that the other database has the same data, as after a failover, and that no table without a primary \
                          key is written to during the change (it can get rows twice). Otherwise set the previous value"
                        .to_owned(),
                },
            )
        })
        .collect()
}

fn is_another_database(argument: &Argument, planned: &TaskModel) -> bool {
    !argument.is_credential() && !argument.is_unknown(planned) && !argument.name(planned).ends_with(ROLE)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::resources::alibaba::migration_task::{
        plan::{changes::Changes, live_changes::live_changes},
        schema::endpoint::{CrossAccount, Endpoint},
    };

    fn warned(changed: &[&str]) -> BTreeSet<String> {
        let end = || Endpoint {
            engine: "mysql".into(),
            access_method: "alibaba_cloud_instance".into(),
            instance_id: "rm-other".into(),
            region: "cn-hangzhou".into(),
            username: "dts".into(),
            cross_account: CrossAccount { account_id: "1234567890123456".into(), role_name: "ram-for-dts".into() }
                .into(),
            ..Endpoint::default()
        };
        let planned = TaskModel { source: end().into(), destination: end().into(), ..TaskModel::default() };
        let arguments = changed.iter().map(|path| Argument::named(path)).collect();
        let live = live_changes(&planned, &Changes { arguments, ..Changes::default() });
        assert!(live.immutable.is_empty(), "{live:?}");
        warnings(&planned, &live).iter().map(|one| one.path.to_string()).collect()
    }

    #[test]
    fn each_endpoint_that_becomes_another_database_is_warned_of_once() {
        let both = ["source.instance_id", "source.region", "destination.cross_account.account_id"];
        let paths = ["destination.cross_account.account_id", "source.instance_id"];
        assert_eq!(warned(&both), paths.map(str::to_owned).into());
        // Another login, password or role is not another database.
        let login = ["source.username", "source.password", "destination.cross_account.role_name", "name"];
        assert_eq!(warned(&login), BTreeSet::new());
    }
}
