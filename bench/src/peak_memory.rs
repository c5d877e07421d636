//! The peak memory of a provider process that created and read thousands of trusts.
//!
//! Terraform needs minutes for so many, so this module sends Terraform's calls to the provider, as many at the same time as
//! Terraform does.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::json;

use super::memory::of_process;
use super::workspace::PARALLELISM;
use super::{BenchError, Settings};
use acceptance_harness::emulator::EmulatorProcess;
use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use acceptance_wire::{Object, Provider};

/// Peak of the resident memory in bytes.
pub(super) async fn measure(settings: &Settings) -> Result<f64, BenchError> {
    let emulator = EmulatorProcess::start(&settings.binaries.provider, &[]).await?;
    let provider = Provider::start(emulator.url(), SOURCE_OWNER).await?;
    let at_once = PARALLELISM as usize;
    let create_trust = stream::iter(0..settings.resident_trusts).map(|number| create_trust(&provider, number));
    let create_trust: Vec<Object> = create_trust.buffer_unordered(at_once).try_collect().await?;
    let refresh_trust = stream::iter(create_trust).map(|trust| refresh_trust(&provider, trust));
    let refresh_trust: Vec<Object> = refresh_trust.buffer_unordered(at_once).try_collect().await?;
    let gone = refresh_trust.iter().filter(|trust| !trust.exists()).count();
    let peak = of_process(provider.pid().unwrap_or_default(), "VmHWM:");
    emulator.stop().await?;
    if gone == 0 {
        return peak;
    }
    let answer = format!("{gone} of {} trusts are gone", refresh_trust.len());
    Err(BenchError::Refused { call: "ReadResource", plugin: settings.binaries.provider.clone(), answer })
}

async fn create_trust(provider: &Provider, number: u32) -> Result<Object, BenchError> {
    let mut trust = Object::none("dts_ram_role_trust");
    let arguments =
        json!({"role_name": format!("migration-{number}"), "trusted_account_ids": [DESTINATION_OWNER.account]});
    trust.become_as(provider, &arguments).await?;
    Ok(trust)
}

async fn refresh_trust(provider: &Provider, mut trust: Object) -> Result<Object, BenchError> {
    trust.refresh(provider).await?;
    Ok(trust)
}
