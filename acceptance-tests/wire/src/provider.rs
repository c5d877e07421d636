//! The process, and the calls about types.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::schema::Block;
use tfplugin::generated::tfplugin6::{
    ClientCapabilities, DynamicValue, configure_provider, get_provider_schema, validate_provider_config,
    validate_resource_config,
};
use tfplugin::value::Type;
use tfplugin::value::{Value, encode};
use tonic::transport::Channel;

use super::schema::type_of;
use super::{Reported, WireError, values};
use acceptance_harness::binaries;
use acceptance_harness::profiles::Key;
use tfplugin_conformance::{LaunchOptions, PluginProcess};

/// Longest time one call may take: an apply waits for the emulator.
const LIMIT: Duration = Duration::from_secs(120);
/// The core version that the provider is given.
const CORE: &str = "1.11.4";

/// A provider process, configured.
#[derive(Debug)]
pub struct Provider {
    pub(super) client: ProviderClient<Channel>,
    block: Block,
    resources: HashMap<String, Resource>,
    /// The schemas of the actions.
    pub(super) actions: HashMap<String, Block>,
    // Dropping it ends the process.
    process: PluginProcess,
}

/// A resource's schema.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) block: Block,
    pub(super) ty: Type,
}

impl Provider {
    /// Starts the provider of this build with an account's key, and every service at this address.
    ///
    /// # Errors
    /// The process does not start, or does not take the configuration.
    pub async fn start(url: &str, key: Key) -> Result<Self, WireError> {
        Self::start_with(&configuration(url, key)).await
    }

    /// Starts the provider of this build with the arguments of its block.
    ///
    /// # Errors
    /// The process does not start, or does not take the configuration.
    pub async fn start_with(arguments: &Json) -> Result<Self, WireError> {
        let options = LaunchOptions { timeout: LIMIT, ..LaunchOptions::default() };
        let process = PluginProcess::launch(&binaries::provider()?, &options).await?;
        let client = process.provider().await?;
        let answer = client.clone().get_provider_schema(get_provider_schema::Request {}).await?.into_inner();
        let resources = answer.resource_schemas.into_iter().map(|(name, schema)| {
            let block = schema.block.unwrap_or_default();
            let ty = type_of(&block).map_err(WireError::value(format!("the schema of {name}")))?;
            Ok((name, Resource { block, ty }))
        });
        let resources = resources.collect::<Result<_, WireError>>()?;
        let actions = answer.action_schemas.into_iter();
        let actions = actions
            .map(|(name, action)| (name, action.schema.and_then(|schema| schema.block).unwrap_or_default()))
            .collect();
        let block = answer.provider.and_then(|schema| schema.block).unwrap_or_default();
        let provider = Self { client, block, resources, actions, process };
        provider.configure(arguments).await?;
        Ok(provider)
    }

    /// Configures the process with the arguments of its block, also one that was configured before: its next calls are those of
    /// another run.
    ///
    /// # Errors
    /// The provider does not take the configuration, or the call fails.
    pub async fn configure(&self, arguments: &Json) -> Result<(), WireError> {
        let request = configure_provider::Request {
            terraform_version: CORE.to_owned(),
            config: Some(sent(&values::configuration(&self.block, arguments)?)),
            client_capabilities: Some(capabilities()),
        };
        let reported = Reported::all(&self.client.clone().configure_provider(request).await?.into_inner().diagnostics);
        match reported.iter().any(|one| one.error) {
            true => Err(WireError::Refused { what: "the provider's configuration".to_owned(), reported }),
            false => Ok(()),
        }
    }

    /// What the provider says of a provider block, without using it.
    ///
    /// # Errors
    /// The block does not fit the schema, or the call fails.
    pub async fn validate_provider(&self, arguments: &Json) -> Result<Vec<Reported>, WireError> {
        let config = Some(sent(&values::configuration(&self.block, arguments)?));
        let request = validate_provider_config::Request { config };
        Ok(Reported::all(&self.client.clone().validate_provider_config(request).await?.into_inner().diagnostics))
    }

    /// What the provider says of a resource's configuration.
    ///
    /// # Errors
    /// The configuration does not fit the schema, or the call fails.
    pub async fn validate(&self, resource: &str, arguments: &Json) -> Result<Vec<Reported>, WireError> {
        let request = validate_resource_config::Request {
            type_name: resource.to_owned(),
            config: Some(sent(&self.configuration(resource, arguments)?)),
            client_capabilities: Some(capabilities()),
        };
        Ok(Reported::all(&self.client.clone().validate_resource_config(request).await?.into_inner().diagnostics))
    }

    /// A resource's configuration, complete.
    ///
    /// # Errors
    /// It does not fit the schema.
    pub fn configuration(&self, resource: &str, arguments: &Json) -> Result<Value, WireError> {
        values::configuration(&self.resource(resource)?.block, arguments)
    }

    pub(super) fn resource(&self, name: &str) -> Result<&Resource, WireError> {
        self.resources.get(name).ok_or_else(|| WireError::NoResource(name.to_owned()))
    }

    /// The actions that the provider has.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// Id of its process; none when it has ended.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// What the provider logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.stderr()
    }
}

fn configuration(url: &str, key: Key) -> Json {
    json!({"alibaba": {
        "region": "cn-hangzhou",
        "access_key_id": key.id,
        "access_key_secret": key.secret,
        "endpoints": {"dts": url, "ram": url, "sts": url},
    }})
}

pub(super) fn capabilities() -> ClientCapabilities {
    ClientCapabilities { write_only_attributes_allowed: true, ..ClientCapabilities::default() }
}

pub(super) fn sent(value: &Value) -> DynamicValue {
    DynamicValue { msgpack: encode(value), json: Vec::new() }
}
