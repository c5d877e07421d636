//! The call loop: what is repeated, what is not, and when it ends. Scripted answers, paused time, no sockets.

use std::time::Duration;

use cloud_core::testing::{Script, Step, answer, lost, not_sent};
use cloud_core::{Class, Error, RateLimiter};
use tokio::time::Instant;

use super::super::*;
use crate::dts::{
    ConfigureDtsJob, CreateDtsInstance, DeleteDtsJob, DescribeDtsJobDetail, ModifyDtsJob, ModifyDtsJobName,
    StartDtsJob, StopDtsJob,
};
use crate::ram::{CreateRole, DeleteRole, GetRole, UpdateRole};
use crate::test_support::{Connect as _, config, refusal};

const OK: &str = r#"{"RequestId":"R-ok","Success":true,"DtsJobId":"job-1","Status":"Migrating"}"#;

fn read() -> DescribeDtsJobDetail {
    DescribeDtsJobDetail { dts_job_id: Some("job-1".to_owned()), ..DescribeDtsJobDetail::default() }
}

#[tokio::test(start_paused = true)]
async fn throttling_server_failures_and_unsent_requests_are_repeated_until_the_answer() {
    let steps =
        [refusal(400, "Throttling.User"), refusal(503, "ServiceUnavailable"), not_sent(), lost(), answer(200, OK)];
    let script = Script::of(steps);
    let answer = script.cloud(config()).call(&read(), &CallContext::default()).await.unwrap();
    assert_eq!((answer.dts_job_id.as_str(), answer.request_id.as_str()), ("job-1", "R-ok"));
    assert_eq!(script.sent().len(), 5);
}

/// The answer of GetRole and of UpdateRole, with this maximum session duration.
fn role(duration: &str) -> Step {
    let names = r#""RoleName":"r","RoleId":"3","Arn":"acs:ram::1:role/r""#;
    answer(200, &format!(r#"{{"RequestId":"R","Role":{{{names},"MaxSessionDuration":{duration}}}}}"#))
}

#[tokio::test(start_paused = true)]
async fn an_answer_with_a_value_of_the_wrong_kind_is_repeated_unless_the_call_creates_something() {
    let (odd, ok) = (r#"{"seconds":3600}"#, "3600");
    let script = Script::of([role(odd), role(ok)]);
    let request = GetRole { role_name: "r".to_owned() };
    let answer = script.cloud(config()).call(&request, &CallContext::default()).await.unwrap();
    assert_eq!((answer.role.max_session_duration, script.sent().len()), (Some(3600), 2));

    let script = Script::of([role(odd), role(ok)]);
    let request = UpdateRole { role_name: "r".to_owned(), ..UpdateRole::default() };
    let answer = script.cloud(config()).call(&request, &CallContext::default()).await.unwrap();
    assert_eq!((answer.role.max_session_duration, script.sent().len()), (Some(3600), 2));

    let script = Script::of([role(odd)]);
    let request = CreateRole { role_name: "r".to_owned(), ..CreateRole::default() };
    let error = script.cloud(config()).call(&request, &CallContext::default()).await.unwrap_err();
    assert!(matches!(error, Error::Unreadable { .. }) && error.outcome_unknown(), "{error}");
    assert!(error.to_string().contains("Role.MaxSessionDuration should be a whole number"), "{error}");
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_has_a_new_nonce_and_signature() {
    let script = Script::of([refusal(400, "Throttling"), answer(200, OK)]);
    script.cloud(config()).call(&read(), &CallContext::default()).await.unwrap();
    let sent = script.sent();
    assert_eq!(sent[0].header("x-acs-signature-nonce"), "nonce-1");
    assert_eq!(sent[1].header("x-acs-signature-nonce"), "nonce-2");
    assert_ne!(sent[0].header("authorization"), sent[1].header("authorization"));
}

#[tokio::test(start_paused = true)]
async fn an_error_that_is_not_transient_is_final() {
    let script = Script::of([refusal(404, "EntityNotExist.Role")]);
    let request = GetRole { role_name: "r".to_owned() };
    let error = script.cloud(config()).call(&request, &CallContext::default()).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.request_id(), Some("R-EntityNotExist.Role"));
    assert_eq!(error.api().unwrap().attempts, 1);
}

#[tokio::test(start_paused = true)]
async fn the_attempts_are_counted_and_the_last_error_says_how_many_and_how_long() {
    let script = Script::of((0..4).map(|_| refusal(400, "Throttling.Api")));
    let cloud = script.cloud(crate::Config { max_retries: 3, ..config() });
    let error = cloud.call(&read(), &CallContext::default()).await.unwrap_err();
    assert!(error.is_throttled());
    assert_eq!((error.api().unwrap().attempts, script.sent().len()), (4, 4));
    let waited = script.sent()[3].at - script.sent()[0].at;
    assert!(error.api().unwrap().elapsed >= waited);
}

#[tokio::test(start_paused = true)]
async fn a_create_is_not_repeated_when_its_answer_is_lost() {
    let script = Script::of([lost()]);
    let error = script.cloud(config()).call(&ConfigureDtsJob::default(), &CallContext::default()).await.unwrap_err();
    assert!(matches!(error, Error::AnswerLost { answer: None, .. }), "{error}");
    assert!(error.outcome_unknown());
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_create_is_repeated_when_it_was_not_sent_or_rejected_before_execution() {
    let script = Script::of([
        not_sent(),
        refusal(400, "Throttling.User"),
        refusal(503, "ServiceUnavailable"),
        answer(200, r#"{"RequestId":"R","Success":"true","InstanceId":"dtsjob-1","JobId":"job-1"}"#),
    ]);
    let created = script.cloud(config()).call(&CreateDtsInstance::default(), &CallContext::default()).await.unwrap();
    assert_eq!(created.instance_id, "dtsjob-1");
    assert_eq!(script.sent().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_server_failure_of_a_create_leaves_the_outcome_unknown() {
    let script = Script::of([refusal(500, "InternalError")]);
    let error = script.cloud(config()).call(&CreateRole::default(), &CallContext::default()).await.unwrap_err();
    assert!(error.outcome_unknown() && !error.is_already_exists());
    assert_eq!((error.code(), error.request_id()), (Some("InternalError"), Some("R-InternalError")));
    assert_eq!(error.class(), Some(Class::Transient));
}

#[tokio::test(start_paused = true)]
async fn after_a_lost_answer_an_error_says_that_the_call_may_have_caused_it() {
    let script = Script::of([lost(), refusal(404, "EntityNotExist.Role")]);
    let request = DeleteRole { role_name: "r".to_owned() };
    let error = script.cloud(config()).call(&request, &CallContext::default()).await.unwrap_err();
    assert!(error.is_not_found() && error.api().unwrap().repeated_after_loss);

    let script = Script::of([not_sent(), refusal(404, "EntityNotExist.Role")]);
    let error = script.cloud(config()).call(&request, &CallContext::default()).await.unwrap_err();
    assert!(!error.api().unwrap().repeated_after_loss, "no answer was lost");
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_host_after_a_lost_answer_leaves_the_outcome_unknown() {
    let cloud = |script: &Script| script.cloud(crate::Config { max_retries: 1, ..config() });
    let script = Script::of([lost(), not_sent()]);
    let error = cloud(&script).call(&DeleteDtsJob::default(), &CallContext::default()).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    let script = Script::of([not_sent(), not_sent()]);
    let error = cloud(&script).call(&DeleteDtsJob::default(), &CallContext::default()).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("dts.aliyuncs.com (2 attempts"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_wait_requested_by_the_server_is_obeyed() {
    let slow =
        |header| Step::Answer(400, header, r#"{"RequestId":"R","Code":"Throttling","Message":"slow"}"#.to_owned());
    let script = Script::of([slow(&[("x-acs-retry-after", "7000")]), slow(&[("retry-after", "9")]), answer(200, OK)]);
    script.cloud(config()).call(&read(), &CallContext::default()).await.unwrap();
    let at: Vec<_> = script.sent().iter().map(|sent| sent.at).collect();
    assert!(at[1] - at[0] >= Duration::from_secs(7) && at[1] - at[0] < Duration::from_secs(8));
    assert!(at[2] - at[1] >= Duration::from_secs(9) && at[2] - at[1] < Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_tried_beyond_the_deadline() {
    let script = Script::of([Step::Answer(
        400,
        &[("retry-after", "60")],
        r#"{"RequestId":"R","Code":"Throttling"}"#.to_owned(),
    )]);
    let ctx = CallContext::default().until(Instant::now() + Duration::from_secs(30));
    let started = Instant::now();
    let error = script.cloud(config()).call(&read(), &ctx).await.unwrap_err();
    assert!(error.is_throttled(), "the reason, not the deadline, is reported: {error}");
    assert!(started.elapsed() < Duration::from_secs(1), "waiting would not help");

    let script = Script::of([Step::Hang]);
    let error = script.cloud(config()).call(&read(), &ctx).await.unwrap_err();
    assert!(matches!(error, Error::AnswerLost { .. }), "{error}");
    assert_eq!(started.elapsed().as_secs(), 30);

    let error = Script::default().cloud(config()).call(&read(), &ctx).await.unwrap_err();
    assert!(matches!(error, Error::DeadlinePassed { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn cancelling_ends_a_call_and_says_whether_an_attempt_was_in_progress() {
    let ctx = CallContext::default();
    let script = Script::of([Step::Hang]);
    let cloud = script.cloud(config());
    let start = StartDtsJob::default();
    let (result, ()) = tokio::join!(cloud.call(&start, &ctx), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        ctx.cancel.cancel();
    });
    let error = result.unwrap_err();
    assert!(error.is_cancelled() && error.outcome_unknown());

    let error = Script::default().cloud(config()).call(&start, &ctx).await.unwrap_err();
    assert!(error.is_cancelled() && !error.outcome_unknown(), "cancelled before it started");

    let ctx = CallContext::default();
    let script = Script::of([Step::Answer(
        400,
        &[("retry-after", "60")],
        r#"{"RequestId":"R","Code":"Throttling"}"#.to_owned(),
    )]);
    let cloud = script.cloud(config());
    let started = Instant::now();
    let (result, ()) = tokio::join!(cloud.call(&start, &ctx), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        ctx.cancel.cancel();
    });
    assert!(result.unwrap_err().is_cancelled());
    assert_eq!(started.elapsed().as_secs(), 1, "the pause between attempts is ended too");
}

#[tokio::test(start_paused = true)]
async fn documented_rates_are_kept_by_all_calls_of_a_client_together() {
    let script = Script::of((0..80).map(|_| answer(200, OK)));
    let cloud = script.cloud(config());
    let calls = (0..80).map(|_| {
        let cloud = cloud.clone();
        tokio::spawn(async move { cloud.call(&read(), &CallContext::default()).await.map(|_| ()) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let at: Vec<_> = script.sent().iter().map(|sent| sent.at).collect();
    let took = *at.iter().max().unwrap() - *at.iter().min().unwrap();
    assert!(took >= Duration::from_millis(79 * 25 - 1), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn documented_rates_are_kept_by_clients_of_an_account_that_share_a_limiter() {
    let took = async |limiters: [Arc<RateLimiter>; 2]| {
        let script = Script::of((0..80).map(|_| answer(200, OK)));
        let clouds = limiters.map(|rate_limiter| script.cloud(crate::Config { rate_limiter, ..config() }));
        let calls = (0..80).map(|at| {
            let cloud = clouds[at % 2].clone();
            tokio::spawn(async move { cloud.call(&read(), &CallContext::default()).await.map(|_| ()) })
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.unwrap().unwrap();
        }
        let at: Vec<_> = script.sent().iter().map(|sent| sent.at).collect();
        *at.iter().max().unwrap() - *at.iter().min().unwrap()
    };
    let shared = Arc::<RateLimiter>::default();
    let together = took([Arc::clone(&shared), shared]).await;
    assert!(together >= Duration::from_millis(79 * 25 - 1), "{together:?}");
    let apart = took([Arc::default(), Arc::default()]).await;
    assert!(apart < Duration::from_millis(40 * 27), "two accounts have two rates: {apart:?}");
}

#[tokio::test(start_paused = true)]
async fn a_status_that_a_lost_attempt_caused_counts_as_success() {
    let denied = || refusal(403, "InvalidJobStatus");
    let none = CallContext::default();
    let script = Script::of([lost(), denied()]);
    script.cloud(config()).call(&StopDtsJob::default(), &none).await.unwrap();
    let script = Script::of([refusal(500, "InternalError"), refusal(403, "DTS.Msg.CheckStatus.InvalidInitStatus")]);
    script.cloud(config()).call(&StartDtsJob::default(), &none).await.unwrap();

    let refused = |steps: Vec<Step>| async move {
        let script = Script::of(steps);
        let error = script.cloud(config()).call(&StopDtsJob::default(), &CallContext::default()).await.unwrap_err();
        assert_eq!(error.class(), Some(Class::Pending), "{error}");
    };
    refused(vec![denied()]).await;
    refused(vec![not_sent(), denied()]).await;
    refused(vec![refusal(400, "Throttling.User"), denied()]).await;
    // Not so for a call that does not request a status.
    let script = Script::of([lost(), denied()]);
    let error = script.cloud(config()).call(&ModifyDtsJobName::default(), &none).await.unwrap_err();
    assert!(error.api().unwrap().repeated_after_loss, "{error}");
    // A job that was deleted in the meantime is not stopped but deleted.
    let script = Script::of([lost(), refusal(404, "Forbidden.InstanceNotFound")]);
    assert!(script.cloud(config()).call(&StopDtsJob::default(), &none).await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn a_change_in_progress_is_waited_for() {
    let modifying = r#"{"RequestId":"R","Success":false,"ErrCode":"DTS.Msg.OperationDenied.JobStatusModifying"}"#;
    let script = Script::of([answer(200, modifying), answer(200, OK)]);
    let changed = script.cloud(config()).call(&ModifyDtsJob::default(), &CallContext::default()).await;
    assert!(changed.is_ok() && script.sent().len() == 2, "{changed:?}");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_may_have_had_an_effect_is_reported_when_time_or_credentials_run_out() {
    // The documented rate leaves no room before the deadline: the reason is the attempt that failed.
    let mut steps = vec![refusal(500, "InternalError")];
    steps.extend((0..400).map(|_| answer(200, OK)));
    let script = Script::of(steps);
    let cloud = script.cloud(config());
    let ctx = CallContext::default().until(Instant::now() + Duration::from_secs(2));
    let described = read();
    let others = async {
        tokio::task::yield_now().await;
        let calls = (0..400).map(|_| {
            let cloud = cloud.clone();
            tokio::spawn(async move { cloud.call(&read(), &CallContext::default()).await.map(|_| ()) })
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.unwrap().unwrap();
        }
    };
    let (result, ()) = tokio::join!(cloud.call(&described, &ctx), others);
    let error = result.unwrap_err();
    assert_eq!(error.code(), Some("InternalError"), "{error}");

    // Renewing the keys fails after a lost attempt: the important part is that the job may be released.
    let script = Script::of([lost(), refusal(403, "InvalidSecurityToken.Expired")]);
    let error = script.cloud(config()).call(&DeleteDtsJob::default(), &CallContext::default()).await.unwrap_err();
    assert!(error.api().is_some_and(|api| api.repeated_after_loss), "{error}");
}

#[tokio::test(start_paused = true)]
async fn success_false_reaches_the_caller_as_the_services_error() {
    let body = r#"{"RequestId":"R-9","Success":"false","HttpStatusCode":"403","ErrCode":"DTS.Msg.Forbidden.AliyunUIDNotFound","ErrMessage":"The account %s has not logged in","DynamicMessage":"123"}"#;
    let script = Script::of([answer(200, body)]);
    let error = script.cloud(config()).call(&ConfigureDtsJob::default(), &CallContext::default()).await.unwrap_err();
    let api = error.api().unwrap();
    assert_eq!((api.http_status, api.message.as_str()), (200, "The account 123 has not logged in"));
    assert_eq!(error.request_id(), Some("R-9"));
    assert!(error.advice().unwrap().contains("console"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_names_the_field() {
    let role = r#"{"RequestId":"R-1","Role":{"RoleName":"r","RoleId":"3","Arn":"acs:","MaxSessionDuration":"long"}}"#;
    let script = Script::of([answer(200, role)]);
    let cloud = script.cloud(crate::Config { max_retries: 0, ..config() });
    let error = cloud.call(&GetRole::default(), &CallContext::default()).await.unwrap_err();
    assert!(error.to_string().contains("Role.MaxSessionDuration should be a whole number, found a text"), "{error}");
    assert_eq!(error.request_id(), Some("R-1"));
}

/// A gateway's page instead of the API's answer.
fn page(status: u16) -> Step {
    answer(status, "upstream connect error or disconnect/reset before headers")
}

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_until_its_answer_can_be_read() {
    let other = r#"{"RequestId":"R","DtsJobId":"other","Status":"Migrating"}"#;
    let steps = [page(200), page(503), answer(200, "null"), answer(200, "{}"), answer(200, other), answer(200, OK)];
    let script = Script::of(steps);
    let job = script.cloud(config()).call(&read(), &CallContext::default()).await.unwrap();
    assert_eq!((job.dts_job_id.as_str(), script.sent().len()), ("job-1", 6));

    // A page that says no is final.
    let script = Script::of([page(403)]);
    let error = script.cloud(config()).call(&read(), &CallContext::default()).await.unwrap_err();
    assert!(error.to_string().contains("HTTP 403") && error.to_string().contains("upstream connect error"), "{error}");
    assert!(!error.outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn a_page_leaves_the_outcome_of_a_create_unknown_and_a_rejection_of_the_api_does_not() {
    for step in [page(503), page(429), page(200), answer(200, "{}"), answer(200, r#"{"RequestId":"R","Success":true}"#)]
    {
        let script = Script::of([step]);
        let error =
            script.cloud(config()).call(&ConfigureDtsJob::default(), &CallContext::default()).await.unwrap_err();
        assert!(error.outcome_unknown() && script.sent().len() == 1, "{error}");
        assert!(error.to_string().contains("Whether the call had an effect is unknown"), "{error}");
    }
    let script = Script::of([refusal(503, "ServiceUnavailable"), answer(200, OK)]);
    script.cloud(config()).call(&ConfigureDtsJob::default(), &CallContext::default()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_text_that_repeats_the_request_shows_no_secret() {
    let password = "Canary-Pw-7x!";
    let request = ConfigureDtsJob { source_endpoint_password: Some(password.into()), ..ConfigureDtsJob::default() };
    let quoted = format!(
        r#"{{"RequestId":"R","Success":false,"ErrCode":"InvalidParameter","ErrMessage":"%s is not valid",
        "DynamicMessage":"SourceEndpointPassword={password}"}}"#
    );
    let query = "bad gateway: POST /?SourceEndpointPassword=Canary-Pw-7x%21&Signature=testsecret";
    for step in [answer(200, &quoted), answer(502, query), answer(403, query), answer(200, query)] {
        let error = Script::of([step]).cloud(config()).call(&request, &CallContext::default()).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("Canary") && !shown.contains("testsecret") && shown.contains("(secret)"), "{shown}");
    }
}
