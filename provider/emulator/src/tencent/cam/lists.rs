//! ListAttachedRolePolicies, ListAttachedUserPolicies, ListAttachedGroupPolicies, ListPolicies.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::core::cloud::Context;
use crate::tencent::gateway::{Call, Outcome, Refusal, fields};
use crate::tencent::time::to_beijing;

use super::attachments::no_group;
use super::model::Attached;
use super::policies::PRESET_SINCE;
use super::roles::{name_of, no_role};
use super::tagged::tags_json;
use super::users::{no_user, user_of_uin};
use super::{Cam, CamAccount, Presets, allowed, validate};

/// How a policy was created: with the syntax of policies.
const BY_SYNTAX: u32 = 2;

pub(super) fn of_role(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let name = name_of(cam, call)?;
    let account = allowed(cam, call, &format!("roleName/{name}"))?;
    let role = account.roles.get(&name).filter(|_| !context.hides_from_details(&account.uin, &name));
    let role = role.ok_or_else(no_role)?;
    let (kind, keyword) = (call.parameters.get("PolicyType"), call.parameters.text("Keyword"));
    let rows = attached(account, &role.attached).filter(|row| kind.is_none_or(|kind| kind == row.kind()));
    let rows = rows.filter(|row| row.name.contains(keyword)).map(|row| {
        let mut shown = row.to_json();
        shown["Description"] = json!(row.description);
        shown
    });
    page(rows.collect(), call)
}

pub(super) fn of_user(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let resource = format!("uin/{}", call.parameters.number("TargetUin").unwrap_or_default());
    allowed(cam, call, &resource)?;
    let name = user_of_uin(cam, call, "TargetUin")?;
    let account = allowed(cam, call, &resource)?;
    let user = account.users.get(&name).ok_or_else(no_user)?;
    let rows = attached(account, &user.attached).map(|row| row.to_json_with_owner(&account.uin));
    page(rows.collect(), call)
}

pub(super) fn of_group(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let id = call.parameters.number("TargetGroupId").unwrap_or_default().to_string();
    let account = allowed(cam, call, &format!("groupid/{id}"))?;
    let group = account.groups.get(&id).ok_or_else(no_group)?;
    let keyword = call.parameters.text("Keyword");
    let rows = attached(account, &group.attached).filter(|row| row.name.contains(keyword));
    page(rows.map(|row| row.to_json_with_owner(&account.uin)).collect(), call)
}

pub(super) fn policies(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let account = allowed(cam, call, "policyid/*")?;
    let parameters = &call.parameters;
    let (presets, custom) = match parameters.get("Scope") {
        None | Some("All") => (true, true),
        Some("QCS") => (true, false),
        Some("Local") => (false, true),
        Some(_) => return Err(Refusal::new("InvalidParameter.ParamError", "Scope must be All, QCS or Local.")),
    };
    let keyword = parameters.text("Keyword");
    let mut rows = Vec::new();
    if custom {
        let found = account.policies.values().filter(|policy| policy.name.contains(keyword));
        rows.extend(found.map(|policy| {
            let mut row = listed(account, policy.id, &policy.name, &policy.description, 1);
            row["AddTime"] = json!(to_beijing(policy.created));
            row["UpdateTime"] = json!(to_beijing(policy.updated));
            row["Tags"] = tags_json(&policy.tags);
            row
        }));
    }
    if presets {
        let found = Presets::builtin().iter().filter(|preset| preset.name.contains(keyword));
        rows.extend(found.map(|preset| listed(account, preset.id, &preset.name, &preset.description, 2)));
    }
    let mut answer = page(rows, call)?;
    answer.insert("ServiceTypeList".to_owned(), json!([]));
    Ok(answer)
}

fn listed(account: &CamAccount, id: u64, name: &str, description: &str, kind: u32) -> Value {
    let count = account.entities(id);
    json!({
        "PolicyId": id, "PolicyName": name, "AddTime": PRESET_SINCE, "Type": kind, "Description": description,
        "CreateMode": BY_SYNTAX, "Attachments": count, "ServiceType": "", "IsAttached": u32::from(count > 0),
        "Deactived": 0, "DeactivedDetail": [], "IsServiceLinkedPolicy": 0, "AttachEntityCount": count,
        "AttachEntityBoundaryCount": 0, "UpdateTime": PRESET_SINCE, "Tags": [], "PermissionLevel": "",
    })
}

fn page(rows: Vec<Value>, call: &Call) -> Outcome {
    let (page, total) = validate::page(rows, &call.parameters)?;
    Ok(fields(json!({"List": page, "TotalNum": total})))
}

/// An attached policy.
struct Row<'a> {
    id: u64,
    name: &'a str,
    description: &'a str,
    is_preset: bool,
    since: Timestamp,
}

/// The attached policies that exist, in the order of their IDs.
fn attached<'a>(account: &'a CamAccount, attached: &'a Attached) -> impl Iterator<Item = Row<'a>> {
    attached.iter().filter_map(|(id, since)| {
        let row = |name, description, is_preset| Row { id: *id, name, description, is_preset, since: *since };
        match (Presets::builtin().with_id(*id), account.policies.get(&id.to_string())) {
            (Some(preset), _) => Some(row(preset.name.as_str(), preset.description.as_str(), true)),
            (None, Some(policy)) => Some(row(policy.name.as_str(), policy.description.as_str(), false)),
            (None, None) => None,
        }
    })
}

impl Row<'_> {
    fn kind(&self) -> &'static str {
        if self.is_preset { "QCS" } else { "User" }
    }

    fn to_json(&self) -> Value {
        json!({
            "PolicyId": self.id, "PolicyName": self.name, "AddTime": to_beijing(self.since), "PolicyType": self.kind(),
            "CreateMode": BY_SYNTAX, "Deactived": 0, "DeactivedDetail": [],
        })
    }

    fn to_json_with_owner(&self, owner: &str) -> Value {
        let mut row = self.to_json();
        row["Remark"] = json!(self.description);
        row["OperateOwnerUin"] = json!(owner);
        row["OperateUin"] = json!(owner);
        row["OperateUinType"] = json!(0);
        row
    }
}
