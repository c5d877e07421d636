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
SYNCHRONIZATION_TASK = "dts_synchronization_task"
SYNCHRONIZATION_INSTANCE = "dts_synchronization_instance"
# The tasks of migrations and synchronizations of Alibaba Cloud, and their instances.
TASKS = (TASK, SYNCHRONIZATION_TASK)
INSTANCES = (INSTANCE, SYNCHRONIZATION_INSTANCE)
ROLE = "dts_ram_role_trust"
TENCENT_TASK = "dts_tencent_migration_task"
TENCENT_INSTANCE = "dts_tencent_migration_instance"
TENCENT_ROLE = "dts_cam_role_trust"

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

    def resources(self, *kinds: str) -> Iterator[Resource]:
        """All resources of some types as they are after the apply, whether the plan changes them or not."""
        return (one for kind in kinds for one in self.all(kind) if one["change"]["after"] is not None)

    def is_id_of(self, resource: Resource, argument: str, other: Resource) -> bool:
        """Whether an argument of a planned resource is the ID of another one: `task_id` of an instance is the ID of its task."""
        known = resource["change"]["after"].get(argument)
        if known is not None:
            return known == other["change"]["after"].get("id")
        # The ID of a resource that is not created yet is unknown: then the reference in the configuration identifies it.
        if _module(resource) != _module(other):
            return False
        references = self._references(resource, argument)
        if other["address"].removeprefix(f"{_module(other)}.") in references:
            return True
        # The plan has `dts_migration_task.orders[each.key]` without the key, which is then the key of the resource that refers to it.
        name = f"{other['type']}.{other['name']}"
        with_key = any(reference.startswith(f"{name}[") for reference in references)
        return name in references and not with_key and other.get("index") == resource.get("index")

    def instance_has_tag(self, task: Resource, tag: str) -> bool:
        """Whether the instance of a task of Alibaba Cloud has a tag."""
        instances = (one for one in self.resources(*INSTANCES) if self.is_id_of(one, "task_id", task))
        return any(has_tag(instance, tag) for instance in instances)

    def _references(self, resource: Resource, argument: str) -> set[str]:
        module = self._document["configuration"]["root_module"]
        for name in _KEY.sub("", _module(resource)).split(".")[1::2]:
            module = module["module_calls"][name]["module"]
        address = f"{resource['type']}.{resource['name']}"
        blocks = (block for block in module.get("resources", []) if block["address"] == address)
        return {name for block in blocks for name in block["expressions"][argument].get("references", [])}


def has_tag(resource: Resource, tag: str) -> bool:
    """Whether a resource has a tag whose value is known and not blank."""
    tags = resource["change"]["after"].get("tags") or {}
    return bool((tags.get(tag) or "").strip())


def value_at(resource: Resource, *path: str) -> Any:
    """The planned value at a path, or None without it or a block around it."""
    return _at(resource["change"]["after"], path)


def unknown_at(resource: Resource, *path: str) -> bool:
    """Whether the value at a path, or a block around it, is known only after apply."""
    unknown = resource["change"].get("after_unknown")
    return any(has_true(_at(unknown, path[:length])) for length in range(1, len(path) + 1))


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def skipped_steps(task: Resource) -> set[str] | None:
    """The steps of the check that a task of Tencent Cloud skips, or None if they are not known."""
    unknown = task["change"].get("after_unknown") or {}
    if has_true((unknown.get("check") or {}).get("skip")):
        return None
    return set((task["change"]["after"].get("check") or {}).get("skip") or [])


def has_true(value: Any) -> bool:
    """Whether a value, or an element of it, is known only after apply."""
    return value is True or isinstance(value, list) and True in value


def _module(resource: Resource) -> str:
    return str(resource.get("module_address", ""))


@lru_cache(maxsize=None)
def read(path: str) -> Plan:
    return Plan(json.loads(Path(path).read_text(encoding="utf-8")))


class Check(BaseResourceCheck):
    """A rule about resources of some types. Checkov ignores an exception of a check; this check fails then."""

    def __init__(self, name: str, id: str, *resources: str) -> None:  # noqa: A002, Checkov's parameter name
        super().__init__(
            name=name, id=id, categories=[CheckCategories.GENERAL_SECURITY], supported_resources=list(resources)
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
        resources = (one for kind in self.supported_resources for one in plan.resources(kind))
        resource = next(one for one in resources if one["address"] == address)
        return self.objection(plan, resource)

    def _path(self, address: str) -> str:
        """The file that is scanned. Checkov returns its path relative to a folder that it does not return."""
        scanned = self.entity_path.split(f":{self.entity_type}:", 1)[0]
        ending = "/".join(part for part in scanned.split("/") if part not in ("", ".."))
        nodes = (node for _, node in self.graph.nodes())
        paths = {str(node["file_path_"]) for node in nodes if node.get("__address__") == address}
        # If there are several, the shortest path is directly in that folder.
        return min((path for path in paths if f"/{path}".endswith(f"/{ending}")), key=len)
