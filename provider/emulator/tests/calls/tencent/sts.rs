//! Identities and sessions.

use serde_json::{Value, json};

use crate::setup::Stage;

use super::cam::grant;
use super::client::{OPERATOR, POLICIES, ROLE, SOURCE, TARGET, allow, make_role, role_arn, trust};

fn assume(more: Value) -> Value {
    let mut parameters = json!({"RoleArn": role_arn(), "RoleSessionName": "tf-dts"});
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    parameters
}

#[tokio::test]
async fn every_kind_of_caller_has_its_identity() {
    let stage = Stage::tencent().await;
    let of = async |client: super::client::Client| client.sts("GetCallerIdentity", json!({})).await.ok();
    let root = of(stage.target()).await;
    assert_eq!(
        (&root["Type"], &root["AccountId"], &root["UserId"]),
        (&json!("CAMUser"), &json!(TARGET), &json!(TARGET))
    );
    let user = of(stage.sub_account()).await;
    assert_eq!(
        (&user["AccountId"], &user["UserId"], &user["PrincipalId"]),
        (&json!(TARGET), &json!(OPERATOR), &json!(OPERATOR))
    );
    assert_eq!(user["Arn"], format!("qcs::cam:{TARGET}:uin/{OPERATOR}"));
    let id = make_role(&stage, None, &POLICIES).await;
    let session = stage.target().sts("AssumeRole", assume(json!({}))).await.ok();
    let role = of(stage.target().with(&session)).await;
    assert_eq!(
        (&role["Type"], &role["AccountId"], &role["PrincipalId"]),
        (&json!("CAMRole"), &json!(SOURCE), &json!(TARGET))
    );
    assert_eq!(role["UserId"], format!("{id}:tf-dts"));
    assert_eq!(role["Arn"], format!("qcs::sts:{SOURCE}:assumed-role/{id}"));
}

#[tokio::test]
async fn a_session_has_its_duration_and_ends() {
    let stage = Stage::tencent().await;
    make_role(&stage, None, &POLICIES).await;
    let session = stage.target().sts("AssumeRole", assume(json!({"DurationSeconds": 900}))).await.ok();
    let now = jiff::Timestamp::now().as_second();
    let expires = session["ExpiredTime"].as_i64().unwrap();
    assert!((expires - now - 900).abs() < 5, "{session}");
    assert!(session["Expiration"].as_str().unwrap().ends_with('Z'));
    let caller = stage.target().with(&session);
    caller.sts("GetCallerIdentity", json!({})).await.ok();
    let without_token = super::client::Client { token: None, ..caller.clone() };
    without_token.sts("GetCallerIdentity", json!({})).await.refused("AuthFailure.TokenFailure", "needs a token");
    stage.control("POST", "clock", r#"{"advance_seconds": 901}"#).await;
    caller.sts("GetCallerIdentity", json!({})).await.refused("AuthFailure.TokenFailure", "expired");
    let too_long = assume(json!({"DurationSeconds": 7201}));
    stage.target().sts("AssumeRole", too_long).await.refused("InvalidParameter.OverTimeError", "7200");
}

#[tokio::test]
async fn a_session_ends_with_its_role() {
    let stage = Stage::tencent().await;
    make_role(&stage, None, &["QcloudCamReadOnlyAccess"]).await;
    let caller = stage.target().with(&stage.target().sts("AssumeRole", assume(json!({}))).await.ok());
    caller.cam("GetRole", json!({"RoleName": ROLE})).await.ok();
    stage.source().cam("DeleteRole", json!({"RoleName": ROLE})).await.ok();
    make_role(&stage, None, &["QcloudCamReadOnlyAccess"]).await;
    caller.cam("GetRole", json!({"RoleName": ROLE})).await.refused("AuthFailure.TokenFailure", "deleted");
}

#[tokio::test]
async fn the_role_and_its_account_must_exist() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    target.sts("AssumeRole", assume(json!({}))).await.refused("InternalError.GetRoleError", "role not exist");
    let id = make_role(&stage, None, &POLICIES).await;
    target.sts("AssumeRole", assume(json!({}))).await.ok();
    let other = assume(json!({"RoleArn": role_arn().replace(SOURCE, "700000000009")}));
    target.sts("AssumeRole", other).await.refused("InternalError.GetRoleError", "role not exist");
    let by_id = assume(json!({"RoleArn": format!("qcs::cam::uin/{SOURCE}:role/{id}")}));
    target.sts("AssumeRole", by_id).await.ok();
    let malformed = assume(json!({"RoleArn": "acs:ram::1:role/r"}));
    target.sts("AssumeRole", malformed).await.refused("InvalidParameter.ParamError", "RoleArn must be");
    let name = assume(json!({"RoleSessionName": "a b"}));
    target.sts("AssumeRole", name).await.refused("InvalidParameter.ParamError", "RoleSessionName");
}

#[tokio::test]
async fn the_trust_policy_decides_who_assumes_the_role_and_with_which_external_id() {
    let stage = Stage::tencent().await;
    make_role(&stage, Some("e-1"), &POLICIES).await;
    let target = stage.target();
    target.sts("AssumeRole", assume(json!({"ExternalId": "e-1"}))).await.ok();
    for other in [json!({}), json!({"ExternalId": "e-2"})] {
        target.sts("AssumeRole", assume(other)).await.refused("UnauthorizedOperation", "external ID");
    }
    stage
        .source()
        .sts("AssumeRole", assume(json!({"ExternalId": "e-1"})))
        .await
        .refused("UnauthorizedOperation", "trust");
    let several = trust(TARGET, Some("e-1")).replace(r#""e-1""#, r#"["e-3","e-4"]"#);
    stage.source().cam("UpdateAssumeRolePolicy", json!({"RoleName": ROLE, "PolicyDocument": several})).await.ok();
    target.sts("AssumeRole", assume(json!({"ExternalId": "e-4"}))).await.ok();
    target.sts("AssumeRole", assume(json!({"ExternalId": "e-1"}))).await.refused("UnauthorizedOperation", "");
}

/// The third error of the cross-account guide, and its repair.
#[tokio::test]
async fn a_user_needs_a_policy_for_the_role() {
    let stage = Stage::tencent().await;
    make_role(&stage, None, &POLICIES).await;
    let user = stage.sub_account();
    let refused = user.sts("AssumeRole", assume(json!({}))).await;
    refused
        .refused("AuthFailure.UnauthorizedOperation", "you are not authorized to perform operation (sts:AssumeRole)");
    refused.refused("AuthFailure.UnauthorizedOperation", &format!("resource ({}) has no permission", role_arn()));
    grant(&stage, "other-role", &allow("name/sts:AssumeRole", &role_arn().replace(ROLE, "other"))).await;
    user.sts("AssumeRole", assume(json!({}))).await.refused("AuthFailure.UnauthorizedOperation", "");
    grant(&stage, "this-role", &allow("name/sts:AssumeRole", &role_arn())).await;
    user.sts("AssumeRole", assume(json!({}))).await.ok();
}

#[tokio::test]
async fn a_session_policy_narrows_the_role() {
    let stage = Stage::tencent().await;
    make_role(&stage, None, &["QcloudCamReadOnlyAccess"]).await;
    let session = async |policy: &str| {
        let answer = stage.target().sts("AssumeRole", assume(json!({"Policy": policy}))).await.ok();
        stage.target().with(&answer)
    };
    let narrow = allow("cam:GetRole", "*");
    let encoded = crate::client::percent(&narrow);
    for policy in [narrow, encoded] {
        let caller = session(&policy).await;
        caller.cam("GetRole", json!({"RoleName": ROLE})).await.ok();
        let list = json!({"Page": 1, "Rp": 20});
        caller.cam("DescribeRoleList", list).await.refused("AuthFailure.UnauthorizedOperation", "");
    }
    let wide = session(&allow("cam:*", "*")).await;
    wide.cam("DeleteRole", json!({"RoleName": ROLE})).await.refused("AuthFailure.UnauthorizedOperation", "");
    let malformed = assume(json!({"Policy": "{}"}));
    stage.target().sts("AssumeRole", malformed).await.refused("InvalidParameter.StrategyFormatError", "version");
}

/// The token of an identity provider takes the place of a signature.
#[tokio::test]
async fn a_token_of_an_identity_provider_opens_a_session_of_a_role_that_trusts_it() {
    let stage = Stage::tencent().await;
    let provider = format!("qcs::cam::uin/{SOURCE}:oidc-provider/ci");
    let document = json!({"version": "2.0", "statement": [{
        "effect": "allow", "action": "name/sts:AssumeRoleWithWebIdentity", "principal": {"federated": [provider]},
        "condition": {"string_equal": {"oidc:sub": "repo:shop/infrastructure"}},
    }]});
    let role = json!({"RoleName": ROLE, "PolicyDocument": document.to_string()});
    stage.source().cam("CreateRole", role).await.ok();
    let assume = async |change: (&str, &str)| {
        let mut parameters = json!({"RoleArn": role_arn(), "RoleSessionName": "ci", "ProviderId": "ci",
            "WebIdentityToken": "emulator-token-of-tencent-ci"});
        parameters[change.0] = json!(change.1);
        let client = stage.source();
        let mut request = client.request("sts", "AssumeRoleWithWebIdentity", &parameters);
        request.set("authorization", "SKIP");
        client.send(request).await
    };
    let session = assume(("RoleSessionName", "ci")).await.ok();
    let identity = stage.source().with(&session).sts("GetCallerIdentity", json!({})).await.ok();
    assert_eq!((&identity["Type"], &identity["AccountId"]), (&json!("CAMRole"), &json!(SOURCE)));
    let wrong_token = "InvalidParameter.WebIdentityTokenError";
    assume(("WebIdentityToken", "emulator-token-of-others")).await.refused(wrong_token, "has not issued it");
    assume(("ProviderId", "other")).await.refused(wrong_token, "no identity provider other");
    assume(("RoleArn", &format!("{}-2", role_arn()))).await.refused("InternalError.GetRoleError", "role not exist");
    let trust = json!({"RoleName": ROLE, "PolicyDocument": trust(TARGET, None)});
    stage.source().cam("UpdateAssumeRolePolicy", trust).await.ok();
    assume(("RoleSessionName", "ci")).await.refused("UnauthorizedOperation", "does not trust this token");
}
