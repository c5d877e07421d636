"""Lists with several pages, read to the last page."""

from __future__ import annotations

import json

from alibabacloud_dts20200101 import models as dts
from alibabacloud_ram20150501 import models as ram

from purchased_before_configure import configuration
from check import Report
from sdk_clients import Account
from world import DESTINATION_KEY, OPERATOR_UID, expect, left, trust_document

NAMES = ["page-a", "page-b", "page-c"]
DOCUMENT = json.dumps({"Version": "1", "Statement": [{"Action": "rds:*", "Effect": "Allow", "Resource": "*"}]})
INSTANCES = "ALIYUN::DTS::INSTANCE"


def run(url: str, report: Report, signature: str | None) -> None:
    owner = Account(url, DESTINATION_KEY, signature)
    ram_pages(report, owner)
    job_pages(report, owner)
    report.add("nothing is left", left(url))


def by_marker(report: Report, step: str, owner: Account, action: str, names, **more) -> list[str]:
    """All names, with `Marker` and `IsTruncated`, two per page."""
    found, marker = [], None
    while True:
        page = report.call(step, owner, "ram", action, max_items=2, marker=marker, **more).parsed
        found += names(page)
        marker = page.marker
        if not page.is_truncated:
            return found


def ram_pages(report: Report, owner: Account) -> None:
    trust = json.dumps(trust_document(OPERATOR_UID))
    tag = ram.CreatePolicyRequestTag(key="set", value="pages")
    for name in NAMES:
        report.call("three", owner, "ram", "CreateRole", role_name=name, assume_role_policy_document=trust)
        report.call("three", owner, "ram", "CreatePolicy", policy_name=name, policy_document=DOCUMENT, tag=[tag])
    names = by_marker(report, "roles", owner, "ListRoles", lambda page: [role.role_name for role in page.roles.role])
    report.add("roles of all pages", expect(names, NAMES, "names"))
    policies = lambda page: [policy.policy_name for policy in page.policies.policy]
    names = by_marker(report, "policies", owner, "ListPolicies", policies, policy_type="Custom")
    report.add("policies of all pages", expect(names, NAMES, "names"))
    wanted = ram.ListPoliciesRequestTag(key="set", value="pages")
    check = lambda found: expect(policies(found), NAMES, "names")
    report.call("tagged", owner, "ram", "ListPolicies", check=check, tag=[wanted])
    system = by_marker(report, "system", owner, "ListPolicies", policies, policy_type="System")
    report.add("system policies", "" if "AliyunDTSRolePolicy" in system else f"{system}")
    versions(report, owner)
    tags = [ram.TagResourcesRequestTag(key=key, value="v") for key in "abc"]
    report.call("tags", owner, "ram", "TagResources", resource_type="role", resource_names=[NAMES[0]], tag=tags)
    found, token = [], None
    while True:
        more = {"resource_type": "role", "resource_names": [NAMES[0]], "page_size": 2, "next_token": token}
        page = report.call("tags", owner, "ram", "ListTagResources", **more).parsed
        found += [row.tag_key for row in page.tag_resources]
        token = page.next_token
        if not token:
            break
    report.add("tags of all pages", expect(found, ["a", "b", "c"], "keys"))
    for name in NAMES:
        report.call("three", owner, "ram", "DeleteRole", role_name=name)
        report.call("three", owner, "ram", "DeletePolicy", policy_name=name, cascading_delete=True)


def versions(report: Report, owner: Account) -> None:
    name = {"policy_name": NAMES[0]}
    on_role = {"policy_type": "Custom", "role_name": NAMES[0]} | name
    report.call("version", owner, "ram", "AttachPolicyToRole", **on_role)
    check = lambda found: expect([role.role_name for role in found.roles.role], [NAMES[0]], "roles")
    report.call("version", owner, "ram", "ListEntitiesForPolicy", check=check, policy_type="Custom", **name)
    second = {"policy_document": DOCUMENT.replace("rds:*", "rds:Describe*"), "set_as_default": True} | name
    check = lambda found: expect((found.policy_version.version_id, found.policy_version.is_default_version), ("v2", True), "version")
    report.call("version", owner, "ram", "CreatePolicyVersion", check=check, **second)
    check = lambda found: expect(found.default_policy_version.policy_document, second["policy_document"], "document")
    report.call("version", owner, "ram", "GetPolicy", check=check, policy_type="Custom", **name)
    for _ in range(3):
        report.call("version", owner, "ram", "CreatePolicyVersion", policy_document=DOCUMENT, **name)
    report.refuse("a sixth", "LimitExceeded.Policy.Version", owner, "ram", "CreatePolicyVersion", policy_document=DOCUMENT, **name)
    rotate = {"rotate_strategy": "DeleteOldestNonDefaultVersionWhenLimitExceeded", "policy_document": DOCUMENT}
    report.call("a sixth for the oldest", owner, "ram", "CreatePolicyVersion", **rotate, **name)
    report.call("version", owner, "ram", "DetachPolicyFromRole", **on_role)


def job_pages(report: Report, owner: Account) -> None:
    jobs = [report.call(name, owner, "dts", "ConfigureDtsJob", reserve="{}", **configuration(name)).parsed for name in NAMES]
    found = []
    for page in (1, 2):
        paged = {"job_type": "MIGRATION", "page_number": page, "page_size": 2}
        answer = report.call("jobs", owner, "dts", "DescribeDtsJobs", **paged).parsed
        report.add("jobs in all", expect((answer.total_record_count, answer.page_number), (3, page), "total and page"))
        found += [job.dts_job_name for job in answer.dts_job_list]
    report.add("jobs of both pages", expect(found, NAMES, "names"))
    job = {"dts_job_id": jobs[0].dts_job_id}
    report.call("items", owner, "dts", "StartDtsJob", **job)
    poll = lambda: owner.call("dts", "DescribeDtsJobDetail", **job)
    report.wait("checked", poll, lambda found: found.status in ("PreCheckPass", "PrecheckFailed"))
    first = report.call("items", owner, "dts", "DescribePreCheckStatus", job_code="01", page_no="1", page_size="5", **job).parsed
    second = report.call("items", owner, "dts", "DescribePreCheckStatus", job_code="01", page_no="2", page_size="5", **job).parsed
    items = [item.item for page in (first, second) for item in page.job_progress]
    report.add("items of two pages", expect((len(items), len(set(items)), first.page_record_count), (10, 10, 5), "items"))
    clusters = report.call("clusters", owner, "dts", "ListDedicatedCluster", page_number=2, page_size=1).parsed
    report.add("no cluster on the second page", expect((clusters.total_record_count, clusters.page_record_count), (1, 0), "clusters"))
    instance_tags(report, owner, [job.dts_instance_id for job in jobs])
    report.call("all", owner, "dts", "DeleteDtsJobs", dts_job_ids=",".join(job.dts_job_id for job in jobs))


def instance_tags(report: Report, owner: Account, instances: list[str]) -> None:
    """Sixty tags of three instances need more than one page."""
    pairs = [dts.TagResourcesRequestTag(key=f"k{number:02}", value="v") for number in range(20)]
    on_all = {"resource_type": INSTANCES, "resource_id": instances}
    report.call("tags", owner, "dts", "TagResources", tag=pairs, **on_all)
    found, token = [], None
    while True:
        page = report.call("tags", owner, "dts", "ListTagResources", next_token=token, **on_all).parsed
        found += [(row.resource_id, row.tag_key) for row in page.tag_resources.tag_resource]
        token = page.next_token
        if not token:
            break
    report.add("tags of all pages", expect((len(found), len(set(found))), (60, 60), "tags"))
    wanted = [dts.ListTagResourcesRequestTag(key=key, value="v") for key in ("k00", "k01")]
    check = lambda found: expect(len(found.tag_resources.tag_resource), 6, "rows")
    report.call("by two tags", owner, "dts", "ListTagResources", check=check, resource_type=INSTANCES, tag=wanted)
    report.call("tags", owner, "dts", "UntagResources", all=True, **on_all)
