"""Compares the hand-written tables with Alibaba Cloud's SDKs: hosts, and the actions and parameters the emulator knows.

Exit code 0 when nothing differs. The emulator's table stays its own; this only compares.
"""

from __future__ import annotations

import ast
import json
import pathlib
import re
import sys
import tomllib

from extract_actions import OUT, SERVICES
from sdk_facts import SdkPackage

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENDPOINTS = ROOT / "schemas" / "alibaba" / "endpoints.toml"
PARAMETERS = ROOT / "provider" / "emulator" / "src" / "alibaba" / "parameters.toml"
NOT_EMULATED = ROOT / "provider" / "emulator" / "src" / "alibaba" / "not_emulated.toml"
# The SDK's map also has internal data centers of Alibaba Cloud, and regions that were closed or have no databases.
PUBLIC_REGION = re.compile(r"^[a-z]{2}-[a-z]+(-\d)?$|-finance-\d$|-gov-\d$")
CLOSED_REGIONS = {"cn-edge-1", "cn-fujian", "cn-wuhan", "cn-yushanfang", "cn-zhangbei"}
# Parameters that other clients of Alibaba Cloud send, but not the SDK.
OTHER_CLIENTS = {("RAM", "UntagResources", "TagKey"): "Alibaba Cloud's Terraform provider sends TagKey.N in addition to TagKeys"}
# Known, but not emulated: a reverse instance.
NOT_SERVED = {"CreateReverseDtsJob", "StartReverseWriter"}
# Actions that other clients of Alibaba Cloud call, but that the SDK does not have.
OUTSIDE = {("dts", "DescribeDtsInstanceDetail"), ("dts", "DescribeDtsInstances")}


def sdk_hosts(package: SdkPackage) -> dict[str, str]:
    """The SDK's map from region to host."""
    for node in ast.walk(package.client_methods["__init__"]):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") == "_endpoint_map":
            return ast.literal_eval(node.value)
    return {}


def our_host(rows: list[dict], service: str, region: str) -> str | None:
    rows = [row for row in rows if row["service"] == service]
    row = next((row for row in rows if region in row["regions"]), None) or next(row for row in rows if not row["regions"])
    return row["host"].replace("{region}", region)


def check_endpoints() -> list[str]:
    rows = tomllib.loads(ENDPOINTS.read_text(encoding="utf-8"))["endpoint"]
    problems = []
    for service, (package, _) in SERVICES.items():
        hosts = sdk_hosts(SdkPackage(package))
        named = {region for row in rows if row["service"] == service for region in row["regions"]}
        public = {region for region in hosts if PUBLIC_REGION.search(region)} - CLOSED_REGIONS
        for region in sorted(named | public):
            wanted = hosts.get(region, f"{service}.{region}.aliyuncs.com")
            found = our_host(rows, service, region)
            if found != wanted:
                problems.append(f"endpoints.toml: {service} in {region} is {found}, the SDK has {wanted}")
    return problems


def check_parameters() -> list[str]:
    table = tomllib.loads(PARAMETERS.read_text(encoding="utf-8"))
    problems = []
    for service, actions in table.items():
        document = json.loads((OUT / f"{service.lower()}.json").read_text(encoding="utf-8"))["actions"]
        for action, row in actions.items():
            if (service.lower(), action) in OUTSIDE:
                continue
            if action not in document:
                problems.append(f"emulator parameters.toml: {service}.{action} is not an action in schemas/alibaba/actions")
                continue
            others = {name for row_service, row_action, name in OTHER_CLIENTS if (row_service, row_action) == (service, action)}
            found = _row(document[action], row, others)
            problems += [f"emulator parameters.toml: {service}.{action} {text}" for text in found]
    return problems


def check_actions() -> list[str]:
    """Every action of the SDKs is served or listed as not emulated, and neither list has an action that the SDKs do not have."""
    served = tomllib.loads(PARAMETERS.read_text(encoding="utf-8"))
    groups = tomllib.loads(NOT_EMULATED.read_text(encoding="utf-8"))["group"]
    problems = []
    for service, (package, _) in SERVICES.items():
        known = set(SdkPackage(package).actions())
        ours = set(served[service.upper()])
        for group in groups:
            ours |= set(group["actions"]) if group["service"] == service.upper() else set()
        problems += [f"emulator: {service} {action} is neither served nor listed as not emulated" for action in sorted(known - ours)]
        ours -= {action for outside, action in OUTSIDE if outside == service}
        problems += [f"emulator: the SDK has no action {action} of {service}" for action in sorted(ours - known)]
        called = set(json.loads((OUT / f"{service}.json").read_text(encoding="utf-8"))["actions"]) - NOT_SERVED
        unserved = sorted(called - set(served[service.upper()]))
        problems += [f"emulator: {service} {action} is in schemas/alibaba/actions and not served" for action in unserved]
    return problems


def _row(facts: dict, row: dict, others: set[str]) -> list[str]:
    known = set(facts["parameters"])
    listed = [name for column in ("honoured", "recorded", "refused") for name in row.get(column, [])]
    names = {name.split(".")[0] for name in listed} - others
    twice = sorted({name for name in listed if listed.count(name) > 1})
    problems = [f"has {name} in two columns" for name in twice]
    problems += [f"has {name}, the SDK does not" for name in sorted(names - known)]
    problems += [f"lacks {name}, which the SDK can send" for name in sorted(known - names)]
    return problems


def main() -> int:
    problems = check_endpoints() + check_actions() + check_parameters()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"tables against the SDK: {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
