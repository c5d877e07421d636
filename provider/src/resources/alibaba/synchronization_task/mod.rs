//! `dts_synchronization_task`: source, destination, objects and options of a synchronization, and its precheck.
//!
//! Its arguments and operations are those of `dts_migration_task`, except that `initial_phases` replaces `migration_types`:
//! a synchronization always has the incremental phase.

mod cautions;
mod direction;
mod exchanged;
mod imported;
mod in_reverse;
mod live_settings;
mod moved;
pub(super) mod reverse;
mod rules;
mod two_way;
mod upgrade;

use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Set},
    moves::{MoveSource, Moved},
    private::Private,
    resource::{Apply, Plan},
    validate::one_of,
};

pub(super) use self::exchanged::exchanged;
use self::two_way::TwoWay;

use crate::{
    accounts::Clouds,
    resources::alibaba::{
        job::{Extension, FORWARD, Kind, OfKind, SYNCHRONIZATION, in_words, of_kind::Extended},
        migration_task::{MigrationTask, TaskModel},
    },
    rules::Rule,
};

/// The phase that every synchronization has.
const ALWAYS: &str = "incremental";

/// The resource.
pub(crate) type SynchronizationTask = OfKind<Synchronization>;

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::all().chain(cautions::RULES)
}

/// A DTS synchronization task, in one or both directions. Creating it configures the task and runs the **precheck**. Every failed item is reported as an error with its fix. The synchronization starts with its `dts_synchronization_instance`.
///
/// Create it with the credentials of the account that owns the task. In a synchronization across accounts, this is the account that the roles trust.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Synchronization {
    /// What is copied before the changes: any of `schema` (the definitions of the objects) and `full` (the existing rows). An empty list copies only changes. The synchronization of changes follows in any case, and does not end until you stop it.
    #[attr(required, validate(one_of(&["schema", "full"]).also_called(crate::rules::alibaba::TYPES)))]
    pub(crate) initial_phases: Attr<Set<String>>,
    /// ID of the job of the reverse direction. Not set before the instance is bought, and without `two_way`.
    #[attr(computed)]
    pub(crate) reverse_id: Attr<String>,
    /// Status of the reverse direction in DTS, such as `Synchronizing`. `NotConfigured` if it has not been started yet: the next apply configures and starts it.
    #[attr(computed)]
    pub(crate) reverse_status: Attr<String>,
    /// Arguments whose values differ in the reverse direction, such as `objects`. The next apply changes them. Empty if it is as configured; not set before it has started.
    #[attr(computed)]
    pub(crate) reverse_drift: Attr<Set<String>>,
    /// Also synchronizes from the destination to the source. Both databases then belong to the account of the task, or both to other accounts.
    #[block]
    pub(crate) two_way: Attr<TwoWay>,
}

#[async_trait]
impl Extension for Synchronization {
    type Base = MigrationTask;
    type Model = TaskModel;
    type Seen = ();

    const BASE: MigrationTask = MigrationTask;
    const TYPE: &'static str = SYNCHRONIZATION.task;
    const LEFT_OUT: &'static [&'static str] = &["migration_types"];

    fn complete(&self, base: &mut TaskModel) {
        base.kind = Kind(if self.two_way.is_null() { &SYNCHRONIZATION } else { &FORWARD });
        base.topology = self.two_way.get().map(|two_way| two_way.topology(base)).unwrap_or_default();
        base.migration_types = self.initial_phases.clone().map(|mut phases| {
            phases.0.push(ALWAYS.into());
            phases
        });
    }

    fn refresh(&mut self, base: &TaskModel) {
        if let Some(two_way) = self.two_way.get_mut() {
            two_way.refresh(base);
        }
        self.initial_phases = base.migration_types.clone().map(|mut phases| {
            phases.0.retain(|phase| phase.as_str() != Some(ALWAYS));
            phases
        });
    }

    fn in_words(text: &str) -> String {
        in_words(text)
    }

    fn move_from(source: &MoveSource) -> Result<Moved<TaskModel>, Diagnostics> {
        moved::move_from_job(source)
    }

    fn check(&self, base: &TaskModel, diagnostics: &mut Diagnostics) {
        rules::check(self, base, diagnostics);
    }

    fn warnings(&self, base: &TaskModel) -> Diagnostics {
        let mut found = rules::warnings(base);
        cautions::warnings(base, &mut found);
        found
    }

    async fn plan(context: &Context<Clouds>, plan: &mut Plan<Extended<Self>>) {
        direction::plan(context, plan);
    }

    async fn created(
        context: &Context<Clouds>,
        apply: &Apply<Extended<Self>>,
        state: &mut Extended<Self>,
    ) -> Diagnostics {
        direction::created(context, &apply.config, state);
        Diagnostics::new()
    }

    fn is_import(base: &TaskModel) -> bool {
        base.status.is_null() && base.name.is_null()
    }

    async fn shown(context: &Context<Clouds>, state: &mut Extended<Self>, (): (), is_import: bool) -> Diagnostics {
        direction::read(context, state, is_import).await
    }

    async fn updated(
        context: &Context<Clouds>,
        apply: &Apply<Extended<Self>>,
        state: &mut Extended<Self>,
    ) -> Diagnostics {
        direction::updated(context, apply, state).await
    }

    async fn not_read(context: &Context<Clouds>, state: &Extended<Self>) -> Option<Diagnostic> {
        let (base, own) = (&state.base, &state.own);
        match own.two_way {
            Attr::Null => None,
            _ => exchanged(context, &base.dts_instance_id, &base.id).await,
        }
    }

    fn leave_to_kind(prior: &mut Extended<Self>, planned: &Extended<Self>) {
        upgrade::leave_to_kind(prior, planned);
    }

    fn not_updated(apply: &Apply<Extended<Self>>, state: &mut Extended<Self>) {
        direction::not_updated(apply, state);
    }

    async fn before_delete(
        context: &Context<Clouds>,
        state: &Extended<Self>,
        private: &Private,
    ) -> Result<(), Diagnostics> {
        direction::before_delete(context, state, private).await
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::{
        model::{Content as _, Model as _},
        path::PathRef,
        resource::Resource as _,
        value::Value,
    };

    use super::*;

    fn task(phases: &[&str]) -> Extended<Synchronization> {
        let list = Value::List(phases.iter().map(|phase| Value::from(*phase)).collect());
        let value = Value::Map([("name", Value::from("orders")), ("initial_phases", list)].into());
        Extended::read(&value, &PathRef::root()).unwrap()
    }

    #[test]
    fn the_incremental_phase_is_implied_and_not_written() {
        for phases in [&["schema", "full"][..], &["full"], &[]] {
            let task = task(phases);
            let has = |phase: &str| task.base.migration_types.get().unwrap().known().any(|one| one == phase);
            assert!(has("incremental"), "{phases:?}");
            assert_eq!((has("schema"), has("full")), (phases.contains(&"schema"), phases.contains(&"full")));
            let Value::List(written) = task.write().attribute("initial_phases").clone() else { panic!("no list") };
            assert_eq!(written.len(), phases.len());
            assert_eq!(task.base.kind.task, "dts_synchronization_task");
        }
    }

    #[test]
    fn the_schema_has_the_arguments_of_a_synchronization_in_its_words() {
        let block = Extended::<Synchronization>::block();
        let names: Vec<&str> = block.attributes.iter().map(|one| one.name).collect();
        assert!(names.contains(&"initial_phases") && names.contains(&"objects") && !names.contains(&"migration_types"));
        let texts = block.attributes.iter().map(|one| one.description.clone());
        let blocks = block.blocks.iter().map(|one| one.block.description.clone());
        for text in texts.chain(blocks) {
            let names = text.replace("`migrate_accounts`", "").replace("`migrate_events`", "");
            assert!(!names.to_lowercase().contains("migrat"), "{text}");
        }
        assert_eq!(SynchronizationTask::NEW.type_name(), "dts_synchronization_task");
    }
}
