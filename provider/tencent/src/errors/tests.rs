use std::collections::BTreeSet;

use super::*;
use crate::services::{CAM, SERVICES, STS};

#[test]
fn the_table_parses_and_every_row_is_complete_and_unique() {
    let table = ErrorTable::parse(TEXT).unwrap();
    assert!(!table.rows().is_empty());
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let service = row.service.as_deref();
        assert!(service.is_none_or(|name| SERVICES.iter().any(|s| s.key == name)), "{}", row.code);
        assert!(row.advice.ends_with('.') && row.advice.len() > 20, "{}: {}", row.code, row.advice);
        assert!(!row.source.is_empty() && row.seen.len() == 10, "{}", row.code);
        let may_pass = matches!(row.class, Class::Throttled | Class::Transient | Class::Pending);
        assert!(may_pass || !row.retryable, "{}: waiting cannot help", row.code);
        assert!(seen.insert((&row.code, service, &row.message_contains)), "{} is in the table twice", row.code);
    }
}

#[test]
fn every_documented_code_of_the_gateway_and_of_dts_has_a_meaning() {
    let gateway = "ActionOffline AuthFailure.InvalidAuthorization AuthFailure.InvalidSecretId AuthFailure.MFAFailure \
        AuthFailure.SecretIdNotFound AuthFailure.SignatureExpire AuthFailure.SignatureFailure AuthFailure.TokenFailure \
        AuthFailure.UnauthorizedOperation DryRunOperation FailedOperation InternalError InvalidAction InvalidParameter \
        InvalidParameterValue InvalidRequest IpInBlacklist IpNotInWhitelist LimitExceeded MissingParameter NoSuchProduct \
        NoSuchVersion RequestLimitExceeded RequestLimitExceeded.IPLimitExceeded RequestLimitExceeded.UinLimitExceeded \
        RequestSizeLimitExceeded ResourceInUse ResourceInsufficient ResourceNotFound ResourceUnavailable \
        ResponseSizeLimitExceeded ServiceUnavailable UnauthorizedOperation UnknownParameter UnsupportedOperation \
        UnsupportedProtocol UnsupportedRegion";
    let dts = "AuthFailure.AuthFailureError AuthFailure.AuthorizedOperationDenyError AuthFailure.UnauthorizedOperationError \
        FailedOperation.StatusInConflictError FailedOperation.UserNotAuthed InternalError.DuplicateJob \
        InternalError.NotEnoughMoneyError InvalidParameter.ControllerNotFoundError LimitExceeded.MaxUnusedJobs \
        OperationDenied.NotEnoughMoneyError OperationDenied ResourcesSoldOut.ResourcesSoldOutError \
        ResourceInUse.ResourceInUseError UnauthorizedOperation.PermissionDenied UnsupportedOperation.IntraNetUserNotTaggedError";
    for code in gateway.split_whitespace().chain(dts.split_whitespace()) {
        let found = meaning(&DTS, 200, code, "");
        assert!(found.class != Class::Other && found.advice.is_some(), "{code}: {found:?}");
    }
}

#[test]
fn too_many_calls_and_busy_objects_are_repeated_even_for_a_create() {
    for code in [
        "RequestLimitExceeded",
        "RequestLimitExceeded.UinLimitExceeded",
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
        "RequestLimitExceeded.RequestLimitExceededError",
        "ResourceInUse.ResourceInUseError",
        "ResourceUnavailable.ResourceUnavailableError",
        "ResourceBusy",
        "ServiceUnavailable",
    ] {
        let found = meaning(&DTS, 200, code, "");
        assert!(found.retryable && found.rejected_before_execution && !found.may_have_taken_effect, "{code}");
    }
    assert_eq!(meaning(&CAM, 200, "RequestLimitExceeded", "").class, Class::Throttled);
    for code in ["LimitExceeded.MaxUnusedJobs", "InvalidParameter", "OperationDenied", "AuthFailure.SignatureExpire"] {
        assert!(!meaning(&DTS, 200, code, "").retryable, "{code}");
    }
}

#[test]
fn an_internal_error_is_not_repeated_and_leaves_the_outcome_open() {
    for code in ["InternalError", "InternalError.InternalHttpServerError", "InternalError.SomethingNew"] {
        let found = meaning(&DTS, 200, code, "");
        assert_eq!(
            (found.class, found.retryable, found.may_have_taken_effect),
            (Class::Transient, false, true),
            "{code}"
        );
    }
    for code in ["InternalError.NotEnoughMoneyError", "OperationDenied.NotEnoughMoneyError"] {
        let found = meaning(&DTS, 200, code, "");
        assert_eq!((found.class, found.may_have_taken_effect), (Class::Billing, false), "{code}");
    }
    assert!(meaning(&DTS, 502, "SomethingNew", "").may_have_taken_effect);
    assert!(!meaning(&DTS, 200, "SomethingNew", "").may_have_taken_effect);
}

/// The errors of a cross-account migration: a wrong role, a missing policy on the role, a sub-account without the permission.
#[test]
fn the_cross_account_errors_are_no_failures_of_the_service() {
    let denied = "you are not authorized to perform operation (sts:AssumeRole)\nresource (qcs::cam::uin/1:roleName/r) has no permission";
    let cases = [
        (&STS, "InternalError.GetRoleError", "role not exist", "role name"),
        (&DTS, "InternalError.GetRoleError", "role not exist", "role name"),
        (&DTS, "InternalError.InternalInnerCommonError", "", "policy"),
        (&STS, "AuthFailure.UnauthorizedOperation", denied, "create a dts_cam_assume_role_grant"),
        (&DTS, "AuthFailure.UnauthorizedOperation", denied, "create a dts_cam_assume_role_grant"),
        (&STS, "UnauthorizedOperation", "", "external ID"),
    ];
    for (service, code, message, part) in cases {
        let found = meaning(service, 200, code, message);
        assert_eq!((found.class, found.retryable), (Class::NoPermission, false), "{service} {code}");
        assert!(found.eventual_consistency, "{service} {code}: the role may be new");
        assert!(!found.may_have_taken_effect, "{service} {code}");
        assert!(found.advice.unwrap().contains(part), "{service} {code}: {:?}", found.advice);
    }
    assert_eq!(meaning(&CAM, 200, "InternalError.SystemError", "").class, Class::Transient);
    let other = meaning(&DTS, 200, "AuthFailure.UnauthorizedOperation", "operation (dts:StartMigrateJob)");
    assert!(other.class == Class::NoPermission && !other.eventual_consistency);
}

#[test]
fn missing_objects_and_names_in_use_are_recognised_by_their_code() {
    for (service, code) in [
        (&DTS, "ResourceNotFound.JobNotExist"),
        (&DTS, "ResourceNotFound"),
        (&CAM, "InvalidParameter.RoleNotExist"),
        (&CAM, "ResourceNotFound.PolicyIdNotFound"),
        (&CAM, "InvalidParameter.PolicyIdNotExist"),
    ] {
        assert_eq!(meaning(service, 200, code, "").class, Class::NotFound, "{service} {code}");
    }
    for code in ["InvalidParameter.RoleNameInUse", "FailedOperation.PolicyNameInUse"] {
        assert_eq!(meaning(&CAM, 200, code, "").class, Class::AlreadyExists, "{code}");
    }
    assert_eq!(meaning(&DTS, 200, "InvalidParameter.InstanceNotFound", "").class, Class::Invalid, "not the job");
    assert_eq!(meaning(&CAM, 200, "InvalidParameter.PrincipalQcsNotExist", "").class, Class::Invalid);
}

#[test]
fn a_status_that_does_not_allow_a_call_is_pending_and_not_repeated() {
    for code in [
        "FailedOperation.NotAllowOperation",
        "FailedOperation.StatusInConflict",
        "FailedOperation.StatusInConflictError",
        "OperationDenied.JobOperationDeniedError",
        "OperationDenied.BizOperationDeniedError",
        "OperationDenied.OperationDenied",
    ] {
        let found = meaning(&DTS, 200, code, "");
        assert_eq!((found.class, found.retryable), (Class::Pending, false), "{code}");
    }
}

#[test]
fn rejected_keys_and_tokens_are_recognised() {
    let token = meaning(&DTS, 200, "AuthFailure.TokenFailure", "");
    assert!(token.credentials_expired && token.credentials_rejected && token.class == Class::Auth);
    for code in ["AuthFailure.SecretIdNotFound", "AuthFailure.InvalidSecretId"] {
        let found = meaning(&DTS, 200, code, "");
        assert!(found.credentials_rejected && !found.credentials_expired, "{code}");
    }
    let signature = meaning(&DTS, 200, "AuthFailure.SignatureFailure", "");
    assert!(!signature.credentials_rejected && signature.class == Class::Auth);
    assert!(meaning(&DTS, 200, "AuthFailure.SignatureExpire", "").advice.unwrap().contains("clock"));
}

#[test]
fn an_error_of_a_job_has_advice_too() {
    assert!(advice("InternalError.InternalInnerCommonError", "").unwrap().contains("policy"));
    assert_eq!(advice("NeverHeardOf", ""), None);
}
