//! Everything that has a configuration, and its validation with any value.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use tfplugin::generated::tfplugin6::function::Parameter;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::schema::{Attribute, Block};
use tfplugin::generated::tfplugin6::{
    Diagnostic, Function, call_function, get_provider_schema, list_resource, open_ephemeral_resource, plan_action,
    read_data_source, validate_action_config, validate_data_resource_config, validate_ephemeral_resource_config,
    validate_list_resource_config, validate_provider_config, validate_resource_config,
};
use tfplugin::value::Value;
use tonic::transport::Channel;

use super::provider::{capabilities, sent};
use super::{Object, Provider, Reported, WireError, values};

/// The limit of a list whose diagnostics are read.
const LISTED: i64 = 10;

/// What has a configuration: the provider block, a type, or a function, whose parameters count as arguments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The provider block.
    Provider,
    /// A resource type.
    Resource(String),
    /// A data source type.
    DataSource(String),
    /// A type of an ephemeral resource.
    Ephemeral(String),
    /// A function.
    Function(String),
    /// A type of a list.
    List(String),
    /// A type of an action.
    Action(String),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Provider => f.write_str("provider"),
            Self::Resource(name) => f.write_str(name),
            Self::DataSource(name) => write!(f, "data.{name}"),
            Self::Ephemeral(name) => write!(f, "ephemeral.{name}"),
            Self::Function(name) => write!(f, "function.{name}"),
            Self::List(name) => write!(f, "list.{name}"),
            Self::Action(name) => write!(f, "action.{name}"),
        }
    }
}

impl Provider {
    /// What Terraform does at apply with a value that was unknown at plan: it validates and plans the known value, and applies the new
    /// plan. Returns the diagnostics of the first step that refuses the value, or those of the apply.
    ///
    /// # Errors
    /// A call fails.
    pub async fn apply_known(&self, object: &mut Object, config: Value) -> Result<Vec<Reported>, WireError> {
        let subject = Subject::Resource(object.resource.clone());
        let validated = self.validate_value(&subject, &config).await?;
        if validated.iter().any(|one| one.error) {
            return Ok(validated);
        }
        let plan = object.plan_value(self, config).await?;
        if plan.is_refused() { Ok(plan.reported) } else { object.apply(self, &plan).await }
    }

    /// The schema of everything that has a configuration.
    ///
    /// # Errors
    /// The call fails.
    pub async fn schemas(&self) -> Result<BTreeMap<Subject, Block>, WireError> {
        let answer = self.client.clone().get_provider_schema(get_provider_schema::Request {}).await?.into_inner();
        let provider = answer.provider.map(|schema| (Subject::Provider, schema));
        let resources = answer.resource_schemas.into_iter().map(|(name, schema)| (Subject::Resource(name), schema));
        let sources = answer.data_source_schemas.into_iter().map(|(name, schema)| (Subject::DataSource(name), schema));
        let ephemeral =
            answer.ephemeral_resource_schemas.into_iter().map(|(name, schema)| (Subject::Ephemeral(name), schema));
        let lists = answer.list_resource_schemas.into_iter().map(|(name, schema)| (Subject::List(name), schema));
        let actions = answer.action_schemas.into_iter();
        let actions = actions.map(|(name, action)| (Subject::Action(name), action.schema.unwrap_or_default()));
        let all = provider.into_iter().chain(resources).chain(sources).chain(ephemeral).chain(lists).chain(actions);
        let blocks = all.map(|(subject, schema)| (subject, schema.block.unwrap_or_default()));
        let functions =
            answer.functions.iter().map(|(name, function)| (Subject::Function(name.clone()), block(function)));
        Ok(blocks.chain(functions).collect())
    }

    /// The diagnostics of a configuration at `terraform validate`; it may have values of wrong types. Terraform calls a function
    /// with known arguments at that time.
    ///
    /// # Errors
    /// The call fails.
    pub async fn validate_value(&self, subject: &Subject, config: &Value) -> Result<Vec<Reported>, WireError> {
        match subject {
            Subject::Function(name) => self.call(name, config).await,
            _ => Ok(Reported::all(&validated(self.client.clone(), subject, config).await?)),
        }
    }

    /// The diagnostics of a configuration at `terraform plan`, after the validation: a resource or an action is planned, a data source
    /// is read, an ephemeral resource is opened. A list is listed, which `terraform query` does.
    ///
    /// # Errors
    /// The call fails.
    pub async fn evaluate_value(&self, subject: &Subject, config: &Value) -> Result<Vec<Reported>, WireError> {
        let (mut client, client_capabilities) = (self.client.clone(), Some(capabilities()));
        Ok(match subject.clone() {
            Subject::Provider | Subject::Function(_) => Vec::new(),
            Subject::Resource(name) => Object::none(&name).plan_value(self, config.clone()).await?.reported,
            Subject::DataSource(type_name) => {
                let config = Some(sent(config));
                let request = read_data_source::Request { type_name, config, client_capabilities, provider_meta: None };
                Reported::all(&client.read_data_source(request).await?.into_inner().diagnostics)
            }
            Subject::Ephemeral(type_name) => {
                let request =
                    open_ephemeral_resource::Request { type_name, config: Some(sent(config)), client_capabilities };
                Reported::all(&client.open_ephemeral_resource(request).await?.into_inner().diagnostics)
            }
            Subject::List(type_name) => {
                let (config, limit) = (Some(sent(config)), LISTED);
                let request = list_resource::Request { type_name, config, include_resource_object: false, limit };
                let mut events = client.list_resource(request).await?.into_inner();
                let mut reported = Vec::new();
                while let Some(event) = events.message().await? {
                    reported.extend(Reported::all(&event.diagnostic));
                }
                reported
            }
            Subject::Action(action_type) => {
                let request = plan_action::Request { action_type, config: Some(sent(config)), client_capabilities };
                Reported::all(&client.plan_action(request).await?.into_inner().diagnostics)
            }
        })
    }

    /// The error of a function, on the parameter that it names.
    async fn call(&self, name: &str, config: &Value) -> Result<Vec<Reported>, WireError> {
        let functions = get_provider_schema::Request {};
        let answer = self.client.clone().get_provider_schema(functions).await?.into_inner();
        let parameters = answer.functions.get(name).map(|one| one.parameters.as_slice()).unwrap_or_default();
        let arguments = parameters.iter().map(|one| sent(config.attribute(&one.name))).collect();
        let request = call_function::Request { name: name.to_owned(), arguments };
        let error = self.client.clone().call_function(request).await?.into_inner().error;
        let named = |position: i64| usize::try_from(position).ok().and_then(|at| parameters.get(at));
        let path = |position: Option<i64>| position.and_then(named).map_or_else(String::new, |one| one.name.clone());
        let reported = |error: tfplugin::generated::tfplugin6::FunctionError| Reported {
            error: true,
            path: path(error.function_argument),
            summary: String::new(),
            detail: error.text,
        };
        Ok(error.into_iter().map(reported).collect())
    }
}

/// The parameters of a function as the arguments of a block.
fn block(function: &Function) -> Block {
    let argument = |parameter: &Parameter| Attribute {
        name: parameter.name.clone(),
        r#type: parameter.r#type.clone(),
        required: !parameter.allow_null_value,
        optional: parameter.allow_null_value,
        ..Attribute::default()
    };
    Block { attributes: function.parameters.iter().map(argument).collect(), ..Block::default() }
}

/// The configuration of a block from JSON, complete.
///
/// # Errors
/// It does not fit the schema.
pub fn configuration(block: &Block, json: &Json) -> Result<Value, WireError> {
    values::configuration(block, json)
}

async fn validated(
    mut client: ProviderClient<Channel>,
    subject: &Subject,
    config: &Value,
) -> Result<Vec<Diagnostic>, WireError> {
    let config = Some(sent(config));
    Ok(match subject.clone() {
        Subject::Provider => {
            let request = validate_provider_config::Request { config };
            client.validate_provider_config(request).await?.into_inner().diagnostics
        }
        Subject::Resource(type_name) => {
            let client_capabilities = Some(capabilities());
            let request = validate_resource_config::Request { type_name, config, client_capabilities };
            client.validate_resource_config(request).await?.into_inner().diagnostics
        }
        Subject::DataSource(type_name) => {
            let request = validate_data_resource_config::Request { type_name, config };
            client.validate_data_resource_config(request).await?.into_inner().diagnostics
        }
        Subject::Ephemeral(type_name) => {
            let request = validate_ephemeral_resource_config::Request { type_name, config };
            client.validate_ephemeral_resource_config(request).await?.into_inner().diagnostics
        }
        Subject::List(type_name) => {
            let request = validate_list_resource_config::Request { type_name, config, ..Default::default() };
            client.validate_list_resource_config(request).await?.into_inner().diagnostics
        }
        Subject::Action(type_name) => {
            let request = validate_action_config::Request { type_name, config };
            client.validate_action_config(request).await?.into_inner().diagnostics
        }
        // A function is called instead.
        Subject::Function(_) => Vec::new(),
    })
}
