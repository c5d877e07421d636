use dts_emulator::Options;

use crate::client::{Answer, Client};
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, trust};

const ARN: &str = "acs:ram::1234567890123456:role/ram-for-dts";

async fn assume(client: &Client, more: &[(&str, &str)]) -> Answer {
    client.sts("AssumeRole", &[&[("RoleArn", ARN), ("RoleSessionName", "tf")], more].concat()).await
}

async fn role_for(owner: &Client, document: &str) {
    owner.ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", document)]).await.ok();
}

/// The client with the temporary credentials.
fn session(stage: &Stage, answer: Answer) -> Client {
    let body = answer.ok();
    let text = |name: &str| body["Credentials"][name].as_str().unwrap().to_owned();
    let mut client = stage.client(&text("AccessKeyId"), &text("AccessKeySecret"));
    client.token = Some(text("SecurityToken"));
    client
}

#[tokio::test]
async fn a_trusted_caller_gets_credentials_that_act_in_the_roles_account() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    role_for(&owner, &trust(DESTINATION_OWNER)).await;
    let taken = assume(&stage.destination_owner(), &[]).await;
    assert_eq!(taken.body["AssumedRoleUser"]["Arn"], format!("{ARN}/tf"));
    let client = session(&stage, taken);
    let me = client.sts("GetCallerIdentity", &[]).await.ok();
    assert_eq!((&me["AccountId"], &me["IdentityType"]), (&SOURCE_OWNER.into(), &"AssumedRoleUser".into()));
    assert_eq!(me["Arn"], format!("acs:ram::{SOURCE_OWNER}:assumed-role/{ROLE}/tf"));

    let get = || client.ram("GetRole", &[("RoleName", ROLE)]);
    let denied = get().await;
    denied.refused("NoPermission", "not authorized");
    assert_eq!(denied.body["AccessDeniedDetail"]["AuthAction"], "ram:GetRole");
    let policy = [("PolicyType", "System"), ("PolicyName", "AliyunRAMReadOnlyAccess"), ("RoleName", ROLE)];
    owner.ram("AttachPolicyToRole", &policy).await.ok();
    get().await.ok();
    client.ram("DeleteRole", &[("RoleName", ROLE)]).await.refused("NoPermission", "not authorized");
}

#[tokio::test]
async fn untrusted_callers_and_wrong_arns_are_refused() {
    let stage = Stage::new().await;
    role_for(&stage.source_owner(), &trust(DESTINATION_OWNER)).await;
    let trusted = stage.destination_owner();
    assume(&trusted, &[]).await.ok();
    let refused = assume(&stage.operator(), &[]).await;
    refused.refused("NoPermission", "not authorized");
    assert_eq!(refused.status, 403);
    let with = |arn: &'static str| {
        let client = trusted.clone();
        async move { client.sts("AssumeRole", &[("RoleArn", arn), ("RoleSessionName", "tf")]).await }
    };
    with("acs:ram::1234567890123456:role/other").await.refused("EntityNotExist.Role", "not exists");
    with("ram-for-dts").await.refused("InvalidParameter.RoleArn", "acs:ram::");
    trusted
        .sts("AssumeRole", &[("RoleArn", ARN), ("RoleSessionName", "x")])
        .await
        .refused("InvalidParameter.RoleSessionName", "2 to 64");
    assume(&trusted, &[("DurationSeconds", "3600")]).await.ok();
    assume(&trusted, &[("DurationSeconds", "3601")]).await.refused("InvalidParameter.DurationSeconds", "3600");
    assume(&trusted, &[("Policy", "{")]).await.refused("InvalidParameter.PolicyGrammar", "JSON");
}

#[tokio::test]
async fn the_accounts_own_key_may_not_assume_roles() {
    let key =
        r#"{ id = "AKDESTINATIONOWNER", secret = "emulator-secret-of-destination-owner", ram_user = "terraform" }"#;
    let stage = Stage::in_world(&[(key, &key.replace(r#", ram_user = "terraform""#, ""))]).await;
    role_for(&stage.source_owner(), &trust(DESTINATION_OWNER)).await;
    let root = stage.destination_owner();
    let me = root.sts("GetCallerIdentity", &[]).await.ok();
    assert_eq!(
        (&me["IdentityType"], &me["Arn"]),
        (&"Account".into(), &format!("acs:ram::{DESTINATION_OWNER}:root").into())
    );
    assume(&root, &[]).await.refused("NoPermission", "root accounts");
}

#[tokio::test]
async fn the_external_id_must_match() {
    let stage = Stage::new().await;
    let document = trust(DESTINATION_OWNER)
        .replace(r#""Effect""#, r#""Condition":{"StringEquals":{"sts:ExternalId":"secret-handshake"}},"Effect""#);
    role_for(&stage.source_owner(), &document).await;
    let caller = stage.destination_owner();
    assume(&caller, &[("ExternalId", "secret-handshake")]).await.ok();
    assume(&caller, &[("ExternalId", "other")]).await.refused("NoPermission", "not authorized");
    assume(&caller, &[]).await.refused("NoPermission", "not authorized");
}

#[tokio::test]
async fn a_session_policy_narrows_and_never_widens() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    role_for(&owner, &trust(DESTINATION_OWNER)).await;
    let policy = [("PolicyType", "System"), ("PolicyName", "AliyunRAMReadOnlyAccess"), ("RoleName", ROLE)];
    owner.ram("AttachPolicyToRole", &policy).await.ok();
    let narrow =
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["ram:GetRole","ram:DeleteRole"],"Resource":"*"}]}"#;
    let client = session(&stage, assume(&stage.destination_owner(), &[("Policy", narrow)]).await);
    client.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
    client.ram("ListPoliciesForRole", &[("RoleName", ROLE)]).await.refused("NoPermission", "");
    client.ram("DeleteRole", &[("RoleName", ROLE)]).await.refused("NoPermission", "");
}

#[tokio::test]
async fn tokens_are_checked_and_expire() {
    let stage = Stage::with(Options::default()).await;
    role_for(&stage.source_owner(), &trust(DESTINATION_OWNER)).await;
    let good = session(&stage, assume(&stage.destination_owner(), &[("DurationSeconds", "900")]).await);
    good.sts("GetCallerIdentity", &[]).await.ok();
    let without = Client { token: None, ..good.clone() };
    without.sts("GetCallerIdentity", &[]).await.refused("MissingSecurityToken", "mandatory");
    let other = Client { token: Some("other".to_owned()), ..good.clone() };
    other.sts("GetCallerIdentity", &[]).await.refused("InvalidSecurityToken.MismatchWithAccessKey", "");
    let plain = Client { token: Some("other".to_owned()), ..stage.source_owner() };
    plain.sts("GetCallerIdentity", &[]).await.refused("InvalidSecurityToken.MismatchWithAccessKey", "");

    stage.control("POST", "clock", r#"{"advance_seconds": 890}"#).await;
    good.sts("GetCallerIdentity", &[]).await.ok();
    stage.control("POST", "clock", r#"{"advance_seconds": 20}"#).await;
    let expired = good.sts("GetCallerIdentity", &[]).await;
    expired.refused("InvalidSecurityToken.Expired", "expired");
    assert_eq!(expired.status, 403);
    stage.source_owner().sts("GetCallerIdentity", &[]).await.ok();
}

#[tokio::test]
async fn a_session_ends_with_its_role_and_a_new_role_of_the_name_does_not_revive_it() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    role_for(&owner, &trust(DESTINATION_OWNER)).await;
    let old = session(&stage, assume(&stage.destination_owner(), &[]).await);
    old.sts("GetCallerIdentity", &[]).await.ok();
    owner.ram("DeleteRole", &[("RoleName", ROLE)]).await.ok();
    let calls = async |client: &Client| {
        [
            client.sts("GetCallerIdentity", &[]).await,
            client.ram("ListRoles", &[]).await,
            client.dts("DescribeDtsJobs", &[]).await,
        ]
    };
    for answer in calls(&old).await {
        answer.refused("InvalidSecurityToken.Expired", "the role of its session was deleted");
        assert_eq!(answer.status, 403);
    }
    // Another role of the name, which trusts another account and may do everything.
    role_for(&owner, &trust("3456789012345678")).await;
    crate::setup::attach(&owner, "AttachPolicyToRole", "AdministratorAccess").await.ok();
    for answer in calls(&old).await {
        answer.refused("InvalidSecurityToken.Expired", "the role of its session was deleted");
    }
    let new = session(&stage, assume(&stage.operator(), &[]).await);
    for answer in calls(&new).await {
        answer.ok();
    }
}
