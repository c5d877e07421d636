"""Scenarios 2 and 3: the destination, or both databases, belong to an account that differs from the account of the job."""

from __future__ import annotations

import json

from check import Report
from sdk_clients import Account
from world import (
    DESTINATION_KEY,
    DESTINATION_UID,
    OPERATOR_KEY,
    OPERATOR_UID,
    REGION,
    SOURCE_KEY,
    SOURCE_UID,
    endpoints,
    expect,
    left,
    trust_document,
)

ROLE, POLICY = "ram-for-dts", {"policy_name": "AliyunDTSRolePolicy", "policy_type": "System"}


def run(url: str, report: Report, signature: str | None) -> None:
    source, destination, operator = (Account(url, key, signature) for key in (SOURCE_KEY, DESTINATION_KEY, OPERATOR_KEY))
    theirs = {"owner_id": DESTINATION_UID, "role": ROLE}
    move(report, "scenario 2", source, SOURCE_UID, [destination], endpoints({}, theirs))
    both = endpoints({"owner_id": SOURCE_UID, "role": ROLE}, theirs)
    move(report, "scenario 3", operator, OPERATOR_UID, [source, destination], both)
    report.add("nothing is left", left(url))


def move(report: Report, name: str, job_owner: Account, uid: str, owners: list[Account], sides: dict) -> None:
    configuration = sides | dict(
        region_id=REGION,
        dts_job_name=name,
        job_type="MIGRATION",
        structure_initialization=True,
        data_initialization=True,
        data_synchronization=False,
        db_list=json.dumps({"orders": {"name": "orders", "all": True}}),
        reserve=json.dumps({"targetTableMode": "0"}),
    )
    report.refuse(f"{name}, no role", "AssumeRoleFail", job_owner, "dts", "ConfigureDtsJob", **configuration)
    for owner in owners:
        document = json.dumps(trust_document(uid))
        report.call(name, owner, "ram", "CreateRole", role_name=ROLE, assume_role_policy_document=document)
        report.call(name, owner, "ram", "AttachPolicyToRole", role_name=ROLE, **POLICY)
    answer = report.call(name, job_owner, "dts", "ConfigureDtsJob", **configuration)
    job = {"dts_job_id": answer.parsed.dts_job_id, "region_id": REGION}
    wanted = [(sides.get(f"{side}_endpoint_owner_id"), sides.get(f"{side}_endpoint_role")) for side in ("source", "destination")]
    found = lambda end: (end.aliyun_uid, end.role_name)
    check = lambda detail: expect([found(detail.source_endpoint), found(detail.destination_endpoint)], wanted, "owners and roles")
    report.call(name, job_owner, "dts", "DescribeDtsJobDetail", check=check, **job)
    report.call(name, job_owner, "dts", "StartDtsJob", **job)
    poll = lambda: job_owner.call("dts", "DescribeDtsJobDetail", **job)
    report.wait(f"{name}, precheck passes", poll, lambda found: found.status == "PreCheckPass")
    bought = dict(job_id=job["dts_job_id"], pay_type="PostPaid", instance_class="small", auto_start=True, region_id=REGION)
    report.call(name, job_owner, "dts", "CreateDtsInstance", **bought)
    report.wait(f"{name}, migrated", poll, lambda found: found.status == "Finished")
    report.call(name, job_owner, "dts", "DeleteDtsJob", **job)
    for owner in owners:
        report.call(name, owner, "ram", "DetachPolicyFromRole", role_name=ROLE, **POLICY)
        report.call(name, owner, "ram", "DeleteRole", role_name=ROLE)
