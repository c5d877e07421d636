//! CreateRole, GetRole, DescribeRoleList, DeleteRole.

use serde_json::{Value, json};

use crate::core::cloud::Context;
use crate::tencent::gateway::{Call, Fields, Outcome, Refusal, fields, nothing};
use crate::tencent::ids;

use super::model::{Attached, Role};
use super::{Cam, CamAccount, allowed, validate};

/// Most roles of an account.
const ROLE_LIMIT: usize = 1000;

pub(super) fn create(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("RoleName")?;
    let text = parameters.required("PolicyDocument")?;
    allowed(cam, call, &format!("roleName/{name}"))?;
    validate::role_name(name)?;
    let trust = validate::trust(text, &call.caller.account)?;
    known_principals(cam, text)?;
    let role = Role {
        name: name.to_owned(),
        id: ids::role_id(),
        trust,
        description: validate::description(parameters.text("Description"))?,
        console_login: validate::flag(parameters, "ConsoleLogin")?.unwrap_or(0),
        session_seconds: validate::session_seconds(parameters)?.unwrap_or(7200),
        created: context.now,
        updated: context.now,
        attached: Attached::new(),
        tags: validate::tags(parameters, "Tags")?,
    };
    let account = allowed(cam, call, &format!("roleName/{name}"))?;
    if account.roles.contains_key(name) {
        return Err(validate::invalid("RoleNameInUse", format!("The role name {name} is in use.")));
    }
    if account.roles.len() >= ROLE_LIMIT {
        return Err(validate::invalid("RoleFull", format!("An account can have {ROLE_LIMIT} roles.")));
    }
    let id = role.id.to_string();
    account.roles.insert(name.to_owned(), role);
    Ok(fields(json!({"RoleId": id})))
}

/// The accounts and users that a trust policy names have to exist.
pub(super) fn known_principals(cam: &Cam, text: &str) -> Result<(), Refusal> {
    let uins = text.split("uin/").skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or(""));
    match uins.into_iter().find(|uin| !uin.is_empty() && !cam.knows_uin(uin)) {
        None => Ok(()),
        Some(uin) => Err(validate::invalid("PrincipalQcsNotExist", format!("The principal uin/{uin} does not exist."))),
    }
}

pub(super) fn get(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let name = name_of(cam, call)?;
    let account = allowed(cam, call, &format!("roleName/{name}"))?;
    let role = account.roles.get(&name).filter(|_| !context.hides_from_details(&account.uin, &name));
    let role = role.ok_or_else(no_role)?;
    Ok(fields(json!({"RoleInfo": role.to_json(&account.uin)})))
}

pub(super) fn list(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let account = allowed(cam, call, "roleName/*")?;
    let wanted = validate::tags(&call.parameters, "Tags")?;
    let mut roles: Vec<&Role> = account
        .roles
        .values()
        .filter(|role| !context.hides_from_lists(&account.uin, &role.name))
        .filter(|role| wanted.iter().all(|tag| role.tags.contains(tag)))
        .collect();
    roles.sort_by(|one, other| (other.created, &other.name).cmp(&(one.created, &one.name)));
    let rows: Vec<Value> = roles.into_iter().map(|role| role.to_json(&account.uin)).collect();
    let (page, total) = validate::page(rows, &call.parameters)?;
    Ok(fields(json!({"List": page, "TotalNum": total})))
}

/// The policies of a role need not be detached first.
pub(super) fn delete(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let name = name_of(cam, call)?;
    let account = allowed(cam, call, &format!("roleName/{name}"))?;
    account.roles.get(&name).ok_or_else(no_role)?;
    account.roles.remove(&name);
    nothing()
}

pub(super) fn no_role() -> Refusal {
    validate::invalid("RoleNotExist", "The role does not exist.")
}

/// The name of the role of a call, which names it by name or by ID.
pub(super) fn name_of(cam: &Cam, call: &Call) -> Result<String, Refusal> {
    named(cam, &call.caller.account, &call.parameters, "RoleName", "RoleId")
}

/// The same with other parameters. An ID can be a number or a text.
pub(super) fn named(cam: &Cam, account: &str, parameters: &Fields, name: &str, id: &str) -> Result<String, Refusal> {
    let by_id = parameters.get(id).map(str::to_owned).or_else(|| parameters.number(id).map(|id| id.to_string()));
    let account = cam.accounts.get(account).ok_or_else(no_role)?;
    match (parameters.get(name), by_id) {
        (None, None) => {
            Err(Refusal::new("InvalidParameter.ParamError", format!("One of {name} and {id} must be given.")))
        }
        // The role must be the one of both.
        (Some(name), Some(id)) if of_id(account, &id).is_none_or(|role| role.name != name) => Err(no_role()),
        (Some(name), _) => Ok(name.to_owned()),
        (None, Some(id)) => of_id(account, &id).map(|role| role.name.clone()).ok_or_else(no_role),
    }
}

fn of_id<'a>(account: &'a CamAccount, id: &str) -> Option<&'a Role> {
    account.roles.values().find(|role| role.id.to_string() == id)
}
