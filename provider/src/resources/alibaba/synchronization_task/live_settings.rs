//! Changes of the block `two_way` while its directions run. DTS stores them in place; when it uses them is not documented.

use alibaba::dts::JobStatus;
use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
};

use super::Synchronization;
use crate::resources::alibaba::job::{FORWARD, of_kind::Extended};

/// A setting of a running direction.
struct Change {
    path: &'static [&'static str],
    what: &'static str,
    /// What else is known about the setting.
    note: &'static str,
}

const POLICY: Change = Change {
    path: &["two_way", "on_conflict"],
    what: "the conflict policy",
    note: " Do this while the direction has no delay: changes that wait for a start overwrite rows, whatever the policy is.",
};
const POLICY_OF_REVERSE: Change = Change { path: &["two_way", "reverse", "on_conflict"], ..POLICY };
const DDL: Change = Change {
    path: &["two_way", "carry_ddl"],
    what: "whether schema changes (DDL) are copied",
    note: " Make no schema changes until then.",
};

/// The warnings of a plan that changes a started task.
pub(super) fn warnings(prior: &Extended<Synchronization>, planned: &Extended<Synchronization>) -> Diagnostics {
    let status = JobStatus::of(prior.base.status.as_str().unwrap_or_default());
    let (Some(before), Some(after)) = (prior.own.two_way.get(), planned.own.two_way.get()) else {
        return Diagnostics::new();
    };
    if !FORWARD.has_started(&status) {
        return Diagnostics::new();
    }
    let own = |two_way: &super::TwoWay| two_way.reverse.get().map_or(Attr::Null, |own| own.on_conflict.clone());
    let (old, new) = (&prior.base.topology, &planned.base.topology);
    let all = [
        (POLICY, differs(&old.on_conflict, &new.on_conflict)),
        (POLICY_OF_REVERSE, differs(&own(before), &own(after))),
        (DDL, differs(&old.carry_ddl, &new.carry_ddl)),
    ];
    let id = prior.base.id.as_str().unwrap_or_default();
    all.into_iter().filter(|(_, differs)| *differs).map(|(change, _)| warning(&change, id)).collect()
}

fn differs<T: PartialEq>(before: &Attr<T>, after: &Attr<T>) -> bool {
    !before.is_unknown() && !after.is_unknown() && before != after
}

fn warning(change: &Change, id: &str) -> Diagnostic {
    let Change { path, what, note } = change;
    let detail = format!(
        "{} of synchronization task {id} changes after its start. DTS stores {what} in place, and does not document when a direction \
         that runs uses it. To be sure, suspend the direction and resume it after this apply.{note}",
        path.join(".")
    );
    Diagnostic::warning("DTS may use the new setting later", detail).at(AttributePath::of(path))
}

#[cfg(test)]
mod tests {
    use super::super::two_way::{Reverse, TwoWay};
    use super::*;
    use crate::resources::alibaba::{job::topology::Topology, migration_task::TaskModel};

    fn task(status: &str, policy: &str, own: Option<&str>, carries_ddl: bool) -> Extended<Synchronization> {
        let reverse = own.map(|own| Reverse { on_conflict: own.into(), ..Reverse::default() }).into();
        let two_way = TwoWay { on_conflict: policy.into(), carry_ddl: carries_ddl.into(), reverse };
        let topology = Topology { on_conflict: policy.into(), carry_ddl: carries_ddl.into() };
        Extended {
            base: TaskModel { status: status.into(), topology, ..TaskModel::default() },
            own: Synchronization { two_way: Attr::Known(two_way), ..Synchronization::default() },
        }
    }

    #[test]
    fn each_changed_setting_of_a_started_task_has_a_warning() {
        let running = || task("Synchronizing", "fail", None, true);
        let paths = |prior: &Extended<Synchronization>, planned: &Extended<Synchronization>| -> Vec<String> {
            warnings(prior, planned).iter().map(|one| one.path.to_string()).collect()
        };
        assert_eq!(paths(&running(), &running()), [""; 0]);
        assert_eq!(paths(&running(), &task("", "ignore", None, true)), ["two_way.on_conflict"]);
        assert_eq!(paths(&running(), &task("", "fail", None, false)), ["two_way.carry_ddl"]);
        let own = task("", "fail", Some("ignore"), true);
        assert_eq!(paths(&running(), &own), ["two_way.reverse.on_conflict"]);
        assert_eq!(paths(&task("PreCheckPass", "fail", None, true), &own), [""; 0], "it is configured again");
    }
}
