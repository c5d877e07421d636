use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, configure, job_parameters, make_role, trust};

const ADMIN: &str = r#"access_keys = [{ id = "AKDESTINATIONOWNER", secret = "emulator-secret-of-destination-owner", ram_user = "terraform" }]"#;

/// The destination owner with a second user that has these policies.
fn limited(policies: &str) -> String {
    let second = format!(r#"{{ id = "AKLIMITED", secret = "s", ram_user = "limited", policies = {policies} }}"#);
    ADMIN.replace("}]", &format!("}}, {second}]"))
}

#[tokio::test]
async fn a_reader_of_dts_reads_and_does_not_write() {
    let stage = Stage::in_world(&[(ADMIN, &limited(r#"["AliyunDTSReadOnlyAccess"]"#))]).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let job = configure(&stage.destination_owner(), &job_parameters()).await;
    let reader = stage.client("AKLIMITED", "s");
    reader.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    reader.dts("DescribeDtsJobs", &[]).await.ok();
    for (action, parameters) in [
        ("StartDtsJob", vec![("DtsJobId", &job[..])]),
        ("DeleteDtsJob", vec![("DtsJobId", &job[..])]),
        ("ConfigureDtsJob", job_parameters()),
    ] {
        let refused = reader.dts(action, &parameters).await;
        refused.refused("Forbidden.RAM", "not authorized");
        assert_eq!(refused.status, 403);
        assert_eq!(refused.body["AccessDeniedDetail"]["AuthAction"], format!("dts:{action}"));
    }
    reader.ram("ListRoles", &[]).await.refused("NoPermission", "");
    stage.destination_owner().dts("StartDtsJob", &[("DtsJobId", &job)]).await.ok();
}

#[tokio::test]
async fn policies_of_the_world_can_name_single_instances() {
    let document = r#"{"Version":"1","Statement":[
        {"Effect":"Allow","Action":"dts:*","Resource":"*"},
        {"Effect":"Deny","Action":"dts:DeleteDtsJob","Resource":"acs:dts:cn-hangzhou:2345678901234567:instance/*"}]}"#;
    let policy = format!(
        "{}\n[[account.policy]]\nname = \"keep-jobs\"\ndocument = '''{document}'''\n",
        limited(r#"["keep-jobs"]"#)
    );
    let stage = Stage::in_world(&[(ADMIN, &policy)]).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let limited = stage.client("AKLIMITED", "s");
    let job = configure(&limited, &job_parameters()).await;
    let refused = limited.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await;
    refused.refused("Forbidden.RAM", "");
    assert_eq!(refused.body["AccessDeniedDetail"]["NoPermissionType"], "ExplicitDeny");
    limited.dts("ModifyDtsJobName", &[("DtsJobId", &job), ("DtsJobName", "n")]).await.ok();
    stage.destination_owner().dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.ok();
}

#[tokio::test]
async fn assuming_a_role_needs_the_permission_of_the_caller_too() {
    for (policy, code) in [("AliyunSTSAssumeRoleAccess", "OK"), ("AliyunDTSFullAccess", "NoPermission")] {
        let stage = Stage::in_world(&[(ADMIN, &limited(&format!("[\"{policy}\"]")))]).await;
        make_role(&stage.source_owner(), DESTINATION_OWNER).await;
        let arn = format!("acs:ram::{SOURCE_OWNER}:role/{ROLE}");
        let session = [("RoleArn", &arn[..]), ("RoleSessionName", "tf")];
        assert_eq!(stage.client("AKLIMITED", "s").sts("AssumeRole", &session).await.code(), code, "{policy}");
    }
}

#[tokio::test]
async fn accounts_do_not_see_each_others_jobs_and_roles() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let (owner, other) = (stage.destination_owner(), stage.operator());
    let job = configure(&owner, &job_parameters()).await;
    owner.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    let refused = other.dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await;
    refused.refused("Forbidden.InstanceNotFound", &job);
    assert_eq!(refused.status, 404);
    assert_eq!(other.dts("DescribeDtsJobs", &[("DtsJobId", &job)]).await.ok()["TotalRecordCount"], 0);
    other.dts("DeleteDtsJob", &[("DtsJobId", &job)]).await.refused("Forbidden.InstanceNotFound", "");
    other.ram("GetRole", &[("RoleName", ROLE)]).await.refused("EntityNotExist.Role", "");
}

#[tokio::test]
async fn two_emulators_do_not_see_each_other() {
    let (one, two) = (Stage::new().await, Stage::new().await);
    let role = [("RoleName", ROLE), ("AssumeRolePolicyDocument", &trust(DESTINATION_OWNER)[..])];
    one.source_owner().ram("CreateRole", &role).await.ok();
    two.source_owner().ram("GetRole", &role[..1]).await.refused("EntityNotExist.Role", "");
    two.emulator.shutdown().await;
    one.source_owner().ram("GetRole", &role[..1]).await.ok();
}
