"""Tests an instance that is bought before its job is configured, calls on several jobs, and a connection test without a job."""

from __future__ import annotations

import json

from check import Report
from sdk_clients import Account
from world import DESTINATION_KEY, DESTINATION_PASSWORD, REGION, endpoints, expect, left

ORDER = dict(
    pay_type="PostPaid",
    type="MIGRATION",
    instance_class="medium",
    region_id=REGION,
    source_region=REGION,
    destination_region=REGION,
    source_endpoint_engine_name="MySQL",
    destination_endpoint_engine_name="MySQL",
)
# Source and destination belong to the caller.
SIDES = endpoints({"instance_id": "rm-destination-used", "password": DESTINATION_PASSWORD}, {})


def configuration(name: str, **more) -> dict:
    return SIDES | more | dict(
        region_id=REGION,
        dts_job_name=name,
        job_type="MIGRATION",
        structure_initialization=True,
        data_initialization=True,
        data_synchronization=True,
        db_list=json.dumps({"orders": {"name": "orders", "all": True}}),
    )


def run(url: str, report: Report, signature: str | None) -> None:
    owner = Account(url, DESTINATION_KEY, signature)
    starts_automatically(report, owner)
    waits(report, owner)
    several(report, owner)
    connection(report, owner)
    report.add("nothing is left", left(url))


def starts_automatically(report: Report, owner: Account) -> None:
    answer = report.call("order", owner, "dts", "CreateDtsInstance", **ORDER).parsed
    report.add("instance id is dts + job id", expect(answer.instance_id, f"dts{answer.job_id}", "InstanceId"))
    job = {"dts_job_id": answer.job_id, "region_id": REGION}
    check = lambda found: expect((found.status, found.dts_job_class, found.pay_type), ("NotConfigured", "medium", "PostPaid"), "job")
    report.call("order", owner, "dts", "DescribeDtsJobDetail", check=check, **job)
    report.refuse("not configured", "InvalidJobStatus", owner, "dts", "StartDtsJob", **job)
    other = configuration("another engine", dts_instance_id=answer.instance_id) | {"source_endpoint_engine_name": "MariaDB"}
    report.refuse("not what was bought", "InvalidParameter", owner, "dts", "ConfigureDtsJob", **other)
    wanted = configuration("bought first", dts_instance_id=answer.instance_id)
    check = lambda found: expect(found.dts_job_id, job["dts_job_id"], "DtsJobId")
    report.call("bought first", owner, "dts", "ConfigureDtsJob", check=check, reserve='{"targetTableMode":"2"}', **wanted)
    poll = lambda: owner.call("dts", "DescribeDtsJobDetail", **job)
    report.wait("the job continues automatically", poll, lambda found: found.status == "Migrating")
    report.call("bought first", owner, "dts", "DeleteDtsJob", dts_instance_id=answer.instance_id)


def waits(report: Report, owner: Account) -> None:
    answer = report.call("order", owner, "dts", "CreateDtsInstance", **ORDER).parsed
    wanted = configuration("waits", dts_instance_id=answer.instance_id, dts_job_id=answer.job_id)
    reserve = json.dumps({"targetTableMode": "2", "autoStartModulesAfterConfig": "none"})
    report.call("configured not to start", owner, "dts", "ConfigureDtsJob", reserve=reserve, **wanted)
    job = {"dts_job_id": answer.job_id}
    check = lambda found: expect(found.status, "NotStarted", "Status")
    report.call("configured not to start", owner, "dts", "DescribeDtsJobDetail", check=check, **job)
    report.call("configured not to start", owner, "dts", "StartDtsJob", **job)
    poll = lambda: owner.call("dts", "DescribeDtsJobDetail", **job)
    report.wait("it runs without a second purchase", poll, lambda found: found.status == "Migrating")
    report.call("configured not to start", owner, "dts", "DeleteDtsJob", **job)


def several(report: Report, owner: Account) -> None:
    reserve = '{"targetTableMode":"0"}'
    made = [report.call(name, owner, "dts", "ConfigureDtsJob", reserve=reserve, **configuration(name)).parsed for name in ("one", "two")]
    ids = {"dts_job_ids": ",".join(job.dts_job_id for job in made)}
    unknown_job = {"dts_job_ids": f"{made[0].dts_job_id},unknown"}
    report.refuse("one of them does not exist", "Forbidden.InstanceNotFound", owner, "dts", "StartDtsJobs", **unknown_job)
    for job in made:
        items = {"precheck_items": "CHECK_SAME_OBJ,CHECK_SRC"}
        report.call("shielded", owner, "dts", "ShieldPrecheck", dts_instance_id=job.dts_instance_id, **items)
    no = {"dts_instance_id": made[0].dts_instance_id, "precheck_items": "CHECK_CONN_SRC"}
    report.refuse("an item that must pass", "InvalidParameter", owner, "dts", "ShieldPrecheck", **no)
    report.call("both", owner, "dts", "StartDtsJobs", **ids)
    for job in made:
        poll = lambda job=job: owner.call("dts", "DescribeDtsJobDetail", dts_job_id=job.dts_job_id)
        report.wait("both are checked", poll, lambda found: found.status == "PreCheckPass")
        report.call("both", owner, "dts", "CreateDtsInstance", job_id=job.dts_job_id, pay_type="PostPaid", auto_start=True)
        report.wait("both run", poll, lambda found: found.status == "Migrating")
    for action, status in (("SuspendDtsJobs", "Suspending"), ("StopDtsJobs", "Finished")):
        report.call("both", owner, "dts", action, **ids)
        for job in made:
            poll = lambda job=job: owner.call("dts", "DescribeDtsJobDetail", dts_job_id=job.dts_job_id)
            report.wait(f"both are {status}", poll, lambda found, status=status: found.status == status)
    report.refuse("more than ten", "InvalidParameter", owner, "dts", "DeleteDtsJobs", dts_job_ids=",".join(f"job{n}" for n in range(11)))
    report.call("both", owner, "dts", "DeleteDtsJobs", **ids)


def connection(report: Report, owner: Account) -> None:
    """The parameters of this call have different names, and the database of the destination is spelled as in the source."""
    ends = {"region_id": REGION} | SIDES
    ends["destination_endpoint_database_name"] = "orders"
    successes = lambda found: (found.source_connection_status["Success"], found.destination_connection_status["Success"])
    check = lambda found: expect(successes(found), ("true", "true"), "both sides")
    report.call("connection", owner, "dts", "DescribeConnectionStatus", check=check, **ends)
    check = lambda found: expect(successes(found), ("false", "true"), "both sides")
    wrong = ends | {"source_endpoint_password": "wrong"}
    report.call("wrong password", owner, "dts", "DescribeConnectionStatus", check=check, **wrong)
    foreign = ends | {"source_endpoint_instance_type": "CEN"}
    report.refuse("no such type", "InvalidParameter", owner, "dts", "DescribeConnectionStatus", **foreign)
