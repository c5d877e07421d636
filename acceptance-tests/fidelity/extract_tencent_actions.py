"""Writes schemas/tencent/actions/{cam,dts,sts}.json from the API description of Tencent Cloud's command line tool.

    python extract_tencent_actions.py            write the files
    python extract_tencent_actions.py --check    fail when a file is not what would be written

Only names, types and whether a parameter is required are taken. The description is read, not run.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import pathlib
import sys

from extract_actions import render, stale
from sdk_facts import FactsError

OUT = pathlib.Path(__file__).resolve().parents[2] / "schemas" / "tencent" / "actions"
PACKAGE = "tccli"
SCALARS = {"string": "string", "int": "integer", "bool": "boolean", "float": "number"}

# The actions that the project calls, or will call for planned features.
SERVICES = {
    "cam": (
        "v20190116",
        """AddUser AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreatePolicy CreateRole DeletePolicy DeleteRole
        DescribeRoleList DetachGroupPolicy DetachRolePolicy DetachUserPolicy GetPolicy GetRole GetUser ListAttachedGroupPolicies
        ListAttachedRolePolicies ListAttachedUserPolicies ListEntitiesForPolicy ListPolicies TagRole UntagRole
        UpdateAssumeRolePolicy UpdatePolicy UpdateRoleConsoleLogin UpdateRoleDescription UpdateRoleSessionDuration""",
    ),
    "dts": (
        "v20211206",
        """CompleteMigrateJob ContinueMigrateJob CreateMigrateCheckJob CreateMigrationService DescribeMigrateDBInstances
        DescribeMigrationCheckJob DescribeMigrationDetail DescribeMigrationJobs DestroyMigrateJob
        IsolateMigrateJob ModifyMigrateJobSpec ModifyMigrateName ModifyMigrateRateLimit ModifyMigrateRuntimeAttribute
        ModifyMigrationJob PauseMigrateJob RecoverMigrateJob ResumeMigrateJob SkipCheckItem StartMigrateJob StopMigrateJob""",
    ),
    "sts": ("v20180813", "AssumeRole AssumeRoleWithWebIdentity GetCallerIdentity"),
}


class Description:
    """The API description of one service and version in the installed package."""

    def __init__(self, service: str, version: str) -> None:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise FactsError(f"package {PACKAGE} is not installed; run `make fidelity`, which installs it")
        path = pathlib.Path(spec.origin).parent / "services" / service / version / "api.json"
        if not path.exists():
            raise FactsError(f"{PACKAGE} {importlib.metadata.version(PACKAGE)} does not describe {service} {version}")
        document = json.loads(path.read_text(encoding="utf-8"))
        self.actions = document["actions"]
        self.objects = document["objects"]
        self.api_version = document["metadata"]["apiVersion"]
        # The objects that the selected actions use.
        self.used: dict[str, dict] = {}

    def members(self, name: str) -> list[dict]:
        if name not in self.objects:
            raise FactsError(f"the API description has no object {name}")
        return [member for member in self.objects[name]["members"] if not member.get("disabled")]

    def kind(self, member: dict):
        """The type of a member: a scalar, the name of an object, or a list of one of them with one element."""
        if member["type"] == "list":
            return [self.element(member["member"])]
        if member["type"] == "object":
            return self.element(member["member"])
        return SCALARS[member["type"]]

    def element(self, name: str) -> str:
        scalars = {"int64": "integer", "uint64": "integer", "float": "number", "bool": "boolean", "string": "string"}
        if name in scalars:
            return scalars[name]
        if name not in self.used:
            self.used[name] = {}
            self.used[name] = self.fields(name)
        return name

    def fields(self, name: str) -> dict:
        """The members of an object that a request can contain."""
        return {member["name"]: self.field(member) for member in self.members(name)}

    def field(self, member: dict) -> dict:
        required = {"required": True} if member.get("required") else {}
        return {**required, "type": self.kind(member)}

    def action(self, name: str) -> dict:
        if name not in self.actions:
            raise FactsError(f"the API description has no action {name}")
        answer = self.members(self.actions[name]["output"])
        return {
            "answer": {member["name"]: self.kind(member) for member in answer},
            "parameters": self.fields(self.actions[name]["input"]),
        }


def document(service: str) -> str:
    version, actions = SERVICES[service]
    description = Description(service, version)
    facts = {
        "actions": {action: description.action(action) for action in actions.split()},
        "api_version": description.api_version,
        "sdk": {"package": PACKAGE, "version": importlib.metadata.version(PACKAGE)},
        "service": service,
    }
    return render({**facts, "objects": description.used}) + "\n"


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
            print(f"wrote schemas/tencent/actions/{path.name}: {actions} actions")
        elif difference := stale(path, wanted):
            print(f"schemas/tencent/actions/{path.name} is not up to date; run `make actions` and review:\n{difference}", file=sys.stderr)
            failed = True
        else:
            print(f"schemas/tencent/actions/{path.name} is up to date: {actions} actions")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except FactsError as error:
        sys.exit(f"extract_tencent_actions: {error}")
