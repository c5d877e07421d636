//! The cost of a large selection: processor time of the provider for validating and planning a task with many tables.
//!
//! The provider plans offline, so nothing waits. The time of the complete process is measured: the bytes come in over gRPC without
//! TLS, are decoded, checked, planned, encoded and sent.

use std::path::{Path, PathBuf};

use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::schema::Block;
use tfplugin::generated::tfplugin6::{
    ClientCapabilities, Diagnostic, configure_provider, diagnostic::Severity, get_provider_schema,
    plan_resource_change, validate_resource_config,
};
use tfplugin::value::encode;
use tonic::transport::Channel;

use super::samples::Samples;
use super::settings::TABLES;
use super::{BenchError, Settings, large_task};
use tfplugin_conformance::values::msgpack;
use tfplugin_conformance::{LaunchOptions, PluginError, PluginProcess};

const TYPE: &str = "dts_migration_task";
/// Tables planned in one measurement: the system counts in hundredths of a second, so a measurement takes many of them.
const BATCH: u32 = 100_000;
/// The system's clock ticks in a second, as Linux shows them on every machine.
const TICKS: f64 = 100.0;

/// Seconds of processor time for one validation and one plan.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub(super) few: Samples,
    pub(super) many: Samples,
}

/// The two calls about one task.
#[derive(Clone)]
struct Calls {
    validate: validate_resource_config::Request,
    plan: plan_resource_change::Request,
}

/// Measures both sizes in turn, in one process.
pub(super) async fn measure(path: &Path, settings: &Settings) -> Result<Selection, BenchError> {
    let mut plugin = PluginProcess::launch(path, &LaunchOptions::default().plain()).await?;
    let mut client = plugin.provider().await?.max_encoding_message_size(64 << 20);
    let block = prepare(&mut client, path).await?;
    let (few, many) = (calls(&block, TABLES.few), calls(&block, TABLES.many));
    let pid = plugin.pid().unwrap_or_default();
    let mut selection = Selection::default();
    for (calls, tables) in [(&few, TABLES.few), (&many, TABLES.many)] {
        once(&mut client, calls, path, &large_task::last_table(tables)).await?;
    }
    for _ in 0..settings.rounds {
        for (calls, tables, samples) in
            [(&few, TABLES.few, &mut selection.few), (&many, TABLES.many, &mut selection.many)]
        {
            let repetitions = BATCH / tables;
            let before = processor_time(pid)?;
            for _ in 0..repetitions {
                once(&mut client, calls, path, &large_task::last_table(tables)).await?;
            }
            samples.add((processor_time(pid)? - before) / f64::from(repetitions));
        }
    }
    plugin.shutdown().await?;
    Ok(selection)
}

/// Configures the provider; returns the task's schema.
async fn prepare(client: &mut ProviderClient<Channel>, path: &Path) -> Result<Block, BenchError> {
    let schema = client.get_provider_schema(get_provider_schema::Request {}).await.map_err(PluginError::from)?;
    let mut schema = schema.into_inner();
    let provider = schema.provider.and_then(|schema| schema.block).unwrap_or_default();
    let request = configure_provider::Request {
        terraform_version: "1.11.4".to_owned(),
        config: Some(msgpack(encode(&large_task::offline(&provider)))),
        ..configure_provider::Request::default()
    };
    let configured = client.configure_provider(request).await.map_err(PluginError::from)?.into_inner();
    no_errors("ConfigureProvider", path, &configured.diagnostics)?;
    Ok(schema.resource_schemas.remove(TYPE).and_then(|schema| schema.block).unwrap_or_default())
}

fn calls(block: &Block, tables: u32) -> Calls {
    let config = large_task::config(block, tables);
    let proposed = msgpack(encode(&large_task::proposed(block, &config)));
    let config = msgpack(encode(&config));
    let capabilities = ClientCapabilities { write_only_attributes_allowed: true, ..ClientCapabilities::default() };
    Calls {
        validate: validate_resource_config::Request {
            type_name: TYPE.to_owned(),
            config: Some(config.clone()),
            client_capabilities: Some(capabilities),
        },
        plan: plan_resource_change::Request {
            type_name: TYPE.to_owned(),
            proposed_new_state: Some(proposed),
            config: Some(config),
            client_capabilities: Some(capabilities),
            ..plan_resource_change::Request::default()
        },
    }
}

/// Validates and plans. The answer must have the last table; otherwise something else was measured.
async fn once(client: &mut ProviderClient<Channel>, calls: &Calls, path: &Path, last: &str) -> Result<(), BenchError> {
    let validated = client.validate_resource_config(calls.validate.clone()).await.map_err(PluginError::from)?;
    no_errors("ValidateResourceConfig", path, &validated.into_inner().diagnostics)?;
    let planned = client.plan_resource_change(calls.plan.clone()).await.map_err(PluginError::from)?.into_inner();
    no_errors("PlanResourceChange", path, &planned.diagnostics)?;
    let state = planned.planned_state.unwrap_or_default().msgpack;
    // `objects` has a dynamic type: the table is in the type and in the value. The preview of the request leaves it out.
    let times = occurrences(&state, last.as_bytes());
    if times == 2 {
        return Ok(());
    }
    let answer = format!("the planned state has the table {last} {times} times, not twice");
    Err(BenchError::Refused { call: "PlanResourceChange", plugin: path.to_owned(), answer })
}

fn occurrences(bytes: &[u8], piece: &[u8]) -> usize {
    bytes.windows(piece.len()).filter(|window| *window == piece).count()
}

fn no_errors(call: &'static str, plugin: &Path, found: &[Diagnostic]) -> Result<(), BenchError> {
    let errors = found.iter().filter(|found| found.severity() != Severity::Warning);
    let errors: Vec<String> = errors.map(|found| format!("{}: {}", found.summary, found.detail)).collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(BenchError::Refused { call, plugin: plugin.to_owned(), answer: errors.join("; ") })
}

/// Seconds of user and system time of a process so far.
fn processor_time(pid: u32) -> Result<f64, BenchError> {
    let path = PathBuf::from(format!("/proc/{pid}/stat"));
    let unreadable =
        |reason: String| BenchError::Unreadable { what: "the provider's processor time", path: path.clone(), reason };
    let stat = std::fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    parse_ticks(&stat).map(|ticks| ticks / TICKS).ok_or_else(|| unreadable(format!("{stat:?} has no times")))
}

/// The 14th and 15th field; the second is a name in parentheses that may hold anything.
fn parse_ticks(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    let (user, system) = (times.next()?, times.next()?);
    Some(user.parse::<f64>().ok()? + system.parse::<f64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_times_are_read_whatever_the_name_is() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 8 9 20 0 3 0 123";
        assert_eq!(parse_ticks(stat), Some(300.0));
        assert_eq!(parse_ticks("7 (a) S 1"), None);
        assert!(processor_time(std::process::id()).unwrap() >= 0.0);
    }

    #[test]
    fn pieces_are_counted() {
        assert_eq!(occurrences(b"table_1 table_10 table", b"table_1"), 2);
    }
}
