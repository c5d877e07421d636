//! AddUser, GetUser, UpdateUser, DeleteUser, DescribeSubAccounts, GetUserAppId.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::core::accounts::{Caller, Identity};
use crate::core::cloud::Context;
use crate::tencent::gateway::{Call, Fields, Outcome, Refusal, fields, nothing};
use crate::tencent::ids;
use crate::tencent::time::to_beijing;

use super::model::{Key, User};
use super::{Cam, allowed, validate};

pub(super) fn add(cam: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    let name = parameters.required("Name")?;
    let account = allowed(cam, call, "uin/*")?;
    if account.users.contains_key(name) {
        return Err(Refusal::new("InvalidParameter.SubUserNameInUse", format!("The user name {name} is in use.")));
    }
    let mut user = User::new(name, &ids::user_uin(), ids::uid(), context.now);
    change(&mut user, parameters)?;
    if parameters.number("UseApi") == Some(1) {
        user.key = Some(Key { id: ids::key_id(), secret: ids::key_secret() });
    }
    let key = user.key.as_ref();
    let answer = json!({
        "Uin": user.uin_number(), "Name": user.name, "Uid": user.uid, "Password": "",
        "SecretId": key.map_or("", |key| key.id.as_str()),
        "SecretKey": key.map_or("", |key| key.secret.expose()),
        "PhoneNumVerifyLink": "",
    });
    let caller = user.caller(&call.caller.account);
    account.users.insert(name.to_owned(), user);
    cam.keys.extend(caller.map(|caller| (caller.key_id.clone(), Arc::new(caller))));
    Ok(fields(answer))
}

fn change(user: &mut User, parameters: &Fields) -> Result<(), Refusal> {
    if let Some(login) = validate::flag(parameters, "ConsoleLogin")? {
        user.console_login = login;
    }
    for (name, field) in [
        ("Remark", &mut user.remark),
        ("PhoneNum", &mut user.phone),
        ("CountryCode", &mut user.country_code),
        ("Email", &mut user.email),
    ] {
        if parameters.has(name) {
            parameters.text(name).clone_into(field);
        }
    }
    Ok(())
}

impl User {
    /// The caller that its key belongs to.
    pub(super) fn caller(&self, account: &str) -> Option<Caller> {
        let key = self.key.as_ref()?;
        let identity = Identity::User { name: self.name.clone(), user_id: self.uin.clone(), policies: None };
        let (key_id, account, secret) = (key.id.clone(), account.to_owned(), key.secret.clone());
        Some(Caller { key_id, account, identity, secret, session: None })
    }
}

pub(super) fn get(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("Name")?;
    let account = allowed(cam, call, "uin/*")?;
    let user = account.users.get(name).ok_or_else(no_user)?;
    Ok(fields(json!({
        "Uin": user.uin_number(), "Name": user.name, "Uid": user.uid, "Remark": user.remark,
        "ConsoleLogin": user.console_login, "PhoneNum": user.phone, "CountryCode": user.country_code,
        "Email": user.email, "RecentlyLoginIP": "", "RecentlyLoginTime": "",
    })))
}

pub(super) fn update(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("Name")?;
    let account = allowed(cam, call, "uin/*")?;
    let mut user = account.users.get_mut(name).ok_or_else(no_user)?;
    change(&mut user, &call.parameters)?;
    nothing()
}

/// Without `Force` a user with a key cannot be deleted.
pub(super) fn delete(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let name = call.parameters.required("Name")?;
    let force = validate::flag(&call.parameters, "Force")? == Some(1);
    let account = allowed(cam, call, "uin/*")?;
    let user = account.users.get(name).ok_or_else(no_user)?;
    let key = user.key.as_ref().map(|key| key.id.clone());
    if key.is_some() && !force {
        let message = "The user has an API key; delete it first, or set Force to 1.";
        return Err(Refusal::new("FailedOperation.HaveKeys", message));
    }
    account.users.remove(name);
    if let Some(key) = key {
        cam.keys.remove(&key);
    }
    nothing()
}

pub(super) fn describe(cam: &mut Cam, _: Context<'_>, call: &Call) -> Outcome {
    let uins: Vec<String> = call.parameters.list("FilterSubAccountUin").iter().map(Value::to_string).collect();
    let account = allowed(cam, call, "uin/*")?;
    let found = account.users.values().filter(|user| uins.contains(&user.uin));
    let rows: Vec<Value> = found
        .map(|user| {
            json!({
                "Uin": user.uin_number(), "Name": user.name, "Uid": user.uid, "Remark": user.remark,
                "CreateTime": to_beijing(user.created), "UserType": 2, "LastLoginIp": "", "LastLoginTime": "",
            })
        })
        .collect();
    Ok(fields(json!({"SubAccounts": rows})))
}

/// Every caller may use it.
pub(super) fn app_id(_: &mut Cam, context: Context<'_>, call: &Call) -> Outcome {
    let owner = &call.caller.account;
    let uin = match &call.caller.identity {
        Identity::User { user_id, .. } => user_id,
        Identity::Root | Identity::Role { .. } => owner,
    };
    let app_id = context.accounts.tencent(owner).map_or(0, |account| account.app_id);
    Ok(fields(json!({"Uin": uin, "OwnerUin": owner, "AppId": app_id})))
}

/// The name of the user with the UIN of a parameter.
pub(super) fn user_of_uin(cam: &Cam, call: &Call, parameter: &str) -> Result<String, Refusal> {
    let uin = call.parameters.number(parameter).ok_or_else(|| Refusal::missing(parameter))?.to_string();
    let account = cam.accounts.get(&call.caller.account).ok_or_else(no_user)?;
    account.users.values().find(|user| user.uin == uin).map(|user| user.name.clone()).ok_or_else(no_user)
}

pub(super) fn no_user() -> Refusal {
    Refusal::new("ResourceNotFound.UserNotExist", "The user does not exist.")
}
