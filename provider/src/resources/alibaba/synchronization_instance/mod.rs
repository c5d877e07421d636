//! `dts_synchronization_instance`: the instance of a synchronization task. It is bought, started, suspended, stopped and released.
//!
//! Its arguments and operations are those of `dts_migration_instance`; the classes, and what a create can wait for, are other ones.

use tfplugin::{Model, diagnostic::Diagnostics, model::Attr, path::AttributePath, validate::one_of};

use crate::{
    facts::alibaba::{synchronization_classes, synchronization_note},
    resources::alibaba::{
        job::{Extension, Kind, OfKind, SYNCHRONIZATION, in_words},
        migration_instance::{InstanceModel, MigrationInstance},
    },
    rules::{Rule, Violation},
};

static CLASS: Rule = Rule::warning(
    "sync-class",
    "The instance class has a condition",
    "The smallest class is not for production, and the API reference does not have the largest ones.",
);

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    [&CLASS].into_iter()
}

/// The resource.
pub(crate) type SynchronizationInstance = OfKind<Synchronization>;

/// The instance of a synchronization task that has passed its precheck. Terraform buys, starts, suspends, stops and releases it. Charges can start when the instance is bought. The instance is pay-as-you-go: DTS cannot release a subscription instance through its API.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Synchronization {
    /// Class of the instance, which limits the speed of the synchronization. It can be raised in place, but not lowered. For a task on a dedicated cluster, set `du` instead.
    #[attr(optional, validate(one_of(synchronization_classes())))]
    pub(crate) instance_class: Attr<String>,
    /// What create waits for. `accepted`: DTS has accepted the purchase. `initialized`: the initial phases are complete. `synchronizing`: changes are synchronized. `caught_up`: the destination has caught up with the source.
    #[attr(default = "synchronizing", validate(one_of(&["accepted", "initialized", "synchronizing", "caught_up"])))]
    pub(crate) wait_for: Attr<String>,
}

impl Extension for Synchronization {
    type Base = MigrationInstance;
    type Model = InstanceModel;

    const BASE: MigrationInstance = MigrationInstance;
    const TYPE: &'static str = SYNCHRONIZATION.instance;
    const LEFT_OUT: &'static [&'static str] = &[];

    fn complete(&self, base: &mut InstanceModel) {
        base.kind = Kind(&SYNCHRONIZATION);
    }

    fn refresh(&mut self, base: &InstanceModel) {
        self.instance_class = base.instance_class.clone();
        self.wait_for = base.wait_for.clone();
    }

    fn in_words(text: &str) -> String {
        in_words(text)
    }

    fn check(&self, _base: &InstanceModel, _diagnostics: &mut Diagnostics) {}

    fn warnings(&self, _base: &InstanceModel) -> Diagnostics {
        let class = self.instance_class.as_str().unwrap_or_default();
        let Some(note) = synchronization_note(class) else { return Diagnostics::new() };
        let violation = Violation {
            found: format!("instance_class is {class:?}: {note}."),
            allowed: String::new(),
            fix: "use \"small\", \"medium\" or \"large\" if one of them is fast enough".to_owned(),
        };
        CLASS.broken(AttributePath::of(&["instance_class"]), &violation).into()
    }
}
