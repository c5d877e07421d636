//! Actions that the emulator does not have. The refusal of an action that Alibaba Cloud is known to have says what it
//! is for.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::core::cloud::NOT_EMULATED;

use super::action_table::ActionTable;
use super::answer::Refusal;
use super::service::Service;

/// All actions that are not emulated, by subject.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotEmulated {
    group: Vec<Group>,
}

/// Actions of one subject.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    service: String,
    about: String,
    actions: Vec<String>,
}

impl NotEmulated {
    /// The table. It is read once per process.
    #[expect(clippy::expect_used, reason = "the table is part of the program and parsed by a test")]
    pub(crate) fn builtin() -> &'static Self {
        static TABLE: LazyLock<NotEmulated> = LazyLock::new(|| {
            toml::from_str(include_str!("../not_emulated.toml")).expect("the table of what is not emulated parses")
        });
        &TABLE
    }

    /// The refusal of an action that the cloud has and the emulator does not have; `None` for every other action.
    pub(crate) fn refusal(&self, service: Service, action: &str) -> Option<Refusal> {
        let knows = |group: &&Group| group.service == service.name() && group.actions.iter().any(|it| it == action);
        let about = &self.group.iter().find(knows)?.about;
        Some(not_emulated(&format!(
            "{action} of {} is not emulated. It belongs to: {about}. The real cloud serves it; this emulator has migrations and synchronizations only.",
            service.name()
        )))
    }

    /// The refusal of any action that the emulator does not have. It cannot say of an action that is in neither of its
    /// tables whether the cloud has it: the tables have what the published SDKs have, and some clients call more.
    pub(crate) fn refusal_of_any(&self, service: Service, action: &str) -> Refusal {
        if let Some(refusal) = self.refusal(service, action) {
            return refusal;
        }
        let table = ActionTable::builtin();
        let elsewhere = table.names().find(|(_, known)| *known == action);
        let hint = match (elsewhere, table.nearest(service, action)) {
            (Some((service, _)), _) => format!(" It is an action of {service}: call it with the version of {service}."),
            (None, Some(near)) => format!(" Did you mean {near}?"),
            (None, None) => String::new(),
        };
        not_emulated(&format!(
            "{action} of {} is not emulated: it is not in the emulator's lists of actions.{hint}",
            service.name()
        ))
    }
}

/// The code is one that only the emulator has, so that no client takes it for an answer of the cloud. The status is
/// 400: clients read 404 as "the object does not exist", and they send a call again after a status of 500 or more.
fn not_emulated(message: &str) -> Refusal {
    Refusal::gateway(400, NOT_EMULATED, message)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::NotEmulated;
    use crate::alibaba::gateway::ActionTable;
    use crate::alibaba::gateway::Service;

    #[test]
    fn no_action_is_listed_twice_or_served_as_well() {
        let (table, served) = (NotEmulated::builtin(), ActionTable::builtin());
        let mut seen = BTreeSet::new();
        for group in &table.group {
            let service = [Service::Ram, Service::Sts, Service::Dts].into_iter().find(|it| it.name() == group.service);
            let service = service.unwrap();
            for action in &group.actions {
                assert!(seen.insert((&group.service, action)), "{action}");
                assert!(served.row(service, action).is_none(), "{action}");
            }
        }
        assert!(seen.len() > 100, "{}", seen.len());
    }

    #[test]
    fn a_listed_action_is_refused_with_its_subject_and_a_served_one_is_not() {
        let table = NotEmulated::builtin();
        assert_eq!(table.refusal(Service::Dts, "StartReverseWriter").unwrap().code(), "NotEmulated");
        assert!(table.refusal(Service::Ram, "StartReverseWriter").is_none());
        assert!(table.refusal(Service::Dts, "StartDtsJob").is_none());
    }
}
