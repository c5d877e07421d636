//! Versions of custom policies, lists of policies, and lists of the roles and users of a policy.

use serde_json::Value;

use crate::client::Client;
use crate::setup::{DESTINATION_OWNER, ROLE, Stage, make_role};

const ALLOW: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"rds:*","Resource":"*"}]}"#;
const DENY: &str = r#"{"Version":"1","Statement":[{"Effect":"Deny","Action":"rds:*","Resource":"*"}]}"#;

async fn version(owner: &Client, more: &[(&str, &str)]) -> crate::client::Answer {
    owner.ram("CreatePolicyVersion", &[&[("PolicyName", "p"), ("PolicyDocument", DENY)], more].concat()).await
}

async fn policy(owner: &Client) -> Value {
    owner.ram("GetPolicy", &[("PolicyName", "p"), ("PolicyType", "Custom")]).await.ok()
}

#[tokio::test]
async fn a_version_is_effective_when_it_is_the_default_one() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    owner.ram("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", ALLOW)]).await.ok();
    let made = version(&owner, &[]).await.ok();
    assert_eq!(
        (&made["PolicyVersion"]["VersionId"], &made["PolicyVersion"]["IsDefaultVersion"]),
        (&"v2".into(), &false.into())
    );
    assert_eq!(policy(&owner).await["DefaultPolicyVersion"]["PolicyDocument"], ALLOW);
    version(&owner, &[("SetAsDefault", "true")]).await.ok();
    let read = policy(&owner).await;
    assert_eq!(
        (&read["Policy"]["DefaultVersion"], &read["DefaultPolicyVersion"]["PolicyDocument"]),
        (&"v3".into(), &DENY.into())
    );
    let missing = [("PolicyName", "q"), ("PolicyDocument", DENY)];
    owner.ram("CreatePolicyVersion", &missing).await.refused("EntityNotExist.Policy", "q");
    let malformed = [("PolicyName", "p"), ("PolicyDocument", "{")];
    owner.ram("CreatePolicyVersion", &malformed).await.refused("MalformedPolicyDocument", "JSON");
}

#[tokio::test]
async fn a_policy_has_at_most_five_versions_unless_the_oldest_is_rotated() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    owner.ram("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", ALLOW)]).await.ok();
    for _ in 0..4 {
        version(&owner, &[]).await.ok();
    }
    version(&owner, &[]).await.refused("LimitExceeded.Policy.Version", "5");
    version(&owner, &[("RotateStrategy", "Newest")]).await.refused("InvalidParameter.RotateStrategy", "Rotate");
    let rotate = ("RotateStrategy", "DeleteOldestNonDefaultVersionWhenLimitExceeded");
    assert_eq!(version(&owner, &[rotate]).await.ok()["PolicyVersion"]["VersionId"], "v6");
    assert_eq!(policy(&owner).await["Policy"]["DefaultVersion"], "v1");
    owner.ram("DeletePolicy", &[("PolicyName", "p")]).await.refused("DeleteConflict.Policy.Version", "versions");
    owner.ram("DeletePolicy", &[("PolicyName", "p"), ("CascadingDelete", "true")]).await.ok();
}

#[tokio::test]
async fn policies_are_listed_by_kind_tag_and_page() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let tag = ("Tag", r#"[{"Key":"set","Value":"a"}]"#);
    owner.ram("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", ALLOW), tag]).await.ok();
    owner.ram("CreatePolicy", &[("PolicyName", "q"), ("PolicyDocument", ALLOW)]).await.ok();
    let names = async |parameters: &[(&str, &str)]| -> (Vec<String>, Value) {
        let page = owner.ram("ListPolicies", parameters).await.ok();
        let rows = page["Policies"]["Policy"].as_array().unwrap().iter();
        (rows.map(|row| row["PolicyName"].as_str().unwrap().to_owned()).collect(), page["Marker"].clone())
    };
    assert_eq!(names(&[("PolicyType", "Custom")]).await.0, ["p", "q"]);
    assert_eq!(names(&[tag]).await.0, ["p"]);
    assert!(names(&[("PolicyType", "System")]).await.0.contains(&"AliyunDTSRolePolicy".to_owned()));
    let (first, marker) = names(&[("MaxItems", "1")]).await;
    let (second, _) = names(&[("MaxItems", "1"), ("Marker", marker.as_str().unwrap())]).await;
    assert_eq!((first, second), (vec!["p".to_owned()], vec!["q".to_owned()]));
    owner.ram("ListPolicies", &[("PolicyType", "Other")]).await.refused("InvalidParameter.PolicyType", "System");
}

#[tokio::test]
async fn the_roles_and_users_of_a_policy_are_listed() {
    let stage = Stage::in_world(&[(
        r#"secret = "emulator-secret-of-operator", ram_user = "terraform""#,
        r#"secret = "emulator-secret-of-operator", ram_user = "terraform", policies = ["AdministratorAccess", "AliyunRAMFullAccess"]"#,
    )])
    .await;
    let owner = stage.source_owner();
    make_role(&owner, DESTINATION_OWNER).await;
    let of = |name: &'static str| [("PolicyName", name), ("PolicyType", "System")];
    let found = owner.ram("ListEntitiesForPolicy", &of("AliyunDTSRolePolicy")).await.ok();
    assert_eq!(found["Roles"]["Role"][0]["RoleName"], ROLE);
    assert_eq!(found["Users"]["User"], serde_json::json!([]));
    let users = stage.operator().ram("ListEntitiesForPolicy", &of("AdministratorAccess")).await.ok();
    assert_eq!(users["Users"]["User"][0]["UserName"], "terraform");
    let none = [("PolicyName", "none"), ("PolicyType", "Custom")];
    owner.ram("ListEntitiesForPolicy", &none).await.refused("EntityNotExist.Policy", "none");
}
