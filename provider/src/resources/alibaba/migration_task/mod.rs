//! `dts_migration_task`: source, destination, objects and options of a migration, and its precheck.

mod apply;
mod arguments;
mod content;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod identity;
mod moved;
mod plan;
mod read;
mod request;
pub(crate) mod rules;
mod schema;

use async_trait::async_trait;
use serde_json::Value as Json;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    moves::{MoveSource, Moved},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource, unsupported_state_version},
    timeouts::DefaultTimeouts,
};

use self::schema::upgrade;
pub(super) use self::{
    apply::{
        check::{configure_job, precheck_incomplete},
        delete::may_release,
        errors::configure_error,
        update::change_job,
    },
    arguments::{Origin, differences},
    plan::{
        changes::{changes, is_imported},
        immutable_after_start::classify_changes,
        purchased_before_configure::refused as refused_after_purchase,
    },
    read::state::state_of,
    request::{configure as configure_request, derived::fill as fill_derived},
    rules::{has_keys_of_json, has_row_filter},
};
pub(crate) use self::{
    apply::{equal_jobs::preceding_equal_jobs, ownership::preceded},
    moved::{OtherJob, move_from},
    read::state::found,
    rules::check_selection,
    schema::model::{IncrementalThrottle, Precheck, TaskModel, Throttling, Verification},
};
use crate::{
    accounts::{Clouds, suppress_warnings},
    resources::{
        alibaba::job::{JobKind, MIGRATION, must_be_task_id},
        shared::{
            allow_destroy, minutes,
            moved::{plan_unread, update_unread},
        },
    },
    rules::Rule,
};

/// The kind of the jobs.
const KIND: &JobKind = &MIGRATION;

const TYPE: &str = KIND.task;

pub(super) const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(20), read: minutes(2), update: minutes(20), delete: minutes(20) };

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::all()
}

/// The resource.
pub(crate) struct MigrationTask;

#[async_trait]
impl Resource for MigrationTask {
    type Model = TaskModel;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    fn version(&self) -> i64 {
        upgrade::VERSION
    }

    fn upgrade(&self, version: i64, state: Json) -> Result<Json, Diagnostic> {
        match version {
            0 => Ok(upgrade::from_version_1(upgrade::from_version_0(state))),
            1 => Ok(upgrade::from_version_1(state)),
            _ => Err(unsupported_state_version(TYPE, version, upgrade::VERSION)),
        }
    }

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        Some(TIMEOUTS)
    }

    fn validate(&self, config: &TaskModel, diagnostics: &mut Diagnostics) {
        rules::validate(config, diagnostics);
    }

    fn move_from(&self, source: &MoveSource) -> Result<Moved<TaskModel>, Diagnostics> {
        moved::move_from(source, &moved::MIGRATION_JOB)
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
        must_be_task_id(KIND, id)?;
        Ok(TaskModel { id: id.into(), ..TaskModel::default() })
    }
}
