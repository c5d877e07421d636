//! `dts_migration_task`: source, destination, objects and options of a migration, and its precheck.

mod adopt;
mod arguments;
mod bought_first;
mod changes;
mod create;
mod delete;
mod endpoint;
mod errors;
mod facts;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod identity;
mod import_id;
mod in_place;
mod items;
mod late;
mod make;
mod model;
mod notes;
mod objects;
mod plan;
mod read;
mod request;
mod rules;
mod running;
mod skip;
mod state;
mod update;

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::Diagnostics,
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    timeouts::DefaultTimeouts,
};

use self::import_id::check_import_id;
pub(crate) use self::{
    endpoint::{CrossAccount, Endpoint},
    items::model_items,
    model::{Database, PrecheckItem, TaskModel},
    objects::to_wire,
    rules::check_selection,
    state::{found, found_end},
};
use crate::{accounts::Clouds, resources::shared::minutes, rules::Rule};

const TYPE: &str = "dts_migration_task";

const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(20), read: minutes(2), update: minutes(20), delete: minutes(20) };

/// Its rules.
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

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        Some(TIMEOUTS)
    }

    fn validate(&self, config: &TaskModel, diagnostics: &mut Diagnostics) {
        rules::validate(config, diagnostics);
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<TaskModel>) {
        if let Err(diagnostic) = plan::complete(context, plan).await {
            plan.diagnostics.push(diagnostic);
        }
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
        create::create(context, apply).await
    }

    async fn read(&self, context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
        read::refresh(context, state, private).await
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<TaskModel>) -> Outcome<TaskModel> {
        update::update(context, apply).await
    }

    async fn delete(&self, context: &Context<Clouds>, state: TaskModel, private: Private) -> Outcome<TaskModel> {
        delete::delete(context, state, private).await
    }

    async fn import(&self, _context: &Context<Clouds>, id: &str) -> Result<TaskModel, Diagnostics> {
        check_import_id(id)?;
        Ok(TaskModel { id: id.into(), ..TaskModel::default() })
    }
}
