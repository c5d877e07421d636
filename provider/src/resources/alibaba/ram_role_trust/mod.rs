//! `dts_ram_role_trust`: a role in the account that owns a database, which DTS of another account may assume.

mod create;
mod delete;
mod identity;
mod listing;
mod model;
mod moved;
mod ownership;
mod plan;
mod policies;
mod read;
mod role;
mod rules;
pub(crate) mod trust_policy;
mod update;

pub(super) use listing::Roles;
pub(crate) use role::RamRole;

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

use self::model::TrustModel;
use crate::{
    accounts::{Clouds, suppress_warnings},
    resources::shared::{
        allow_destroy, minutes,
        moved::{plan_unread, update_unread},
        role_trust,
    },
    rules::{Rule, ValueRule, alibaba::role_name},
};

const TYPE: &str = "dts_ram_role_trust";

const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(5), read: minutes(2), update: minutes(5), delete: minutes(5) };

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    plan::RULES.into_iter().chain(role_trust::RULES)
}

/// The rules on single values of the resource.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    rules::VALUE_RULES.into_iter().chain(role_trust::VALUE_RULES)
}

/// The resource.
pub(crate) struct RamRoleTrust;

#[async_trait]
impl Resource for RamRoleTrust {
    type Model = TrustModel;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        Some(TIMEOUTS)
    }

    fn move_from(&self, source: &MoveSource) -> Result<Moved<TrustModel>, Diagnostics> {
        moved::move_from(source)
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<TrustModel>) {
        if let Some(unread) = plan_unread(plan) {
            plan.planned.create_date = Attr::Unknown;
            plan.diagnostics.push(unread);
            return;
        }
        let completed = plan::complete(context, plan).await;
        allow_destroy(&mut plan.diagnostics);
        plan.diagnostics.extend(completed.err());
        suppress_warnings(context, &mut plan.diagnostics);
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
        create::create(context, apply).await
    }

    async fn read(&self, context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
        read::refresh(context, state, private).await
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<TrustModel>) -> Outcome<TrustModel> {
        if let Some(unread) = update_unread(&apply) {
            return unread;
        }
        update::update(context, apply).await
    }

    async fn delete(&self, context: &Context<Clouds>, state: TrustModel, private: Private) -> Outcome<TrustModel> {
        delete::delete(context, state, private).await
    }

    async fn import(&self, _context: &Context<Clouds>, id: &str) -> Result<TrustModel, Diagnostics> {
        role_name().check_text(id).map_err(|problem| {
            Diagnostic::error(
                "Invalid import ID",
                format!("The import ID of a {TYPE} is the name of the role. {problem}"),
            )
        })?;
        Ok(TrustModel { id: id.into(), role_name: id.into(), ..TrustModel::default() })
    }
}
