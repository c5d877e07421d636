"""A task whose data has moved is not replaced."""

from __future__ import annotations

from dts_plan import INSTANCE, TASK, Check, Plan, Resource

# A status that is not among these counts as moved, and so does none.
UNMOVED = {"notconfigured", "notstarted", "prechecking", "precheckfailed", "precheckpass"}


class MovedData(Check):
    def __init__(self) -> None:
        super().__init__("A task whose data has moved is not replaced", "DTS_MOVED_DATA", TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if set(resource["change"]["actions"]) != {"create", "delete"}:
            return None
        before = resource["change"]["before"]
        # A plan that was not refreshed has the task's status from before the instance started it.
        instances = (one["change"]["before"] for one in plan.all(INSTANCE) if one["change"]["before"])
        statuses = [before.get("status")]
        statuses += [instance.get("status") for instance in instances if instance.get("task_id") == before["id"]]
        if all(str(status).lower() in UNMOVED for status in statuses):
            return None
        return "It would be replaced, and its migration has begun: the new one would start over at a destination with data."


check = MovedData()
