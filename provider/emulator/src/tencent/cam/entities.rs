//! ListEntitiesForPolicy: the users, groups and roles that have a policy.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::core::cloud::Context;
use crate::tencent::gateway::{Call, Outcome, fields};
use crate::tencent::time::to_beijing;

use super::policies::{id_of, no_policy};
use super::{Cam, CamAccount, allowed, validate};

/// A kind of entity: its filter and its number in answers.
const KINDS: [(&str, u32); 3] = [("User", 1), ("Group", 2), ("Role", 3)];

pub(super) fn list(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let id = id_of(call)?;
    let account = allowed(cam, call, &format!("policyid/{id}"))?;
    if !account.has_policy(id) {
        return Err(no_policy());
    }
    let wanted = match call.parameters.get("EntityFilter") {
        None | Some("All") => None,
        Some(name) => {
            let kind = KINDS.iter().find(|(known, _)| *known == name);
            let wrong = || validate::invalid("ParamError", "EntityFilter must be All, User, Group or Role.");
            Some(kind.ok_or_else(wrong)?.1)
        }
    };
    let rows = account.entity_rows(id).into_iter().filter(|(kind, _)| wanted.is_none_or(|wanted| wanted == *kind));
    let (page, total) = validate::page(rows.map(|(_, row)| row).collect(), &call.parameters)?;
    Ok(fields(json!({"List": page, "TotalNum": total})))
}

impl CamAccount {
    /// How many users, groups and roles have a policy.
    pub(super) fn entities(&self, id: u64) -> usize {
        self.entity_rows(id).len()
    }

    fn entity_rows(&self, policy: u64) -> Vec<(u32, Value)> {
        let row = |kind: u32, id: String, name: &str, uin: u64, since: &Timestamp| {
            let row = json!({
                "Id": id, "Name": name, "Uin": uin, "RelatedType": kind, "AttachmentTime": to_beijing(*since),
            });
            (kind, row)
        };
        let users = self.users.values().filter_map(|user| {
            user.attached.get(&policy).map(|since| row(1, user.uid.to_string(), &user.name, user.uin_number(), since))
        });
        let groups = self.groups.values().filter_map(|group| {
            group.attached.get(&policy).map(|since| row(2, group.id.to_string(), &group.name, 0, since))
        });
        let roles = self.roles.values().filter_map(|role| {
            role.attached.get(&policy).map(|since| row(3, role.id.to_string(), &role.name, 0, since))
        });
        users.chain(groups).chain(roles).collect()
    }
}
