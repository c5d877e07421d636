//! RAM: every served action. An account can name its own objects only: for it, the objects of another account do not
//! exist.

use crate::client::Api;
use crate::row::OtherAccount::{CreatesItsOwn, DoesNotSee, Refused};
use crate::row::{Job, OtherAccount, Row, THE_ROLE};

const NO_ROLE: OtherAccount = Refused(404, "EntityNotExist.Role");
const NO_POLICY: OtherAccount = Refused(404, "EntityNotExist.Policy");
const BARE: (&str, &str) = ("RoleName", "bare");
const KEPT: (&str, &str) = ("PolicyName", "kept");
const CUSTOM: (&str, &str) = ("PolicyType", "Custom");
const SYSTEM: (&str, &str) = ("PolicyType", "System");
const KIND: (&str, &str) = ("ResourceType", "role");
const NAMES: (&str, &str) = ("ResourceNames", r#"["bare"]"#);
const TAGGED: (&str, &str) = ("ResourceNames", r#"["ram-for-dts"]"#);
const TRUST: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::2345678901234567:root"]}}]}"#;
const DOCUMENT: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"rds:*","Resource":"*"}]}"#;

const fn row(
    action: &'static str,
    parameters: &'static [(&'static str, &'static str)],
    other_account: OtherAccount,
) -> Row {
    Row { api: Api::Ram, action, job: Job::Configured, configuration: false, parameters, other_account }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateRole", &[("RoleName", "another"), ("AssumeRolePolicyDocument", TRUST)], CreatesItsOwn),
    row("GetRole", &[THE_ROLE], NO_ROLE),
    row("UpdateRole", &[THE_ROLE, ("NewAssumeRolePolicyDocument", TRUST)], NO_ROLE),
    row("DeleteRole", &[BARE], NO_ROLE),
    row("ListRoles", &[], DoesNotSee("ram-for-dts")),
    row("AttachPolicyToRole", &[BARE, SYSTEM, ("PolicyName", "AdministratorAccess")], NO_ROLE),
    row("AttachPolicyToRole", &[BARE, CUSTOM, KEPT], NO_ROLE),
    row("DetachPolicyFromRole", &[THE_ROLE, SYSTEM, ("PolicyName", "AliyunDTSRolePolicy")], NO_ROLE),
    row("ListPoliciesForRole", &[THE_ROLE], NO_ROLE),
    row("CreatePolicy", &[("PolicyName", "another"), ("PolicyDocument", DOCUMENT)], CreatesItsOwn),
    row("CreatePolicyVersion", &[KEPT, ("PolicyDocument", DOCUMENT), ("SetAsDefault", "true")], NO_POLICY),
    row("UpdatePolicyDescription", &[KEPT, ("NewDescription", "mine")], NO_POLICY),
    row("DeletePolicyVersion", &[("PolicyName", "versions"), ("VersionId", "v2")], NO_POLICY),
    row("ListPolicyVersions", &[KEPT, CUSTOM], NO_POLICY),
    row("ListPolicies", &[], DoesNotSee("kept")),
    row("ListEntitiesForPolicy", &[KEPT, CUSTOM], NO_POLICY),
    row("ListEntitiesForPolicy", &[("PolicyName", "AliyunDTSRolePolicy"), SYSTEM], DoesNotSee("ram-for-dts")),
    row("GetPolicy", &[KEPT, CUSTOM], NO_POLICY),
    row("DeletePolicy", &[KEPT], NO_POLICY),
    row("TagResources", &[KIND, NAMES, ("Tag", r#"[{"Key":"k","Value":"v"}]"#)], NO_ROLE),
    row(
        "TagResources",
        &[("ResourceType", "policy"), ("ResourceNames", r#"["kept"]"#), ("Tag", r#"[{"Key":"k","Value":"v"}]"#)],
        NO_POLICY,
    ),
    row("UntagResources", &[KIND, TAGGED, ("TagKeys", r#"["isolation-tag"]"#)], NO_ROLE),
    row("ListTagResources", &[KIND, TAGGED], NO_ROLE),
    row("ListTagResources", &[KIND], DoesNotSee("isolation-tag")),
];
