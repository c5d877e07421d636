//! Changes of a task by separate calls: what the rows of [`in_place`](crate::resources::alibaba::migration_task::plan::in_place) name.

mod endpoint;
mod settings;

use alibaba::{
    Action, Class, Error,
    dts::{ModifyDtsJobName, ModifyDtsJobPassword},
};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::resources::alibaba::migration_task::{
    arguments::{Call, Phase},
    plan::live_changes::Step,
    schema::{
        endpoint::{Endpoint, Side, known_endpoints, password_of, word_of_modify},
        model::TaskModel,
    },
};
use crate::{diagnostics::cloud_error_at, resources::alibaba::job::retry_while_busy, resources::shared::Session};

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
    /// Makes one call.
    ///
    /// # Errors
    /// The call failed: on the argument it is about.
    pub(crate) async fn make(&self, step: &Step) -> Result<(), Diagnostic> {
        match (step.row.call, step.side) {
            (Call::Rename, _) => self.rename(step).await,
            (Call::Cluster, _) => self.send(step, "Moving", &self.cluster()).await,
            (Call::FullLimits, _) => self.send(step, "Changing the limits of", &self.limits(Phase::Full)).await,
            (Call::IncrementalLimits, _) => {
                self.send(step, "Changing the limits of", &self.limits(Phase::Incremental)).await
            }
            (Call::Settings, _) => self.send(step, "Changing the settings of", &self.settings(step)).await,
            (Call::Endpoint, Some(side)) => match self.endpoint(side, step) {
                Some(action) => self.send(step, &format!("Moving the {side} of"), &action).await,
                None => Ok(()),
            },
            (Call::Password, Some(side)) => self.password(side, step).await,
            (Call::Endpoint | Call::Password, None) => Ok(()),
        }
    }

    async fn rename(&self, step: &Step) -> Result<(), Diagnostic> {
        let action = ModifyDtsJobName {
            region_id: Some(self.session.region()),
            dts_job_id: self.id.to_owned(),
            dts_job_name: self.planned.name.clone().or(String::new()),
        };
        self.send(step, "Renaming", &action).await
    }

    async fn password(&self, side: Side, step: &Step) -> Result<(), Diagnostic> {
        let end = self.configured(side);
        let Some((end, password)) = end.and_then(|end| Some((end, password_of(end)?))) else { return Ok(()) };
        let action = ModifyDtsJobPassword {
            region_id: Some(self.session.region()),
            dts_job_id: Some(self.id.to_owned()),
            endpoint: word_of_modify(side).to_owned(),
            user_name: end.username.clone().into_option(),
            password,
            ..ModifyDtsJobPassword::default()
        };
        match retry_while_busy(self.session, &action).await {
            // The answer of the first attempt was lost; DTS refuses the password it has by now.
            Err(error) if took_effect_before(&error) => Ok(()),
            other => other
                .map(|_| ())
                .map_err(|error| self.failed(step, &format!("Changing the {side} password of"), &error)),
        }
    }

    async fn send<A: Action>(&self, step: &Step, doing: &str, action: &A) -> Result<(), Diagnostic> {
        retry_while_busy(self.session, action).await.map(|_| ()).map_err(|error| self.failed(step, doing, &error))
    }

    fn failed(&self, step: &Step, doing: &str, error: &Error) -> Diagnostic {
        let first = step.arguments.first();
        let path = first.map_or_else(AttributePath::root, |argument| argument.path(self.planned));
        let name = first.map_or_else(|| "the configuration".to_owned(), |argument| argument.name(self.planned));
        let summary = match step.row.call {
            Call::Rename => "Cannot rename the migration task".to_owned(),
            Call::Password => "Cannot change a password of the migration task".to_owned(),
            _ => format!("Cannot change {name} of the migration task"),
        };
        cloud_error_at(path, &summary, &format!("{doing} migration task {}", self.id), error)
    }

    fn configured(&self, side: Side) -> Option<&Endpoint> {
        known_endpoints(self.config).find(|(one, _)| *one == side).map(|(_, end)| end)
    }
}

fn took_effect_before(error: &Error) -> bool {
    error.class() == Some(Class::Invalid) && error.api().is_some_and(|api| api.repeated_after_loss)
}
