//! Changes of a task by separate calls: what the rows of [`in_place`](crate::resources::alibaba::migration_task::plan::in_place) name.

mod endpoint;
mod objects;
mod settings;

use alibaba::{
    Action, Class, Error,
    dts::{ModifyDtsJobName, ModifyDtsJobPassword},
};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::resources::alibaba::migration_task::{
    arguments::{Argument, Call, Phase},
    plan::live_changes::Step,
    schema::{
        endpoint::{Endpoint, Side, known_endpoints, password_of, word_of_modify},
        model::TaskModel,
    },
};
use crate::{
    diagnostics::cloud_error_at,
    resources::{
        alibaba::job::{precheck, retry_while_busy},
        shared::Session,
    },
};

/// A task that is changed.
pub(crate) struct LiveUpdate<'a> {
    pub(crate) session: &'a Session<'a>,
    pub(crate) id: &'a str,
    /// Of the task: settings are changed by it.
    pub(crate) instance_id: &'a str,
    pub(crate) prior: &'a TaskModel,
    pub(crate) planned: &'a TaskModel,
    /// With the passwords.
    pub(crate) config: &'a TaskModel,
}

impl LiveUpdate<'_> {
    /// Makes one call. A call that had nothing to change succeeds, with a warning where that is only assumed.
    ///
    /// # Errors
    /// The call failed: on the argument it is about.
    pub(crate) async fn make(&self, step: &Step) -> Result<Option<Diagnostic>, Diagnostic> {
        let made = match (step.row.call, step.side) {
            (Call::Password, Some(side)) => return self.password(side, step).await,
            (Call::Rename, _) => self.rename(step).await,
            (Call::Cluster, _) => self.send(step, "Changing the dedicated cluster of", &self.cluster()).await,
            (Call::FullLimits, _) => self.send(step, "Changing the limits of", &self.limits(Phase::Full)).await,
            (Call::IncrementalLimits, _) => {
                self.send(step, "Changing the limits of", &self.limits(Phase::Incremental)).await
            }
            (Call::Settings, _) => self.send(step, "Changing the settings of", &self.settings(step)).await,
            (Call::Objects, _) => self.objects(step).await,
            (Call::Endpoint, Some(side)) => match self.endpoint(side, step) {
                Some(action) => self.send(step, &format!("Changing the {side} endpoint of"), &action).await,
                None => Ok(()),
            },
            (Call::Endpoint | Call::Password, None) => Ok(()),
        };
        made.map(|()| None)
    }

    async fn rename(&self, step: &Step) -> Result<(), Diagnostic> {
        let action = ModifyDtsJobName {
            region_id: Some(self.session.region()),
            dts_job_id: self.id.to_owned(),
            dts_job_name: self.planned.name.clone().or(String::new()),
        };
        self.send(step, "Renaming", &action).await
    }

    async fn password(&self, side: Side, step: &Step) -> Result<Option<Diagnostic>, Diagnostic> {
        let end = self.configured(side);
        let Some((end, password)) = end.and_then(|end| Some((end, password_of(end)?))) else { return Ok(None) };
        if self.has_password(side, end) {
            return Ok(None);
        }
        let action = ModifyDtsJobPassword {
            region_id: Some(self.session.region()),
            dts_job_id: Some(self.id.to_owned()),
            direction: self.planned.kind.direction(),
            endpoint: word_of_modify(side).to_owned(),
            user_name: end.username.clone().into_option().map(Into::into),
            password,
            ..ModifyDtsJobPassword::default()
        };
        match retry_while_busy(self.session, &action).await {
            // The answer of the first attempt was lost; DTS refuses the password it has by now.
            Err(error) if took_effect_before(&error) => Ok(None),
            Err(error) if is_current_password(&error) => Ok(Some(self.assumed_current(side, step, &error))),
            other => other
                .map(|_| None)
                .map_err(|error| self.failed(step, &format!("Changing the {side} password of"), &error)),
        }
    }

    /// Whether the password in the state is the configured one: `password_wo` has replaced `password`.
    fn has_password(&self, side: Side, configured: &Endpoint) -> bool {
        let prior =
            known_endpoints(self.prior).find(|(one, _)| *one == side).and_then(|(_, end)| end.password.as_str());
        prior.is_some() && prior == configured.password_wo.as_str()
    }

    /// The warning of a password that DTS rejected as it rejects the current one.
    fn assumed_current(&self, side: Side, step: &Step, error: &Error) -> Diagnostic {
        let noun = self.planned.kind.noun;
        let argument = step.arguments.first();
        let path = argument.map_or_else(AttributePath::root, |argument| argument.path(self.planned));
        let name = argument.map(|argument| argument.name(self.planned)).unwrap_or_default();
        let again = if name.ends_with("password") {
            format!("set {name} to it")
        } else {
            format!("pass it and increment {name}")
        };
        Diagnostic::warning(
            "DTS rejected the password; it is probably the current one",
            format!(
                "DTS rejected the {side} password of {noun} task {id}: {error}. DTS returns this error if the task already \
                 has the password, for example because an interrupted apply has sent it. The provider assumes this and does \
                 not send the password again. If it is a new password, choose one that DTS accepts: {again}.",
                id = self.id,
            ),
        )
        .at(path)
    }

    async fn send<A: Action>(&self, step: &Step, doing: &str, action: &A) -> Result<(), Diagnostic> {
        retry_while_busy(self.session, action).await.map(|_| ()).map_err(|error| self.failed(step, doing, &error))
    }

    fn failed(&self, step: &Step, doing: &str, error: &Error) -> Diagnostic {
        let noun = self.planned.kind.noun;
        let cause = self.named_in(step, error).or(step.arguments.first());
        let path = cause.map_or_else(AttributePath::root, |argument| argument.path(self.planned));
        let name = cause.map_or_else(|| "the configuration".to_owned(), |argument| argument.name(self.planned));
        let summary = match step.row.call {
            Call::Rename => format!("Cannot rename the {noun} task"),
            Call::Password => format!("Cannot change a password of the {noun} task"),
            _ => format!("Cannot change {name} of the {noun} task"),
        };
        let mut failed = cloud_error_at(path, &summary, &format!("{doing} {noun} task {}", self.id), error);
        // DTS makes a dry run first.
        if step.row.call == Call::Endpoint && error.class() == Some(Class::Invalid) {
            failed
                .detail
                .push_str("\n\nDTS tests an endpoint before it changes it: the task continues with the previous one.");
        }
        failed
    }

    /// The changed argument of an endpoint whose value the error names.
    fn named_in<'s>(&self, step: &'s Step, error: &Error) -> Option<&'s Argument> {
        let (side, message) = (step.side?, &error.api()?.message);
        let endpoint = known_endpoints(self.planned).find(|(one, _)| *one == side).map(|(_, endpoint)| endpoint)?;
        let changed = |name: &str| {
            let path = AttributePath::of(&[side.block(), name]);
            step.arguments.iter().find(|argument| argument.path(self.planned) == path)
        };
        changed(precheck::named_in(message, endpoint, |name| changed(name).is_some())?)
    }

    fn configured(&self, side: Side) -> Option<&Endpoint> {
        known_endpoints(self.config).find(|(one, _)| *one == side).map(|(_, end)| end)
    }
}

/// Whether DTS rejects the password itself. It answers so for the password that the job has, and does not return passwords.
fn is_current_password(error: &Error) -> bool {
    error.class() == Some(Class::Invalid)
        && error.api().is_some_and(|api| api.code == "InvalidParameter" && api.message.contains("Password"))
}

fn took_effect_before(error: &Error) -> bool {
    error.class() == Some(Class::Invalid) && error.api().is_some_and(|api| api.repeated_after_loss)
}
