//! `dts_cam_assume_role_grant`: a policy in the root account that runs the jobs. It lets sub-users and groups assume the roles of the
//! accounts that own the databases.

mod create;
mod delete;
mod document;
mod identity;
mod listing;
mod model;
mod new_policy;
mod plan;
mod policy;
mod principal;
mod read;
mod rules;
mod update;
mod values;

pub(super) use listing::Policies;

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    timeouts::DefaultTimeouts,
};

use self::model::GrantModel;
use super::cam_role_trust::policy_name;
use crate::{
    accounts::{Clouds, suppress_warnings},
    resources::shared::{allow_destroy, minutes},
    rules::{Rule, ValueRule},
};

const TYPE: &str = "dts_cam_assume_role_grant";

const TIMEOUTS: DefaultTimeouts =
    DefaultTimeouts { create: minutes(5), read: minutes(2), update: minutes(5), delete: minutes(5) };

/// The rules of the resource.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::RULES.into_iter()
}

/// The rules on single values of the resource.
pub(super) fn value_rules() -> impl Iterator<Item = &'static ValueRule> {
    values::VALUE_RULES.into_iter()
}

/// The resource.
pub(super) struct CamAssumeRoleGrant;

#[async_trait]
impl Resource for CamAssumeRoleGrant {
    type Model = GrantModel;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        Some(TIMEOUTS)
    }

    fn validate(&self, config: &GrantModel, diagnostics: &mut Diagnostics) {
        diagnostics.extend(rules::without_principal(config));
        diagnostics.extend(rules::too_long(config));
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<GrantModel>) {
        let completed = plan::complete(context, plan).await;
        allow_destroy(&mut plan.diagnostics);
        plan.diagnostics.extend(completed.err());
        suppress_warnings(context, &mut plan.diagnostics);
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<GrantModel>) -> Outcome<GrantModel> {
        create::create(context, apply).await
    }

    async fn read(&self, context: &Context<Clouds>, state: GrantModel, private: Private) -> Outcome<GrantModel> {
        read::refresh(context, state, private).await
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<GrantModel>) -> Outcome<GrantModel> {
        update::update(context, apply).await
    }

    async fn delete(&self, context: &Context<Clouds>, state: GrantModel, private: Private) -> Outcome<GrantModel> {
        delete::delete(context, state, private).await
    }

    async fn import(&self, _context: &Context<Clouds>, id: &str) -> Result<GrantModel, Diagnostics> {
        policy_name().check_text(id).map_err(|problem| {
            Diagnostic::error(
                "Invalid import ID",
                format!("The import ID of a {TYPE} is the name of the policy. {problem}"),
            )
        })?;
        Ok(GrantModel { id: id.into(), policy_name: id.into(), ..GrantModel::default() })
    }
}
