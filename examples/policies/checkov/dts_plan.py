"""Reads what the checks need from a plan (terraform show -json) and Checkov does not pass to them: prior values and references."""

from __future__ import annotations

import json
import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

TASK = "dts_migration_task"
INSTANCE = "dts_migration_instance"
ROLE = "dts_ram_role_trust"

Resource = dict[str, Any]

_KEY = re.compile(r'\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\]')


class Plan:
    """A plan in the form that Terraform writes."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    def all(self, kind: str) -> Iterator[Resource]:
        """Every resource of a type, including those that are deleted."""
        for resource in self._document.get("resource_changes") or []:
            if resource["mode"] == "managed" and resource["type"] == kind:
                yield resource

    def resources(self, kind: str) -> Iterator[Resource]:
        """All resources of one type as they are after the apply, whether the plan changes them or not."""
        return (resource for resource in self.all(kind) if resource["change"]["after"] is not None)

    def is_instance_of(self, instance: Resource, task: Resource) -> bool:
        """Whether a planned instance belongs to a task."""
        known = instance["change"]["after"].get("task_id")
        if known is not None:
            return known == task["change"]["after"].get("id")
        # The ID of a task that is not created yet is unknown: then the reference in the configuration identifies the task.
        if _module(instance) != _module(task):
            return False
        references = self._task_references(instance)
        if task["address"].removeprefix(f"{_module(task)}.") in references:
            return True
        # The plan has `dts_migration_task.orders[each.key]` without the key, which is then the key of the instance.
        task_reference = f"{task['type']}.{task['name']}"
        with_key = any(reference.startswith(f"{task_reference}[") for reference in references)
        return task_reference in references and not with_key and task.get("index") == instance.get("index")

    def _task_references(self, instance: Resource) -> set[str]:
        module = self._document["configuration"]["root_module"]
        for name in _KEY.sub("", _module(instance)).split(".")[1::2]:
            module = module["module_calls"][name]["module"]
        address = f"{instance['type']}.{instance['name']}"
        blocks = (block for block in module.get("resources", []) if block["address"] == address)
        return {name for block in blocks for name in block["expressions"]["task_id"].get("references", [])}


def _module(resource: Resource) -> str:
    return str(resource.get("module_address", ""))


@lru_cache(maxsize=None)
def read(path: str) -> Plan:
    return Plan(json.loads(Path(path).read_text(encoding="utf-8")))


class Check(BaseResourceCheck):
    """A rule about the resources of one type. Checkov ignores an exception of a check; this check fails then."""

    def __init__(self, name: str, id: str, resource: str) -> None:  # noqa: A002, Checkov's parameter name
        super().__init__(
            name=name, id=id, categories=[CheckCategories.GENERAL_SECURITY], supported_resources=[resource]
        )

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        """The reason why the plan must not be applied, or None if it may be applied."""
        raise NotImplementedError

    def scan_resource_conf(self, conf: dict[str, list[Any]]) -> CheckResult:
        try:
            objection = self._objection(str(conf["__address__"]))
        except Exception as error:  # of any kind: a plan that cannot be read must not pass
            logging.exception("%s could not check %s", self.id, conf.get("__address__"))
            objection = f"The plan could not be checked: {error!r}"
        if objection is None:
            return CheckResult.PASSED
        self.details.append(objection)
        return CheckResult.FAILED

    def _objection(self, address: str) -> str | None:
        plan = read(self._path(address))
        resource = next(one for one in plan.resources(self.supported_resources[0]) if one["address"] == address)
        return self.objection(plan, resource)

    def _path(self, address: str) -> str:
        """The file that is scanned. Checkov returns its path relative to a folder that it does not return."""
        scanned = self.entity_path.split(f":{self.entity_type}:", 1)[0]
        ending = "/".join(part for part in scanned.split("/") if part not in ("", ".."))
        nodes = (node for _, node in self.graph.nodes())
        paths = {str(node["file_path_"]) for node in nodes if node.get("__address__") == address}
        # If there are several, the shortest path is directly in that folder.
        return min((path for path in paths if f"/{path}".endswith(f"/{ending}")), key=len)
