"""Assumes a role with the token of an identity provider: the only call without a signature."""

from __future__ import annotations

import json

from check import Report
from sdk_clients import Account, Key
from world import OIDC_PROVIDER_ARN, OIDC_SUBJECT, OIDC_TOKEN, SOURCE_KEY, SOURCE_UID, expect

ROLE = "pipeline"


def run(url: str, report: Report, signature: str | None) -> None:
    owner = Account(url, SOURCE_KEY, signature)
    principal = {"Federated": [OIDC_PROVIDER_ARN]}
    condition = {"StringEquals": {"oidc:sub": OIDC_SUBJECT}}
    statement = {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": principal, "Condition": condition}
    document = json.dumps({"Statement": [statement], "Version": "1"})
    report.call("role of a pipeline", owner, "ram", "CreateRole", role_name=ROLE, assume_role_policy_document=document)
    anonymous = Account(url, Key("AKNOBODY", "none"), signature)
    wanted = dict(
        role_arn=f"acs:ram::{SOURCE_UID}:role/{ROLE}",
        oidcprovider_arn=OIDC_PROVIDER_ARN,
        role_session_name="fidelity",
        duration_seconds=900,
    )
    check = lambda found: expect(found.oidctoken_info.subject, OIDC_SUBJECT, "Subject")
    answer = report.call("token", anonymous, "sts", "AssumeRoleWithOIDC", check=check, oidctoken=OIDC_TOKEN, **wanted)
    granted = answer.parsed.credentials
    temporary = Account(url, Key(granted.access_key_id, granted.access_key_secret, granted.security_token), signature)
    check = lambda found: expect((found.account_id, found.identity_type), (SOURCE_UID, "AssumedRoleUser"), "identity")
    report.call("key for a token", temporary, "sts", "GetCallerIdentity", check=check)
    forged = {"oidctoken": OIDC_TOKEN + "x"} | wanted
    report.refuse("forged token", "AuthenticationFail.OIDCToken.Invalid", anonymous, "sts", "AssumeRoleWithOIDC", **forged)
    report.call("role of a pipeline", owner, "ram", "DeleteRole", role_name=ROLE)
