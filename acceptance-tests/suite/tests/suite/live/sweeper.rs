//! The sweeper: what carries the prefix goes, and nothing else does.

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use alibaba::dts::ConfigureDtsJob;
use dts_emulator::Options;
use serde_json::json;

use super::{TRUST, assert_detail, run, shell};
use crate::support::case::{Case, DESTINATION_PASSWORD, SOURCE_PASSWORD};
use crate::support::external_changes::ExternalClient;

/// Makes a job of this name; its id.
async fn make_job(owner: &ExternalClient, name: &str) -> String {
    owner
        .call(ConfigureDtsJob {
            region_id: Some("cn-hangzhou".into()),
            dts_job_name: name.into(),
            job_type: "MIGRATION".into(),
            structure_initialization: true,
            data_initialization: true,
            data_synchronization: true,
            db_list: Some(r#"{"orders":{"name":"orders","all":true}}"#.into()),
            source_endpoint_instance_type: "RDS".into(),
            source_endpoint_engine_name: Some("MYSQL".into()),
            source_endpoint_instance_id: Some("rm-source-orders".into()),
            source_endpoint_region: Some("cn-hangzhou".into()),
            source_endpoint_user_name: Some("dts".into()),
            source_endpoint_password: Some(SOURCE_PASSWORD.into()),
            source_endpoint_owner_id: Some(SOURCE_OWNER.account.into()),
            source_endpoint_role: Some("dts-acceptance-old".into()),
            destination_endpoint_instance_type: "RDS".into(),
            destination_endpoint_instance_id: Some("rm-destination-orders".into()),
            destination_endpoint_region: Some("cn-hangzhou".into()),
            destination_endpoint_user_name: Some("dts".into()),
            destination_endpoint_password: Some(DESTINATION_PASSWORD.into()),
            ..ConfigureDtsJob::default()
        })
        .await
        .dts_job_id
}

/// Names of what an account has of a kind, in order.
async fn names(case: &Case, account: &str, kind: &str) -> Vec<String> {
    let account = case.account(account).await;
    let mut names: Vec<String> =
        account[kind].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// Roles and jobs of other names stay, those too that the cloud's own search would find; more than a page of each.
#[tokio::test]
async fn the_sweeper_removes_what_carries_the_prefix_and_nothing_else() {
    let case = Case::start().await;
    let url = case.emulator.url();
    let (source, destination) = (ExternalClient::new(&url, SOURCE_OWNER), ExternalClient::new(&url, DESTINATION_OWNER));
    let foreign_roles = ["acceptance", "dts-acceptance2", "dts-acceptances-1", "my-dts-acceptance-1", "ram-for-dts"];
    for name in foreign_roles {
        source.create_role(name, TRUST).await;
        source.attach(name, "AliyunDTSRolePolicy").await;
    }
    for at in 0..110 {
        source.create_role(&format!("dts-acceptance-{at}"), TRUST).await;
    }
    source.create_role("dts-acceptance-old", TRUST).await;
    source.attach("dts-acceptance-old", "AliyunDTSRolePolicy").await;
    source.attach("dts-acceptance-old", "AliyunVPCReadOnlyAccess").await;
    let foreign_jobs = ["before dts-acceptance-1", "dts-acceptance2", "dts-acceptances-1", "orders"];
    for name in foreign_jobs {
        let job = make_job(&destination, name).await;
        case.control.force(&job, &json!({"status": "Migrating"})).await.unwrap();
    }
    for at in 0..55 {
        let job = make_job(&destination, &format!("dts-acceptance-{at}")).await;
        let status = if at == 54 { "Migrating" } else { "NotStarted" };
        case.control.force(&job, &json!({"status": status})).await.unwrap();
    }
    // Roles of other accounts are never swept, whatever their names are.
    destination.create_role("dts-acceptance-elsewhere", TRUST).await;

    let mark = case.mark().await;
    let (code, said) = run(&shell(&case), &["sweep"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert_detail(&said, &["removed the role dts-acceptance-old", "removed the job", "stopping the job"]);
    assert_eq!(names(&case, SOURCE_OWNER.account, "roles").await, foreign_roles);
    assert_eq!(names(&case, DESTINATION_OWNER.account, "jobs").await, foreign_jobs);
    assert_eq!(names(&case, DESTINATION_OWNER.account, "roles").await, ["dts-acceptance-elsewhere"]);
    let made = case.mutations_since(mark).await;
    let count = |action: &str| made.iter().filter(|known| *known == action).count();
    let counts = ["StopDtsJob", "DeleteDtsJob", "DetachPolicyFromRole", "DeleteRole"].map(count);
    assert_eq!((counts, made.len()), ([1, 55, 2, 111], 169), "{made:?}");

    let (code, said) = run(&shell(&case), &["sweep"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert_detail(&said, &["there was nothing to remove"]);
}

/// A cloud that keeps listing released jobs.
#[tokio::test]
async fn what_is_released_and_still_listed_is_not_there() {
    let case = Case::with(Options { polls: 1, keep_released: true, ..Options::default() }).await;
    let url = case.emulator.url();
    ExternalClient::new(&url, SOURCE_OWNER).create_role("dts-acceptance-old", TRUST).await;
    ExternalClient::new(&url, SOURCE_OWNER).attach("dts-acceptance-old", "AliyunDTSRolePolicy").await;
    make_job(&ExternalClient::new(&url, DESTINATION_OWNER), "dts-acceptance-1").await;
    for expected in ["removed the job", "there was nothing to remove"] {
        let (code, said) = run(&shell(&case), &["sweep"]).await;
        assert_eq!(code, Some(0), "{said}");
        assert_detail(&said, &[expected]);
    }
    assert_eq!(case.job().await["status"], "Finished", "it is listed");
}

/// A role that RAM still lists after it was deleted.
#[tokio::test]
async fn what_is_deleted_and_still_listed_is_not_there() {
    let case = Case::start().await;
    ExternalClient::new(&case.emulator.url(), SOURCE_OWNER).create_role("dts-acceptance-old", TRUST).await;
    let gone = json!({
        "match": {"action": "ListPoliciesForRole"}, "kind": "error",
        "code": "EntityNotExist.Role", "http_status": 404,
    });
    case.control.fault(&gone).await.unwrap();
    for expected in ["there was nothing to remove", "removed the role dts-acceptance-old"] {
        let (code, said) = run(&shell(&case), &["sweep"]).await;
        assert_eq!(code, Some(0), "{said}");
        assert_detail(&said, &[expected]);
    }
    case.is_empty().await;
}
