//! Assuming a role, and the permissions of its session.

use crate::client::{Answer, Client};
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, make_role};

const ARN: &str = "acs:ram::1234567890123456:role/ram-for-dts";
const KEYS: &str = r#"access_keys = [{ id = "AKDESTINATIONOWNER", secret = "emulator-secret-of-destination-owner", ram_user = "terraform" }]"#;
/// More keys of the destination owner: the account's own, and users with one policy each.
const MORE: &str = r#"access_keys = [
    { id = "AKDESTINATIONOWNER", secret = "emulator-secret-of-destination-owner", ram_user = "terraform" },
    { id = "AKROOT", secret = "s" },
    { id = "AKTAKER", secret = "s", ram_user = "taker", policies = ["AliyunSTSAssumeRoleAccess"] },
    { id = "AKDTS", secret = "s", ram_user = "dts", policies = ["AliyunDTSFullAccess"] },
    { id = "AKHERE", secret = "s", ram_user = "here", policies = ["take-here"] },
    { id = "AKTHERE", secret = "s", ram_user = "there", policies = ["take-there"] }]

[[account.policy]]
name = "take-here"
document = '''{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"acs:ram:*:1234567890123456:role/ram-for-dts"}]}'''

[[account.policy]]
name = "take-there"
document = '''{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"acs:ram:*:3456789012345678:role/*"}]}'''
"#;

const ACCOUNT: &str = r#"{"RAM":["acs:ram::2345678901234567:root"]}"#;
const USER: &str = r#"{"RAM":["acs:ram::2345678901234567:user/taker"]}"#;
const SERVICE: &str = r#"{"Service":["2345678901234567@dts.aliyuncs.com"]}"#;

type Parameters = &'static [(&'static str, &'static str)];

/// A caller, by its key, and the additional parameters of its call.
struct Try(&'static str, Parameters);

/// One case: the same role, assumed by a caller that it trusts and by one that it does not trust.
struct TrustCase {
    what: &'static str,
    principal: &'static str,
    condition: &'static str,
    let_through: Try,
    refused: Try,
    status: u16,
    code: &'static str,
}

impl TrustCase {
    /// A case about callers: the role trusts the account, without a condition.
    const fn new(what: &'static str, let_through: Try, refused: Try, status: u16, code: &'static str) -> Self {
        Self { what, principal: ACCOUNT, condition: "", let_through, refused, status, code }
    }

    const fn of(mut self, principal: &'static str, condition: &'static str) -> Self {
        (self.principal, self.condition) = (principal, condition);
        self
    }
}

const OWNER: &str = "AKDESTINATIONOWNER";
const NONE: Parameters = &[];
const EXTERNAL_ID: &str = r#","Condition":{"StringEquals":{"sts:ExternalId":"handshake"}}"#;

const fn duration(let_through: Parameters, refused: Parameters) -> TrustCase {
    TrustCase::new("duration", Try(OWNER, let_through), Try(OWNER, refused), 400, "InvalidParameter.DurationSeconds")
}

#[rustfmt::skip]
const CASES: &[TrustCase] = &[
    TrustCase::new("an account that is not trusted", Try(OWNER, NONE), Try("AKOPERATOR", NONE), 403, "NoPermission"),
    TrustCase::new("the role's own account, not trusted", Try(OWNER, NONE), Try("AKSOURCEOWNER", NONE), 403, "NoPermission"),
    TrustCase::new("another user than the trusted one", Try("AKTAKER", NONE), Try(OWNER, NONE), 403, "NoPermission").of(USER, ""),
    TrustCase::new("the account's own key", Try(OWNER, NONE), Try("AKROOT", NONE), 403, "NoPermission"),
    TrustCase::new("a user without the permission", Try("AKTAKER", NONE), Try("AKDTS", NONE), 403, "NoPermission"),
    TrustCase::new("a permission for other roles", Try("AKHERE", NONE), Try("AKTHERE", NONE), 403, "NoPermission"),
    TrustCase::new("a wrong external id", Try(OWNER, &[("ExternalId", "handshake")]), Try(OWNER, &[("ExternalId", "handshakes")]), 403, "NoPermission").of(ACCOUNT, EXTERNAL_ID),
    TrustCase::new("an external id in other letters", Try(OWNER, &[("ExternalId", "handshake")]), Try(OWNER, &[("ExternalId", "Handshake")]), 403, "NoPermission").of(ACCOUNT, EXTERNAL_ID),
    TrustCase::new("no external id", Try(OWNER, &[("ExternalId", "handshake")]), Try(OWNER, NONE), 403, "NoPermission").of(ACCOUNT, EXTERNAL_ID),
    duration(&[("DurationSeconds", "7200")], &[("DurationSeconds", "7201")]),
    duration(&[("DurationSeconds", "900")], &[("DurationSeconds", "899")]),
    duration(&[("DurationSeconds", "3600")], &[("DurationSeconds", "an hour")]),
    TrustCase::new("a session name too short", Try(OWNER, &[("RoleSessionName", "tf")]), Try(OWNER, &[("RoleSessionName", "t")]), 400, "InvalidParameter.RoleSessionName"),
    TrustCase::new("a session name with a slash", Try(OWNER, &[("RoleSessionName", "t-f")]), Try(OWNER, &[("RoleSessionName", "t/f")]), 400, "InvalidParameter.RoleSessionName"),
    TrustCase::new("a role of this name in another account", Try(OWNER, NONE), Try(OWNER, &[("RoleArn", "acs:ram::3456789012345678:role/ram-for-dts")]), 404, "EntityNotExist.Role"),
    TrustCase::new("a role that is not there", Try(OWNER, NONE), Try(OWNER, &[("RoleArn", "acs:ram::1234567890123456:role/other")]), 404, "EntityNotExist.Role"),
    TrustCase::new("a name for an ARN", Try(OWNER, NONE), Try(OWNER, &[("RoleArn", "ram-for-dts")]), 400, "InvalidParameter.RoleArn"),
    TrustCase::new("a session policy without grammar", Try(OWNER, &[("Policy", r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#)]), Try(OWNER, &[("Policy", "{")]), 400, "InvalidParameter.PolicyGrammar"),
];

async fn stage() -> Stage {
    Stage::in_world(&[(KEYS, MORE)]).await
}

fn client(stage: &Stage, key: &str) -> Client {
    let known = [stage.source_owner(), stage.destination_owner(), stage.operator()];
    known.into_iter().find(|client| client.key_id == key).unwrap_or_else(|| stage.client(key, "s"))
}

fn document(principal: &str, more: &str) -> String {
    format!(
        r#"{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{principal}{more}}}]}}"#
    )
}

/// The role of the source owner with this trust policy; its sessions last at most two hours.
async fn role(stage: &Stage, document: &str) {
    let role = [("RoleName", ROLE), ("AssumeRolePolicyDocument", document), ("MaxSessionDuration", "7200")];
    stage.source_owner().ram("CreateRole", &role).await.ok();
}

async fn assume(client: &Client, more: &[(&str, &str)]) -> Answer {
    let usual = [("RoleArn", ARN), ("RoleSessionName", "tf")];
    client.sts("AssumeRole", &crate::setup::with(usual.to_vec(), more)).await
}

fn session(stage: &Stage, answer: Answer) -> Client {
    let body = answer.ok();
    let text = |name: &str| body["Credentials"][name].as_str().unwrap().to_owned();
    Client { token: Some(text("SecurityToken")), ..stage.client(&text("AccessKeyId"), &text("AccessKeySecret")) }
}

#[tokio::test]
async fn a_role_is_assumed_by_trusted_and_permitted_callers_only() {
    for case in CASES {
        let stage = stage().await;
        role(&stage, &document(case.principal, case.condition)).await;
        let refused = assume(&client(&stage, case.refused.0), case.refused.1).await;
        assert_eq!((refused.status, refused.code()), (case.status, case.code), "{}: {}", case.what, refused.body);
        assert!(refused.body.get("Credentials").is_none(), "{}", case.what);
        let through = assume(&client(&stage, case.let_through.0), case.let_through.1).await;
        assert_eq!(through.code(), "OK", "{}: {}", case.what, through.body);
        assert!(through.body["Credentials"]["SecurityToken"].is_string(), "{}", case.what);
    }
}

/// A role that trusts only the service can be assumed by DTS, not by a caller with an access key.
#[tokio::test]
async fn the_service_and_the_account_are_two_principals() {
    let stage = stage().await;
    let (owner, caller) = (stage.source_owner(), stage.destination_owner());
    make_role(&owner, DESTINATION_OWNER).await;
    assume(&caller, &[]).await.ok();
    let job = crate::setup::job_parameters();
    caller.dts("ConfigureDtsJob", &job).await.ok();
    for (principal, key, dts) in [(SERVICE, "NoPermission", "OK"), (ACCOUNT, "OK", "AssumeRoleFail")] {
        let document = document(principal, "");
        owner.ram("UpdateRole", &[("RoleName", ROLE), ("NewAssumeRolePolicyDocument", &document)]).await.ok();
        let got = (assume(&caller, &[]).await, caller.dts("ConfigureDtsJob", &job).await);
        assert_eq!((got.0.code(), got.1.code()), (key, dts), "{principal}");
    }
}

#[tokio::test]
async fn a_session_acts_in_the_account_of_its_role_only() {
    let stage = stage().await;
    let (owner, caller) = (stage.source_owner(), stage.destination_owner());
    role(&stage, &document(ACCOUNT, "")).await;
    make_role(&caller, SOURCE_OWNER).await;
    caller.ram("CreateRole", &[("RoleName", "callers"), ("AssumeRolePolicyDocument", &document(USER, ""))]).await.ok();
    crate::setup::attach(&owner, "AttachPolicyToRole", "AdministratorAccess").await.ok();
    let session = session(&stage, assume(&caller, &[]).await);
    session.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
    caller.ram("GetRole", &[("RoleName", "callers")]).await.ok();
    let elsewhere = session.ram("GetRole", &[("RoleName", "callers")]).await;
    assert_eq!((elsewhere.status, elsewhere.code()), (404, "EntityNotExist.Role"), "{}", elsewhere.body);
    assert_eq!(session.sts("GetCallerIdentity", &[]).await.ok()["AccountId"], SOURCE_OWNER);
}

#[tokio::test]
async fn a_session_may_do_what_role_and_session_policy_both_allow() {
    let reading =
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["dts:Describe*","ram:GetRole"],"Resource":"*"}]}"#;
    let everything = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    for (policy, narrowed, jobs, delete, get) in [
        ("AliyunDTSReadOnlyAccess", None, "OK", "Forbidden.RAM", "NoPermission"),
        ("AliyunDTSReadOnlyAccess", Some(everything), "OK", "Forbidden.RAM", "NoPermission"),
        ("AliyunRAMReadOnlyAccess", None, "Forbidden.RAM", "Forbidden.RAM", "OK"),
        ("AdministratorAccess", Some(reading), "OK", "Forbidden.RAM", "OK"),
        ("AdministratorAccess", None, "OK", "Forbidden.InstanceNotFound", "OK"),
    ] {
        let stage = stage().await;
        role(&stage, &document(ACCOUNT, "")).await;
        crate::setup::attach(&stage.source_owner(), "AttachPolicyToRole", policy).await.ok();
        let more: Vec<(&str, &str)> = narrowed.map(|text| ("Policy", text)).into_iter().collect();
        let session = session(&stage, assume(&stage.destination_owner(), &more).await);
        let got = [
            session.dts("DescribeDtsJobs", &[]).await,
            session.dts("DeleteDtsJob", &[("DtsJobId", "nosuchjob")]).await,
            session.ram("GetRole", &[("RoleName", ROLE)]).await,
        ];
        let codes: Vec<&str> = got.iter().map(Answer::code).collect();
        assert_eq!(codes, [jobs, delete, get], "{policy}, narrowed by {narrowed:?}");
    }
}

/// A session assumes the next role: the role of the session needs the permission, and the next role must trust it.
#[tokio::test]
async fn a_session_assumes_the_next_role_by_the_same_rules() {
    let next = [("RoleArn", "acs:ram::3456789012345678:role/ram-for-dts")];
    let trusted = r#"{"RAM":["acs:ram::1234567890123456:role/ram-for-dts"]}"#;
    let other = r#"{"RAM":["acs:ram::1234567890123456:role/another"]}"#;
    for (what, policy, principal, code) in [
        ("trusted and permitted", "AliyunSTSAssumeRoleAccess", trusted, "OK"),
        ("not permitted", "AliyunDTSReadOnlyAccess", trusted, "NoPermission"),
        ("not trusted", "AliyunSTSAssumeRoleAccess", other, "NoPermission"),
        ("its caller is trusted, it is not", "AliyunSTSAssumeRoleAccess", ACCOUNT, "NoPermission"),
    ] {
        let stage = stage().await;
        role(&stage, &document(ACCOUNT, "")).await;
        crate::setup::attach(&stage.source_owner(), "AttachPolicyToRole", policy).await.ok();
        let there = document(principal, "");
        stage.operator().ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", &there)]).await.ok();
        let session = session(&stage, assume(&stage.destination_owner(), &[]).await);
        let answer = assume(&session, &next).await;
        assert_eq!(answer.code(), code, "{what}: {}", answer.body);
    }
}
