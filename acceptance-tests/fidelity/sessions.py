"""Temporary credentials: a user of another account assumes a role, limited by its policies and the session policy."""

from __future__ import annotations

import json

from purchased_before_configure import configuration
from check import Report
from sdk_clients import Account, Key
from world import DESTINATION_KEY, DESTINATION_UID, OPERATOR_KEY, OPERATOR_UID, expect, left

ROLE = "migrates"
ARN = f"acs:ram::{DESTINATION_UID}:role/{ROLE}"
POLICY = {"policy_name": "AliyunDTSFullAccess", "policy_type": "System", "role_name": ROLE}
EXTERNAL = "shop-42"
READ_ONLY = {"Version": "1", "Statement": [{"Action": "dts:Describe*", "Effect": "Allow", "Resource": "*"}]}


def run(url: str, report: Report, signature: str | None) -> None:
    owner, operator = Account(url, DESTINATION_KEY, signature), Account(url, OPERATOR_KEY, signature)
    statement = {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"RAM": [f"acs:ram::{OPERATOR_UID}:root"]}}
    statement["Condition"] = {"StringEquals": {"sts:ExternalId": EXTERNAL}}
    document = json.dumps({"Version": "1", "Statement": [statement]})
    report.call("role", owner, "ram", "CreateRole", role_name=ROLE, assume_role_policy_document=document)
    report.call("role", owner, "ram", "AttachPolicyToRole", **POLICY)
    wanted = {"role_arn": ARN, "role_session_name": "fidelity"}
    report.refuse("without its external id", "NoPermission", operator, "sts", "AssumeRole", **wanted)
    wanted |= {"external_id": EXTERNAL}

    def session(**more) -> Account:
        granted = report.call("role", operator, "sts", "AssumeRole", **wanted, **more).parsed.credentials
        return Account(url, Key(granted.access_key_id, granted.access_key_secret, granted.security_token), signature)

    full = session()
    check = lambda found: expect((found.account_id, found.identity_type), (DESTINATION_UID, "AssumedRoleUser"), "identity")
    report.call("session", full, "sts", "GetCallerIdentity", check=check)
    made = report.call("session", full, "dts", "ConfigureDtsJob", reserve="{}", **configuration("by a session")).parsed
    job = {"dts_job_id": made.dts_job_id}
    report.refuse("what the role may not", "NoPermission", full, "ram", "ListRoles")
    narrow = session(policy=json.dumps(READ_ONLY), duration_seconds=900)
    report.call("narrowed session", narrow, "dts", "DescribeDtsJobDetail", **job)
    report.refuse("what the session may not", "Forbidden.RAM", narrow, "dts", "DeleteDtsJob", **job)
    report.call("session", full, "dts", "DeleteDtsJob", **job)
    report.call("role", owner, "ram", "DetachPolicyFromRole", **POLICY)
    report.call("role", owner, "ram", "DeleteRole", role_name=ROLE)
    report.add("nothing is left", left(url))
