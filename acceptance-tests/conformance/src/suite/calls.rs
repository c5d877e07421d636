//! Every call of the protocol in one form: a name and what came back.

use futures_util::future::BoxFuture;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{
    DynamicValue, RawState, ResourceIdentityData, apply_resource_change, call_function, configure_provider,
    diagnostic::Severity, generate_resource_config, get_functions, get_metadata, get_provider_schema,
    get_resource_identity_schemas, import_resource_state, move_resource_state, plan_resource_change, read_data_source,
    read_resource, upgrade_resource_identity, upgrade_resource_state, validate_data_resource_config,
    validate_provider_config, validate_resource_config,
};
use tonic::Status;
use tonic::transport::Channel;

/// Errors the answer holds: diagnostics of severity error, a function's error, a stop's error.
pub(super) type Answer = Result<Vec<String>, Status>;

/// A call that is ready to be sent.
pub(super) struct Call {
    pub(super) name: &'static str,
    pub(super) send: BoxFuture<'static, Answer>,
}

/// Whether a status means that the connection broke, and not that the plugin answered.
pub(super) fn is_broken(status: &Status) -> bool {
    use std::error::Error as _;

    // The client library's own errors carry their cause; what came over the wire has none.
    status.source().is_some() || status.code() == tonic::Code::Unavailable
}

/// A status in a few words.
pub(super) fn brief(status: &Status) -> String {
    format!("{:?}: {}", status.code(), status.message())
}

/// The summaries of all errors among the diagnostics.
pub(super) fn errors(diagnostics: &[tfplugin::generated::tfplugin6::Diagnostic]) -> Vec<String> {
    let grave = diagnostics.iter().filter(|diagnostic| diagnostic.severity() != Severity::Warning);
    grave.map(|diagnostic| format!("{}: {}", diagnostic.summary, diagnostic.detail)).collect()
}

/// One call: `call!(client, "Name", method(module { field: value }))`, or with `=> |answer| errors` where the answer
/// has no diagnostics.
macro_rules! call {
    ($client:expr, $name:literal, $method:ident($module:ident { $($field:ident: $value:expr),* $(,)? })) => {
        call!($client, $name, $method($module { $($field: $value),* }) => |answer| errors(&answer.diagnostics))
    };
    ($client:expr, $name:literal, $method:ident($module:ident { $($field:ident: $value:expr),* $(,)? })
        => |$answer:ident| $errors:expr) => {{
        let mut client = $client.clone();
        #[allow(clippy::needless_update, reason = "some requests have no other fields")]
        let request = $module::Request { $($field: $value,)* ..$module::Request::default() };
        Call {
            name: $name,
            send: Box::pin(async move {
                let $answer = client.$method(request).await?.into_inner();
                Ok($errors)
            }),
        }
    }};
}

// Below the macro, which it uses.
mod others;

pub(super) use others::{action, ephemeral, ephemeral_by_name, list, state_store};

/// Calls that take neither a type nor a value, without `StopProvider`, which ends what runs.
pub(super) fn bare(client: &ProviderClient<Channel>) -> Vec<Call> {
    vec![
        call!(client, "GetMetadata", get_metadata(get_metadata {})),
        call!(client, "GetProviderSchema", get_provider_schema(get_provider_schema {})),
        call!(client, "GetResourceIdentitySchemas", get_resource_identity_schemas(get_resource_identity_schemas {})),
        call!(client, "GetFunctions", get_functions(get_functions {})),
    ]
}

/// Calls about the provider block.
pub(super) fn provider(client: &ProviderClient<Channel>, value: &DynamicValue) -> Vec<Call> {
    let config = || Some(value.clone());
    vec![
        call!(
            client,
            "ValidateProviderConfig",
            validate_provider_config(validate_provider_config { config: config() })
        ),
        call!(
            client,
            "ConfigureProvider",
            configure_provider(configure_provider { config: config(), terraform_version: "1.11.4".to_owned() })
        ),
    ]
}

/// Calls about a managed resource that take a value.
pub(super) fn resource(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
    let type_name = || name.to_owned();
    let some = || Some(value.clone());
    let json = if value.json.is_empty() { &value.msgpack } else { &value.json };
    let raw = RawState { json: json.clone(), ..RawState::default() };
    vec![
        call!(
            client,
            "ValidateResourceConfig",
            validate_resource_config(validate_resource_config { type_name: type_name(), config: some() })
        ),
        call!(
            client,
            "UpgradeResourceState",
            upgrade_resource_state(upgrade_resource_state { type_name: type_name(), raw_state: Some(raw) })
        ),
        call!(
            client,
            "GenerateResourceConfig",
            generate_resource_config(generate_resource_config { type_name: type_name(), state: some() })
        ),
        call!(client, "ReadResource", read_resource(read_resource { type_name: type_name(), current_state: some() })),
        call!(
            client,
            "PlanResourceChange",
            plan_resource_change(plan_resource_change {
                type_name: type_name(),
                prior_state: some(),
                proposed_new_state: some(),
                config: some(),
            })
        ),
        call!(
            client,
            "ApplyResourceChange",
            apply_resource_change(apply_resource_change {
                type_name: type_name(),
                prior_state: some(),
                planned_state: some(),
                config: some(),
            })
        ),
    ]
}

/// Calls about a managed resource that take no value, so that only its type can be wrong.
pub(super) fn resource_by_name(client: &ProviderClient<Channel>, name: &str) -> Vec<Call> {
    let type_name = || name.to_owned();
    vec![
        call!(
            client,
            "UpgradeResourceIdentity",
            upgrade_resource_identity(upgrade_resource_identity { type_name: type_name() })
        ),
        call!(
            client,
            "ImportResourceState",
            import_resource_state(import_resource_state { type_name: type_name(), id: "some-id".to_owned() })
        ),
        call!(client, "MoveResourceState", move_resource_state(move_resource_state { target_type_name: type_name() })),
    ]
}

/// The move of a resource of another provider, with its state.
pub(super) fn moved(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Call {
    let json = if value.json.is_empty() { &value.msgpack } else { &value.json };
    call!(
        client,
        "MoveResourceState",
        move_resource_state(move_resource_state {
            source_provider_address: "registry.terraform.io/hashicorp/other".to_owned(),
            source_type_name: name.to_owned(),
            source_state: Some(RawState { json: json.clone(), ..RawState::default() }),
            target_type_name: name.to_owned(),
        })
    )
}

/// Calls about the identity of a managed resource.
pub(super) fn identity(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
    let type_name = || name.to_owned();
    let identity = ResourceIdentityData { identity_data: Some(value.clone()) };
    let json = if value.json.is_empty() { &value.msgpack } else { &value.json };
    let raw = RawState { json: json.clone(), ..RawState::default() };
    vec![
        call!(
            client,
            "UpgradeResourceIdentity",
            upgrade_resource_identity(upgrade_resource_identity { type_name: type_name(), raw_identity: Some(raw) })
        ),
        call!(
            client,
            "ImportResourceState",
            import_resource_state(import_resource_state { type_name: type_name(), identity: Some(identity) })
        ),
    ]
}

/// Calls about a data source.
pub(super) fn data_source(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
    let type_name = || name.to_owned();
    let config = || Some(value.clone());
    vec![
        call!(
            client,
            "ValidateDataResourceConfig",
            validate_data_resource_config(validate_data_resource_config { type_name: type_name(), config: config() })
        ),
        call!(
            client,
            "ReadDataSource",
            read_data_source(read_data_source { type_name: type_name(), config: config() })
        ),
    ]
}

/// A function, called.
pub(super) fn function(client: &ProviderClient<Channel>, name: &str, arguments: Vec<DynamicValue>) -> Call {
    call!(client, "CallFunction", call_function(call_function { name: name.to_owned(), arguments: arguments })
        => |answer| answer.error.map(|error| error.text).into_iter().collect())
}
