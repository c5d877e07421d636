//! `dts_migration_instance`: the engine of a task, bought, started, watched, suspended, stopped and released.

mod cluster;
mod create;
mod delete;
mod guards;
mod identity;
mod loss;
mod memory;
mod model;
mod plan;
mod read;
mod replacing;
mod rules;
mod state;
mod status;
mod steps;
mod update;

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    timeouts::DefaultTimeouts,
};

use self::model::InstanceModel;
use crate::{
    accounts::Clouds,
    resources::{
        alibaba::job::{JobKind, MIGRATION},
        shared::minutes,
    },
    rules::Rule,
};

/// The kind of the jobs.
const KIND: &JobKind = &MIGRATION;

const TYPE: &str = "dts_migration_instance";

const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(60), read: minutes(2), update: minutes(60), delete: minutes(30) };

/// Its rules.
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

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<InstanceModel>) {
        if let Err(diagnostic) = plan::complete(context, plan).await {
            plan.diagnostics.push(diagnostic);
        }
    }

    async fn plan_destroy(
        &self,
        _context: &Context<Clouds>,
        prior: &InstanceModel,
        private: &mut Private,
        diagnostics: &mut Diagnostics,
    ) {
        replacing::forget(private);
        diagnostics.extend(guards::destroy_of_state(prior).err());
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
        create::create(context, apply).await
    }

    async fn read(&self, context: &Context<Clouds>, state: InstanceModel, private: Private) -> Outcome<InstanceModel> {
        read::refresh(context, state, private).await
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
        update::update(context, apply).await
    }

    async fn delete(
        &self,
        context: &Context<Clouds>,
        state: InstanceModel,
        private: Private,
    ) -> Outcome<InstanceModel> {
        delete::delete(context, state, private).await
    }

    async fn import(&self, _context: &Context<Clouds>, id: &str) -> Result<InstanceModel, Diagnostics> {
        match id.strip_prefix("dts").filter(|job| !job.is_empty() && job.chars().all(|c| c.is_ascii_alphanumeric())) {
            Some(job) => Ok(InstanceModel { id: id.into(), task_id: job.into(), ..InstanceModel::default() }),
            None => Err(Diagnostic::error(
                "Invalid import ID",
                format!("The import ID of a {TYPE} is the id of the instance (DtsInstanceID), \"dts\" and the id of its task, such as \"dtsi03e3zty16i1234\"; {id:?} is not one."),
            )
            .into()),
        }
    }
}
