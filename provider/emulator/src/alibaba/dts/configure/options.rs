//! The parameters of ConfigureDtsJob that belong to no side and are not objects.

use crate::alibaba::dts::configuration::{Endpoint, Modes, Side, Verification, reserve, settings, verification};
use crate::alibaba::dts::job::JobKind;
use crate::alibaba::gateway::{Parameters, Refusal};

/// Most phone numbers of one alert.
const PHONES: usize = 10;

/// Checks them; parameters that are not named here are kept without a check.
pub(crate) fn check(parameters: &Parameters, kind: JobKind, modes: Modes) -> Result<(), Refusal> {
    alerts(parameters)?;
    one_of(parameters, "DtsBisLabel", &["normal", "online"])?;
    let directions: &[&str] = match kind {
        JobKind::Migration => &["Forward"],
        JobKind::Synchronization => &["Forward", "Reverse"],
    };
    one_of(parameters, "SynchronizationDirection", directions)?;
    parameters.flag("DisasterRecoveryJob")?;
    if parameters.get("Checkpoint").is_some_and(|text| text.parse::<u32>().is_err()) {
        return Err(Refusal::wrong_for_dts("Checkpoint", "it must be a time in seconds since 1970"));
    }
    units(parameters)?;
    if let Some(text) = parameters.get("Reserve") {
        let settings = settings::parse(text).map_err(|why| Refusal::wrong_for_dts("Reserve", &why))?;
        reserve::check(&settings).map_err(|(key, why)| Refusal::wrong_for_dts(&format!("Reserve.{key}"), &why))?;
    }
    if let Some(text) = parameters.get("DataCheckConfigure") {
        let checked = settings::parse(text).and_then(|settings| verification::check(&settings));
        checked.map_err(|why| Refusal::wrong_for_dts("DataCheckConfigure", &why))?;
    }
    let suits = Verification::of(parameters).suits(modes);
    suits.map_err(|why| Refusal::wrong_for_dts("DataCheckConfigure", why))?;
    if modes.schema && Endpoint::new(parameters, Side::Destination).is_engine(&["Kafka"]) {
        return Err(Refusal::wrong_for_dts("StructureInitialization", "a Kafka destination has no schema"));
    }
    Ok(())
}

fn alerts(parameters: &Parameters) -> Result<(), Refusal> {
    let on_delay = parameters.flag("DelayNotice")?.unwrap_or(false);
    parameters.flag("ErrorNotice")?;
    let threshold = parameters.number("DelayRuleTime", 1..=u64::from(u32::MAX))?;
    if on_delay && threshold.is_none() {
        return Err(Refusal::missing_for_dts("DelayRuleTime"));
    }
    for name in ["DelayPhone", "ErrorPhone"] {
        let phones: Vec<&str> = parameters.get(name).map(|text| text.split(',').collect()).unwrap_or_default();
        if phones.len() > PHONES {
            return Err(Refusal::wrong_for_dts(name, "ten phones are the most"));
        }
        let is_phone = |phone: &str| !phone.is_empty() && phone.bytes().all(|byte| byte.is_ascii_digit());
        if !phones.iter().all(|phone| is_phone(phone)) {
            return Err(Refusal::wrong_for_dts(name, "it must be phone numbers with commas between"));
        }
    }
    Ok(())
}

/// Units of a serverless job: both or none, the least first.
fn units(parameters: &Parameters) -> Result<(), Refusal> {
    let units = ["MinDu", "MaxDu"].map(|name| {
        let text = parameters.get(name)?;
        Some(
            text.parse::<f64>()
                .ok()
                .filter(|units| *units > 0.0)
                .ok_or_else(|| Refusal::wrong_for_dts(name, "it must be a number above 0")),
        )
    });
    let [least, most] = units.map(Option::transpose);
    match (least?, most?) {
        (Some(least), Some(most)) if least > most => Err(Refusal::wrong_for_dts("MinDu", "it is more than MaxDu")),
        _ => Ok(()),
    }
}

fn one_of(parameters: &Parameters, name: &str, words: &[&str]) -> Result<(), Refusal> {
    match parameters.get(name) {
        Some(given) if !words.contains(&given) => {
            Err(Refusal::wrong_for_dts(name, &format!("it must be one of {}", words.join(", "))))
        }
        _ => Ok(()),
    }
}
