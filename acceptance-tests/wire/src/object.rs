//! One managed object.

use serde_json::Value as Json;
use tfplugin::generated::tfplugin6::{
    DynamicValue, ResourceIdentityData, apply_resource_change, import_resource_state, plan_resource_change,
    read_resource,
};
use tfplugin::value::{Value, decode};

use super::proposed::proposed;
use super::provider::{capabilities, sent};
use super::{Provider, Reported, WireError};

/// An object as a state file holds it; one that does not exist has a null state.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its resource type.
    pub resource: String,
    /// Its attributes.
    pub state: Value,
    /// What the provider keeps for itself.
    private: Vec<u8>,
}

/// A plan for an object.
#[derive(Clone, Debug)]
pub struct Plan {
    config: Value,
    prior: Value,
    /// The object after it.
    pub planned: Value,
    /// Whether the object is to be replaced.
    pub replaces: bool,
    private: Vec<u8>,
    /// What the provider says.
    pub reported: Vec<Reported>,
}

impl Plan {
    /// Whether the provider refuses.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.reported.iter().any(|one| one.error)
    }

    /// Names of the attributes and blocks it changes.
    #[must_use]
    pub fn changed(&self) -> Vec<String> {
        let Value::Map(planned) = &self.planned else { return Vec::new() };
        let other = planned.iter().filter(|(name, value)| self.prior.attribute(name) != *value);
        other.map(|(name, _)| name.to_string()).collect()
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.is_refused() && !self.replaces && self.planned == self.prior
    }
}

impl Object {
    /// One that does not exist.
    #[must_use]
    pub fn none(resource: &str) -> Self {
        Self { resource: resource.to_owned(), state: Value::Null, private: Vec::new() }
    }

    /// Whether it exists, as far as the state knows.
    #[must_use]
    pub fn exists(&self) -> bool {
        !self.state.is_null()
    }

    /// A text among its attributes; empty where there is none.
    #[must_use]
    pub fn text(&self, attribute: &str) -> &str {
        self.state.attribute(attribute).as_str().unwrap_or_default()
    }

    /// Plans a configuration.
    ///
    /// # Errors
    /// The configuration does not fit the schema, or the call fails. A refusal is no error.
    pub async fn plan(&self, provider: &Provider, arguments: &Json) -> Result<Plan, WireError> {
        self.plan_value(provider, provider.configuration(&self.resource, arguments)?).await
    }

    /// Plans a complete configuration.
    ///
    /// # Errors
    /// The call fails. A refusal is no error.
    pub async fn plan_value(&self, provider: &Provider, config: Value) -> Result<Plan, WireError> {
        let proposal = proposed(&provider.resource(&self.resource)?.block, &self.state, &config);
        self.plan_change(provider, config, proposal).await
    }

    /// Plans its end.
    ///
    /// # Errors
    /// The call fails. A refusal is no error.
    pub async fn plan_destroy(&self, provider: &Provider) -> Result<Plan, WireError> {
        self.plan_change(provider, Value::Null, Value::Null).await
    }

    async fn plan_change(&self, provider: &Provider, config: Value, proposal: Value) -> Result<Plan, WireError> {
        let request = plan_resource_change::Request {
            type_name: self.resource.clone(),
            prior_state: Some(sent(&self.state)),
            proposed_new_state: Some(sent(&proposal)),
            config: Some(sent(&config)),
            prior_private: self.private.clone(),
            client_capabilities: Some(capabilities()),
            ..plan_resource_change::Request::default()
        };
        let answer = provider.client.clone().plan_resource_change(request).await?.into_inner();
        Ok(Plan {
            config,
            prior: self.state.clone(),
            planned: self.received(provider, answer.planned_state.as_ref())?,
            replaces: !answer.requires_replace.is_empty(),
            private: answer.planned_private,
            reported: Reported::all(&answer.diagnostics),
        })
    }

    /// Applies a plan that replaces nothing. The object is then what the provider hands back, refused or not.
    ///
    /// # Errors
    /// The call fails, or the state that comes back has unknown values.
    pub async fn apply(&mut self, provider: &Provider, plan: &Plan) -> Result<Vec<Reported>, WireError> {
        let request = apply_resource_change::Request {
            type_name: self.resource.clone(),
            prior_state: Some(sent(&plan.prior)),
            planned_state: Some(sent(&plan.planned)),
            config: Some(sent(&plan.config)),
            planned_private: plan.private.clone(),
            ..apply_resource_change::Request::default()
        };
        let answer = provider.client.clone().apply_resource_change(request).await?.into_inner();
        let reported = Reported::all(&answer.diagnostics);
        self.state = self.received(provider, answer.new_state.as_ref())?;
        self.private = answer.private;
        if !self.state.is_wholly_known() && !reported.iter().any(|one| one.error) {
            return Err(self.broken("unknown values are left after the apply"));
        }
        Ok(reported)
    }

    /// Plans a configuration and applies it; both must work.
    ///
    /// # Errors
    /// As [`Object::plan`] and [`Object::apply`], and where one of them is refused or the object would be replaced.
    pub async fn become_as(&mut self, provider: &Provider, arguments: &Json) -> Result<(), WireError> {
        let plan = self.plan(provider, arguments).await?;
        let refused = |what: &str, reported: Vec<Reported>| WireError::Refused {
            what: format!("{what} of {} {arguments}", self.resource),
            reported,
        };
        if plan.is_refused() || plan.replaces {
            return Err(refused("the plan", plan.reported));
        }
        let reported = self.apply(provider, &plan).await?;
        if reported.iter().any(|one| one.error) {
            return Err(WireError::Refused { what: format!("the apply of {} {arguments}", self.resource), reported });
        }
        Ok(())
    }

    /// Refreshes it.
    ///
    /// # Errors
    /// The call fails.
    pub async fn refresh(&mut self, provider: &Provider) -> Result<Vec<Reported>, WireError> {
        let request = read_resource::Request {
            type_name: self.resource.clone(),
            current_state: Some(sent(&self.state)),
            private: self.private.clone(),
            client_capabilities: Some(capabilities()),
            ..read_resource::Request::default()
        };
        let answer = provider.client.clone().read_resource(request).await?.into_inner();
        self.state = self.received(provider, answer.new_state.as_ref())?;
        self.private = answer.private;
        Ok(Reported::all(&answer.diagnostics))
    }

    /// Imports an object by its id, and refreshes it as Terraform does.
    ///
    /// # Errors
    /// The import is refused, or a call fails.
    pub async fn import(provider: &Provider, resource: &str, id: &str) -> Result<Self, WireError> {
        let request = import_resource_state::Request { id: id.to_owned(), ..Default::default() };
        Self::imported(provider, resource, request).await
    }

    /// Imports an object by its identity, as Terraform 1.12 and later can, and refreshes it.
    ///
    /// # Errors
    /// The import is refused, or a call fails.
    pub async fn import_by_identity(provider: &Provider, resource: &str, identity: &Json) -> Result<Self, WireError> {
        let data = DynamicValue { msgpack: Vec::new(), json: identity.to_string().into_bytes() };
        let identity = Some(ResourceIdentityData { identity_data: Some(data) });
        let request = import_resource_state::Request { identity, ..Default::default() };
        Self::imported(provider, resource, request).await
    }

    async fn imported(
        provider: &Provider,
        resource: &str,
        by: import_resource_state::Request,
    ) -> Result<Self, WireError> {
        let request = import_resource_state::Request {
            type_name: resource.to_owned(),
            client_capabilities: Some(capabilities()),
            ..by
        };
        let what = format!("the import of {resource} by {:?} {:?}", request.id, request.identity);
        let answer = provider.client.clone().import_resource_state(request).await?.into_inner();
        let mut object = Self::none(resource);
        let Some(imported) = answer.imported_resources.into_iter().next() else {
            return Err(WireError::Refused { what, reported: Reported::all(&answer.diagnostics) });
        };
        object.state = object.received(provider, imported.state.as_ref())?;
        object.private = imported.private;
        let reported = object.refresh(provider).await?;
        if reported.iter().any(|one| one.error) {
            return Err(WireError::Refused { what, reported });
        }
        Ok(object)
    }

    fn received(&self, provider: &Provider, value: Option<&DynamicValue>) -> Result<Value, WireError> {
        match value {
            Some(value) if !value.msgpack.is_empty() => {
                let what = format!("an answer about {}", self.resource);
                decode(&value.msgpack, &provider.resource(&self.resource)?.ty).map_err(WireError::value(what))
            }
            _ => Ok(Value::Null),
        }
    }

    fn broken(&self, reason: &str) -> WireError {
        WireError::Value { what: format!("the state of {}", self.resource), reason: reason.to_owned() }
    }
}
