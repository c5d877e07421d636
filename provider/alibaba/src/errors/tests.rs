use std::time::Duration;

use super::table::{ROWS, TEXT, parse};
use super::*;

fn api(service: Service, http_status: u16, code: &str, message: &str) -> ApiError {
    ApiError {
        service,
        action: "SomeAction",
        http_status,
        code: code.to_owned(),
        message: message.to_owned(),
        request_id: "R-1".to_owned(),
        recommend: None,
        attempts: 1,
        elapsed: Duration::ZERO,
        repeated_after_loss: false,
    }
}

fn boxed(service: Service, http_status: u16, code: &str, message: &str) -> Error {
    Error::Api(Box::new(api(service, http_status, code, message)))
}

#[test]
fn the_table_parses_and_every_row_is_whole_and_unlike_the_others() {
    let rows = parse(TEXT).unwrap();
    assert_eq!(rows.len(), ROWS.len());
    let mut seen = std::collections::BTreeSet::new();
    for row in &rows {
        let service = row.service.as_deref();
        assert!(service.is_none_or(|name| Service::ALL.iter().any(|s| s.key() == name)), "{}", row.code);
        assert!(!row.code.starts_with("DTS.Msg."), "{}: the prefix is taken off before the look-up", row.code);
        assert!(row.advice.ends_with('.') && row.advice.len() > 20, "{}: {}", row.code, row.advice);
        assert!(!row.source.is_empty() && row.seen.len() == 10, "{}", row.code);
        let may_pass = matches!(row.class, Class::Throttled | Class::Transient | Class::Pending);
        assert!(may_pass || !row.retryable, "{}: waiting cannot help", row.code);
        assert!(seen.insert((&row.code, service, &row.message_contains)), "{} is there twice", row.code);
    }
}

#[test]
fn a_row_with_an_unknown_class_or_column_or_without_a_source_is_refused() {
    let row = "[[error]]\ncode = \"X\"\nclass = \"auth\"\nretryable = false\nadvice = \"a\"\nsource = \"s\"\nseen = \"2026-01-01\"\n";
    assert!(parse(row).is_ok());
    assert!(parse(&row.replace("\"auth\"", "\"autth\"")).is_err());
    assert!(parse(&format!("{row}remark = \"x\"\n")).is_err());
    assert!(parse(&row.replace("source = \"s\"\n", "")).is_err());
}

#[test]
fn dts_codes_are_known_with_and_without_their_prefix() {
    for code in ["DTS.Msg.UpdateJob.OperationDenied.InitStatus", "UpdateJob.OperationDenied.InitStatus"] {
        assert_eq!(api(Service::Dts, 403, code, "").class(), Class::Pending, "{code}");
    }
}

#[test]
fn questions_follow_the_class() {
    assert!(boxed(Service::Ram, 404, "EntityNotExist.Role", "").is_not_found());
    assert!(boxed(Service::Dts, 404, "Forbidden.InstanceNotFound", "").is_not_found());
    assert!(!boxed(Service::Ram, 404, "InvalidApi.NotFound", "").is_not_found(), "the action is unknown, not the role");
    assert!(boxed(Service::Ram, 409, "EntityAlreadyExists.Role", "").is_already_exists());
    assert!(boxed(Service::Sts, 400, "Throttling.User", "").is_throttled());
    assert!(boxed(Service::Ram, 403, "NoPermission", "").is_no_permission());
    assert!(boxed(Service::Ram, 403, "SomethingNew", "").is_no_permission(), "by the HTTP status");
    assert_eq!(boxed(Service::Ram, 418, "SomethingNew", "").class(), Some(Class::Other));
}

#[test]
fn a_missing_role_in_the_owner_account_is_no_missing_job() {
    for code in ["AssumeRoleFail", "EntityNotExist.Role"] {
        let error = boxed(Service::Dts, 200, code, "EntityNotExist.Role : The role not exists");
        assert!(!error.is_not_found() && error.is_no_permission(), "{code}");
    }
}

#[test]
fn advice_depends_on_the_message_and_the_service() {
    let of = |part: &str| advice("AssumeRoleFail", part).unwrap();
    assert!(of("NoPermission : You are not authorized").contains("trusted_account_ids"));
    assert!(of("EntityNotExist.Role : The role not exists").contains("no role of this name"));
    assert!(of("InvalidParameter : Invalid role arn format:acs:ram***").contains("An ARN was given"));
    assert!(of("something else").contains("dts_ram_role_trust"));
    assert!(of("NoPermission").contains("RAM user"));
    let no_permission = |service| api(service, 403, "NoPermission", "").advice().unwrap();
    assert!(no_permission(Service::Dts).contains("owner account"));
    assert!(no_permission(Service::Ram).contains("AliyunRAMFullAccess"));
    assert!(no_permission(Service::Sts).contains("main account"));
    assert_eq!(advice("NoPermission", ""), Some(no_permission(Service::Dts)), "without a service it is about a job");
    assert_eq!(advice("NeverHeardOf", ""), None);
}

#[test]
fn a_code_of_its_own_goes_before_a_beginning() {
    assert_eq!(api(Service::Dts, 400, "InvalidJobId", "").class(), Class::NotFound);
    assert_eq!(api(Service::Dts, 400, "InvalidRegionId", "").class(), Class::Invalid);
    assert_eq!(api(Service::Ram, 400, "Throttling.Api", "").class(), Class::Throttled);
}

#[test]
fn a_server_failure_is_ambiguous_unless_the_call_was_turned_away() {
    assert!(api(Service::Dts, 500, "InternalError", "").may_have_taken_effect());
    assert!(api(Service::Dts, 502, "HTTP502", "").may_have_taken_effect());
    assert!(!api(Service::Dts, 500, "ServiceUnavailable", "").may_have_taken_effect());
    assert!(!api(Service::Dts, 503, "HTTP503", "").may_have_taken_effect());
    assert!(!api(Service::Dts, 400, "Throttling", "").may_have_taken_effect());
    assert!(api(Service::Dts, 400, "SignatureNonceUsed", "").may_have_taken_effect());
}

#[test]
fn an_internal_error_is_retried_as_a_server_failure_but_not_as_a_business_answer() {
    assert!(api(Service::Dts, 500, "InternalError", "").is_retryable());
    assert!(!api(Service::Dts, 200, "InternalError", "The Value of Input Parameter is not valid").is_retryable());
    assert!(!api(Service::Dts, 500, "LXPayOrder.InsufficientBalance", "").is_retryable());
    assert!(!api(Service::Dts, 500, "LXPayOrder.InsufficientBalance", "").may_have_taken_effect());
}

#[test]
fn a_change_under_way_is_waited_for_and_other_statuses_are_not() {
    for code in ["DTS.Msg.OperationDenied.JobStatusModifying", "OperationDenied.JobStatusModifying"] {
        let modifying = api(Service::Dts, 200, code, "");
        assert!(modifying.is_retryable() && modifying.turned_away() && modifying.class() == Class::Pending, "{code}");
    }
    assert!(api(Service::Dts, 403, "DTS.Msg.CheckJobFailed.ServerUnAvailable", "").is_retryable());
    for code in ["InvalidJobStatus", "SQLExecuteError", "DTS.Msg.UpdateJob.OperationDenied.InitStatus"] {
        assert!(!api(Service::Dts, 403, code, "").is_retryable(), "{code}");
    }
}

#[test]
fn what_was_just_made_or_detached_may_need_a_while_and_a_wrong_policy_does_not() {
    let not_yet = "EntityNotExist.Role : The role not exists";
    assert!(boxed(Service::Ram, 404, "EntityNotExist.Role", "").may_settle());
    assert!(boxed(Service::Ram, 409, "DeleteConflict.Role.Policy", "").may_settle());
    assert!(boxed(Service::Sts, 404, "EntityNotExist.Role", "").may_settle());
    assert!(boxed(Service::Dts, 200, "AssumeRoleFail", not_yet).may_settle());
    assert!(boxed(Service::Dts, 200, "EntityNotExist.Role", not_yet).may_settle());
    assert!(!boxed(Service::Dts, 200, "AssumeRoleFail", "NoPermission : no").may_settle());
    for code in ["EntityNotExist.Policy", "EntityNotExist.Role.Policy", "EntityAlreadyExists.Role"] {
        assert!(!boxed(Service::Ram, 404, code, "").may_settle(), "{code}");
    }
}

#[test]
fn the_text_says_what_failed_with_what_and_under_which_id() {
    let mut error = api(Service::Ram, 409, "EntityAlreadyExists.Role", "The role already exists.");
    let text =
        "RAM SomeAction failed with EntityAlreadyExists.Role: The role already exists. (HTTP 409, request id R-1)";
    assert_eq!(error.to_string(), text);
    (error.attempts, error.elapsed) = (3, Duration::from_millis(2500));
    assert!(error.to_string().ends_with("request id R-1), the last of 3 attempts in 2.5 s"), "{error}");
}

#[test]
fn only_ends_without_a_clear_answer_leave_the_outcome_unknown() {
    let attempted = || Attempted {
        service: Service::Dts,
        action: "ConfigureDtsJob",
        safety: Safety::Create,
        host: "h".to_owned(),
        attempts: 1,
        elapsed: Duration::ZERO,
    };
    let lost = Error::AnswerLost { attempted: attempted(), reason: "closed".to_owned(), answer: None };
    let unreachable = Error::Unreachable { attempted: attempted(), reason: "refused".to_owned() };
    let cancelled = |in_flight| Error::Cancelled { service: Service::Dts, action: "ConfigureDtsJob", in_flight };
    assert!(lost.outcome_unknown() && cancelled(true).outcome_unknown());
    assert!(!unreachable.outcome_unknown() && !cancelled(false).outcome_unknown());
    assert!(!boxed(Service::Dts, 404, "InvalidJobId", "").outcome_unknown());
    let read = Attempted { safety: Safety::Read, ..attempted() };
    let lost_read = Error::AnswerLost { attempted: read, reason: "closed".to_owned(), answer: None };
    assert!(!lost_read.outcome_unknown() && lost_read.to_string().contains("Nothing was changed"), "{lost_read}");
    assert!(lost.to_string().contains("look before repeating"), "{lost}");
    assert!(
        unreachable.to_string().contains("DTS ConfigureDtsJob at h (1 attempt in 0.0 s): refused"),
        "{unreachable}"
    );
}
