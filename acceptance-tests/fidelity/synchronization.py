"""Data synchronization: two directions across accounts, their changes and their release, and one direction that is upgraded."""

from __future__ import annotations

import json

from check import Report
from sdk_clients import Account
from world import (
    DESTINATION_KEY,
    DESTINATION_PASSWORD,
    DESTINATION_UID,
    OPERATOR_KEY,
    OPERATOR_UID,
    SOURCE_KEY,
    SOURCE_PASSWORD,
    SOURCE_UID,
    control,
    expect,
    left,
    trust_document,
)

ROLE, POLICY = "ram-for-dts", {"policy_name": "AliyunDTSRolePolicy", "policy_type": "System"}
REGION = "cn-shanghai"
OBJECTS = {"stores": {"name": "stores", "all": False, "Table": {"shops": {"name": "shops", "all": True}}}}
MORE_OBJECTS = {"stores": {"name": "stores", "all": True}}
A = {"instance_id": "rm-source-stores", "region": "cn-hangzhou", "password": SOURCE_PASSWORD, "owner_id": SOURCE_UID}
B = {"instance_id": "rm-destination-stores", "region": REGION, "password": DESTINATION_PASSWORD, "owner_id": DESTINATION_UID}
COMMON = {"instance_type": "RDS", "engine_name": "MYSQL", "user_name": "dts", "role": ROLE}


def run(url: str, report: Report, signature: str | None) -> None:
    source, destination, operator = (Account(url, key, signature) for key in (SOURCE_KEY, DESTINATION_KEY, OPERATOR_KEY))
    owners = (source, destination)
    report.refuse("no role", "AssumeRoleFail", operator, "dts", "ConfigureDtsJob", **configuration("Forward"))
    for owner in owners:
        document = json.dumps(trust_document(OPERATOR_UID))
        report.call("role", owner, "ram", "CreateRole", role_name=ROLE, assume_role_policy_document=document)
        report.call("role", owner, "ram", "AttachPolicyToRole", role_name=ROLE, **POLICY)
    both_directions(url, report, operator)
    upgraded(report, operator)
    other_clients(report, operator)
    for owner in owners:
        report.call("role", owner, "ram", "DetachPolicyFromRole", role_name=ROLE, **POLICY)
        report.call("role", owner, "ram", "DeleteRole", role_name=ROLE)
    report.add("nothing is left", left(url))


def configuration(direction: str, topology: str = "bidirectional", **more) -> dict:
    """The parameters of one direction; in the reverse direction the sides change places, with their owners."""
    forward = direction == "Forward"
    sides = zip(("source", "destination"), (A, B) if forward else (B, A))
    ends = {f"{side}_endpoint_{key}": value for side, end in sides for key, value in (COMMON | end).items()}
    reserve = {"targetTableMode": "2", "autoStartModulesAfterConfig": "none", "syncArchitecture": topology, "conflict": "ignore"}
    return ends | dict(
        region_id=REGION,
        dts_job_name=f"stores {direction}",
        job_type="SYNC",
        structure_initialization=forward,
        data_initialization=forward,
        data_synchronization=True,
        synchronization_direction=direction,
        db_list=json.dumps(OBJECTS),
        reserve=json.dumps(reserve),
    ) | more


def order(topology: str) -> dict:
    engines = {"source_endpoint_engine_name": "MySQL", "destination_endpoint_engine_name": "MySQL"}
    regions = {"region_id": REGION, "source_region": "cn-hangzhou", "destination_region": REGION}
    return engines | regions | {"pay_type": "PostPaid", "type": "SYNC", "instance_class": "small", "sync_architecture": topology}


class Flow:
    """One direction of an instance."""

    def __init__(self, report: Report, owner: Account, instance: str, direction: str) -> None:
        self.report, self.owner, self.direction = report, owner, direction
        self.named = {"dts_instance_id": instance, "synchronization_direction": direction, "region_id": REGION}

    def detail(self, **more):
        return self.owner.call("dts", "DescribeDtsJobDetail", **self.named, **more)

    def call(self, action: str, **more):
        return self.report.call(self.direction, self.owner, "dts", action, **self.named, **more)

    def wait(self, status: str) -> None:
        self.report.wait(f"{self.direction} is {status}", self.detail, lambda found: found.status == status)


def start(report: Report, owner: Account, instance: str, direction: str, topology: str = "bidirectional") -> Flow:
    flow = Flow(report, owner, instance, direction)
    report.call(direction, owner, "dts", "ConfigureDtsJob", **configuration(direction, topology, dts_instance_id=instance))
    flow.call("StartDtsJob")
    flow.wait("synchronizing")
    return flow


def both_directions(url: str, report: Report, owner: Account) -> None:
    bought = report.call("purchase", owner, "dts", "CreateDtsInstance", **order("bidirectional")).parsed
    instance = bought.instance_id
    early = Flow(report, owner, instance, "Reverse")
    report.call("early", owner, "dts", "ConfigureDtsJob", **configuration("Reverse", dts_instance_id=instance))
    report.refuse("the reverse job is too early", "InvalidJobStatus", owner, "dts", "StartDtsJob", **early.named)
    there = start(report, owner, instance, "Forward")
    back = start(report, owner, instance, "Reverse")
    listed(report, owner, instance, bought.job_id)
    wrong = {"dts_job_id": bought.job_id, "synchronization_direction": "Reverse"}
    report.refuse("the job of the other direction", "InvalidParameter", owner, "dts", "SuspendDtsJob", **wrong)
    objects(url, report, back)
    for flow in (back, there):
        flow.call("SuspendDtsJob")
        flow.wait("Suspending")
        flow.call("StartDtsJob")
        flow.wait("synchronizing")
    report.call("switch", owner, "dts", "ReverseTwoWayDirection", dts_instance_id=instance, region_id=REGION)
    check = lambda found: expect(found.dts_job_list[0].source_endpoint.instance_id, B["instance_id"], "source of the forward job")
    report.call("switched", owner, "dts", "DescribeDtsJobs", check=check, job_type="SYNC", dts_instance_id=instance)
    for flow in (back, there):
        flow.call("ResetDtsJob")
        report.wait(f"{flow.direction} is reset", flow.detail, lambda found: found.status == "NotConfigured")
    back.call("DeleteDtsJob", job_type="SYNC")
    there.call("DeleteDtsJob", job_type="SYNC")


def listed(report: Report, owner: Account, instance: str, job: str) -> None:
    def check(found) -> str:
        item = found.dts_job_list[0]
        reverse = item.reverse_job
        facts = (item.dts_job_id, item.dts_job_direction, item.status, reverse.dts_job_direction, reverse.status, reverse.dts_instance_id)
        wanted = (job, "Forward", "Synchronizing", "Reverse", "Synchronizing", instance)
        return expect(facts, wanted, "both jobs") or expect(reverse.dts_job_id in (None, "", job), False, "the ID of the forward job")

    report.call("list", owner, "dts", "DescribeDtsJobs", check=check, job_type="SYNC", dts_instance_id=instance)
    check = lambda found: expect(found.total_record_count, 0, "TotalRecordCount")
    report.call("list of migrations", owner, "dts", "DescribeDtsJobs", check=check, dts_instance_id=instance)


def objects(url: str, report: Report, flow: Flow) -> None:
    """A change of the objects runs as a sub-job of one direction."""
    flow.call("ModifyDtsJob", db_list=MORE_OBJECTS, data_initialization=False)
    again = {"db_list": OBJECTS} | flow.named
    report.refuse("a change in a change", "OperationDenied.JobStatusModifying", flow.owner, "dts", "ModifyDtsJob", **again)
    flow.wait("synchronizing")

    def check(found) -> str:
        sub_jobs = [(sub_job.job_type, sub_job.status) for sub_job in found.sub_sync_job]
        return expect((json.loads(found.db_object), sub_jobs), (MORE_OBJECTS, [("subSync", "Finished")]), "objects and sub-jobs")

    report.call("changed objects", flow.owner, "dts", "DescribeDtsJobDetail", check=check, sync_sub_job_history=True, **flow.named)
    job = flow.detail().parsed.dts_job_id
    flow.call("ModifyDtsJobPassword", endpoint="src", password="another")
    flow.call("ModifyDtsJobPassword", endpoint="src", password=DESTINATION_PASSWORD)
    control(url, f"jobs/{job}", body={"status": "Prechecking", "hold": True})
    report.refuse("a change in a precheck", "CheckStatus.InvalidInitStatus", flow.owner, "dts", "ModifyDtsJob", **again)
    control(url, f"jobs/{job}", body={"status": "Synchronizing", "hold": False})


def upgraded(report: Report, owner: Account) -> None:
    instance = report.call("one way", owner, "dts", "CreateDtsInstance", **order("oneway")).parsed.instance_id
    back = {"dts_instance_id": instance, "synchronization_direction": "Reverse"}
    report.refuse("one direction only", "InvalidParameter", owner, "dts", "DescribeDtsJobDetail", **back)
    there = start(report, owner, instance, "Forward", "oneway")
    report.call("upgrade", owner, "dts", "UpgradeTwoWay", instance_id=instance, instance_class="medium", region_id=REGION)
    start(report, owner, instance, "Reverse")
    job = there.detail().parsed.dts_job_id
    report.refuse("a lower class", "NoPermission", owner, "dts", "TransferInstanceClass", dts_job_id=job, instance_class="small", order_type="UPGRADE")
    there.call("DeleteDtsJob")


def other_clients(report: Report, owner: Account) -> None:
    """Actions that only other clients of Alibaba Cloud call."""
    for kind, delete, name in (("MIGRATION", "DeleteMigrationJob", "migration_job_id"), ("SYNC", "DeleteSynchronizationJob", "synchronization_job_id")):
        made = report.call(kind, owner, "dts", "CreateDtsInstance", **order("oneway") | {"type": kind, "auto_start": True}).parsed
        report.call(kind, owner, "dts", "ConvertInstanceResourceGroup", resource_id=made.instance_id, new_resource_group_id="rg-2")
        check = lambda body, kind=kind: expect(body["DtsInstanceStatus"]["Type"], kind.lower(), "Type")
        report.call_outside(kind, owner, "dts", "DescribeDtsInstanceDetail", check, DtsInstanceId=made.instance_id)
        check = lambda body: expect(body["DtsInstanceStatusList"][0]["ResourceGroupId"], "rg-2", "ResourceGroupId")
        report.call_outside(kind, owner, "dts", "DescribeDtsInstances", check, PageNum="1", PageSize="50")
        report.call(kind, owner, "dts", "CreateJobMonitorRule", dts_job_id=made.job_id, type="delay", state="Y", delay_rule_time=60)
        check = lambda found: expect([rule.delay_rule_time for rule in found.monitor_rules], [60], "DelayRuleTime")
        report.call(kind, owner, "dts", "DescribeJobMonitorRule", check=check, dts_job_id=made.job_id)
        check = lambda found: expect(found.parameters, [], "Parameters")
        report.call(kind, owner, "dts", "DescribeDtsJobConfig", check=check, dts_job_id=made.job_id)
        report.call(kind, owner, "dts", delete, **{name: made.instance_id})
    policy = {"policy_name": "versions"}
    document = json.dumps({"Version": "1", "Statement": [{"Action": "rds:*", "Effect": "Allow", "Resource": "*"}]})
    report.call("policy", owner, "ram", "CreatePolicy", policy_document=document, **policy)
    report.call("policy", owner, "ram", "UpdatePolicyDescription", new_description="changed", **policy)
    report.call("policy", owner, "ram", "CreatePolicyVersion", policy_document=document, set_as_default=True, **policy)
    check = lambda found: expect([version.version_id for version in found.policy_versions.policy_version], ["v2", "v1"], "versions")
    report.call("policy", owner, "ram", "ListPolicyVersions", check=check, policy_type="Custom", **policy)
    report.call("policy", owner, "ram", "DeletePolicyVersion", version_id="v1", **policy)
    report.call("policy", owner, "ram", "DeletePolicy", **policy)
