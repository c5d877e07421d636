//! `dts_cam_role_trust`: a role in the account that owns a database, which DTS of another root account may assume.

mod create;
mod delete;
mod engine_policies;
mod identity;
mod listing;
mod model;
mod moved;
mod new_role;
mod plan;
mod policies;
mod read;
mod role;
mod rules;
pub(crate) mod trust_policy;
mod update;

use role::CamRole;
pub(super) use rules::{description, policies as policy_name};

pub(super) use listing::Roles;

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
    },
    rules::{Rule, ValueRule, tencent::role_name},
};

const TYPE: &str = "dts_cam_role_trust";

const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(5), read: minutes(2), update: minutes(5), delete: minutes(5) };

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    plan::RULES.into_iter()
}

/// The rules on single values of the resource.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    rules::VALUE_RULES.into_iter()
}

/// The resource.
pub(super) struct CamRoleTrust;

#[async_trait]
impl Resource for CamRoleTrust {
    type Model = TrustModel;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        Some(TIMEOUTS)
    }

    fn validate(&self, config: &TrustModel, diagnostics: &mut Diagnostics) {
        diagnostics.extend(plan::missing_policies_of_engines(config));
    }

    fn move_from(&self, source: &MoveSource) -> Result<Moved<TrustModel>, Diagnostics> {
        moved::move_from(source)
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<TrustModel>) {
        if let Some(unread) = plan_unread(plan) {
            plan.planned.role_id = Attr::Unknown;
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
