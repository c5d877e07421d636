//! Conditions and principals of policies, as the calls that evaluate them see them.

use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage};

const ARN: &str = "acs:ram::1234567890123456:role/ram-for-dts";

async fn create_role(owner: &Client, statements: &[Value]) -> Answer {
    let document = json!({"Version": "1", "Statement": statements}).to_string();
    owner.ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", &document)]).await
}

fn statement(effect: &str, principal: &Value, condition: &Value) -> Value {
    json!({"Effect": effect, "Action": "sts:AssumeRole", "Principal": principal, "Condition": condition})
}

fn account() -> Value {
    json!({"RAM": [format!("acs:ram::{DESTINATION_OWNER}:root")]})
}

async fn assume(client: &Client, more: &[(&str, &str)]) -> String {
    let own = [("RoleArn", ARN), ("RoleSessionName", "tf")];
    client.sts("AssumeRole", &[&own, more].concat()).await.code().to_owned()
}

/// The role trusts the account, except for callers whom this condition denies.
async fn denying(condition: &Value) -> Stage {
    let stage = Stage::new().await;
    let statements = [statement("Allow", &account(), &json!({})), statement("Deny", &account(), condition)];
    create_role(&stage.source_owner(), &statements).await.ok();
    stage
}

#[tokio::test]
async fn a_deny_with_any_condition_is_evaluated() {
    let stage = denying(&json!({"StringNotEquals": {"sts:ExternalId": "x1"}})).await;
    let caller = stage.destination_owner();
    assert_eq!(assume(&caller, &[("ExternalId", "x1")]).await, "OK");
    assert_eq!(assume(&caller, &[("ExternalId", "attack")]).await, "NoPermission");
    assert_eq!(assume(&caller, &[]).await, "NoPermission");
    for (condition, code) in [
        (json!({"NotIpAddress": {"acs:SourceIp": "127.0.0.0/8"}}), "OK"),
        (json!({"NotIpAddress": {"acs:SourceIp": "203.0.113.0/24"}}), "NoPermission"),
        (json!({"Bool": {"acs:MFAPresent": "true"}}), "OK"),
        (json!({"Bool": {"acs:MFAPresent": "false"}}), "NoPermission"),
        (json!({"Bool": {"acs:SecureTransport": "false"}}), "NoPermission"),
        (json!({"DateLessThan": {"acs:CurrentTime": "2020-01-01T00:00:00Z"}}), "OK"),
        (json!({"DateGreaterThan": {"acs:CurrentTime": "2020-01-01T00:00:00Z"}}), "NoPermission"),
        (json!({"StringEquals": {"acs:SourceVpc": "vpc-1"}}), "NoPermission"),
        (json!({"ForAnyValue:StringEquals": {"sts:ExternalId": "x1"}}), "NoPermission"),
    ] {
        let stage = denying(&condition).await;
        assert_eq!(assume(&stage.destination_owner(), &[]).await, code, "{condition}");
    }
}

/// The clock of the emulator counts.
#[tokio::test]
async fn an_allow_until_a_date_ends_with_the_date() {
    let stage = Stage::new().await;
    let end = (jiff::Timestamp::now() + jiff::SignedDuration::from_mins(30)).to_string();
    let until = json!({"DateLessThan": {"acs:CurrentTime": end}});
    create_role(&stage.source_owner(), &[statement("Allow", &account(), &until)]).await.ok();
    assert_eq!(assume(&stage.destination_owner(), &[]).await, "OK");
    stage.control("POST", "clock", r#"{"advance_seconds": 3600}"#).await.ok();
    assert_eq!(assume(&stage.destination_owner(), &[]).await, "NoPermission");
}

/// The caller's own policy is evaluated by the same rules.
#[tokio::test]
async fn the_policy_of_a_user_is_evaluated_with_its_conditions() {
    for (condition, code) in [
        (json!({"IpAddress": {"acs:SourceIp": ["203.0.113.0/24", "127.0.0.1"]}}), "OK"),
        (json!({"IpAddress": {"acs:SourceIp": "203.0.113.0/24"}}), "Forbidden.RAM"),
        (json!({"StringLike": {"acs:ResourceTag/team": "*"}}), "Forbidden.RAM"),
    ] {
        let allow = json!({"Effect": "Allow", "Action": "dts:*", "Resource": "*", "Condition": condition});
        let document = json!({"Version": "1", "Statement": [allow]}).to_string();
        let user = r#"secret = "emulator-secret-of-source-owner", ram_user = "terraform""#;
        let limited = format!(r#"{user}, policies = ["mine"]"#);
        let policy = format!("}}]\n[[account.policy]]\nname = \"mine\"\ndocument = '''{document}'''\n");
        let stage = Stage::in_world(&[(&format!("{user} }}]"), &format!("{limited} {policy}"))]).await;
        let answer = stage.source_owner().dts("DescribeDtsJobs", &[]).await;
        assert_eq!(answer.code(), code, "{condition}");
    }
}

#[tokio::test]
async fn principals_that_ram_does_not_document_are_malformed() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    for principal in [
        json!({"RAM": "*"}),
        json!({"RAM": "acs:ram::*:root"}),
        json!({"RAM": [DESTINATION_OWNER]}),
        json!({"RAM": format!("acs:ram::{DESTINATION_OWNER}:user/*")}),
        json!({"Service": "*.aliyuncs.com"}),
        json!({"Federated": format!("acs:ram::{SOURCE_OWNER}:oidc-provider/*")}),
    ] {
        let answer = create_role(&owner, &[statement("Allow", &principal, &json!({}))]).await;
        answer.refused("MalformedPolicyDocument", "is not valid; valid forms");
        assert_eq!(answer.status, 400, "{principal}");
    }
    for (form, code) in [("root", "OK"), ("user/terraform", "OK"), ("role/deploy", "NoPermission")] {
        let principal = json!({"RAM": format!("acs:ram::{DESTINATION_OWNER}:{form}")});
        create_role(&owner, &[statement("Allow", &principal, &json!({}))]).await.ok();
        assert_eq!(assume(&stage.destination_owner(), &[]).await, code, "{principal}");
        owner.ram("DeleteRole", &[("RoleName", ROLE)]).await.ok();
    }
}

#[tokio::test]
async fn conditions_with_values_of_the_wrong_form_are_malformed() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let malformed = statement("Allow", &account(), &json!({"IpAddress": {"acs:SourceIp": "everywhere"}}));
    create_role(&owner, &[malformed]).await.refused("MalformedPolicyDocument", "an IP address or a CIDR block");
    let condition = json!({"Bool": {"acs:MFAPresent": "?"}});
    let allow = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
    let document = json!({"Version": "1", "Statement": [allow]}).to_string();
    let create = owner.ram("CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", &document)]).await;
    create.refused("MalformedPolicyDocument", "true or false");
}
