"""A task that ignores precheck items names the ticket with the approval."""

from __future__ import annotations

from dts_plan import INSTANCE, TASK, Check, Plan, Resource


class PrecheckTickets(Check):
    def __init__(self) -> None:
        super().__init__("A task that ignores precheck items has a ticket", "DTS_PRECHECK_TICKETS", TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if resource["change"]["after"].get("ignored_prechecks") == []:
            return None
        # A task has no tags, so the ticket is a tag of the instance that starts it.
        instances = (one for one in plan.resources(INSTANCE) if plan.is_instance_of(one, resource))
        tags = (instance["change"]["after"].get("tags") or {} for instance in instances)
        if any((each.get("precheck_ticket") or "").strip() for each in tags):
            return None
        return (
            "It ignores precheck items, and its dts_migration_instance has no tag precheck_ticket with the ticket of the approval."
        )


check = PrecheckTickets()
