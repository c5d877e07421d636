use super::*;
use crate::testing::QUEUES;

fn attempted(host: &str, safety: Safety) -> Attempted {
    Attempted {
        service: &QUEUES,
        action: "CreateQueue",
        safety,
        host: host.into(),
        attempts: 1,
        elapsed: Duration::ZERO,
    }
}

fn api(http_status: u16, code: &str) -> ApiError {
    ApiError {
        service: &QUEUES,
        action: "CreateQueue",
        http_status,
        code: code.to_owned(),
        message: "The queue already exists.".to_owned(),
        request_id: "R-1".to_owned(),
        recommend: None,
        attempts: 1,
        elapsed: Duration::ZERO,
        repeated_after_loss: false,
        meaning: Meaning::of_status(http_status),
    }
}

#[test]
fn the_text_names_the_call_the_code_and_the_request_id() {
    let mut error = api(409, "AlreadyExists.Queue");
    let text =
        "Queues CreateQueue failed with AlreadyExists.Queue: The queue already exists. (HTTP 409, request id R-1)";
    assert_eq!(error.to_string(), text);
    (error.attempts, error.elapsed) = (3, Duration::from_millis(2500));
    assert!(error.to_string().ends_with("request id R-1), the last of 3 attempts in 2.5 s"), "{error}");
}

#[test]
fn only_a_call_without_a_clear_answer_leaves_the_outcome_unknown() {
    let lost = |safety| {
        let reason = "closed".to_owned();
        Error::AnswerLost { attempted: attempted("h", safety), reason, answer: None }
    };
    let unreachable = Error::Unreachable { attempted: attempted("h", Safety::Create), reason: "refused".to_owned() };
    let cancelled = |in_flight| Error::Cancelled { call: "Queues CreateQueue".to_owned(), in_flight };
    assert!(lost(Safety::Create).outcome_unknown() && cancelled(true).outcome_unknown());
    assert!(!unreachable.outcome_unknown() && !cancelled(false).outcome_unknown());
    assert!(!Error::Api(Box::new(api(404, "NotFound"))).outcome_unknown());
    let read = lost(Safety::Read);
    assert!(!read.outcome_unknown() && read.to_string().contains("Nothing was changed"), "{read}");
    let create = lost(Safety::Create).to_string();
    assert!(create.contains("check the object before you repeat the call"), "{create}");
    assert!(unreachable.to_string().contains("Queues CreateQueue at h (1 attempt in 0.0 s): refused"), "{unreachable}");
}

#[test]
fn this_machine_is_recognized_by_its_addresses() {
    for host in ["127.0.0.1:8700", "localhost:1", "[::1]:80", "127.0.0.1"] {
        assert!(attempted(host, Safety::Read).is_local(), "{host}");
    }
    for host in ["sts.aliyuncs.com:443", "10.0.0.1:80", "127.0.0.1.example.com:80", "[::2]:80"] {
        assert!(!attempted(host, Safety::Read).is_local(), "{host}");
    }
}

#[test]
fn the_hint_fits_the_address() {
    let hint = |host, reason| hints::unreachable(&attempted(host, Safety::Read), reason);
    let refused = "Connection refused (os error 111)";
    assert!(hint("127.0.0.1:8700", refused).contains("endpoints { queues } or QUEUES_ENDPOINT"));
    assert!(hint("queues.example.com:443", refused).contains("any proxy"));
    let plain = hint("127.0.0.1:8700", "received corrupt message of type InvalidContentType");
    assert!(plain.contains("write http://127.0.0.1:8700"), "{plain}");
}

#[derive(Debug, thiserror::Error)]
#[error("cannot assume the role: {source}")]
struct AssumeRoleFailed {
    #[source]
    source: Box<Error>,
}

#[test]
fn the_call_behind_a_failure_of_the_credentials_is_found() {
    let denied = Error::Api(Box::new(api(403, "NoPermission")));
    let error = Error::credentials(AssumeRoleFailed { source: Box::new(denied) });
    assert_eq!((error.code(), error.request_id()), (Some("NoPermission"), Some("R-1")));
    assert!(error.credentials_error::<AssumeRoleFailed>().is_some());
    assert!(!error.is_no_permission(), "it is not the call itself that was refused");
    assert!(error.to_string().starts_with("cannot assume the role: Queues CreateQueue failed"), "{error}");
}
