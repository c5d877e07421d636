//! `dts_migration_instance`: the instance of a migration task. It is bought, started, suspended, stopped and released.

mod apply;
mod identity;
mod moved;
mod ownership;
mod plan;
mod read;
mod rules;
mod schema;
mod status;
mod waiting;

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::Diagnostics,
    model::Attr,
    moves::{MoveSource, Moved},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    timeouts::DefaultTimeouts,
};

pub(super) use self::{
    apply::{start_if_desired, suspend_or_stop, with_still_exists_note},
    moved::move_from,
    plan::{cannot_catch_up, guards::may_destroy_job},
    read::refresh_with_job,
    schema::InstanceModel,
};
pub(crate) use self::{read::state::phases_of, status::is_caught_up};
use crate::{
    accounts::{Clouds, suppress_warnings},
    resources::{
        alibaba::job::{JobKind, MIGRATION, replacement, task_of_instance},
        shared::{
            allow_destroy, minutes,
            moved::{plan_unread, update_unread},
        },
    },
    rules::Rule,
};

/// The kind of the jobs.
const KIND: &JobKind = &MIGRATION;

const TYPE: &str = KIND.instance;

pub(super) const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(60), read: minutes(2), update: minutes(60), delete: minutes(30) };

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::RULES.into_iter()
}

/// The resource.
pub(crate) struct MigrationInstance;

#[async_trait]
impl Resource for MigrationInstance {
    type Model = InstanceModel;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        Some(TIMEOUTS)
    }

    fn validate(&self, config: &InstanceModel, diagnostics: &mut Diagnostics) {
        rules::class_or_du(config, diagnostics);
    }

    fn move_from(&self, source: &MoveSource) -> Result<Moved<InstanceModel>, Diagnostics> {
        moved::move_from(source, moved::SOURCE, KIND)
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<InstanceModel>) {
        if let Some(unread) = plan_unread(plan) {
            plan.planned.status = Attr::Unknown;
            plan.diagnostics.push(unread);
            return;
        }
        let completed = plan::complete(context, plan).await;
        allow_destroy(&mut plan.diagnostics);
        plan.diagnostics.extend(completed.err());
        suppress_warnings(context, &mut plan.diagnostics);
    }

    async fn plan_destroy(
        &self,
        _context: &Context<Clouds>,
        prior: &InstanceModel,
        private: &mut Private,
        diagnostics: &mut Diagnostics,
    ) {
        replacement::forget(private);
        diagnostics.extend(plan::guards::may_destroy_by_state(prior).err());
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
        apply::create::create(context, apply).await
    }

    async fn read(&self, context: &Context<Clouds>, state: InstanceModel, private: Private) -> Outcome<InstanceModel> {
        refresh_with_job(context, state, private).await.0
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
        if let Some(unread) = update_unread(&apply) {
            return unread;
        }
        apply::update::update(context, apply).await
    }

    async fn delete(
        &self,
        context: &Context<Clouds>,
        state: InstanceModel,
        private: Private,
    ) -> Outcome<InstanceModel> {
        apply::delete::delete(context, state, private).await
    }

    async fn import(&self, _context: &Context<Clouds>, id: &str) -> Result<InstanceModel, Diagnostics> {
        let task_id = task_of_instance(KIND, id)?;
        Ok(InstanceModel { id: id.into(), task_id: task_id.into(), ..InstanceModel::default() })
    }
}
