use std::time::Duration;

use cloud_core::{ApiError, Error};

use super::*;
use crate::services::{RAM, SERVICES, STS};

fn boxed(service: &'static Service, http_status: u16, code: &str, message: &str) -> Error {
    Error::Api(Box::new(ApiError {
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
        meaning: meaning(service, http_status, code, message),
    }))
}

#[test]
fn the_table_parses_and_every_row_is_complete_and_unique() {
    let table = ErrorTable::parse(TEXT).unwrap();
    assert_eq!(table.rows().len(), TABLE.rows().len());
    let mut seen = std::collections::BTreeSet::new();
    for row in table.rows() {
        let service = row.service.as_deref();
        assert!(service.is_none_or(|name| SERVICES.iter().any(|s| s.key == name)), "{}", row.code);
        assert!(!row.code.starts_with("DTS.Msg."), "{}: the prefix is removed before the lookup", row.code);
        assert!(row.advice.ends_with('.') && row.advice.len() > 20, "{}: {}", row.code, row.advice);
        assert!(!row.source.is_empty() && row.seen.len() == 10, "{}", row.code);
        let may_pass = matches!(row.class, Class::Throttled | Class::Transient | Class::Pending);
        assert!(may_pass || !row.retryable, "{}: waiting cannot help", row.code);
        assert!(seen.insert((&row.code, service, &row.message_contains)), "{} is in the table twice", row.code);
    }
}

#[test]
fn a_row_with_an_unknown_class_or_column_or_without_a_source_is_refused() {
    let row = "[[error]]\ncode = \"X\"\nclass = \"auth\"\nretryable = false\nadvice = \"a\"\nsource = \"s\"\nseen = \"2026-01-01\"\n";
    assert!(ErrorTable::parse(row).is_ok());
    assert!(ErrorTable::parse(&row.replace("\"auth\"", "\"autth\"")).is_err());
    assert!(ErrorTable::parse(&format!("{row}remark = \"x\"\n")).is_err());
    assert!(ErrorTable::parse(&row.replace("source = \"s\"\n", "")).is_err());
}

#[test]
fn dts_codes_are_known_with_and_without_their_prefix() {
    for code in ["DTS.Msg.UpdateJob.OperationDenied.InitStatus", "UpdateJob.OperationDenied.InitStatus"] {
        assert_eq!(meaning(&DTS, 403, code, "").class, Class::Pending, "{code}");
    }
}

#[test]
fn questions_follow_the_class() {
    assert!(boxed(&RAM, 404, "EntityNotExist.Role", "").is_not_found());
    assert!(boxed(&DTS, 404, "Forbidden.InstanceNotFound", "").is_not_found());
    assert!(!boxed(&RAM, 404, "InvalidApi.NotFound", "").is_not_found(), "the action is unknown, not the role");
    assert!(boxed(&RAM, 409, "EntityAlreadyExists.Role", "").is_already_exists());
    assert!(boxed(&STS, 400, "Throttling.User", "").is_throttled());
    assert!(boxed(&RAM, 403, "NoPermission", "").is_no_permission());
    assert!(boxed(&RAM, 403, "SomethingNew", "").is_no_permission(), "by the HTTP status");
    assert_eq!(boxed(&RAM, 418, "SomethingNew", "").class(), Some(Class::Other));
}

#[test]
fn a_missing_role_in_the_owner_account_is_not_a_missing_job() {
    for code in ["AssumeRoleFail", "EntityNotExist.Role"] {
        let error = boxed(&DTS, 200, code, "EntityNotExist.Role : The role not exists");
        assert!(!error.is_not_found() && error.is_no_permission(), "{code}");
    }
}

#[test]
fn advice_depends_on_the_message_and_the_service() {
    let of = |part: &str| advice("AssumeRoleFail", part).unwrap();
    assert!(of("NoPermission : You are not authorized").contains("trusted_account_ids"));
    assert!(of("EntityNotExist.Role : The role not exists").contains("no role with this name"));
    assert!(of("InvalidParameter : Invalid role arn format:acs:ram***").contains("not its ARN"));
    assert!(of("something else").contains("dts_ram_role_trust"));
    assert!(of("NoPermission").contains("RAM user"));
    let no_permission = |service| meaning(service, 403, "NoPermission", "").advice.unwrap();
    assert!(no_permission(&DTS).contains("owner account"));
    assert!(no_permission(&RAM).contains("AliyunRAMFullAccess"));
    assert!(no_permission(&STS).contains("Alibaba Cloud account cannot"));
    assert_eq!(advice("NoPermission", ""), Some(no_permission(&DTS)), "without a service it is about a job");
    assert_eq!(advice("NeverHeardOf", ""), None);
}

#[test]
fn a_complete_code_goes_before_a_prefix() {
    assert_eq!(meaning(&DTS, 400, "InvalidJobId", "").class, Class::NotFound);
    assert_eq!(meaning(&DTS, 400, "InvalidRegionId", "").class, Class::Invalid);
    assert_eq!(meaning(&RAM, 400, "Throttling.Api", "").class, Class::Throttled);
}

#[test]
fn a_server_failure_is_ambiguous_unless_the_call_was_rejected_before_execution() {
    assert!(meaning(&DTS, 500, "InternalError", "").may_have_taken_effect);
    assert!(meaning(&DTS, 502, "HTTP502", "").may_have_taken_effect);
    assert!(!meaning(&DTS, 500, "ServiceUnavailable", "").may_have_taken_effect);
    assert!(!meaning(&DTS, 503, "HTTP503", "").may_have_taken_effect);
    assert!(!meaning(&DTS, 400, "Throttling", "").may_have_taken_effect);
    assert!(meaning(&DTS, 400, "SignatureNonceUsed", "").may_have_taken_effect);
}

#[test]
fn an_internal_error_is_retried_with_http_500_but_not_with_http_200() {
    assert!(meaning(&DTS, 500, "InternalError", "").retryable);
    assert!(!meaning(&DTS, 200, "InternalError", "The Value of Input Parameter is not valid").retryable);
    assert!(!meaning(&DTS, 500, "LXPayOrder.InsufficientBalance", "").retryable);
    assert!(!meaning(&DTS, 500, "LXPayOrder.InsufficientBalance", "").may_have_taken_effect);
}

#[test]
fn a_change_in_progress_is_retried_and_other_statuses_are_not() {
    for code in ["DTS.Msg.OperationDenied.JobStatusModifying", "OperationDenied.JobStatusModifying"] {
        let modifying = meaning(&DTS, 200, code, "");
        assert!(
            modifying.retryable && modifying.rejected_before_execution && modifying.class == Class::Pending,
            "{code}"
        );
    }
    assert!(meaning(&DTS, 403, "DTS.Msg.CheckJobFailed.ServerUnAvailable", "").retryable);
    for code in ["InvalidJobStatus", "SQLExecuteError", "DTS.Msg.UpdateJob.OperationDenied.InitStatus"] {
        assert!(!meaning(&DTS, 403, code, "").retryable, "{code}");
    }
}

#[test]
fn eventual_consistency_covers_new_and_detached_objects_but_not_a_wrong_policy() {
    let not_yet = "EntityNotExist.Role : The role not exists";
    assert!(boxed(&RAM, 404, "EntityNotExist.Role", "").is_eventual_consistency());
    assert!(boxed(&RAM, 409, "DeleteConflict.Role.Policy", "").is_eventual_consistency());
    assert!(boxed(&STS, 404, "EntityNotExist.Role", "").is_eventual_consistency());
    assert!(boxed(&DTS, 200, "AssumeRoleFail", not_yet).is_eventual_consistency());
    assert!(boxed(&DTS, 200, "EntityNotExist.Role", not_yet).is_eventual_consistency());
    assert!(!boxed(&DTS, 200, "AssumeRoleFail", "NoPermission : no").is_eventual_consistency());
    for code in ["EntityNotExist.Policy", "EntityNotExist.Role.Policy", "EntityAlreadyExists.Role"] {
        assert!(!boxed(&RAM, 404, code, "").is_eventual_consistency(), "{code}");
    }
}
