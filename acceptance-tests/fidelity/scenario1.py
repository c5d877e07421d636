"""Scenario 1: the source database belongs to another account. Runs with Alibaba Cloud's SDKs from the role to the release."""

from __future__ import annotations

import json

from alibabacloud_dts20200101 import models as dts
from alibabacloud_ram20150501 import models as ram

from check import Report
from sdk_clients import Account, Answer, Key
from world import (
    DESTINATION_KEY,
    DESTINATION_UID,
    OPERATOR_KEY,
    REGION,
    SOURCE_KEY,
    SOURCE_PASSWORD,
    SOURCE_UID,
    endpoints,
    expect,
    left,
    trust_document,
)

ROLE, POLICY = "ram-for-dts", {"policy_name": "AliyunDTSRolePolicy", "policy_type": "System"}
ROLE_ARN = f"acs:ram::{SOURCE_UID}:role/{ROLE}"
DB_LIST = {"orders": {"name": "orders", "all": True}}
INSTANCE_TYPE = "ALIYUN::DTS::INSTANCE"


class Scenario:
    """The complete lifecycle of a cross-account migration with one signature version."""

    def __init__(self, url: str, report: Report, signature: str | None) -> None:
        self.url, self.report, self.signature = url, report, signature
        self.source = Account(url, SOURCE_KEY, signature)
        self.destination = Account(url, DESTINATION_KEY, signature)
        self.job = {"region_id": REGION, "dts_job_id": ""}
        self.instance_id = ""

    def run(self) -> None:
        self.identities()
        self.refused_without_a_role()
        self.trust()
        self.assumed_role()
        self.refused_precheck()
        self.passing_precheck()
        self.purchase()
        self.tags()
        self.pause_and_end()
        self.remove_trust()
        self.empty()

    def identities(self) -> None:
        for name, account, uid in (("source", self.source, SOURCE_UID), ("destination", self.destination, DESTINATION_UID)):
            check = lambda found, uid=uid: expect(found.account_id, uid, "AccountId")
            self.report.call(f"{name} owner", account, "sts", "GetCallerIdentity", check=check)

    def trust(self) -> None:
        report, source = self.report, self.source
        document = trust_document(DESTINATION_UID)
        role = {"role_name": ROLE}
        report.call(
            "role",
            source,
            "ram",
            "CreateRole",
            check=lambda found: expect(found.role.arn, ROLE_ARN, "Arn"),
            assume_role_policy_document=json.dumps(document),
            description="space, ~tilde*, 数据 迁移",
            max_session_duration=3600,
            tag=[ram.CreateRoleRequestTag(key="team", value="a b")],
            **role,
        )
        again = {"assume_role_policy_document": json.dumps(document)} | role
        report.refuse("role again", "EntityAlreadyExists.Role", source, "ram", "CreateRole", **again)
        report.call(
            "role",
            source,
            "ram",
            "GetRole",
            check=lambda found: expect(json.loads(found.role.assume_role_policy_document), document, "trust document"),
            **role,
        )
        description = "role for DTS + 1"
        check = lambda found: expect(found.role.description, description, "Description")
        report.call("role", source, "ram", "UpdateRole", check=check, new_description=description, **role)
        report.call("role", source, "ram", "AttachPolicyToRole", **POLICY, **role)
        check = lambda found: expect([item.policy_name for item in found.policies.policy], [POLICY["policy_name"]], "policies")
        report.call("role", source, "ram", "ListPoliciesForRole", check=check, **role)
        report.refuse("policy still attached", "DeleteConflict.Role.Policy", source, "ram", "DeleteRole", **role)
        self.role_tags()

    def role_tags(self) -> None:
        on_role = {"resource_type": "role", "resource_names": [ROLE]}
        tag = ram.TagResourcesRequestTag(key="owner", value="team-a/prod")
        self.report.call("role", self.source, "ram", "TagResources", tag=[tag], **on_role)
        check = lambda found: expect(
            sorted((item.tag_key, item.tag_value) for item in found.tag_resources), [("owner", "team-a/prod"), ("team", "a b")], "tags"
        )
        self.report.call("role", self.source, "ram", "ListTagResources", check=check, **on_role)
        self.report.call("role", self.source, "ram", "UntagResources", tag_keys=["owner"], **on_role)

    def assumed_role(self) -> None:
        wanted = {"role_arn": ROLE_ARN, "role_session_name": "fidelity"}
        answer = self.report.call("destination owner", self.destination, "sts", "AssumeRole", duration_seconds=900, **wanted)
        granted = answer.parsed.credentials
        temporary = Account(
            self.url, Key(granted.access_key_id, granted.access_key_secret, granted.security_token), self.signature
        )
        check = lambda found: expect((found.account_id, found.identity_type), (SOURCE_UID, "AssumedRoleUser"), "identity")
        self.report.call("temporary key", temporary, "sts", "GetCallerIdentity", check=check)
        changed = Account(self.url, Key(granted.access_key_id, granted.access_key_secret, granted.security_token + "x"), self.signature)
        codes = "InvalidSecurityToken InvalidSecurityToken.MismatchWithAccessKey InvalidSecurityToken.Malformed SignatureDoesNotMatch"
        self.report.refuse("changed token", codes, changed, "sts", "GetCallerIdentity")
        operator = Account(self.url, OPERATOR_KEY, self.signature)
        self.report.refuse("account the role does not trust", "NoPermission", operator, "sts", "AssumeRole", **wanted)

    def configuration(self, password: str) -> dict:
        source = {"password": password, "owner_id": SOURCE_UID, "role": ROLE}
        return endpoints(source, {}) | dict(
            region_id=REGION,
            dts_job_name="orders across accounts",
            job_type="MIGRATION",
            structure_initialization=True,
            data_initialization=True,
            data_synchronization=True,
            db_list=json.dumps(DB_LIST),
            reserve=json.dumps({"targetTableMode": "0", "maxRetryTime": "43200", "retry.blind.seconds": "600"}),
        )

    def refused_without_a_role(self) -> None:
        configuration = self.configuration(SOURCE_PASSWORD)
        self.report.refuse("before the role exists", "AssumeRoleFail", self.destination, "dts", "ConfigureDtsJob", **configuration)

    def detail(self) -> Answer:
        return self.destination.call("dts", "DescribeDtsJobDetail", **self.job)

    def precheck(self) -> Answer:
        return self.destination.call("dts", "DescribePreCheckStatus", job_code="01", **self.job)

    def refused_precheck(self) -> None:
        report, destination = self.report, self.destination
        answer = report.call("wrong source password", destination, "dts", "ConfigureDtsJob", **self.configuration("wrong"))
        self.job["dts_job_id"] = answer.parsed.dts_job_id
        self.instance_id = answer.parsed.dts_instance_id
        report.require("instance id is dts + job id", expect(self.instance_id, "dts" + answer.parsed.dts_job_id, "DtsInstanceId"))
        report.call("wrong source password", destination, "dts", "StartDtsJob", **self.job)
        failed = report.wait("precheck ends in failure", self.precheck, lambda found: found.state in ("Failed", "Finished")).parsed
        items = {item.item: item for item in failed.job_progress}
        connection = items.get("CHECK_CONN_SRC")
        report.require("CHECK_CONN_SRC is listed", "" if connection else f"items: {sorted(items)}")
        report.add("CHECK_CONN_SRC failed", expect(connection.state, "Failed", "State"))
        texts = (connection.names, connection.err_msg, connection.err_detail, connection.repair_method)
        report.add("CHECK_CONN_SRC has texts", "" if all(texts) else f"Names, ErrMsg, ErrDetail, RepairMethod: {texts}")
        report.add("CHECK_CONN_SRC cannot be skipped", expect(connection.can_skip, False, "CanSkip"))
        report.wait("status PrecheckFailed", self.detail, lambda found: found.status == "PrecheckFailed")

    def passing_precheck(self) -> None:
        report, destination = self.report, self.destination
        again = self.configuration(SOURCE_PASSWORD) | self.job
        check = lambda found: expect(found.dts_job_id, self.job["dts_job_id"], "DtsJobId")
        report.call("right source password", destination, "dts", "ConfigureDtsJob", check=check, **again)
        check = lambda found: expect(
            (found.source_endpoint.aliyun_uid, found.source_endpoint.role_name), (SOURCE_UID, ROLE), "source owner and role"
        )
        report.call("configured job", destination, "dts", "DescribeDtsJobDetail", check=check, **self.job)
        report.call("right source password", destination, "dts", "StartDtsJob", **self.job)
        passed = report.wait("precheck passes", self.precheck, lambda found: found.state in ("Failed", "Finished")).parsed
        wrong = [f"{item.item} {item.state}" for item in passed.job_progress if item.state not in ("Success", "Warning")]
        report.require(f"all {len(passed.job_progress)} items passed", ", ".join(wrong) or expect(passed.state, "Finished", "State"))
        report.wait("status PreCheckPass", self.detail, lambda found: found.status == "PreCheckPass")

    def purchase(self) -> None:
        report, destination = self.report, self.destination
        wanted = dict(job_id=self.job["dts_job_id"], pay_type="PostPaid", instance_class="small", auto_start=True, region_id=REGION)
        check = lambda found: expect(found.instance_id, self.instance_id, "InstanceId")
        report.call("purchase", destination, "dts", "CreateDtsInstance", check=check, **wanted)
        report.wait("caught up", self.detail, caught_up)
        name = "orders, moved"
        report.call("running job", destination, "dts", "ModifyDtsJobName", dts_job_name=name, **self.job)
        answer = report.call("running job", destination, "dts", "DescribeDtsJobs", job_type="MIGRATION", dts_job_id=self.job["dts_job_id"])
        found = answer.parsed.dts_job_list
        report.require("one job is listed", expect(len(found), 1, "number of jobs"))
        facts = (found[0].dts_job_name, found[0].dts_job_class, found[0].pay_type, found[0].status)
        report.add("listed job", expect(facts, (name, "small", "PostPaid", "Migrating"), "name, class, pay type, status"))
        report.add("full phase is complete", expect(found[0].data_initialization_status.percent, "100", "Percent"))

    def tags(self) -> None:
        on_instance = dict(region_id=REGION, resource_type=INSTANCE_TYPE, resource_id=[self.instance_id])
        pairs = [dts.TagResourcesRequestTag(key=key, value=value) for key, value in (("env", "prod"), ("team", "a b"))]
        self.report.call("instance", self.destination, "dts", "TagResources", tag=pairs, **on_instance)
        for left in ([("env", "prod"), ("team", "a b")], [("env", "prod")]):
            check = lambda found, left=left: expect(
                sorted((item.tag_key, item.tag_value) for item in found.tag_resources.tag_resource), left, "tags"
            )
            self.report.call("instance", self.destination, "dts", "ListTagResources", check=check, **on_instance)
            if len(left) == 2:
                self.report.call("instance", self.destination, "dts", "UntagResources", tag_key=["team"], **on_instance)

    def pause_and_end(self) -> None:
        report, destination = self.report, self.destination
        report.refuse("started job", "InitStatus", destination, "dts", "ConfigureDtsJob", **(self.configuration(SOURCE_PASSWORD) | self.job))
        for action, status in (("SuspendDtsJob", "Suspending"), ("StartDtsJob", "Migrating"), ("StopDtsJob", "Finished")):
            report.call("instance", destination, "dts", action, **self.job)
            report.wait(f"status {status}", self.detail, lambda found, status=status: found.status == status)
        report.call("instance", destination, "dts", "DeleteDtsJob", job_type="MIGRATION", **self.job)
        gone = "Forbidden.InstanceNotFound InvalidJobId"
        report.refuse("released job", gone, destination, "dts", "DescribeDtsJobDetail", **self.job)

    def remove_trust(self) -> None:
        role = {"role_name": ROLE}
        self.report.call("role", self.source, "ram", "DetachPolicyFromRole", **POLICY, **role)
        self.report.call("role", self.source, "ram", "DeleteRole", **role)
        self.report.refuse("deleted role", "EntityNotExist.Role", self.source, "ram", "GetRole", **role)

    def empty(self) -> None:
        self.report.add("the emulator has no role, job or instance", left(self.url))


def caught_up(found) -> bool:
    progress = found.data_synchronization_status
    return found.status == "Migrating" and bool(progress) and progress.status == "Catched"
