"""A task that ignores precheck items names the ticket with the approval."""

from __future__ import annotations

from typing import Iterable

from dts_plan import INSTANCES, TASKS, TENCENT_INSTANCE, TENCENT_TASK, Check, Plan, Resource, skipped_steps


class PrecheckTickets(Check):
    def __init__(self) -> None:
        name = "A task that ignores precheck items has a ticket"
        super().__init__(name, "DTS_PRECHECK_TICKETS", *TASKS, TENCENT_TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        # A task has no tags, so the ticket is a tag of its instance.
        if resource["type"] == TENCENT_TASK:
            instances = (one for one in plan.resources(TENCENT_INSTANCE) if plan.is_id_of(resource, "instance_id", one))
            if skipped_steps(resource) == set() or _have_ticket(instances):
                return None
            return (
                "It skips steps of the check, and its dts_tencent_migration_instance has no tag precheck_ticket with the ticket of the "
                "approval."
            )
        instances = (one for one in plan.resources(*INSTANCES) if plan.is_id_of(one, "task_id", resource))
        if resource["change"]["after"].get("ignored_prechecks") == [] or _have_ticket(instances):
            return None
        return "It ignores precheck items, and its instance has no tag precheck_ticket with the ticket of the approval."


def _have_ticket(instances: Iterable[Resource]) -> bool:
    tags = (instance["change"]["after"].get("tags") or {} for instance in instances)
    return any((each.get("precheck_ticket") or "").strip() for each in tags)


check = PrecheckTickets()
