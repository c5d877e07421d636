//! `dts_tencent_migration_instance`: a purchased migration job. The task that is configured in it is a separate resource.

mod create;
mod delete;
mod identity;
mod job;
mod model;
mod moved;
mod ownership;
mod plan;
mod purchase;
mod read;
mod rules;
mod update;
mod values;

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::Diagnostics,
    model::Attr,
    moves::{MoveSource, Moved},
    path::AttributePath,
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    timeouts::DefaultTimeouts,
};

use self::model::InstanceModel;
use crate::{
    accounts::{Clouds, suppress_warnings},
    resources::{
        shared::{
            allow_destroy, minutes,
            moved::{plan_unread, update_unread},
        },
        tencent::job::{Jobs, links},
    },
    rules::{Rule, ValueRule},
};

const TYPE: &str = "dts_tencent_migration_instance";

const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(10), read: minutes(2), update: minutes(10), delete: minutes(30) };

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::RULES.into_iter()
}

/// The rules on single values of the resource.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    values::VALUE_RULES.into_iter()
}

/// The list of the objects of the resource.
pub(super) const LIST: Jobs = Jobs::of_instances(TYPE);

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
        let paths = ["source_engine", "destination_engine"].map(|name| AttributePath::of(&[name]));
        links::check(&config.source_engine, &config.destination_engine, [&paths[0], &paths[1]], diagnostics);
    }

    fn move_from(&self, source: &MoveSource) -> Result<Moved<InstanceModel>, Diagnostics> {
        moved::move_from(source)
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
        _private: &mut Private,
        diagnostics: &mut Diagnostics,
    ) {
        diagnostics.extend(plan::may_destroy_by_state(prior).err());
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
        create::create(context, apply).await
    }

    async fn read(&self, context: &Context<Clouds>, state: InstanceModel, private: Private) -> Outcome<InstanceModel> {
        read::refresh(context, state, private).await
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
        if let Some(unread) = update_unread(&apply) {
            return unread;
        }
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
        values::must_be_import_id(id)?;
        Ok(InstanceModel { id: id.into(), ..InstanceModel::default() })
    }
}
