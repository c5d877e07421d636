//! Roles and policies.

use serde_json::{Value, json};

use crate::setup::Stage;

use super::client::{OPERATOR, POLICIES, ROLE, SOURCE, TARGET, allow, make_role, trust};

#[tokio::test]
async fn a_role_is_created_read_changed_and_deleted() {
    let stage = Stage::tencent().await;
    let source = stage.source();
    let parameters = json!({"RoleName": ROLE, "PolicyDocument": trust(TARGET, Some("e-1")), "Description": "d",
        "SessionDuration": 3600, "ConsoleLogin": 1, "Tags": [{"Key": "k", "Value": "v"}]});
    let id = source.cam("CreateRole", parameters.clone()).await.ok()["RoleId"].as_str().unwrap().to_owned();
    assert!(id.parse::<u64>().unwrap() > 1 << 62, "{id}");
    source.cam("CreateRole", parameters).await.refused("InvalidParameter.RoleNameInUse", ROLE);
    for named in [json!({"RoleName": ROLE}), json!({"RoleId": id})] {
        let role = source.cam("GetRole", named).await.ok()["RoleInfo"].clone();
        assert_eq!((&role["RoleId"], &role["RoleName"], &role["Description"]), (&json!(id), &json!(ROLE), &json!("d")));
        assert_eq!(
            (&role["SessionDuration"], &role["ConsoleLogin"], &role["RoleType"]),
            (&json!(3600), &json!(1), &json!("user"))
        );
        assert_eq!(role["RoleArn"], format!("qcs::cam::uin/{SOURCE}:roleName/{ROLE}"));
        let document: Value = serde_json::from_str(role["PolicyDocument"].as_str().unwrap()).unwrap();
        assert_eq!(document["statement"][0]["condition"]["string_equal"]["sts:external_id"], "e-1");
    }
    let number: u64 = id.parse().unwrap();
    source.cam("UpdateRoleDescription", json!({"RoleId": id, "Description": ""})).await.ok();
    source.cam("UpdateRoleConsoleLogin", json!({"RoleId": number, "ConsoleLogin": 0})).await.ok();
    source.cam("UpdateRoleSessionDuration", json!({"RoleId": number, "SessionDuration": 7200})).await.ok();
    source.cam("UpdateAssumeRolePolicy", json!({"RoleName": ROLE, "PolicyDocument": trust(TARGET, None)})).await.ok();
    source.cam("TagRole", json!({"RoleName": ROLE, "Tags": [{"Key": "l", "Value": "w"}]})).await.ok();
    source.cam("UntagRole", json!({"RoleName": ROLE, "TagKeys": ["k"]})).await.ok();
    let role = source.cam("GetRole", json!({"RoleName": ROLE})).await.ok()["RoleInfo"].clone();
    assert_eq!(
        (&role["Description"], &role["ConsoleLogin"], &role["SessionDuration"]),
        (&json!(""), &json!(0), &json!(7200))
    );
    assert_eq!(role["Tags"], json!([{"Key": "l", "Value": "w"}]));
    assert!(!role["PolicyDocument"].as_str().unwrap().contains("external_id"));
    source.cam("DeleteRole", json!({"RoleId": id})).await.ok();
    source.cam("GetRole", json!({"RoleName": ROLE})).await.refused("InvalidParameter.RoleNotExist", "");
    source.cam("DeleteRole", json!({"RoleName": ROLE})).await.refused("InvalidParameter.RoleNotExist", "");
}

#[tokio::test]
async fn values_of_a_role_are_checked() {
    let stage = Stage::tencent().await;
    let create = async |changes: Value| {
        let mut parameters = json!({"RoleName": ROLE, "PolicyDocument": trust(TARGET, None)});
        for (name, value) in changes.as_object().unwrap() {
            parameters[name] = value.clone();
        }
        stage.source().cam("CreateRole", parameters).await
    };
    for (changes, code) in [
        (json!({"RoleName": "a b"}), "RoleNameError"),
        (json!({"RoleName": "a".repeat(129)}), "RoleNameError"),
        (json!({"Description": "d".repeat(301)}), "DescriptionLengthOverlimit"),
        (json!({"SessionDuration": 43201}), "ParamError"),
        (json!({"PolicyDocument": "{"}), "PolicyDocumentError"),
        (json!({"PolicyDocument": trust(TARGET, None).replace("2.0", "1")}), "VersionError"),
        (json!({"PolicyDocument": trust(TARGET, None).replace("allow", "Allow")}), "EffectError"),
        (json!({"PolicyDocument": trust(TARGET, None).replace("statement", "Statement")}), "StatementError"),
        (json!({"PolicyDocument": trust(TARGET, None).replace(":root", ":*")}), "PrincipalError"),
        (json!({"PolicyDocument": trust("799999999999", None)}), "PrincipalQcsNotExist"),
        (json!({"PolicyDocument": trust(TARGET, None).replace(r#""action""#, r#""actions""#)}), "StatementError"),
        (json!({"Tags": [{"Key": "", "Value": ""}]}), "TagParamError"),
    ] {
        create(changes).await.refused(&format!("InvalidParameter.{code}"), "");
    }
    let user = trust(TARGET, None).replace(":root", &format!(":uin/{OPERATOR}"));
    create(json!({"PolicyDocument": user})).await.ok();
    stage.source().cam("GetRole", json!({})).await.refused("InvalidParameter.ParamError", "RoleName and RoleId");
    stage.source().cam("GetRole", json!({"RoleName": "other"})).await.refused("InvalidParameter.RoleNotExist", "");
}

#[tokio::test]
async fn roles_are_listed_page_by_page_in_their_account() {
    let stage = Stage::tencent().await;
    for name in ["a", "b", "c"] {
        let parameters = json!({"RoleName": name, "PolicyDocument": trust(TARGET, None)});
        stage.source().cam("CreateRole", parameters).await.ok();
    }
    let page = async |page: u32| stage.source().cam("DescribeRoleList", json!({"Page": page, "Rp": 2})).await.ok();
    let (first, second) = (page(1).await, page(2).await);
    assert_eq!((&first["TotalNum"], first["List"].as_array().unwrap().len()), (&json!(3), 2));
    assert_eq!(second["List"].as_array().unwrap().len(), 1);
    stage
        .source()
        .cam("DescribeRoleList", json!({"Page": 1, "Rp": 201}))
        .await
        .refused("InvalidParameter.ParamError", "Rp");
    let others = stage.target().cam("DescribeRoleList", json!({"Page": 1, "Rp": 20})).await.ok();
    assert_eq!(others["TotalNum"], 0);
    stage.target().cam("GetRole", json!({"RoleName": "a"})).await.refused("InvalidParameter.RoleNotExist", "");
}

#[tokio::test]
async fn policies_are_attached_by_name_or_by_id_and_detached() {
    let stage = Stage::tencent().await;
    let source = stage.source();
    let id = make_role(&stage, None, &POLICIES).await;
    let list = async |more: Value| {
        let mut parameters = json!({"RoleName": ROLE, "Page": 1, "Rp": 20});
        parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        source.cam("ListAttachedRolePolicies", parameters).await.ok()
    };
    let attached = list(json!({})).await;
    assert_eq!(attached["TotalNum"], 2);
    let row = &attached["List"][0];
    assert!(row["PolicyId"].is_u64() && row["AddTime"].is_string() && row["CreateMode"].is_u64(), "{row}");
    assert_eq!(row["PolicyType"], "QCS");
    let custom = json!({"PolicyName": "p", "PolicyDocument": allow("name/cdb:*", "*")});
    let policy = source.cam("CreatePolicy", custom.clone()).await.ok()["PolicyId"].as_u64().unwrap();
    source.cam("CreatePolicy", custom).await.refused("FailedOperation.PolicyNameInUse", "p");
    for _ in 0..2 {
        source.cam("AttachRolePolicy", json!({"AttachRoleId": id, "PolicyId": policy})).await.ok();
    }
    assert_eq!(list(json!({})).await["TotalNum"], 3);
    assert_eq!(list(json!({"PolicyType": "User"})).await["List"][0]["PolicyName"], "p");
    assert_eq!(list(json!({"Keyword": "DTS"})).await["TotalNum"], 1);
    let entities = source.cam("ListEntitiesForPolicy", json!({"PolicyId": policy, "EntityFilter": "Role"})).await.ok();
    assert_eq!((&entities["List"][0]["Name"], &entities["List"][0]["RelatedType"]), (&json!(ROLE), &json!(3)));
    source.cam("DetachRolePolicy", json!({"DetachRoleId": id, "PolicyId": policy.to_string()})).await.ok();
    source.cam("DetachRolePolicy", json!({"DetachRoleName": ROLE, "PolicyName": POLICIES[0]})).await.ok();
    assert_eq!(list(json!({})).await["TotalNum"], 1);
    source
        .cam("AttachRolePolicy", json!({"AttachRoleName": ROLE, "PolicyName": "None"}))
        .await
        .refused("InvalidParameter.PolicyIdNotExist", "None");
    source
        .cam("AttachRolePolicy", json!({"AttachRoleName": "none", "PolicyId": policy}))
        .await
        .refused("InvalidParameter.RoleNotExist", "");
    let others = json!({"AttachRoleName": ROLE, "PolicyId": policy});
    stage.target().cam("AttachRolePolicy", others).await.refused("InvalidParameter.PolicyIdNotExist", "");
}

#[tokio::test]
async fn a_policy_is_read_changed_listed_and_deleted() {
    let stage = Stage::tencent().await;
    let source = stage.source();
    let parameters = json!({"PolicyName": "p", "PolicyDocument": allow("dts:*", "*"), "Description": "d",
        "Tags": [{"Key": "k", "Value": "v"}]});
    let id = source.cam("CreatePolicy", parameters).await.ok()["PolicyId"].clone();
    let get = async || source.cam("GetPolicy", json!({"PolicyId": id})).await.ok();
    let policy = get().await;
    assert_eq!((&policy["PolicyName"], &policy["Type"], &policy["Description"]), (&json!("p"), &json!(1), &json!("d")));
    assert_eq!(policy["Tags"], json!([{"Key": "k", "Value": "v"}]));
    source.cam("UpdatePolicy", json!({"PolicyId": id, "PolicyName": "q", "Description": ""})).await.ok();
    let by_name = json!({"PolicyName": "q", "PolicyDocument": allow("cam:*", "*")});
    assert_eq!(source.cam("UpdatePolicy", by_name).await.ok()["PolicyId"], id);
    let policy = get().await;
    assert_eq!((&policy["PolicyName"], &policy["Description"]), (&json!("q"), &json!("")));
    assert!(policy["PolicyDocument"].as_str().unwrap().contains("cam:*"));
    let list = async |scope: &str| source.cam("ListPolicies", json!({"Scope": scope, "Rp": 200})).await.ok();
    assert_eq!(list("Local").await["TotalNum"], 1);
    assert!(list("QCS").await["TotalNum"].as_u64().unwrap() > 5);
    let preset = source.cam("ListPolicies", json!({"Keyword": "QcloudDTSReadOnlyAccess"})).await.ok();
    let preset = source.cam("GetPolicy", json!({"PolicyId": preset["List"][0]["PolicyId"]})).await.ok();
    assert_eq!(preset["Type"], 2);
    source
        .cam("UpdatePolicy", json!({"PolicyId": id, "PolicyDocument": "{"}))
        .await
        .refused("InvalidParameter.PolicyDocumentError", "");
    source.cam("DeletePolicy", json!({"PolicyId": [id]})).await.ok();
    source.cam("GetPolicy", json!({"PolicyId": id})).await.refused("ResourceNotFound.PolicyIdNotFound", "");
    source.cam("DeletePolicy", json!({"PolicyId": [id]})).await.refused("ResourceNotFound.PolicyIdNotFound", "");
}

/// Each row: an action and a policy that allows it. Without the policy the user is denied, and with a denying one, too.
#[tokio::test]
async fn a_user_may_do_what_its_policies_allow() {
    let stage = Stage::tencent().await;
    let (root, user) = (stage.target(), stage.sub_account());
    let list = json!({"Page": 1, "Rp": 20});
    let role = format!("qcs::cam::uin/{TARGET}:roleName/r1");
    let create = |name: &str| json!({"RoleName": name, "PolicyDocument": trust(SOURCE, None)});
    user.cam("DescribeRoleList", list.clone())
        .await
        .refused("AuthFailure.UnauthorizedOperation", "(cam:DescribeRoleList)");
    user.cam("CreateRole", create("r1")).await.refused("AuthFailure.UnauthorizedOperation", &format!("({role})"));
    grant(&stage, "read", &allow("name/cam:Describe*", "*")).await;
    user.cam("DescribeRoleList", list).await.ok();
    user.cam("CreateRole", create("r1")).await.refused("AuthFailure.UnauthorizedOperation", "");
    grant(&stage, "one-role", &allow("cam:CreateRole", &role)).await;
    user.cam("CreateRole", create("r2")).await.refused("AuthFailure.UnauthorizedOperation", "roleName/r2");
    user.cam("CreateRole", create("r1")).await.ok();
    root.cam("DeleteRole", json!({"RoleName": "r1"})).await.ok();
    let denying = allow("cam:CreateRole", "*").replace("allow", "deny");
    let denied = grant(&stage, "deny", &denying).await;
    user.cam("CreateRole", create("r1")).await.refused("AuthFailure.UnauthorizedOperation", "");
    root.cam("DetachUserPolicy", json!({"PolicyId": denied, "DetachUin": OPERATOR.parse::<u64>().unwrap()})).await.ok();
    user.cam("CreateRole", create("r1")).await.ok();
}

/// Creates a policy in the target's account and attaches it to its user.
pub(crate) async fn grant(stage: &Stage, name: &str, document: &str) -> u64 {
    let root = stage.target();
    let parameters = json!({"PolicyName": name, "PolicyDocument": document});
    let policy = root.cam("CreatePolicy", parameters).await.ok()["PolicyId"].as_u64().unwrap();
    root.cam("AttachUserPolicy", json!({"PolicyId": policy, "AttachUin": OPERATOR.parse::<u64>().unwrap()})).await.ok();
    policy
}

#[tokio::test]
async fn the_policies_of_a_group_are_those_of_its_users() {
    let stage = Stage::tencent().await;
    let (root, user) = (stage.target(), stage.sub_account());
    user.dts("DescribeMigrationJobs", json!({})).await.ok();
    let attached = root.cam("ListAttachedGroupPolicies", json!({"TargetGroupId": 100_001})).await.ok();
    let policy = attached["List"][0]["PolicyId"].clone();
    root.cam("DetachGroupPolicy", json!({"PolicyId": policy, "DetachGroupId": 100_001})).await.ok();
    user.dts("DescribeMigrationJobs", json!({}))
        .await
        .refused("AuthFailure.UnauthorizedOperation", "(dts:DescribeMigrationJobs)");
    root.cam("AttachGroupPolicy", json!({"PolicyId": policy, "AttachGroupId": 100_001})).await.ok();
    user.dts("DescribeMigrationJobs", json!({})).await.ok();
    root.cam("AttachGroupPolicy", json!({"PolicyId": policy, "AttachGroupId": 1}))
        .await
        .refused("InvalidParameter.GroupNotExist", "");
}
