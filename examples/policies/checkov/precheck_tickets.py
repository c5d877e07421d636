"""A task that ignores precheck items names the ticket with the approval."""

from __future__ import annotations

from dts_plan import (
    TASKS,
    TENCENT_INSTANCE,
    TENCENT_TASK,
    Check,
    Plan,
    Resource,
    has_tag,
    skipped_steps,
    unknown_at,
    value_at,
)

TAG = "precheck_ticket"
OF_REVERSE = ("two_way", "reverse", "precheck", "ignore")


class PrecheckTickets(Check):
    def __init__(self) -> None:
        name = "A task that ignores precheck items has a ticket"
        super().__init__(name, "DTS_PRECHECK_TICKETS", *TASKS, TENCENT_TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        # A task has no tags, so the ticket is a tag of its instance.
        if resource["type"] == TENCENT_TASK:
            instances = (one for one in plan.resources(TENCENT_INSTANCE) if plan.is_id_of(resource, "instance_id", one))
            if skipped_steps(resource) == set() or any(has_tag(instance, TAG) for instance in instances):
                return None
            return (
                "It skips steps of the check, and its dts_tencent_migration_instance has no tag precheck_ticket with the ticket of the "
                "approval."
            )
        ignores = resource["change"]["after"].get("ignored_prechecks") != []
        in_reverse = bool(value_at(resource, *OF_REVERSE)) or unknown_at(resource, *OF_REVERSE)
        if not (ignores or in_reverse) or plan.instance_has_tag(resource, TAG):
            return None
        items = "precheck items" if ignores else "precheck items of the reverse direction"
        return f"It ignores {items}, and its instance has no tag precheck_ticket with the ticket of the approval."


check = PrecheckTickets()
