//! Tag 2018-08-13: the tags of roles, policies and users, which are objects of CAM.

use serde_json::{Value, json};

use crate::policy::Ask;

use super::cam::Cam;
use super::gateway::{Call, Outcome, Refusal, fields, nothing};

/// An action's implementation.
pub(crate) type Handler = fn(&mut Cam, &Call) -> Outcome;

/// The actions served here.
pub(crate) const ROUTES: &[(&str, Handler)] =
    &[("DescribeResourceTagsByResourceIds", describe), ("ModifyResourceTags", modify)];

/// Most tags on one page.
const MOST: i64 = 400;

fn modify(cam: &mut Cam, call: &Call) -> Outcome {
    let resource = call.parameters.required("Resource")?;
    permit(cam, call, resource)?;
    let (prefix, id) = parts(resource, &call.caller.account)?;
    let new = call.parameters.pairs("ReplaceTags", "TagKey", "TagValue");
    let removed = call.parameters.pairs("DeleteTags", "TagKey", "");
    let tags = cam.tags_mut(&call.caller.account, prefix, id).ok_or_else(no_resource)?;
    tags.retain(|(key, _)| !removed.iter().any(|(removed, _)| removed == key));
    super::cam::merge(tags, new);
    nothing()
}

fn describe(cam: &mut Cam, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    permit(cam, call, "*")?;
    if parameters.required("ServiceType")? != "cam" {
        let message = "The emulator has tags of the service cam only.";
        return Err(Refusal::new("InvalidParameterValue.ServiceTypeInvalid", message));
    }
    let prefix = parameters.required("ResourcePrefix")?;
    let offset = parameters.number_in("Offset", 0..=i64::MAX, 0)?;
    let limit = parameters.number_in("Limit", 1..=MOST, 15)?;
    let mut rows: Vec<Value> = Vec::new();
    for id in parameters.texts("ResourceIds") {
        let tags = cam.tags(&call.caller.account, prefix, id).map(Vec::as_slice).unwrap_or_default();
        rows.extend(tags.iter().map(|(key, value)| {
            json!({"TagKey": key, "TagValue": value, "ResourceId": id, "TagKeyMd5": "", "TagValueMd5": "",
                "ServiceType": "cam", "Category": "Custom"})
        }));
    }
    let total = rows.len();
    let (skipped, size) = (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(15));
    let page: Vec<Value> = rows.into_iter().skip(skipped).take(size).collect();
    Ok(fields(json!({"TotalCount": total, "Offset": offset, "Limit": limit, "Tags": page})))
}

fn permit(cam: &Cam, call: &Call, resource: &str) -> Result<(), Refusal> {
    let action = format!("tag:{}", call.action);
    cam.permit(&call.caller, Ask { action: &action, resource, circumstances: &call.circumstances })
}

/// `role` and the ID of `qcs::cam:<region>:uin/<uin>:role/<id>`. The account can be empty.
fn parts<'a>(resource: &'a str, account: &str) -> Result<(&'a str, &'a str), Refusal> {
    let mut parts = resource.splitn(6, ':');
    let (qcs, project, service, _region) = (parts.next(), parts.next(), parts.next(), parts.next());
    let (owner, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let owner = owner.strip_prefix("uin/");
    let is_own = owner.is_some_and(|owner| owner.is_empty() || owner == account);
    let wrong = || {
        let message = "Resource must be of the form qcs::cam:<region>:uin/<UIN>:<prefix>/<ID>, of this account.";
        Refusal::new("InvalidParameterValue.ResourceDescriptionError", message)
    };
    if (qcs, project, service) != (Some("qcs"), Some(""), Some("cam")) || !is_own {
        return Err(wrong());
    }
    rest.split_once('/').ok_or_else(wrong)
}

fn no_resource() -> Refusal {
    Refusal::new("InvalidParameterValue.ResourceIdInvalid", "The resource does not exist.")
}
