//! Update: the name and the class. Everything else is used by the provider itself.

use tencent::dts::{MigrationDetail, ModifyMigrateJobSpec, ModifyMigrateName, TradeStatus};
use tfplugin::{
    context::Context,
    diagnostic::Diagnostic,
    resource::{Apply, Outcome},
    timeouts::Operation as Timeout,
};

use super::{
    TIMEOUTS,
    job::{is_busy, state_of, wait_failed, wait_until},
    model::InstanceModel,
    plan::changes_tags,
    rules,
};
use crate::{
    accounts::{
        Clouds,
        tencent::{Session, account},
    },
    diagnostics::cloud_error,
    resources::{
        shared::{Absence, is_released, retry_while},
        tencent::job::detail_of,
    },
};

pub(super) async fn update(context: &Context<Clouds>, apply: Apply<InstanceModel>) -> Outcome<InstanceModel> {
    let Some(prior) = apply.prior.clone() else { return Outcome::done(apply.planned).with_private(apply.private) };
    let planned = apply.planned.clone();
    match try_update(context, &apply, &prior).await {
        Ok(state) => Outcome::done(state).with_private(apply.private),
        Err((state, diagnostic)) => {
            // What the provider itself uses has changed.
            let state = InstanceModel {
                on_destroy: planned.on_destroy,
                restart_on_loss: planned.restart_on_loss,
                timeouts: planned.timeouts,
                ..state
            };
            Outcome::with_state(state, diagnostic).with_private(apply.private)
        }
    }
}

/// The state after the update, or the state that was reached and the error.
async fn try_update(
    context: &Context<Clouds>,
    apply: &Apply<InstanceModel>,
    prior: &InstanceModel,
) -> Result<InstanceModel, (InstanceModel, Diagnostic)> {
    let planned = &apply.planned;
    let id = prior.id.or(String::new());
    // Tags that were unknown at plan are known now.
    if !is_released(prior) && changes_tags(prior, planned) {
        return Err((prior.clone(), rules::tags_kept(prior)));
    }
    if is_released(prior) || (prior.name == planned.name && prior.instance_class == planned.instance_class) {
        return Ok(InstanceModel {
            status: prior.status.clone(),
            trade_status: prior.trade_status.clone(),
            ..planned.clone()
        });
    }
    let mut reached = prior.clone();
    let account = account(context).map_err(|error| (reached.clone(), error))?;
    account.must_be_place_of(&apply.private, &context.cancel).await.map_err(|error| (reached.clone(), error))?;
    let limit = TIMEOUTS.pick(&planned.timeouts, Timeout::Update);
    let session = account.session(&context.cancel, limit).map_err(|error| (reached.clone(), error))?;
    if prior.name != planned.name {
        rename(&session, &id, planned).await.map_err(|error| (reached.clone(), error))?;
        reached.name = planned.name.clone();
    }
    if prior.instance_class != planned.instance_class {
        change_class(&session, &id, planned).await.map_err(|error| (reached.clone(), error))?;
        reached.instance_class = planned.instance_class.clone();
    }
    let read = detail_of(&session, &id, Absence::Repeated).await;
    let job = read.map_err(|error| (reached.clone(), read_failed(&id, &error)))?;
    let state = job.map_or(reached, |job| state_of(&job, planned.clone()));
    Ok(InstanceModel {
        name: planned.name.clone(),
        instance_class: planned.instance_class.clone(),
        tags: planned.tags.clone(),
        ..state
    })
}

async fn rename(session: &Session<'_>, id: &str, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let request = ModifyMigrateName { job_id: id.to_owned(), job_name: planned.name.or(String::new()) };
    let renamed = retry_while(session, is_busy, || session.call(&request)).await;
    renamed.map(|_| ()).map_err(|error| {
        cloud_error("Cannot rename the migration job", &format!("Changing the name of migration job {id}"), &error)
    })
}

async fn change_class(session: &Session<'_>, id: &str, planned: &InstanceModel) -> Result<(), Diagnostic> {
    let class = planned.instance_class.or(String::new());
    let summary = "Cannot change the class of the migration job";
    let request = ModifyMigrateJobSpec { job_id: id.to_owned(), new_instance_class: class.clone() };
    retry_while(session, is_busy, || session.call(&request)).await.map_err(|error| {
        cloud_error(summary, &format!("Changing the class of migration job {id} to {class:?}"), &error)
    })?;
    let has_class = |job: &MigrationDetail| {
        job.trade_info.instance_class == class && job.trade_info.trade_status != TradeStatus::Resizing
    };
    let doing = format!("migration job {id} to have the class {class:?}");
    let reached = wait_until(session, id, Absence::Repeated, has_class).await;
    reached.map(|_| ()).map_err(|error| wait_failed(summary, &doing, "update", error))
}

fn read_failed(id: &str, error: &tencent::Error) -> Diagnostic {
    cloud_error("Cannot read the migration job", &format!("After changing it, reading migration job {id}"), error)
}
