//! Calls about what a provider need not have: ephemeral resources, lists, actions, state stores.

use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{
    DynamicValue, RequestChunkMeta, close_ephemeral_resource, configure_state_store, delete_state, get_states,
    invoke_action, list_resource, lock_state, open_ephemeral_resource, plan_action, read_state_bytes,
    renew_ephemeral_resource, unlock_state, validate_action_config, validate_ephemeral_resource_config,
    validate_list_resource_config, validate_state_store, write_state_bytes,
};
use tonic::transport::Channel;

use super::{Call, errors};

/// Calls about an ephemeral resource that take its configuration.
pub(in super::super) fn ephemeral(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
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
    ]
}

/// Calls about an ephemeral resource that take none.
pub(in super::super) fn ephemeral_by_name(client: &ProviderClient<Channel>, name: &str) -> Vec<Call> {
    let type_name = || name.to_owned();
    vec![
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
    ]
}

/// Calls about a list of resources.
pub(in super::super) fn list(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
    let type_name = || name.to_owned();
    let config = || Some(value.clone());
    vec![
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

/// Calls about an action.
pub(in super::super) fn action(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
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
    ]
}

/// Calls about a state store.
pub(in super::super) fn state_store(client: &ProviderClient<Channel>, name: &str, value: &DynamicValue) -> Vec<Call> {
    let type_name = || name.to_owned();
    let config = || Some(value.clone());
    vec![
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
