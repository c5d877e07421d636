//! DescribeDTSIP and WhiteIpList: the address blocks of DTS servers. They are invented, per region.

use serde_json::json;

use crate::alibaba::context::CallContext;
use crate::alibaba::gateway::{Call, Outcome, Refusal, fields};

use super::Dts;
use super::job::find;

/// The answer has the blocks in `DynamicMessage`.
pub(crate) fn describe_dts_ip(_: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    find::permit(context, call, "*", "*")?;
    let source = call.parameters.required("SourceEndpointRegion")?;
    let destination = call.parameters.get("DestinationEndpointRegion");
    let blocks: Vec<String> = std::iter::once(source).chain(destination).map(blocks).collect();
    Ok(fields(json!({"DynamicMessage": blocks.join(",")})))
}

pub(crate) fn white_ip_list(_: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    find::permit(context, call, "*", "*")?;
    let source = call.parameters.required("Region")?;
    let destination = call.parameters.get("DestinationRegion").unwrap_or(source);
    if !["internet", "vpc"].contains(&call.parameters.required("Type")?) {
        return Err(Refusal::invalid_for_dts("Type"));
    }
    let (source, destination) = (blocks(source), blocks(destination));
    let all = if source == destination { source.clone() } else { format!("{source},{destination}") };
    Ok(fields(json!({"IpList": all, "SrcIpList": source, "DestIpList": destination})))
}

/// Two blocks of the shared address space, always the same for a region.
fn blocks(region: &str) -> String {
    let sum = region.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let (second, third) = (64 + sum % 64, (sum / 64) % 256);
    format!("100.{second}.{third}.0/25,100.{second}.{third}.128/25")
}
