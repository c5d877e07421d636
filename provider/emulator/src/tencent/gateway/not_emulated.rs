//! Actions that the emulator does not have. The refusal of an action that Tencent Cloud is known to have says what it is
//! for.

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

    /// The refusal of an action that the emulator does not have. The code of an action that the cloud has is one that
    /// only the emulator has, so that no client takes it for an answer of the cloud.
    pub(crate) fn refusal(&self, service: Service, action: &str) -> Refusal {
        let knows = |group: &&Group| group.service == service.name() && group.actions.iter().any(|it| it == action);
        if let Some(group) = self.group.iter().find(knows) {
            let message = format!(
                "{action} of {} is not emulated. It belongs to: {}. The real cloud serves it; this emulator has migrations only.",
                service.title(),
                group.about
            );
            return Refusal::new(NOT_EMULATED, message);
        }
        let table = ActionTable::builtin();
        let elsewhere = table.names().find(|(_, known)| *known == action);
        let hint = match (elsewhere, table.nearest(service, action)) {
            (Some((service, _)), _) => format!(" It is an action of {service}."),
            (None, Some(near)) => format!(" Did you mean {near}?"),
            (None, None) => String::new(),
        };
        let message = format!("The action `{action}` of {} is not valid.{hint}", service.name());
        Refusal::new("InvalidAction", message)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ActionTable, NotEmulated, Service};

    #[test]
    fn no_action_is_listed_twice_or_served_as_well() {
        let mut seen = BTreeSet::new();
        for group in &NotEmulated::builtin().group {
            let service = Service::named(&group.service).unwrap();
            for action in &group.actions {
                assert!(seen.insert((&group.service, action)), "{action}");
                assert!(!ActionTable::builtin().serves(service, action), "{action}");
            }
        }
        assert!(seen.len() > 100, "{}", seen.len());
    }

    #[test]
    fn an_action_of_the_cloud_and_an_unknown_one_have_different_codes() {
        let code = |action: &str| NotEmulated::builtin().refusal(Service::Dts, action).code;
        assert_eq!(
            (code("CreateSyncJob"), code("StartMigratJob")),
            ("NotEmulated".to_owned(), "InvalidAction".to_owned())
        );
        let message = NotEmulated::builtin().refusal(Service::Dts, "StartMigratJob").message;
        assert!(message.contains("Did you mean StartMigrateJob?"), "{message}");
    }
}
