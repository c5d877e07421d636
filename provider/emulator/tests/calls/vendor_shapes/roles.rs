//! `alicloud_ram_role`, `alicloud_ram_policy`, `alicloud_ram_role_policy_attachment` and their data sources.

use serde_json::{Value, json};

use crate::client::Client;
use crate::setup::{DESTINATION_OWNER, Stage, trust};

const ROLE: &str = "tf-role";
const POLICY: &str = "tf-policy";

fn document(action: &str) -> String {
    format!(r#"{{"Statement":[{{"Action":["{action}"],"Effect":"Allow","Resource":["*"]}}],"Version":"1"}}"#)
}

/// The text as JSON: the client compares policy documents by their content.
fn content(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

/// The tags of a role or a policy, sorted, as ListTagResources of RAM lists them.
async fn tags(owner: &Client, kind: &str, name: &str) -> Vec<(String, String)> {
    let names = json!([name]).to_string();
    let answer = owner.ram("ListTagResources", &[("ResourceType", kind), ("ResourceNames", &names)]).await.ok();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let listed = answer["TagResources"].as_array().unwrap().iter();
    let mut tags: Vec<_> = listed.map(|tag| (text(&tag["TagKey"]), text(&tag["TagValue"]))).collect();
    tags.sort();
    tags
}

fn pairs(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// A change of tags: all old keys that change or disappear are removed, then all new ones are set.
async fn change_tags(owner: &Client, kind: &str, name: &str) {
    let names = json!([name]).to_string();
    let on = [("ResourceType", kind), ("ResourceNames", &names[..])];
    owner.ram("UntagResources", &[&on[..], &[("TagKeys", r#"["env","team"]"#)]].concat()).await.ok();
    let added = r#"[{"Key":"env","Value":"prod"},{"Key":"owner","Value":"x"}]"#;
    owner.ram("TagResources", &[&on[..], &[("Tag", added)]].concat()).await.ok();
    assert_eq!(tags(owner, kind, name).await, pairs(&[("env", "prod"), ("owner", "x")]));
}

const FIRST_TAGS: &str = r#"[{"Key":"env","Value":"test"},{"Key":"team","Value":"a"}]"#;

#[tokio::test]
async fn a_role_is_managed() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let sent = trust(DESTINATION_OWNER);
    let create = [
        ("RoleName", ROLE),
        ("Description", "first"),
        ("MaxSessionDuration", "3600"),
        ("Tag", FIRST_TAGS),
        ("AssumeRolePolicyDocument", &sent[..]),
    ];
    assert_eq!(owner.ram("CreateRole", &create).await.ok()["Role"]["RoleName"], ROLE);
    let read = async || owner.ram("GetRole", &[("RoleName", ROLE)]).await.ok()["Role"].clone();
    let role = read().await;
    assert_eq!((&role["Description"], &role["MaxSessionDuration"]), (&"first".into(), &3600.into()));
    assert_eq!(content(&role["AssumeRolePolicyDocument"]), content(&Value::String(sent)));
    assert!(["Arn", "CreateDate", "RoleId"].iter().all(|name| role[name].is_string()));
    assert_eq!(tags(&owner, "role", ROLE).await, pairs(&[("env", "test"), ("team", "a")]));

    // One call has all that changes.
    let other = trust("3456789012345678");
    let update = [
        ("RoleName", ROLE),
        ("NewDescription", "second"),
        ("NewMaxSessionDuration", "7200"),
        ("NewAssumeRolePolicyDocument", &other[..]),
    ];
    owner.ram("UpdateRole", &update).await.ok();
    let role = read().await;
    assert_eq!((&role["Description"], &role["MaxSessionDuration"]), (&"second".into(), &7200.into()));
    assert_eq!(content(&role["AssumeRolePolicyDocument"]), content(&Value::String(other)));
    // A call without a description keeps it; an empty one removes it.
    owner.ram("UpdateRole", &[("RoleName", ROLE), ("NewMaxSessionDuration", "3600")]).await.ok();
    assert_eq!(read().await["Description"], "second");
    owner.ram("UpdateRole", &[("RoleName", ROLE), ("NewDescription", "")]).await.ok();
    let role = read().await;
    assert_eq!((&role["Description"], &role["MaxSessionDuration"]), (&"".into(), &3600.into()));
    change_tags(&owner, "role", ROLE).await;

    owner.ram("DeleteRole", &[("RoleName", ROLE)]).await.ok();
    let gone = owner.ram("GetRole", &[("RoleName", ROLE)]).await;
    assert_eq!(gone.status, 404, "the client takes this status for absence");
    gone.refused("EntityNotExist.Role", ROLE);
    owner.ram("DeleteRole", &[("RoleName", ROLE)]).await.refused("EntityNotExist.Role", ROLE);
}

#[tokio::test]
async fn a_policy_is_managed() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let on = ("PolicyName", POLICY);
    let create =
        [on, ("Description", "first"), ("PolicyDocument", &document("rds:Describe*")[..]), ("Tag", FIRST_TAGS)];
    assert_eq!(owner.ram("CreatePolicy", &create).await.ok()["Policy"]["PolicyName"], POLICY);
    let read = async || owner.ram("GetPolicy", &[on, ("PolicyType", "Custom")]).await.ok();
    let policy = read().await;
    assert_eq!(
        (&policy["Policy"]["Description"], &policy["Policy"]["PolicyType"]),
        (&"first".into(), &"Custom".into())
    );
    assert_eq!((&policy["Policy"]["DefaultVersion"], &policy["Policy"]["AttachmentCount"]), (&"v1".into(), &0.into()));
    assert_eq!(tags(&owner, "policy", POLICY).await, pairs(&[("env", "test"), ("team", "a")]));

    // Each change of the document is a new default version. The seventh one removes the oldest ones.
    for at in 2..8 {
        let text = document(&format!("rds:Describe{at}"));
        let version = [
            on,
            ("PolicyDocument", &text[..]),
            ("SetAsDefault", "true"),
            ("RotateStrategy", "DeleteOldestNonDefaultVersionWhenLimitExceeded"),
        ];
        owner.ram("CreatePolicyVersion", &version).await.ok();
        let policy = read().await;
        assert_eq!(policy["Policy"]["DefaultVersion"], format!("v{at}"));
        assert_eq!(content(&policy["DefaultPolicyVersion"]["PolicyDocument"]), content(&Value::String(text)));
    }
    change_tags(&owner, "policy", POLICY).await;

    // Its way to delete with `force`: the entities, the versions that are not the default one, the policy.
    let entities = owner.ram("ListEntitiesForPolicy", &[on, ("PolicyType", "Custom")]).await.ok();
    for kind in ["Users", "Groups", "Roles"] {
        assert_eq!(entities[kind][kind.trim_end_matches('s')], json!([]), "{entities:#}");
    }
    let versions = owner.ram("ListPolicyVersions", &[on, ("PolicyType", "Custom")]).await.ok();
    let versions = versions["PolicyVersions"]["PolicyVersion"].as_array().unwrap().clone();
    assert_eq!(versions.len(), 5);
    for version in versions.iter().filter(|version| version["IsDefaultVersion"] == false) {
        let id = version["VersionId"].as_str().unwrap();
        owner.ram("DeletePolicyVersion", &[on, ("VersionId", id)]).await.ok();
    }
    owner.ram("DeletePolicy", &[on, ("CascadingDelete", "true")]).await.ok();
    owner.ram("GetPolicy", &[on, ("PolicyType", "Custom")]).await.refused("EntityNotExist.Policy", POLICY);
}

#[tokio::test]
async fn attachments_are_managed() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let role = ("RoleName", ROLE);
    let system = [("PolicyName", "AliyunDTSRolePolicy"), ("PolicyType", "System"), role];
    let custom = [("PolicyName", POLICY), ("PolicyType", "Custom"), role];
    owner.ram("AttachPolicyToRole", &system).await.refused("EntityNotExist.Role", ROLE);
    owner.ram("ListPoliciesForRole", &[role]).await.refused("EntityNotExist.Role", ROLE);
    owner.ram("CreateRole", &[role, ("AssumeRolePolicyDocument", &trust(DESTINATION_OWNER))]).await.ok();
    owner.ram("AttachPolicyToRole", &custom).await.refused("EntityNotExist.Policy", POLICY);
    owner.ram("CreatePolicy", &[custom[0], ("PolicyDocument", &document("rds:*"))]).await.ok();
    for attachment in [&system, &custom] {
        owner.ram("AttachPolicyToRole", attachment).await.ok();
    }
    let listed = owner.ram("ListPoliciesForRole", &[role]).await.ok()["Policies"]["Policy"].clone();
    let mut listed: Vec<[&str; 2]> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| ["PolicyName", "PolicyType"].map(|name| policy[name].as_str().unwrap()))
        .collect();
    listed.sort_unstable();
    assert_eq!(listed, [["AliyunDTSRolePolicy", "System"], [POLICY, "Custom"]]);

    // The data source of roles reads the entities of a policy.
    let entities = owner.ram("ListEntitiesForPolicy", &custom[..2]).await.ok();
    assert_eq!(entities["Roles"]["Role"][0]["RoleName"], ROLE);
    assert_eq!(entities["Users"]["User"], json!([]));

    // Without `force` the client repeats the deletion on this code; with it, it detaches what the list has.
    let conflict = owner.ram("DeleteRole", &[role]).await;
    conflict.refused("DeleteConflict.Role.Policy", "attached");
    for attachment in [&system, &custom] {
        owner.ram("DetachPolicyFromRole", attachment).await.ok();
        owner.ram("DetachPolicyFromRole", attachment).await.refused("EntityNotExist.Role.Policy", "not attached");
    }
    owner.ram("DeleteRole", &[role]).await.ok();
    owner.ram("DetachPolicyFromRole", &system).await.refused("EntityNotExist.Role", ROLE);
}

/// One parameter of these requests is a mistake of the client, which the real cloud ignores.
#[tokio::test]
async fn the_lists_have_what_the_data_sources_read() {
    let stage = Stage::with(dts_emulator::Options::default()).await;
    let owner = stage.source_owner();
    let role = [("RoleName", ROLE), ("AssumeRolePolicyDocument", &trust(DESTINATION_OWNER)[..]), ("Tag", FIRST_TAGS)];
    owner.ram("CreateRole", &role).await.ok();
    let roles = owner.ram("ListRoles", &[("MaxItems", "50")]).await.ok()["Roles"]["Role"].clone();
    assert_eq!((&roles[0]["RoleName"], roles[0]["Tags"]["Tag"].as_array().unwrap().len()), (&ROLE.into(), 2));
    owner.ram("CreatePolicy", &[("PolicyName", POLICY), ("PolicyDocument", &document("rds:*"))]).await.ok();
    let custom = [("PolicyType", "Custom"), ("MaxItems", "100")];
    let policies = owner.ram("ListPolicies", &custom).await.ok()["Policies"]["Policy"].clone();
    assert_eq!(policies.as_array().unwrap().len(), 1);
    for (name, value) in [("PolicyName", POLICY), ("DefaultVersion", "v1"), ("PolicyType", "Custom")] {
        assert_eq!(policies[0][name], value);
    }
    let system = [("PolicyType", "System"), ("MaxResults", "100")];
    let policies = owner.ram("ListPolicies", &system).await.ok()["Policies"]["Policy"].clone();
    assert!(policies.as_array().unwrap().iter().any(|policy| policy["PolicyName"] == "AliyunDTSRolePolicy"));
    assert!(stage.last_request().await["warnings"].to_string().contains("MaxResults"));
}

#[tokio::test]
async fn a_policy_with_versions_is_changed_and_deleted() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let document = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"rds:*","Resource":"*"}]}"#;
    let on = ("PolicyName", "tf-policy");
    owner.ram("CreatePolicy", &[on, ("PolicyDocument", document), ("Description", "a")]).await.ok();
    owner.ram("UpdatePolicyDescription", &[on, ("NewDescription", "b")]).await.ok();
    let custom = [on, ("PolicyType", "Custom")];
    assert_eq!(owner.ram("GetPolicy", &custom).await.ok()["Policy"]["Description"], "b");
    owner.ram("CreatePolicyVersion", &[on, ("PolicyDocument", document), ("SetAsDefault", "true")]).await.ok();
    let versions = owner.ram("ListPolicyVersions", &custom).await.ok()["PolicyVersions"]["PolicyVersion"].clone();
    let rows: Vec<(&str, bool)> = versions
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["VersionId"].as_str().unwrap(), row["IsDefaultVersion"].as_bool().unwrap()))
        .collect();
    assert_eq!(rows, [("v2", true), ("v1", false)]);
    owner.ram("DeletePolicy", &[on]).await.refused("DeleteConflict.Policy.Version", "versions");
    let default = owner.ram("DeletePolicyVersion", &[on, ("VersionId", "v2")]).await;
    default.refused("DeleteConflict.PolicyVersion.Default", "default");
    owner.ram("DeletePolicyVersion", &[on, ("VersionId", "v9")]).await.refused("EntityNotExist.Policy.Version", "v9");
    owner.ram("DeletePolicyVersion", &[on, ("VersionId", "v1")]).await.ok();
    owner.ram("DeletePolicy", &[on]).await.ok();
    owner.ram("ListPolicyVersions", &custom).await.refused("EntityNotExist.Policy", "tf-policy");
}

#[tokio::test]
async fn the_list_of_roles_has_tags_and_any_call_may_name_a_region() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let role = [
        ("RoleName", "r"),
        ("AssumeRolePolicyDocument", &trust("2345678901234567")[..]),
        ("Tag", r#"[{"Key":"k","Value":"v"}]"#),
    ];
    owner.ram("CreateRole", &role).await.ok();
    let roles = owner.ram("ListRoles", &[("MaxItems", "50"), ("RegionId", "cn-hangzhou")]).await.ok();
    assert_eq!(roles["Roles"]["Role"][0]["Tags"], json!({"Tag": [{"TagKey": "k", "TagValue": "v"}]}));
    let identity = [("RegionId", "cn-hangzhou"), ("AcceptLanguage", "en-US")];
    owner.sts("GetCallerIdentity", &identity).await.ok();
    owner.sts("GetCallerIdentity", &[("Regions", "x")]).await.refused("InvalidParameter", "strict mode");
}
