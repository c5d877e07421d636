//! `dts_synchronization_instance`: the instance of a synchronization task. It is bought, started, suspended, stopped and released.
//!
//! Its arguments and operations are those of `dts_migration_instance`; the classes, and what a create can wait for, are other ones.

mod direction;

use alibaba::dts::JobSummary;
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    moves::{MoveSource, Moved},
    path::AttributePath,
    private::Private,
    resource::{Apply, Outcome, Plan},
    validate::one_of,
};

use crate::{
    accounts::Clouds,
    facts::alibaba::{synchronization_classes, synchronization_note},
    resources::alibaba::{
        job::{Extension, Kind, OfKind, SYNCHRONIZATION, in_words, of_kind::Extended},
        migration_instance::{InstanceModel, MigrationInstance, move_from, refresh_with_job},
        synchronization_task::exchanged,
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
    /// Desired status of the reverse direction of a two-way synchronization: `running` or `suspended`. Default: it runs. A refresh stores what the reverse direction does now, as in `desired_status`.
    #[attr(optional, validate(one_of(&["running", "suspended"]).also_called(crate::rules::alibaba::STATUSES)))]
    pub(crate) reverse_desired_status: Attr<String>,
    /// ID of the job of the reverse direction. Not set for a one-way synchronization.
    #[attr(computed)]
    pub(crate) reverse_id: Attr<String>,
    /// Status of the reverse direction in DTS, such as `Synchronizing`.
    #[attr(computed)]
    pub(crate) reverse_status: Attr<String>,
    /// Delay of the reverse direction in milliseconds.
    #[attr(computed)]
    pub(crate) reverse_delay_ms: Attr<i64>,
}

#[async_trait]
impl Extension for Synchronization {
    type Base = MigrationInstance;
    type Model = InstanceModel;
    /// The forward job, which has the ID of the reverse one; none if it was not found, or not read.
    type Seen = Option<JobSummary>;

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

    fn move_from(source: &MoveSource) -> Result<Moved<InstanceModel>, Diagnostics> {
        move_from(source, "alicloud_dts_synchronization_instance", &SYNCHRONIZATION)
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

    async fn plan(_context: &Context<Clouds>, plan: &mut Plan<Extended<Self>>) {
        direction::plan(plan);
    }

    fn creating(context: &Context<Clouds>, apply: &Apply<Extended<Self>>) {
        direction::creating(context, apply);
    }

    async fn created(
        context: &Context<Clouds>,
        apply: &Apply<Extended<Self>>,
        state: &mut Extended<Self>,
    ) -> Diagnostics {
        let diagnostics = direction::created(context, state).await;
        if !diagnostics.has_errors() {
            direction::is_created(context, apply);
        }
        diagnostics
    }

    async fn read_base(
        context: &Context<Clouds>,
        state: InstanceModel,
        private: Private,
    ) -> (Outcome<InstanceModel>, Option<JobSummary>) {
        refresh_with_job(context, state, private).await
    }

    async fn shown(
        context: &Context<Clouds>,
        state: &mut Extended<Self>,
        forward: Option<JobSummary>,
        _is_import: bool,
    ) -> Diagnostics {
        direction::read(context, state, forward).await
    }

    async fn not_read(context: &Context<Clouds>, state: &Extended<Self>) -> Option<Diagnostic> {
        match state.own.reverse_id {
            Attr::Null => None,
            _ => exchanged(context, &state.base.id, &state.base.task_id).await,
        }
    }

    async fn updated(
        context: &Context<Clouds>,
        apply: &Apply<Extended<Self>>,
        state: &mut Extended<Self>,
    ) -> Diagnostics {
        direction::updated(context, apply, state).await
    }

    async fn before_delete(
        context: &Context<Clouds>,
        state: &Extended<Self>,
        private: &Private,
    ) -> Result<(), Diagnostics> {
        direction::before_delete(context, state, private).await
    }
}
