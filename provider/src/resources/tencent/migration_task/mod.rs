//! `dts_tencent_migration_task`: source, destination, objects and options of a job, its check, and whether it runs.

mod apply;
mod arguments;
mod check;
mod derived;
mod identity;
mod moved;
mod objects;
pub(crate) mod operations;
mod plan;
mod read;
mod rules;
mod schema;
mod status;

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    moves::{MoveSource, Moved},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    timeouts::DefaultTimeouts,
};

pub(crate) use self::check::{blocks, message_of, report_of};
pub(crate) use self::rules::own_account;
use self::schema::model::TaskModel;
use crate::{
    accounts::{Clouds, suppress_warnings},
    resources::{
        shared::{
            allow_destroy, minutes,
            moved::{plan_unread, update_unread},
        },
        tencent::job::Jobs,
    },
    rules::{Rule, tencent::job_id},
};

const TYPE: &str = "dts_tencent_migration_task";

const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(60), read: minutes(2), update: minutes(60), delete: minutes(30) };

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::all()
}

/// The list of the objects of the resource.
pub(super) const LIST: Jobs = Jobs::of_tasks(TYPE);

/// The resource.
pub(crate) struct MigrationTask;

#[async_trait]
impl Resource for MigrationTask {
    type Model = TaskModel;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        Some(TIMEOUTS)
    }

    fn validate(&self, config: &TaskModel, diagnostics: &mut Diagnostics) {
        rules::validate(config, diagnostics);
    }

    fn move_from(&self, source: &MoveSource) -> Result<Moved<TaskModel>, Diagnostics> {
        moved::move_from(source)
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<TaskModel>) {
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
        prior: &TaskModel,
        _private: &mut Private,
        diagnostics: &mut Diagnostics,
    ) {
        diagnostics.extend(plan::may_destroy(prior, &prior.live_status()).err());
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
        apply::create::create(context, apply).await
    }

    async fn read(&self, context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
        read::refresh(context, state, private).await
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
        if let Some(unread) = update_unread(&apply) {
            return unread;
        }
        apply::update::update(context, apply).await
    }

    async fn delete(&self, context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
        apply::delete::delete(context, state, private).await
    }

    async fn import(&self, _context: &Context<Clouds>, id: &str) -> Result<TaskModel, Diagnostics> {
        job_id().check_text(id).map_err(|problem| {
            Diagnostic::error("Invalid import ID", format!("The import ID of a {TYPE} is the ID of its job. {problem}"))
        })?;
        Ok(TaskModel { id: id.into(), instance_id: id.into(), ..TaskModel::default() })
    }
}
