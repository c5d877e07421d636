"""Writes schemas/alibaba/actions/{dts,ram,sts}.json from Alibaba Cloud's SDK packages.

    python extract_actions.py            write the files
    python extract_actions.py --check    fail when a file is not what would be written
"""

from __future__ import annotations

import argparse
import difflib
import json
import pathlib
import sys

from sdk_facts import FactsError, SdkPackage, action_facts

OUT = pathlib.Path(__file__).resolve().parents[2] / "schemas" / "alibaba" / "actions"
LINE = 110

# The actions that the project calls, or will call for planned features, and those that only the emulator serves, for other
# clients.
SERVICES = {
    "dts": (
        "alibabacloud_dts20200101",
        """ConfigureDtsJob ConvertInstanceResourceGroup CreateDtsInstance CreateJobMonitorRule CreateReverseDtsJob
        DeleteDtsJob DeleteDtsJobs DeleteMigrationJob DeleteSynchronizationJob DescribeConnectionStatus
        DescribeDedicatedCluster DescribeDTSIP DescribeDtsJobConfig DescribeDtsJobDetail DescribeDtsJobs
        DescribeJobMonitorRule DescribePreCheckStatus ListDedicatedCluster ListTagResources ModifyDtsJob
        ModifyDtsJobConfig ModifyDtsJobDedicatedCluster ModifyDtsJobDuLimit ModifyDtsJobEndpoint
        ModifyDtsJobName ModifyDtsJobPassword ModifyDynamicConfig ResetDtsJob ReverseTwoWayDirection
        ShieldPrecheck SkipPreCheck StartDtsJob StartDtsJobs StartReverseWriter StopDtsJob StopDtsJobs
        SuspendDtsJob SuspendDtsJobs TagResources TransferInstanceClass UntagResources UpgradeTwoWay WhiteIpList""",
    ),
    "ram": (
        "alibabacloud_ram20150501",
        """AttachPolicyToRole CreatePolicy CreatePolicyVersion CreateRole DeletePolicy DeletePolicyVersion
        DeleteRole DetachPolicyFromRole GetPolicy GetRole ListEntitiesForPolicy ListPolicies ListPoliciesForRole
        ListPolicyVersions ListRoles ListTagResources TagResources UntagResources UpdatePolicyDescription
        UpdateRole""",
    ),
    "sts": ("alibabacloud_sts20150401", "AssumeRole AssumeRoleWithOIDC GetCallerIdentity"),
}


def render(value, indent: int = 0) -> str:
    """JSON with sorted keys and one parameter or response key per line, so that a changed name is one changed line."""
    flat = json.dumps(value, sort_keys=True, ensure_ascii=False)
    is_parameter = isinstance(value, dict) and "type" in value and ("in" in value or value.keys() <= {"required", "type"})
    if not value or not isinstance(value, (dict, list)) or (is_parameter and len(flat) + indent <= LINE):
        return flat
    pad = " " * (indent + 1)
    if isinstance(value, list):
        body = ",\n".join(pad + render(item, indent + 1) for item in value)
        return "[\n" + body + "\n" + " " * indent + "]"
    body = ",\n".join(f"{pad}{json.dumps(key)}: {render(value[key], indent + 1)}" for key in sorted(value))
    return "{\n" + body + "\n" + " " * indent + "}"


def document(service: str) -> str:
    package_name, actions = SERVICES[service]
    package = SdkPackage(package_name)
    facts = {action: action_facts(package, action) for action in actions.split()}
    version = {fact.pop("version") for fact in facts.values()}
    if len(version) != 1:
        raise FactsError(f"{package_name} supports several API versions: {sorted(version)}")
    return (
        render(
            {
                "actions": facts,
                "api_version": version.pop(),
                "sdk": {"package": package_name, "version": package.version},
                "service": service,
            }
        )
        + "\n"
    )


def stale(path: pathlib.Path, wanted: str) -> str:
    """The difference between the file and its expected content; empty if they are equal."""
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(
        present.splitlines(), wanted.splitlines(), f"{path.name} (checked in)", f"{path.name} (from the SDK)", n=1, lineterm=""
    )
    return "\n".join(list(lines)[:40])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    failed = False
    for service in SERVICES:
        path = OUT / f"{service}.json"
        wanted = document(service)
        actions = len(json.loads(wanted)["actions"])
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
            print(f"wrote schemas/alibaba/actions/{path.name}: {actions} actions")
        elif difference := stale(path, wanted):
            print(f"schemas/alibaba/actions/{path.name} is not up to date; run `make actions` and review:\n{difference}", file=sys.stderr)
            failed = True
        else:
            print(f"schemas/alibaba/actions/{path.name} is up to date: {actions} actions")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except FactsError as error:
        sys.exit(f"extract_actions: {error}")
