//! What an order of an instance says about its class, its billing method and its regions.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::{Endpoint, Side};
use crate::alibaba::dts::job::JobKind;
use crate::alibaba::gateway::{Parameters, Refusal};

/// The default class; a choice of the emulator.
const DEFAULT_CLASS: &str = "medium";

/// Checks an order; returns the class and the billing method.
pub(super) fn check(parameters: &Parameters, kind: JobKind) -> Result<(&str, &str), Refusal> {
    let pay_type = pay_type(parameters, kind)?;
    if parameters.number("Quantity", 1..=100)?.is_some_and(|quantity| quantity != 1) {
        return Err(Refusal::wrong_for_dts("Quantity", "a job has one instance"));
    }
    match (parameters.get("RegionId"), parameters.get("DtsRegion")) {
        (Some(here), Some(there)) if here != there => {
            return Err(Refusal::wrong_for_dts("DtsRegion", "it must be RegionId"));
        }
        _ => {}
    }
    let class = parameters.get("InstanceClass").unwrap_or(DEFAULT_CLASS);
    if kind.classes().contains(&class) {
        return Ok((class, pay_type));
    }
    let message = format!("There is no price for a {} instance of class {class}.", kind.name());
    Err(Refusal::business(400, "DTS.Msg.LXCreateOrder.NotFoundPricePlan", message))
}

/// Refuses a synchronization between mainland China and another part of the world for an account that is not allowed to have one.
pub(super) fn check_border(context: CallContext<'_>, account: &str, ends: &Parameters) -> Result<(), Refusal> {
    let is_inside = Side::BOTH.map(|side| is_in_mainland(Endpoint::new(ends, side).field("Region")));
    let is_allowed = || context.accounts.get(account).is_some_and(|account| account.may_cross_border);
    if is_inside[0] == is_inside[1] || is_allowed() {
        return Ok(());
    }
    let message = "The account is not allowed to synchronize across the border of mainland China.";
    Err(Refusal::business(400, "DTS.Msg.LXCreateOrderError", message))
}

pub(super) fn is_in_mainland(region: &str) -> bool {
    region.starts_with("cn-") && region != "cn-hongkong"
}

/// A migration is pay-as-you-go only.
fn pay_type(parameters: &Parameters, kind: JobKind) -> Result<&str, Refusal> {
    match parameters.required("PayType")? {
        "PrePaid" if kind.can_be_prepaid() => {
            if !["Year", "Month"].contains(&parameters.required("Period")?) {
                return Err(Refusal::invalid_for_dts("Period"));
            }
            parameters.number("UsedTime", 1..=12)?.ok_or_else(|| Refusal::missing("UsedTime"))?;
            Ok("PrePaid")
        }
        "PostPaid" => Ok("PostPaid"),
        _ => Err(Refusal::invalid_for_dts("PayType")),
    }
}
