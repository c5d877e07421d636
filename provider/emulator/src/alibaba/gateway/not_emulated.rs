//! Actions that Alibaba Cloud has and the emulator does not have. Calls of them get another error than misspelled actions.

use std::sync::LazyLock;

use serde::Deserialize;

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
    /// The table, which is read once for a process.
    #[expect(clippy::expect_used, reason = "the table is part of the program and parsed by a test")]
    pub(crate) fn builtin() -> &'static Self {
        static TABLE: LazyLock<NotEmulated> = LazyLock::new(|| {
            toml::from_str(include_str!("../not_emulated.toml")).expect("the table of what is not emulated parses")
        });
        &TABLE
    }

    /// What such an action is answered with; `None` for every other one. The code is the emulator's own: the cloud has
    /// none for it, and a client must not take it for an answer of the cloud. 404 is no status that is tried again.
    pub(crate) fn refusal(&self, service: Service, action: &str) -> Option<Refusal> {
        let knows = |group: &&Group| group.service == service.name() && group.actions.iter().any(|it| it == action);
        let about = &self.group.iter().find(knows)?.about;
        let message = format!(
            "{action} of {} is not emulated. It belongs to: {about}. The real cloud serves it; this emulator has migrations only.",
            service.name()
        );
        Some(Refusal::gateway(404, "NotEmulated", message))
    }
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
    fn a_listed_action_is_refused_with_its_subject_and_others_are_not_its_business() {
        let table = NotEmulated::builtin();
        assert_eq!(table.refusal(Service::Dts, "ResetDtsJob").unwrap().code(), "NotEmulated");
        assert!(table.refusal(Service::Ram, "ResetDtsJob").is_none());
        assert!(table.refusal(Service::Dts, "StartDtsJob").is_none());
    }
}
