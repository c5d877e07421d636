use serde_json::Value;

use crate::client::Client;
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, attach, make_role, trust};

async fn create(client: &Client, name: &str, document: &str) -> crate::client::Answer {
    client.ram("CreateRole", &[("RoleName", name), ("AssumeRolePolicyDocument", document)]).await
}

fn trust_of(role: &Value) -> Value {
    serde_json::from_str(role["Role"]["AssumeRolePolicyDocument"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_role_is_created_read_changed_and_deleted() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let made = create(&owner, ROLE, &trust(DESTINATION_OWNER)).await.ok();
    assert_eq!(made["Role"]["Arn"], format!("acs:ram::{SOURCE_OWNER}:role/{ROLE}"));
    assert_eq!(made["Role"]["MaxSessionDuration"], 3600);
    assert!(made.get("Success").is_none() && made["RequestId"].is_string());
    assert!(made["Role"].get("RolePrincipalName").is_none());
    create(&owner, ROLE, &trust(DESTINATION_OWNER)).await.refused("EntityAlreadyExists.Role", ROLE);

    let changes = [("RoleName", ROLE), ("NewDescription", "数据 a+b"), ("NewMaxSessionDuration", "7200")];
    owner.ram("UpdateRole", &changes).await.ok();
    let read = owner.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
    assert_eq!((&read["Role"]["Description"], &read["Role"]["MaxSessionDuration"]), (&"数据 a+b".into(), &7200.into()));
    assert_eq!(
        trust_of(&read)["Statement"][0]["Principal"]["Service"][0],
        format!("{DESTINATION_OWNER}@dts.aliyuncs.com")
    );

    assert_eq!(read["Role"]["RolePrincipalName"], format!("{ROLE}@role.{SOURCE_OWNER}.onaliyunservice.com"));

    attach(&owner, "AttachPolicyToRole", "AliyunDTSRolePolicy").await.ok();
    let delete = || owner.ram("DeleteRole", &[("RoleName", ROLE)]);
    let conflict = delete().await;
    conflict.refused("DeleteConflict.Role.Policy", "attached");
    assert_eq!(conflict.status, 409);
    attach(&owner, "DetachPolicyFromRole", "AliyunDTSRolePolicy").await.ok();
    delete().await.ok();
    let gone = owner.ram("GetRole", &[("RoleName", ROLE)]).await;
    gone.refused("EntityNotExist.Role", ROLE);
    assert_eq!(gone.status, 404);
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn the_owners_own_uid_is_rewritten_in_the_trust_document() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let made = create(&owner, ROLE, &trust(SOURCE_OWNER)).await.ok();
    assert_eq!(trust_of(&made)["Statement"][0]["Principal"]["Service"][0], "dts.aliyuncs.com");
    let update = [("RoleName", ROLE), ("NewAssumeRolePolicyDocument", &trust(DESTINATION_OWNER)[..])];
    let updated = owner.ram("UpdateRole", &update).await.ok();
    assert_eq!(
        trust_of(&updated)["Statement"][0]["Principal"]["Service"][0],
        format!("{DESTINATION_OWNER}@dts.aliyuncs.com")
    );
}

#[tokio::test]
async fn each_error_of_a_role_has_its_code() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let good = trust(DESTINATION_OWNER);
    create(&owner, "a", &good).await.ok();
    create(&owner, &"a".repeat(64), &good).await.ok();
    create(&owner, &"a".repeat(65), &good).await.refused("InvalidParameter.RoleName.Length", "64");
    create(&owner, "with_underscore", &good).await.refused("InvalidParameter.RoleName.InvalidChars", "letters");
    create(&owner, "b", "{}").await.refused("MalformedPolicyDocument", "Version");
    let long = good.replace("root", &"r".repeat(2100));
    create(&owner, "b", &long).await.refused("InvalidParameter.AssumeRolePolicyDocument.Length", "2048");
    owner.ram("CreateRole", &[("RoleName", "b")]).await.refused("MissingAssumeRolePolicyDocument", "mandatory");
    let session = |seconds: &'static str| {
        let owner = owner.clone();
        async move { owner.ram("UpdateRole", &[("RoleName", "a"), ("NewMaxSessionDuration", seconds)]).await }
    };
    session("43200").await.ok();
    session("43201").await.refused("InvalidParameter.MaxSessionDuration", "43200");
}

#[tokio::test]
async fn attachments_have_their_errors() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    make_role(&owner, DESTINATION_OWNER).await;
    attach(&owner, "AttachPolicyToRole", "AliyunDTSRolePolicy")
        .await
        .refused("EntityAlreadyExists.Role.Policy", "already");
    attach(&owner, "AttachPolicyToRole", "AliyunNoSuchPolicy")
        .await
        .refused("EntityNotExist.Policy", "AliyunNoSuchPolicy");
    attach(&owner, "DetachPolicyFromRole", "AliyunVPCReadOnlyAccess")
        .await
        .refused("EntityNotExist.Role.Policy", "not attached");
    attach(&owner, "AttachPolicyToRole", "AliyunVPCReadOnlyAccess").await.ok();
    let listed = owner.ram("ListPoliciesForRole", &[("RoleName", ROLE)]).await.ok();
    let names: Vec<&str> =
        listed["Policies"]["Policy"].as_array().unwrap().iter().map(|it| it["PolicyName"].as_str().unwrap()).collect();
    assert_eq!(names, ["AliyunDTSRolePolicy", "AliyunVPCReadOnlyAccess"]);
    let missing = [("PolicyType", "System"), ("PolicyName", "AliyunDTSRolePolicy"), ("RoleName", "other")];
    owner.ram("AttachPolicyToRole", &missing).await.refused("EntityNotExist.Role", "other");
}

#[tokio::test]
async fn custom_policies_are_created_read_and_deleted() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    make_role(&owner, DESTINATION_OWNER).await;
    let document = r#"{"Version":"1","Statement":[{"Effect":"Deny","Action":"rds:*","Resource":"*"}]}"#;
    let create = |text: &str| {
        let (owner, text) = (owner.clone(), text.to_owned());
        async move { owner.ram("CreatePolicy", &[("PolicyName", "no-rds"), ("PolicyDocument", &text)]).await }
    };
    create("{").await.refused("MalformedPolicyDocument", "JSON");
    create(document).await.ok();
    create(document).await.refused("EntityAlreadyExists.Policy", "no-rds");
    let attachment = [("PolicyType", "Custom"), ("PolicyName", "no-rds"), ("RoleName", ROLE)];
    owner.ram("AttachPolicyToRole", &attachment).await.ok();
    let get = |kind: &'static str, name: &'static str| {
        let owner = owner.clone();
        async move { owner.ram("GetPolicy", &[("PolicyName", name), ("PolicyType", kind)]).await }
    };
    let read = get("Custom", "no-rds").await.ok();
    assert_eq!(read["Policy"]["AttachmentCount"], 1);
    assert_eq!(read["DefaultPolicyVersion"]["PolicyDocument"], document);
    assert!(get("System", "AliyunDTSRolePolicy").await.ok()["DefaultPolicyVersion"]["PolicyDocument"].is_string());
    get("System", "no-rds").await.refused("EntityNotExist.Policy", "no-rds");
    owner.ram("DeletePolicy", &[("PolicyName", "no-rds")]).await.refused("DeleteConflict.Policy.Role", ROLE);
    owner.ram("DeletePolicy", &[("PolicyName", "no-rds"), ("CascadingDelete", "true")]).await.ok();
    get("Custom", "no-rds").await.refused("EntityNotExist.Policy", "no-rds");
    let listed = owner.ram("ListPoliciesForRole", &[("RoleName", ROLE)]).await.ok();
    assert_eq!(listed["Policies"]["Policy"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn roles_are_listed_page_by_page() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    for name in ["a", "b", "c"] {
        create(&owner, name, &trust(DESTINATION_OWNER)).await.ok();
    }
    let names = |page: &Value| -> Vec<String> {
        page["Roles"]["Role"].as_array().unwrap().iter().map(|it| it["RoleName"].as_str().unwrap().to_owned()).collect()
    };
    let first = owner.ram("ListRoles", &[("MaxItems", "2")]).await.ok();
    assert_eq!((names(&first), &first["IsTruncated"]), (vec!["a".to_owned(), "b".to_owned()], &true.into()));
    assert!(first["Roles"]["Role"][0].get("AssumeRolePolicyDocument").is_none());
    let marker = first["Marker"].as_str().unwrap().to_owned();
    let second = owner.ram("ListRoles", &[("MaxItems", "2"), ("Marker", &marker)]).await.ok();
    assert_eq!((names(&second), &second["IsTruncated"]), (vec!["c".to_owned()], &false.into()));
    let others = stage.destination_owner().ram("ListRoles", &[]).await.ok();
    assert!(names(&others).is_empty());
}
