"""The actions that scenario 1 does not use: policies, a skipped precheck item, changes of a running job, clusters."""

from __future__ import annotations

import json

from check import Report
from sdk_clients import Account
from world import DESTINATION_KEY, DESTINATION_UID, REGION, SOURCE_KEY, SOURCE_UID, endpoints, expect, trust_document

POLICY_DOCUMENT = {"Version": "1", "Statement": [{"Action": "rds:Describe*", "Effect": "Allow", "Resource": "*"}]}
USED = "rm-destination-used"
ROLE = "skip.and-change"
CLUSTER = {"dedicated_cluster_id": "dtscluster_destination", "region_id": REGION}
VERIFICATION = {"fullDataCheck": True, "fullCheckModel": 2, "incrementalDataCheck": True}


def run(url: str, report: Report, signature: str | None) -> None:
    owner = Account(url, DESTINATION_KEY, signature)
    policies(report, owner)
    network(report, owner)
    role(report, Account(url, SOURCE_KEY, signature))
    job = skipped_item(report, owner)
    running_job(report, owner, job)
    cluster_job(report, owner)


def policies(report: Report, owner: Account) -> None:
    name = {"policy_name": "read-rds"}
    document = json.dumps(POLICY_DOCUMENT)
    report.call("policy", owner, "ram", "CreatePolicy", policy_document=document, description="reads RDS", **name)
    check = lambda found: expect(json.loads(found.default_policy_version.policy_document), POLICY_DOCUMENT, "document")
    report.call("policy", owner, "ram", "GetPolicy", check=check, policy_type="Custom", **name)
    report.call("policy", owner, "ram", "DeletePolicy", **name)
    report.refuse("deleted policy", "EntityNotExist.Policy", owner, "ram", "GetPolicy", policy_type="Custom", **name)
    report.call("roles", owner, "ram", "ListRoles", max_items=10)


def network(report: Report, owner: Account) -> None:
    check = lambda found: "" if found.dynamic_message else "DynamicMessage holds no addresses"
    report.call("addresses", owner, "dts", "DescribeDTSIP", check=check, source_endpoint_region=REGION)
    check = lambda found: "" if found.ip_list else "IpList is empty"
    report.call("addresses", owner, "dts", "WhiteIpList", check=check, region=REGION, type="vpc")


def role(report: Report, source_owner: Account) -> None:
    document = json.dumps(trust_document(DESTINATION_UID))
    report.call("role", source_owner, "ram", "CreateRole", role_name=ROLE, assume_role_policy_document=document)
    policy = {"policy_name": "AliyunDTSRolePolicy", "policy_type": "System"}
    report.call("role", source_owner, "ram", "AttachPolicyToRole", role_name=ROLE, **policy)


def skipped_item(report: Report, owner: Account) -> dict:
    """The destination has tables with the same names; the item can be skipped, and then the precheck passes."""
    configuration = endpoints({"owner_id": SOURCE_UID, "role": ROLE}, {"instance_id": USED}) | dict(
        region_id=REGION,
        dts_job_name="onto tables that exist",
        job_type="MIGRATION",
        structure_initialization=True,
        data_initialization=True,
        data_synchronization=True,
        db_list=json.dumps({"orders": {"name": "orders", "all": True}}),
        reserve=json.dumps({"targetTableMode": "0"}),
    )
    answer = report.call("same names", owner, "dts", "ConfigureDtsJob", **configuration)
    job = {"dts_job_id": answer.parsed.dts_job_id, "region_id": REGION}
    report.call("same names", owner, "dts", "StartDtsJob", **job)
    ended = lambda found: found.state in ("Failed", "Finished")
    poll = lambda: owner.call("dts", "DescribePreCheckStatus", job_code="01", **job)
    failed = report.wait("precheck ends", poll, ended).parsed
    states = {item.item: (item.state, item.can_skip) for item in failed.job_progress if item.state != "Success"}
    report.require("only CHECK_SAME_OBJ failed, and it can be skipped", expect(states, {"CHECK_SAME_OBJ": ("Failed", True)}, "items"))
    skip = dict(job_id=failed.job_id, skip=True, **job)
    no = {"skip_pre_check_items": '["CHECK_CONN_SRC"]', "skip_pre_check_names": '["CHECK_CONN_SRC_DETAIL"]'}
    yes = {"skip_pre_check_items": '["CHECK_SAME_OBJ"]', "skip_pre_check_names": '["CHECK_SAME_OBJ_DETAIL"]'}
    report.refuse("an item that must pass", "InvalidParameter OperationDenied", owner, "dts", "SkipPreCheck", **no, **skip)
    report.call("item", owner, "dts", "SkipPreCheck", **yes, **skip)
    report.call("skipped", owner, "dts", "StartDtsJob", **job)
    passed = report.wait("precheck ends again", poll, ended).parsed
    report.require("it passes now", expect(passed.state, "Finished", "State"))
    return job


def running_job(report: Report, owner: Account, job: dict) -> None:
    bought = dict(job_id=job["dts_job_id"], pay_type="PostPaid", instance_class="small", auto_start=True, region_id=REGION)
    report.call("purchase", owner, "dts", "CreateDtsInstance", **bought)
    poll = lambda: owner.call("dts", "DescribeDtsJobDetail", **job)
    found = report.wait("running", poll, lambda found: found.status == "Migrating").parsed
    report.call("class", owner, "dts", "TransferInstanceClass", instance_class="medium", order_type="UPGRADE", **job)
    report.wait("class is medium", poll, lambda found: found.dts_job_class == "medium" and found.status == "Migrating")
    rows = json.dumps({"dts.datamove.source.rps.max": "1000"})
    report.call("limit", owner, "dts", "ModifyDynamicConfig", job_code="04", enable_limit=True, config_list=rows, **job)
    password = {"endpoint": "dest", "user_name": "dts", "password": "another-password"}
    report.call("password", owner, "dts", "ModifyDtsJobPassword", **password, **job)
    reserved = {"dts_instance_id": found.dts_instance_id, "modify_type_enum": "UPDATE_RESERVED", "reserved": '{"maxRetryTime":"3600"}'}
    report.call("options", owner, "dts", "ModifyDtsJob", **reserved, **job)
    check = lambda found: expect(json.loads(found.reserved).get("maxRetryTime") in ("3600", 3600), True, "maxRetryTime 3600 in Reserved")
    report.call("options", owner, "dts", "DescribeDtsJobDetail", check=check, **job)
    end = {"endpoint": "dest", "endpoint_instance_type": "rds", "endpoint_instance_id": USED, "endpoint_region_id": REGION, "dry_run": True}
    login = {"modify_account": True, "username": "dts", "password": "destination-db-password"}
    report.call("endpoint, tried only", owner, "dts", "ModifyDtsJobEndpoint", **end, **login, **job)
    for action in ("StopDtsJob", "DeleteDtsJob"):
        report.call("job", owner, "dts", action, **job)


def cluster_job(report: Report, owner: Account) -> None:
    """A job with many options on a dedicated cluster: the responses about both, and the DUs that the job uses."""
    check = lambda found: expect(found.dedicated_cluster_status_list.dedicated_cluster_status[0].state, "running", "State")
    report.call("clusters", owner, "dts", "ListDedicatedCluster", check=check, region_id=REGION)
    configuration = endpoints({"owner_id": SOURCE_UID, "role": ROLE}, {}) | CLUSTER | dict(
        dts_job_name="on a cluster",
        job_type="MIGRATION",
        structure_initialization=True,
        data_initialization=True,
        data_synchronization=True,
        db_list=json.dumps({"orders": {"name": "orders", "all": True}}),
        reserve=json.dumps({"targetTableMode": "0", "etlOperatorCtl": "Y", "etlOperatorSetting": "e_drop()"}),
        data_check_configure=json.dumps(VERIFICATION),
        dts_bis_label="online",
        resource_group_id="rg-orders",
        delay_notice=True,
        delay_rule_time=60,
        delay_phone="13800000000",
        checkpoint="1610540493",
    )
    answer = report.call("on a cluster", owner, "dts", "ConfigureDtsJob", **configuration)
    job = {"dts_job_id": answer.parsed.dts_job_id, "region_id": REGION}
    report.call("on a cluster", owner, "dts", "StartDtsJob", **job)
    poll = lambda: owner.call("dts", "DescribeDtsJobDetail", **job)
    report.wait("on a cluster, precheck passes", poll, lambda found: found.status == "PreCheckPass")
    bought = dict(job_id=job["dts_job_id"], pay_type="PostPaid", auto_start=True, region_id=REGION)
    report.refuse("more units than there are", "OperationDenied", owner, "dts", "CreateDtsInstance", du=31, **bought)
    report.call("on a cluster", owner, "dts", "CreateDtsInstance", du=2, **bought)
    listed = lambda: owner.call("dts", "DescribeDtsJobs", dts_job_id=job["dts_job_id"], job_type="MIGRATION")
    verified = lambda found: found.dts_job_list[0].full_data_check_status.status == "Finished"
    found = report.wait("data verified", listed, verified).parsed.dts_job_list[0]
    facts = (found.du_usage, found.inc_data_check_status.status, found.migration_mode.full_data_check)
    report.add("listed job on a cluster", expect(facts, (2, "Catched", True), "units, incremental verification, mode"))
    report.call("units", owner, "dts", "ModifyDtsJobDuLimit", du_limit=3, **job)
    ids = {"dts_job_ids": json.dumps([job["dts_job_id"]])}
    report.call("cluster", owner, "dts", "ModifyDtsJobDedicatedCluster", **ids, **CLUSTER)
    check = lambda found: expect(found.used_du, 3, "UsedDu")
    report.call("cluster", owner, "dts", "DescribeDedicatedCluster", check=check, **CLUSTER)
    setting = json.dumps([{"module": "03", "name": "sink.batch", "value": "1"}])
    report.call("module", owner, "dts", "ModifyDtsJobConfig", parameters=setting, **job)
    for action in ("StopDtsJob", "DeleteDtsJob"):
        report.call("job on a cluster", owner, "dts", action, **job)
    check = lambda found: expect(found.used_du, 0, "UsedDu")
    report.call("released cluster", owner, "dts", "DescribeDedicatedCluster", check=check, **CLUSTER)
