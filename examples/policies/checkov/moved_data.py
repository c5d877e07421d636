"""A task whose data has been migrated is not replaced."""

from __future__ import annotations

from dts_plan import INSTANCE, TASK, Check, Plan, Resource

# A task with any other status, or without a status, is treated as one whose data has been migrated.
UNMOVED = {"notconfigured", "notstarted", "prechecking", "precheckfailed", "precheckpass"}


class MovedData(Check):
    def __init__(self) -> None:
        super().__init__("A task whose data has been migrated is not replaced", "DTS_MOVED_DATA", TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if set(resource["change"]["actions"]) != {"create", "delete"}:
            return None
        before = resource["change"]["before"]
        # A plan without a refresh has the status of the task from before the instance started it.
        instances = (one["change"]["before"] for one in plan.all(INSTANCE) if one["change"]["before"])
        statuses = [before.get("status")]
        statuses += [instance.get("status") for instance in instances if instance.get("task_id") == before["id"]]
        if all(str(status).lower() in UNMOVED for status in statuses):
            return None
        return "It would be replaced although its migration has begun: the data would be copied again to a destination with data."


check = MovedData()
