//! Every call of protocol 6.10 in one form: a name and what came back.

use futures_util::future::BoxFuture;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{
    DynamicValue, RawState, RequestChunkMeta, apply_resource_change, call_function, close_ephemeral_resource,
    configure_provider, configure_state_store, delete_state, diagnostic::Severity, generate_resource_config,
    get_functions, get_metadata, get_provider_schema, get_resource_identity_schemas, get_states, import_resource_state,
    invoke_action, list_resource, lock_state, move_resource_state, open_ephemeral_resource, plan_action,
    plan_resource_change, read_data_source, read_resource, read_state_bytes, renew_ephemeral_resource, unlock_state,
    upgrade_resource_identity, upgrade_resource_state, validate_action_config, validate_data_resource_config,
    validate_ephemeral_resource_config, validate_list_resource_config, validate_provider_config,
    validate_resource_config, validate_state_store, write_state_bytes,
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

/// Whether a status means that the connection broke, and not that somebody answered.
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
        call!(
            client,
            "GenerateResourceConfig",
            generate_resource_config(generate_resource_config { type_name: type_name() })
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

/// Calls about ephemeral resources and lists.
pub(super) fn others(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
    let type_name = || name.to_owned();
    let config = || Some(value.clone());
    vec![
        call!(
            client,
            "ValidateEphemeralResourceConfig",
            validate_ephemeral_resource_config(validate_ephemeral_resource_config {
                type_name: type_name(),
                config: config(),
            })
        ),
        call!(
            client,
            "OpenEphemeralResource",
            open_ephemeral_resource(open_ephemeral_resource { type_name: type_name(), config: config() })
        ),
        call!(
            client,
            "RenewEphemeralResource",
            renew_ephemeral_resource(renew_ephemeral_resource { type_name: type_name() })
        ),
        call!(
            client,
            "CloseEphemeralResource",
            close_ephemeral_resource(close_ephemeral_resource { type_name: type_name() })
        ),
        call!(
            client,
            "ValidateListResourceConfig",
            validate_list_resource_config(validate_list_resource_config { type_name: type_name(), config: config() })
        ),
        call!(client, "ListResource", list_resource(list_resource { type_name: type_name(), config: config() })
        => |answer| {
            let mut answer = answer;
            answer.message().await?.map(|event| errors(&event.diagnostic)).unwrap_or_default()
        }),
    ]
}

/// Calls about actions and state stores.
pub(super) fn actions_and_stores(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
    let type_name = || name.to_owned();
    let config = || Some(value.clone());
    vec![
        call!(
            client,
            "ValidateActionConfig",
            validate_action_config(validate_action_config { type_name: type_name(), config: config() })
        ),
        call!(client, "PlanAction", plan_action(plan_action { action_type: type_name(), config: config() })),
        call!(client, "InvokeAction", invoke_action(invoke_action { action_type: type_name(), config: config() })
        => |answer| {
            let mut answer = answer;
            match answer.message().await?.and_then(|event| event.r#type) {
                Some(invoke_action::event::Type::Completed(end)) => errors(&end.diagnostics),
                Some(invoke_action::event::Type::Progress(_)) | None => Vec::new(),
            }
        }),
        call!(
            client,
            "ValidateStateStoreConfig",
            validate_state_store_config(validate_state_store { type_name: type_name(), config: config() })
        ),
        call!(
            client,
            "ConfigureStateStore",
            configure_state_store(configure_state_store { type_name: type_name(), config: config() })
        ),
        call!(client, "ReadStateBytes", read_state_bytes(read_state_bytes { type_name: type_name() })
        => |answer| {
            let mut answer = answer;
            answer.message().await?.map(|chunk| errors(&chunk.diagnostics)).unwrap_or_default()
        }),
        write_state(client, name),
        call!(client, "LockState", lock_state(lock_state { type_name: type_name() })),
        call!(client, "UnlockState", unlock_state(unlock_state { type_name: type_name() })),
        call!(client, "GetStates", get_states(get_states { type_name: type_name() })),
        call!(client, "DeleteState", delete_state(delete_state { type_name: type_name() })),
    ]
}

/// The one call with a stream of requests.
fn write_state(client: &ProviderClient<Channel>, name: &str) -> Call {
    let mut client = client.clone();
    let meta = RequestChunkMeta { type_name: name.to_owned(), state_id: "default".to_owned() };
    let chunk = write_state_bytes::RequestChunk { meta: Some(meta), ..Default::default() };
    Call {
        name: "WriteStateBytes",
        send: Box::pin(async move {
            let answer = client.write_state_bytes(futures_util::stream::iter([chunk])).await?.into_inner();
            Ok(errors(&answer.diagnostics))
        }),
    }
}
