//! The call loop with the answers of Tencent Cloud: what is repeated, and what is not. Scripted answers, paused time, no sockets.

use std::time::Duration;

use cloud_core::testing::{Script, Step, answer, lost, not_sent};
use cloud_core::{Class, Error};

use super::super::*;
use crate::cam::{CreateRole, GetRole, UpdateAssumeRolePolicy};
use crate::dts::{
    CreateMigrationService, DbEndpointInfo, DbInfo, DescribeMigrateDBInstances, DescribeMigrationDetail,
    ModifyMigrationJob, StopMigrateJob,
};
use crate::test_support::{Connect as _, config, refusal, success};

const JOB: &str = r#""JobId":"dts-1","Status":"running""#;

fn read() -> DescribeMigrationDetail {
    DescribeMigrationDetail { job_id: "dts-1".to_owned() }
}

async fn error_of<A: Action>(script: &Script, action: &A) -> Error
where
    A::Answer: fmt::Debug,
{
    script.cloud(config()).call(action, &CallContext::default()).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn throttling_busy_objects_and_pages_are_repeated_until_the_answer() {
    let steps = [
        refusal("RequestLimitExceeded.UinLimitExceeded"),
        refusal("ResourceUnavailable.ResourceUnavailableError"),
        answer(502, "<html>"),
        answer(200, "null"),
        answer(200, r#"{"Response":{"JobId":"dts-2","Status":"running","RequestId":"R"}}"#),
        not_sent(),
        lost(),
        success(JOB),
    ];
    let script = Script::of(steps);
    let job = script.cloud(config()).call(&read(), &CallContext::default()).await.unwrap();
    assert_eq!((job.job_id.as_str(), job.request_id.as_str()), ("dts-1", "R-ok"));
    assert_eq!(script.sent().len(), 8);
}

#[tokio::test(start_paused = true)]
async fn an_error_of_the_api_is_final_and_keeps_its_code_and_request_id() {
    let script = Script::of([refusal("InvalidParameter.RoleNotExist")]);
    let error = error_of(&script, &GetRole { role_name: Some("r".to_owned()), ..GetRole::default() }).await;
    assert!(error.is_not_found() && error.is_eventual_consistency());
    assert_eq!(error.request_id(), Some("R-InvalidParameter.RoleNotExist"));
    assert!(error.to_string().starts_with("CAM GetRole failed with InvalidParameter.RoleNotExist: no"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_cross_account_errors_are_not_repeated() {
    for code in [
        "InternalError.GetRoleError",
        "InternalError.InternalInnerCommonError",
        "AuthFailure.UnauthorizedOperation",
        "InternalError",
    ] {
        let script = Script::of([refusal(code)]);
        let error = error_of(&script, &DescribeMigrateDBInstances::default()).await;
        assert_eq!((error.code(), script.sent().len()), (Some(code), 1));
        assert!(error.advice().is_some(), "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_purchase_is_repeated_only_when_it_was_rejected_before_it_took_effect() {
    let buy = CreateMigrationService::default();
    let script = Script::of([not_sent(), refusal("RequestLimitExceeded"), success(r#""JobIds":["dts-1"]"#)]);
    let bought = script.cloud(config()).call(&buy, &CallContext::default()).await.unwrap();
    assert_eq!((bought.job_ids.as_slice(), script.sent().len()), (&["dts-1".to_owned()][..], 3));

    for step in [lost(), refusal("InternalError.InternalTradeError"), answer(502, "<html>"), success("")] {
        let script = Script::of([step]);
        let error = error_of(&script, &buy).await;
        assert!(error.outcome_unknown() && script.sent().len() == 1, "{error}");
    }
    for code in ["OperationDenied.NotEnoughMoneyError", "InternalError.NotEnoughMoneyError", "InvalidParameter"] {
        let error = error_of(&Script::of([refusal(code)]), &buy).await;
        assert!(!error.outcome_unknown(), "{error}");
    }
    let error = error_of(&Script::of([refusal("InternalError.SystemError")]), &CreateRole::default()).await;
    assert!(error.outcome_unknown() && !error.is_already_exists(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_status_that_a_lost_attempt_caused_counts_as_success() {
    let stop = StopMigrateJob { job_id: "dts-1".to_owned() };
    let denied = || refusal("OperationDenied.JobOperationDeniedError");
    let script = Script::of([lost(), denied()]);
    script.cloud(config()).call(&stop, &CallContext::default()).await.unwrap();
    let error = error_of(&Script::of([denied()]), &stop).await;
    assert_eq!(error.class(), Some(Class::Pending), "{error}");
    let error = error_of(&Script::of([not_sent(), denied()]), &stop).await;
    assert_eq!(error.class(), Some(Class::Pending), "{error}");
    assert!(error_of(&Script::of([lost(), refusal("ResourceNotFound.JobNotExist")]), &stop).await.is_not_found());
}

#[tokio::test(start_paused = true)]
async fn the_wait_requested_by_the_server_is_obeyed() {
    let body = r#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"slow"},"RequestId":"R"}}"#;
    let script = Script::of([Step::Answer(200, &[("retry-after", "9")], body.to_owned()), success(JOB)]);
    script.cloud(config()).call(&read(), &CallContext::default()).await.unwrap();
    let at: Vec<_> = script.sent().iter().map(|sent| sent.at).collect();
    assert!(at[1] - at[0] >= Duration::from_secs(9) && at[1] - at[0] < Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn documented_rates_are_kept_by_all_calls_of_a_client_together() {
    let took = async |count: u32, policy: bool| {
        let script = Script::of((0..count).map(|_| success(JOB)));
        let cloud = script.cloud(config());
        let calls = (0..count).map(|_| {
            let cloud = cloud.clone();
            tokio::spawn(async move {
                let ctx = CallContext::default();
                match policy {
                    true => cloud.call(&UpdateAssumeRolePolicy::default(), &ctx).await.map(|_| ()),
                    false => cloud.call(&read(), &ctx).await.map(|_| ()),
                }
            })
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.unwrap().unwrap();
        }
        let at: Vec<_> = script.sent().iter().map(|sent| sent.at).collect();
        *at.iter().max().unwrap() - *at.iter().min().unwrap()
    };
    assert!(took(40, false).await >= Duration::from_millis(39 * 50 - 1), "20 calls a second");
    assert!(took(6, true).await >= Duration::from_millis(5 * 333 - 1), "3 calls a second");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_names_the_field() {
    let script = Script::of((0..9).map(|_| success(r#""JobId":"dts-1","Status":"running","TradeInfo":7"#)));
    let error = error_of(&script, &read()).await;
    assert!(error.to_string().contains("TradeInfo should be an object, found a number"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_text_that_repeats_the_request_shows_no_secret() {
    let source = DbInfo {
        password: Some("Canary-Pw-7x!".into()),
        tmp_token: Some("Canary-token/+".into()),
        tmp_secret_id: Some("Canary-id".into()),
        ..DbInfo::default()
    };
    let request = ModifyMigrationJob {
        src_info: DbEndpointInfo { info: vec![source], ..DbEndpointInfo::default() },
        ..ModifyMigrationJob::default()
    };
    let quoted = r#"{\"Password\":\"Canary-Pw-7x!\",\"TmpToken\":\"Canary-token\/+\",\"TmpSecretId\":\"Canary-id\"}"#;
    let refused = format!(
        r#"{{"Response":{{"Error":{{"Code":"InvalidParameter","Message":"{quoted} testsecret"}},"RequestId":"R"}}}}"#
    );
    let page = "bad gateway: {\"Password\":\"Canary-Pw-7x!\"} Canary-token%2F%2B testsecret";
    for step in [answer(200, &refused), answer(403, page)] {
        let error = error_of(&Script::of([step]), &request).await;
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("Canary") && !shown.contains("testsecret") && shown.contains("(secret)"), "{shown}");
    }
}
