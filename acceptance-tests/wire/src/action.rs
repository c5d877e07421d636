//! Actions: checked, planned and invoked.

use serde_json::Value as Json;
use tfplugin::generated::tfplugin6::invoke_action::Event;
use tfplugin::generated::tfplugin6::invoke_action::event::Type as EventType;
use tfplugin::generated::tfplugin6::schema::Block;
use tfplugin::generated::tfplugin6::{DynamicValue, invoke_action, plan_action, stop_provider, validate_action_config};
use tonic::Streaming;

use super::provider::{capabilities, sent};
use super::{Provider, Reported, WireError, values};

/// An action that has ended.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The lines of its progress.
    pub progress: Vec<String>,
    /// What it reports at its end.
    pub reported: Vec<Reported>,
}

impl Invocation {
    /// Whether it succeeded.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        !self.reported.iter().any(|one| one.error)
    }
}

/// An action that runs. It is cancelled when this is dropped, as when the core stops reading.
#[derive(Debug)]
pub struct Running {
    action: String,
    events: Streaming<Event>,
}

impl Running {
    /// Reads all of its events.
    ///
    /// # Errors
    /// The events do not end with exactly one that says how it ended.
    pub async fn end(mut self) -> Result<Invocation, WireError> {
        let (mut progress, mut ends) = (Vec::new(), Vec::new());
        while let Some(event) = self.events.message().await? {
            match event.r#type {
                Some(EventType::Progress(line)) if ends.is_empty() => progress.push(line.message),
                Some(EventType::Completed(end)) => ends.push(Reported::all(&end.diagnostics)),
                _ => return Err(broken(&self.action, "an event is empty, or follows the end")),
            }
        }
        match <[Vec<Reported>; 1]>::try_from(ends) {
            Ok([reported]) => Ok(Invocation { progress, reported }),
            Err(_) => Err(broken(&self.action, "there is not exactly one event that says how it ended")),
        }
    }
}

impl Provider {
    /// What the provider says of the configuration of an action, when it is validated and when it is planned.
    ///
    /// # Errors
    /// The configuration does not fit the schema, or a call fails.
    pub async fn plan_action(&self, action: &str, arguments: &Json) -> Result<Vec<Reported>, WireError> {
        let config = self.action_config(action, arguments)?;
        let action_type = action.to_owned();
        let validated =
            validate_action_config::Request { type_name: action_type.clone(), config: Some(config.clone()) };
        let validated = self.client.clone().validate_action_config(validated).await?.into_inner().diagnostics;
        let planned =
            plan_action::Request { action_type, config: Some(config), client_capabilities: Some(capabilities()) };
        let planned = self.client.clone().plan_action(planned).await?.into_inner().diagnostics;
        Ok(Reported::all(&validated).into_iter().chain(Reported::all(&planned)).collect())
    }

    /// Invokes an action and reads all of its events.
    ///
    /// # Errors
    /// As for [`Provider::begin`] and [`Running::end`].
    pub async fn invoke(&self, action: &str, arguments: &Json) -> Result<Invocation, WireError> {
        self.begin(action, arguments).await?.end().await
    }

    /// Invokes an action.
    ///
    /// # Errors
    /// The configuration does not fit the schema, or the call fails.
    pub async fn begin(&self, action: &str, arguments: &Json) -> Result<Running, WireError> {
        let request = invoke_action::Request {
            action_type: action.to_owned(),
            config: Some(self.action_config(action, arguments)?),
            client_capabilities: Some(capabilities()),
        };
        let events = self.client.clone().invoke_action(request).await?.into_inner();
        Ok(Running { action: action.to_owned(), events })
    }

    /// Reports to the provider that the user interrupts what runs.
    ///
    /// # Errors
    /// The call fails.
    pub async fn stop(&self) -> Result<(), WireError> {
        self.client.clone().stop_provider(stop_provider::Request {}).await?;
        Ok(())
    }

    fn action_config(&self, action: &str, arguments: &Json) -> Result<DynamicValue, WireError> {
        let block: &Block = self.actions.get(action).ok_or_else(|| WireError::NoResource(action.to_owned()))?;
        Ok(sent(&values::configuration(block, arguments)?))
    }
}

fn broken(action: &str, reason: &str) -> WireError {
    WireError::Value { what: format!("the events of {action}"), reason: reason.to_owned() }
}
