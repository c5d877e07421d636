//! Users and their keys.

use serde_json::json;

use crate::setup::Stage;

use super::client::{OPERATOR, TARGET};

#[tokio::test]
async fn a_user_is_added_changed_and_deleted_with_its_key() {
    let stage = Stage::tencent().await;
    let root = stage.target();
    let added = root.cam("AddUser", json!({"Name": "u", "Remark": "r", "UseApi": 1, "ConsoleLogin": 0})).await.ok();
    for name in ["Password", "SecretId", "SecretKey", "Name"] {
        assert!(added[name].is_string(), "{name}");
    }
    let key = |name: &str| added[name].as_str().unwrap().to_owned();
    let user = stage.of_tencent(&key("SecretId"), &key("SecretKey"));
    assert_eq!(user.sts("GetCallerIdentity", json!({})).await.ok()["UserId"], added["Uin"].to_string());
    user.cam("GetUser", json!({"Name": "u"})).await.refused("AuthFailure.UnauthorizedOperation", "");
    let read = root.cam("GetUser", json!({"Name": "u"})).await.ok();
    assert_eq!((&read["Uin"], &read["Uid"], &read["Remark"]), (&added["Uin"], &added["Uid"], &json!("r")));
    root.cam("UpdateUser", json!({"Name": "u", "Email": "u@example.com", "Remark": ""})).await.ok();
    let read = root.cam("GetUser", json!({"Name": "u"})).await.ok();
    assert_eq!((&read["Email"], &read["Remark"]), (&json!("u@example.com"), &json!("")));
    root.cam("AddUser", json!({"Name": "u"})).await.refused("InvalidParameter.SubUserNameInUse", "u");
    root.cam("DeleteUser", json!({"Name": "u"})).await.refused("FailedOperation.HaveKeys", "Force");
    root.cam("DeleteUser", json!({"Name": "u", "Force": 1})).await.ok();
    user.sts("GetCallerIdentity", json!({})).await.refused("AuthFailure.SecretIdNotFound", "");
    root.cam("GetUser", json!({"Name": "u"})).await.refused("ResourceNotFound.UserNotExist", "");
    let without_key = root.cam("AddUser", json!({"Name": "v"})).await.ok();
    assert_eq!((&without_key["SecretId"], &without_key["SecretKey"]), (&json!(""), &json!("")));
}

#[tokio::test]
async fn a_deleted_user_of_the_world_cannot_call() {
    let stage = Stage::tencent().await;
    stage.sub_account().sts("GetCallerIdentity", json!({})).await.ok();
    stage.target().cam("DeleteUser", json!({"Name": "operator"})).await.ok();
    stage.sub_account().sts("GetCallerIdentity", json!({})).await.refused("AuthFailure.TokenFailure", "deleted");
}

#[tokio::test]
async fn accounts_and_users_are_described() {
    let stage = Stage::tencent().await;
    let of_root = stage.target().cam("GetUserAppId", json!({})).await.ok();
    assert_eq!(
        (&of_root["Uin"], &of_root["OwnerUin"], &of_root["AppId"]),
        (&json!(TARGET), &json!(TARGET), &json!(1_250_000_002))
    );
    let of_user = stage.sub_account().cam("GetUserAppId", json!({})).await.ok();
    assert_eq!((&of_user["Uin"], &of_user["OwnerUin"]), (&json!(OPERATOR), &json!(TARGET)));
    let uin: u64 = OPERATOR.parse().unwrap();
    let found = stage.target().cam("DescribeSubAccounts", json!({"FilterSubAccountUin": [uin]})).await.ok();
    assert_eq!(found["SubAccounts"][0]["Name"], "operator");
    let attached = stage.target().cam("ListAttachedUserPolicies", json!({"TargetUin": uin})).await.ok();
    assert_eq!(attached["TotalNum"], 0);
    let other = json!({"TargetUin": 1});
    stage.target().cam("ListAttachedUserPolicies", other).await.refused("ResourceNotFound.UserNotExist", "");
}
